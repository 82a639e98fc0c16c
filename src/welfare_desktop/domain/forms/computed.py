"""Calculated fields: ``form.field`` → function of the situation.

`COMPUTED` are written with each version. `LIVE` follow other records and are never written: they
are asked whenever a record is shown. A field that an action sets while it writes the record (the
figures of a round, the lists of a handover, the digest of a package) stands in `BY_ACTION`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import computed_growing, computed_health, computed_later
from welfare_desktop.domain.parameters import PARAMETERS
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Situation


def _last_day(s: Situation) -> Any:
    waiting = s.house.waiting_of(s.record)
    return waiting.last.isoformat() if waiting else None


def _opens_on(s: Situation) -> Any:
    waiting = s.house.waiting_of(s.record)
    return waiting.opens.isoformat() if waiting else None


def _selfcare_total(s: Situation) -> Any:
    rows = s.record.rows("items")
    return sum(int(row.get("score") or 0) for row in rows) if rows else None


def _selfcare_suggest(s: Situation) -> Any:
    total = _selfcare_total(s)
    return None if total is None else "1" if total <= 2 else "2" if total <= 8 else "3"


def _province_out(s: Situation) -> Any:
    own, there = s.house.institution, s.get("hospital_div")
    if own is None or not there:
        return None
    return str(there)[:2] != own.text("div")[:2]


def _review_due(s: Situation) -> Any:
    """F11: every six months, every three below three years (C2.01)."""
    from welfare_desktop.domain.deadlines import addm, age_on

    start, birth = s.date("plan_from"), s.child.birth_date if s.child else None
    if start is None:
        return None
    small = birth is not None and age_on(birth, start) < 3
    months = 3 if small else int(s.house.param("care_plan_review_months", start))
    return addm(start, months).isoformat()


def _area_per_head(s: Situation) -> Any:
    """F15: with one more child in the home, two at most."""
    area, members = s.get("house_area"), len(s.record.rows("members"))
    fostered = min(len(_living_there(s)) + 1, 2)
    return round(area / (members + fostered), 1) if area and members else None


def _living_there(s: Situation) -> list[str]:
    """F14, F15: children who live in the home now."""
    from welfare_desktop.domain.foster import children_at

    return [child.id for child in children_at(s.house, s.record.id, s.now)]


def _next_visit(s: Situation) -> Any:
    """F17: the last day of the month after (C2.11)."""
    from welfare_desktop.domain.deadlines import month_window

    at = s.at("visit_at")
    if at is None:
        return None
    after = month_window(month_window(at.date())[1].date())[1]
    return (after.date() - timedelta(days=1)).isoformat()


def _archive_due(s: Situation) -> Any:
    """F53: so many years after the file was closed (C12.14)."""
    from welfare_desktop.domain.archive import due_at_archive

    due = due_at_archive(s.child, s.now) if s.child and s.get("kind") == "2" else None
    return due.isoformat() if due else None


def _first_action(s: Situation) -> Any:
    """The first row other than 1 发现; a row that tells no action is none."""
    times = [
        row["at"]
        for row in s.record.rows("timeline")
        if row.get("at") and row.get("action") != "1" and (row.get("action") or row.get("note"))
    ]
    return min(times) if times else None


def _parameter_default(s: Situation) -> Any:
    known = PARAMETERS.get(str(s.get("key") or ""))
    return str(known.default) if known else None


def _from_ward(s: Situation) -> Any:
    child = s.house.child(str(s.get("child") or s.record.child or ""))
    at = s.at("at")
    return child.ward_at(at) if child and at else None


def _girls_rule(s: Situation) -> Any:
    from welfare_desktop.domain.staffing import girls_rule_holds

    at = min(s.at("planned_from") or s.now, s.now)
    return girls_rule_holds(s.house, s.get("ward"), s.get("staff_list") or [], at)


def _actual(end: bool) -> Callable[[Situation], Any]:
    """F67: from the handover into the shift to the one out of it."""

    def time(s: Situation) -> Any:
        from welfare_desktop.domain.staffing import actual_span

        at = actual_span(s.house, s.record)[end]
        return at.strftime("%Y-%m-%dT%H:%M") if at is not None else None

    return time


def _state(dimension: str) -> Callable[[Situation], Any]:
    """F01: from the transitions only; a child not yet taken in is 待接收."""

    def value(s: Situation) -> Any:
        found = s.child.state_at(dimension, s.now) if s.child is not None else None
        return found or ("LEAD" if dimension == "status" else None)

    return value


def _selfcare(s: Situation) -> Any:
    from welfare_desktop.domain.staffing import level_of

    return str(level_of(s.child, s.now)) if s.child is not None else None


def disability(found: Iterable[Record]) -> str:
    """Each type with its grade: the newest F23 of kind 残疾 that is neither 痊愈 nor 排除."""
    newest = {
        record.text("dis_type"): record
        for record in found
        if record.get("kind") == "2" and record.get("dis_type")
    }
    return "、".join(
        label("CL-DIS", kind) + label("CL-DIS-GRADE", record.text("dis_grade"))
        for kind, record in sorted(newest.items())
        if record.get("state") not in ("3", "4")
    )


def _disability(s: Situation) -> Any:
    return (disability(s.child.all("F23")) or None) if s.child is not None else None


def _check_list(s: Situation) -> Any:
    """As it stood when the papers were handed in: later steps leave it."""
    from welfare_desktop.domain.rules.gates import check_list

    return check_list(s.child, s) if s.child is not None and s.before is None else None


COMPUTED: dict[str, Callable[[Situation], Any]] = {
    "F06.last_day": _last_day,
    "F06.opens_on": _opens_on,
    "F08.check_list": _check_list,
    "F11.review_due": _review_due,
    "F13.total": _selfcare_total,
    "F13.suggest": _selfcare_suggest,
    "F15.area_per_head": _area_per_head,
    "F17.next_due": _next_visit,
    "F24.province_out": _province_out,
    "F31.first_action_at": _first_action,
    "F53.due_on": _archive_due,
    "F67.girls_rule": _girls_rule,
    "X05.default_value": _parameter_default,
    "X09.from_ward": _from_ward,
    **computed_health.COMPUTED,
    **computed_later.COMPUTED,
    **computed_growing.COMPUTED,
}

LIVE: dict[str, Callable[[Situation], Any]] = {
    "F01.status": _state("status"),
    "F01.care_mode": _state("care_mode"),
    "F01.whereabouts": _state("whereabouts"),
    "F01.disability": _disability,
    "F01.selfcare": _selfcare,
    "F14.children": lambda s: _living_there(s) or None,
    "F15.children_now": lambda s: len(_living_there(s)),
    "F67.actual_from": _actual(False),
    "F67.actual_to": _actual(True),
    **computed_health.LIVE,
    **computed_later.LIVE,
}

#: Set by the action that writes the record.
BY_ACTION = frozenset(
    {
        "F01.file_no", "F30.opened_at", "F30.done_at", "F30.expected", "F30.seen", "F30.result",
        "F32.special_list", "F32.open_events", "F32.orders_due", "F32.open_rounds",
        "F32.warnings", "F74.balance_ok", "F74.hash",
    }
)  # fmt: skip


def live(s: Situation) -> dict[str, Any]:
    """Values of the fields that follow other records, as they stand now."""
    found = {
        path.split(".")[1]: value(s)
        for path, value in LIVE.items()
        if path.startswith(f"{s.form.id}.")
    }
    return {name: value for name, value in found.items() if value is not None}
