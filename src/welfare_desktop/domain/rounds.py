"""Rounds: shifts, slots by child and hour, what is due and how late (§4.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec

from welfare_desktop.domain import marked, orders
from welfare_desktop.domain.clock import Lateness, Limits
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record

#: 不在院时 mark 4 stands; these whereabouts are in the house.
IN_HOUSE = frozenset({"ON_SITE"})
_DAY = timedelta(days=1)
#: A handover is signed within so long of the change of shift (F32 ``handover_at``).
LATE_HANDOVER = timedelta(minutes=30)
#: One signed so long before the change belongs to it.
EARLY_HANDOVER = timedelta(hours=1)
#: Due at a slot and in the house, due and away, not due.
Standing = Literal["here", "away", "none"]
State = Literal["done", "late", "backfilled", "away", "none"] | Lateness

#: Forms on which it rests how often a child is looked at, where it belongs, when it is due.
_WATCH = ("F01", "F02", "F05", "F09", "X05", "X10")
_PLACES = ("F01", "T", "X09")
_ROUNDS = (*dict.fromkeys((*_WATCH, *_PLACES, "F67", "X02")),)

#: CL-MARK → sign on the board (look.md: sign + word + colour).
SIGNS: Mapping[str, tuple[str, str]] = {
    "1": ("✓", "正常"), "2": ("醒", "醒着"), "3": ("!", "异常"), "4": ("外", "不在场"),
    "5": ("?", "未能查看"),
}  # fmt: skip


def shift_of(house: House, at: datetime, ward: str | None) -> str:
    """CL-SHIFT of a minute on a ward, by its roster of the day, else as in the house (``None``).

    The house works twelve hours where every ward with a roster does; without one, three times
    eight. A night of twelve hours belongs to the day on which it begins.
    """
    rostered, twelve = _rostered(house, (at - timedelta(hours=8)).date())
    whole_house = bool(twelve) and twelve == rostered
    if ward in twelve if ward in rostered else whole_house:
        return "DA" if 8 <= at.hour < 20 else "NA"
    return "N" if at.hour < 8 else "D" if at.hour < 16 else "E"


def _rostered(house: House, day: date) -> tuple[frozenset[str | None], frozenset[str | None]]:
    """Wards with a roster of a day, and those of them that work twelve hours."""
    facts = house.facts("F67")
    if day not in facts:
        start = datetime(day.year, day.month, day.day)
        known = house.within("F67", start - _DAY, start + 2 * _DAY)
        own = [r for r in known if r.get("date") == day.isoformat()]
        facts[day] = (
            frozenset(r.ward for r in own),
            frozenset(r.ward for r in own if r.get("shift") in ("DA", "NA")),
        )
    found: tuple[frozenset[str | None], frozenset[str | None]] = facts[day]
    return found


def shift_span(at: datetime, shift: str) -> tuple[datetime, datetime]:
    """From and to of the shift that contains a minute."""
    day = datetime(at.year, at.month, at.day)
    hours = {"N": (0, 8), "D": (8, 16), "E": (16, 24), "DA": (8, 20), "NA": (20, 32)}[shift]
    if shift == "NA" and at.hour < 8:
        day -= timedelta(days=1)
    return day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1])


def called_into(house: House, roster: Record) -> tuple[datetime, datetime] | None:
    """The shift after whose change a roster begins, where it does not reach over the next."""
    start, end = roster.at("planned_from"), roster.at("planned_to")
    if start is None or end is None:
        return None
    since, until = shift_span(start, shift_of(house, start, roster.ward))
    return (since, until) if since < start and end <= until else None


def is_night(at: datetime) -> bool:
    """22:00–06:00."""
    return at.hour >= 22 or at.hour < 6


#: What a mark 1 or 2 states of an infant, and of a child in isolation (§4.2).
FOUR_POINTS = "仰卧、面部无遮、床内无软物、呼吸肤色正常"
TWO_POINTS = "体位、呼吸正常"


def stated(child: Child, at: datetime) -> str:
    """The points that one deliberate 正常 or 醒着 states of this child."""
    if is_infant(child, at.date()):
        return FOUR_POINTS
    return TWO_POINTS if apart(child, at) else ""


def own_words(note: str) -> str:
    """A note without what stands in it as a matter of course."""
    return "；".join(part for part in note.split("；") if not _of_course(part))


def matter_of_course(note: str) -> str:
    """What stands in a note as a matter of course: points stated, the reason of a 补录."""
    return "；".join(part for part in note.split("；") if _of_course(part))


def _of_course(part: str) -> bool:
    return part in (FOUR_POINTS, TWO_POINTS) or part.startswith(marked.BACKFILLED)


def is_infant(child: Child, day: date) -> bool:
    """Under 12 months: four points are looked at."""
    from welfare_desktop.domain.deadlines import addm

    return child.birth_date is not None and day < addm(child.birth_date, 12)


def isolated(child: Child, at: datetime) -> bool:
    """隔离观察 not yet lifted."""
    intake = child.intake
    if intake is None or intake.get("isolation") is not True or child.by_roster:
        return False
    exam = child.newest("F05")
    cleared = exam.at("cleared_at") if exam else None
    return cleared is None or at < cleared


def apart(child: Child, at: datetime) -> bool:
    """In isolation: since it came and not yet lifted, or in a ward for it (X02)."""
    return _in_isolation(child, at) or isolated(child, at)


def _in_isolation(child: Child, at: datetime) -> bool:
    ward = child.house.record("X02", child.ward_at(at) or "")
    return ward is not None and ward.get("kind") == "3"


class _Pace(msgspec.Struct, frozen=True):
    """How often a child is looked at on a day: minutes by (watched, night), and as ordered.

    ``ordered``: from, to and minutes of a doctor's orders.
    """

    watched: bool
    may_be_apart: bool
    minutes: dict[tuple[bool, bool], int]
    ordered: tuple[tuple[datetime, datetime, int], ...] = ()


def _pace(house: House, child: Child, day: date) -> _Pace:
    facts, key = house.facts(*_WATCH), ("pace", child.id, day)
    found: _Pace | None = facts.get(key)
    if found is None:
        start, arrived = datetime(day.year, day.month, day.day), child.arrived_at
        kinds = {(w, n): f"round_{'watch' if w else 'ward'}_{'night' if n else 'day'}_minutes"
                 for w in (False, True) for n in (False, True)}  # fmt: skip
        found = facts[key] = _Pace(
            child.record.get("special_watch") is True or is_infant(child, day),
            isolated(child, start) or (arrived is not None and arrived.date() == day),
            {k: int(house.param(name, day)) for k, name in kinds.items()},
            orders.intervals(child, start, start + _DAY),
        )
    return found


def interval(house: House, child: Child, at: datetime) -> int:
    """Minutes between rounds of a child at a time; the strictest wins (§4.2).

    Special watch, under 12 months, isolation or a doctor's order shorten it; isolation at the
    arrival only ends, so a child who is not isolated as the day begins is asked about again only
    where it arrived that day.
    """
    pace = _pace(house, child, at.date())
    watch = pace.watched or (pace.may_be_apart and isolated(child, at)) or _in_isolation(child, at)
    usual = pace.minutes[watch, is_night(at)]
    if not pace.ordered:
        return usual
    return min([usual, *(every for since, until, every in pace.ordered if since <= at < until)])


def is_due(house: House, child: Child, slot: datetime) -> bool:
    """Whether a slot of the grid is one of this child's; the grid starts with the shift (§4.2)."""
    start, _ = shift_span(slot, shift_of(house, slot, child.ward_at(slot)))
    minutes = int((slot - start).total_seconds() // 60)
    return minutes % interval(house, child, slot) == 0


def in_ward(house: House, ward: str, at: datetime) -> list[Child]:
    """Children on the books who belong to a ward at a minute, by bed."""
    facts, key = house.facts(*_PLACES), (ward, house.stretch(at))
    if key not in facts:
        found = [c for c in house.children if c.here_at(at) and c.ward_at(at) == ward]
        found.sort(key=lambda c: (_bed_order(c.bed_at(at)), c.file_no))
        facts[key] = [c.id for c in found]
    return [c for c in map(house.child, facts[key]) if c is not None]


def _bed_order(bed: str) -> tuple[int, str]:
    digits = "".join(ch for ch in bed if ch.isdigit())
    return (int(digits) if digits else 9999, bed)


def bed_words(bed: str) -> str:
    """A bed as it is told; nothing where a child has none."""
    return f"{bed}床" if bed else ""


def expected_children(house: House, ward: str, at: datetime) -> list[Child]:
    """应在: children of the ward whose whereabouts is in the house."""
    return [c for c in in_ward(house, ward, at) if c.state_at("whereabouts", at) in IN_HOUSE]


def slots(house: House, ward: str, day: date) -> list[datetime]:
    """Every slot of a calendar day at which somebody of the ward is due."""
    facts, key = house.facts(*_ROUNDS), ("slots", ward, day)
    if key not in facts:
        facts[key] = _slots(house, ward, day)
    return list(facts[key])


def _slots(house: House, ward: str, day: date) -> list[datetime]:
    start = datetime(day.year, day.month, day.day)
    children = in_ward(house, ward, start + timedelta(hours=23, minutes=59))
    children = list({c.id: c for c in children + in_ward(house, ward, start)}.values())
    paces = [_pace(house, c, day) for c in children]
    steps = {n for p in paces for n in (*p.minutes.values(), *(every for *_, every in p.ordered))}
    shift, grid = shift_span(start, shift_of(house, start, ward)), set[datetime]()
    while shift[0] < start + _DAY:
        for step in steps:
            count = int((shift[1] - shift[0]).total_seconds()) // 60
            grid |= {shift[0] + timedelta(minutes=n) for n in range(0, count, step)}
        shift = shift_span(shift[1], shift_of(house, shift[1], ward))
    return [
        slot for slot in sorted(grid)
        if slot.date() == day and any(is_due(house, c, slot) for c in children)
    ]  # fmt: skip


def due_children(house: House, ward: str, slot: datetime) -> list[Child]:
    """Who is due at a slot."""
    return [c for c in expected_children(house, ward, slot) if standing(house, c, slot) != "none"]


def limits(house: House, day: date) -> Limits:
    """Within how many minutes a round of a day is on time, and after how many missed (§4.2)."""
    facts = house.facts("X05")
    if day not in facts:
        on_time = int(house.param("round_on_time_minutes", day))
        facts[day] = Limits(on_time, on_time, int(house.param("round_missing_minutes", day)))
    found: Limits = facts[day]
    return found


def lateness(house: House, slot: datetime, at: datetime | None = None) -> Lateness:
    """How late a look at a slot is in a minute, and one not made yet at the house's moment."""
    return limits(house, slot.date()).state(slot, at or house.now)


def is_late(house: House, slot: datetime, at: datetime | None = None) -> bool:
    """Too late for its round: 补录."""
    return lateness(house, slot, at) == "missed"


def opens(house: House) -> str:
    """From when on a round may be walked, in words."""
    return f"到点前{limits(house, house.today).early}分钟起"


def current_slot(house: House, ward: str, now: datetime) -> datetime | None:
    """The slot a round opened now belongs to: the nearest one that may be walked by now."""
    days = [now.date() + timedelta(days=n) for n in (-1, 0, 1)]
    known = (s for day in days for s in slots(house, ward, day))
    return max((s for s in known if lateness(house, s, now) != "future"), default=None)


def result(house: House, marks: Sequence[Mapping[str, Any]], environment: Mapping[str, Any]) -> str:
    """F30 ``result``: 2 where a mark is 3 or an unexplained 4, or a point is not right."""
    for mark in marks:
        if mark["mark"] == "3":
            return "2"
        child = house.child(mark["child"])
        at = datetime.fromisoformat(mark["at"])
        if mark["mark"] == "4" and child and child.state_at("whereabouts", at) in IN_HOUSE:
            return "2"
    return "2" if any(v not in (True, "不适用") for v in environment.values()) else "1"


def owed(house: House, ward: str, slot: datetime) -> list[Child]:
    """Who is to be seen at a slot by those who are in a ward now.

    A child that has moved since takes its slot along, or nobody would look at it.
    """
    return [
        c for c in expected_children(house, ward, house.now)
        if standing(house, c, slot) == "here"
    ]  # fmt: skip


def standings(house: House, child: Child, slots: tuple[datetime, ...]) -> tuple[Standing, ...]:
    """How a child stands at each of some slots: a whole board asks with every key."""
    facts, key = house.facts(*_ROUNDS), ("standings", child.id, slots)
    if key not in facts:
        facts[key] = tuple(standing(house, child, slot) for slot in slots)
    found: tuple[Standing, ...] = facts[key]
    return found


def standing(house: House, child: Child, slot: datetime) -> Standing:
    """Whether a child is due at a slot and was in the house then."""
    facts, key = house.facts(*_ROUNDS), ("standing", child.id, slot)
    found: Standing | None = facts.get(key)
    if found is None:
        found = "none"
        if is_due(house, child, slot) and child.here_at(slot):
            found = "here" if child.state_at("whereabouts", slot) in IN_HOUSE else "away"
        facts[key] = found
    return found


def round_slot(house: House, ward: str) -> datetime | None:
    """The slot F2 opens: the oldest one not yet missed that still owes a look, else the current.

    Where some children are due each half hour, the round of the full hour would otherwise be out
    of reach a quarter after it.
    """
    now = house.now
    current = current_slot(house, ward, now)
    if current is None:
        return None
    days = (now.date() - timedelta(days=1), now.date())
    known = (s for day in days for s in slots(house, ward, day) if s < current)
    for slot in (s for s in known if not is_late(house, s)):
        due = {c.id for c in owed(house, ward, slot)}
        if due - marked.seen_at(house, slot):
            return slot
    return current
