"""What rows and gates ask of a child again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import judged_at
from welfare_desktop.domain.forms.carried import found_in
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import ADMITTED
from welfare_desktop.domain.record import Record

_VISIT_TIMES = ("found_at", "called_at", "sent_at", "arrived_at", "admit_at")


def is_foundling(child: Child) -> bool:
    """Cause A1: police certificate and approval by the discovery county."""
    return child.cause == "A1"


def wants_notice(child: Child) -> bool:
    """Causes with a tracing notice of our own (§1.5): A1 60 days, A2 30 days."""
    return child.cause in ("A1", "A2")


def admitted(child: Child, now: datetime) -> bool:
    """Formally admitted."""
    return child.status_at(now) in ADMITTED


def found_division(child: Child) -> str:
    """发现地: F03, else F01."""
    return found_in(child) or ""


def good_approval(child: Child) -> Record | None:
    """The F08 with 同意."""
    return next((r for r in reversed(child.all("F08")) if r.get("decision") == "1"), None)


def panel(child: Child) -> dict[str, str]:
    """Tests ordered (CL-INFECT) with the newest result of each; empty or 4 while it is out."""
    out: dict[str, str] = {}
    for exam in child.all("F05"):
        for row in exam.rows("infect_panel"):
            item, result = str(row.get("item")), str(row.get("result") or "")
            out[item] = result or out.get(item, "")
    return out


def outstanding(results: dict[str, str]) -> list[str]:
    """Tests whose result is out."""
    return [item for item, result in results.items() if result in ("", "4")]


def tests(items: Iterable[str]) -> str:
    """Names of tests."""
    return "、".join(label("CL-INFECT", item) for item in items)


def current_notice(child: Child) -> Record | None:
    """The notice whose period counts: the newest (a republished one restarts it)."""
    return child.newest("F06")


def claims(child: Child, written: Iterable[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """Every claim of every notice, as last told. ``written``: rows of a step under way."""
    rows = [row for notice in child.all("F06") for row in notice.rows("claims")]
    newest = {(row.get("at"), row.get("person")): row for row in (*rows, *written)}
    return list(newest.values())


def visit_start(visit: Record) -> datetime | None:
    """When a medical visit began."""
    times = [t for t in (judged_at(visit, name) for name in _VISIT_TIMES) if t is not None]
    return min(times) if times else None


def visit_end(visit: Record) -> datetime | None:
    """When a visit ended (F24): the discharge; of another type the end of the day of arrival."""
    if visit.get("discharge_at") or visit.get("admit_at") or visit.get("visit_type") == "3":
        return visit.at("discharge_at")
    day = visit.date("arrived_at")
    return datetime(day.year, day.month, day.day) + timedelta(days=1) if day else None


def first_day(records: Iterable[Record], name: str) -> date | None:
    """The earliest day that a field of these records counts for."""
    days = [at.date() for r in records if (at := judged_at(r, name)) is not None]
    return min(days) if days else None


def opened_on(child: Child) -> date | None:
    """The day before which nothing is asked of a child of the opening list."""
    return child.house.go_live_on if child.by_roster else None


def from_opening(child: Child, day: date | None) -> bool:
    """Whether a day lies after what the opening list stands for (lifecycle.md §1.10)."""
    opened = opened_on(child)
    return day is not None and (opened is None or day >= opened)
