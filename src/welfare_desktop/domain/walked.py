"""How each round that came was walked: the board's rules, C3.08, the leader's view, the night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from welfare_desktop.domain import marked, rounds
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

#: ``partly``: signed, some children without a mark; ``paper``: walked on paper, entered later; ``unsigned``: closed as 未签; ``open``: marked,
#: not signed yet; ``waiting``: not walked, and still time.
How = Literal[
    "done", "early", "late", "backfilled", "partly", "paper", "unsigned", "open", "waiting",
    "missed",
]  # fmt: skip
_STATES: dict[rounds.State, How] = {"future": "early", "overdue": "late", "missed": "backfilled"}


class Walked(msgspec.Struct, frozen=True):
    """One slot of a ward. ``waiting``: how many children have no mark at it."""

    slot: datetime
    how: How
    waiting: int = 0


def due_slots(house: House, ward: str, since: datetime, until: datetime) -> list[datetime]:
    """Slots from a minute to another, the last one too, at which somebody was due."""
    days = [since.date() + timedelta(days=n) for n in range((until.date() - since.date()).days + 1)]
    known = (s for day in days for s in rounds.slots(house, ward, day) if since <= s <= until)
    return [slot for slot in known if rounds.due_children(house, ward, slot)]


def walks(house: House, since: datetime, until: datetime) -> list[Record]:
    """Signed and closed rounds of every ward due from a minute to another: children may move."""
    first, last = minute_text(since), minute_text(until)
    found = house.within("F30", since - timedelta(days=1), until + timedelta(days=3))
    return [walk for walk in found if first <= walk.text("due_at") <= last]


def walked(house: House, ward: str, slot: datetime, known: Sequence[Record]) -> Walked:
    """How a slot of a ward was walked. ``known``: `walks` around it, of every ward."""
    text = minute_text(slot)
    of_slot = [w for w in known if w.get("due_at") == text]
    own = [w for w in of_slot if w.get("ward") == ward]
    due = {c.id for c in rounds.due_children(house, ward, slot)}
    seen = {m["child"] for w in of_slot for m in w.rows("marks") if m.get("slot") == text}
    waiting = len(due - seen)
    if not own and waiting:
        return Walked(slot, _unwalked(house, ward, slot), waiting)
    if any(w.get("closed_as") == "2" for w in own):
        return Walked(slot, "unsigned", waiting)
    if any(w.papers for w in own):
        return Walked(slot, "paper", waiting)
    if waiting:
        return Walked(slot, "partly", waiting)
    times = [m["at"] for w in own for m in w.rows("marks") if m.get("slot") == text]
    last = max(map(datetime.fromisoformat, times), default=slot)
    state = rounds.lateness(house, slot, last)
    return Walked(slot, _STATES.get(state, "done"))


def _unwalked(house: House, ward: str, slot: datetime) -> How:
    """A slot without a signed round: marked and not signed, still possible, or missed."""
    text = minute_text(slot)
    open_marks = house.source.marks(slot - timedelta(hours=1), slot + timedelta(hours=12))
    if any(m.get("slot") == text and m.get("ward") == ward for m in open_marks):
        return "open"
    return "missed" if rounds.is_late(house, slot) else "waiting"


def span(house: House, ward: str, since: datetime, until: datetime) -> list[Walked]:
    """Every slot that came in a time, in order."""
    known = walks(house, since, until)
    return [walked(house, ward, slot, known) for slot in due_slots(house, ward, since, until)]


def times(found: Iterable[Walked], *hows: How) -> list[str]:
    """When the slots walked in one of these ways were."""
    return [f"{one.slot:%H:%M}" for one in found if one.how in hows]


def warnings(walk: Record, others: Iterable[Record]) -> list[str]:
    """快速录入: more than 25 marks in 10 seconds; 疑似补填: two wards under 2 minutes apart."""
    out = ["快速录入"] if marked.hasty(walk.rows("marks")) else []
    signer, signed = _signature(walk)
    for other in others:
        person, when = _signature(other)
        elsewhere = person == signer and other.get("ward") != walk.get("ward")
        if elsewhere and signed and when and abs(signed - when) < timedelta(minutes=2):
            out.append("疑似补填")
            break
    return out


def _signature(walk: Record) -> tuple[str, datetime | None]:
    """Who signed a round, and when; nobody where it was closed as 未签."""
    mark = walk.get("by") or {}
    at = mark.get("at")
    return str(mark.get("by") or ""), datetime.fromisoformat(at) if at else None
