"""Shapes of clause rows about a child: code once, rows as data.

A judge for one child returns a `Finding` or ``None`` where the row does not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain.deadlines import Judged, soft_days, soft_minutes
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.rules.verdict import BEFORE_OPENING, Finding, Judge, Subject, Word

ChildJudge = Callable[[Child, datetime], Finding | None]


def subject_of(child: Child) -> Subject:
    """The subject of a child's line."""
    return Subject("child", child.file_no, child.name, child.id)


def finding(
    child: Child,
    verdict: Word,
    arithmetic: str = "",
    *,
    due: date | None = None,
    note: str = "",
    **facts: Any,
) -> Finding:
    """A finding about a child; dates among the facts become text."""
    shown = {k: _text(v) for k, v in facts.items() if v is not None}
    return Finding(
        subject=subject_of(child), verdict=verdict, due=due, facts=shown,
        arithmetic=arithmetic, note=note,
    )  # fmt: skip


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def judged(child: Child, outcome: Judged, **facts: Any) -> Finding:
    """A finding from a ladder of ``deadlines``."""
    return finding(child, outcome.verdict, outcome.arithmetic, due=outcome.due, **facts)


def each_child(judge: ChildJudge, *, past: bool = True, exempt: bool = False) -> Judge:
    """A row of every child. ``past``: what lies before the go-live date is NA 建账前.

    ``exempt``: an exception of lifecycle.md §1.10 (6), judged from the go-live date.
    """

    def run(house: House, now: datetime) -> list[Finding]:
        out = []
        for child in house.children:
            if child.by_roster and past and not exempt:
                out.append(
                    finding(child, "NA", "启用日期前的事项以原有档案为准", note=BEFORE_OPENING)
                )
                continue
            found = judge(child, now)
            out.append(found or finding(child, "NA", "不适用"))
        return out

    return run


def anchor(child: Child) -> datetime | None:
    """Arrival, or the go-live date for a child of the opening list (§1.10 exceptions)."""
    start = child.house.go_live_on
    if child.by_roster and start is not None:
        return datetime(start.year, start.month, start.day)
    return child.arrived_at


def soft_from_arrival(
    key: str, done: Callable[[Child], date | None], applies: Callable[[Child], bool] | None = None
) -> ChildJudge:
    """A soft target in days from arrival (DL-13)."""

    def judge(child: Child, now: datetime) -> Finding | None:
        if applies is not None and not applies(child):
            return None
        start = anchor(child)
        if start is None:
            return None
        days = int(child.house.param(key, now.date()))
        outcome = soft_days(start.date(), days, now.date(), done(child))
        return judged(child, outcome, arrived_at=start, done_on=done(child))

    return judge


def soft_hours_from_arrival(key: str, done: Callable[[Child], datetime | None]) -> ChildJudge:
    """A soft target in hours from arrival (DL-13)."""

    def judge(child: Child, now: datetime) -> Finding | None:
        start = child.arrived_at
        if start is None:
            return None
        minutes = int(float(child.house.param(key, now.date())) * 60)
        outcome = soft_minutes(start, minutes, now, done(child))
        return judged(child, outcome, arrived_at=start, done_at=done(child))

    return judge


def statistic(text: str) -> Judge:
    """A row out of one institution's reach: NA with its statistic."""

    def run(house: House, now: datetime) -> list[Finding]:
        return [
            Finding(subject=institution(house), verdict="NA", arithmetic=text, note="机构侧仅统计")
        ]

    return run


def institution(house: House) -> Subject:
    """The institution as a subject."""
    record = house.institution
    if record is None:
        return Subject("institution", "", "")
    return Subject("institution", record.text("org_code"), record.text("name"), record.id)


def end_of_day(day: date) -> datetime:
    """The last minute of a day: the moment a check of that day judges."""
    return datetime(day.year, day.month, day.day) + timedelta(days=1, minutes=-1)
