"""到期日历: what falls due on which day, what is brought to mind before, and the sheet for the wall."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

import msgspec

from welfare_desktop.actions import printing, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.names import pinyin_keys

#: Stands on the wall for what not everybody who passes may read.
_DISCREET = "内部事项，见电脑"


class Agenda(msgspec.Struct, frozen=True):
    """Days with what is due on them, and with what they bring to mind."""

    due: dict[date, list[Duty]]
    remind: dict[date, list[Duty]]


def agenda(desk: Desk, mine: bool = False) -> Agenda:
    """Every last day that is known now, past ones of what is still open too.

    Args:
        mine: only what the person at the desk may do.
    """
    on = desk.now().date()
    out = Agenda({}, {})
    for duty in today.dated(desk):
        if mine and not today.may_do(desk, duty):
            continue
        if duty.due is not None:
            out.due.setdefault(duty.due, []).append(duty)
        for day in today.recall_days(desk, duty):
            if on <= day and (duty.due is None or day < duty.due):
                out.remind.setdefault(day, []).append(duty)
    return out


def of_month(found: Agenda, month: date) -> list[Duty]:
    """What falls due in a month, by day."""
    days = sorted(day for day in found.due if (day.year, day.month) == (month.year, month.month))
    return [duty for day in days for duty in found.due[day]]


def wall_sheet(desk: Desk, month: date) -> bytes:
    """The month as one sheet for the wall: bed or initials and the form, nothing of S3 or S4."""
    from welfare_desktop.reports.wall_sheet import WallSheet, wall_sheet

    rest = desk.house().calendar
    first, days = date(month.year, month.month, 1), calendar.monthrange(month.year, month.month)[1]
    whole = [first.replace(day=number + 1) for number in range(days)]
    found = agenda(desk)
    made = wall_sheet(
        WallSheet(
            institution=desk.institution, month=first, printed_on=desk.now().date(),
            lines={day: _lines(desk, found.due.get(day, ())) for day in whole},
            rest=frozenset(day for day in whole if rest.is_rest(day)), practice=desk.practice,
        )
    )  # fmt: skip
    printing.printed(desk, "", "")
    return made


def _lines(desk: Desk, duties: Sequence[Duty]) -> list[str]:
    """One line a form, with whom it is about."""
    about: dict[str, list[Duty]] = {}
    for duty in duties:
        about.setdefault(_on_the_wall(duty), []).append(duty)
    return [f"{what} {_whom(desk, same)}".strip() for what, same in about.items()]


def _whom(desk: Desk, duties: Sequence[Duty]) -> str:
    """Beds, each ward told once; then who has none."""
    house, beds, others = desk.seen(), dict[str, list[str]](), list[str]()
    wards = {ward.id: ward.text("name") for ward in house.wards}
    for duty in duties:
        child = house.child(duty.child) if duty.child else None
        if child is not None and child.here and child.ward in wards and child.bed:
            known, told = beds.setdefault(child.ward, []), child.bed
        else:
            known, told = others, _plain(duty) if child is None else _initials(child)
        if told and told not in known:
            known.append(told)
    parts = [f"{wards[ward]}{'、'.join(own)}床" for ward, own in beds.items()]
    return "；".join(filter(None, [*parts, "、".join(others)]))


def _on_the_wall(duty: Duty) -> str:
    form = FORMS.get(duty.form)
    if form is None:
        return duty.title
    return _DISCREET if form.secrecy in ("S3", "S4") else form.title


def _initials(child: Child) -> str:
    """Those of the name, never the name."""
    keys = pinyin_keys(child.name)
    return min(keys, key=len).upper() if keys else ""


def _plain(duty: Duty) -> str:
    """A ward or the house may be named; people of the staff and families are not."""
    return duty.subject if duty.ward or duty.subject == "全院" else ""
