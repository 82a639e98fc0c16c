"""The figures at the top of 今日: who is here, the round under way, the ratio, what is open."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from welfare_desktop.actions import handover as handing
from welfare_desktop.actions import rounds
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.rounds import Progress
from welfare_desktop.domain import (
    alarms,
    attention,
    handover,
    medication,
    permissions,
    staffing,
    walked,
)
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.cover import occupied
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.staffing import Ratio


class WardRound(msgspec.Struct, frozen=True):
    """One ward now.

    Args:
        progress: the round under way; one over its time that can still be walked comes first.
        next_at: when the next one is.
        on_duty: names. needed: how many the shift asks for. mine: this person is on duty there.
        due, done: rounds of this shift so far, and those of them that are signed.
    """

    ward: str
    name: str
    progress: Progress | None
    next_at: datetime | None
    on_duty: tuple[str, ...]
    needed: int
    mine: bool = False
    due: int = 0
    done: int = 0


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


class DueDose(msgspec.Struct, frozen=True):
    """A dose of this shift that nothing was written of yet. ``late``: its hour is over."""

    child: str
    name: str
    order: str
    drug: str
    due_at: datetime
    late: bool


class Overview(msgspec.Struct, frozen=True):
    """Everything above the list of duties.

    ``refused``: ward and words of handovers sent back, for 带班领导.
    """

    listed: int
    present: int
    elsewhere: tuple[tuple[str, int], ...]
    wards: tuple[WardRound, ...]
    ratio: Ratio
    events: tuple[OpenEvent, ...]
    special: tuple[Special, ...]
    shift: str
    doses: tuple[DueDose, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def mine(self) -> tuple[WardRound, ...]:
        """The wards this person is on duty in; all of them for somebody on duty in none."""
        return tuple(w for w in self.wards if w.mine) or self.wards


def overview(desk: Desk) -> Overview:
    """Read the figures once, for this moment, in one look at the store."""
    with desk.store.connection():
        return _overview(desk)


def _overview(desk: Desk) -> Overview:
    house, now = desk.house(), desk.now()
    here = [c for c in house.children if c.here]
    where = [c.whereabouts or "" for c in here]
    counts = {w: where.count(w) for w in dict.fromkeys(where) if w not in rules.IN_HOUSE}
    found = Overview(
        listed=len(here),
        present=sum(w in rules.IN_HOUSE for w in where),
        elsewhere=tuple((label("CL-WHERE", w), n) for w, n in counts.items()),
        wards=ward_rounds(desk, house),
        ratio=staffing.ratio_at(house, now),
        events=open_events(desk, house),
        special=(),
        shift=label("CL-SHIFT", rules.shift_of(house, now, None)),
    )
    found = msgspec.structs.replace(
        found, doses=_doses(desk, house, found), refused=_refused(desk, house)
    )
    if not rounds.may_see(desk):
        return found
    hot = attention.fevers(house, now)
    lines = [
        line for w in found.mine for line in handover.special_list(house, w.ward, now, feverish=hot)
    ]
    special = tuple(
        Special(line.child, line.name, line.reasons[0], line.attention)
        for line in sorted(lines, key=lambda line: -int(line.attention))
    )
    return msgspec.structs.replace(found, special=special)


def _refused(desk: Desk, house: House) -> tuple[tuple[str, str], ...]:
    """接班异议 goes to 带班领导 (§4.4)."""
    if not staffing.may_lead(house, desk.account.staff, desk.account.roles, house.now):
        return ()
    return tuple(
        (ward.id, f"{ward.text('name')}交接被退回，交班人仍在岗：{reason}")
        for ward, reason in handing.sent_back(desk)
    )


def ward_rounds(desk: Desk, house: House) -> tuple[WardRound, ...]:
    """Every ward that has children, with the round under way and who is on duty."""
    over = reversed(alarms.overdue_rounds(house))
    late = {a.ward: a.due_at for a in over if a.state == "overdue"}
    wards = occupied(house, house.now)
    return tuple(_ward(desk, w.id, w.text("name"), late.get(w.id)) for w in wards)


def _doses(desk: Desk, house: House, found: Overview) -> tuple[DueDose, ...]:
    """用药 of the shift in this person's wards, and what was missed just before it."""
    now = house.now
    if not permissions.may_view(FORMS["F29b"], desk.account.roles):
        return ()
    start, end = rules.shift_span(now, rules.shift_of(house, now, None))
    wards = {w.ward for w in found.mine}
    return tuple(
        DueDose(
            child=dose.child.id, name=dose.child.name, order=dose.order.id,
            drug=" ".join(filter(None, (dose.order.text("drug"), dose.order.text("dose")))),
            due_at=dose.due_at, late=now - dose.due_at > medication.late(house),
        )
        for dose in medication.doses_due(house, start - medication.OFFERED, end)
        if dose.record is None and dose.child.ward_at(now) in wards
    )  # fmt: skip


def on_duty(desk: Desk) -> list[tuple[Record, dict[str, str]]]:
    """Every ward with who is on duty there now: staff record → name."""
    house, now = desk.house(), desk.now()
    names = {s.id: s.text("name") for s in house.staff}
    return [
        (ward, {p: names.get(p, "") for p in staffing.on_duty(house, ward.id, now)})
        for ward in house.wards
    ]


def people_here(desk: Desk) -> set[str]:
    """Staff who may lift the veil: on duty, leading the shift, or the person of the window."""
    there = {person for _, people in on_duty(desk) for person in people}
    return there | staffing.leaders(desk.house(), desk.now()) | {desk.account.staff}


def _ward(desk: Desk, ward: str, name: str, late: datetime | None) -> WardRound:
    house, now = desk.house(), desk.now()
    slot = late or rules.current_slot(house, ward, now)
    days = (now.date(), (now + timedelta(days=1)).date())
    coming = (s for day in days for s in rules.slots(house, ward, day) if s > (slot or now))
    names = {s.id: s.text("name") for s in house.staff}
    there = staffing.on_duty(house, ward, now)
    start, _ = rules.shift_span(now, rules.shift_of(house, now, ward))
    due = walked.due_slots(house, ward, start, now)
    walks = house.within("F30", now - timedelta(days=1), now + timedelta(days=1), ward)
    signed = {w.get("due_at") for w in walks if w.get("closed_as") == "1"}
    return WardRound(
        ward=ward, name=name, progress=rounds.progress(desk, ward, slot) if slot else None,
        next_at=next(coming, None), on_duty=tuple(names.get(p, "") for p in there),
        needed=staffing.on_duty_required(house, ward, now), mine=desk.account.staff in there,
        due=len(due), done=sum(minute_text(s) in signed for s in due),
    )  # fmt: skip


def open_events(desk: Desk, house: House) -> tuple[OpenEvent, ...]:
    """Events not yet closed that this person reads of, the newest first."""
    out, viewer = [], desk.viewer()
    for event in reversed(house.of("F31")):
        if event.get("closed_at") or not viewer.reaches(event):
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
