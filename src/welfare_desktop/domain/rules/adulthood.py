"""The last six months before majority, and the placement after it (C6.01–C6.05)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain.adulthood import (
    STUDYING,
    counts,
    plan_of,
    school_end,
    valid_basis,
    window,
)
from welfare_desktop.domain.deadlines import addm, adult_on, fixed, judged_on, last_day, soft_days
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import ADMITTED
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import opened_on
from welfare_desktop.domain.rules.shapes import child_row, finding, institution, judged, on_with
from welfare_desktop.domain.rules.verdict import BEFORE_OPENING, Finding, Remedy, Row
from welfare_desktop.domain.situation import Problem, Situation

_AGREED = "1"
#: F43 ``kind`` 离校后.
_AFTER_SCHOOL = "2"


def _nears(child: Child, now: datetime) -> tuple[date, date] | None:
    """The window of a child of the house, whatever its status after majority (C6.05)."""
    birth = child.birth_date
    return window(birth) if birth is not None and child.status_at(now) in ADMITTED else None


def _c6_01(house: House, now: datetime) -> list[Finding]:
    subject, day = institution(house), now.date()
    near = [c for c in house.children if (span := _nears(c, now)) and span[0] <= day]
    if not near:
        words = "没有临近成年或成年待安置的儿童"
        return [Finding(subject=subject, verdict="NA", arithmetic=words)]
    texts = [
        r for r in house.of("X06")
        if "安置" in r.text("title") and r.text("valid_from") <= day.isoformat()
        and not r.get("replaced_by")
    ]  # fmt: skip
    if texts:
        words = f"制度文件库有现行《{texts[-1].text('title')}》"
        return [Finding(subject=subject, verdict="PASS", arithmetic=words)]
    words = "制度文件库没有《黄山市儿童福利机构孤儿成年后安置实施细则》，请上传"
    return [Finding(subject=subject, verdict="WARN", arithmetic=words)]


def _c6_02(child: Child, now: datetime) -> Finding | None:
    span, opened = _nears(child, now), opened_on(child)
    if span is None:
        return None
    (first, last), day = span, now.date()
    facts: dict[str, Any] = {"window_from": first, "window_to": last}
    if opened is not None and last < opened:
        return finding(child, "NA", f"评估窗口{first}至{last}", note=BEFORE_OPENING, **facts)
    words = f"评估窗口{first}至{last}"
    done = [r for r in child.all("F43") if counts(r, first, last, day)]
    if done:
        on = done[-1].date("assessed_on")
        return finding(child, "PASS", f"{words}，{on}已评估", due=last, assessed_on=on, **facts)
    early = [r for r in child.all("F43") if r.text("assessed_on") < first.isoformat()]
    words += "；窗口外的评估不计入" if early else ""
    if day < first:
        return finding(child, "NA", f"{words}，{first}起评估", **facts)
    if day <= last:
        return finding(child, "DUE", words, due=last, **facts)
    late = [r for r in child.all("F43") if r.text("assessed_on") > last.isoformat()]
    words += f"，{late[-1].text('assessed_on')}补评" if late else ""
    return finding(child, "BREACH", f"{words}，{last + timedelta(days=1)}已成年，不能补正",
                   due=last, **facts)  # fmt: skip


def _c6_03(child: Child, now: datetime) -> Finding | None:
    span, day = _nears(child, now), now.date()
    basis = valid_basis(child, day) if span is not None else None
    if span is None or basis is None:
        return None
    assessed = basis.date("assessed_on") or day
    plans = [r for r in child.all("F44") if r.text("submitted_on") <= day.isoformat()]
    done = judged_on(plans[0], "submitted_on") if plans else None
    due = last_day(assessed, int(child.house.param("placement_plan_days", day)))
    # Before majority: a window that is nearly over leaves less.
    due = min(due, span[1]) if assessed <= span[1] else due
    outcome = soft_days(assessed, (due - assessed).days, day, done)
    found = judged(child, outcome, assessed_on=assessed, submitted_on=done)
    if done is None and day > span[1] and outcome.verdict == "WARN":
        found = msgspec.structs.replace(found, verdict="OVERDUE")
    if found.verdict == "PASS" and len(plans) > 1:
        return finding(child, "WARN", f"一人一案，现有{len(plans)}份安置方案，请作废多余的")
    return found if done is None else _on_valid_basis(child, plans[-1], found)


def _on_valid_basis(child: Child, plan: Record, found: Finding) -> Finding:
    basis = child.house.record("F43", plan.text("assessment"))
    if basis is not None and basis.state == "approved":
        return found
    return finding(child, "UNKNOWN", "安置方案依据的评估没有审批，请先审批评估",
                   remedy=on_with(basis, "F43"))  # fmt: skip


def _c6_04(child: Child, now: datetime) -> Finding | None:
    span, day = _nears(child, now), now.date()
    if span is None or day < span[0]:
        return None
    due, plan = span[1], plan_of(child, day)
    submitted = judged_on(plan, "submitted_on")
    if plan is None or submitted is None or plan.get("decision") in ("2", "3"):
        told = "审批未同意，补正后再报" if plan is not None else "安置方案还没有报审"
        found = judged(child, fixed(due, day))
        return msgspec.structs.replace(found, arithmetic=f"{found.arithmetic}；{told}")
    facts: dict[str, Any] = {"submitted_on": submitted, "decided_on": plan.date("decided_on")}
    outcome = fixed(due, day, submitted)
    if plan.get("decision") == _AGREED and not _opinions(plan):
        words = "已审批，缺民政部门或未保委成员单位的意见，请续填"
        return finding(child, "UNKNOWN", words, due=due, **facts)
    if outcome.verdict == "PASS" and not plan.get("decision") and day > due:
        return finding(child, "OVERDUE", f"{submitted}报审，成年前没有审批结论", due=due, **facts)
    return judged(child, outcome, **facts)


def _opinions(plan: Record) -> bool:
    """Civil affairs' opinion, and that of at least one member of the 未保委."""
    return bool(plan.get("approver_org")) and any(
        row.get("opinion") for row in plan.rows("wbw_members")
    )


def _c6_05(child: Child, now: datetime) -> Finding | None:
    span, day, birth = _nears(child, now), now.date(), child.birth_date
    if span is None or birth is None or day < adult_on(birth):
        return None
    plan = plan_of(child, day)
    reason = plan.text("pending_reason") if plan is not None else ""
    facts: dict[str, Any] = {"adult_on": adult_on(birth)}
    if plan is None or not reason:
        words = f"{adult_on(birth)}成年仍在院，安置方案没有写明成年待安置原因"
        return finding(child, "BREACH", words, **facts)
    words = f"{adult_on(birth)}成年，待安置原因已写明"
    left = school_end(child) if reason == STUDYING else None
    if left is None or day < left:
        return finding(child, "PASS", words, **facts)
    again = [
        on
        for r in child.all("F43")
        if r.get("kind") == _AFTER_SCHOOL and r.state == "approved"
        and (on := r.date("assessed_on")) is not None and on >= left
    ]  # fmt: skip
    outcome = fixed(addm(left, 1), day, min(again, default=None))
    return judged(
        child, outcome, school_end=left, remedy=Remedy("F43", values={"kind": _AFTER_SCHOOL})
    )


# Gates ---------------------------------------------------------------------------------


def plan(s: Situation) -> list[Problem]:
    """F44: no plan on an assessment made before its window (C6.02)."""
    birth = s.child.birth_date if s.child else None
    basis = s.house.record("F43", str(s.get("assessment") or ""))
    if birth is None or basis is None or not s.filled_now("assessment"):
        return []
    first, last = window(birth)
    day = basis.date("assessed_on")
    if day is None or day >= first:
        return []
    sentence = f"{day}的评估在窗口（{first}至{last}）前，不计入；请在窗口内重新评估。"
    return [Problem(sentence=sentence, clause="C6.02", field="assessment", opens_on=first)]


def carried_out(child: Child, s: Situation) -> list[Problem]:
    """T21: the plan is approved by civil affairs and stands approved here (C6.04)."""
    known = child.newest("F44")
    if known is None:
        sentence = "还没有安置方案，请先填《安置方案（一人一案）与审批表》。"
        return [Problem(sentence=sentence, clause="C6.03")]
    if known.get("decision") != _AGREED or known.state != "approved":
        sentence = "安置方案还没有审批同意，不能办理安置离院。"
        return [Problem(sentence=sentence, clause="C6.04")]
    return []


ROWS: tuple[Row, ...] = (
    Row(id="C6.01", obligation="落实孤儿成年后安置实施细则", obliged="机构", source="S6",
        forms=("X06", "F43", "F44"), judge=_c6_01, offers="form"),
    child_row("C6.02", "年满18周岁前6个月内评估回归社会综合能力", _c6_02, "F43", source="S6",
              exempt=True, offers="gate-H", opens="window_from", anew=True),
    child_row("C6.03", "根据评估结果，一人一案制定安置方案", _c6_03, "F44", source="D",
              exempt=True, offers="form"),
    child_row("C6.04", "报民政部门会同未保委主要成员单位审批", _c6_04, "F44", source="S6",
              obliged="机构；民政会同未保委", exempt=True, offers="form"),
    child_row("C6.05", "落实安置，办理离院手续", _c6_05, "F44 F43 F50", source="R:皖安置办法 art.4",
              exempt=True, offers="T21"),
)  # fmt: skip
