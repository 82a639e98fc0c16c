"""Clause 12: what the national system was told of a child (C12.01, C12.02)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.deadlines import fixed, last_day
from welfare_desktop.domain.entry_sheet import sheet
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import opened_on
from welfare_desktop.domain.rules.shapes import child_row, finding
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row

#: 事项 of F73 → forms whose records are such facts.
_FACTS = {"1": ("F02",), "2": ("F23", "F24"), "3": ("F33", "F34", "F36"), "4": ("F38", "F39")}
#: Forms copied out beside them.
_COPIED = {"1": ("F01",), "2": ("F20",)}
_NATIONAL = "1"


def _entries(child: Child, fact: str, until: date) -> list[date]:
    """Days on which facts of a kind were entered in the national system."""
    return sorted(
        day for e in child.all("F73")
        if e.get("system") == _NATIONAL and e.get("fact_type") == fact
        and (day := e.date("entered_on")) is not None and day <= until
    )  # fmt: skip


def _facts(child: Child, now: datetime) -> Iterator[tuple[str, date]]:
    opened, until = str(opened_on(child) or ""), minute_text(now)
    for fact, forms in _FACTS.items():
        for form in (f for f in forms if f in FORMS):
            for record in child.all(form):
                if opened <= record.happened_at <= until:
                    yield fact, date.fromisoformat(record.happened_at[:10])


def _to_enter(fact: str) -> Remedy:
    return Remedy("F73", values={"system": _NATIONAL, "fact_type": fact})


def entries(child: Child, now: datetime) -> Iterator[tuple[str, date, date | None]]:
    """Facts to enter in the national system: kind, last day, and when it was entered by now."""
    days = int(child.house.param("national_entry_days", now.date()))
    made = {fact: _entries(child, fact, now.date()) for fact in _FACTS}
    for fact, day in _facts(child, now):
        after = bisect_left(made[fact], day)
        entered = made[fact][after] if after < len(made[fact]) else None
        yield fact, last_day(day, days), entered


def _c12_01(child: Child, now: datetime) -> Finding | None:
    facts = list(entries(child, now))
    open_ = [(due, fact) for fact, due, entered in facts if entered is None]
    if open_:
        first, fact = min(open_)
        outcome = fixed(first, now.date())
        words = f"{len(open_)}项还没有录入全国系统，{outcome.arithmetic}"
        return finding(child, outcome.verdict, words, due=outcome.due, remedy=_to_enter(fact))
    if not facts:
        return None
    late = max((entered - due).days for _, due, entered in facts if entered is not None)
    if late > 0:
        return finding(child, "WARN", f"{len(facts)}项已录入，最晚的一项晚{late}日")
    return finding(child, "PASS", f"{len(facts)}项都已录入全国系统")


def _changed_on(child: Child, fact: str) -> date:
    """The last day on which what is copied out for a kind of fact was changed."""
    forms = (*_COPIED.get(fact, ()), *(form for form in _FACTS[fact] if form in FORMS))
    source = [record for form in forms for record in child.all(form)]
    days = [at[:10] for r in source for at in (r.submitted_at, *r.filled.values()) if at]
    return date.fromisoformat(max(days))


def _c12_02(child: Child, now: datetime) -> Finding | None:
    days, due = int(child.house.param("national_entry_days", now.date())), list[tuple[date, str]]()
    compared = 0
    for fact in _FACTS:
        if not _entries(child, fact, now.date()):
            continue
        compared += 1
        body = {"system": _NATIONAL, "fact_type": fact}
        asked = Record(id="", form="F73", form_no="", child=child.id, body=body)
        if any(row.get("changed") for row in sheet(child, asked)):
            due.append((last_day(_changed_on(child, fact), days), fact))
    if not compared:
        return None
    if not due:
        return finding(child, "PASS", "与上次录入一致")
    first, fact = min(due)
    outcome = fixed(first, now.date())
    words = f"{len(due)}类事项与上次录入不同，{outcome.arithmetic}"
    return finding(child, outcome.verdict, words, due=outcome.due, remedy=_to_enter(fact))


ROWS: tuple[Row, ...] = (
    child_row("C12.01", "采集录入全国儿童福利信息管理系统", _c12_01, "F73", source="D",
              exempt=True, offers="deadline", reads="F73.entered_on"),
    child_row("C12.02", "数据准确、动态更新", _c12_02, "F73", source="D", exempt=True,
              offers="register", reads="F73.entered_on"),
)  # fmt: skip
