"""带班: every ward at once, who is late, what is open."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from welfare_desktop.actions import alarms, handover, overview, rounds
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.overview import OpenEvent, WardRound
from welfare_desktop.domain import attention, leading, walked
from welfare_desktop.domain import handover as rules
from welfare_desktop.domain import rounds as slots
from welfare_desktop.domain.alarms import Alarm
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import House
from welfare_desktop.domain.leading import Look


class LeadWard(msgspec.Struct, frozen=True, kw_only=True):
    """One ward now.

    Args:
        now: the round under way and who is on duty. last: when it was last looked at.
        late, missed: times of rounds of this shift. unsigned: rounds marked and not signed.
        special: how many 危急, 关注, 平稳. handover: how the change of shift stands; open: not done.
    """

    now: WardRound
    census: rules.Census
    last: datetime | None
    late: tuple[str, ...]
    missed: tuple[str, ...]
    unsigned: int
    events: tuple[OpenEvent, ...]
    special: tuple[tuple[str, str, str], ...]
    alarms: tuple[Alarm, ...]
    handover: str
    open: bool

    def attention(self, level: str) -> int:
        """Special children of a level: 1 平稳, 2 关注, 3 危急."""
        return sum(found == level for _, _, found in self.special)


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """The whole house now."""

    shift: str
    leaders: tuple[str, ...]
    wards: tuple[LeadWard, ...]
    looks: tuple[Look, ...]
    beyond: tuple[Alarm, ...]


def lead(desk: Desk) -> Lead:
    """Read it once, for this moment; who has no part in rounds is refused (§6.3)."""
    with desk.store.connection():
        house = rounds.ward_house(desk)
        now, shift = house.now, slots.shift_of(house, house.now, None)
        since, until = slots.shift_span(now, shift)
        found, hot = alarms.alarms(desk), attention.fevers(house, now)
        names = {person.id: person.text("name") for person in house.staff}
        wards = [
            _ward(desk, house, one, hot, [a for a in found if a.ward == one.ward])
            for one in overview.ward_rounds(desk, house)
        ]
        return Lead(
            shift=label("CL-SHIFT", shift),
            leaders=tuple(sorted(names.get(p, "") for p in leading.leaders(house, since, until))),
            wards=tuple(wards),
            looks=tuple(leading.looks(house, since, until)),
            beyond=tuple(alarm for alarm in found if alarm.escalated),
        )


def _ward(
    desk: Desk, house: House, one: WardRound, hot: dict[str, float], found: list[Alarm]
) -> LeadWard:
    since, _ = slots.shift_span(house.now, slots.shift_of(house, house.now, one.ward))
    came = walked.span(house, one.ward, since, house.now)
    last, viewer = house.last("F30", one.ward, house.now), desk.viewer()
    lines = rules.special_list(house, one.ward, house.now, feverish=hot)
    here = set(rules.open_events(house, one.ward, house.now))
    told, open_ = _handover(desk, house, one.ward, since)
    return LeadWard(
        now=one,
        census=rules.census(house, one.ward, house.now),
        last=last.happened if last else None,
        late=tuple(walked.times(came, "late", "backfilled", "paper")),
        missed=tuple(walked.times(came, "missed")),
        unsigned=len(rounds.unsigned(desk, one.ward)),
        events=tuple(e for e in overview.open_events(desk, house) if e.record in here),
        special=tuple(
            (x.child, f"{x.name if viewer.lists(x.child) else ''} {x.reasons[0]}", x.attention)
            for x in lines
        ),
        alarms=tuple(found), handover=told, open=open_,
    )  # fmt: skip


def _handover(desk: Desk, house: House, ward: str, since: datetime) -> tuple[str, bool]:
    """How the change into the running shift stands, and whether it is still open."""
    given = handover.pending(desk, ward)
    if given is not None:
        return f"{given.mark['name']}已签，等接班人", True
    last = rules.last_handover(house, ward)
    if last is None or last.happened is None:
        return "还没有交接记录", True
    at = f"{last.happened:%m-%d %H:%M}"
    name = str((last.get("by_in") or {}).get("name", ""))
    if last.happened < since - slots.EARLY_HANDOVER:
        return f"本班还没有交接，上次 {at}", True
    return f"{at} {name}接班", False


def by_kind(ward: LeadWard) -> Counter[str]:
    """How many alarms of each kind are due or over."""
    return Counter(a.kind for a in ward.alarms if a.state != "future")
