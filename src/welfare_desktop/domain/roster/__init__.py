"""Reading a hand-kept roster (lifecycle.md §1.10)."""

from __future__ import annotations
