"""Care orders of a doctor (X10): how often a child is looked at, fasting, posture (§4.2, §4.3)."""

from __future__ import annotations

from datetime import datetime

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

INTERVAL, FASTING, POSTURE, MEASURE = "1", "2", "3", "4"


def in_force(child: Child, since: datetime, until: datetime | None = None) -> list[Record]:
    """Orders of a child in force at a minute, or at some time before another."""
    return [
        order for order in child.all("X10")
        if order.happened is not None
        and (order.happened <= since or (until is not None and order.happened < until))
        and ((end := order.at("to_at")) is None or end > since)
    ]  # fmt: skip


def intervals(
    child: Child, since: datetime, until: datetime
) -> tuple[tuple[datetime, datetime, int], ...]:
    """From, to and minutes of the orders to look at a child that are in force within a time."""
    return tuple(
        (_known(order), order.at("to_at") or datetime.max, int(order.get("minutes")))
        for order in in_force(child, since, until)
        if order.get("kind") == INTERVAL and order.get("minutes")
    )


def _known(order: Record) -> datetime:
    """From when on an order binds: what was not entered yet nobody could keep."""
    begun = order.happened or datetime.min
    entered = order.submitted_at[:16]
    return max(begun, datetime.fromisoformat(entered)) if entered else begun


def words(order: Record, now: datetime) -> str:
    """An order in words: what, and from when or until when."""
    kind, text, minutes = order.get("kind"), order.text("text"), order.get("minutes")
    if kind in (INTERVAL, MEASURE):
        what = "巡查" if kind == INTERVAL else "测体温"
        said = f"每{minutes}分钟{what}{f'（{text}）' if text else ''}"
    else:
        name = label("X10.kind", str(kind))
        said = text if text and (name in text or kind == "9") else f"{name}{text and f'：{text}'}"
    return f"{said}{_span(order, now)}"


def _span(order: Record, now: datetime) -> str:
    begun, end = order.happened, order.at("to_at")
    if begun is not None and begun > now:
        return f"（{_time(begun, now)}起）"
    return f"（至{_time(end, now)}）" if end else ""


def _time(at: datetime, now: datetime) -> str:
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%m月%d日 %H:%M}"
