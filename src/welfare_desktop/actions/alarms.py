"""The alarms of the house as one person gets them (`domain.alarms`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from welfare_desktop.actions import handover, rounds
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import alarms as rules
from welfare_desktop.domain import staffing
from welfare_desktop.domain.alarms import Alarm
from welfare_desktop.domain.clock import lasted

#: Told ahead to a PC that is being locked or veiled.
_NIGHT = timedelta(hours=12)


def alarms(desk: Desk, ahead: timedelta = rules.SOON) -> list[Alarm]:
    """Every alarm of the house, the most urgent first."""
    with desk.store.connection():
        house = desk.house()
        given = {
            ward.id: datetime.fromisoformat(str(one.mark["at"]))
            for ward in house.wards
            if (one := handover.pending(desk, ward.id)) is not None
        }
        return rules.alarms(house, given=given, ahead=ahead)


def told(desk: Desk) -> list[Alarm]:
    """Alarms for the window of this person.

    Who has no part in rounds hears only of what is late: somebody must.
    """
    found = alarms(desk)
    if rounds.may_see(desk):
        return found
    return [alarm for alarm in found if alarm.state in ("missed", "overdue")]


def names(desk: Desk, alarm: Alarm) -> list[str]:
    """Names of the children an alarm is about, of those this person reads of."""
    viewer, house = desk.viewer(), desk.house()
    if not rounds.may_see(desk):
        return []
    known = (house.child(c) for c in alarm.children if viewer.lists(c))
    return [child.name for child in known if child is not None]


def ahead(desk: Desk) -> tuple[Alarm, ...]:
    """Kinds, wards and times of the next twelve hours, for a PC that is being locked."""
    return rules.nameless(alarms(desk, _NIGHT))


def leads(desk: Desk) -> bool:
    """Whether this person leads the shift: alarms beyond their limit stand before everything."""
    account = desk.account
    return staffing.may_lead(desk.house(), account.staff, account.roles, desk.now())


def escalated(desk: Desk) -> list[Alarm]:
    """Alarms beyond their limit, for 带班领导 alone."""
    return [alarm for alarm in alarms(desk) if alarm.escalated] if leads(desk) else []


def how_long(desk: Desk, alarm: Alarm) -> str:
    """How long something is over, and who is on duty there; of the whole house only how long."""
    house, now = desk.house(), desk.now()
    minutes = int((now - alarm.due_at).total_seconds() // 60)
    if not alarm.ward:
        return f"已过{lasted(minutes)}"
    there = staffing.on_duty(house, alarm.ward, now)
    names = "、".join(p.text("name") for p in house.staff if p.id in there)
    return f"已过{lasted(minutes)}　当班：{names or '没有人'}"
