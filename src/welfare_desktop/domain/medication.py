"""用药: when the doses of an order are due, and which of them were recorded (F29).

The ward, its board and its handover ask `doses_due`; the form asks the same of the dose it records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import msgspec

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record

#: F29b ``state``: 已给.
GIVEN = "1"
#: How long after its time a dose not yet written is still offered.
OFFERED = timedelta(hours=12)
_IN_HOUSE = ("ON_SITE", "DAY_SCHOOL")
#: How many times a day → at what times.
_TIMES_OF_DAY = {
    1: ("08:00",), 2: ("08:00", "20:00"), 3: ("08:00", "14:00", "20:00"),
    4: ("08:00", "12:00", "16:00", "20:00"),
}  # fmt: skip
_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)")
_HOURS = re.compile(r"(?:q|每(?:隔)?)(\d{1,2})(?:h|个?小时)")
_DAILY = re.compile(r"[日天]([一二两三四1-4])次|([一二两三四1-4])次[/每][日天]")
_LATIN = {"qd": 1, "bid": 2, "tid": 3, "qid": 4}
_NIGHT, _MORNING = ("每晚", "睡前", "qn", "hs"), ("每早", "每晨")
_ONCE, _NEEDED = ("立即", "一次性", "st"), ("必要时", "prn", "sos")


class Plan(msgspec.Struct, frozen=True):
    """When an order is given: at times of the day, every so many hours, once, or when needed."""

    times: tuple[time, ...] = ()
    hours: int = 0
    every_days: int = 1
    once: bool = False


class Dose(msgspec.Struct, frozen=True):
    """One dose due. ``record``: what was written of it (F29b), ``None`` while nothing was."""

    child: Child
    order: Record
    due_at: datetime
    record: Record | None = None


def plan(freq: str) -> Plan | None:
    """The times that a frequency says; ``None`` where it says none that can be read."""
    text = unicodedata.normalize("NFKC", freq).lower().replace(" ", "·")
    words = re.split(r"[·,，、;；。/()（）]+", text)
    days = 2 if "隔日" in text or "qod" in words else 1
    if _named(words, _NEEDED):
        return Plan()
    clock = tuple(sorted({time(int(h), int(m)) for h, m in _CLOCK.findall(text)}))
    if clock:
        return Plan(clock, every_days=days)
    hours = _HOURS.search(text)
    if hours is not None and 1 <= int(hours[1]) <= 24:
        return Plan(hours=int(hours[1]))
    if _named(words, _NIGHT) or _named(words, _MORNING):
        told = [time(8)] if _named(words, _MORNING) else []
        return Plan((*told, *([time(20)] if _named(words, _NIGHT) else [])), every_days=days)
    count = _count(text, words) or (1 if days == 2 else 0)
    if count:
        return Plan(tuple(time.fromisoformat(t) for t in _TIMES_OF_DAY[count]), every_days=days)
    return Plan(once=True) if _named(words, _ONCE) else None


def _named(words: list[str], names: tuple[str, ...]) -> bool:
    """Latin names as whole words, Chinese ones anywhere."""
    return any(n in words if n.isascii() else any(n in w for w in words) for n in names)


def _count(text: str, words: list[str]) -> int:
    daily = _DAILY.search(text)
    if daily is not None:
        told = daily[1] or daily[2]
        return _NUMBERS.get(told) or int(told)
    return next((n for name, n in _LATIN.items() if name in words), 0)


def slots(order: Record, since: datetime, until: datetime) -> list[datetime]:
    """Times at which an order is due, from a minute to before another, while it is in force."""
    start, stop = order.at("start_at"), order.at("stop_at")
    how = plan(order.text("freq"))
    if start is None or how is None:
        return []
    first = max(since, start)
    last = min(until, stop) if stop is not None else until
    return [at for at in _at(how, start, first, last) if first <= at < last]


def _at(how: Plan, start: datetime, first: datetime, last: datetime) -> Iterator[datetime]:
    if how.once:
        yield start
    elif how.hours:
        step = timedelta(hours=how.hours)
        at = start + max(0, (first - start) // step) * step
        while at < last:
            yield at
            at += step
    elif how.times:
        day = first.date()
        while datetime.combine(day, time()) < last:
            if (day - start.date()).days % how.every_days == 0:
                yield from (datetime.combine(day, one) for one in how.times)
            day += timedelta(days=1)


def told(order: Record) -> str:
    """Drug, dose and route in one line."""
    return " ".join(text for name in ("drug", "dose", "route") if (text := order.text(name)))


def in_force(order: Record, at: datetime) -> bool:
    """Whether an order stands at a minute."""
    start, stop = order.at("start_at"), order.at("stop_at")
    return start is not None and start <= at and (stop is None or at < stop)


def records_of(house: House, order: str, since: datetime, until: datetime) -> list[Record]:
    """What was written of the doses of an order that were due within a time."""
    return [r for r in house.within("F29b", since, until) if r.get("order") == order]


def doses_due(
    house: House, since: datetime, until: datetime, ward: str | None = None
) -> list[Dose]:  # fmt: skip
    """Doses of children who are in the house then, of one ward or all, by time; those written too.

    An order ends with the child's leaving. One whose frequency names no time is not among them.
    """
    written = {(r.get("order"), r.text("due_at")): r for r in house.within("F29b", since, until)}
    out = []
    for at, child_id, order_id, place in _planned(house, since, until):
        child, order = house.child(child_id), house.record("F29", order_id)
        if child is not None and order is not None and ward in (None, place):
            out.append(Dose(child, order, at, written.get((order_id, minute_text(at)))))
    return sorted(out, key=lambda dose: (dose.due_at, dose.child.file_no, dose.order.id))


_Planned = tuple[datetime, str, str, str | None]
#: Forms on which it rests: orders, and where the child is.
_PLANNED = ("F01", "F29", "T", "X09")


def _planned(house: House, since: datetime, until: datetime) -> list[_Planned]:
    """Time, child, order and ward of what is to be given; asked each half minute, kept by day."""
    out, day = list[_Planned](), since.date()
    while datetime.combine(day, time()) < until:
        facts = house.facts(*_PLANNED)
        if day not in facts:
            facts[day] = _of_day(house, datetime.combine(day, time()))
        out += [one for one in facts[day] if since <= one[0] < until]
        day += timedelta(days=1)
    return out


def _of_day(house: House, start: datetime) -> list[_Planned]:
    out, end = list[_Planned](), start + timedelta(days=1)
    for order in house.of("F29"):
        if (stop := order.text("stop_at")) and stop <= minute_text(start):
            continue  # long over: its frequency need not be read
        child = house.child(order.child or "")
        if child is None:
            continue
        for at in slots(order, start, end):
            if child.here_at(at) and child.state_at("whereabouts", at) in _IN_HOUSE:
                out.append((at, child.id, order.id, child.ward_at(at)))
    return out


def times_of(child: Child, since: datetime, until: datetime) -> list[datetime]:
    """The times at which a child is to be given something, each once."""
    return sorted({at for order in child.all("F29") for at in slots(order, since, until)})


def unclear(child: Child, at: datetime) -> list[Record]:
    """Orders in force whose frequency names no time: they stand on no list of doses."""
    return [r for r in child.all("F29") if in_force(r, at) and plan(r.text("freq")) is None]


def late(house: House) -> timedelta:
    """How far from its time a dose may be given without saying why."""
    return timedelta(minutes=int(house.param("medicine_late_minutes")))


def _next(child: Child | None) -> Dose | None:
    if child is None:
        return None
    now = child.house.now
    open_ = [
        dose for dose in doses_due(child.house, now - OFFERED, now + timedelta(hours=1))
        if dose.child.id == child.id and dose.record is None
    ]  # fmt: skip
    return open_[0] if open_ else None


def next_order(child: Child | None) -> str | None:
    """The order whose dose is to be written next."""
    dose = _next(child)
    return dose.order.id if dose is not None else None


def next_time(child: Child | None) -> str | None:
    """When that dose is due."""
    dose = _next(child)
    return minute_text(dose.due_at) if dose is not None else None
