"""Clause 5: assessment, plan and sessions, assistance, the designation (C5.02–C5.04, C5.06, C16.04)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.domain import rehab
from welfare_desktop.domain.deadlines import (
    addm,
    fixed,
    judged_on,
    repeated,
    soft_days,
)
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import (
    child_row,
    finding,
    institution,
    judged,
    months_before,
)
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, Subject, gravest

#: Days of a month that a plan must hold for the month's share to be asked.
_WHOLE = 7


def _c5_02(house: House, now: datetime) -> list[Finding]:
    own, subject = house.institution, institution(house)
    if own is None or own.get("rehab_designated") is not True:
        return [Finding(subject=subject, verdict="NA", arithmetic="不是康复救助定点机构",
                        note="机构侧仅统计")]  # fmt: skip
    until = own.date("rehab_valid_to")
    if until is None:
        words = "定点证书没有填有效期"
        return [Finding(subject=subject, verdict="UNKNOWN", arithmetic=words)]
    words = f"康复救助定点机构，证书有效期至{until}"
    late = now.date() > until
    return [Finding(subject=subject, verdict="WARN" if late else "PASS", due=until,
                    arithmetic=f"{words}，已过期" if late else words)]  # fmt: skip


def _c5_03(child: Child, now: datetime) -> Finding | None:
    day, start = now.date(), rehab.known_on(child)
    if not child.here_at(now) or start is None:
        return None
    made = rehab.assessments(child, day)
    days = int(child.house.param("rehab_assess_days", day))
    outcome = soft_days(start, days, day, judged_on(made[0], "assessed_on") if made else None)
    last = made[-1].date("assessed_on") if made else None
    if last is None or (len(made) == 1 and outcome.verdict == "WARN"):
        return judged(child, outcome, counted_from=start)
    months = int(child.house.param("rehab_repeat_months", day))
    return judged(child, repeated(last, months, day), assessed_on=last)


def _c5_04(child: Child, now: datetime) -> Finding | None:
    day = now.date()
    start = rehab.since(child, rehab.needed_since(child, day))
    if not child.here_at(now) or start is None:
        return None
    plan, known = rehab.plan_on(child, day), rehab.plans(child)
    if plan is None:
        return _unplanned(child, known, start, day)
    late = [] if len(known) > 1 else [_planned(child, start, day, plan.date("from_on"))]
    return gravest([_begun(child, plan, day), *late, *_months(child, now)])


def _planned(child: Child, start: date, day: date, made: date | None) -> Finding:
    """The first plan, counted from the assessment that found the need."""
    days = int(child.house.param("rehab_plan_days", day))
    outcome = soft_days(start, days, day, made)
    words = f"需要康复，制定方案：{outcome.arithmetic}"
    return judged(child, msgspec.structs.replace(outcome, arithmetic=words), need_since=start)


def _unplanned(child: Child, known: list[Record], start: date, day: date) -> Finding:
    """No plan in force: the last one is over, the first one begins later, or there is none."""
    ends = [d for r in known if (d := r.date("to_on")) is not None and start <= d < day]
    if ends:
        outcome = fixed(max(ends), day)
        return finding(child, outcome.verdict, f"康复方案已到期，请重新制定：{outcome.arithmetic}",
                       due=max(ends))  # fmt: skip
    coming = [d for r in known if (d := r.date("from_on")) is not None and d > day]
    if coming:
        words = f"康复方案自{min(coming)}起"
        return finding(child, "DUE", words, due=min(coming))
    return _planned(child, start, day, None)


def _begun(child: Child, plan: Record, day: date) -> Finding:
    """The first session, counted from the start of the plan."""
    first = rehab.since(child, plan.date("from_on")) or day
    days = int(child.house.param("rehab_start_days", day))
    outcome = soft_days(first, days, day, rehab.first_session(child, plan))
    words = f"方案{plan.text('from_on')}至{plan.text('to_on')}，第一次训练：{outcome.arithmetic}"
    this = rehab.delivered(child, day.replace(day=1), day)
    if this is not None:
        words += f"；本月计划{this.planned}次，已完成{this.done}次"
    more = Remedy("F35", values={"plan": plan.id})
    return judged(
        child, msgspec.structs.replace(outcome, arithmetic=words), plan_from=first, remedy=more
    )


def _months(child: Child, now: datetime) -> list[Finding]:
    """The month before: delivered against planned."""
    month, this = months_before(now)
    last = this - timedelta(days=1)
    told = rehab.delivered(child, month, last)
    if told is None or told.days < _WHOLE or not told.planned:
        return []
    least = int(child.house.param("rehab_delivery_percent", now.date()))
    words = (
        f"{month:%Y-%m}计划{told.planned}次，完成{told.done}次，{told.percent}%（不低于{least}%）"
    )
    enough = told.percent >= least
    return [finding(child, "PASS" if enough else "WARN", words)]


def _c5_06(child: Child, now: datetime) -> Finding | None:
    """Own ladder: DUE to day 30, OVERDUE after; renewed every year."""
    day = now.date()
    due, start = rehab.assistance_due(child, day), rehab.assistance_since(child, day)
    if not child.here_at(now) or due is None:
        return None
    cases = [r for r in child.all("F36") if r.get("type") == rehab.ASSISTANCE]
    asked = [r for r in cases if r.get("applied_on") and r.text("applied_on") <= day.isoformat()]
    if asked:
        last = asked[-1].date("applied_on") or day
        until = asked[-1].date("valid_to") or addm(last, 12)
        outcome = fixed(until, day)
        verdict = "PASS" if outcome.verdict == "DUE" else outcome.verdict
        words = f"{last}已申请康复救助，{until}前续办"
        return finding(child, verdict, words, due=until, counted_from=start)
    if any(r.get("not_apply_reason") for r in cases):
        return finding(child, "PASS", "没有申请康复救助，原因已写明")
    outcome = fixed(due, day)
    asked_for = Remedy("F36", values={"type": rehab.ASSISTANCE})
    return judged(child, outcome, counted_from=start, remedy=asked_for)


def _c16_04(house: House, now: datetime) -> list[Finding]:
    """Sessions by a provider lie inside its contract."""
    bought: dict[str, list[date]] = {}
    for session in house.of("F35"):
        day = session.date("start_at")
        if session.get("provider") and day is not None:
            bought.setdefault(session.text("provider"), []).append(day)
    out = []
    for key, days in bought.items():
        provider = house.record("F68", key)
        if provider is None:
            continue
        first, last = provider.date("contract_from"), provider.date("contract_to")
        subject = Subject("staff", provider.form_no, provider.text("name"), provider.id)
        outside = [d for d in days if first is None or last is None or not first <= d <= last]
        words = f"购买服务{len(days)}次，合同{first or '未填'}至{last or '未填'}"
        if outside:
            words = f"{words}，{len(outside)}次不在合同期内"
        out.append(Finding(subject=subject, verdict="BREACH" if outside else "PASS",
                           arithmetic=words, due=last))  # fmt: skip
    return out


ROWS: tuple[Row, ...] = (
    Row(id="C5.02", obligation="认定为残疾儿童康复救助定点机构", obliged="区县民政；残联",
        source="S5", forms=("X01",), judge=_c5_02, offers="stat",
        reads=("X01.rehab_designated", "X01.rehab_valid_to")),
    child_row("C5.03", "对病残儿童进行康复评估", _c5_03, "F33 F23 F25", source="D", exempt=True,
              anew=True, offers="deadline", reads="F33.assessed_on F23.kind F23.diag_on F25.need_rehab"),
    child_row("C5.04", "制定康复方案并及时组织实施", _c5_04, "F34 F35 F33", source="D", exempt=True,
              anew=True, offers="deadline", reads="F33.need_rehab F34.from_on F34.to_on F35.start_at"),
    child_row("C5.06", "申请纳入残疾儿童康复救助保障", _c5_06, "F36 F23", source="D", exempt=True,
              anew=True, offers="register", reads="F36.applied_on F36.not_apply_reason F23.kind"),
    Row(id="C16.04", obligation="购买医疗康复专业服务", obliged="机构（有条件的）", source="S16",
        forms=("F68", "F35"), judge=_c16_04, offers="form",
        reads=("F68.contract_from", "F68.contract_to")),
)  # fmt: skip
