"""The rounds board as shown: children by bed, slots of the duty day, one cell each (ward.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from welfare_desktop.domain import marked, orders, rounds
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.rounds import IN_HOUSE, State

#: Of an allergy: not yet asked, and none (F01 ``allergy``).
UNASKED, NO_ALLERGY = "未核", "无"


class Cell(msgspec.Struct, frozen=True):
    """One child at one slot.

    Args:
        signed: false for marks of an open round (未签). corrected: record that was changed since.
    """

    state: State
    mark: str = ""
    at: str = ""
    temp: float | None = None
    note: str = ""
    signed: bool = True
    corrected: str = ""


class Look(msgspec.Struct, frozen=True):
    """A look without a slot: it never counts as the next due one."""

    at: str
    mark: str
    signed: bool


class BoardRow(msgspec.Struct, frozen=True):
    """One child of the board; at most one risk tag."""

    child: str
    number: str
    name: str
    tag: str
    cells: tuple[Cell, ...]
    looks: tuple[Look, ...] = ()


class Board(msgspec.Struct, frozen=True):
    """Rows are children by bed, columns the slots of the duty day; ``hasty``: 快速录入."""

    ward: str
    day: date
    slots: tuple[datetime, ...]
    current: int | None
    rows: tuple[BoardRow, ...]
    hasty: frozenset[datetime] = frozenset()

    def column(self, slot: datetime | None) -> int | None:
        """Where a slot stands."""
        return self.slots.index(slot) if slot in self.slots else None

    def waiting(self, column: int) -> list[BoardRow]:
        """Who has no mark in a column and should."""
        open_ = ("due", "overdue", "missed")
        return [r for r in self.rows if not r.cells[column].mark and r.cells[column].state in open_]


#: How late a look came → what is shown of its mark.
_MARKED: Mapping[State, State] = {"overdue": "late", "missed": "backfilled"}
#: Hours of the shift before that stand before midnight, and how far the next day is shown.
_LEAD = timedelta(hours=2)


def columns(house: House, ward: str, since: datetime | None = None) -> list[datetime]:
    """Slots of the day; around midnight those of the running shift, and the next ones, as well.

    ``since``: from a slot further back, where an earlier round is entered from paper.
    """
    now = house.now
    day = datetime(now.year, now.month, now.day)
    began, _ = rounds.shift_span(now, rounds.shift_of(house, now, ward))
    since, until = min(day, began - _LEAD, since or day), max(day + timedelta(days=1), now + _LEAD)
    days = [since.date() + timedelta(days=n) for n in range((until.date() - since.date()).days + 1)]
    return [s for d in days for s in rounds.slots(house, ward, d) if since <= s < until]


def board(house: House, ward: str, since: datetime | None = None) -> Board:
    """The board of a ward as of the house's moment. ``since``: see `columns`."""
    now = house.now
    slots = tuple(columns(house, ward, since))
    if not slots:
        return Board(ward, house.today, (), None, ())
    by_slot: dict[str, dict[str, dict[str, Any]]] = {}
    walked: dict[str, list[dict[str, Any]]] = {}
    looks: dict[str, list[Look]] = {}
    marks = marked.all_marks(house, None, slots[0], now)
    for mark in sorted(marks, key=lambda mark: str(mark["at"])):
        if mark.get("slot"):
            by_slot.setdefault(mark["child"], {})[mark["slot"]] = mark
            if mark.get("ward") == ward:
                walked.setdefault(mark["slot"], []).append(mark)
        elif mark["at"] >= minute_text(slots[0]):
            look = Look(mark["at"], mark["mark"], bool(mark["signed"]))
            looks.setdefault(mark["child"], []).append(look)
    times = [(minute_text(slot), rounds.lateness(house, slot)) for slot in slots]
    rows = tuple(
        _row(house, child, slots, times, by_slot.get(child.id, {}), looks.get(child.id, ()))
        for child in rounds.in_ward(house, ward, now)
    )
    current = rounds.round_slot(house, ward)
    index = slots.index(current) if current in slots else None
    hasty = frozenset(s for s in slots if marked.hasty(walked.get(minute_text(s), ())))
    return Board(ward, house.today, slots, index, rows, hasty)


def _row(
    house: House, child: Child, slots: tuple[datetime, ...], times: Sequence[tuple[str, State]],
    marks: Mapping[str, dict[str, Any]], looks: Sequence[Look],
) -> BoardRow:  # fmt: skip
    away = child.whereabouts not in IN_HOUSE
    standings = rounds.standings(house, child, slots)
    return BoardRow(
        child=child.id,
        number=child.bed or child.file_no[-4:],
        name=child.name,
        tag=risk_tag(child, house.now),
        cells=tuple(
            _marked(house, slot, marks[text]) if text in marks else _unmarked(standing, late, away)
            for slot, (text, late), standing in zip(slots, times, standings, strict=True)
        ),
        looks=tuple(looks),
    )


def _marked(house: House, slot: datetime, mark: Mapping[str, Any]) -> Cell:
    came = rounds.lateness(house, slot, datetime.fromisoformat(mark["at"]))
    state = "backfilled" if marked.from_paper(mark) else _MARKED.get(came, "done")
    return Cell(
        state, mark["mark"], mark["at"], mark.get("temp"), mark.get("note", ""),
        bool(mark.get("signed")), mark.get("corrected", ""),
    )  # fmt: skip


@cache
def _unmarked(standing: rounds.Standing, late: State, away: bool) -> Cell:
    """A cell nobody has marked: there are a handful of kinds, and a thousand of them on a board."""
    if standing != "here":
        return Cell(standing)
    return Cell("away" if away and late in ("due", "overdue") else late)


def last_abnormal(house: House, child: str) -> str:
    """The newest event of a child: type and time, empty if there was none."""
    for event in reversed(house.of("F31")):
        if child in (event.get("children") or []):
            kind = label("CL-ABN", event.text("type")) if event.get("type") else "类型未定"
            return f"{kind} {event.text('found_at')[5:].replace('T', ' ')}"
    return ""


def facts(house: House, child: Child) -> list[str]:
    """What stands beside the board of the child under the cursor, a line each."""
    now = house.now
    lines = [f"过敏：{allergy(child) or NO_ALLERGY}"]
    where = child.whereabouts or ""
    if where not in IN_HOUSE:
        lines.append(f"现在：{label('CL-WHERE', where)}")
    else:
        minutes, why = rounds.interval(house, child, now), pace_reason(house, child)
        lines.append(f"每{minutes}分钟巡查{f'（{why}）' if why else ''}")
    told = [o for o in orders.in_force(child, now) if o.get("kind") != orders.INTERVAL]
    lines += [f"医嘱：{orders.words(order, now)}" for order in told]
    last = last_abnormal(house, child.id)
    return lines + ([f"上次异常：{last}"] if last else [])


def pace_reason(house: House, child: Child) -> str:
    """Why a child is looked at more often than the ward: the strictest wins (§4.2)."""
    now = house.now
    minutes = rounds.interval(house, child, now)
    for order in orders.in_force(child, now):
        if order.get("kind") == orders.INTERVAL and order.get("minutes") == minutes:
            return "：".join(part for part in ("医嘱", order.text("text")) if part)
    tag = risk_tag(child, now)
    return tag if tag in ("隔离", "重点", "婴儿") else ""


def risk_tag(child: Child, now: datetime) -> str:
    """The one risk tag of the left column: isolation, special watch, infant, allergy."""
    if rounds.apart(child, now):
        return "隔离"
    if child.record.get("special_watch") is True:
        return "重点"
    if rounds.is_infant(child, now.date()):
        return "婴儿"
    return "过敏" if allergy(child) not in ("", UNASKED) else ""


def allergy(child: Child) -> str:
    """What a child does not bear; empty where there is none, ``UNASKED`` where nobody asked yet."""
    told = child.record.text("allergy")
    return "" if told == NO_ALLERGY else told or UNASKED
