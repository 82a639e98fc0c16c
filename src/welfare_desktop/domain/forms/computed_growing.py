"""Calculated fields of rehabilitation and of services for outside children (F33, F36, F69)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from welfare_desktop.domain import outside, rehab
from welfare_desktop.domain.deadlines import addm, age_on
from welfare_desktop.domain.situation import Situation


def _next_assessment(s: Situation) -> Any:
    day = s.date("assessed_on")
    if day is None:
        return None
    return addm(day, int(s.house.param("rehab_repeat_months", day))).isoformat()


def _age_band(s: Situation) -> Any:
    """On the day of the application, else today."""
    birth, day = s.child.birth_date if s.child else None, s.date("applied_on") or s.now.date()
    return rehab.age_band(age_on(birth, day)) if birth is not None else None


def _qualified(s: Situation) -> Any:
    """On the day it is entered or changed."""
    service = str(s.get("service") or "")
    return outside.in_force(s.house, service, s.now.date()) if service else None


COMPUTED: dict[str, Callable[[Situation], Any]] = {
    "F33.next_due": _next_assessment,
    "F36.age_band": _age_band,
    "F69.qualified": _qualified,
}
