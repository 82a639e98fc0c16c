"""Shapes of clause rows about a child: code once, rows as data.

A judge for one child returns a `Finding` or ``None`` where the row does not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain.deadlines import Judged, addm, soft_days
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.verdict import (
    BEFORE_OPENING,
    Finding,
    Judge,
    Remedy,
    Row,
    Subject,
    Word,
)

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
    remedy: Remedy | None = None,
    **facts: Any,
) -> Finding:
    """A finding about a child; dates among the facts become text."""
    shown = {k: _text(v) for k, v in facts.items() if v is not None}
    return Finding(
        subject=subject_of(child), verdict=verdict, due=due, facts=shown,
        arithmetic=arithmetic, note=note, remedy=remedy,
    )  # fmt: skip


def on_with(record: Record | None, form: str) -> Remedy:
    """Going on with a record, or a new one of the form where there is none."""
    return Remedy(form, record.id if record is not None else "")


def report(kind: str, about: Record) -> Remedy:
    """A report to the office (F70) of something."""
    return Remedy("F70", values={"type": kind, "about": about.id})


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def judged(child: Child, outcome: Judged, **facts: Any) -> Finding:
    """A finding from a ladder of ``deadlines``."""
    return finding(child, outcome.verdict, outcome.arithmetic, due=outcome.due, **facts)


def each_child(judge: ChildJudge, *, exempt: bool = False, leaving: bool = False) -> Judge:
    """A row of every child. What lies before the go-live date is NA 建账前.

    Args:
        exempt: judged for a child of the opening list too (lifecycle.md §1.10, 6).
        leaving: judged after the child has left. All other clocks stop at the leaving: what was
            not yet due then is asked no more.
    """

    def run(house: House, now: datetime) -> list[Finding]:
        out = []
        for child in house.children:
            if child.by_roster and not exempt:
                out.append(
                    finding(child, "NA", "启用日期前的事项以原有档案为准", note=BEFORE_OPENING)
                )
                continue
            found = judge(child, now) if leaving else _until_leaving(judge, child, now)
            out.append(found or finding(child, "NA", "不适用"))
        return out

    return run


def _until_leaving(judge: ChildJudge, child: Child, now: datetime) -> Finding | None:
    left = child.left_at
    if left is None or left > now:
        return judge(child, now)
    found = judge(child, left - timedelta(minutes=1))
    if found is None or found.verdict != "DUE":
        return found
    words = f"{left:%Y-%m-%d}离院，此前未到期"
    return msgspec.structs.replace(found, verdict="NA", due=None, arithmetic=words)


def _seed(number: str) -> str:
    """Source tag of a row that restates its own clause: ``C2.07`` → ``S2``."""
    return f"S{number[1:].split('.')[0]}"


def child_row(
    number: str, obligation: str, judge: ChildJudge, forms: str, *, source: str = "",
    obliged: str = "机构", exempt: bool = False, leaving: bool = False, offers: str = "",
    reads: str = "", by_minute: bool = False, alone: bool = True, alarm: int | None = None,
    opens: str = "", anew: bool = False,
) -> Row:  # fmt: skip
    """A row about every child; ``forms`` and ``reads`` separated by blanks.

    ``alone``: another child's records never change a child's line.
    """
    return Row(
        id=number, obligation=obligation, obliged=obliged, source=source or _seed(number),
        forms=tuple(forms.split()), judge=each_child(judge, exempt=exempt, leaving=leaving),
        offers=offers, reads=tuple(reads.split()), of_children=alone, by_minute=by_minute,
        alarm=alarm, opens=opens, anew=anew,
    )  # fmt: skip


MonthJudge = Callable[[Child, date, datetime], Finding | None]


def months_before(now: datetime) -> tuple[date, date]:
    """First days of the month before and of this month: what is missed stays seen for one more."""
    this = now.date().replace(day=1)
    return addm(this, -1), this


def each_month(judge: MonthJudge) -> Judge:
    """A row of every child and calendar month (DL-14): the month before and this one.

    The first month asked about is that of the go-live date.
    """

    def run(house: House, now: datetime) -> list[Finding]:
        out: list[Finding] = []
        live = house.go_live_on
        for child in house.children:
            for month in months_before(now):
                if live is not None and month < live.replace(day=1):
                    continue
                found = judge(child, month, now)
                if found is not None:
                    subject = subject_of(child)
                    about = msgspec.structs.replace(subject, id=f"{subject.id}/{month:%Y-%m}")
                    out.append(msgspec.structs.replace(found, subject=about))
        return out

    return run


def monthly_of_child(
    number: str, obligation: str, judge: MonthJudge, forms: str, *, source: str = "",
    offers: str = "", reads: str = "", anew: bool = False,
) -> Row:  # fmt: skip
    """A row with a line for every child and month."""
    return Row(
        id=number, obligation=obligation, obliged="机构", source=source or _seed(number),
        forms=tuple(forms.split()), judge=each_month(judge), offers=offers,
        reads=tuple(reads.split()), of_children=True, anew=anew,
    )  # fmt: skip


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


def statistic(count: Callable[[House], str]) -> Judge:
    """A row out of one institution's reach: NA with its statistic."""

    def run(house: House, now: datetime) -> list[Finding]:
        return [
            Finding(
                subject=institution(house), verdict="NA", arithmetic=count(house),
                note="机构侧仅统计",
            )
        ]  # fmt: skip

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
