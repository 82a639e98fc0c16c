"""Coming of age: the window of assessment, what counts in it, and the plan (clause 6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from welfare_desktop.domain.deadlines import addm, adult_on
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

#: F43 ``kind``: 离校后 and 退役后 come after the window.
_AFTERWARDS = ("2", "3")


def window(birth: date) -> tuple[date, date]:
    """C6.02: the last six months before majority, both days inclusive (DL-4)."""
    return addm(birth, 210), adult_on(birth) - timedelta(days=1)


def counts(record: Record, first: date, last: date, on: date) -> bool:
    """Whether an assessment counts by a day: approved, and made inside the window."""
    day = record.date("assessed_on")
    return (
        record.state == "approved"
        and record.get("kind") not in _AFTERWARDS
        and day is not None
        and first <= day <= min(last, on)
    )


def valid_basis(child: Child, on: date) -> Record | None:
    """The assessment a plan rests on: the first in the window, else one made up for later."""
    birth = child.birth_date
    if birth is None:
        return None
    found = [r for r in child.all("F43") if counts(r, window(birth)[0], date.max, on)]
    return found[0] if found else None


def plan_of(child: Child, on: date) -> Record | None:
    """The newest plan submitted by a day (F44)."""
    found = [r for r in child.all("F44") if r.text("submitted_on") <= on.isoformat()]
    return found[-1] if found else None


#: F44 ``pending_reason`` 在读.
STUDYING = "1"


def aided(child: Child, at: datetime) -> bool:
    """On the list for 福彩圆梦 (C4.05): of age, here, and studying by the plan.

    The proof is the assessment that tells the study, its end of school not passed.
    """
    if child.status_at(at) != "ADULT_PENDING":
        return False
    plan, end = plan_of(child, at.date()), school_end(child)
    assessed = child.newest("F43")
    told = end is not None or (assessed is not None and assessed.get("in_school") is True)
    studying = plan is not None and plan.get("pending_reason") == STUDYING
    return studying and told and (end is None or at.date() <= end)


def school_end(child: Child) -> date | None:
    """When school ends, by the newest assessment that tells it."""
    told = [day for r in child.all("F43") if (day := r.date("school_end")) is not None]
    return told[-1] if told else None
