"""Calculated fields: ``form.field`` → function of the situation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from welfare_desktop.domain.deadlines import Calendar, Waiting, wait
from welfare_desktop.domain.parameters import PARAMETERS
from welfare_desktop.domain.situation import Situation


def notice_wait(s: Situation) -> Waiting | None:
    """The waiting period of a notice (DL-5)."""
    start, days = s.date("published_on"), s.get("period_days")
    if start is None or not isinstance(days, int):
        return None
    extend = bool(s.house.param("notice_extend_on_rest_day", s.now.date()))
    return wait(start, days, Calendar.of(s.house.of("X03")), extend=extend)


def _last_day(s: Situation) -> Any:
    waiting = notice_wait(s)
    return waiting.last.isoformat() if waiting else None


def _opens_on(s: Situation) -> Any:
    waiting = notice_wait(s)
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


def _first_action(s: Situation) -> Any:
    times = [r["at"] for r in s.record.rows("timeline") if r.get("action") != "1" and r.get("at")]
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

    return girls_rule_holds(s.house, s.get("ward"), s.get("staff_list") or [], s.now)


def _check_list(s: Situation) -> Any:
    """As it stood when the papers were handed in: later steps leave it."""
    from welfare_desktop.domain.rules.gates import check_list

    return check_list(s.child, s) if s.child is not None and s.before is None else None


COMPUTED: dict[str, Callable[[Situation], Any]] = {
    "F06.last_day": _last_day,
    "F06.opens_on": _opens_on,
    "F08.check_list": _check_list,
    "F13.total": _selfcare_total,
    "F13.suggest": _selfcare_suggest,
    "F24.province_out": _province_out,
    "F31.first_action_at": _first_action,
    "F67.girls_rule": _girls_rule,
    "X05.default_value": _parameter_default,
    "X09.from_ward": _from_ward,
}
