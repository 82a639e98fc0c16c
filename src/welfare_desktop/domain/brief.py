"""熟知儿童: what everybody who takes a ward over reads of each child before (C3.07; F01, F11)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec

from welfare_desktop.domain import rounds
from welfare_desktop.domain.attention import fevers, reasons
from welfare_desktop.domain.handover import summary
from welfare_desktop.domain.handover_signing import incoming
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.rules.ward import UNREAD

#: What the plan (F11) tells those who look after the child, most pressing first.
_PLAN = (("risk_points", "风险"), ("diet", "饮食"), ("daily_care", "照料"))


class BriefLine(msgspec.Struct, frozen=True):
    """One child in a few lines."""

    child: str
    name: str
    place: str
    lines: tuple[str, ...]


def brief(house: House, ward: str) -> list[BriefLine]:
    """The children of a ward by bed, as they stand at the house's moment."""
    now, hot = house.now, fevers(house, house.now)
    return [
        BriefLine(c.id, c.name, rounds.bed_words(c.bed), _lines(c, now, hot.get(c.id)))
        for c in rounds.in_ward(house, ward, now)
    ]


def _lines(child: Child, now: datetime, fever: float | None) -> tuple[str, ...]:
    why, _ = reasons(child, now, fever)
    plan = child.newest("F11")
    told = [f"{word}：{plan.text(field)}" for field, word in _PLAN if plan and plan.text(field)]
    return (summary(child, now), *(["；".join(why)] if why else []), *told)


def unread_warnings(
    house: House, ward: str, taker: str, read: Collection[str]
) -> list[dict[str, str]]:
    """F32 ``warnings`` about those of the incoming shift who have not read it; never blocking.

    The receiver's own signature says it of the receiver.
    """
    names = {person.id: person.text("name") for person in house.staff}
    late = [p for p in incoming(house, ward, house.now) if p != taker and p not in read]
    return [{"kind": "9", "note": f"{names.get(p, p)}{UNREAD}"} for p in dict.fromkeys(late)]
