"""Staffing: the statutory ratio in integer arithmetic and cover from actual duty (§4.1, §4.6)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain import bedside
from welfare_desktop.domain.deadlines import addm, age_on
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rounds import EARLY_HANDOVER, called_into

_COUNTED_PLACES = frozenset({"ON_SITE", "DAY_SCHOOL", "OUTING"})
_COUNTED_MODES = frozenset({"INSTITUTION", "FAMILY_HOME", None})
_LONG_ABSENCE = timedelta(days=30)
#: No roster is planned for longer.
_LONGEST = timedelta(days=2)


class Load(msgspec.Struct, frozen=True):
    """Children by self-care and what the ratio asks for them."""

    n1: int = 0
    n2: int = 0
    n3: int = 0

    @property
    def units(self) -> int:
        """Quarter-carers: 1, 2, 4 a child."""
        return self.n1 + 2 * self.n2 + 4 * self.n3

    @property
    def required(self) -> int:
        """Carers required, rounded up once."""
        return (self.units + 3) // 4


class Ratio(msgspec.Struct, frozen=True):
    """Headcount against load at a count time. ``carers`` may end in .5 (part-time)."""

    load: Load
    carers: float

    @property
    def gap(self) -> float:
        """Above zero means short."""
        return self.load.required - self.carers

    @property
    def words(self) -> str:
        """The arithmetic in words."""
        n = self.load
        return (
            f"自理{n.n1}、半自理{n.n2}、不能自理{n.n3}：{n.n1}×1+{n.n2}×2+{n.n3}×4={n.units}，"
            f"应配{n.required}人，在岗一线{self.carers:g}人，缺口{max(self.gap, 0):g}人"
        )


def level_of(child: Child, at: datetime) -> int:
    """Self-care level at a time; unknown or older than six months takes the cautious default."""
    found = [r for r in child.all("F13") if r.happened and r.happened <= at and r.get("level")]
    if found:
        assessed = found[-1].date("assessed_on")
        if assessed is None or addm(assessed, 6) >= at.date():
            return int(found[-1].text("level"))
    age = age_on(child.birth_date, at.date()) if child.birth_date else 0
    if age < 3:
        return 3
    return 2 if age < 6 else 3


def counted(child: Child, at: datetime) -> bool:
    """Whether a child counts in the ratio at a time."""
    return (
        child.here_at(at)
        and child.state_at("whereabouts", at) in _COUNTED_PLACES
        and child.state_at("care_mode", at) in _COUNTED_MODES
    )


def load_at(house: House, at: datetime, ward: str | None = None) -> Load:
    """Load of the house, or of one ward."""
    levels = [
        level_of(c, at)
        for c in house.children
        if (ward is None or c.ward_at(at) == ward) and counted(c, at)
    ]
    return Load(levels.count(1), levels.count(2), levels.count(3))


def _absent_long(house: House, person: str, at: datetime) -> bool:
    """Away for over 30 days in one stretch (X07): from its first day, once that is known."""
    for record in house.of("X07"):
        start, end = record.at("from_at"), record.at("to_at")
        if record.get("staff") != person or start is None or at < start:
            continue
        if end is not None and at >= end:
            continue
        if (end or max(at, house.now)) - start > _LONG_ABSENCE or record.get("kind") == "6":
            return True
    return False


def serving(person: Record, day: date) -> bool:
    """在岗 on a day; somebody who has left was so until then."""
    hired, left = person.date("hired_on"), person.date("left_on")
    state = person.get("state")
    return (
        (state == "2" or (state == "4" and left is not None))
        and (hired is None or hired <= day)
        and (left is None or day < left)
    )


def in_post(house: House, at: datetime) -> list[Record]:
    """Front-line staff in post on a day: 在岗, not left, not suspended, not away over 30 days."""
    away = bedside.carers(house, at)
    return [
        person
        for person in house.staff
        if person.get("is_frontline") is True
        and serving(person, at.date())
        and person.id not in away
        and not _absent_long(house, person.id, at)
    ]


def headcount(house: House, at: datetime) -> float:
    """Contract hours / 40, summed, floored to 0.5."""
    hours = sum(float(p.get("contract_hours") or 0) for p in in_post(house, at))
    return math.floor(hours / 40 * 2) / 2


def ratio_at(house: House, at: datetime) -> Ratio:
    """The statutory ratio, pooled over the house."""
    return Ratio(load_at(house, at), headcount(house, at))


def on_duty_required(house: House, ward: str, at: datetime) -> int:
    """班次覆盖: ``max(1, ceil(required × k))``; never reported as the statutory ratio."""
    return duty_required(house, load_at(house, at, ward), at)


def duty_required(house: House, load: Load, at: datetime) -> int:
    """What a load asks of a shift at a minute; k has at most three decimals."""
    from welfare_desktop.domain.rounds import is_night

    k = round(1000 * float(house.param("k_night" if is_night(at) else "k_day", at.date())))
    return max(1, -(-load.required * k // 1000))


# Cover -----------------------------------------------------------------------------------


class Duty(msgspec.Struct, frozen=True):
    """Somebody's actual duty on a ward."""

    person: str
    start: datetime
    end: datetime


def _roster_people(record: Record) -> list[str]:
    return [str(p) for p in record.get("staff_list") or ()]


def duties(house: House, ward: str, since: datetime, until: datetime) -> list[Duty]:
    """Actual duty intervals of a ward that reach into a time (§4.1), and some before it.

    From signed handovers: the receiver and the others rostered for the incoming shift are on duty
    from the signature until the next one. The ward's first crew was relieved by nobody: its roster
    stands, and it stays until a handover is signed, however late. Carers called in (a roster that
    begins inside a shift) are on duty from then to its end, or with their shift until relieved,
    which nobody does in a ward without a roster of its own; who is called to another ward like
    that leaves this one.
    """
    before = house.last("F32", ward, since)
    known = min(since, before.happened) if before and before.happened else since
    handovers = [before] if before else []
    handovers += _of_ward(house, "F32", ward, since + timedelta(minutes=1), until)
    rosters = _of_ward(house, "F67", ward, known - 2 * _LONGEST, until)
    out = _from_handovers(handovers, rosters, until)
    crew = [] if before else _first_crew(house, ward, until)
    rosters += [r for r in crew if r not in rosters]
    for record in rosters:
        start, end = record.at("planned_from"), record.at("planned_to")
        shift, first = _inside(record, rosters), _is_first(record, crew, handovers)
        alone = not (shift or first) and _called_alone(house, record, rosters)
        if start is None or end is None or not (shift or first or alone):
            continue
        relieved = (
            h.happened for h in handovers if h.happened and h.happened >= end - EARLY_HANDOVER
        )
        stop = end if shift and end < shift else next(relieved, end if alone else until)
        out += [Duty(p, start, min(stop, until)) for p in _roster_people(record)]
    return [d for d in _without_moved(house, ward, out, until) if d.end > d.start]


def _without_moved(house: House, ward: str, found: Sequence[Duty], until: datetime) -> list[Duty]:
    """Duties up to the minute at which a roster of another ward calls the person inside a shift."""
    called: dict[str, list[datetime]] = {}
    people = {d.person for d in found}
    since = min((d.start for d in found), default=until)
    for record in house.within("F67", since, until + timedelta(minutes=1)):
        there, start = record.text("ward"), record.at("planned_from")
        named = people.intersection(_roster_people(record))
        if there == ward or start is None or not named:
            continue
        around = house.within("F67", start - 2 * _LONGEST, start, there)
        if _inside(record, around) is not None or _called_alone(house, record, around):
            for person in named:
                called.setdefault(person, []).append(start)
    return [
        Duty(d.person, d.start, min([d.end, *(t for t in called.get(d.person, ()) if t > d.start)]))
        for d in found
    ]


def _inside(record: Record, rosters: Sequence[Record]) -> datetime | None:
    """End of the shift inside which a roster begins; ``None`` if it begins one itself."""
    start = record.at("planned_from")
    spans = [(r.at("planned_from"), r.at("planned_to")) for r in rosters if r.id != record.id]
    ends = [end for begin, end in spans if begin and end and start and begin < start < end]
    return max(ends, default=None)


def _called_alone(house: House, record: Record, rosters: Sequence[Record]) -> bool:
    """Whether a roster calls somebody into a shift of a ward for which nobody was planned (顶班)."""
    span = called_into(house, record)
    beside = (
        r for r in rosters
        if span and (begin := r.at("planned_from")) and (end := r.at("planned_to"))
        and begin < span[1] and end > span[0]
    )  # fmt: skip
    return span is not None and all(called_into(house, r) for r in beside)


def _of_ward(house: House, form: str, ward: str, since: datetime, until: datetime) -> list[Record]:
    """A ward's handovers or rosters of a time, the last minute too."""
    return house.within(form, since, until + timedelta(minutes=1), ward)


def _first_crew(house: House, ward: str, until: datetime) -> list[Record]:
    """A ward's rosters that begin before any other of them has ended."""
    first = house.first("F67", ward)
    start, end = (first.at("planned_from"), first.at("planned_to")) if first else (None, None)
    if start is None or end is None:
        return []
    found = _of_ward(house, "F67", ward, start, min(end, until))
    ends = [end for roster in found if (end := roster.at("planned_to"))]
    return [r for r in found if (begin := r.at("planned_from")) and begin < min(ends)]


def _is_first(record: Record, crew: Sequence[Record], handovers: Sequence[Record]) -> bool:
    """Whether a roster is of the first crew and no handover was signed when it began."""
    signed = bool(handovers) and handovers[0].happened_at <= record.happened_at
    return record in crew and not signed


def _from_handovers(
    handovers: Sequence[Record], rosters: Sequence[Record], until: datetime
) -> list[Duty]:
    out = []
    for index, record in enumerate(handovers):
        start = record.happened
        if start is None:
            continue
        following = handovers[index + 1].happened if index + 1 < len(handovers) else None
        end = min(following or until, until)
        people = {str(record.get("by_in")["by"])}
        for roster in rosters:
            begin, finish = roster.at("planned_from"), roster.at("planned_to")
            if begin and finish and begin - EARLY_HANDOVER <= start < finish - EARLY_HANDOVER:
                people |= set(_roster_people(roster))
        out += [Duty(person, start, end) for person in sorted(people)]
    return out


def actual_span(house: House, roster: Record) -> tuple[datetime | None, datetime | None]:
    """F67: when a rostered shift really began and ended, by the handovers into and out of it."""
    start, end = roster.at("planned_from"), roster.at("planned_to")
    if start is None or end is None:
        return None, None
    ward, change = roster.text("ward"), end - EARLY_HANDOVER
    into = house.within("F32", start - EARLY_HANDOVER, change, ward)
    after = house.within("F32", change, house.now + timedelta(minutes=1), ward)
    return into[0].happened if into else None, after[0].happened if after else None


def rostered(house: House, ward: Any, person: str, at: datetime, *, coming: bool = False) -> bool:
    """Whether somebody is on the roster of the ward for a shift under way or about to begin.

    ``coming``: who takes the ward over is not on the roster by a shift that is about to end.
    """
    stay = EARLY_HANDOVER if coming else timedelta()
    return any(
        person in (*_roster_people(roster), roster.get("medic"), roster.get("leader"))
        for roster in _running(house, ward, at, stay)
    )


def planned(house: House, ward: str, person: str, at: datetime) -> bool:
    """Whether somebody is planned to work the ward: who leads its shift or is its nurse is not."""
    return any(person in _roster_people(r) for r in _running(house, ward, at, timedelta()))


def _running(house: House, ward: Any, at: datetime, stay: timedelta) -> list[Record]:
    """Rosters of a ward for a shift about to begin, or under way up to ``stay`` before its end."""
    return [
        r for r in _of_ward(house, "F67", ward, at - _LONGEST, at + EARLY_HANDOVER)
        if (start := r.at("planned_from")) and (end := r.at("planned_to"))
        and start - EARLY_HANDOVER <= at < end - stay
    ]  # fmt: skip


def on_duty(house: House, ward: str, at: datetime) -> list[str]:
    """Who is on duty on a ward at a minute, front line or not, without those at a bedside."""
    away = bedside.carers(house, at)
    found = {
        d.person
        for d in duties(house, ward, at, at + timedelta(minutes=1))
        if d.start <= at < d.end
    }
    return sorted(found - away)


def leaders(house: House, at: datetime) -> set[str]:
    """带班领导 and the nurse or doctor to be reached, by the roster of the moment."""
    out: set[str] = set()
    for record in house.within("F67", at - _LONGEST, at + timedelta(minutes=1)):
        start, end = record.at("planned_from"), record.at("planned_to")
        if start is not None and end is not None and start <= at < end:
            out |= {str(p) for p in (record.get("leader"), record.get("medic")) if p}
    return out


def may_lead(house: House, person: str, roles: str, at: datetime) -> bool:
    """Whether somebody stands for 带班领导: on the roster of about now, else 科长 or 院长."""
    if any(role in roles for role in "KD"):
        return True
    hour = timedelta(hours=1)
    return any(
        record.get("leader") == person and start - hour <= at < end + hour
        for record in house.within("F67", at - _LONGEST, at + 2 * hour)
        if (start := record.at("planned_from")) and (end := record.at("planned_to"))
    )


def uncovered(house: House, ward: str, since: datetime, until: datetime) -> int:
    """Minutes of a ward without a front-line carer on duty."""
    carers = {p.id for p in house.staff if p.get("is_frontline") is True}
    spans = [d for d in duties(house, ward, since, until) if d.person in carers]
    spans = [piece for d in spans for piece in _without_bedside(house, d)]
    covered = [False] * max(0, int((until - since).total_seconds() // 60))
    for span in spans:
        first = max(0, int((span.start - since).total_seconds() // 60))
        last = min(len(covered), int((span.end - since).total_seconds() // 60))
        covered[first:last] = [True] * max(0, last - first)
    return covered.count(False)


def _without_bedside(house: House, duty: Duty) -> list[Duty]:
    """What is left of a duty beside every stay of the person at a hospital bed."""
    pieces = [duty]
    for who, start, back in bedside.stays(house):
        if who == duty.person:
            pieces = [piece for whole in pieces for piece in _outside(whole, start, back)]
    return pieces


def _outside(duty: Duty, start: datetime, back: datetime | None) -> list[Duty]:
    """The parts of a duty before and after a stay elsewhere."""
    head = Duty(duty.person, duty.start, min(duty.end, start))
    tail = Duty(duty.person, max(duty.start, back or duty.end), duty.end)
    return [piece for piece in (head, tail) if piece.start < piece.end]


def girls_rule_holds(house: House, ward: Any, people: Sequence[str], at: datetime) -> bool:
    """A ward with girls of six and above has a woman on duty [R: 令63]."""
    girls = any(
        c.sex == "2" and c.birth_date and age_on(c.birth_date, at.date()) >= 6
        for c in house.children
        if c.here_at(at) and c.ward_at(at) == ward
    )
    women = {p.id for p in house.staff if p.get("sex") == "2"}
    return not girls or any(p in women for p in people)
