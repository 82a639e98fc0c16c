"""Clause 1: entry and leaving (rows C1.01–C1.15), C12.04 and insurance at entry (C3.17, C3.18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from welfare_desktop.domain.deadlines import (
    NO_HOLIDAYS,
    Calendar,
    instant,
    last_day,
    soft_days,
    soft_minutes,
)
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import ADMITTED, PRESENT
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import (
    each_child,
    finding,
    institution,
    judged,
    soft_from_arrival,
    soft_hours_from_arrival,
    subject_of,
)
from welfare_desktop.domain.rules.verdict import Finding, Row

#: CL-INFECT, the default panel (§3.2).
DEFAULT_PANEL = ("1", "2", "3", "4", "5", "6")


def is_foundling(child: Child) -> bool:
    """Cause A1: notice, DNA, police certificate and approval by the discovery county."""
    return child.cause == "A1"


def admitted(child: Child, now: datetime) -> bool:
    """Formally admitted."""
    return child.status_at(now) in ADMITTED


def found_division(child: Child) -> str:
    """发现地: F03, else F01."""
    report = child.newest("F03")
    return (report.text("found_div") if report else "") or child.record.text("discovery_div")


def good_approval(child: Child) -> Record | None:
    """The F08 with 同意."""
    return next((r for r in reversed(child.all("F08")) if r.get("decision") == "1"), None)


def _c1_01(child: Child, now: datetime) -> Finding | None:
    if child.status_at(now) not in PRESENT:
        return None
    intake = child.intake
    if intake is None:
        return finding(child, "BREACH", "在院而没有接收登记")
    if not intake.get("exit_sign"):
        return finding(child, "BREACH", "接收登记没有双方签字", arrived_at=child.arrived_at)
    entered = datetime.fromisoformat(intake.submitted_at).date()
    arrived = intake.date("arrived_at")
    if arrived is not None and entered > arrived and not intake.late_entry_reason:
        return finding(child, "WARN", f"{arrived}到院，{entered}才登记", arrived_at=arrived)
    return finding(child, "PASS", f"{arrived}到院，已登记", arrived_at=arrived)


def _c1_02(house: House, now: datetime) -> list[Finding]:
    reports = {r.get("about") for r in house.of("F70") if r.get("type") == "REFUSAL"}
    out = []
    for record in house.of("F02"):
        if record.get("decision") not in ("2", "3"):
            continue
        child = house.child(record.child or "")
        ok = bool(record.get("refuse_ground")) and record.id in reports
        missing = "没有法定依据" if not record.get("refuse_ground") else "没有上报记录（F70）"
        subject = subject_of(child) if child else institution(house)
        words = "不予接收，依据和上报齐全" if ok else f"不予接收，{missing}"
        out.append(Finding(subject=subject, verdict="PASS" if ok else "BREACH", arithmetic=words))
    return out


def _c1_03(child: Child, now: datetime) -> Finding | None:
    if not is_foundling(child) or child.arrived_at is None:
        return None
    report = child.newest("F03")
    start = (report.at("found_at") if report else None) or child.arrived_at
    done = report.at("police_reported_at") if report else None
    red = int(child.house.param("instant_minutes", now.date()))
    minutes, words = instant(start, done, now, red)
    if done is None:
        verdict = "DUE" if minutes <= red else "WARN" if minutes <= 24 * 60 else "BREACH"
        return finding(child, verdict, words, found_at=start)  # type: ignore[arg-type]
    if report is not None and report.get("police_div") != report.get("found_div"):
        return finding(child, "BREACH", "受理公安机关不在发现地", found_at=start, police_at=done)
    late = "PASS" if minutes <= red else "WARN" if minutes <= 24 * 60 else "BREACH"
    return finding(child, late, words, found_at=start, police_at=done)  # type: ignore[arg-type]


def _c1_04(child: Child, now: datetime) -> Finding | None:
    if not is_foundling(child) or child.arrived_at is None:
        return None
    report = child.newest("F03")
    filed = report is not None and bool(report.get("cert_file") or report.has_paper("A02"))
    if report is not None and filed:
        if report.get("cert_issuer_div") == found_division(child):
            words = f"{report.text('cert_on')}由发现地公安出具"
            return finding(child, "PASS", words, cert_on=report.date("cert_on"))
        return finding(
            child, "BREACH", "报案证明不是发现地公安机关出具", cert_on=report.date("cert_on")
        )
    if admitted(child, now):
        return finding(child, "BREACH", "已正式入院而没有报案证明")
    reported = report.date("police_reported_at") if report else None
    return finding(child, "DUE", "报案证明未到，报审前须取得", police_on=reported)


def _exam_at(child: Child) -> datetime | None:
    exam = child.newest("F05")
    return exam.at("exam_at") if exam else None


def _c1_06(child: Child, now: datetime) -> Finding | None:
    start = child.arrived_at
    if start is None:
        return None
    exam = child.newest("F05")
    minutes = int(float(child.house.param("entry_exam_hours", now.date())) * 60)
    outcome = soft_minutes(start, minutes, now, exam.at("exam_at") if exam else None)
    if exam is None:
        return judged(child, outcome, arrived_at=start)
    rows = exam.rows("infect_panel")
    missing = [c for c in DEFAULT_PANEL if c not in {r.get("item") for r in rows}]
    waiting = [r for r in rows if r.get("result") in (None, "4")]
    facts: dict[str, Any] = {"arrived_at": start, "exam_at": exam.at("exam_at")}
    if missing:
        verdict = "BREACH" if admitted(child, now) else "DUE"
        words = f"传染病检查还差{len(missing)}项"
        return finding(child, verdict, words, **facts)  # type: ignore[arg-type]
    if waiting:
        verdict = "BREACH" if admitted(child, now) else "DUE"
        words = f"{len(waiting)}项结果未出"
        return finding(child, verdict, words, **facts)  # type: ignore[arg-type]
    return judged(child, outcome, **facts)


def _c1_07(child: Child, now: datetime) -> Finding | None:
    exam = child.newest("F05")
    if exam is None or exam.get("needs_treatment") is not True:
        return None
    start = exam.at("exam_at") or now
    visits = [v for v in child.all("F24") if _visit_start(v) and _visit_start(v) >= start]  # type: ignore[operator]
    done = _visit_start(visits[0]) if visits else None
    days = int(child.house.param("treatment_days", now.date()))
    outcome = soft_days(start.date(), days, now.date(), done.date() if done else None)
    return judged(child, outcome, exam_at=start, visit_at=done)


def _visit_start(visit: Record) -> datetime | None:
    names = ("found_at", "called_at", "sent_at", "arrived_at", "admit_at")
    times = [t for t in (visit.at(n) for n in names) if t is not None]
    return min(times) if times else None


def _notice_on(child: Child) -> date | None:
    notices = [r for r in child.all("F06") if r.get("proof") or r.has_paper("A06")]
    return notices[0].date("published_on") if notices else None


def current_notice(child: Child) -> Record | None:
    """The notice whose period counts: the newest (a republished one restarts it)."""
    return child.newest("F06")


def _c1_09(child: Child, now: datetime) -> Finding | None:
    if not is_foundling(child) or child.arrived_at is None:
        return None
    notice, approval = current_notice(child), child.newest("F08")
    if notice is None:
        return finding(child, "DUE", "寻亲公告发布后起算")
    opens, last = notice.date("opens_on"), notice.date("last_day")
    if opens is None or last is None:
        return finding(child, "UNKNOWN", "公告日期不全，算不出期满日")
    submitted = approval.date("submitted_on") if approval else None
    rest = Calendar.of(child.house.of("X03"))
    note = NO_HOLIDAYS if rest.note(last, opens) else ""
    facts: dict[str, Any] = {
        "published_on": notice.date("published_on"),
        "last_day": last,
        "opens_on": opens,
    }
    words = f"公告期满日{last}，可报审日期{opens}"
    if submitted is not None:
        ok = submitted >= opens
        return finding(
            child, "PASS" if ok else "BREACH", f"{words}，{submitted}报审", note=note,
            submitted_on=submitted, **facts,
        )  # fmt: skip
    if now.date() < opens:
        return finding(child, "DUE", f"{words}，等待中", due=opens, note=note, **facts)
    return finding(child, "PASS", f"{words}，公告期已满", due=opens, note=note, **facts)


def claims(child: Child) -> list[dict[str, object]]:
    """Every claim of every notice."""
    return [row for notice in child.all("F06") for row in notice.rows("claims")]


def _c1_10(child: Child, now: datetime) -> Finding | None:
    if not is_foundling(child) or current_notice(child) is None:
        return None
    states = [row.get("state") for row in claims(child)]
    if "3" in states:
        done = good_approval(child) is not None
        words = "认领成立，应办理领回，不得报审入院"
        return finding(child, "BREACH" if done else "DUE", words)
    if any(s in (None, "1") for s in states):
        verdict = "BREACH" if admitted(child, now) else "DUE"
        return finding(child, verdict, "有认领待核实，核实前不能报审")  # type: ignore[arg-type]
    return finding(child, "PASS", f"认领{len(states)}件，均已核实" if states else "没有认领")


def _c1_11(child: Child, now: datetime) -> Finding | None:
    if not child.cause.startswith("A") or child.arrived_at is None:
        return None
    sample = child.newest("F07")
    days = int(child.house.param("dna_sample_days", now.date()))
    sampled = sample.date("sampled_on") if sample else None
    outcome = soft_days(child.arrived_at.date(), days, now.date(), sampled)
    if sample is None or sampled is None:
        return judged(child, outcome, arrived_at=child.arrived_at)
    facts: dict[str, Any] = {"sampled_on": sampled, "result_on": sample.date("result_on")}
    if sample.get("result_code") == "1" and (sample.get("result_file") or sample.has_paper("A07")):
        return judged(child, outcome, **facts)
    if sample.get("result_code") == "2":
        return finding(child, "DUE", "比中，应核实亲属并办理领回", **facts)
    if admitted(child, now):
        return finding(child, "BREACH", "已正式入院而没有无比中结果", **facts)
    return finding(child, "DUE", f"{sampled}已采血，等比对结果", **facts)


def _c1_12(child: Child, now: datetime) -> Finding | None:
    if child.cause.startswith("T") or child.arrived_at is None:
        return None
    approval = child.newest("F08")
    if approval is None or not approval.get("decision"):
        if admitted(child, now):
            return finding(child, "BREACH", "已正式入院而没有民政审核同意")
        return finding(child, "DUE", "要件齐全后报民政审核")
    facts: dict[str, Any] = {"decided_on": approval.date("decided_on")}
    if is_foundling(child) and approval.get("approver_div") != found_division(child):
        return finding(child, "BREACH", "审核民政部门不是发生地", **facts)
    if approval.get("decision") != "1":
        return finding(child, "DUE", "审核未同意，补正后再报", **facts)
    return finding(child, "PASS", f"{approval.text('decided_on')}审核同意", **facts)


def _c1_13(child: Child, now: datetime) -> Finding | None:
    approval = good_approval(child)
    day, decided = child.admitted_on, approval.date("decided_on") if approval else None
    if not admitted(child, now):
        if decided is None:
            return None
        words = f"{decided}审核同意，当日办理正式入院"
        overdue = now.date() > decided
        return finding(child, "OVERDUE" if overdue else "DUE", words, due=decided)
    if child.status_at(now) and any(
        s.get("transition") == "T-0" for s in child.spans("status")[:1]
    ):
        return None
    facts: dict[str, Any] = {"decided_on": decided, "admitted_on": day}
    if decided is None or day is None or day < decided:
        return finding(child, "BREACH", "正式入院早于审核同意，或没有审核", **facts)
    verdict = "PASS" if day == decided else "WARN"
    return finding(child, verdict, f"{decided}同意，{day}入院", **facts)  # type: ignore[arg-type]


def _c1_14(child: Child, now: datetime) -> Finding | None:
    start = child.house.go_live_on if child.by_roster else child.admitted_on
    if not admitted(child, now) or start is None:
        return None
    days = int(child.house.param("hukou_apply_days", now.date()))
    far = int(child.house.param("hukou_overdue_days", now.date()))
    due, limit = last_day(start, days), last_day(start, far)
    records = [r for r in child.all("F09") if r.get("biz_type") in ("1", "2", None)]
    done = child.hukou
    applied = next((r.date("applied_on") for r in records if r.get("applied_on")), None)
    words = f"{start}起{days}日内申请，目标时限{due}；{limit}后未落户为逾期"
    facts: dict[str, Any] = {"admitted_on": start, "applied_on": applied}
    if done is not None and child.by_roster:
        return finding(child, "PASS", "已落户", **facts)
    if done is None and now.date() > limit:
        return finding(child, "OVERDUE", words, due=due, **facts)
    if applied is not None:
        own = child.house.institution
        elsewhere = own is not None and records[-1].get("police_div") not in (None, own.get("div"))
        if elsewhere:
            return finding(child, "BREACH", "不是机构所在地公安机关", due=due, **facts)
        late = applied > due
        return finding(
            child, "WARN" if late else "PASS", f"{words}，{applied}申请", due=due, **facts
        )
    return finding(child, "DUE" if now.date() <= due else "WARN", words, due=due, **facts)


def _c1_15(child: Child, now: datetime) -> Finding | None:
    spans = child.spans("status")
    if not spans or child.status_at(now) in PRESENT:
        return None
    if spans[-1].get("transition") == "T00":
        return None
    has_paper = any(child.all(f) for f in ("F50", "F49", "F51"))
    words = "离院手续齐全" if has_paper else "已离院而没有离院表单"
    return finding(child, "PASS" if has_paper else "BREACH", words)


def child_row(
    number: str, obligation: str, judge: Callable[[Child, datetime], Finding | None],
    forms: str, *, source: str = "S1", obliged: str = "机构", exempt: bool = False,
    offers: str = "", reads: str = "",
) -> Row:  # fmt: skip
    return Row(
        id=number, obligation=obligation, obliged=obliged, source=source,
        forms=tuple(forms.split()), judge=each_child(judge, exempt=exempt), offers=offers,
        reads=tuple(reads.split()),
    )  # fmt: skip


ROWS: tuple[Row, ...] = (
    child_row("C1.01", "严格落实接收规定，规范入院流程", _c1_01, "F02",
              reads="F02.arrived_at F02.exit_sign"),
    Row(
        id="C1.02", obligation="为应当收留抚养的儿童办理入院手续", obliged="机构", source="S1",
        forms=("F02", "F70"), judge=_c1_02, offers="register",
        reads=("F02.decision", "F02.refuse_ground", "F70.type", "F70.about"),
    ),
    child_row("C1.03", "向发现地公安部门报案", _c1_03, "F03", offers="gate-H",
              reads="F03.found_at F03.police_reported_at F03.police_div F03.found_div"),
    child_row("C1.04", "取得弃婴（儿）发生地公安部门出具的《捡拾弃婴（儿）报案证明》", _c1_04,
              "F03", obliged="公安；机构留存", offers="gate-H",
              reads="F03.cert_file F03.cert_on F03.cert_issuer_div F03.found_div"),
    child_row("C1.05", "送医疗机构全面体检",
              soft_hours_from_arrival("entry_exam_hours", _exam_at), "F05", source="D",
              offers="deadline", reads="F05.exam_at F05.report_file"),
    child_row("C1.06", "传染病检查", _c1_06, "F05", source="D", offers="deadline",
              reads="F05.infect_panel F05.exam_at F05.cleared_at"),
    child_row("C1.07", "需要救治的及时医疗救治", _c1_07, "F05 F24", source="D",
              reads="F05.needs_treatment F05.exam_at"),
    child_row("C1.08", "发布寻亲公告",
              soft_from_arrival("notice_publish_days", _notice_on, is_foundling), "F06",
              source="D", offers="deadline", reads="F06.published_on F06.proof"),
    child_row("C1.09", "公告期满60日后", _c1_09, "F06 F08", source="R:民法典", offers="gate-H",
              reads="F06.published_on F06.period_days F08.submitted_on"),
    child_row("C1.10", "对查找不到生父母和其他监护人的", _c1_10, "F06", offers="gate-H",
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
    child_row("C1.15", "严格离院管理", _c1_15, "F50 F49 F51", offers="gates"),
)  # fmt: skip
