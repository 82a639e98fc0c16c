"""Duty, rounds, handover and abnormal events (C3.06–C3.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.domain import rounds, staffing, walked
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.cover import occupied
from welfare_desktop.domain.deadlines import counted_at, instant, judged_at, soft_minutes
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import on_with
from welfare_desktop.domain.rules.verdict import (
    BEFORE_OPENING,
    Finding,
    Remedy,
    Row,
    Subject,
    Word,
    gravest,
)
from welfare_desktop.domain.walked import How, Walked

#: What F32 ``warnings`` says of somebody who came on duty without having read of the children.
UNREAD = "接班前没有看过儿童情况"


def _ward(record: Record, suffix: str) -> Subject:
    number = record.text("ward_no")
    return Subject("ward", f"{number}/{suffix}", f"{record.text('name')} {suffix}", record.id)


def _day_start(now: datetime) -> datetime:
    return datetime(now.year, now.month, now.day)


def _before(house: House, now: datetime) -> bool:
    live = house.go_live_on
    return live is not None and now.date() < live


def _c3_06(house: House, now: datetime) -> list[Finding]:
    out = []
    for ward in occupied(house, now):
        subject = _ward(ward, f"{now:%Y-%m-%d}")
        if _before(house, now):
            out.append(Finding(subject=subject, verdict="NA", note=BEFORE_OPENING))
            continue
        minutes = staffing.uncovered(house, ward.id, _day_start(now), now)
        missed = _missed(house, ward, now)
        facts: dict[str, Any] = {"uncovered_minutes": minutes, "missed_rounds": len(missed)}
        if minutes:
            out.append(_line(subject, "BREACH", f"无人值守{minutes}分钟", **facts))
        elif missed:
            words = f"有人值守，巡查间隔超限：{'、'.join(missed)}没有巡查"
            out.append(_line(subject, "WARN", words[:400], remedy=Remedy("F30"), **facts))
        else:
            out.append(_line(subject, "PASS", "有人值守，巡查没有中断", **facts))
    return out


def _line(
    subject: Subject, verdict: Word, words: str, *, remedy: Remedy | None = None, **facts: object
) -> Finding:
    return Finding(subject=subject, verdict=verdict, arithmetic=words, facts=facts, remedy=remedy)


def _shifts(house: House, ward: str, now: datetime) -> list[tuple[str, datetime, datetime]]:
    """Shifts of a ward that begin on the day and have begun: three of eight hours, or two of twelve."""
    out, at = [], _day_start(now)
    while at <= now:
        shift = rounds.shift_of(house, at, ward)
        start, end = rounds.shift_span(at, shift)
        if start.date() == now.date():
            out.append((shift, start, end))
        at = end
    return out


def _handovers_into(
    house: House, ward: str, shift: str, start: datetime, end: datetime
) -> list[Record]:
    """Handovers into a shift, from an hour before it to its end."""
    return [
        record
        for record in house.within("F32", start - rounds.EARLY_HANDOVER, end, ward)
        if record.get("to_shift") == shift
    ]


def _first_shift(house: House, start: datetime) -> bool:
    """The shift running at the go-live moment was never handed over in the program."""
    live = house.go_live_on
    return live is not None and start <= datetime(live.year, live.month, live.day)


def _by_shift(
    house: House, now: datetime, undone: str, judge: Callable[[Record], tuple[Word, str]]
) -> list[Finding]:
    """A duty of each shift; ``judge``: of the handover into it."""
    out = []
    for ward in occupied(house, now):
        for shift, start, end in _shifts(house, ward.id, now):
            subject = _ward(ward, f"{now:%Y-%m-%d}/{shift}")
            if _before(house, now) or _first_shift(house, start):
                out.append(Finding(subject=subject, verdict="NA", note=BEFORE_OPENING))
                continue
            found = _handovers_into(
                house, ward.id, shift, start, min(end, now + timedelta(minutes=1))
            )
            if found:
                out.append(_line(subject, *judge(found[-1])))
            elif now < start + rounds.LATE_HANDOVER:
                out.append(_line(subject, "DUE", undone))
            else:
                out.append(_line(subject, "BREACH" if now >= end else "OVERDUE", undone))
    return out


def _signed_by(record: Record) -> str:
    mark = record.get("by_in") or {}
    # A photograph hangs on it where it was signed on paper (lifecycle.md §4.4).
    late = "（补录，纸质交接单）" if record.papers else ""
    return f"{mark.get('name', '')} {record.text('handover_at')[11:16]}{late}"


def _unread(record: Record) -> int:
    return sum(not row.get("ack_at") for row in record.rows("special_list"))


def _not_briefed(record: Record) -> list[str]:
    """Who came on duty with others and had not read of the children, as the handover has it."""
    notes = [str(row.get("note") or "") for row in record.rows("warnings")]
    return [note.removesuffix(UNREAD) for note in notes if note.endswith(UNREAD)]


def _c3_07(house: House, now: datetime) -> list[Finding]:
    def judge(record: Record) -> tuple[Word, str]:
        if _unread(record):
            return "WARN", f"{_signed_by(record)} 接班，有{_unread(record)}名重点儿童没有确认"
        if late := _not_briefed(record):
            return "WARN", f"{_signed_by(record)} 接班，{'、'.join(late)}{UNREAD}"
        return "PASS", f"{_signed_by(record)} 接班前已逐项确认"

    return _by_shift(house, now, "接班人还没有确认本区域儿童情况", judge)


def _c3_09(house: House, now: datetime) -> list[Finding]:
    def judge(record: Record) -> tuple[Word, str]:
        if not record.get("by_out") or not record.get("by_in"):
            return "BREACH", "交接班没有两人签字"
        if _unread(record):
            return "BREACH", f"重点儿童有{_unread(record)}名没有逐一交接"
        return "PASS", f"{_signed_by(record)} 重点儿童已逐一交接"

    return _by_shift(house, now, "还没有交接班记录", judge)


#: How a round was walked → what is said of it; a round in time may still look odd.
_SAID: Mapping[How, tuple[Word, str]] = {
    "unsigned": ("WARN", "未签"), "open": ("WARN", "已记未签"), "missed": ("BREACH", "没有巡查"),
    "paper": ("WARN", "补录（纸质巡查表）"), "early": ("WARN", "提前"), "late": ("WARN", "迟到"), "backfilled": ("WARN", "补录"),
}  # fmt: skip


def _slot_finding(house: House, ward: Record, one: Walked, walks: list[Record]) -> Finding:
    """One slot of a ward. ``walks``: the day's rounds of every ward, for children who moved."""
    subject, slot = _ward(ward, f"{one.slot:%Y-%m-%d}"), one.slot
    if one.how in _SAID:
        verdict, said = _SAID[one.how]
        return _line(subject, verdict, f"{slot:%H:%M}{said}")
    if one.how == "partly":
        return _line(subject, "WARN", f"{slot:%H:%M}有{one.waiting}名未记")
    if one.how == "waiting":
        early = rounds.lateness(house, slot) in ("due", "future")
        return _line(subject, "DUE" if early else "WARN", f"{slot:%H:%M}待巡")
    text = minute_text(slot)
    own = [w for w in walks if w.get("due_at") == text and w.get("ward") == ward.id]
    odd = {word for w in own for word in walked.warnings(w, walks)}
    if odd:
        return _line(subject, "WARN", f"{slot:%H:%M}{'、'.join(sorted(odd))}")
    return _line(subject, "PASS", f"{slot:%H:%M}已巡")


def _missed(house: House, ward: Record, now: datetime) -> list[str]:
    """Slots of the day at which nobody looked within the limit."""
    return walked.times(walked.span(house, ward.id, _day_start(now), now), "missed")


def _c3_08(house: House, now: datetime) -> list[Finding]:
    out = []
    for ward in occupied(house, now):
        subject = _ward(ward, now.date().isoformat())
        if _before(house, now):
            out.append(Finding(subject=subject, verdict="NA", note=BEFORE_OPENING))
            continue
        walks = walked.walks(house, _day_start(now), now)
        came = walked.span(house, ward.id, _day_start(now), now)
        found = [_slot_finding(house, ward, one, walks) for one in came]
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
        found, acted = event.at("found_at"), judged_at(event, "first_action_at")
        if found is None:
            continue
        acted = acted if acted is None or acted <= now else None
        minutes, _ = instant(found, acted, now)
        subject, remedy = _event_subject(house, event), on_with(event, "F31")
        facts = {
            "found_at": event.text("found_at"),
            "first_action_at": event.text("first_action_at"),
        }
        if acted is None:
            verdict: Word = "DUE" if minutes <= limit else "OVERDUE"
            words = f"发现后{minutes}分钟还没有处置记录"
        else:
            verdict = "PASS" if minutes <= limit else "WARN"
            words = f"发现后{minutes}分钟首次干预（目标{limit}分钟）"
        out.append(_line(subject, verdict, words, remedy=remedy, **facts))
    return out


def _c3_11(house: House, now: datetime) -> list[Finding]:
    """危重: called or sent at once (DL-12, its red line counted as DL-13 says), F24 with sent_at."""
    out = []
    for event in _events(house, now):
        found = event.at("found_at")
        if event.get("severity") != "4" or found is None:
            continue
        visits = _visits(house, event, found)
        sent = next((at for v in visits if (at := judged_at(v, "sent_at"))), None)
        called = [
            counted_at(event, "timeline", datetime.fromisoformat(r["at"]))
            for r in event.rows("timeline")
            if r.get("action") in ("7", "8") and r.get("at")
        ]
        start = min([*called, sent]) if sent is not None else None
        red = int(house.param("instant_minutes", now.date()))
        outcome = soft_minutes(found, red, now, start)
        words = outcome.arithmetic if sent else f"{instant(found, None, now)[1]}，送医记录未填"
        facts = {"found_at": event.text("found_at"), "sent_at": sent.isoformat() if sent else ""}
        remedy = on_with(visits[-1] if visits else None, "F24")
        out.append(
            _line(_event_subject(house, event), outcome.verdict, words, remedy=remedy, **facts)
        )
    return out


def event_verdicts(
    house: House, events: Iterable[Record], now: datetime
) -> dict[str, dict[str, Word]]:
    """Event → clause → how C3.10 and C3.11 judge it."""
    judged = {
        clause: {(x.subject.record, (x.facts or {}).get("found_at")): x.verdict for x in lines}
        for clause, lines in (("C3.10", _c3_10(house, now)), ("C3.11", _c3_11(house, now)))
    }
    out: dict[str, dict[str, Word]] = {}
    for event in events:
        key = (_event_subject(house, event).record, event.text("found_at"))
        out[event.id] = {c: found[key] for c, found in judged.items() if key in found}
    return out


def _visits(house: House, event: Record, found: datetime) -> list[Record]:
    """F24 linked to an event: named by it, or of its child within a day."""
    children = event.get("children") or []
    return [
        v
        for v in house.of("F24")
        if v.child in children and (v.id == event.get("visit") or _near(v, found))
    ]


def _near(visit: Record, found: datetime) -> bool:
    times = [visit.at(n) for n in ("found_at", "called_at", "sent_at", "arrived_at")]
    return any(t is not None and abs(t - found) < timedelta(hours=24) for t in times)


ROWS: tuple[Row, ...] = (
    Row(id="C3.06", obligation="落实24小时值班巡查制度", obliged="机构", source="S3",
        forms=("F67", "F30", "F32", "X02", "X09"), judge=_c3_06, daily=True,
        reads=("F67.staff_list", "F67.planned_from", "F67.planned_to", "F32.by_in")),
    Row(id="C3.07", obligation="值班人员熟知抚养儿童情况", obliged="机构", source="S3",
        forms=("F32",), judge=_c3_07, daily=True, reads=("F32.by_in", "F32.warnings")),
    Row(id="C3.08", obligation="做好巡查记录", obliged="机构", source="S3", forms=("F30",),
        judge=_c3_08, daily=True, reads=("F30.marks", "F30.due_at", "F30.closed_as")),
    Row(id="C3.09", obligation="重点交接患病等特殊状况儿童", obliged="机构", source="S3",
        forms=("F32",), judge=_c3_09, daily=True, offers="gate-H", reads=("F32.special_list", "F32.by_in")),
    Row(id="C3.10", obligation="发现异常及时干预", obliged="机构", source="D", forms=("F31",),
        judge=_c3_10, by_minute=True, reads=("F31.found_at", "F31.timeline", "F31.first_action_at")),
    Row(id="C3.11", obligation="突发危重疾病及时送医", obliged="机构", source="S3",
        forms=("F24", "F31"), judge=_c3_11, by_minute=True, reads=("F31.severity", "F24.sent_at")),
)  # fmt: skip
