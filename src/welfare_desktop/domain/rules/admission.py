"""From the finding to the formal admission and the leaving: C1.03, C1.04, C1.08–C1.15."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.domain.deadlines import fixed, instant, judged_at, last_day, soft_days
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import (
    admitted,
    claims,
    current_notice,
    first_day,
    found_division,
    good_approval,
    is_foundling,
    wants_notice,
)
from welfare_desktop.domain.rules.shapes import (
    child_row,
    finding,
    judged,
    on_with,
    soft_from_arrival,
)
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, Word

_DAY_MINUTES = 24 * 60


def _c1_03(child: Child, now: datetime) -> Finding | None:
    arrived = child.arrived_at
    if not is_foundling(child) or arrived is None:
        return None
    report = child.newest("F03")
    told = report.at("police_reported_at") if report else None
    done = judged_at(report, "police_reported_at") if report and told else None
    found = report.at("found_at") if report else None
    # The finder who reported is timed from the finding; otherwise the house from the arrival.
    start = found if found is not None and told is not None and told <= arrived else arrived
    red = int(child.house.param("instant_minutes", now.date()))
    done = done if done is None or done <= now else None
    minutes, words = instant(start, done, now, red)
    facts: dict[str, Any] = {"found_at": found, "arrived_at": arrived, "police_at": done}
    if report is not None and report.get("police_div") != report.get("found_div"):
        return finding(child, "BREACH", "受理公安机关不在发现地", **facts)
    in_time: Word = "DUE" if done is None else "PASS"
    verdict: Word = in_time if minutes <= red else "WARN" if minutes <= _DAY_MINUTES else "BREACH"
    return finding(child, verdict, words, **facts)


def _c1_04(child: Child, now: datetime) -> Finding | None:
    if not is_foundling(child) or child.arrived_at is None:
        return None
    report = child.newest("F03")
    facts: dict[str, Any] = {"cert_on": report.date("cert_on") if report else None}
    if report is not None and (report.get("cert_file") or report.has_paper("A02")):
        if report.get("cert_issuer_div") == found_division(child):
            return finding(child, "PASS", f"{report.text('cert_on')}由发现地公安出具", **facts)
        return finding(child, "BREACH", "报案证明不是发现地公安机关出具", **facts)
    if admitted(child, now):
        return finding(child, "BREACH", "已正式入院而没有报案证明", **facts)
    reported = report.date("police_reported_at") if report else None
    return finding(child, "DUE", "报案证明未到，报审前须取得", police_on=reported)


def _notice_on(child: Child) -> date | None:
    notices = [r for r in child.all("F06") if r.get("proof") or r.has_paper("A06")]
    return first_day(notices, "published_on")


def _c1_09(child: Child, now: datetime) -> Finding | None:
    if not wants_notice(child) or child.arrived_at is None:
        return None
    notice, approval = current_notice(child), child.newest("F08")
    if notice is None:
        if admitted(child, now):
            return finding(child, "BREACH", "已正式入院而没有寻亲公告")
        return finding(child, "DUE", "寻亲公告发布后起算")
    waiting = child.house.waiting_of(notice)
    if waiting is None:
        return finding(child, "UNKNOWN", "公告日期不全，算不出期满日")
    submitted = approval.date("submitted_on") if approval else None
    facts: dict[str, Any] = {
        "published_on": waiting.start, "last_day": waiting.last, "opens_on": waiting.opens,
        "submitted_on": submitted,
    }  # fmt: skip
    words = f"公告期满日{waiting.last}，可报审日期{waiting.opens}（{waiting.arithmetic}）"
    remedy = on_with(notice, "F06")
    verdict: Word
    if submitted is not None and submitted <= now.date():
        verdict, due = "PASS" if submitted >= waiting.opens else "BREACH", None
        words += f"，{submitted}报审"
        remedy = on_with(approval, "F08")
    else:
        verdict, due = "DUE" if now.date() < waiting.opens else "PASS", waiting.opens
        words += "，等待中" if verdict == "DUE" else "，公告期已满"
    return finding(child, verdict, words, due=due, note=waiting.note, remedy=remedy, **facts)


def _c1_10(child: Child, now: datetime) -> Finding | None:
    if not wants_notice(child) or current_notice(child) is None:
        return None
    states = [row.get("state") for row in claims(child)]
    if "3" in states:
        admitted_anyway = good_approval(child) is not None or admitted(child, now)
        words = "认领成立，应办理领回，不得报审入院"
        remedy = on_with(child.newest("F50"), "F50")
        return finding(child, "BREACH" if admitted_anyway else "DUE", words, remedy=remedy)
    if any(s in (None, "1") for s in states):
        verdict: Word = "BREACH" if admitted(child, now) else "DUE"
        return finding(child, verdict, "有认领待核实，核实前不能报审")
    return finding(child, "PASS", f"认领{len(states)}件，均已核实" if states else "没有认领")


def unconfirmed_before(child: Child, sample: Record) -> date | None:
    """C1.11: the notice's last day, where the result is older and the police did not confirm it."""
    notice, result = current_notice(child), sample.date("result_on")
    waiting = child.house.waiting_of(notice) if notice else None
    if waiting is None or result is None or result >= waiting.last or sample.get("late_confirm"):
        return None
    return waiting.last


def _c1_11(child: Child, now: datetime) -> Finding | None:
    if not child.cause.startswith("A") or child.arrived_at is None:
        return None
    samples = child.all("F07")
    days = int(child.house.param("dna_sample_days", now.date()))
    sampled = first_day(samples, "sampled_on")
    outcome = soft_days(child.arrived_at.date(), days, now.date(), sampled)
    if sampled is None:
        if admitted(child, now):
            return finding(child, "BREACH", "已正式入院而没有DNA比对")
        return judged(child, outcome, arrived_at=child.arrived_at)
    sample = samples[-1]
    facts: dict[str, Any] = {"sampled_on": sampled, "result_on": sample.date("result_on")}
    if sample.get("result_code") == "1" and (sample.get("result_file") or sample.has_paper("A07")):
        if unconfirmed_before(child, sample) is None:
            return judged(child, outcome, **facts)
        passed = child.newest("F08") is not None
        words = "结果早于公告期满日，没有公安复核确认" + ("，院长确认后报审" if passed else "")
        return finding(child, "WARN" if passed else "DUE", words, **facts)
    if admitted(child, now):
        return finding(child, "BREACH", "已正式入院而没有无比中结果", **facts)
    told = {"2": "比中，应核实亲属并办理领回", "4": "样本不合格，应重新采血"}
    words = told.get(sample.text("result_code"), f"{sampled}已采血，等比对结果")
    remedy = {"2": on_with(child.newest("F50"), "F50"), "4": Remedy("F07")}
    return finding(
        child, "DUE", words, remedy=remedy.get(sample.text("result_code")), **facts
    )  # fmt: skip


def _c1_12(child: Child, now: datetime) -> Finding | None:
    entrusted = child.cause.startswith("T") and not admitted(child, now)
    if entrusted or child.arrived_at is None:
        return None
    approval = child.newest("F08")
    if approval is None or approval.get("decision") != "1":
        if admitted(child, now):
            return finding(child, "BREACH", "已正式入院而没有民政审核同意")
        undecided = approval is None or not approval.get("decision")
        words = "要件齐全后报民政审核" if undecided else "审核未同意，补正后再报"
        return finding(child, "DUE", words, remedy=None if undecided else Remedy("F08"))
    decided = approval.date("decided_on")
    facts: dict[str, Any] = {"decided_on": decided}
    if is_foundling(child) and approval.get("approver_div") != found_division(child):
        return finding(child, "BREACH", "审核民政部门不是发生地", **facts)
    notice = current_notice(child)
    waiting = child.house.waiting_of(notice) if notice and wants_notice(child) else None
    if waiting is not None and decided is not None and decided < waiting.opens:
        words = f"{decided}审核，早于可报审日期{waiting.opens}"
        return finding(child, "BREACH", words, opens_on=waiting.opens, **facts)
    return finding(child, "PASS", f"{decided}审核同意", **facts)


def _c1_13(child: Child, now: datetime) -> Finding | None:
    approval = good_approval(child)
    day, decided = child.admitted_on, approval.date("decided_on") if approval else None
    facts: dict[str, Any] = {"decided_on": decided, "admitted_on": day}
    arrived = child.arrived_at
    if not admitted(child, now):
        if decided is None or decided > now.date() or arrived is None:
            return None
        return judged(child, fixed(decided, now.date()), **facts)
    if decided is None or day is None or day < decided:
        return finding(child, "BREACH", "正式入院早于审核同意，或没有审核", **facts)
    # Approved before the child came (T04b): the day of arrival is the first possible one.
    due = max(decided, arrived.date()) if arrived else decided
    return judged(child, fixed(due, now.date(), day), **facts)


def _c1_14(child: Child, now: datetime) -> Finding | None:
    start = child.house.go_live_on if child.by_roster else child.admitted_on
    if not admitted(child, now) or start is None:
        return None
    days = int(child.house.param("hukou_apply_days", now.date()))
    far = int(child.house.param("hukou_overdue_days", now.date()))
    due, limit = last_day(start, days), last_day(start, far)
    done, own = child.hukou, child.house.institution
    records = [r for r in child.all("F09") if r.get("biz_type") in ("1", "2", None) or r is done]
    applied = first_day(records, "applied_on")
    words = f"{start}起{days}日内申请，目标时限{due}；{limit}后未落户为逾期"
    facts: dict[str, Any] = {"counted_from": start, "applied_on": applied}
    if done is not None and child.by_roster:
        return finding(child, "PASS", "已落户", **facts)
    elsewhere = [r for r in records if own and r.get("police_div") not in (None, own.get("div"))]
    if elsewhere and elsewhere[-1] is records[-1]:
        return finding(child, "BREACH", "不是机构所在地公安机关", due=due, **facts)
    if done is None and now.date() > limit:
        return finding(child, "OVERDUE", words, due=due, **facts)
    if applied is not None and applied <= now.date():
        late = applied > due
        told = f"{words}，{applied}申请"
        return finding(child, "WARN" if late else "PASS", told, due=due, **facts)
    return finding(child, "DUE" if now.date() <= due else "WARN", words, due=due, **facts)


#: Forms of a leaving, the death too.
_EXIT_FORMS = ("F50", "F49", "F51")


def _c1_15(child: Child, now: datetime) -> Finding | None:
    left = child.left_at
    if left is None or left > now:
        lost = child.status_at(now) in PRESENT and child.state_at("whereabouts", now) == "LEFT"
        return finding(child, "BREACH", "已不在院而没有离院手续") if lost else None
    used = next((form for form in _EXIT_FORMS if child.all(form)), _EXIT_FORMS[0])
    told = [day for form in _EXIT_FORMS for r in child.all(form) if (day := _entered(r))]
    outcome = fixed(left.date(), now.date(), min(told) if told else None, breach=True)
    return judged(child, outcome, left_at=left, remedy=on_with(child.newest(used), used))


def _entered(record: Record) -> date | None:
    """The day a form was entered; one entered later with both signatures counts by its own day."""
    day = date.fromisoformat(record.submitted_at[:10])
    backed = bool(record.papers) and record.happened is not None
    return record.happened.date() if backed and record.happened else day


ROWS: tuple[Row, ...] = (
    child_row("C1.03", "向发现地公安部门报案", _c1_03, "F03", offers="gate-H",
              reads="F03.found_at F03.police_reported_at F03.police_div F03.found_div",
              by_minute=True),
    child_row("C1.04", "取得弃婴（儿）发生地公安部门出具的《捡拾弃婴（儿）报案证明》", _c1_04,
              "F03", obliged="公安；机构留存", offers="gate-H",
              reads="F03.cert_file F03.cert_on F03.cert_issuer_div F03.found_div"),
    child_row("C1.08", "发布寻亲公告",
              soft_from_arrival("notice_publish_days", _notice_on, wants_notice), "F06",
              source="D", offers="deadline", reads="F06.published_on F06.proof"),
    child_row("C1.09", "公告期满60日后", _c1_09, "F06 F08", source="R:民法典", offers="gate-H",
              reads="F06.published_on F06.period_days F08.submitted_on"),
    child_row("C1.10", "对查找不到生父母和其他监护人的", _c1_10, "F06 F50", offers="gate-H",
              reads="F06.claims F06.result"),
    child_row("C1.11", "取得公安部门DNA信息比对结果", _c1_11, "F07",
              obliged="公安；机构留存", offers="gate-H",
              reads="F07.sampled_on F07.result_code F07.result_on F07.result_file F07.late_confirm"),
    child_row("C1.12", "发生地民政部门审核同意", _c1_12, "F08", obliged="发生地民政",
              offers="gate-H",
              reads="F08.approver_div F08.decision F08.decided_on F08.opinion_file"),
    child_row("C1.13", "办理正式入院手续", _c1_13, "F02 F08", source="D", offers="T04",
              reads="F02.admitted_on F08.decided_on F08.decision"),
    child_row("C1.14", "尽快向机构所在地公安部门申请户籍登记", _c1_14, "F09", source="D",
              exempt=True, offers="deadline",
              reads="F09.applied_on F09.police_div F09.done_on F02.admitted_on"),
    child_row("C1.15", "严格离院管理", _c1_15, "F50 F49 F51", exempt=True, leaving=True,
              offers="gates"),
)  # fmt: skip
