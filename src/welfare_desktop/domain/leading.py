"""What 带班领导 sees to each shift, told by the rounds (F30) that the leader signed (§4.2).

There is no form of its own: a round signed by the roster's leader is the leader's look at a ward,
and the whole house is done with its last ward. Doors and 水电气 count whoever looked at them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from welfare_desktop.domain import rounds
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

_POINTS = ("doors", "utilities")
_NIGHT = (timedelta(), timedelta(hours=5))
#: Doors and 水电气 are looked at then, as punctually as a round.
_EVENING = timedelta(hours=22)


class Look(msgspec.Struct, frozen=True):
    """One thing to see to. ``done_at``: the last ward's minute; ``left``: names of wards to go."""

    title: str
    since: datetime
    until: datetime
    done_at: datetime | None
    left: tuple[str, ...]

    def state(self, now: datetime) -> tuple[str, str]:
        """``ok``, ``due``, ``missed`` or ``future``, and the same in words."""
        if not self.left:
            done = self.done_at
            return ("ok", f"{done:%H:%M} 全院看完") if done else ("future", "现在没有儿童")
        where = f"还差{'、'.join(self.left[:3])}{'等' if len(self.left) > 3 else ''}"
        if now < self.since:
            return "future", f"{self.since:%H:%M} 起"
        return ("due", where) if now <= self.until else ("missed", f"没有做完，{where}")


def leaders(house: House, since: datetime, until: datetime) -> set[str]:
    """带班领导 by the rosters that reach into a time."""
    found = house.within("F67", since - timedelta(days=2), until)
    reaching = (r for r in found if (end := r.at("planned_to")) is not None and end > since)
    return {str(r.get("leader")) for r in reaching if r.get("leader")}


def looks(house: House, since: datetime, until: datetime) -> list[Look]:
    """What there is to see to in a shift, or in a night, by time."""
    names = leaders(house, since, until)

    def led(walk: Record) -> bool:
        return str((walk.get("by") or {}).get("by")) in names and _environment(walk)

    out = [
        _look(house, "带班查房（全院）", since, until, led),
        _look(house, "门窗水电气（全院）", since, until, _environment),
    ]
    day = datetime(since.year, since.month, since.day)
    while day < until:
        limits = rounds.limits(house, day.date())
        early, late = timedelta(minutes=limits.early), timedelta(minutes=limits.missed)
        for title, (first, last), fits in (
            ("00:00–05:00 带班查房", _NIGHT, led),
            ("22:00 门窗水电气", (_EVENING - early, _EVENING + late), _environment),
        ):  # fmt: skip
            if since < day + last and day + first < until:
                out.append(_look(house, title, day + first, day + last, fits))
        day += timedelta(days=1)
    return out


def _environment(walk: Record) -> bool:
    """Whether doors and 水电气 were looked at."""
    found = walk.get("environment") or {}
    return walk.get("closed_as") == "1" and all(
        found.get(point) not in (None, "不适用") for point in _POINTS
    )


def _look(
    house: House, title: str, since: datetime, until: datetime, fits: Callable[[Record], bool]
) -> Look:
    wards = [w for w in house.wards if rounds.in_ward(house, w.id, min(house.now, until))]
    last = min(until, house.now) + timedelta(minutes=1)
    done: dict[str, datetime] = {}
    for walk in house.within("F30", since, last):
        if walk.happened is not None and walk.ward is not None and fits(walk):
            done.setdefault(walk.ward, walk.happened)
    left = tuple(w.text("name") for w in wards if w.id not in done)
    return Look(title, since, until, max(done.values(), default=None), left)
