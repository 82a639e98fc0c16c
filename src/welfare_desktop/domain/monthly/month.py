"""A month and the roster's identity: opening + additions − reductions = closing (lifecycle.md §7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.record import Record


class Month(msgspec.Struct, frozen=True):
    """A calendar month (DL-9)."""

    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Month:
        """``2026-10``; ``ValueError`` for anything else."""
        day = date.fromisoformat(f"{text}-01")
        return cls(day.year, day.month)

    @property
    def first(self) -> datetime:
        """First day 00:00."""
        return datetime(self.year, self.month, 1)

    @property
    def cut(self) -> datetime:
        """Last day 24:00."""
        return datetime(self.year + self.month // 12, self.month % 12 + 1, 1)

    @property
    def last_minute(self) -> datetime:
        """The last minute before the cut."""
        return self.cut - timedelta(minutes=1)

    def seen_from(self, house: House) -> datetime:
        """The moment that tables judge: the end of the month, now while it still runs."""
        return min(self.last_minute, house.now)

    def has(self, moment: datetime | None) -> bool:
        """Whether something happened in this month."""
        return moment is not None and self.first <= moment < self.cut

    def has_day(self, day: date) -> bool:
        """Whether a day lies in this month."""
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


class Line(msgspec.Struct, frozen=True):
    """One line of the identity: of all children, of a status or of a care mode."""

    label: str
    opening: int
    added: int
    left: int
    closing: int

    @property
    def ok(self) -> bool:
        """Whether the equation holds."""
        return self.opening + self.added - self.left == self.closing


class Balance(msgspec.Struct, frozen=True):
    """The identity of a month: all children, then per status, then per care mode."""

    whole: Line
    statuses: tuple[Line, ...]
    modes: tuple[Line, ...]

    @property
    def ok(self) -> bool:
        """Whether every line holds, and statuses and care modes add up to all children."""
        groups = (self.statuses, self.modes)
        sums = all(
            sum(line.opening for line in group) == self.whole.opening
            and sum(line.closing for line in group) == self.whole.closing
            for group in groups
        )
        return sums and all(line.ok for line in (self.whole, *self.statuses, *self.modes))


class Move(msgspec.Struct, frozen=True):
    """A child comes to, leaves, or changes within the roster. ``None``: not on it."""

    at: datetime
    before: str | None
    after: str | None
    span: Record

    @property
    def entry(self) -> bool:
        """Coming onto the roster."""
        return self.before is None and self.after is not None

    @property
    def exit(self) -> bool:
        """Leaving the roster."""
        return self.before is not None and self.after is None


def opening_moment(house: House, month: Month) -> datetime:
    """When the month opens: its first minute, or the go-live moment within it.

    The children of the opening entry were there before; they are no additions of the month.
    """
    live = house.go_live_on
    start = datetime(live.year, live.month, live.day) if live else month.first
    return start if month.has(start) else month.first


def _on_roster(child: Child, dimension: str, at: datetime) -> str | None:
    """Status or care mode of a child at a moment, ``None`` while it is not on the roster."""
    if child.status_at(at) not in PRESENT:
        return None
    return child.state_at(dimension, at) or ""


def moves(child: Child, month: Month, dimension: str = "status") -> Iterator[Move]:
    """Changes of a dimension after the opening moment and before the cut, in order."""
    opened = opening_moment(child.house, month)
    spans = [*child.spans("status"), *([] if dimension == "status" else child.spans(dimension))]
    opens = _opens(child, opened)
    before = _on_roster(child, dimension, opened if opens else opened - timedelta(minutes=1))
    for at in sorted({s.happened for s in spans if s.happened is not None}):
        if not opened <= at < month.cut or (opens and at == opened):
            continue
        after = _on_roster(child, dimension, at)
        if after != before:
            yield Move(at, before, after, next(s for s in reversed(spans) if s.happened == at))
        before = after


def _opens(child: Child, opened: datetime) -> bool:
    """Whether the child is there by the opening entry from the opening moment."""
    return any(s.happened == opened and s.get("transition") == "T-0" for s in child.spans("status"))


def _lines(house: House, month: Month, dimension: str, codes: str) -> tuple[Line, ...]:
    opened = opening_moment(house, month)
    counts: dict[str, list[int]] = {}

    def count(value: str | None, place: int) -> None:
        if value is not None:
            counts.setdefault(value, [0, 0, 0, 0])[place] += 1

    for child in house.children:
        there = opened if _opens(child, opened) else opened - timedelta(minutes=1)
        count(_on_roster(child, dimension, there), 0)
        count(_on_roster(child, dimension, month.last_minute), 3)
        for move in moves(child, month, dimension):
            count(move.after, 1)
            count(move.before, 2)
    return tuple(
        Line(label(codes, value) if value else "未登记", *numbers)
        for value, numbers in sorted(counts.items())
    )


def balance(house: House, month: Month) -> Balance:
    """The identity of a month in all, per status and per care mode."""
    statuses = _lines(house, month, "status", "CL-STATUS")
    found = [move for child in house.children for move in moves(child, month)]
    whole = Line(
        "在册儿童", sum(line.opening for line in statuses), sum(m.entry for m in found),
        sum(m.exit for m in found), sum(line.closing for line in statuses),
    )  # fmt: skip
    return Balance(whole, statuses, _lines(house, month, "care_mode", "CL-CARE"))
