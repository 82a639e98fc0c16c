"""体检: which examinations a child has to have by its age, and which it had (lifecycle.md §4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from welfare_desktop.domain.deadlines import addm, judged_on
from welfare_desktop.domain.house import Child

#: Months of the public-health service, then yearly up to 17.
_MONTHS = (1, 3, 6, 8, 12, 18, 24, 30, 36)
_YEARS = range(4, 18)
#: Days before and after its day in which an examination counts, below and from 12 months.
_WINDOW, _WINDOW_LATER = 15, 30
#: Form → the day of what is an examination or part of one.
_DONE = {"F05": "exam_at", "F21": "measured_on", "F25": "screened_on"}
#: F23 ``state`` 痊愈, 排除: no longer sick.
_OVER = ("3", "4")
#: Archive type 年度体检报告.
_REPORT = "B36"


class Milestone(msgspec.Struct, frozen=True):
    """One examination: its name, its day, the last day that still counts, when it was done."""

    name: str
    due: date
    last: date
    done_on: date | None


def _done(child: Child) -> list[date]:
    days = [r.date(name) for form, name in _DONE.items() for r in child.all(form)]
    days += [r.date("doc_date") for r in child.all("F52") if r.get("doc_type") == _REPORT]
    return sorted(day for day in days if day is not None)


def _planned(birth: date) -> Iterator[tuple[str, date, int]]:
    for month in _MONTHS:
        name = "满月" if month == 1 else f"{month}月龄"
        yield name, addm(birth, month), _WINDOW if month < 12 else _WINDOW_LATER
    for year in _YEARS:
        yield f"{year}岁", addm(birth, 12 * year), _WINDOW_LATER


def _here_from(child: Child) -> date | None:
    """The arrival, or the go-live date for a child of the opening list."""
    arrived = child.arrived_at
    live = child.house.go_live_on if child.by_roster else None
    return max((day for day in (arrived.date() if arrived else None, live) if day), default=None)


def sick_since(child: Child) -> date | None:
    """First day of what a child still has: a disease or a disability (F23), by the day of the
    record where that of the diagnosis is not told."""
    still = [r for r in child.all("F23") if r.get("state") not in _OVER]
    return min((date.fromisoformat(r.text("diag_on") or r.happened_at[:10]) for r in still),
               default=None)  # fmt: skip


def screening_due(child: Child) -> tuple[date, date | None] | None:
    """Last day of the next yearly screening (F25), and the day of the last; ``None``: not sick."""
    sick, start = sick_since(child), _here_from(child)
    if sick is None:
        return None
    done = [day for r in child.all("F25") if (day := judged_on(r, "screened_on"))]
    if done:
        return addm(max(done), 12), max(done)
    return addm(max(sick, start) if start is not None else sick, 12), None


def schedule(child: Child) -> list[Milestone]:
    """Every examination from the arrival on; what lies before it is not asked."""
    first, birth, done = _here_from(child), child.birth_date, _done(child)
    out = []
    if first is not None and not child.by_roster:
        out.append(Milestone("到院", first, first + timedelta(days=1), _first(done, first, None)))
    for name, due, days in _planned(birth) if birth is not None else ():
        last = due + timedelta(days=days)
        if first is None or last >= first:
            had = _first(done, due - timedelta(days=days), last)
            out.append(Milestone(name, due, last, had))
    return out


def _first(done: list[date], since: date, until: date | None) -> date | None:
    return next((d for d in done if since <= d and (until is None or d <= until)), None)


def next_due(plan: Iterable[Milestone], day: date) -> Milestone | None:
    """The first examination of a schedule that can still be had."""
    return next((m for m in plan if m.done_on is None and m.last >= day), None)
