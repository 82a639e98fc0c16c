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


def _age_months(s: Situation) -> Any:
    birth, day = s.child.birth_date if s.child else None, s.date("measured_on")
    return growth.months(birth, day) if birth is not None and day is not None else None


def _bmi(s: Situation) -> Any:
    weight, length = s.get("weight_kg"), s.get("length_cm")
    return growth.bmi(float(weight), float(length)) if weight and length else None


def _z(name: growth.Indicator) -> Calculation:
    return lambda s: growth.scores(s.child, s.record).get(name) if s.child is not None else None


def _level(s: Situation) -> Any:
    return growth.level(growth.scores(s.child, s.record)) if s.child is not None else None


COMPUTED: dict[str, Calculation] = {"F21.bmi": _bmi}

#: They follow the birth date, the records of examinations and the tables installed.
LIVE: dict[str, Calculation] = {
    "F20.exam_schedule": _exam_schedule, "F21.age_months": _age_months,
    **{f"F21.z_{name}": _z(name) for name in growth.INDICATORS}, "F21.growth_eval": _level,
}  # fmt: skip
