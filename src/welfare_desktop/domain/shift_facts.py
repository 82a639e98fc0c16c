"""What happened on a ward in a shift beside the children: surroundings and visitors (F32, X08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.domain import rounds
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.values import show

_MINUTE = timedelta(minutes=1)
_POINTS = dict(FORMS["F30"].field("environment").points)


def exceptions(
    house: House, ward: str, now: datetime, open_: Iterable[tuple[str, Mapping[str, Any]]] = ()
) -> list[str]:
    """Points of the surroundings found not right in the shift, each said once.

    ``open_``: time and points of rounds not yet signed.
    """
    start, _ = rounds.shift_span(now, rounds.shift_of(house, now))
    walks = [w for w in house.within("F30", start, now + _MINUTE) if w.get("ward") == ward]
    found = [(w.text("done_at"), w.get("environment") or {}) for w in walks] + list(open_)
    seen: dict[str, str] = {}
    for at, points in found:
        for point, said in points.items():
            if said not in (True, "不适用"):
                seen[f"{_POINTS.get(point, point)}：{said}"] = at[11:16]
    return [f"{at} {words}" for words, at in seen.items()]


def visitors(house: House, now: datetime) -> list[str]:
    """Who came in the shift or is still in the house, repairs and deliveries among them."""
    start, _ = rounds.shift_span(now, rounds.shift_of(house, now))
    form, out = FORMS["X08"], []
    for visit in house.of("X08"):
        came, left = visit.at("in_at"), visit.at("out_at")
        if came is None or came > now or came < start:
            continue
        parts = (
            f"{came:%H:%M}{f'–{left:%H:%M}' if left and left <= now else ' 未离开'}",
            label("X08.purpose", visit.text("purpose")), visit.text("name"),
            show(form.field("children"), visit.get("children"), house), visit.text("note"),
        )  # fmt: skip
        out.append(" ".join(part for part in parts if part))
    return out
