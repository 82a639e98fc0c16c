"""Required when (lifecycle.md §5.2–5.4): for how many papers of a type a child's file asks.

An answer names each paper wanted: once ``""``, by year ``2025``, by month ``2025-03``, else one
name for each record that asks for one. Only what the house itself did asks for papers: what came
with the opening roster is told by paper. A form that is not declared has no records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import foster, schooling
from welfare_desktop.domain.archive.leaving import death_papers, exit_cause
from welfare_desktop.domain.archive.papers import about
from welfare_desktop.domain.deadlines import addm, last_day
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import ADMITTED
from welfare_desktop.domain.record import Record

Wanted = Callable[[Child, datetime], Sequence[str]]
Holds = Callable[[Child, datetime], bool]
ONCE = ("",)
_ADULT = 216
_LONG_ORDER = 30
_OF_DEATH = "C3"


def when(holds: Holds) -> Wanted:
    """One paper where something holds."""
    return lambda child, at: ONCE if holds(child, at) else ()


def cause(*prefixes: str) -> Wanted:
    """One paper for these causes of admission."""
    return when(lambda child, at: child.cause.startswith(prefixes))


def either(*ways: Wanted) -> Wanted:
    """What the first of several that asks for anything asks for."""
    return lambda child, at: next((told for way in ways if (told := way(child, at))), ())


always = when(lambda child, at: True)
under_age = when(lambda child, at: not _reached(child, _ADULT, at))
registered = when(lambda child, at: child.hukou is not None)
approved = when(lambda child, at: not child.cause.startswith("T") and admitted(child, at))
private = when(lambda child, at: _told(child.intake, "referral_source", "6"))
numbered = when(lambda child, at: bool(child.record.get("id_no")))
fostered = when(lambda child, at: any(s.get("value") == "FOSTER" for s in child.spans("care_mode")))
owns = when(lambda child, at: any(r.get("property_list") for r in child.all("F04")))


def admitted(child: Child, at: datetime) -> bool:
    """Formally admitted."""
    return child.status_at(at) in ADMITTED


def _told(record: Record | None, name: str, code: str) -> bool:
    return record is not None and record.get(name) == code


def _reached(child: Child, months: int, at: datetime) -> bool:
    birth = child.birth_date
    return birth is not None and addm(birth, months) <= at.date()


def admitted_days(days: int) -> Wanted:
    """So many days after the formal admission."""

    def holds(child: Child, at: datetime) -> bool:
        start = child.admitted_on
        return start is not None and at.date() > last_day(start, days)

    return when(holds)


def from_age(months: int) -> Wanted:
    """From an age on, while the child is here."""
    return when(lambda child, at: child.here_at(at) and _reached(child, months, at))


# By the records of a form ---------------------------------------------------------------------


def _made(child: Child, form: str, holds: Callable[[Record], Any]) -> Iterator[Record]:
    return (r for r in about(child, form) if r.basis == "normal" and holds(r))


def any_of(form: str, name: str = "", *codes: str) -> Wanted:
    """There is a record of a form (with one of these codes; with this field filled)."""

    def holds(record: Record) -> bool:
        value = record.get(name) if name else True
        return value in codes if codes else bool(value)

    return when(lambda child, at: next(_made(child, form, holds), None) is not None)


def each(form: str) -> Wanted:
    """One paper for each record of a form, by its day."""
    return lambda child, at: [r.happened_at[:10] for r in _made(child, form, lambda r: True)]


def yearly_of(form: str) -> Wanted:
    """One for each year that is over and has records of a form."""
    return lambda child, at: _over(child, form, 4, f"{at:%Y}")


def monthly_of(form: str) -> Wanted:
    """One for each month that is over and has records of a form."""
    return lambda child, at: _over(child, form, 7, f"{at:%Y-%m}")


def _over(child: Child, form: str, length: int, now: str) -> list[str]:
    told = {r.happened_at[:length] for r in _made(child, form, lambda r: True)}
    return sorted(one for one in told if one and one < now)


def long_order(child: Child, at: datetime) -> Sequence[str]:
    """A medication order (F29) in force for more than 30 days."""
    for order in _made(child, "F29", lambda r: r.get("start_at")):
        start, stop = order.at("start_at"), order.at("stop_at")
        if start is not None and min(stop or at, at) - start > timedelta(days=_LONG_ORDER):
            return ONCE
    return ()


# By the calendar ------------------------------------------------------------------------------


def _since(child: Child) -> date | None:
    """The day from which the house itself keeps the file."""
    start, live = child.arrived_at, child.house.go_live_on
    if child.by_roster or start is None:
        return live
    return max(start.date(), live or start.date())


def _years(child: Child, at: datetime) -> Iterator[int]:
    """Years that are over and on whose last day the child was here."""
    start = _since(child)
    for year in range(start.year, at.year) if start else ():
        if child.here_at(datetime(year, 12, 31, 23, 59)):
            yield year


def yearly(child: Child, at: datetime) -> Sequence[str]:
    """One for each year in care that is over."""
    return [str(year) for year in _years(child, at)]


def yearly_under_age(child: Child, at: datetime) -> Sequence[str]:
    """The same of the years that end before the 18th birthday."""
    ends = ((year, datetime(year, 12, 31)) for year in _years(child, at))
    return [str(year) for year, end in ends if not _reached(child, _ADULT, end)]


def yearly_ill(child: Child, at: datetime) -> Sequence[str]:
    """The same of a sick or disabled child: from the year of the first diagnosis that stands."""
    found = [r.happened_at[:4] for r in child.all("F23") if r.get("state") not in ("3", "4")]
    return [year for year in yearly(child, at) if found and year >= min(found)]


def foster_months(child: Child, at: datetime) -> Sequence[str]:
    """Months that are over and in which the child lived with a foster family."""
    start, out = _since(child), set[str]()
    for begun, ended in foster.stays(child):
        month = max(begun.date(), start or begun.date()).replace(day=1)
        last = min(ended or at, at).date()
        while month <= last and addm(month, 1) <= at.date():
            out.add(f"{month:%Y-%m}")
            month = addm(month, 1)
    return sorted(out)


def terms(child: Child, at: datetime) -> Sequence[str]:
    """Terms that ended while the child was enrolled (F38)."""
    out = set[str]()
    for school in _made(child, "F38", lambda r: r.get("enrol_on")):
        term = schooling.term_on(date.fromisoformat(school.text("enrol_on")))
        left = school.date("leave_on")
        while term.last < min(left or date.max, at.date()):
            out.add(term.label)
            term = term.next
    return sorted(out)


# By the leaving -------------------------------------------------------------------------------


def left(*causes: str) -> Wanted:
    """The child left for one of these causes."""
    return when(lambda child, at: exit_cause(child) in causes)


alive = when(lambda child, at: exit_cause(child) not in ("", "L9"))
able_again = when(
    lambda child, at: (
        exit_cause(child) == "L2"
        or any(span.get("transition") == "T06" for span in child.spans("status"))
    )
)


def of_death(kind: str) -> Wanted:
    """The route of the death asks for it."""

    def holds(child: Child, at: datetime) -> bool:
        death = child.newest("F51")
        return death is not None and kind in death_papers(death, child.hukou is not None)

    return when(holds)
