"""Everything of the house that has its time: rounds, medicine, re-checks, returns, handovers.

One list for the window, the tray, the veil, the locked PC, the leader and the night's report. An
alarm is there as long as what it asks for is not done; nobody takes one away by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from welfare_desktop.domain import ladder, marked, medication, orders, returns, rounds
from welfare_desktop.domain.attention import FEVER
from welfare_desktop.domain.clock import Lateness, Limits, minute_text
from welfare_desktop.domain.handover import last_handover, owed_since
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.schooling import LATE_BACK

Kind = Literal["event", "recheck", "medicine", "round", "return", "handover"]

#: How long before its time something is told of, and how long a slot or a look is looked back for.
SOON = timedelta(minutes=30)
_SLOTS, _LOOKS = timedelta(minutes=60), timedelta(hours=12)
_STATES: tuple[Lateness, ...] = ("missed", "overdue", "due", "future")
#: Kind → what is said when it is missed, overdue, due, and before its time.
_WORDS: Mapping[Kind, tuple[str, str, str, str]] = {
    "event": ("异常还没有处置", "异常还没有处置", "异常待处置", "异常"),
    "recheck": ("漏复查", "复查过点", "该复查了", "复查"),
    "medicine": ("用药过点", "用药过点", "该用药了", "用药"),
    "round": ("漏巡", "已过点", "该巡查了", "巡查"),
    "return": ("超时未归", "未按时返回", "该返回了", "返回"),
    "handover": ("交接班已迟", "交接班已迟", "该交接班了", "交接班"),
}  # fmt: skip
#: Place of a child that has no ward yet, and of an event of no child.
_NOWHERE, _HOUSE = "未分区", "全院"
_GIVEN = "交接未完，交班人仍在岗"
#: Times named where those to come are told.
_TOLD = 4


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that has its time.

    Args:
        ward: X02, empty where there is none, and ``place`` its name. children: F01 of those it is about: names are for who may
            read them. about: the order (F29), event (F31) or way (F62) behind it.
        more: what else is said without a name. hushed: it has rung long ago, and only stays in sight.
    """

    kind: Kind
    ward: str
    place: str
    due_at: datetime
    limits: Limits
    state: Lateness
    children: tuple[str, ...] = ()
    about: str = ""
    more: str = ""
    hushed: bool = False

    @property
    def key(self) -> str:
        """What tells this alarm, its state after the last stroke; how many children does not."""
        return f"{self.kind}/{self.ward}/{self.due_at:%Y-%m-%dT%H:%M}/{self.state}"

    @property
    def escalated(self) -> bool:
        """Beyond the limit: 带班领导 sees it first."""
        return self.state == "missed"

    @property
    def grave(self) -> bool:
        """漏巡, and an event that nobody attends to: told in quiet hours too."""
        return self.kind == "event" or (self.kind == "round" and self.escalated)

    @property
    def what(self) -> str:
        """What is said of it, without place, time and count."""
        return self.more or _WORDS[self.kind][_STATES.index(self.state)]

    def words(self, count: int) -> str:
        """Without names: it stands under the veil too."""
        unseen = self.kind == "round" and self.state != "future"
        many = f"，{count}名{'未看' if unseen else ''}" if count else ""
        return f"{self.place} {self.due_at:%H:%M} {self.what}{many}"


def sentences(found: Iterable[Alarm]) -> dict[str, str]:
    """Alarm key → its words without names, those of one ward, time and kind together."""
    together: dict[str, list[Alarm]] = {}
    for alarm in found:
        together.setdefault(alarm.key, []).append(alarm)
    return {
        key: alarms[0].words(sum(len(a.children) for a in alarms))
        for key, alarms in together.items()
    }


def alarms(
    house: House, *, given: Mapping[str, datetime] = {}, ahead: timedelta = SOON
) -> list[Alarm]:
    """What is missed, overdue, due or coming in every ward, the most urgent first.

    Args:
        given: ward → when a handover was signed that nobody has taken yet.
        ahead: how far what is coming is told.
    """
    until = house.now + ahead
    found = [
        *_events(house), *_rechecks(house, until), *_medicine(house, until), *round_alarms(house, until),
        *_returns(house, until), *_handovers(house, until, given),
    ]  # fmt: skip
    return sorted(found, key=_urgency)


def _urgency(alarm: Alarm) -> tuple[int, bool, datetime, str]:
    return _STATES.index(alarm.state), alarm.hushed, alarm.due_at, alarm.place


def _made(
    house: House, kind: Kind, ward: Record | None, due_at: datetime, limits: Limits, **more: Any
) -> Alarm:
    nowhere = _NOWHERE if more.get("children") else _HOUSE
    return Alarm(
        kind=kind, ward=ward.id if ward else "", place=ward.text("name") if ward else nowhere,
        due_at=due_at, limits=limits, state=limits.state(due_at, house.now), **more,
    )  # fmt: skip


def _minutes(house: House, name: str) -> int:
    return int(house.param(name))


def round_alarms(house: House, until: datetime | None = None) -> Iterator[Alarm]:
    """Slots up to a minute, with whoever is not seen at them yet.

    A missed one is told until it is made good or handed over, those of long ago in one line.
    """
    fresh, until = house.now - _SLOTS, until or house.now
    owed = {ward.id: min(fresh, owed_since(house, ward.id)) for ward in house.wards}
    seen = marked.seen_from(house, min(owed.values(), default=fresh))
    for ward in house.wards:
        own = list(_unwalked(house, ward, owed[ward.id], until, seen))
        old = [a for a in own if a.due_at < fresh and a.escalated]
        if old:
            yield _together(old)
        yield from (a for a in own if a not in old)


def _unwalked(
    house: House, ward: Record, since: datetime, until: datetime, seen: Mapping[str, set[str]]
) -> Iterator[Alarm]:
    """Every slot of a ward from a minute to another at which somebody waits to be seen."""
    days = [since.date() + timedelta(days=n) for n in range((until.date() - since.date()).days + 1)]
    here = rounds.expected_children(house, ward.id, house.now)
    for slot in (s for day in days for s in rounds.slots(house, ward.id, day)):
        if not since <= slot <= until:
            continue
        known = seen.get(minute_text(slot), ())
        owed = (c.id for c in here if rounds.standing(house, c, slot) == "here")
        waiting = [child for child in owed if child not in known]
        if waiting:
            limits = rounds.limits(house, slot.date())
            yield _made(house, "round", ward, slot, limits, children=tuple(waiting))


def _together(old: Sequence[Alarm]) -> Alarm:
    """Slots missed long ago as one alarm, told from the oldest on."""
    children = tuple(dict.fromkeys(c for alarm in old for c in alarm.children))
    more = f"起漏巡{len(old)}个时点" if len(old) > 1 else ""
    return msgspec.structs.replace(old[0], children=children, more=more, hushed=True)


def overdue_rounds(house: House) -> list[Alarm]:
    """Rounds over their time in every ward, the oldest first."""
    found = [a for a in round_alarms(house) if a.state in ("overdue", "missed")]
    return sorted(found, key=lambda alarm: (alarm.due_at, alarm.place))


def _events(house: House) -> Iterator[Alarm]:
    """Nothing done so far (C3.10); 轻微 only asks for its second look (§4.5)."""
    within = _minutes(house, "first_action_minutes")
    for event in reversed(house.of("F31")):
        found = event.at("found_at")
        if found is None or found < house.now - _LOOKS:
            break
        acted = event.get("first_action_at") or event.get("closed_at")
        if acted or event.get("severity") == "1":
            continue
        known = [c for c in map(house.child, event.get("children") or ()) if c is not None]
        for ward in dict.fromkeys(c.ward for c in known) or (None,):
            there = tuple(c.id for c in known if c.ward == ward)
            yield _made(house, "event", house.record("X02", ward or ""), found,
                        Limits(0, 0, within), children=there, about=event.id)  # fmt: skip


def _of_child(house: House, child: Child) -> Record | None:
    return house.record("X02", child.ward or "")


def _medicine(house: House, until: datetime) -> Iterator[Alarm]:
    """Doses nothing was written of; one of the twelve hours before is still asked for."""
    late = _minutes(house, "medicine_late_minutes")
    limits = Limits(0, late, late)
    for dose in medication.doses_due(house, house.now - medication.OFFERED, until):
        if dose.record is None:
            yield _made(house, "medicine", _of_child(house, dose.child), dose.due_at, limits,
                        children=(dose.child.id,), about=dose.order.id)  # fmt: skip


def _rechecks(house: House, until: datetime) -> Iterator[Alarm]:
    """A second look within the hour: after 异常, after a fever, at an event of level 1 (§4.5)."""
    within = timedelta(minutes=_minutes(house, "recheck_minutes"))
    looked, measured = _newest(house, house.now - _LOOKS)
    asked = [
        (c, at + within, event) for c, (at, event) in _unlooked(house, looked, measured).items()
    ]
    for child_id, due_at, about in asked + _ordered(house, measured, until):
        child = house.child(child_id)
        if child is not None and child.here and child.whereabouts in rounds.IN_HOUSE:
            limits = msgspec.structs.replace(rounds.limits(house, house.today), late=0)
            yield _made(house, "recheck", _of_child(house, child), due_at, limits,
                        children=(child_id,), about=about)  # fmt: skip


def _ordered(
    house: House, measured: Mapping[str, Any], until: datetime
) -> list[tuple[str, datetime, str]]:  # fmt: skip
    """定时测体温 (X10): so long after the last temperature, or after the order began."""
    out = []
    for order in house.of("X10"):
        child = house.child(order.child or "")
        if order.get("kind") != orders.MEASURE or child is None or not order.get("minutes"):
            continue
        if order not in orders.in_force(child, house.now):
            continue
        step, begun = timedelta(minutes=int(order.get("minutes"))), order.happened or house.now
        last = max(begun, _minute(measured[child.id])) if child.id in measured else begun
        if last + step <= until:
            out.append((child.id, last + step, ""))
    return out


def _unlooked(
    house: House, looked: Mapping[str, Any], measured: Mapping[str, Any]
) -> dict[str, tuple[datetime, str]]:  # fmt: skip
    """Child → since when a second look is owed, and the event that asks for it."""
    since = house.now - _LOOKS
    owed = {c: (_minute(m), "") for c, m in looked.items() if m["mark"] == "3"}
    for child, mark in measured.items():
        if float(mark["temp"]) >= FEVER:
            owed[child] = min(owed.get(child, (_minute(mark), "")), (_minute(mark), ""))
    for event in reversed(house.of("F31")):
        found = event.at("found_at")
        if found is None or found < since:
            break
        if event.get("severity") != "1" or event.get("closed_at") or ladder.measured_again(event):
            continue
        for child in event.get("children") or ():
            seen = looked.get(child)
            if seen is None or seen["mark"] == "3" or _minute(seen) <= found:
                owed[child] = (min(found, owed.get(child, (found, ""))[0]), event.id)
    return owed


def _minute(mark: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(mark["at"]).replace(second=0)


def _newest(house: House, since: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """Child → the newest mark by which it was seen, and the newest with a temperature."""
    until = house.now + timedelta(minutes=1)
    marks = [m for walk in house.within("F30", since, until) for m in walk.rows("marks")]
    looked: dict[str, Any] = {}
    measured: dict[str, Any] = {}
    for mark in (*marks, *house.source.marks(since, until)):
        child, at = mark["child"], mark["at"]
        if mark["mark"] in ("1", "2", "3") and (child not in looked or looked[child]["at"] <= at):
            looked[child] = mark
        told = mark.get("temp") is not None
        if told and (child not in measured or measured[child]["at"] <= at):
            measured[child] = mark
    return looked, measured


def _returns(house: House, until: datetime) -> Iterator[Alarm]:
    """Who is away and expected back: by the form of its way, else by the last handover."""
    late = int(LATE_BACK.total_seconds()) // 60
    limits, told = Limits(0, late, 2 * late), _told_back(house)
    for child in _away(house):
        due_at, about = returns.due_back(child) or (told.get(child.id), "")
        if due_at is not None and due_at <= until:
            yield _made(house, "return", _of_child(house, child), due_at, limits,
                        children=(child.id,), about=about)  # fmt: skip


def _away(house: House) -> list[Child]:
    """Children on the books who are not in the house."""
    facts, key = house.facts("F01", "T", "X09"), ("away", house.stretch(house.now))
    if key not in facts:
        facts[key] = [
            c.id for c in house.children if c.here and c.whereabouts not in rounds.IN_HOUSE
        ]
    return [c for c in map(house.child, facts[key]) if c is not None]


def _told_back(house: House) -> dict[str, datetime]:
    """Child → when it is expected, by the last handover of each ward; of the last day."""
    since, out = house.now - timedelta(days=1), dict[str, datetime]()
    for ward in house.wards:
        last = last_handover(house, ward.id)
        for move in last.rows("expected_moves") if last else ():
            at = str(move.get("at") or "")
            if move.get("kind") == "1" and move.get("child") and at >= since.isoformat():
                out.setdefault(str(move["child"]), datetime.fromisoformat(at))
    return out


def _handovers(
    house: House, until: datetime, given: Mapping[str, datetime]
) -> Iterator[Alarm]:  # fmt: skip
    """A change of shift that nobody signed, and a handover signed by the giver alone."""
    late = int(rounds.LATE_HANDOVER.total_seconds()) // 60
    for ward in house.wards:
        if ward.id in given:
            limits = Limits(0, late // 2, late)
            yield _made(house, "handover", ward, given[ward.id], limits, more=_GIVEN)
        elif rounds.in_ward(house, ward.id, house.now):
            for change in _untaken(house, ward.id, until):
                yield _made(house, "handover", ward, change, Limits(0, late, late))


def _untaken(house: House, ward: str, until: datetime) -> list[datetime]:
    """Changes of shift up to a minute into which nobody took the ward over yet.

    Those who work the ward's first shift take it over from nobody.
    """
    crew, last = house.first("F67", ward), last_handover(house, ward)
    known = last or crew
    if known is None or known.happened is None:
        return []
    out, at = [], rounds.shift_span(house.now, rounds.shift_of(house, house.now, ward))[0]
    while at <= until:
        if known.happened < at - rounds.EARLY_HANDOVER:
            out.append(at)
        at = rounds.shift_span(at, rounds.shift_of(house, at, ward))[1]
    return out


_COMING = "接下来："


def coming_words(found: Iterable[Alarm], now: datetime) -> str:
    """The next times of every ward, two on a line, without names."""
    known = sorted(
        {(a.due_at, a.place, _WORDS[a.kind][-1]) for a in found if a.due_at > now and not a.more}
    )
    told = [f"{at:%H:%M} {place}{what}" for at, place, what in known[:_TOLD]]
    lines = ["　".join(told[at : at + 2]) for at in range(0, len(told), 2)]
    return _COMING + f"\n{'　' * len(_COMING)}".join(lines) if told else ""


def nameless(found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """What a locked PC keeps: kinds, wards and times."""
    return tuple(msgspec.structs.replace(a, children=(), about="") for a in found)


def come(kept: Iterable[Alarm], now: datetime) -> list[Alarm]:
    """What has come since. A locked PC knows the time, not whether it was done on paper."""
    return [
        msgspec.structs.replace(
            a, state=a.limits.state(a.due_at, now),
            more=a.more or _WORDS[a.kind][_STATES.index("due")],
        )
        for a in kept if now - _SLOTS < a.due_at <= now
    ]  # fmt: skip
