"""夜间报告: the night of the whole house on one page, as far as the person who prints it may read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from welfare_desktop.actions import alarms, rounds
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.printing import printed
from welfare_desktop.domain import leading, medication, night, permissions, walked
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.medication import Dose
from welfare_desktop.domain.night import WardNight
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rounds import bed_words
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.domain.rules.ward import event_verdicts
from welfare_desktop.reports.night_report import NightReport, NightSection, NightWard, night_report

_WITHHELD = "（不在查看范围）"


def report(desk: Desk) -> tuple[bytes, str]:
    """The page of the last night as PDF, and a name for the file; a line in the log."""
    house = rounds.ward_house(desk)
    since, until = night.last_night(house.now)
    if (live := house.go_live_on) is not None:
        # Before the books were opened nobody could walk a round in them.
        since = max(since, min(until, datetime.combine(live, datetime.min.time())))
    found = night.ward_nights(house, since, until)
    whole = NightReport(
        institution=desk.institution,
        span=f"{since:%Y年%m月%d日 %H:%M} 至 {until:%m月%d日 %H:%M}",
        made=f"{desk.account.name} {house.now:%m-%d %H:%M} 打印",
        wards=tuple(_counts(house, one) for one in found),
        sections=tuple(_sections(desk, house, found, since, until)),
        practice=desk.practice,
    )
    made = night_report(whole)
    institution = house.institution
    printed(desk, "F30", institution.id if institution else "")
    return made, f"夜间报告-{since:%Y%m%d}.pdf"


def _counts(house: House, one: WardNight) -> NightWard:
    return NightWard(
        name=one.name, due=len(one.walked), on_time=one.count("done", "early"),
        late=one.count("late", "backfilled", "paper"), missed=one.count("missed"),
        unsigned=one.count("unsigned", "open", "partly"), uncovered=one.uncovered,
        came=one.came, gone=one.gone, doses=len(one.doses),
        given=sum(d.record is not None and d.record.get("state") == "1" for d in one.doses),
        doses_late=len(one.late), events=len(one.events),
    )  # fmt: skip


def _sections(
    desk: Desk, house: House, found: list[WardNight], since: datetime, until: datetime
) -> list[NightSection]:
    events = night.events(house, since, until)
    told = event_verdicts(house, events, house.now)
    beyond = [
        f"{a.words(len(a.children))}　{alarms.how_long(desk, a)}"
        for a in alarms.alarms(desk) if a.escalated
    ]  # fmt: skip
    return [
        NightSection("异常事件", tuple(_event(desk, house, e, told.get(e.id, {})) for e in events)),
        NightSection("送医、转区", tuple(_moves(desk, house, since, until))),
        NightSection("无人值守", tuple(f"{w.name} {w.uncovered}分钟" for w in found if w.uncovered)),
        NightSection("漏巡、迟巡、未签", tuple(line for w in found if (line := _rounds(w)))),
        NightSection("用药迟给、未给", tuple(_doses(desk, [d for w in found for d in w.late + _refused(w)]))),
        NightSection("交接班", tuple(_handover(w, r) for w in found for r in w.handovers), "没有签字的交接"),
        NightSection("带班查房", tuple(_looks(house, since, until))),
        NightSection("现在仍超限", tuple(beyond)),
    ]  # fmt: skip


def _name(desk: Desk, house: House, child: str | None) -> str:
    known = house.child(child or "")
    return known.name if known is not None and desk.viewer().lists(known.id) else _WITHHELD


def _event(desk: Desk, house: House, event: Record, told: Mapping[str, str]) -> str:
    """When, who, what, what was done by the minute, how the clauses judge it."""
    who = "、".join(_name(desk, house, c) for c in event.get("children") or ()) or "全区"
    kind = label("CL-ABN", event.text("type")) if event.get("type") else "异常"
    grade = label("CL-SEV", event.text("severity")).partition("（")[0]
    steps = [
        f"{str(row.get('at'))[11:16]}{label('CL-ACTION', str(row.get('action')))}"
        for row in event.rows("timeline") if row.get("action")
    ]  # fmt: skip
    verdicts = "，".join(f"{clause}{WORDS[word]}" for clause, word in told.items())
    end = f"{event.text('closed_at')[11:16]}结束" if event.get("closed_at") else "未结"
    parts = (
        f"{event.text('found_at')[11:16]} {who} {kind} {grade}",
        " ".join(steps),
        end,
        verdicts,
    )
    return "；".join(part for part in parts if part)


def _moves(desk: Desk, house: House, since: datetime, until: datetime) -> list[str]:
    wards = {w.id: w.text("name") for w in house.wards}
    out = []
    for visit in night.sent(house, since, until):
        at = visit.text("sent_at") or visit.text("admit_at")
        out.append(
            f"{at[11:16]} {_name(desk, house, visit.child)} 送{visit.text('hospital') or '医院'}"
        )
    for move in night.moved(house, since, until):
        place = f"{wards.get(move.text('to_ward'), '')} {bed_words(move.text('bed'))}".strip()
        out.append(f"{move.happened_at[11:16]} {_name(desk, house, move.get('child'))} 转{place}")
    return out


def _rounds(one: WardNight) -> str:
    kinds = (
        ("漏巡", walked.times(one.walked, "missed")),
        ("迟或补录", walked.times(one.walked, "late", "backfilled", "paper")),
        ("未签", walked.times(one.walked, "unsigned", "open")),
        ("有人未记", walked.times(one.walked, "partly")),
    )
    said = "；".join(f"{word} {'、'.join(times)}" for word, times in kinds if times)
    return f"{one.name}　{said}" if said else ""


def _refused(one: WardNight) -> tuple[Dose, ...]:
    """Written as not given, or not kept down."""
    return tuple(
        d for d in one.doses
        if d.record is not None and d.record.get("state") != medication.GIVEN and d not in one.late
    )  # fmt: skip


def _doses(desk: Desk, found: list[Dose]) -> list[str]:
    may = permissions.may_view(FORMS["F29b"], desk.account.roles)
    out = []
    for dose in found:
        done = dose.record
        state = label("F29b.state", done.text("state")) if done else "没有记录"
        at = f" {done.text('given_at')[11:16]}" if done and done.get("given_at") else ""
        drug = f" {medication.told(dose.order)}" if may else ""
        out.append(
            f"{dose.due_at:%H:%M} {_name(desk, dose.child.house, dose.child.id)}{drug}：{state}{at}"
        )
    return out


def _handover(one: WardNight, record: Record) -> str:
    out, into = record.get("by_out") or {}, record.get("by_in") or {}
    times = "、".join(str(mark.get("at", ""))[11:16] for mark in (out, into))
    warned = len(record.rows("warnings"))
    more = f"，警示{warned}条" if warned else ""
    return f"{one.name} {out.get('name', '')} → {into.get('name', '')}，签字 {times}{more}"


def _looks(house: House, since: datetime, until: datetime) -> list[str]:
    return [
        f"{look.title}：{look.state(house.now)[1]}" for look in leading.looks(house, since, until)
    ]
