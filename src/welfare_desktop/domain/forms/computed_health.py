"""Calculated fields of the health forms (F20, F21)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from welfare_desktop.domain import checkups, growth
from welfare_desktop.domain.situation import Situation

Calculation = Callable[[Situation], Any]


def _exam_schedule(s: Situation) -> Any:
    if s.child is None:
        return None
    rows = [
        {"milestone": m.name, "due": m.due.isoformat(),
         "done_on": m.done_on.isoformat() if m.done_on else None}
        for m in checkups.schedule(s.child)
    ]  # fmt: skip
    return [{k: v for k, v in row.items() if v is not None} for row in rows] or None


#: The examinations follow the birth date and the records of them.
LIVE: dict[str, Calculation] = {"F20.exam_schedule": _exam_schedule, **growth.LIVE}
COMPUTED: dict[str, Calculation] = growth.COMPUTED
