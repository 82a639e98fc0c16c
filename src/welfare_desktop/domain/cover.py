"""班次覆盖: who is on a ward against what it asks for, and who could come (§4.1, §4.6).

Never the statutory ratio, which is of heads in post and pooled (`staffing.ratio_at`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from welfare_desktop.domain import background, bedside, rounds, staffing
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.staffing import Load, Ratio

REST = timedelta(hours=11)
LONGEST = timedelta(hours=12)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
#: Far enough to see every shift that bears on somebody's rest.
_AROUND = timedelta(days=2)


class Cover(msgspec.Struct, frozen=True):
    """A ward at a minute: carers (F64 ids) against what the shift asks for.

    ``woman``: the girls' wards rule holds (§4.6).
    """

    ward: str
    at: datetime
    required: int
    carers: tuple[str, ...]
    woman: bool

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(0, self.required - len(self.carers))

    @property
    def holds(self) -> bool:
        """Whether enough people are there, and a woman where the ward needs one."""
        return not self.short and self.woman


class Hindered(msgspec.Struct, frozen=True):
    """Somebody planned who cannot come, and why."""

    person: str
    why: str


class ShiftCover(msgspec.Struct, frozen=True, kw_only=True):
    """A ward over a shift. ``worst``: its worst minute.

    Args:
        planned: front-line carers on the roster; ``None``: no roster at all.
        cannot: those of them who cannot come. leader, medic: F64 ids, empty where none can come.
        uncovered: minutes without any carer.
    """

    ward: str
    shift: str
    start: datetime
    end: datetime
    worst: Cover
    planned: tuple[str, ...] | None
    cannot: tuple[Hindered, ...] = ()
    leader: str = ""
    medic: str = ""
    uncovered: int = 0


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who could come: ``move`` from another ward (``ward``), or ``call`` at home."""

    person: str
    kind: Literal["move", "call"]
    reason: str
    phone: str
    ward: str = ""


class Statutory(msgspec.Struct, frozen=True):
    """The statutory reading: pooled over the house, and each ward's own ceiling beside it."""

    pooled: Ratio
    wards: tuple[tuple[str, Load], ...]

    @property
    def summed(self) -> int:
        """Sum of the wards' own ceilings; may be larger than the pooled one."""
        return sum(load.required for _, load in self.wards)


def occupied(house: House, at: datetime) -> list[Record]:
    """Wards with children at a minute; an empty ward has nobody to watch."""
    return [w for w in house.wards if rounds.in_ward(house, w.id, at)]


def statutory(house: House, at: datetime) -> Statutory:
    """Heads in post against children, pooled and by ward."""
    wards = tuple((w.id, staffing.load_at(house, at, w.id)) for w in occupied(house, at))
    return Statutory(staffing.ratio_at(house, at), wards)


def short_days(house: House, first: date, last: date) -> list[tuple[date, Ratio]]:
    """Days of a span on which the house was short at 08:00 (C15.01–C15.03)."""
    live = house.go_live_on
    day, out = max(first, live) if live else first, []
    while day <= min(last, house.today):
        count = min(datetime(day.year, day.month, day.day, 8), house.now)
        ratio = staffing.ratio_at(house, count + timedelta(seconds=59))
        if ratio.gap > 0:
            out.append((day, ratio))
        day += _DAY
    return out


# Now ---------------------------------------------------------------------------------------


def _front_line(house: House) -> dict[str, Record]:
    return {p.id: p for p in house.staff if p.get("is_frontline") is True}


def _cover(house: House, ward: str, at: datetime, people: Iterable[str]) -> Cover:
    """Planned minutes to come are judged by the children of now: nobody knows tomorrow's."""
    carers, known = _front_line(house), min(at, house.now)
    there = tuple(sorted({p for p in people if p in carers}))
    required = staffing.duty_required(house, staffing.load_at(house, known, ward), at)
    return Cover(ward, at, required, there, staffing.girls_rule_holds(house, ward, there, known))


def cover(house: House, ward: str, at: datetime) -> Cover:
    """A ward at a minute: by actual duty without those at a hospital bed, to come by the roster."""
    if at <= house.now:
        return _cover(house, ward, at, staffing.on_duty(house, ward, at))
    return _planned(house, ward, at, at + _MINUTE).worst


def shift_cover(house: House, ward: str, start: datetime, end: datetime) -> ShiftCover:
    """A shift that has begun, up to now, by actual duty."""
    until = max(start + _MINUTE, min(end, house.now))
    duties = staffing.duties(house, ward, start, until)
    edges = {t for d in duties for t in (d.start, d.end)}
    edges |= {t for form in ("T", "X09") for r in house.of(form) if (t := r.happened)}
    edges |= {t for stay in bedside.stays(house) for t in stay[1:] if t}

    def there(at: datetime) -> set[str]:
        away = bedside.carers(house, at)
        return {d.person for d in duties if d.start <= at < d.end} - away

    worst = _worst(house, ward, turns(start, until, edges), there)
    plan = _planned(house, ward, start, end)
    return msgspec.structs.replace(
        plan, worst=worst, uncovered=staffing.uncovered(house, ward, start, until)
    )


def turns(start: datetime, end: datetime, edges: Iterable[datetime] = ()) -> list[datetime]:
    """The minutes of a span at which something may change: its edges, 06:00 and 22:00."""
    day = datetime(start.year, start.month, start.day)
    known = [day + timedelta(hours=h) for h in (6, 22, 30, 46)]
    return sorted({start, *(t for t in (*edges, *known) if start < t < end)})


def _worst(
    house: House, ward: str, minutes: Sequence[datetime], there: Callable[[datetime], Iterable[str]]
) -> Cover:
    found = [_cover(house, ward, at, there(at)) for at in minutes]
    return max(found, key=lambda c: (c.short, not c.woman, -c.at.timestamp()))


# To come -----------------------------------------------------------------------------------


def shifts(
    house: House, ward: str, since: datetime, until: datetime
) -> list[tuple[str, datetime, datetime]]:
    """Shifts of a ward that reach into a time: the one under way first."""
    out, at = [], since
    while at < until:
        shift = rounds.shift_of(house, at, ward)
        start, end = rounds.shift_span(at, shift)
        out.append((shift, start, end))
        at = end
    return out


def forecast(house: House, ward: str, until: datetime) -> list[ShiftCover]:
    """Every shift of a ward from now on: the one under way by duty, the others by the roster."""
    out = []
    for shift, start, end in shifts(house, ward, house.now, until):
        under_way = start <= house.now
        found = shift_cover(house, ward, start, end) if under_way else None
        out.append(found or _planned(house, ward, start, end, shift))
    return out


def hindrance(house: House, person: Record, start: datetime, end: datetime) -> str:
    """Why somebody cannot come for a span of time; empty if nothing is known against it."""
    state = person.text("state")
    if background.recorded(house, person, house.today) is not None:
        return "从业查询有记录"
    if not staffing.serving(person, start.date()):
        return label("F64.state", state) if state in ("1", "3", "4") else "未入职或已离职"
    for absence in house.of("X07"):
        since, back = absence.at("from_at"), absence.at("to_at")
        own = absence.get("staff") == person.id and since is not None and since < end
        if own and (back is None or back > start):
            return label("X07.kind", absence.text("kind"))
    return "在医院陪护" if person.id in bedside.carers(house, house.now) else ""


def rosters(house: House, ward: str | None, since: datetime, until: datetime) -> list[Record]:
    """Planned shifts (F67) that overlap a time, of one ward or all."""
    return [
        r for r in house.within("F67", since - _AROUND, until, ward)
        if (start := r.at("planned_from")) and (end := r.at("planned_to"))
        and start < until and end > since
    ]  # fmt: skip


def _planned(
    house: House, ward: str, start: datetime, end: datetime, shift: str = ""
) -> ShiftCover:
    """A shift by its roster, without those who cannot come."""
    people = {p.id: p for p in house.staff}
    found = rosters(house, ward, start, end)
    named = {str(p) for r in found for p in _named(r) if p in people}
    cannot = {p: why for p in named if (why := hindrance(house, people[p], start, end))}

    def there(at: datetime) -> set[str]:
        running = (r for r in found if r.text("planned_from") <= _text(at) < r.text("planned_to"))
        return {str(p) for r in running for p in r.get("staff_list") or ()} - set(cannot)

    edges = [t for r in found for n in ("planned_from", "planned_to") if (t := r.at(n))]
    minutes = turns(start, end, edges)
    carers = {str(p) for r in found for p in r.get("staff_list") or ()} & set(_front_line(house))
    return ShiftCover(
        ward=ward, shift=shift or rounds.shift_of(house, start, ward), start=start, end=end,
        worst=_worst(house, ward, minutes, there),
        planned=tuple(sorted(carers)) if found else None,
        cannot=tuple(Hindered(p, cannot[p]) for p in sorted(cannot)),
        leader=_who(found, "leader", cannot), medic=_who(found, "medic", cannot),
        uncovered=_empty_minutes(minutes, end, lambda at: there(at) & carers),
    )  # fmt: skip


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def _named(record: Record) -> list[str]:
    return [*(record.get("staff_list") or ()), record.text("leader"), record.text("medic")]


def _who(found: Sequence[Record], field: str, cannot: Iterable[str]) -> str:
    named = (r.text(field) for r in found)
    return next((p for p in named if p and p not in cannot), "")


def _empty_minutes(
    minutes: Sequence[datetime], end: datetime, there: Callable[[datetime], set[str]]
) -> int:
    spans = zip(minutes, [*minutes[1:], end], strict=True)
    return sum(int((b - a).total_seconds() // 60) for a, b in spans if not there(a))


# Who could come ----------------------------------------------------------------------------


def could_come(
    house: House, ward: str, at: datetime, until: datetime | None = None
) -> list[Candidate]:
    """Who could help a ward, first who can be moved, then who can be called.

    ``until``: how long they are needed, else to the end of the shift.
    """
    end = until or rounds.shift_span(at, rounds.shift_of(house, at, ward))[1]
    lacks_woman = not cover(house, ward, at).woman
    people = {p.id: p for p in house.staff}
    found = [*_movable(house, ward, at, end), *_at_home(house, at, end)]
    if lacks_woman:
        found = [c for c in found if people[c.person].get("sex") == "2"]
    return found


def _movable(house: House, ward: str, at: datetime, end: datetime) -> list[Candidate]:
    """On duty elsewhere, where enough stay behind."""
    people, out = _front_line(house), []
    here = set(cover(house, ward, at).carers)
    for other in (w for w in occupied(house, at) if w.id != ward):
        there = cover(house, other.id, at)
        for person in (p for p in there.carers if p not in here):
            left = _cover(house, other.id, at, set(there.carers) - {person})
            if left.holds and not hindrance(house, people[person], at, end):
                words = f"在{other.text('name')}当班，调走后还有{len(left.carers)}人，应到{left.required}人"
                phone = people[person].text("phone")
                spare = len(left.carers) - left.required
                out.append((-spare, Candidate(person, "move", words, phone, other.id)))
    return [candidate for _, candidate in sorted(out, key=lambda o: (o[0], o[1].person))]


def _at_home(house: House, at: datetime, end: datetime) -> list[Candidate]:
    """Off duty, in post, rested, with enough rest before the next shift too."""
    if end - at > LONGEST:
        return []
    busy = _busy(house, at, end)
    out = []
    for person in _front_line(house).values():
        spans = busy.get(person.id, [])
        if hindrance(house, person, at, end) or _too_close(spans, at, end):
            continue
        last = max((b for _, b in spans if b <= at), default=None)
        words = "休息，近两天没有班" if last is None else f"休息，{last:%m-%d %H:%M}下班"
        if last is not None:
            words += f"，已休息{int((at - last).total_seconds() // 3600)}小时"
        rested = at - last if last else _AROUND * 100
        out.append((rested, Candidate(person.id, "call", words, person.text("phone"))))
    return [candidate for _, candidate in sorted(out, key=lambda o: (-o[0], o[1].person))]


def _too_close(spans: Sequence[tuple[datetime, datetime]], at: datetime, end: datetime) -> bool:
    return any(a < end + REST and b > at - REST for a, b in spans)


def _busy(house: House, at: datetime, end: datetime) -> dict[str, list[tuple[datetime, datetime]]]:
    """When people work around a time: as planned, and as they really did up to it."""
    out: dict[str, list[tuple[datetime, datetime]]] = {}
    for roster in rosters(house, None, at - _AROUND, end + REST):
        start, stop = roster.at("planned_from"), roster.at("planned_to")
        for person in roster.get("staff_list") or ():
            if start and stop:
                out.setdefault(str(person), []).append((start, stop))
    known = min(at, house.now)
    for ward in house.wards:
        for duty in staffing.duties(house, ward.id, known - REST, known + _MINUTE):
            out.setdefault(duty.person, []).append((duty.start, duty.end))
    return out
