"""The night in figures: rounds, cover, children, medicine, handovers of each ward from 20:00 to 08:00."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from welfare_desktop.domain import medication, rounds, staffing, walked
from welfare_desktop.domain.house import House
from welfare_desktop.domain.medication import Dose
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.walked import How, Walked

_BEGINS, _LASTS = timedelta(hours=20), timedelta(hours=12)
_MINUTE = timedelta(minutes=1)


class WardNight(msgspec.Struct, frozen=True, kw_only=True):
    """One ward's night. ``came``, ``gone``: children there as it began and as it ended."""

    ward: str
    name: str
    walked: tuple[Walked, ...]
    uncovered: int
    came: int
    gone: int
    doses: tuple[Dose, ...]
    late: tuple[Dose, ...]
    handovers: tuple[Record, ...]
    events: tuple[Record, ...]

    def count(self, *hows: How) -> int:
        """How many rounds were walked in one of these ways."""
        return sum(one.how in hows for one in self.walked)


def last_night(now: datetime) -> tuple[datetime, datetime]:
    """The night under way, or the last one; its end is not later than now."""
    day = datetime(now.year, now.month, now.day)
    began = day + _BEGINS if now >= day + _BEGINS else day - timedelta(days=1) + _BEGINS
    return began, min(now, began + _LASTS)


def ward_nights(house: House, since: datetime, until: datetime) -> list[WardNight]:
    """Every ward that had children."""
    wards = [
        w for w in house.wards
        if rounds.in_ward(house, w.id, since) or rounds.in_ward(house, w.id, until)
    ]  # fmt: skip
    doses = medication.doses_due(house, since, until)
    late = {(d.order.id, d.due_at) for d in doses if _late(house, d)}
    return [_night(house, ward, since, until, doses, late) for ward in wards]


def _late(house: House, dose: Dose) -> bool:
    """Given later than allowed, or nothing written though the time is over."""
    given = dose.record.at("given_at") if dose.record is not None else house.now
    return given is not None and given - dose.due_at > medication.late(house)


def _night(
    house: House, ward: Record, since: datetime, until: datetime, doses: list[Dose],
    late: set[tuple[str, datetime]],
) -> WardNight:  # fmt: skip
    own = tuple(d for d in doses if d.child.ward_at(d.due_at) == ward.id)
    here = {c.id for at in (since, until) for c in rounds.in_ward(house, ward.id, at)}
    return WardNight(
        ward=ward.id, name=ward.text("name"),
        walked=tuple(walked.span(house, ward.id, since, until - _MINUTE)),
        uncovered=staffing.uncovered(house, ward.id, since, until),
        came=len(rounds.expected_children(house, ward.id, since)),
        gone=len(rounds.expected_children(house, ward.id, until)),
        doses=own, late=tuple(d for d in own if (d.order.id, d.due_at) in late),
        handovers=tuple(house.within("F32", since - _MINUTE * 30, until + _MINUTE * 31, ward.id)),
        events=tuple(e for e in events(house, since, until) if here & set(e.get("children") or ())),
    )  # fmt: skip


def events(house: House, since: datetime, until: datetime) -> list[Record]:
    """Events found in a time, those of no child too."""
    return [e for e in house.of("F31") if (at := e.at("found_at")) and since <= at < until]


def sent(house: House, since: datetime, until: datetime) -> list[Record]:
    """Visits (F24) whose child left for hospital in a time."""
    return [
        v for v in house.of("F24")
        if (at := v.at("sent_at") or v.at("admit_at")) and since <= at < until
    ]  # fmt: skip


def moved(house: House, since: datetime, until: datetime) -> list[Record]:
    """Changes of ward or bed (X09) in a time."""
    return [m for m in house.of("X09") if m.happened and since <= m.happened < until]
