"""Reading a hand-kept roster (lifecycle.md §1.10)."""

from __future__ import annotations

from welfare_desktop.domain.roster.columns import LABELS, Mapping, propose_mapping
from welfare_desktop.domain.roster.model import Finding, Known, OpeningRow, RosterReading
from welfare_desktop.domain.roster.reading import read_roster, result_json

__all__ = [
    "LABELS", "Finding", "Known", "Mapping", "OpeningRow", "RosterReading", "propose_mapping", "read_roster",
    "result_json",
]  # fmt: skip
