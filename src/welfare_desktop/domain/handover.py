"""Shift handover: the special list, the census equation, what forbids a signature (§4.3, §4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain import rounds
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.situation import Problem

_FEVER = 37.5
_AWAY = frozenset({"DAY_SCHOOL", "AWAY_TREATMENT", "OUTING", "FAMILY_TRIAL", "MISSING"})
STABLE, WATCH, CRITICAL = "1", "2", "3"


class SpecialLine(msgspec.Struct, frozen=True):
    """One child of the special list. ``attention``: 1 平稳 2 关注 3 危急."""

    child: str
    name: str
    reasons: tuple[str, ...]
    attention: str
    summary: str


class Census(msgspec.Struct, frozen=True):
    """人数核对: ``listed = expected + hospital + away + boarding + foster``."""

    listed: int
    expected: int
    seen: int
    hospital: int
    away: int
    boarding: int
    foster: int

    @property
    def holds(self) -> bool:
        """Whether the equation holds and everybody expected was seen."""
        absent = self.hospital + self.away + self.boarding + self.foster
        return self.listed == self.expected + absent and self.seen == self.expected

    @property
    def words(self) -> str:
        """The arithmetic, as printed."""
        return (
            f"在册{self.listed}＝应在{self.expected}＋住院{self.hospital}＋外出{self.away}"
            f"＋住校{self.boarding}＋寄养{self.foster}；实在{self.seen}"
        )


class Sheet(msgspec.Struct, frozen=True):
    """A handover as generated, before people complete it."""

    ward: str
    from_shift: str
    to_shift: str
    census: Census
    special: tuple[SpecialLine, ...]
    events: tuple[str, ...]
    open_rounds: tuple[str, ...]


def _recent(at: datetime | None, now: datetime, hours: int) -> bool:
    return at is not None and timedelta() <= now - at <= timedelta(hours=hours)


def _fevers(house: House, ward: str, now: datetime) -> dict[str, float]:
    out: dict[str, float] = {}
    for mark in rounds.all_marks(house, ward, now - timedelta(hours=24), now):
        temp = mark.get("temp")
        at = datetime.fromisoformat(mark["at"])
        if temp is not None and float(temp) >= _FEVER and _recent(at, now, 24):
            out[mark["child"]] = max(float(temp), out.get(mark["child"], 0))
    return out


def _visit_reason(child: Child, now: datetime) -> str:
    for visit in child.all("F24"):
        times = [visit.at(n) for n in ("discharge_at", "arrived_at", "sent_at", "found_at")]
        if visit.get("visit_type") == "3" and not visit.get("discharge_at"):
            return "住院"
        if any(_recent(t, now, 72) for t in times):
            return "72小时内就医"
    return ""


def _event_reason(child: Child, now: datetime) -> tuple[str, str]:
    """Reason and attention by the gravest recent or open event."""
    found = ("", STABLE)
    for event in child.house.of("F31"):
        if child.id not in (event.get("children") or []):
            continue
        running = not event.get("closed_at") and event.get("carry_over") is not False
        if running or _recent(event.at("found_at"), now, 24):
            severe = event.get("severity") in ("3", "4")
            kind = label("CL-ABN", event.text("type")) if event.get("type") else "异常"
            found = (f"异常：{kind}", CRITICAL if severe else WATCH)
    return found


def _returned(child: Child, now: datetime) -> bool:
    spans = child.spans("whereabouts")
    return any(
        s.get("previous") in ("HOSPITAL", "FOSTER_HOME")
        and s.get("value") == "ON_SITE"
        and _recent(s.happened, now, 7 * 24)
        for s in spans
    )


def reasons(child: Child, now: datetime, fever: float | None) -> tuple[tuple[str, ...], str]:
    """Why a child stands on the list (§4.3), and how closely to look."""
    out: list[str] = []
    attention = STABLE
    event, level = _event_reason(child, now)
    if event:
        out.append(event)
        attention = level
    where = child.state_at("whereabouts", now)
    if where == "HOSPITAL":
        out.append("住院")
        attention = max(attention, WATCH)
    elif where == "MISSING":
        out.append("走失")
        attention = CRITICAL
    if fever is not None:
        out.append(f"24小时内发热{fever:g}℃")
        attention = max(attention, WATCH)
    visit = _visit_reason(child, now)
    if visit and visit not in out:
        out.append(visit)
    if rounds.isolated(child, now):
        out.append("隔离观察")
    if _recent(child.arrived_at, now, 7 * 24):
        out.append("新入院7日内")
    if _returned(child, now):
        out.append("返院7日内")
    if child.record.get("special_watch") is True:
        codes = child.record.get("special_watch_reason") or []
        out.append(
            "重点关注" + ("：" + "、".join(label("CL-WATCH", c) for c in codes) if codes else "")
        )
        attention = max(attention, WATCH)
    out += [f"诊断：{d.text('name')}" for d in child.all("F23") if d.get("watch") is True]
    return tuple(out), attention


def summary(child: Child, now: datetime) -> str:
    """P 概况, written by the program: age, self-care, allergy, whereabouts."""
    age = f"{age_on(child.birth_date, now.date())}岁" if child.birth_date else "年龄不详"
    selfcare = child.newest("F13")
    care = label("CL-SELF", selfcare.text("level")) if selfcare else "自理能力未评估"
    allergy = child.record.text("allergy") or "过敏史未核"
    where = label("CL-WHERE", child.state_at("whereabouts", now) or "")
    return f"{age}，{care}，过敏：{allergy}，现在{where}"


def special_list(house: House, ward: str, now: datetime) -> tuple[SpecialLine, ...]:
    """重点儿童 of a ward, the sickest first."""
    fevers = _fevers(house, ward, now)
    out = []
    for child in rounds.in_ward(house, ward, now):
        why, attention = reasons(child, now, fevers.get(child.id))
        if why:
            out.append(SpecialLine(child.id, child.name, why, attention, summary(child, now)))
    return tuple(sorted(out, key=lambda line: -int(line.attention)))


def census(house: House, ward: str, now: datetime, seen: int | None = None) -> Census:
    """Head count of a ward by whereabouts; ``seen`` as counted, else as expected."""
    children = rounds.in_ward(house, ward, now)
    where = [c.state_at("whereabouts", now) for c in children]
    expected = sum(w in rounds.IN_HOUSE for w in where)
    return Census(
        listed=len(children),
        expected=expected,
        seen=expected if seen is None else seen,
        hospital=where.count("HOSPITAL"),
        away=sum(w in _AWAY for w in where),
        boarding=where.count("BOARDING"),
        foster=where.count("FOSTER_HOME"),
    )


def next_shift(shift: str) -> str:
    """The shift that follows."""
    return {"N": "D", "D": "E", "E": "N", "DA": "NA", "NA": "DA"}[shift]


def shifts_at(house: House, now: datetime) -> tuple[str, str]:
    """From and to of a handover signed now: within an hour of the change, the change meant."""
    coming = rounds.shift_of(house, now + timedelta(hours=1))
    current = rounds.shift_of(house, now)
    if coming != current:
        return current, coming
    before = rounds.shift_of(house, now - timedelta(hours=1))
    if before != current:
        return before, current
    return current, next_shift(current)


def sheet(house: House, ward: str, now: datetime, open_slots: tuple[str, ...]) -> Sheet:
    """Everything that can be known before people write."""
    here = {c.id for c in rounds.in_ward(house, ward, now)}
    events = tuple(
        e.id
        for e in house.of("F31")
        if not e.get("closed_at") and (set(e.get("children") or []) & here)
    )
    out, into = shifts_at(house, now)
    return Sheet(
        ward,
        out,
        into,
        census(house, ward, now),
        special_list(house, ward, now),
        events,
        open_slots,
    )


def rostered(house: House, ward: str, person: str, at: datetime) -> bool:
    """Whether somebody is on the roster of the ward for the shift that begins about now."""
    for roster in house.of("F67"):
        start, end = roster.at("planned_from"), roster.at("planned_to")
        people = (*(roster.get("staff_list") or ()), roster.get("medic"), roster.get("leader"))
        if roster.get("ward") != ward or start is None or end is None or person not in people:
            continue
        if start - timedelta(hours=1) <= at < end:
            return True
    return False


def cannot_sign(
    house: House,
    sheet: Sheet,
    giver: str,
    taker: str,
    acks: Mapping[str, str],
    off_roster_reason: str,
    explained: str,
) -> list[Problem]:
    """The four things that forbid the second signature (§4.4); everything else is a warning."""
    out: list[Problem] = []
    open_lines = [line.name for line in sheet.special if not acks.get(line.child)]
    if open_lines:
        sentence = (
            f"重点儿童还有{len(open_lines)}名未确认：{'、'.join(open_lines[:6])}。请逐一确认。"
        )
        out.append(Problem(sentence=sentence, clause="C3.09", field="special_list"))
    if giver == taker:
        sentence = "交班人和接班人不能是同一个人，请另一位签字。"
        out.append(Problem(sentence=sentence, clause="C3.09", field="by_in"))
    if not sheet.census.holds and not explained.strip():
        sentence = f"人数对不上：{sheet.census.words}。请写明每名儿童的去向，或登记走失。"
        out.append(Problem(sentence=sentence, field="census"))
    if not rostered(house, sheet.ward, taker, house.now) and not off_roster_reason.strip():
        sentence = "接班人不在排班表上，请写明原因。"
        out.append(Problem(sentence=sentence, field="off_roster_reason"))
    return out


def warnings(
    house: House, sheet: Sheet, facility: Mapping[str, Any] | None
) -> list[dict[str, str]]:
    """Written into F32, never blocking: ``kind`` and ``note``."""
    out = [{"kind": "1", "note": f"{slot or '未定时点'}巡查未签"} for slot in sheet.open_rounds]
    if not facility:
        out.append({"kind": "2", "note": "药柜、钥匙、抢救箱、消防、监控未清点"})
    out += [{"kind": "3", "note": str(v)} for v in (facility or {}).values() if v is not True]
    span = rounds.shift_span(house.now, rounds.shift_of(house, house.now))
    gap = min(abs(house.now - edge) for edge in span)
    if gap > timedelta(minutes=30):
        out.append({"kind": "5", "note": f"{house.now:%H:%M}交接，不在交班时间前后30分钟"})
    return out
