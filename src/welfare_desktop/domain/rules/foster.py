"""Family foster care: placing, visiting, renewing, bringing back (C2.04–C2.12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain import foster, meetings
from welfare_desktop.domain.deadlines import (
    Judged,
    addm,
    fixed,
    last_day,
    month_window,
    monthly,
    soft_days,
)
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import from_opening, opened_on
from welfare_desktop.domain.rules.shapes import (
    child_row,
    finding,
    judged,
    monthly_of_child,
    months_before,
    on_with,
    report,
)
from welfare_desktop.domain.rules.verdict import (
    BEFORE_OPENING,
    Finding,
    Remedy,
    Row,
    Subject,
    Word,
    gravest,
)

#: A circumstance of harm is answered the same day (CL-FDIS F1); the end of the agreement its own.
_HARM, _AT_END = "F1", ("P1", "P2")


def _placed(child: Child) -> list[Record]:
    """First agreements: each a new placement."""
    found = [r for r in foster.agreements(child) if r.get("is_renewal") is not True]
    return [r for r in found if from_opening(child, r.date("signed_on"))]


def _c2_04(child: Child, now: datetime) -> Finding | None:
    placed = [r for r in _placed(child) if r.happened_at[:10] <= now.date().isoformat()]
    if not placed:
        return None
    agreement = placed[-1]
    family = child.house.record("F15", agreement.text("family"))
    signed = agreement.date("signed_on") or now.date()
    facts: dict[str, Any] = {"signed_on": signed}
    if family is None or family.get("eval_result") != "1":
        return finding(
            child, "BREACH", "寄养家庭没有评估符合", remedy=on_with(family, "F15"), **facts
        )
    looked = family.date("home_visit_on")
    months = int(child.house.param("foster_evaluation_months", signed))
    if looked is None or addm(looked, months) < signed:
        words = f"签约{signed}时家庭评估（{looked}）已超过{months}个月"
        return finding(child, "BREACH", words, evaluated_on=looked,
                       remedy=on_with(family, "F15"), **facts)  # fmt: skip
    meeting = meetings.decided(child, meetings.FOSTER, signed)
    if meeting is None:
        return finding(child, "BREACH", "没有同意寄养的集体研究会议", remedy=Remedy("F46"), **facts)
    words = f"家庭评估{looked}符合，会议{meeting.happened_at[:10]}同意，院长已批准"
    told = any(_about(r, agreement) for r in child.house.of("F70"))
    if not told:
        outcome = _report_ladder(child, agreement, now)
        return judged(child, msgspec.structs.replace(outcome, arithmetic=f"{words}；上报未记录"),
                      remedy=report("FOSTER_FILE", agreement))  # fmt: skip
    return finding(child, "PASS", words, evaluated_on=looked, **facts)


def _about(report: Record, agreement: Record) -> bool:
    return report.text("type") == "FOSTER_FILE" and report.text("about") == agreement.id


def _report_ladder(child: Child, agreement: Record, now: datetime) -> Judged:
    signed = agreement.date("signed_on") or now.date()
    days = int(child.house.param("foster_report_days", now.date()))
    sent = [
        at.date()
        for r in child.house.of("F70")
        if _about(r, agreement) and (at := r.at("sent_at")) is not None
    ]
    return soft_days(signed, days, now.date(), min(sent) if sent else None)


def _c2_05(child: Child, now: datetime) -> Finding | None:
    if not foster.fostered_at(child, now):
        return None
    told = [r for r in child.all("F18") if r.get("adoption_eligible") is True]
    told += [r for r in child.all("F45") if r.get("suitable") == "1"]
    days = [day for r in told if (day := _day_of(r)) is not None]
    if not days:
        return None
    start = min(days)
    held = [_day_of(m) for m in meetings.of_child(child, meetings.ADOPTION)]
    done = [d for d in held if d is not None and start <= d <= now.date()]
    due = last_day(start, 30)
    words = f"{start}符合收养条件，{due}前集体研究"
    if done:
        late = min(done) > due
        return finding(child, "WARN" if late else "PASS", f"{words}，{min(done)}已研究", due=due)
    return finding(child, "DUE" if now.date() <= due else "WARN", words, due=due)


def _day_of(record: Record) -> date | None:
    return record.happened.date() if record.happened else None


def circumstances(child: Child) -> list[tuple[date, str]]:
    """Dissolving circumstances of a foster placement: day and code, by day (F17, F18, F19)."""
    out: list[tuple[date, str]] = []
    for form, name in (("F17", "dissolve_signal"), ("F19", "reasons")):
        for record in child.all(form):
            day = record.date("found_on") if form == "F19" else _day_of(record)
            out += [(day, str(code)) for code in record.get(name) or () if day is not None]
    out += [
        (day, "P1")
        for r in child.all("F18")
        if r.get("result") == "2" and (day := _day_of(r)) is not None
    ]
    return sorted(out)


def back_at(child: Child, since: date) -> datetime | None:
    """When a child came back from its family: by the approved F19, else by the care mode."""
    told = [
        at
        for r in child.all("F19")
        if r.state == "approved" and (at := r.at("returned_at")) is not None
    ]
    ends = [end for _, end in foster.stays(child) if end is not None]
    return min((at for at in (*told, *ends) if at.date() >= since), default=None)


def _return_by(child: Child, day: date, code: str, now: datetime) -> date:
    if code == _HARM:
        return day
    agreement = foster.last_agreement(child, day)
    end = agreement.date("end_on") if agreement else None
    if code in _AT_END and end is not None:
        return end
    return last_day(day, int(child.house.param("foster_return_days", now.date())))


def _c2_06(child: Child, now: datetime) -> Finding | None:
    found = [
        (day, code)
        for day, code in circumstances(child)
        if day <= now.date() and from_opening(child, day) and _within_stay(child, day)
    ]
    if not found:
        return None
    return gravest([_dissolved(child, day, code, now) for day, code in found])


def _within_stay(child: Child, day: date) -> bool:
    return any(
        start.date() <= day and (end is None or day <= end.date())
        for start, end in foster.stays(child)
    )


def _dissolved(child: Child, day: date, code: str, now: datetime) -> Finding:
    due, back = _return_by(child, day, code, now), back_at(child, day)
    words = f"{day}出现解除情形{code}，{due}前接回"
    facts: dict[str, Any] = {"found_on": day, "returned_at": back}
    if back is not None and back <= now:
        verdict: Word = "PASS" if back.date() <= due else "BREACH"
        return finding(child, verdict, f"{words}，{back:%m-%d %H:%M}已接回", due=due, **facts)
    verdict = "DUE" if now.date() <= due else "BREACH"
    return finding(child, verdict, f"{words}，还没有接回", due=due, remedy=_ending(child, day),
                   **facts)  # fmt: skip


def _ending(child: Child, since: date) -> Remedy:
    """The dissolution (F19) of the placement of a day, begun or not."""
    begun = max((a.date() for a, _ in foster.stays(child) if a.date() <= since), default=since)
    told = [r for r in child.all("F19") if (day := r.date("found_on")) and day >= begun]
    return on_with(told[-1] if told else None, "F19")


def _c2_07(child: Child, now: datetime) -> Finding | None:
    day = now.date()
    if not foster.fostered_at(child, now):
        return _after_agreement(child, now)
    agreement = foster.agreement_on(child, day)
    if agreement is None:
        return _without_agreement(child, day)
    end = agreement.date("end_on") or day
    facts: dict[str, Any] = {"end_on": end}
    back = _ending(child, day)
    bad = foster.failed(child)
    bad_on = bad.date("eval_on") if bad is not None else None
    if bad_on is not None and bad_on < (agreement.date("signed_on") or bad_on):
        return finding(child, "BREACH", f"{bad_on}评估不符合后又签了协议", remedy=back, **facts)
    opens = addm(end, -2)
    done = [r for r in child.all("F18") if r.get("type") == "1" and _in(r, opens, end)]
    words = f"协议{end}到期，{opens}起评估"
    if bad is not None and bad in done:
        return finding(child, "DUE", f"{words}，不符合，{end}前接回", due=end, remedy=back, **facts)
    if done and done[-1].get("result") == "1":
        return finding(child, "PASS", f"{words}，{done[-1].text('eval_on')}已评估符合", **facts)
    if day < opens:
        return finding(child, "PASS", f"{words}，协议有效", **facts)
    told = "整改后复评" if done else "到期前评估"
    again = Remedy("F18", values={"type": "1"})
    return finding(child, "DUE", f"{words}，{told}", due=end, remedy=again, **facts)


def _in(record: Record, first: date, last: date) -> bool:
    day = record.date("eval_on")
    return day is not None and first <= day <= last


def _without_agreement(child: Child, day: date) -> Finding:
    opened = opened_on(child)
    last = foster.last_agreement(child, day)
    if last is None and opened is not None:
        # The agreement of a placement before the opening is entered within the time for the rest.
        days = int(child.house.param("opening_complete_days", day))
        return judged(child, soft_days(opened, days, day), counted_from=opened,
                      remedy=Remedy("F16"))  # fmt: skip
    if last is None:
        return finding(child, "BREACH", "寄养在家庭而没有协议", remedy=_ending(child, day))
    end = last.date("end_on")
    return finding(child, "BREACH", f"协议{end}已到期，儿童仍在寄养家庭", due=end, end_on=end,
                   remedy=_ending(child, day))  # fmt: skip


def _after_agreement(child: Child, now: datetime) -> Finding | None:
    stays = [(a, b) for a, b in foster.stays(child) if b is not None and b <= now]
    if not stays or not from_opening(child, stays[-1][1].date()):
        return None
    begun, ended = stays[-1]
    last = foster.last_agreement(child, ended.date())
    end = last.date("end_on") if last else None
    if end is None:
        return None
    back = min(ended, back_at(child, begun.date()) or ended)
    late = back.date() > end
    words = f"协议{end}到期，{back:%Y-%m-%d %H:%M}接回"
    return finding(child, "BREACH" if late else "PASS", words, end_on=end, returned_at=back,
                   remedy=_ending(child, ended.date()))  # fmt: skip


def _c2_08(child: Child, now: datetime) -> Finding | None:
    renewals = [
        r
        for r in foster.agreements(child)
        if r.get("is_renewal") is True
        and from_opening(child, r.date("signed_on"))
        and r.happened_at[:10] <= now.date().isoformat()
    ]
    if not renewals:
        return None
    renewal = renewals[-1]
    wrong = renewal_gaps(child, renewal)
    facts: dict[str, Any] = {
        "start_on": renewal.date("start_on"),
        "signed_on": renewal.date("signed_on"),
    }
    if wrong:
        return finding(child, "BREACH", "；".join(wrong), remedy=on_with(renewal, "F16"), **facts)
    return finding(child, "PASS", "评估符合、会议研究后续签，没有间断", **facts)


def renewal_gaps(child: Child, renewal: Record) -> list[str]:
    """What a renewed agreement lacks: evaluation 符合 before signing, minutes, no gap (C2.08)."""
    house, out = child.house, []
    signed = renewal.date("signed_on") or house.today
    evaluation = house.record("F18", renewal.text("evaluation"))
    if evaluation is None:
        out.append("续签没有评估")
    elif evaluation.get("result") != "1" or (evaluation.date("eval_on") or signed) > signed:
        out.append("续签前没有评估符合的结论")
    previous = house.record("F16", renewal.text("prev_agreement"))
    end, start = previous.date("end_on") if previous else None, renewal.date("start_on")
    if end is None:
        out.append("续签没有写明原协议")
    elif start is not None and start > end + timedelta(days=1):
        out.append(f"原协议{end}到期，续签最晚从{end + timedelta(days=1)}开始")
    if meetings.decided(child, meetings.FOSTER, signed) is None:
        out.append("续签没有集体研究会议")
    return out


def _c2_09(child: Child, now: datetime) -> Finding | None:
    signed = [
        r
        for r in foster.agreements(child)
        if from_opening(child, r.date("signed_on")) and r.happened_at[:10] <= now.date().isoformat()
    ]
    if not signed:
        return None
    found = [
        judged(child, _report_ladder(child, r, now), remedy=report("FOSTER_FILE", r))
        for r in signed
    ]
    return gravest(found)


def _c2_10(house: House, now: datetime) -> list[Finding]:
    """The packages of the last two whole months hold P05; each is due in the month after."""
    last, _ = months_before(now)
    return [_with_visits(house, month, now) for month in (addm(last, -1), last)]


def _with_visits(house: House, month: date, now: datetime) -> Finding:
    name, live = f"{month:%Y-%m}", house.go_live_on
    subject = Subject("month", name, name)
    if live is None or month < live.replace(day=1):
        return Finding(subject=subject, verdict="NA", note=BEFORE_OPENING)
    built = [day for r in house.of("F74") if r.get("month") == name and (day := _day_of(r))]
    due = addm(month, 2) - timedelta(days=1)
    outcome = fixed(due, now.date(), min(built) if built else None)
    words = f"{name}月报送含寄养名单和走访（P05）；{outcome.arithmetic}"
    return Finding(subject=subject, verdict=outcome.verdict, due=due, arithmetic=words)


def visits(child: Child) -> list[tuple[datetime, Record]]:
    """Visits that count: on site, the child seen (C2.11)."""
    return [
        (at, r)
        for r in child.all("F17")
        if r.get("mode") == "1" and r.get("child_seen") is True and (at := r.at("visit_at"))
    ]


def _c2_11(child: Child, month: date, now: datetime) -> Finding | None:
    first, after = month_window(month)
    lived = any(
        start < min(after, now) and (end is None or end > first)
        for start, end in foster.stays(child)
    )
    if not lived:
        return None
    there = [(at, r) for at, r in visits(child) if first <= at < after and at <= now]
    outcome = monthly(month, [at.date() for at, _ in there], now.date())
    away = bool(there) and all(r.get("place") != "1" for _, r in there)
    note = "不在寄养家庭走访，已写明原因" if away else ""
    return msgspec.structs.replace(judged(child, outcome), note=note)


def _c2_12(child: Child, month: date, now: datetime) -> Finding | None:
    first, after = month_window(month)
    found = [
        r
        for r in child.all("F17")
        if (at := r.at("visit_at")) is not None and first <= at < after and at <= now
    ]
    return gravest([_kept(child, r) for r in found]) if found else None


def _kept(child: Child, visit: Record) -> Finding:
    day = date.fromisoformat(visit.text("visit_at")[:10])
    due = last_day(day, int(child.house.param("foster_visit_entry_days", day)))
    entered = date.fromisoformat(visit.submitted_at[:10])
    facts: dict[str, Any] = {
        "visit_on": day, "entered_on": entered, "remedy": on_with(visit, "F17")
    }  # fmt: skip
    if not visit.get("visitors") or not (visit.get("family_sig") or visit.has_paper("B23")):
        return finding(child, "UNKNOWN", f"{day}走访缺走访人或家庭签字", **facts)
    words = f"{day}走访，{entered}录入，{due}前录入"
    return finding(child, "WARN" if entered > due else "PASS", words, **facts)


ROWS: tuple[Row, ...] = (
    child_row("C2.04", "严格规范、稳慎开展家庭寄养", _c2_04, "F15 F16 F46 F70", exempt=True,
              offers="gate-H"),
    child_row("C2.05", "符合收养条件的，办理收养登记", _c2_05, "F46 F45 F47", source="D", exempt=True,
              offers="deadline", anew=True, reads="F18.adoption_eligible F45.suitable"),
    child_row("C2.06", "予以解除并接回妥善安置", _c2_06, "F19 F12", source="D", exempt=True, offers="deadline",
              reads="F19.reasons F19.decided_on F19.family_notice_on"),
    child_row("C2.07", "不再签订新的寄养协议，及时接回", _c2_07, "F18 F19 F12 F16", exempt=True,
              offers="gate-H", anew=True, reads="F18.result F19.decided_on F19.family_notice_on"),
    child_row("C2.08", "严格履行办理程序", _c2_08, "F18 F46 F16", exempt=True, offers="gate-H",
              reads="F16.evaluation F16.prev_agreement F16.start_on F18.result"),
    child_row("C2.09", "上报主管民政部门", _c2_09, "F70", source="D", exempt=True, offers="report", anew=True,
              reads="F70.about"),
    Row(id="C2.10", obligation="监督管理", obliged="区县民政", source="S2", forms=("F74",),
        judge=_c2_10, offers="export"),
    monthly_of_child("C2.11", "每月必须实地走访一次", _c2_11, "F17", offers="deadline", anew=True,
                     reads="F17.mode"),
    monthly_of_child("C2.12", "做好走访记录", _c2_12, "F17", source="D", offers="form",
                     reads="F17.family_sig"),
)  # fmt: skip
