"""Judging a house of many children and years: every row, after one form, on the pages, by import."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from uuid6 import uuid7

from benchmarks import years
from welfare_desktop.actions import access, importing
from welfare_desktop.actions import records as verbs
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import check
from welfare_desktop.store import records, schema

Row = dict[str, str]
#: Five years up to the last day of every store.
FIRST = addm(years.LAST, -60)
_CHILDREN, _ROWS, _FULL_FILE = 300, 5000, 2000
#: One child is measured each month for fifteen years.
_GROWN = 180
_NOW = datetime(years.LAST.year, years.LAST.month, years.LAST.day, 10)


def _months(first: date, step: int) -> Iterator[date]:
    day, number = first, 0
    while day < years.LAST:
        yield day
        number += step
        day = addm(first, number)


def _life(number: int) -> Iterator[tuple[str, date, dict[str, Any], str]]:
    """Five years of one child: form, day, values, state. Every fourth is fostered."""
    first = FIRST + timedelta(days=10 + number % 20)
    plan = dict.fromkeys(
        ("age_desc", "body_desc", "sex_temper_desc", "intellect_desc", "psych_desc"), "有"
    )
    for day in _months(first, 6):
        yield "F11", day, plan | {"plan_from": _t(day), "review_due": _t(addm(day, 6))}, "approved"
        yield "F13", day, {"assessed_on": _t(day), "level": "1"}, "submitted"
        yield "F24", day, {"arrived_at": f"{day}T08:30", "visit_type": "1"}, "submitted"
    for day in _months(first, 12):
        yield "F10", day, {"state": "1", "verified_on": _t(day), "year": day.year}, "submitted"
        yield "F45", day, {"assessed_on": _t(day), "suitable": "2"}, "submitted"
    yield (
        "F54",
        first,
        {"applied_on": _t(first), "approved_on": _t(first), "benefit": "1"},
        "submitted",
    )
    if number % 4:
        return
    for day in _months(first, 12):
        end = addm(day, 12) - timedelta(days=1)
        terms = {"start_on": _t(day), "end_on": _t(end), "signed_on": _t(day), "family": "family"}
        yield "F16", day, terms | {"is_renewal": day != first}, "approved"
        yield "F18", end - timedelta(days=9), {
            "type": "1", "eval_on": _t(end - timedelta(days=9)), "result": "1",
        }, "submitted"  # fmt: skip
    yield "F12", first, {"to_mode": "FOSTER", "decided_on": _t(first)}, "approved"
    yield (
        "T",
        first,
        {"dimension": "care_mode", "value": "FOSTER", "transition": "T12"},
        "submitted",
    )
    for day in _months(first, 1):
        yield "F17", day, {
            "visit_at": f"{day}T09:00", "mode": "1", "place": "1", "child_seen": True,
            "visitors": ["x"], "family_sig": [{"name": "x"}],
        }, "submitted"  # fmt: skip


def _t(day: date) -> str:
    return day.isoformat()


def _row(form: str, child: str, day: date, body: dict[str, Any], state: str) -> dict[str, Any]:
    at = f"{day}T09:00"
    made = Record(
        id=uuid7().hex, form=form, form_no=f"{form}-{day.year}-0001", child=child, body=body,
        happened_at=at, submitted_at=at, created_at=at, state=state,  # type: ignore[arg-type]
        approved_at=at if state == "approved" else "",
    )  # fmt: skip
    return records.keys(made) | {"body": schema.packed(records.body(made))}


def _measured(day: date, months: int) -> dict[str, Any]:
    """Somebody who grows evenly."""
    part = months / _GROWN
    return {"measured_on": _t(day), "length_cm": round(52 + 115 * part, 1), "head_cm": 40,
            "posture": "1" if months < 24 else "2", "weight_kg": round(4 + 50 * part, 1)}  # fmt: skip


def house(folder: Path, children: int) -> tuple[Desk, SetClock]:
    """A practice store of so many children with five years of records, at the last day."""
    clock = SetClock(datetime.combine(FIRST, datetime.min.time()))
    desk = practice.create(folder, clock)
    with desk.store.together():
        demo._wards(desk, children)
        demo._children(desk, children, FIRST, random.Random(7))
    known = [child.id for child in desk.house().children]
    rows = [
        _row(form, child, day, body, state)
        for number, child in enumerate(known)
        for form, day, body, state in _life(number)
    ]
    rows += [
        _row("F24", known[0], day, {"arrived_at": f"{day}T08:30", "visit_type": "1"}, "submitted")
        for day in (FIRST + timedelta(days=n % 1800) for n in range(_FULL_FILE))
    ]
    oldest = min(desk.house().children, key=lambda child: child.birth_date or date.max)
    assert oldest.birth_date is not None
    for months in range(1, _GROWN + 1):
        day = addm(oldest.birth_date, months)
        rows.append(_row("F21", oldest.id, day, _measured(day, months), "submitted"))
    with desk.store.connection() as connection:
        years.insert(connection.exec_driver_sql, schema.record, rows)
    desk.close()
    clock.at = _NOW
    return access.open_desk(folder, "kezhang", practice.PASSWORD, clock), clock


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _whole(desk: Desk) -> float:
    return min(_took(lambda: check(desk.house().at(_NOW), _NOW)) for _ in range(3))


def measure(folder: Path) -> list[Row]:
    """The speed table of a child's whole life."""
    half, _ = house(folder / "half", _CHILDREN // 2)
    small = _whole(half)
    half.close()
    desk, clock = house(folder / "judged", _CHILDREN)
    total = desk.store.connection
    with total() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(schema.record)).scalar()
    large = _whole(desk)
    about = f"{_CHILDREN} children, five years, {count:,} records"
    rows = [
        {"what": f"`check` of every row ({about})", "measured": f"{large:.2f} s", "limit": "2 s"},
        {"what": f"the same for {_CHILDREN} children against half of them",
         "measured": f"{large:.2f} s / {small:.2f} s = {large / small:.2f} ×", "limit": "2.5 ×"},
        _one_form(desk, clock),
    ]  # fmt: skip
    desk.close()
    rows += _pages(folder / "judged")
    desk = access.open_desk(folder / "judged", "kezhang", practice.PASSWORD, clock)
    rows.append(_imported(desk, folder))
    desk.close()
    return rows


def _one_form(desk: Desk, clock: SetClock) -> Row:
    """A saved form, then the standing of the house: only what it touches is judged again."""
    desk.standing.verdicts()
    nurse = desk.seated(desk.find_account("yisheng"))
    times = []
    for child in desk.house().children[1:8]:
        clock.at += timedelta(seconds=1)
        verbs.submit(nurse, "F24", {"arrived_at": f"{_NOW:%Y-%m-%dT%H:%M}", "hospital": "市医院"},
                     child=child.id)  # fmt: skip
        times.append(_took(desk.standing.verdicts))
    worst = sorted(times)[-2]
    return {"what": "after one saved form: what it touches judged again",
            "measured": f"{worst * 1000:.0f} ms", "limit": "100 ms"}  # fmt: skip


_PAINTED = """
import sys,time
from datetime import datetime
from pathlib import Path
from welfare_desktop.ui.start.application import _application
from welfare_desktop.ui.start.session import Session
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.actions import access
from welfare_desktop.domain.clock import SetClock
folder,now=Path(sys.argv[1]),datetime.fromisoformat(sys.argv[2])
clock=SetClock(now);app=_application();s=Session(app,folder,[("kezhang","x")],clock)
desk=access.open_desk(folder,"kezhang","practice-2026",clock);s.open(desk)
app.processEvents();s.window.grab()
first=desk.house().children[0].id
for page,words in (("today",{}),("children",{"child":first})):
    best=9.9
    for _ in range(3):
        s.window.go("rounds");app.processEvents()
        a=time.perf_counter();s.window.go(page,**words);app.processEvents();s.window.grab()
        best=min(best,time.perf_counter()-a)
    print(best)
tall=max(desk.house().children,key=lambda c: len(c.all("F21")))
s.window.go("children",child=tall.id);file=s.window.findChildren(ChildrenPage)[0].file
file.growth.show_index(1);best=9.9
for _ in range(3):
    file.tabs.setCurrentIndex(0);file.show_child(file.child);app.processEvents()
    a=time.perf_counter();file.show_growth();app.processEvents();s.window.grab()
    best=min(best,time.perf_counter()-a)
assert len(file.growth.curves.chart.dots)>100, "all points are drawn"
print(best);s.window.close();desk.close()
"""


def _pages(folder: Path) -> list[Row]:
    """今日, the file of a child with 2,000 records and the curves of another, to painted."""
    from benchmarks.__main__ import told

    today, file, growth = told(_PAINTED, folder, _NOW.isoformat())
    return [
        {"what": f"今日 painted, {_CHILDREN} children", "measured": f"{today * 1000:.0f} ms",
         "limit": "300 ms"},
        {"what": f"a child's file of {_FULL_FILE:,} records painted",
         "measured": f"{file * 1000:.0f} ms", "limit": "300 ms"},
        {"what": f"生长曲线 painted, 15 years, {_GROWN} measurings",
         "measured": f"{growth * 1000:.0f} ms", "limit": "150 ms"},
    ]  # fmt: skip


def _imported(desk: Desk, folder: Path) -> Row:
    """Rows of one form from a file, all in one transaction, with progress."""
    names = [child.file_no for child in desk.house().children]
    path, heard = folder / "rows.jsonl", list[float]()
    found = (
        {"form": "F10", "child": names[n % len(names)],
         "data": {"year": 2020 + n % 7, "state": "1", "verified_on": _t(years.LAST),
                  "verify_way": "1"}}
        for n in range(_ROWS)
    )  # fmt: skip
    path.write_text("\n".join(json.dumps(line) for line in found), "utf-8")
    social = desk.seated(desk.find_account("shegong"))

    def work() -> None:
        taken = importing.take(social, importing.read(path, "F10"), told=heard.append)
        assert taken.written and taken.accepted == _ROWS == len(heard), taken.refused[:1]

    return {"what": f"import of {_ROWS:,} rows, with progress", "measured": f"{_took(work):.1f} s",
            "limit": "20 s"}  # fmt: skip
