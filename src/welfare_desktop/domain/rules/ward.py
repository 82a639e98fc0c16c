"""Duty, rounds, handover and abnormal events (C3.06–C3.11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from welfare_desktop.domain import rounds, staffing
from welfare_desktop.domain.deadlines import instant
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.verdict import (
    BEFORE_OPENING,
    Finding,
    Row,
    Subject,
    Word,
    gravest,
)


def _ward(record: Record, suffix: str) -> Subject:
    number = record.text("ward_no")
    return Subject("ward", f"{number}/{suffix}", f"{record.text('name')} {suffix}", record.id)


def _day_start(now: datetime) -> datetime:
    return datetime(now.year, now.month, now.day)


def _occupied(house: House, now: datetime) -> list[Record]:
    """Wards with children on the day; an empty ward has nobody to watch."""
    return [w for w in house.wards if rounds.in_ward(house, w.id, now)]


def _before(house: House, now: datetime) -> bool:
    live = house.go_live_on
    return live is not None and now.date() < live


def _c3_06(house: House, now: datetime) -> list[Finding]:
    out = []
    for ward in _occupied(house, now):
        subject = _ward(ward, f"{now:%Y-%m-%d}")
        if _before(house, now):
            out.append(Finding(subject=subject, verdict="NA", note=BEFORE_OPENING))
            continue
        missing = staffing.uncovered(house, ward.id, _day_start(now), now)
        if missing:
            words = f"无人值守{missing}分钟"
            out.append(_line(subject, "BREACH", words, uncovered_minutes=missing))
        else:
            out.append(_line(subject, "PASS", "全天有人值守", uncovered_minutes=0))
    return out


def _line(subject: Subject, verdict: Word, words: str, **facts: object) -> Finding:
    return Finding(subject=subject, verdict=verdict, arithmetic=words, facts=facts)


def _shifts(now: datetime) -> list[tuple[str, datetime, datetime]]:
    start = _day_start(now)
    spans = (("N", 0, 8), ("D", 8, 16), ("E", 16, 24))
    out = [(s, start + timedelta(hours=a), start + timedelta(hours=b)) for s, a, b in spans]
    return [item for item in out if item[1] <= now]


def _handovers_into(house: House, ward: str, start: datetime, end: datetime) -> list[Record]:
    out = []
    for record in house.of("F32"):
        at = record.happened
        if record.get("ward") == ward and at and start - timedelta(hours=1) <= at < end:
            out.append(record)
    return out


def _first_shift(house: House, start: datetime) -> bool:
    """The shift running at the go-live moment was never handed over in the program."""
    live = house.go_live_on
    return live is not None and start <= datetime(live.year, live.month, live.day)


def _by_shift(house: House, now: datetime, done: str, undone: str) -> list[Finding]:
    out = []
    for ward in _occupied(house, now):
        for shift, start, end in _shifts(now):
            subject = _ward(ward, f"{now:%Y-%m-%d}/{shift}")
            if _before(house, now) or _first_shift(house, start):
                out.append(Finding(subject=subject, verdict="NA", note=BEFORE_OPENING))
                continue
            found = _handovers_into(house, ward.id, start, end)
            if found:
                names = found[-1].get("by_in") or {}
                words = f"{names.get('name', '')} {str(names.get('at', ''))[11:16]} {done}"
                out.append(_line(subject, "PASS", words))
            elif now < start + timedelta(minutes=30):
                out.append(_line(subject, "DUE", undone))
            else:
                out.append(_line(subject, "BREACH" if now >= end else "OVERDUE", undone))
    return out


def _c3_07(house: House, now: datetime) -> list[Finding]:
    return _by_shift(house, now, "接班前已逐项确认", "接班人还没有确认本区域儿童情况")


def _c3_09(house: House, now: datetime) -> list[Finding]:
    return _by_shift(house, now, "重点儿童已逐一交接", "还没有交接班记录")


def _slot_finding(house: House, ward: Record, slot: datetime, walks: list[Record]) -> Finding:
    """One slot of a ward. ``walks``: the day's rounds of every ward, for children who moved."""
    subject = _ward(ward, f"{slot:%Y-%m-%d}")
    text = slot.strftime("%Y-%m-%dT%H:%M")
    of_slot = [w for w in walks if w.get("due_at") == text]
    own = [w for w in of_slot if w.get("ward") == ward.id]
    due = {c.id for c in rounds.due_children(house, ward.id, slot)}
    seen = {m["child"] for w in of_slot for m in w.rows("marks") if m.get("slot") == text}
    if not own and due - seen:
        return _unwalked(house, ward, slot, text)
    if any(w.get("closed_as") == "2" for w in own):
        return _line(subject, "WARN", f"{slot:%H:%M}未签")
    if due - seen:
        return _line(subject, "WARN", f"{slot:%H:%M}有{len(due - seen)}名未记")
    times = [m["at"] for w in own for m in w.rows("marks") if m.get("slot") == text]
    last = max(map(datetime.fromisoformat, times), default=slot)
    if last - slot > timedelta(minutes=30):
        return _line(subject, "WARN", f"{slot:%H:%M}补录")
    if last - slot > timedelta(minutes=15, seconds=59):
        return _line(subject, "WARN", f"{slot:%H:%M}迟到")
    odd = {word for w in own for word in rounds.warnings(w, walks)}
    if odd:
        return _line(subject, "WARN", f"{slot:%H:%M}{'、'.join(sorted(odd))}")
    return _line(subject, "PASS", f"{slot:%H:%M}已巡")


def _unwalked(house: House, ward: Record, slot: datetime, text: str) -> Finding:
    subject = _ward(ward, f"{slot:%Y-%m-%d}")
    open_marks = house.source.marks(slot - timedelta(hours=1), slot + timedelta(hours=2))
    if any(m.get("slot") == text and m.get("ward") == ward.id for m in open_marks):
        return _line(subject, "WARN", f"{slot:%H:%M}已记未签")
    state = rounds.lateness(house, slot)
    if state == "missed":
        return _line(subject, "BREACH", f"{slot:%H:%M}没有巡查")
    return _line(subject, "DUE" if state in ("due", "future") else "WARN", f"{slot:%H:%M}待巡")


def _c3_08(house: House, now: datetime) -> list[Finding]:
    out = []
    day = now.date()
    for ward in _occupied(house, now):
        subject = _ward(ward, day.isoformat())
        if _before(house, now):
            out.append(Finding(subject=subject, verdict="NA", note=BEFORE_OPENING))
            continue
        walks = [w for w in house.of("F30") if w.text("due_at")[:10] == day.isoformat()]
        past = [s for s in rounds.slots(house, ward.id, day) if s <= now]
        past = [s for s in past if rounds.due_children(house, ward.id, s)]
        found = [_slot_finding(house, ward, slot, walks) for slot in past]
        if not found:
            out.append(_line(subject, "NA", "还没有到点的巡查"))
            continue
        worst = gravest(found)
        good = sum(f.verdict == "PASS" for f in found)
        lines = "；".join(f.arithmetic for f in found if f.verdict not in ("PASS", "DUE"))
        words = f"应巡{len(found)}次，按时{good}次" + (f"：{lines}" if lines else "")
        out.append(_line(subject, worst.verdict, words[:400], slots=len(found), passed=good))
    return out


def _events(house: House, now: datetime) -> list[Record]:
    return [e for e in house.of("F31") if e.happened and e.happened <= now]


def _event_subject(house: House, event: Record) -> Subject:
    ids = event.get("children") or []
    child = house.child(ids[0]) if ids else None
    if child is None:
        record = house.institution
        code = record.text("org_code") if record else ""
        return Subject("institution", code, event.form_no, event.id)
    return Subject("child", child.file_no, child.name, child.id)


def _c3_10(house: House, now: datetime) -> list[Finding]:
    out = []
    limit = int(house.param("first_action_minutes", now.date()))
    for event in _events(house, now):
        found, acted = event.at("found_at"), event.at("first_action_at")
        if found is None:
            continue
        minutes, _ = instant(found, acted, now)
        subject = _event_subject(house, event)
        facts = {
            "found_at": event.text("found_at"),
            "first_action_at": event.text("first_action_at"),
        }
        if acted is None:
            verdict: Word = "DUE" if minutes <= limit else "OVERDUE"
            out.append(_line(subject, verdict, f"发现后{minutes}分钟还没有处置记录", **facts))
        else:
            verdict = "PASS" if minutes <= limit else "WARN"
            words = f"发现后{minutes}分钟首次干预（目标{limit}分钟）"
            out.append(_line(subject, verdict, words, **facts))
    return out


def _c3_11(house: House, now: datetime) -> list[Finding]:
    out = []
    for event in _events(house, now):
        if event.get("severity") != "4":
            continue
        subject, found = _event_subject(house, event), event.at("found_at") or now
        called = [r.get("at") for r in event.rows("timeline") if r.get("action") in ("7", "8")]
        visits = [
            v for v in house.of("F24")
            if (v.child in (event.get("children") or []) and v.id == event.get("visit"))
            or (v.child in (event.get("children") or []) and _near(v, found))
        ]  # fmt: skip
        sent = next((v.at("sent_at") for v in visits if v.get("sent_at")), None)
        done = min((datetime.fromisoformat(t) for t in called if t), default=sent)
        red = int(house.param("instant_minutes", now.date()))
        minutes, words = instant(found, done, now, red)
        facts = {"found_at": event.text("found_at"), "sent_at": str(sent or "")}
        if sent is not None and visits:
            out.append(_line(subject, "PASS" if minutes <= red else "WARN", words, **facts))
        else:
            verdict: Word = "DUE" if minutes <= red else "WARN" if minutes <= 1440 else "BREACH"
            out.append(_line(subject, verdict, words, **facts))
    return out


def _near(visit: Record, found: datetime) -> bool:
    times = [visit.at(n) for n in ("found_at", "called_at", "sent_at", "arrived_at")]
    return any(t is not None and abs(t - found) < timedelta(hours=24) for t in times)


ROWS: tuple[Row, ...] = (
    Row(id="C3.06", obligation="落实24小时值班巡查制度", obliged="机构", source="S3",
        forms=("F67", "F30", "F32", "X02", "X09"), judge=_c3_06,
        reads=("F67.staff_list", "F67.planned_from", "F67.planned_to", "F32.by_in")),
    Row(id="C3.07", obligation="值班人员熟知抚养儿童情况", obliged="机构", source="S3",
        forms=("F32",), judge=_c3_07, reads=("F32.by_in",)),
    Row(id="C3.08", obligation="做好巡查记录", obliged="机构", source="S3", forms=("F30",),
        judge=_c3_08, reads=("F30.marks", "F30.due_at", "F30.closed_as")),
    Row(id="C3.09", obligation="重点交接患病等特殊状况儿童", obliged="机构", source="S3",
        forms=("F32",), judge=_c3_09, offers="gate-H", reads=("F32.special_list", "F32.by_in")),
    Row(id="C3.10", obligation="发现异常及时干预", obliged="机构", source="D", forms=("F31",),
        judge=_c3_10, reads=("F31.found_at", "F31.timeline", "F31.first_action_at")),
    Row(id="C3.11", obligation="突发危重疾病及时送医", obliged="机构", source="S3",
        forms=("F31", "F24"), judge=_c3_11, reads=("F31.severity", "F24.sent_at")),
)  # fmt: skip
