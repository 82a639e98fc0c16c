"""Duties that begin with arrival beside clause 1: insurance (C3.17, C3.18) and the file (C12.04)."""

from __future__ import annotations

from datetime import date, datetime

from welfare_desktop.domain.deadlines import last_day
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.rules.entry import child_row
from welfare_desktop.domain.rules.shapes import anchor, finding, soft_from_arrival
from welfare_desktop.domain.rules.verdict import Finding, Row


def _c3_18(child: Child, now: datetime) -> Finding | None:
    record = child.newest("F10")
    if record is None:
        return None
    enrolled = next((r.date("enrolled_on") for r in child.all("F10") if r.get("enrolled_on")), None)
    uninsured = next((r for r in child.all("F10") if r.get("state") in ("3", "4")), None)
    if uninsured is None or (record.get("state") in ("1", "2") and enrolled is None):
        return finding(child, "PASS" if record.get("state") == "1" else "NA", "已参保")
    hukou = next((r.date("done_on") for r in child.all("F09") if r.get("done_on")), None)
    if uninsured.get("state") == "4" and hukou is None:
        return finding(child, "NA", "未落户，落户后起算")
    start = anchor(child) if child.by_roster else None
    known = [d for d in (hukou, uninsured.date("verified_on")) if d is not None]
    first = start.date() if start else max(known)
    days = int(child.house.param("insurance_enrol_days", now.date()))
    due = last_day(first, days)
    words = f"{first}起{days}日内参保，目标时限{due}"
    if enrolled is not None:
        late = enrolled > due
        return finding(child, "WARN" if late else "PASS", f"{words}，{enrolled}参保", due=due)
    overdue = now.date() > due
    return finding(child, "OVERDUE" if overdue else "DUE", words, due=due)


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
    records = child.all("F10")
    return records[0].date("verified_on") if records else None


ROWS: tuple[Row, ...] = (
    child_row("C3.17", "入院时及时核实参保状态",
         soft_from_arrival("insurance_verify_days", _verified_on), "F10", source="D",
         offers="deadline", reads="F10.verified_on F10.state"),
    child_row("C3.18", "未参保的随参随缴，及时享受待遇", _c3_18, "F10 F70", source="D", exempt=True,
         obliged="机构/医保", offers="deadline",
         reads="F10.state F10.enrolled_on F10.applied_on F10.blocked_reason"),
    child_row("C12.04", "入院的同时及时建立业务档案", _c12_04, "F01 F02", source="S12",
         reads="F02.arrived_at"),
)  # fmt: skip
