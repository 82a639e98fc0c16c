"""续填 of lists: what stands stays, blank cells are filled, rows are added (lifecycle.md §2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def grown(old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """The list after 续填.

    ``new`` is the whole list with more in it, or only what is added.
    """
    if len(new) >= len(old) and all(_holds(n, o) for o, n in zip(old, new, strict=False)):
        return list(new)
    return [*old, *new]


def _holds(new: Any, old: Any) -> bool:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return all(new.get(name) == value for name, value in old.items())
    return bool(new == old)
