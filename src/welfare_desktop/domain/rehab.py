"""Rehabilitation: who needs it, the plan in force, and what was delivered of it (clause 5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.domain.deadlines import addm, age_on, last_day
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

#: F23 ``kind``: 疾病, 残疾, 精神心理; an infection passes. ``state``: 治疗中, 稳定.
_KINDS, DISABLED, _LASTING = ("1", "2", "3"), "2", ("1", "2")
ASSISTANCE, DEVICE = "1", "2"
ASSISTANCE_DAYS = 30


class Delivered(msgspec.Struct, frozen=True):
    """Sessions of a month: planned by the plan and done, and the days that it was in force."""

    planned: int
    done: int
    days: int

    @property
    def percent(self) -> int:
        """Done of planned, rounded down."""
        return 100 * self.done // self.planned if self.planned else 100


def conditions(child: Child, *kinds: str) -> list[Record]:
    """Diagnoses (F23) that last, by their day."""
    wanted = kinds or _KINDS
    return [r for r in child.all("F23") if r.get("kind") in wanted and r.get("state") in _LASTING]


def since(child: Child, day: date | None) -> date | None:
    """A day as a clock starts from it: not before the child is of the house."""
    from welfare_desktop.domain.rules.facts import opened_on

    start = opened_on(child) or (child.arrived_at.date() if child.arrived_at else None)
    return max(day, start) if day is not None and start is not None else day


def known_on(child: Child, *kinds: str) -> date | None:
    """Since when the house must act on a lasting condition, or on the screening that found a need."""
    found = conditions(child, *kinds)
    days = [r.date("diag_on") or date.fromisoformat(r.happened_at[:10]) for r in found]
    screened = [] if kinds else [r for r in child.all("F25") if r.get("need_rehab") is True]
    days += [day for r in screened if (day := r.date("screened_on")) is not None]
    return since(child, min(days, default=None))


def assessments(child: Child, until: date) -> list[Record]:
    """Assessments (F33) made by a day."""
    return [r for r in child.all("F33") if r.text("assessed_on") <= until.isoformat()]


def needed_since(child: Child, until: date) -> date | None:
    """The first of the assessments that say, each after the other, that rehabilitation is needed."""
    start: date | None = None
    for record in assessments(child, until):
        told = record.date("assessed_on") if record.get("need_rehab") is True else None
        start = None if told is None else start or told
    return start


def plans(child: Child) -> list[Record]:
    """Plans (F34) by their start."""
    return sorted(child.all("F34"), key=lambda r: (r.text("from_on"), r.id))


def plan_on(child: Child, day: date) -> Record | None:
    """The plan in force on a day; both ends count."""
    return _in_force(plans(child), day)


def _in_force(known: list[Record], day: date) -> Record | None:
    text = day.isoformat()
    found = [r for r in known if r.text("from_on") <= text <= r.text("to_on")]
    return found[-1] if found else None


def sessions(child: Child, plan: Record | None = None) -> list[Record]:
    """Sessions (F35) that took place, of a plan or of all."""
    return [
        r for r in child.all("F35")
        if r.get("minutes") and (plan is None or r.get("plan") == plan.id)
    ]  # fmt: skip


def first_session(child: Child, plan: Record) -> date | None:
    """The first session of a plan."""
    days = [r.date("start_at") for r in sessions(child, plan)]
    return min((d for d in days if d is not None), default=None)


def delivered(child: Child, month: date, until: date) -> Delivered | None:
    """Planned and done in a calendar month up to a day; ``None`` where no plan was in force.

    A day in hospital is no day of the plan. A week's sessions count by the day, the part of one that
    is left over is not asked for.
    """
    first, known = month.replace(day=1), plans(child)
    last = min(addm(first, 1) - timedelta(days=1), until)
    held, shares = 0, 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        plan = _in_force(known, day)
        held += plan is not None
        shares += _a_week(plan) if plan is not None and not in_hospital(child, day) else 0
    if not held:
        return None
    done = sum(f"{first}" <= r.text("start_at")[:10] <= f"{last}" for r in sessions(child))
    return Delivered(shares // 7, done, held)


def _a_week(plan: Record) -> int:
    return sum(int(row.get("per_week") or 0) for row in plan.rows("items"))


def in_hospital(child: Child, day: date) -> bool:
    """In hospital at noon of a day."""
    noon = datetime(day.year, day.month, day.day, 12)
    return child.state_at("whereabouts", noon) == "HOSPITAL"


# Assistance ---------------------------------------------------------------------------------


def assistance_since(child: Child, day: date) -> date | None:
    """Since when a child is entitled to assistance (C5.06); ``None``: is not.

    Disabled, of the ages 0–6 of the country or those that the province added (parameter).
    """
    birth, start = child.birth_date, known_on(child, DISABLED)
    if birth is None or start is None:
        return None
    return start if age_on(birth, day) <= int(child.house.param("rehab_aid_age", day)) else None


def assistance_due(child: Child, day: date) -> date | None:
    """The last day to apply for the first time."""
    start = assistance_since(child, day)
    return last_day(start, ASSISTANCE_DAYS) if start is not None else None


def age_band(age: int) -> str:
    """F36 ``age_band``."""
    return "1" if age <= 6 else "2" if age <= 14 else "3"
