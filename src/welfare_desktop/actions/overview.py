"""The figures at the top of 今日: who is here, the round under way, the ratio, what is open."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from welfare_desktop.actions import rounds
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.rounds import Progress
from welfare_desktop.domain import handover, staffing
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import House
from welfare_desktop.domain.staffing import Ratio


class WardRound(msgspec.Struct, frozen=True):
    """One ward now: its current round, when the next one is, who is on duty and how many should."""

    ward: str
    name: str
    progress: Progress | None
    next_at: datetime | None
    on_duty: tuple[str, ...]
    needed: int


class OpenEvent(msgspec.Struct, frozen=True):
    """An event not yet closed. ``grave``: severity 3 or 4."""

    record: str
    words: str
    grave: bool


class Special(msgspec.Struct, frozen=True):
    """One child of a special list. ``attention``: 1 平稳, 2 关注, 3 危急."""

    child: str
    name: str
    reason: str
    attention: str


class Overview(msgspec.Struct, frozen=True):
    """Everything above the list of duties."""

    listed: int
    present: int
    elsewhere: tuple[tuple[str, int], ...]
    wards: tuple[WardRound, ...]
    ratio: Ratio
    events: tuple[OpenEvent, ...]
    special: tuple[Special, ...]
    shift: str


def overview(desk: Desk) -> Overview:
    """Read the figures once, for this moment."""
    house, now = desk.house(), desk.now()
    here = [c for c in house.children if c.here]
    where = [c.whereabouts or "" for c in here]
    counts = {w: where.count(w) for w in dict.fromkeys(where) if w not in rules.IN_HOUSE}
    occupied = [w for w in house.wards if rules.in_ward(house, w.id, now)]
    lines = [line for w in occupied for line in handover.special_list(house, w.id, now)]
    return Overview(
        listed=len(here),
        present=sum(w in rules.IN_HOUSE for w in where),
        elsewhere=tuple((label("CL-WHERE", w), n) for w, n in counts.items()),
        wards=tuple(_ward(desk, w.id, w.text("name")) for w in occupied),
        ratio=staffing.ratio_at(house, now),
        events=_events(house),
        special=tuple(
            Special(line.child, line.name, line.reasons[0], line.attention)
            for line in sorted(lines, key=lambda line: -int(line.attention))
        ),
        shift=label("CL-SHIFT", rules.shift_of(house, now)),
    )


def _ward(desk: Desk, ward: str, name: str) -> WardRound:
    house, now = desk.house(), desk.now()
    slot = rules.current_slot(house, ward, now)
    days = (now.date(), (now + timedelta(days=1)).date())
    coming = (s for day in days for s in rules.slots(house, ward, day) if s > (slot or now))
    names = {s.id: s.text("name") for s in house.staff}
    there = tuple(names.get(p, "") for p in staffing.on_duty(house, ward, now))
    return WardRound(
        ward, name, rounds.progress(desk, ward, slot) if slot else None, next(coming, None),
        there, staffing.on_duty_required(house, ward, now),
    )  # fmt: skip


def _events(house: House) -> tuple[OpenEvent, ...]:
    out = []
    for event in reversed(house.of("F31")):
        if event.get("closed_at"):
            continue
        known = [house.child(c) for c in event.get("children") or []]
        names = "、".join(c.name for c in known if c is not None)
        kind = label("CL-ABN", event.text("type")) if event.get("type") else "异常"
        found = event.text("found_at")[5:].replace("T", " ")
        out.append(
            OpenEvent(
                event.id, f"{names or '全区'} {kind} {found}", event.get("severity") in ("3", "4")
            )
        )
    return tuple(out)
