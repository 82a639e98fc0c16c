"""Health of each child: screening, treatment, over the border of the province, the fund, the record
(C3.13–C3.16, C3.19–C3.21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import checkups
from welfare_desktop.domain.deadlines import (
    NEXT,
    fixed,
    judged_on,
    repeated,
    soft_days,
)
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.insurance import insured_on
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import from_opening, visit_end, visit_start
from welfare_desktop.domain.rules.shapes import anchor, child_row, finding, judged
from welfare_desktop.domain.rules.verdict import Finding, Row, gravest
from welfare_desktop.domain.situation import Problem, Situation

_TREAT_DAYS = _CORE_DAYS = 30
_PUT_OFF = "4"
_AGREED, _REFUSED = "1", "2"
_FIRST_DAY = timedelta(hours=24)
#: Core fields of F20: what a doctor must know; 血型不详 is not known.
_CORE = ("past_history", "family_history", "allergy", "blood", "hospital_default", "insurance")
_UNKNOWN = {"blood": "9"}
_MEDICAL_PAPERS = ("B30", "B31", "B32", "B33", "B34", "B35", "B36", "B37", "B38", "B39")


# Screening and treatment ---------------------------------------------------------------------


def _c3_13(child: Child, now: datetime) -> Finding | None:
    known = checkups.screening_due(child)
    if known is None:
        return None
    due, last = known
    if last is not None:
        return judged(child, repeated(last, 12, now.date()), screened_on=last)
    outcome = fixed(due, now.date())
    words = f"病残儿童每年全面筛查，还没有筛查，{outcome.arithmetic}"
    return finding(child, outcome.verdict, words, due=due, sick_since=checkups.sick_since(child))


def _c3_14(child: Child, now: datetime) -> Finding | None:
    """Treatment; a need of rehabilitation is judged with C5.03."""
    found = [
        _treated(child, r, day, now)
        for r in child.all("F25")
        if r.get("need_treat") is True and (day := r.date("screened_on")) is not None
        and day <= now.date()
    ]  # fmt: skip
    return gravest(found) if found else None


def _treated(child: Child, screening: Record, day: date, now: datetime) -> Finding:
    begun = [at.date() for v in child.all("F24") if (at := visit_start(v)) is not None]
    begun += [on for r in child.all("F27") if (on := judged_on(r, "applied_on")) is not None]
    done = min((on for on in begun if on >= day), default=None)
    start, until = day, screening.date("due")
    if done is None and screening.get("next_step") == _PUT_OFF:
        if until is None:
            words = f"{day}筛查需救治，医嘱暂缓没有写期限"
            return finding(child, "WARN", words, screened_on=day)
        if now.date() <= until:
            words = f"{day}筛查需救治，医嘱暂缓到{until}"
            return finding(child, "PASS", words, due=until, screened_on=day)
        start = until
    outcome = soft_days(start, _TREAT_DAYS, now.date(), done)
    words = f"{day}筛查需救治，{outcome.arithmetic}"
    return finding(child, outcome.verdict, words, due=outcome.due, screened_on=day, treated_on=done)


# Over the border of the province -------------------------------------------------------------


def _c3_15(child: Child, now: datetime) -> Finding | None:
    found = [_qualified(child, r, now) for r in child.all("F26")]
    return gravest(found) if found else None


def _qualified(child: Child, request: Record, now: datetime) -> Finding:
    where, gone = request.text("target_org"), request.at("depart_at")
    if request.get("qualification"):
        return finding(child, "PASS", f"{where}的资质证明已附")
    if gone is not None and gone <= now:
        return finding(child, "BREACH", f"{gone:%Y-%m-%d}已去{where}，没有资质证明")
    due = request.date("plan_depart")
    return finding(child, "DUE", f"{where}的资质证明出发前附上", due=due)


def approved_for(request: Record, day: date) -> bool:
    """Whether the office agreed on or before a day."""
    decided = request.date("approved_on")
    return request.get("decision") == _AGREED and decided is not None and decided <= day


def _c3_16(child: Child, now: datetime) -> Finding | None:
    found = [f for r in child.all("F26") if (f := _requested(child, r, now)) is not None]
    found += [
        _abroad(child, visit, at, now)
        for visit in child.all("F24")
        if visit.get("province_out") is True and (at := visit_start(visit)) is not None
        and at <= now and from_opening(child, at.date()) and request_for(child, at) is None
    ]  # fmt: skip
    return gravest(found) if found else None


def _requested(child: Child, request: Record, now: datetime) -> Finding | None:
    gone, decided = request.at("depart_at"), request.date("approved_on")
    where = request.text("target_org")
    if gone is None or gone > now:
        return _planned(child, request, now)
    facts: dict[str, Any] = {"approved_on": decided, "depart_at": gone}
    if approved_for(request, gone.date()):
        return finding(child, "PASS", f"{decided}批准，{gone:%Y-%m-%d}出发去{where}", **facts)
    words = f"{gone:%Y-%m-%d %H:%M}出发去{where}，出发前没有批准"
    if request.get("emergency_exception") is not True:
        return finding(child, "BREACH", words, **facts)
    entered = datetime.fromisoformat(request.created_at[:16])
    if entered - gone > _FIRST_DAY:
        return finding(child, "BREACH", f"{words}，危急先行超过24小时才补报", **facts)
    if request.get("decision") == _AGREED and decided is not None and decided <= now.date():
        return finding(child, "PASS", f"{words}，危急先行，{decided}补批", **facts)
    return finding(child, "WARN", f"{words}，危急先行，等待补批", **facts)


def _planned(child: Child, request: Record, now: datetime) -> Finding | None:
    decided, due = request.date("approved_on"), request.date("plan_depart")
    if request.get("decision") == _REFUSED or due is None:
        return None
    if approved_for(request, now.date()):
        return finding(child, "PASS", f"{decided}批准，计划{due}出发", approved_on=decided)
    outcome = fixed(due, now.date())
    words = f"计划{due}出发，出发前须经所属民政部门批准"
    return finding(child, outcome.verdict, words, due=due)


def request_for(child: Child, at: datetime) -> Record | None:
    """The request for a stay outside the province at a minute: under way, or approved for it."""
    for request in child.all("F26"):
        gone, back = request.at("depart_at"), request.at("return_at")
        if gone is not None:
            if gone.date() <= at.date() and (back is None or at <= back):
                return request
            continue
        first, last = request.date("plan_depart"), request.date("plan_return")
        planned = first is not None and last is not None and first <= at.date() <= last
        if planned and approved_for(request, at.date()):
            return request
    return None


def _abroad(child: Child, visit: Record, at: datetime, now: datetime) -> Finding:
    """A visit outside the province without a request: only a life in danger goes first."""
    words = f"{at:%Y-%m-%d}跨省就医，没有批准的审批表"
    facts: dict[str, Any] = {"visit_at": at}
    limit = at + _FIRST_DAY
    if visit.get("urgent") is True and now <= limit:
        told = f"{words}，危急先行，{limit:%m-%d %H:%M}前补报"
        return finding(child, "DUE", told, due=limit.date(), **facts)
    return finding(child, "BREACH", words, **facts)


def before_departure(s: Situation) -> list[Problem]:
    """F26 (gate-H): no departure without the office's yes; a life in danger passes (gate-S)."""
    gone, urgent = s.at("depart_at"), s.get("emergency_exception") is True
    told = ("depart_at",) if urgent else ("depart_at", "approved_on", "decision")
    if gone is None or not any(map(s.filled_now, told)) or approved_for(s.record, gone.date()):
        return []
    decided = s.date("approved_on")
    if urgent:
        sentence = "出发前没有批准：危急先行要写明理由并由院长确认，24小时内补报。"
    elif s.get("decision") == _REFUSED:
        sentence = "所属民政部门不同意，不能出发。"
    elif decided is not None and decided > gone.date():
        sentence = f"{decided}才批准，出发时间不能早于批准日期；抢救生命的选“危急先行”。"
    else:
        sentence = "所属民政部门还没有批准，不能出发；抢救生命的选“危急先行”。"
    return [Problem(sentence=sentence, clause="C3.16", field="depart_at", soft=urgent)]


# The emergency fund --------------------------------------------------------------------------


def _c3_19(child: Child, now: datetime) -> Finding | None:
    found = [
        _fund(child, visit, at.date(), now)
        for visit in child.all("F24")
        if visit.get("urgent") is True and (at := visit_start(visit)) is not None and at <= now
        and from_opening(child, at.date()) and _unprotected(child, at.date())
    ]  # fmt: skip
    return gravest(found) if found else None


def _unprotected(child: Child, day: date) -> bool:
    """Neither registered nor insured on the day."""
    settled = child.hukou.date("done_on") if child.hukou is not None else None
    registered = child.hukou is not None and (settled is None or settled <= day)
    return not registered and not insured_on(child, day)


def _fund(child: Child, visit: Record, day: date, now: datetime) -> Finding:
    cases = [r for r in child.all("F28") if r.get("visit") == visit.id]
    applied = min((on for r in cases if (on := judged_on(r, "applied_on"))), default=None)
    why = next((r.text("not_apply_reason") for r in cases if r.get("not_apply_reason")), "")
    facts: dict[str, Any] = {"visit_on": day, "applied_on": applied}
    if why and (applied is None or applied > day):
        words = f"{day}紧急就医，未落户、无医保，没有申请的原因已记"
        return finding(child, "PASS", words, **facts)
    outcome = fixed(day, now.date(), applied)
    words = f"{day}紧急就医，未落户、无医保，当日申请救助基金：{outcome.arithmetic}"
    return finding(child, outcome.verdict, words, due=day, **facts)


# The record and its papers -------------------------------------------------------------------


def _c3_20(child: Child, now: datetime) -> Finding | None:
    start, record = anchor(child), child.newest("F20")
    if start is None or (record is None and not child.here_at(now)):
        return None
    opened = judged_on(child.all("F20")[0], "opened_on") if record is not None else None
    outcome = fixed(start.date(), now.date(), opened)
    facts: dict[str, Any] = {"arrived_on": start.date(), "opened_on": opened}
    if record is None or opened is None or opened > now.date():
        words = f"还没有健康档案，{outcome.arithmetic}"
        return finding(child, outcome.verdict, words, due=outcome.due, **facts)
    missing = _core_missing(child, record)
    if missing:
        ladder = soft_days(start.date(), _CORE_DAYS, now.date())
        words = f"健康档案待补：{'、'.join(missing)}，{ladder.arithmetic}"
        return finding(child, ladder.verdict, words, due=ladder.due, **facts)
    if outcome.verdict == "WARN":
        return finding(child, "WARN", f"健康档案{outcome.arithmetic}", due=outcome.due, **facts)
    words, coming = _with_next(child, opened, now)
    return finding(child, "PASS", words, due=coming, **facts)


def _core_missing(child: Child, record: Record) -> list[str]:
    from welfare_desktop.domain.forms import FORMS

    asked = [name for name in _CORE if name != "insurance" or child.all("F10")]
    empty = [n for n in asked if record.get(n) in (None, "", _UNKNOWN.get(n))]
    return [FORMS["F20"].field(name).label for name in empty]


def _with_next(child: Child, opened: date, now: datetime) -> tuple[str, date | None]:
    """In order, with the next examination of §4.8, and the last one that was missed."""
    plan = checkups.schedule(child)
    missed = [m for m in plan if m.done_on is None and m.last < now.date()]
    coming = checkups.next_due(plan, now.date())
    words = f"健康档案{opened}已建"
    words += f"，{missed[-1].name}体检没有记录" if missed else ""
    if coming is None:
        return words, None
    return f"{words}，{coming.name}体检，{NEXT}{coming.last}", coming.last


def _c3_21(child: Child, now: datetime) -> Finding | None:
    found, days = [], int(child.house.param("medical_file_days", now.date()))
    for visit in child.all("F24"):
        ended = visit_end(visit)
        if ended is None or ended > now or not from_opening(child, ended.date()):
            continue
        found.append(_filed(child, visit, days, now))
    return gravest(found) if found else None


def _end_day(visit: Record) -> date | None:
    return visit.date("discharge_at") or visit.date("arrived_at")


def _filed(child: Child, visit: Record, days: int, now: datetime) -> Finding:
    """The visit's own papers, or an item of the file with a paper of that visit's days."""
    day = _end_day(visit)
    begun = visit_start(visit)
    if day is None or begun is None:
        return finding(child, "UNKNOWN", "就医结束的日期不清")
    outcome = soft_days(day, days, now.date(), _first_filed(child, visit, begun.date()))
    words = f"{day}就医结束，病历资料归档：{outcome.arithmetic}"
    return finding(child, outcome.verdict, words, due=outcome.due, ended_on=day)


def _first_filed(child: Child, visit: Record, begun: date) -> date | None:
    kinds = ("B31", "B30") if visit.get("visit_type") == "3" else ("B30", "B31")
    days = [
        d for r in child.all("F52")
        if r.get("doc_type") in _MEDICAL_PAPERS and (d := r.date("filed_on")) is not None
        and (r.date("doc_date") or d) >= begun
    ]  # fmt: skip
    if visit.get("papers") or visit.has_paper(*kinds):
        at = visit.filled.get("papers") or visit.submitted_at
        days += [date.fromisoformat(at[:10])] if at else []
    return min(days, default=None)


ROWS: tuple[Row, ...] = (
    child_row("C3.13", "病残儿童身体状况全面筛查", _c3_13, "F25", source="D", exempt=True,
              offers="deadline", reads="F25.screened_on", anew=True),
    child_row("C3.14", "应救尽救", _c3_14, "F24 F27 F25", source="D", exempt=True,
              offers="register", reads="F25.need_treat F25.next_step F25.due", anew=True),
    child_row("C3.15", "送具备相应资质的机构医治", _c3_15, "F26", source="S3", exempt=True,
              offers="form", reads="F26.qualification"),
    child_row("C3.16", "经所属民政部门批准同意", _c3_16, "F26 F24", source="D", exempt=True,
              offers="gate-H", by_minute=True,
              reads="F26.approved_on F26.decision F26.depart_at F26.emergency_exception"),
    child_row("C3.19", "申请疾病应急救助基金", _c3_19, "F28", source="D", exempt=True,
              offers="form", reads="F28.applied_on F28.not_apply_reason F24.urgent", anew=True),
    child_row("C3.20", "建立健康档案", _c3_20, "F20 F21 F22 F23 F24 F29", source="D",
              exempt=True, offers="deadline", reads="F20.opened_on"),
    child_row("C3.21", "诊疗记录、病历及时整理归档", _c3_21, "F24 F52", source="D", exempt=True,
              leaving=True, offers="deadline", reads="F24.papers F52.doc_type"),
)  # fmt: skip
