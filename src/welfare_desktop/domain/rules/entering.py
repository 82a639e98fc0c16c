"""Clause 14: the benefit in the system, from the month of application to the 减员 (C14.01–C14.06)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.domain import benefit
from welfare_desktop.domain.deadlines import fixed, judged_on
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import from_opening, opened_on
from welfare_desktop.domain.rules.shapes import child_row, finding, judged, statistic
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row

_APPROVAL, _REDUCTION = "5", "6"


def _compared(house: House) -> str:
    cases = house.of("F54")
    going = sum(benefit.running(case) for case in cases)
    return f"基本生活费在享受{going}人，已减员{len(cases) - going}人，可导出名单供比对"


def _c14_02(child: Child, now: datetime) -> Finding | None:
    start = opened_on(child) or child.admitted_on
    if child.status_at(now) not in ("IN_CARE", "ADOPTION") or start is None:
        return None
    case = child.newest("F54")
    if case is not None:
        return finding(child, "PASS", f"{case.text('applied_on')}已申请基本生活费")
    outcome = fixed(benefit.month_end(start), now.date())
    return finding(child, outcome.verdict, f"还没有申请基本生活费，{outcome.arithmetic}",
                   due=outcome.due, counted_from=start)  # fmt: skip


def ending(child: Child, case: Record) -> date | None:
    """The day of the ending fact: as the case has it, else that of the leaving."""
    left = child.left_at
    return case.date("end_fact_on") or (left.date() if left is not None else None)


def _entered(child: Child, case: Record, field: str, fact: str, since: date) -> date | None:
    """When the system was told: in the case itself, or by the copy-out sheet (F73)."""
    told = [judged_on(case, field)] if case.get(field) else []
    told += [
        judged_on(entry, "entered_on") for entry in child.all("F73")
        if entry.get("fact_type") == fact and entry.get("entered_on")
        and entry.text("entered_on") >= since.isoformat()
    ]  # fmt: skip
    return min((day for day in told if day is not None), default=None)


def _c14_03(child: Child, now: datetime) -> Finding | None:
    case = child.newest("F54")
    if case is None:
        return None
    ended = ending(child, case)
    if ended is None or ended > now.date():
        return finding(child, "PASS", "享受中，没有终止情形")
    outcome = fixed(benefit.month_end(ended), now.date(), case.date("reduced_on"))
    return judged(child, outcome, ended_on=ended, reduced_on=case.date("reduced_on"))


def _c14_04(child: Child, now: datetime) -> Finding | None:
    case = child.newest("F54")
    approved = case.date("approved_on") if case is not None else None
    if case is None or approved is None or not from_opening(child, approved):
        return None
    done = _entered(child, case, "sys_entered_on", _APPROVAL, approved)
    outcome = fixed(benefit.month_end(approved), now.date(), done, breach=True)
    return judged(child, outcome, approved_on=approved, entered_on=done)


def _c14_05(child: Child, now: datetime) -> Finding | None:
    case = child.newest("F54")
    approved = case.date("approved_on") if case is not None else None
    if case is None or approved is None or not from_opening(child, approved):
        return None
    start, owed = benefit.start_month(case), benefit.arrears_months(case)
    money = benefit.sum_of(child.house, case, owed)
    words = f"{case.text('applied_on')}申请，自{start}起计发，补发{len(owed)}个月"
    if money is None:
        return finding(child, "UNKNOWN", f"{words}，有月份的保障标准未录入", remedy=Remedy("X04"))
    facts: dict[str, Any] = {"start_month": start, "arrears": money}
    told = {name: case.get(name) for name in facts}
    if told != facts:
        return finding(child, "WARN", f"{words}，与登记的不同，请更正", **facts)
    return finding(child, "PASS", f"{words}，共{money / 100:.2f}元", **facts)


def _c14_06(child: Child, now: datetime) -> Finding | None:
    case = child.newest("F54")
    ended = ending(child, case) if case is not None else None
    if case is None or ended is None or ended > now.date() or not from_opening(child, ended):
        return None
    done = _entered(child, case, "reduced_on", _REDUCTION, ended)
    outcome = fixed(benefit.month_end(ended), now.date(), done, breach=True)
    return judged(child, outcome, ended_on=ended, reduced_on=done)


ROWS: tuple[Row, ...] = (
    Row(id="C14.01", obligation="与公安、司法、残联等定期开展大数据比对", obliged="区县民政",
        source="S14", forms=("F54", "F70"), judge=statistic(_compared), offers="stat"),
    child_row("C14.02", "防止漏保", _c14_02, "F54", source="D", obliged="区县民政", exempt=True,
              offers="deadline"),
    child_row("C14.03", "应退尽退", _c14_03, "F54", source="S14", obliged="区县民政（机构报告）",
              exempt=True, leaving=True, offers="deadline", reads="F54.end_fact_on F54.reduced_on"),
    child_row("C14.04", "审批当月录入；认定一个，录入一个", _c14_04, "F54 F73", source="S14",
              obliged="区县民政；机构", exempt=True, leaving=True, offers="deadline",
              reads="F54.approved_on F54.sys_entered_on"),
    child_row("C14.05", "从提出申请之月起计发", _c14_05, "F54", source="S14",
              obliged="区县民政；机构", exempt=True, leaving=True, offers="form",
              reads="F54.approved_on"),
    child_row("C14.06", "当月减员", _c14_06, "F54 F73", source="S14", obliged="区县民政；机构",
              exempt=True, leaving=True, offers="deadline", alarm=25,
              reads="F54.end_fact_on F54.reduced_on"),
)  # fmt: skip
