"""送医: the child leaves the house at one key; visit, escort, carer and cover follow (§1.9, §4.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from welfare_desktop.actions import events, records, whereabouts
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import calling, ladder, rounds, staffing
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

_EMERGENCY_VISIT, _TO_BE_TOLD = "2", "待定"
_HOSPITAL = "HOSPITAL"
#: Who goes along: fields of F24.
ALONG = ("escort", "carer_in_hospital")


def send(desk: Desk, record_id: str, chosen: Collection[str] = ()) -> Record:
    """The child is on the way: row 送出, and where the child is; the visit follows.

    Pressed again it only does what is still missing, once a child is named. Of several children
    those go who are ``chosen``; until then the row alone is kept.
    """
    event = desk.record(record_id)
    about = events.children_of(desk.house(), event)
    going = [c for c in about if len(about) == 1 or c.id in chosen]
    leaving = [c for c in going if c.whereabouts in rounds.IN_HOUSE]
    with desk.store.together():
        if event.get("sent_hospital") is not True or (leaving and in_hospital(about)):
            at = minute_text(desk.now())
            row = {"at": at, "action": ladder.SENT, "person": desk.account.staff}
            values = {"timeline": [*event.rows("timeline"), row], "sent_hospital": True}
            event = _sent(desk, event, values)
        for child in leaving:
            whereabouts.move(desk, child.id, _HOSPITAL, reason=f"{event.form_no}送医")
    return event


def in_hospital(children: Iterable[Child]) -> list[Child]:
    """Those of some children who are on the way or in hospital."""
    return [child for child in children if child.whereabouts == _HOSPITAL]


def waiting(desk: Desk, event: Record) -> list[Child]:
    """Of several children those who are in the house, and may be sent."""
    about = events.children_of(desk.house(), event)
    return [c for c in about if len(about) > 1 and c.whereabouts in rounds.IN_HOUSE]


def gone(desk: Desk, event: Record) -> list[Child]:
    """Children of an event who are on the way or in hospital; a single one as soon as it is named."""
    about = events.children_of(desk.house(), event)
    return about if len(about) == 1 else in_hospital(about)


def _sent(desk: Desk, event: Record, values: dict[str, Any]) -> Record:
    if event.get("sent_hospital") is False:
        return records.correct(desk, event.id, values, "处置中改为送医")
    return records.continue_record(desk, event.id, values)


def unvisited(desk: Desk, event: Record) -> list[Child]:
    """Children on the way of whom no visit (F24) is written yet."""
    known = events.visits_of(desk, event)
    return [child for child in gone(desk, event) if child.id not in known]


def write_visits(desk: Desk, record_id: str, signer: Signer | None = None) -> Record:
    """F24 of each child on the way to hospital, the first linked with the event; by ``signer``
    where the person of the window does not fill it."""
    event = desk.record(record_id)
    pen = desk.for_signer(signer) if signer is not None else desk
    with desk.store.together():
        for child in unvisited(desk, event):
            values = _visit(event, child)
            visit = records.submit(pen, "F24", values, child=child.id)
            if not event.get("visit"):
                event = records.continue_record(desk, event.id, {"visit": visit.id})
    return event


def _visit(event: Record, child: Child) -> dict[str, Any]:
    left = ladder.times(event, ladder.SENT)
    sent = "".join(left[:1])
    if len(left) > 1:  # this child's is the one at the minute at which it left
        sent = child.spans("whereabouts")[-1].happened_at
    values = {
        "visit_type": _EMERGENCY_VISIT, "found_at": event.get("found_at"),
        "called_at": "".join(ladder.times(event, ladder.CALLED_120)[:1]), "sent_at": sent,
        "arrived_at": ladder.arrival(event, sent),
        "hospital": _hospital(child),
        "urgent": True if event.get("severity") in ladder.GRAVE else None,
    }  # fmt: skip
    return {k: v for k, v in values.items() if v}


def _hospital(child: Child) -> str:
    """The house's hospital, that with a green channel first; else the one of the child's file."""
    own = calling.hospitals(child.house)
    health = child.newest("F20")
    usual = health.text("hospital_default") if health else ""
    return own[0][0] if own else usual or _TO_BE_TOLD


def companions(desk: Desk, event: Record) -> list[tuple[str, str]]:
    """Who may go along, staff → name: the wards' people on duty, then who leads and nurses."""
    house, now = desk.house(), desk.now()
    wards = events.wards_of(house, event)
    there = [person for ward in wards for person in staffing.on_duty(house, ward, now)]
    names = {p.id: p.text("name") for p in house.staff}
    people = dict.fromkeys((*there, *sorted(staffing.leaders(house, now)), desk.account.staff))
    return [(one, names[one]) for one in people if one in names]


def lacking(desk: Desk, event: Record) -> list[tuple[Record, str, str]]:
    """Visit and field of each who goes along and is not told yet, with whom: of several children
    the name."""
    house, visits = desk.house(), events.visits_of(desk, event)
    names = {c.id: c.name for c in events.children_of(house, event)} if len(visits) > 1 else {}
    return [
        (visit, field, names.get(child, ""))
        for child, visit in visits.items() if not visit.get("discharge_at")
        for field in ALONG if not visit.get(field)
    ]  # fmt: skip


def goes_along(desk: Desk, visit: Record, field: str, staff: str, signer: Signer | None) -> Record:
    """Who escorts, who stays at the bed: filled, or changed while it goes on."""
    pen = desk.for_signer(signer) if signer is not None else desk
    if visit.get(field) in (None, staff):
        return records.continue_record(pen, visit.id, {field: staff})
    return records.correct(pen, visit.id, {field: staff}, "处置中换人")


def came_back(
    desk: Desk, record_id: str, children: Collection[str], signer: Signer | None = None
) -> None:
    """They are back: the end of a visit brings the child and its carer into the house's count."""
    visits = events.visits_of(desk, desk.record(record_id))
    pen = desk.for_signer(signer) if signer is not None else desk
    with desk.store.together():
        if not children or not visits.keys() >= set(children):
            raise Refused("还没有就医记录。先按H，由护士或医生签字写入，再按B。")
        for child in children:
            told = {"discharge_at": minute_text(desk.now())}
            records.continue_record(pen, visits[child].id, told)
