"""送医: the child leaves the house at one key; visit, escort, carer and cover follow (§1.9, §4.1)."""

from __future__ import annotations

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


def send(desk: Desk, record_id: str) -> Record:
    """The child is on the way: row 送出, and where the child is; the visit follows.

    Pressed again it only does what is still missing, once a child is named.
    """
    event = desk.record(record_id)
    child = events.child_of(desk.house(), event)
    with desk.store.together():
        if event.get("sent_hospital") is not True:
            at = minute_text(desk.now())
            row = {"at": at, "action": ladder.SENT, "person": desk.account.staff}
            values = {"timeline": [*event.rows("timeline"), row], "sent_hospital": True}
            event = _sent(desk, event, values)
        if child is not None and child.whereabouts in rounds.IN_HOUSE:
            whereabouts.move(desk, child.id, _HOSPITAL, reason=f"{event.form_no}送医")
    return event


def _sent(desk: Desk, event: Record, values: dict[str, Any]) -> Record:
    if event.get("sent_hospital") is False:
        return records.correct(desk, event.id, values, "处置中改为送医")
    return records.continue_record(desk, event.id, values)


def write_visit(desk: Desk, record_id: str, signer: Signer | None = None) -> Record:
    """F24 of an event on the way to hospital, linked with it; by ``signer`` where the person of
    the window does not fill it."""
    event = desk.record(record_id)
    child = events.child_of(desk.house(), event)
    if child is None:
        raise Refused("先选儿童，再写就医记录。", field="children")
    if events.visit_of(desk, event) is not None:
        return event
    at = {a: _first(event, a) for a in (ladder.CALLED_120, ladder.SENT, ladder.ARRIVED)}
    values = {
        "visit_type": _EMERGENCY_VISIT, "found_at": event.get("found_at"),
        "called_at": at[ladder.CALLED_120], "sent_at": at[ladder.SENT],
        "arrived_at": at[ladder.ARRIVED], "hospital": _hospital(child),
        "urgent": True if event.get("severity") in ladder.GRAVE else None,
    }  # fmt: skip
    pen = desk.for_signer(signer) if signer is not None else desk
    with desk.store.together():
        filled = {k: v for k, v in values.items() if v}
        visit = records.submit(pen, "F24", filled, child=child.id)
        return records.continue_record(desk, event.id, {"visit": visit.id})


def _first(event: Record, action: str) -> str | None:
    rows = [r for r in event.rows("timeline") if r.get("action") == action]
    return str(rows[0]["at"]) if rows else None


def _hospital(child: Child) -> str:
    """The house's hospital, that with a green channel first; else the one of the child's file."""
    own = calling.hospitals(child.house)
    health = child.newest("F20")
    usual = health.text("hospital_default") if health else ""
    return own[0][0] if own else usual or _TO_BE_TOLD


def companions(desk: Desk, event: Record) -> list[tuple[str, str]]:
    """Who may go along, staff → name: the ward's people on duty, then who leads and nurses."""
    house, now = desk.house(), desk.now()
    ward = events.ward_of(house, event)
    there = staffing.on_duty(house, ward, now) if ward else []
    names = {p.id: p.text("name") for p in house.staff}
    people = dict.fromkeys((*there, *sorted(staffing.leaders(house, now)), desk.account.staff))
    return [(one, names[one]) for one in people if one in names]


def goes_along(desk: Desk, visit: Record, field: str, staff: str, signer: Signer | None) -> Record:
    """Who escorts, who stays at the bed: filled, or changed while it goes on."""
    pen = desk.for_signer(signer) if signer is not None else desk
    if visit.get(field) in (None, staff):
        return records.continue_record(pen, visit.id, {field: staff})
    return records.correct(pen, visit.id, {field: staff}, "处置中换人")


def came_back(desk: Desk, record_id: str, signer: Signer | None = None) -> Record:
    """The child is back: the end of the visit brings it and its carer into the house's count."""
    event = desk.record(record_id)
    visit = events.visit_of(desk, event)
    if visit is None:
        raise Refused("还没有就医记录。先按H，由护士或医生签字写入，再按B。")
    pen = desk.for_signer(signer) if signer is not None else desk
    return records.continue_record(pen, visit.id, {"discharge_at": minute_text(desk.now())})
