"""配比与值守 for a screen: heads against children, shifts to come, who could come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import background, cover, permissions, staffing
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.cover import Candidate, ShiftCover, Statutory
from welfare_desktop.domain.deadlines import repeated
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Record

_AHEAD = timedelta(days=7)
_SOON = timedelta(days=30)


class WardLine(msgspec.Struct, frozen=True, kw_only=True):
    """A ward now. ``needed``: what the shift asks for; ``woman``: the girls' wards rule holds."""

    ward: str
    name: str
    load: staffing.Load
    people: tuple[str, ...]
    needed: int
    short: int
    woman: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The statutory reading of today, the days short this month, and every ward now."""

    statutory: Statutory
    short_days: tuple[tuple[date, float], ...]
    wards: tuple[WardLine, ...]


class ShiftLine(msgspec.Struct, frozen=True, kw_only=True):
    """A shift of a ward, now or to come, in words. ``grave``: somebody must be found."""

    name: str
    cover: ShiftCover
    people: tuple[str, ...]
    cannot: tuple[str, ...]
    said: tuple[str, ...]
    grave: bool


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the staff in one line. ``said``: what is overdue or soon is."""

    record: Record
    name: str
    post: str
    state: str
    hours: str
    query: str
    papers: str
    absence: str
    said: tuple[str, ...]


def standing(desk: Desk) -> Standing:
    """How many there are, and how many there should be, in one look at the store."""
    with desk.store.connection():
        return _standing(desk)


def _standing(desk: Desk) -> Standing:
    house, now = desk.house(), desk.now()
    read = cover.statutory(house, now)
    days = cover.short_days(house, now.date().replace(day=1), now.date())
    names, wards = _names(desk), {w.id: w.text("name") for w in house.wards}
    lines = []
    for ward, load in read.wards:
        there = cover.cover(house, ward, now)
        lines.append(WardLine(
            ward=ward, name=wards[ward], load=load, needed=there.required, short=there.short,
            woman=there.woman, people=tuple(names.get(p, "") for p in there.carers),
        ))  # fmt: skip
    return Standing(
        statutory=read, short_days=tuple((day, ratio.gap) for day, ratio in days),
        wards=tuple(lines),
    )  # fmt: skip


def coming(desk: Desk) -> list[ShiftLine]:
    """The shift under way and those of the next seven days, by time, then ward."""
    with desk.store.connection():
        return _coming(desk)


def _coming(desk: Desk) -> list[ShiftLine]:
    house, now = desk.house(), desk.now()
    names = _names(desk)
    found = [
        (shift, ward.text("name"))
        for ward in cover.occupied(house, now)
        for shift in cover.forecast(house, ward.id, now + _AHEAD)
    ]
    found.sort(key=lambda f: (f[0].start, f[1]))
    return [_shift(shift, ward, names, now) for shift, ward in found]


def _shift(shift: ShiftCover, ward: str, names: dict[str, str], now: datetime) -> ShiftLine:
    worst, under_way = shift.worst, shift.start <= now
    gone = {h.person for h in shift.cannot}
    people = worst.carers if under_way else [p for p in shift.planned or () if p not in gone]
    said = [f"{names.get(h.person, '')}{h.why}" for h in shift.cannot]
    cannot = tuple(said)
    if shift.planned is None and not under_way:
        said.append("还没排班")
    elif worst.short:
        at = f"{worst.at:%H:%M}起" if worst.at != shift.start else ""
        said.append(f"{at}缺{worst.short}人")
    if shift.uncovered and shift.planned is not None:
        said.append(f"无人值守{shift.uncovered}分钟")
    if not worst.woman and not (shift.planned is None and not under_way):
        said.append("没有女性人员")
    if shift.planned is not None:
        said += [f"没有{word}" for who, word in ((shift.leader, "带班领导"), (shift.medic, "医护"))
                 if not who]  # fmt: skip
    return ShiftLine(
        name=ward, cover=shift, people=tuple(names.get(p, "") for p in people), cannot=cannot,
        said=tuple(said), grave=bool(worst.short or shift.uncovered or not worst.woman),
    )  # fmt: skip


def helpers(desk: Desk, shift: ShiftCover) -> list[tuple[str, Candidate]]:
    """Who could come to a shift, with names: to the rest of it, where it is under way."""
    at = max(shift.start, desk.now())
    names = _names(desk)
    found = cover.could_come(desk.house(), shift.ward, at, shift.end)
    return [(names.get(c.person, ""), c) for c in found]


def _names(desk: Desk) -> dict[str, str]:
    return {p.id: p.text("name") for p in desk.house().staff}


# The staff ----------------------------------------------------------------------------------


def why_not_people(desk: Desk) -> str:
    """Why this person does not see the list of the staff, in words; empty if they do."""
    if permissions.reach(FORMS["F64"], desk.account.roles) == "all":
        return ""
    return "人员名单由业务科长和院长查看。自己的资料在“登记簿”里。"


def people(desk: Desk) -> list[Person]:
    """Everybody not gone, those in post first; who has left is in the register."""
    if why_not_people(desk):
        return []
    known = [_person(desk, p) for p in desk.house().staff if p.get("state") != "4"]
    return sorted(known, key=lambda p: (p.record.get("state") != "2",
                                        p.record.get("is_frontline") is not True, p.record.form_no))  # fmt: skip


def _person(desk: Desk, person: Record) -> Person:
    house, today = desk.house(), desk.now().date()
    away = [
        r for r in house.of("X07")
        if r.get("staff") == person.id and r.text("from_at") <= minute_text(desk.now())
        and (not r.get("to_at") or r.text("to_at") > minute_text(desk.now()))
    ]  # fmt: skip
    absence = label("X07.kind", away[-1].text("kind")) if away else ""
    told = background.answered(background.of_staff(house, person), today)
    said, query = list[str](), "没有"
    if told and told[-1].get("result") == background.RECORDED:
        query = "有记录"
        said.append("从业查询有记录")
    elif told:
        due = repeated(date.fromisoformat(told[-1].text("replied_on")), 12, today).due
        query = f"{due}到期" if due else ""
        said += _due("从业查询", due, today)
    else:
        said.append("没有从业查询结果")
    health = person.date("health_cert_to")
    said += _due("健康证", health, today)
    ends = [date.fromisoformat(v) for row in person.rows("certs") if (v := row.get("valid_to"))]
    said += [words for end in ends for words in _due("资格证书", end, today)]
    first = min([d for d in (health, *ends) if d], default=None)
    frontline = "一线" if person.get("is_frontline") is True else ""
    return Person(
        record=person, name=person.text("name"),
        post=" ".join(filter(None, (label("CL-POST", person.text("post")), frontline))),
        state=label("F64.state", person.text("state")), hours=_hours(person), query=query,
        papers=first.isoformat() if first else "", absence=absence, said=tuple(said),
    )  # fmt: skip


def _hours(person: Record) -> str:
    hours = person.get("contract_hours")
    return "" if hours is None else f"{float(hours):g}"


def _due(what: str, end: date | None, today: date) -> list[str]:
    if end is None or end > today + _SOON:
        return []
    return [f"{what}已过期" if end < today else f"{what}{(end - today).days}日后到期"]
