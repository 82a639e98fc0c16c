"""A child arrives: taking in, examination, treatment, insurance, the file.

Rows C1.01, C1.02, C1.05–C1.07, C3.17, C3.18, C12.04.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from welfare_desktop.domain.deadlines import (
    Judged,
    fixed,
    judged_at,
    last_day,
    soft_days,
    soft_minutes,
)
from welfare_desktop.domain.forms.f05_entry_exam import DEFAULT_PANEL
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import (
    admitted,
    first_day,
    outstanding,
    panel,
    tests,
    visit_start,
)
from welfare_desktop.domain.rules.shapes import (
    anchor,
    child_row,
    finding,
    institution,
    judged,
    report,
    soft_from_arrival,
    subject_of,
)
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row


def _c1_01(child: Child, now: datetime) -> Finding | None:
    if child.status_at(now) not in PRESENT:
        return None
    intake = child.intake
    if intake is None:
        return finding(child, "BREACH", "在院而没有接收登记")
    if not intake.get("exit_sign"):
        return finding(child, "BREACH", "接收登记没有双方签字", arrived_at=child.arrived_at)
    arrived, entered = intake.date("arrived_at"), date.fromisoformat(intake.submitted_at[:10])
    # A 补录 is backed by the two signatures it has (DL-16).
    if arrived is not None and entered > arrived and not intake.late_entry_reason:
        return finding(child, "WARN", f"{arrived}到院，{entered}才登记", arrived_at=arrived)
    return finding(child, "PASS", f"{arrived}到院，已登记", arrived_at=arrived)


def refusal_reports(house: House, child: str, intake: str = "") -> list[Record]:
    """F70 REFUSAL about a child: naming its F02, or sent first and not yet continued."""
    return [
        r
        for r in house.of("F70")
        if r.get("type") == "REFUSAL"
        and (r.get("about") == intake if r.get("about") else r.child == child)
    ]


def _c1_02(house: House, now: datetime) -> list[Finding]:
    out = []
    for record in house.of("F02"):
        if record.get("decision") not in ("2", "3"):
            continue
        child = house.child(record.child or "")
        subject = subject_of(child) if child else institution(house)
        day, remedy = (record.happened or now).date(), Remedy("F02", record.id)
        if not record.get("refuse_ground"):
            outcome = Judged("BREACH", day, "不予接收，没有法定依据")
        elif refusal_reports(house, record.child or "", record.id):
            outcome = Judged("PASS", day, f"{day}不予接收，依据和上报齐全")
        else:
            outcome = fixed(day, now.date(), breach=True)
            words = f"不予接收，没有上报记录；{outcome.arithmetic}"
            outcome, remedy = (
                msgspec.structs.replace(outcome, arithmetic=words), report("REFUSAL", record)
            )  # fmt: skip
        out.append(
            Finding(
                subject=subject, verdict=outcome.verdict, due=outcome.due,
                arithmetic=outcome.arithmetic, facts={"decided_on": day.isoformat()},
                remedy=remedy,
            )
        )  # fmt: skip
    return out


def _first_exam(child: Child) -> Record | None:
    exams = child.all("F05")
    return exams[0] if exams else None


def _exam_ladder(child: Child, now: datetime, done: datetime | None) -> Judged | None:
    start = child.arrived_at
    if start is None:
        return None
    minutes = int(float(child.house.param("entry_exam_hours", now.date())) * 60)
    return soft_minutes(start, minutes, now, done)


def _c1_05(child: Child, now: datetime) -> Finding | None:
    exam = _first_exam(child)
    done = judged_at(exam, "exam_at") if exam else None
    outcome = _exam_ladder(child, now, done)
    if outcome is None:
        return None
    facts: dict[str, Any] = {"arrived_at": child.arrived_at, "exam_at": done}
    if exam is not None and not (exam.get("report_file") or exam.has_paper("A03")):
        return finding(child, "WARN", "已体检，体检报告还没有归档", due=outcome.due, **facts)
    return judged(child, outcome, **facts)


def _ordered_at(child: Child) -> datetime | None:
    """When the last test of the default panel was ordered; ``None`` while one is not."""
    exam, items = _first_exam(child), panel(child)
    start = judged_at(exam, "exam_at") if exam else None
    if start is None or any(item not in items for item in DEFAULT_PANEL):
        return None
    rows = [row for record in child.all("F05") for row in record.rows("infect_panel")]
    days = [date.fromisoformat(r["tested_on"]) for r in rows if r.get("tested_on")]
    later = [datetime(d.year, d.month, d.day) for d in days if d > start.date()]
    return max([start, *later])


def _moved_early(child: Child, now: datetime) -> date | None:
    """Day on which a child was put in a common ward before isolation was lifted."""
    intake = child.intake
    if intake is None or intake.get("isolation") is not True:
        return None
    cleared = min((t for e in child.all("F05") if (t := e.at("cleared_at"))), default=None)
    for move in child.house.of("X09"):
        ward = child.house.record("X02", move.text("to_ward"))
        at = move.happened
        if move.get("child") != child.id or at is None or at > now or ward is None:
            continue
        same = move.get("to_ward") == move.get("from_ward")
        if ward.get("kind") != "3" and not same and (cleared is None or at < cleared):
            return at.date()
    return None


def _c1_06(child: Child, now: datetime) -> Finding | None:
    outcome = _exam_ladder(child, now, _ordered_at(child))
    if outcome is None:
        return None
    items = panel(child)
    missing = [item for item in DEFAULT_PANEL if item not in items]
    waiting = outstanding(items)
    facts: dict[str, Any] = {"arrived_at": child.arrived_at, "ordered_at": _ordered_at(child)}
    words = outcome.arithmetic
    if items and missing:
        words = f"传染病检查还差{tests(missing)}；{words}"
    elif waiting:
        words = f"{tests(waiting)}结果未出；{words}"
    if (missing or waiting) and admitted(child, now):
        return finding(child, "BREACH", f"已正式入院，{words}", due=outcome.due, **facts)
    early = _moved_early(child, now)
    if early is not None and outcome.verdict in ("PASS", "DUE"):
        words = f"{early}隔离观察未解除就移入普通区域"
        return finding(child, "WARN", words, moved_on=early, **facts)
    verdict = "DUE" if waiting and outcome.verdict == "PASS" else outcome.verdict
    return finding(child, verdict, words, due=outcome.due, **facts)


def _c1_07(child: Child, now: datetime) -> Finding | None:
    needing = [e for e in child.all("F05") if e.get("needs_treatment") is True]
    start = needing[0].at("exam_at") if needing else None
    if start is None:
        return None
    begun = [at for v in child.all("F24") if (at := visit_start(v)) is not None and at >= start]
    done = min(begun, default=None)
    days = int(child.house.param("treatment_days", now.date()))
    outcome = soft_days(start.date(), days, now.date(), done.date() if done else None)
    return judged(child, outcome, exam_at=start, visit_at=done)


def _insured_from(child: Child, uninsured: Record) -> date | None:
    """Day from which enrolment is counted: found 未参保, or hukou done where that was in the way."""
    start = uninsured.date("verified_on")
    if uninsured.get("state") == "4":
        if child.hukou is None:
            return None
        start = child.hukou.date("done_on") or start
    opening = anchor(child) if child.by_roster else None
    known = [day for day in (start, opening.date() if opening else None) if day is not None]
    return max(known, default=None)


def _c3_18(child: Child, now: datetime) -> Finding | None:
    records = child.all("F10")
    if not records:
        return None
    enrolled = first_day(records, "enrolled_on")
    uninsured = next((r for r in records if r.get("state") in ("3", "4")), None)
    newest = records[-1].get("state")
    if enrolled is None and newest == "2":
        return finding(child, "WARN", "参保中断，请办理续保")
    if uninsured is None or (enrolled is None and newest == "1"):
        return finding(child, "PASS", "已参保")
    start = _insured_from(child, uninsured)
    if start is None:
        return finding(child, "NA", "未落户，落户后起算")
    days = int(child.house.param("insurance_enrol_days", now.date()))
    due = last_day(start, days)
    outcome = fixed(due, now.date(), enrolled)
    words = f"{start}起{days}日内参保，{outcome.arithmetic}"
    return finding(child, outcome.verdict, words, due=due, counted_from=start, enrolled_on=enrolled)


def _c12_04(child: Child, now: datetime) -> Finding | None:
    arrived = child.arrived_at
    if arrived is None:
        return None
    opened = datetime.fromisoformat(child.record.created_at).date()
    day = arrived.date()
    if opened <= day:
        return finding(child, "PASS", f"{day}到院，当日建档", arrived_on=day, file_opened_on=day)
    words = f"{day}到院，{opened}建档"
    return finding(child, "BREACH", words, arrived_on=day, file_opened_on=opened)


def _verified_on(child: Child) -> date | None:
    return first_day(child.all("F10"), "verified_on")


ROWS: tuple[Row, ...] = (
    child_row("C1.01", "严格落实接收规定，规范入院流程", _c1_01, "F02",
              reads="F02.arrived_at F02.exit_sign"),
    Row(
        id="C1.02", obligation="为应当收留抚养的儿童办理入院手续", obliged="机构", source="S1",
        forms=("F02", "F70"), judge=_c1_02, offers="register",
        reads=("F02.decision", "F02.refuse_ground", "F70.type", "F70.about"),
    ),
    child_row("C1.05", "送医疗机构全面体检", _c1_05, "F05", source="D", offers="deadline",
              reads="F05.exam_at F05.report_file", by_minute=True),
    child_row("C1.06", "传染病检查", _c1_06, "F05", source="D", offers="deadline",
              reads="F05.infect_panel F05.exam_at F05.cleared_at", by_minute=True),
    child_row("C1.07", "需要救治的及时医疗救治", _c1_07, "F24 F05", source="D", anew=True,
              reads="F05.needs_treatment F05.exam_at"),
    child_row("C3.17", "入院时及时核实参保状态",
              soft_from_arrival("insurance_verify_days", _verified_on), "F10", source="D",
              offers="deadline", reads="F10.verified_on F10.state"),
    child_row("C3.18", "未参保的随参随缴，及时享受待遇", _c3_18, "F10 F70", source="D", exempt=True,
              obliged="机构/医保", offers="deadline",
              reads="F10.state F10.enrolled_on F10.applied_on F10.blocked_reason"),
    child_row("C12.04", "入院的同时及时建立业务档案", _c12_04, "F01 F02", source="S12",
              reads="F02.arrived_at"),
)  # fmt: skip
