"""When a child who is on its way is to be back, by the form of the way (F62, F26)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from welfare_desktop.domain.house import Child

#: Where a child is → the form of its way, with the fields that say when it is due and when back.
_WAYS: Mapping[str, tuple[str, str, str]] = {
    "DAY_SCHOOL": ("F62", "due_back_at", "back_at"), "BOARDING": ("F62", "due_back_at", "back_at"),
    "AWAY_TREATMENT": ("F26", "plan_return", "return_at"),
}  # fmt: skip


def due_back(child: Child) -> tuple[datetime, str] | None:
    """When a child on its way is to be back, and the form that says so; a day is over at its end."""
    form, due, back = _WAYS.get(child.whereabouts or "", ("", "", ""))
    way = child.newest(form) if form else None
    if way is None or way.get(back) or not way.get(due):
        return None
    at = way.text(due)
    return datetime.fromisoformat(at if "T" in at else f"{at}T23:59"), way.id
