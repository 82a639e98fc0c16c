"""Calculated fields of the later life and of money: F43–F55, F65, F73."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from welfare_desktop.domain import adoption, benefit, ledger
from welfare_desktop.domain.adulthood import window
from welfare_desktop.domain.deadlines import addm, age_on, last_day
from welfare_desktop.domain.idnumber import id_number_facts, id_number_problem
from welfare_desktop.domain.situation import Situation

Calculation = Callable[[Situation], Any]


def _window(end: bool) -> Calculation:
    def day(s: Situation) -> Any:
        birth = s.child.birth_date if s.child else None
        return window(birth)[end].isoformat() if birth is not None else None

    return day


def _notice(name: str) -> Calculation:
    def day(s: Situation) -> Any:
        waiting = s.house.waiting_of(s.record)
        return getattr(waiting, name).isoformat() if waiting else None

    return day


def single_opposite_gap(s: Situation) -> int | None:
    """Full years between a single applicant and a child of the other sex (民法典 art.1102)."""
    rows, birth = s.record.rows("applicants"), s.child.birth_date if s.child else None
    number = str(rows[0].get("id_no") or "") if len(rows) == 1 else ""
    single = bool(number) and rows[0].get("marital") in ("2", "3", "4")
    if not single or birth is None or s.child is None or id_number_problem(number):
        return None
    born, sex = id_number_facts(number)
    other = {sex, s.child.sex} == {"1", "2"}
    return age_on(born, birth) if other else None


def _fusion_days(s: Situation) -> Any:
    start, end = s.date("fusion_start"), s.date("fusion_end")
    return (end - start).days if start and end else None


def _match(s: Situation) -> Any:
    return adoption.match(s.house, s.record)


def death_route(normal: Any, treated: Any) -> str:
    """§1.8; what is not known is route C."""
    if normal is True and treated is not None:
        return "A"
    return "B" if normal is False and treated is True else "C"


def _route(s: Situation) -> Any:
    return death_route(s.get("is_normal"), s.get("treated_by_med"))


def _archive_ok(s: Situation) -> Any:
    from welfare_desktop.domain.archive import missing_of_death

    return not missing_of_death(s.child, s.record) if s.child is not None else None


def _arrears_months(s: Situation) -> Any:
    return len(benefit.arrears_months(s.record)) if s.get("approved_on") else None


def _arrears(s: Situation) -> Any:
    owed = benefit.arrears_months(s.record)
    return benefit.sum_of(s.house, s.record, owed) if s.get("approved_on") else None


def _next_check(s: Situation) -> Any:
    replied = s.date("replied_on")
    return addm(replied, 12).isoformat() if replied else None


def entry_due(s: Situation) -> date | None:
    """F73: approvals and 减员 by the month's end (C14.04, C14.06), the rest by its target."""
    fact = s.date("fact_on")
    if fact is None:
        return None
    if s.get("fact_type") in ("5", "6"):
        return benefit.month_end(fact)
    return last_day(fact, int(s.house.param("national_entry_days", fact)))


def _entry_due(s: Situation) -> Any:
    due = entry_due(s)
    return due.isoformat() if due else None


def _sheet(s: Situation) -> Any:
    """As it stood when the sheet was made: that is what is copied out by hand."""
    from welfare_desktop.domain.entry_sheet import sheet

    return sheet(s.child, s.record) if s.child is not None and s.before is None else None


COMPUTED: dict[str, Calculation] = {
    "F47.fusion_days": _fusion_days,
    "F48.match_result": _match,
    "F51.route": _route,
    "F54.start_month": lambda s: benefit.start_month(s.record),
    "F54.arrears_months": _arrears_months,
    "F54.arrears": _arrears,
    "F54.last_paid_month": lambda s: benefit.last_paid_month(s.house, s.record),
    "F55.balance": lambda s: ledger.balance(s.house, s.record) if s.get("amount") else None,
    "F65.next_due": _next_check,
    "F73.due_on": _entry_due,
    "F73.sheet": _sheet,
}

LIVE: dict[str, Calculation] = {
    "F43.window_from": _window(False),
    "F43.window_to": _window(True),
    "F47.pub_last_day": _notice("last"),
    "F47.opens_on": _notice("opens"),
    "F47.single_opposite_gap": single_opposite_gap,
    "F51.archive_ok": _archive_ok,
    "F54.overpaid": lambda s: benefit.overpaid(s.house, s.record),
}
