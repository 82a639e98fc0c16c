"""Social work and talks: cases, sessions that name several children, who can talk (clauses 7, 11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

#: The age from which a child not yet assessed is taken to talk, in years.
_TALKS_FROM = 3
#: CL-SW 谈心谈话.
TALK = "9"
#: F60 ``age_band`` → ages.
BANDS = {"1": (3, 5), "2": (6, 8), "3": (9, 11), "4": (12, 14), "5": (15, 17)}
#: F60 ``type``: of the own body and its safety (C11.06), of safety at large (C11.05).
OF_BODY, OF_SAFETY = ("2", "3"), ("1", "4", "5", "6")


def can_talk(child: Child, day: date) -> bool:
    """The child can say something: by the item 6 沟通 of the last F13, else by age."""
    assessed = child.newest("F13")
    for line in assessed.rows("items") if assessed else ():
        if line.get("item") == "6" and line.get("score") is not None:
            return bool(line["score"] != "2")
    return of_age(child, _TALKS_FROM, day)


def of_age(child: Child, years: int, day: date) -> bool:
    """Whether an age in full years is reached on a day (DL-10)."""
    birth = child.birth_date
    return birth is not None and age_on(birth, day) >= years


def named_in(child: Child, form: str) -> list[Record]:
    """Records of a form that name this child, alone or with others (F42, F60, F62), by time."""
    from welfare_desktop.domain.forms import children_named

    facts = child.house.facts(form)
    if "named in" not in facts:
        found: dict[str, list[Record]] = {}
        for record in child.house.of(form):
            for one in children_named(record):
                found.setdefault(one, []).append(record)
        facts["named in"] = found
    known: dict[str, list[Record]] = facts["named in"]
    return known.get(child.id, [])


def within(records: Iterable[Record], first: date, last: date, until: datetime) -> list[Record]:
    """Those that happened on the days from one to another, and by a moment."""
    return [
        r for r in records
        if r.happened is not None and first <= r.happened.date() <= last and r.happened <= until
    ]  # fmt: skip


def cases(child: Child) -> list[Record]:
    """Cases (F41) by the day they were opened."""
    return child.all("F41")


def open_case(child: Child, day: date) -> Record | None:
    """The case that is open on a day."""
    text = day.isoformat()
    found = [
        r for r in cases(child)
        if r.text("opened_on") <= text and (not r.get("closed_on") or text < r.text("closed_on"))
    ]  # fmt: skip
    return found[-1] if found else None


def fits(band: str, child: Child, day: date) -> bool:
    """Whether an age band of F60 is that of the child."""
    low, high = BANDS.get(band, (0, 0))
    birth = child.birth_date
    return birth is not None and low <= age_on(birth, day) <= high
