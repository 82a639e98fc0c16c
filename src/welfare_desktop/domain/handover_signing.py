"""What forbids a handover's signature, what is only warned about, and what may be picked (§4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.domain import handover, medication, rounds, staffing, walked
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.handover import Sheet, SpecialLine
from welfare_desktop.domain.house import House
from welfare_desktop.domain.rules import harm, rows_on
from welfare_desktop.domain.rules.verdict import Verdict
from welfare_desktop.domain.situation import Problem


def incoming(house: House, ward_id: str, at: datetime) -> list[str]:
    """Who is rostered to take the ward over about now, those of the latest shift first."""
    early, late = at - timedelta(hours=1), at + timedelta(hours=1)
    found = [
        (start, roster)
        for roster in house.within("F67", early, late + timedelta(minutes=1), ward_id)
        if (start := roster.at("planned_from"))
    ]  # fmt: skip
    found.sort(key=lambda one: one[0], reverse=True)
    return [str(p) for _, roster in found for p in roster.get("staff_list") or ()]


def cannot_give(
    house: House, sheet: Sheet, giver: str, explained: str, proxy: bool
) -> list[Problem]:
    """What forbids the giver's signature: a census difference, or signing for an absent colleague.

    Who is on duty is known from signed handovers and the roster, those of the hour before the
    change included; where nobody is known, nothing is forbidden and a warning says so. ``proxy``:
    带班领导 stands for who gives in stead, and why is written.
    """
    out: list[Problem] = []
    unnamed = _unnamed(house, sheet, explained)
    if not sheet.census.holds and (unnamed or not explained.strip()):
        ask = "请写明每名儿童的去向，或登记走失"
        if unnamed and explained.strip():
            ask = f"还有{unnamed}名没写是谁。请写明姓名和去向，或登记走失"
        sentence = f"人数对不上：{sheet.census.words}。{ask}。"
        out.append(Problem(sentence=sentence, field="census"))
    earlier = house.now - timedelta(hours=1)
    before = staffing.on_duty(house, sheet.ward, earlier)
    planned = staffing.planned(house, sheet.ward, giver, earlier)
    if sheet.on_duty and giver not in (*sheet.on_duty, *before) and not (planned or proxy):
        names = "、".join(_name(house, person) for person in sheet.on_duty)
        asks = "写明原因" if leads(house, giver) else "要有带班领导签名码并写明原因"
        sentence = f"当班的是{names}。别人代交，{asks}。"
        out.append(Problem(sentence=sentence, field="proxy_reason"))
    return out


def leads(house: House, person: str) -> bool:
    """Whether somebody is 带班领导 by the roster: who stands in for an absent colleague then needs
    no other leader beside the own signature (§4.4.7)."""
    return staffing.may_lead(house, person, "", house.now)


def cannot_approve(
    house: House, giver: str, leader: str, roles: str, reason: str
) -> list[Problem]:  # fmt: skip
    """What forbids 代交: no reason, or nobody who stands for 带班领导."""
    if not reason.strip():
        return [Problem(sentence="代交请写明原因。", field="proxy_reason")]
    ask = "代交要由带班领导批准"
    if leader == giver and not leads(house, giver):
        return [Problem(sentence=f"{ask}，不能自己批准自己。", field="proxy_leader")]
    if not staffing.may_lead(house, leader, roles, house.now):
        return [
            Problem(sentence=f"{_name(house, leader)}不是带班领导。{ask}。", field="proxy_leader")
        ]
    return []


def _name(house: House, person: str) -> str:
    known = house.record("F64", person)
    return known.text("name") if known else ""


def _unnamed(house: House, sheet: Sheet, explained: str) -> int:
    """How many of the children missing the explanation does not name (§4.4)."""
    there = rounds.expected_children(house, sheet.ward, house.now)
    named = sum(child.name in explained for child in there)
    return max(0, sheet.census.expected - sheet.census.seen - named)


def cannot_take(
    house: House, ward: str, special: Mapping[str, str], giver: str, taker: str,
    acks: Mapping[str, str], off_roster_reason: str,
) -> list[Problem]:  # fmt: skip
    """What forbids the receiver's signature (§4.4). ``special``: child → name of each line."""
    out: list[Problem] = []
    open_lines = [name for child, name in special.items() if not acks.get(child, "").strip()]
    if open_lines:
        sentence = (
            f"重点儿童还有{len(open_lines)}名未确认：{'、'.join(open_lines[:6])}。请逐一复述。"
        )
        out.append(Problem(sentence=sentence, clause="C3.09", field="special_list"))
    if giver == taker:
        sentence = "交班人和接班人不能是同一个人，请另一位签字。"
        out.append(Problem(sentence=sentence, clause="C3.09", field="by_in"))
    planned = staffing.rostered(house, ward, taker, house.now, coming=True)
    if not planned and not off_roster_reason.strip():
        sentence = "接班人不在排班表上，请写明原因。"
        out.append(Problem(sentence=sentence, field="off_roster_reason"))
    return out


def changed_since(frozen: Mapping[str, Any], sheet: Sheet) -> list[str]:
    """What a sheet has more than the frozen one: new special children, events, other counts."""
    known = {row["child"] for row in frozen["special_list"]}
    out = [f"{line.name}列入重点" for line in sheet.special if line.child not in known]
    events = {row["event"] for row in frozen["open_events"]}
    fresh = [e for e in sheet.events if e not in events]
    out += [f"新增{len(fresh)}件未结异常"] if fresh else []
    count, now = frozen["census"][0], sheet.census
    if any(count[name] != getattr(now, name) for name in _COUNTED):
        out.append(f"人数变为{now.short}")
    return out


def to_take(house: House, frozen: Mapping[str, Any], sheet: Sheet) -> tuple[SpecialLine, ...]:
    """Special lines as the giver signed them, the gravest first; then those new since.

    A reason that ends with the hour between the two signatures ends no line of what was signed.
    """
    signed = []
    for row in frozen["special_list"]:
        child = house.child(row["child"])
        signed.append(SpecialLine(
            row["child"], child.name if child else "", tuple(row["reason"].split("；")),
            row["attention"], row.get("summary", ""),
        ))  # fmt: skip
    known = {line.child for line in signed}
    fresh = (line for line in sheet.special if line.child not in known)
    return (*sorted(signed, key=lambda line: -int(line.attention)), *fresh)


#: What of the census stands by itself, whoever counts.
_COUNTED = ("listed", "expected", "hospital", "away", "boarding", "foster")


def orders_due(house: House, sheet: Sheet) -> list[dict[str, str]]:
    """下一班到点医嘱: the doses of the shift handed into that nobody wrote yet."""
    current = rounds.shift_of(house, house.now, sheet.ward)
    start, end = rounds.shift_span(house.now, current)
    if sheet.to_shift != current:
        start, end = rounds.shift_span(end, sheet.to_shift)
    return [
        {"child": dose.child.id, "order": dose.order.id, "due_at": minute_text(dose.due_at)}
        for dose in medication.doses_due(house, start, end, sheet.ward)
        if dose.record is None
    ]


def task(row: Mapping[str, Any]) -> str:
    """What tells one task of the sheet: an open event, or an order and the minute of its dose."""
    return str(row.get("event") or f"{row['order']} {row['due_at']}")


#: Tables of F32 whose rows the receiver takes or returns one by one → words for those not answered.
TASKS: Mapping[str, str] = {
    "open_events": "件未结异常没有逐件答复", "orders_due": "条到点医嘱没有逐条答复",
}  # fmt: skip


#: What a receiver may pick when repeating back, by the beginning of a reason.
REPEATS: Mapping[str, str] = {
    "异常": "盯紧变化，再发作先处置再叫护士",
    "24小时内发热": "按时复测体温，超过38.5℃叫护士",
    "住院": "联系陪护，问清病情和返院时间",
    "72小时内就医": "按医嘱照看，有变化叫护士",
    "隔离观察": "单独照看，洗手，用具分开",
    "新入院": "多看多陪，记吃睡和情绪",
    "返院": "多看多陪，记吃睡和情绪",
    "到点用药": "按医嘱到点给药，两人核对",
    "24小时内接种": "看体温和接种部位，不适叫护士",
    "诊断": "备药在位，按医嘱",
    "重点关注": "缩短间隔看，有事叫护士",
    "走失": "继续找，半小时报一次带班领导",
}


def repeats(reasons_: tuple[str, ...], todo: str) -> list[str]:
    """Sentences a receiver may pick: the task itself first, then what the reasons ask."""
    found = [f"知道了：{todo}"] if todo else []
    found += [said for head, said in REPEATS.items() if any(r.startswith(head) for r in reasons_)]
    return list(dict.fromkeys(found))[:3] or ["知道了，按平常照看"]


def overdue_forms(house: House, ward_id: str, verdicts: Iterable[Verdict]) -> list[str]:
    """Every form of the ward's children whose last day has gone by, with the child's name."""
    here = {c.id: c.name for c in rounds.in_ward(house, ward_id, house.now)}
    rows = {r.id: r for r in rows_on(house.today) if r.of_children or r in harm.ROWS}
    out = []
    for verdict in verdicts:
        child, row = verdict.subject.record, rows.get(verdict.clause)
        if row is not None and child in here and verdict.verdict in ("OVERDUE", "BREACH"):
            title = next((FORMS[f].title for f in row.forms if f in FORMS), row.obligation)
            out.append(f"{here[child]}《{title}》")
    return list(dict.fromkeys(out))


def warnings(
    house: House, sheet: Sheet, facility: Mapping[str, Any] | None, verdicts: Iterable[Verdict]
) -> list[dict[str, str]]:
    """Written into F32, never blocking: ``kind`` and ``note``. ``verdicts``: of the moment."""
    points = FORMS["F32"].field("facility").points
    counted = facility or {}
    out = closing([], sheet.open_rounds)
    since = handover.owed_since(house, sheet.ward)
    missed = walked.times(walked.span(house, sheet.ward, since, house.now), "missed")
    if missed:
        out.append({"kind": "9", "note": _few(f"漏巡{len(missed)}个时点：", missed)})
    missing = [name for key, name in points if key not in counted]
    if missing:
        out.append({"kind": "2", "note": f"{'、'.join(missing)}未清点"})
    out += [
        {"kind": "3", "note": _few(f"{name}：", [str(counted[key])])}
        for key, name in points
        if counted.get(key) not in (None, True)
    ]
    late = overdue_forms(house, sheet.ward, verdicts)
    if late:
        out.append({"kind": "4", "note": _few(f"{len(late)}张表单逾期：", late)})
    span = rounds.shift_span(house.now, rounds.shift_of(house, house.now, sheet.ward))
    gap = min(abs(house.now - edge) for edge in span)
    if gap > rounds.LATE_HANDOVER:
        out.append({"kind": "5", "note": f"{house.now:%H:%M}交接，不在交班时间前后30分钟"})
    if not sheet.on_duty:
        out.append({"kind": "9", "note": "没有排班，也没有上一班的交接，当班人员无从核对"})
    return out


def closing(told: Sequence[dict[str, str]], slots: Iterable[str]) -> list[dict[str, str]]:
    """Warnings with one for each round that is closed as 未签, whatever was told of rounds before."""
    closed = (f"{slot[11:16] if slot else '未定时点'}巡查未签" for slot in slots)
    others = [note for note in told if note["kind"] != "1"]
    return [*({"kind": "1", "note": note} for note in closed), *others]


_LONGEST = 100


def _few(head: str, names: list[str]) -> str:
    """As many names as the note holds; what does not fit stands where it comes from."""
    text = head + "、".join(names)
    while len(text) > _LONGEST - 1 and len(names) > 1:
        names = names[:-1]
        text = f"{head}{'、'.join(names)}等"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
