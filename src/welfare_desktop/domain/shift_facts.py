"""What happened on a ward in a shift beside the children: surroundings and visitors (F32, X08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.values import show

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_POINTS = dict(FORMS["F30"].field("environment").points)


def exceptions(
    house: House, ward: str, since: datetime, open_: Iterable[tuple[str, Mapping[str, Any]]] = ()
) -> list[str]:
    """Points of the surroundings found not right since a shift began, each said once.

    ``open_``: time and points of rounds not yet signed.
    """
    walks = house.within("F30", since, house.now + _MINUTE, ward)
    found = [(w.text("done_at"), w.get("environment") or {}) for w in walks] + list(open_)
    seen: dict[str, str] = {}
    for at, points in found:
        for point, said in points.items():
            if said not in (True, "不适用"):
                seen[f"{_POINTS.get(point, point)}：{said}"] = at[11:16]
    return [f"{at} {words}" for words, at in seen.items()]


def visitors(house: House, since: datetime) -> list[str]:
    """Who came since a shift began or was in the house then, repairs and deliveries among them.

    One whose leaving nobody wrote is taken to stay a day.
    """
    now, form, out = house.now, FORMS["X08"], list[str]()
    for visit in house.of("X08"):
        came, left = visit.at("in_at"), visit.at("out_at")
        if came is None or came > now or (left or came + _DAY) < since:
            continue
        parts = (
            f"{came:%H:%M}{f'–{left:%H:%M}' if left and left <= now else ' 未离开'}",
            label("X08.purpose", visit.text("purpose")), visit.text("name"),
            show(form.field("children"), visit.get("children"), house), visit.text("note"),
        )  # fmt: skip
        out.append(" ".join(part for part in parts if part))
    return out
