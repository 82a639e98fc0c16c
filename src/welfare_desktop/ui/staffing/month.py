"""The month under the hands: its cells, what stands against them, and how to take a step back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from welfare_desktop.actions import roster
from welfare_desktop.domain import duty_flags, duty_plan
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.duty_flags import Fellow, Flag, Ground
from welfare_desktop.domain.duty_plan import ASKED, POSTS, SHIFTS, Book, Cells, letter, post_row
from welfare_desktop.ui.staffing.grid import GridCell, GridRow, Picture

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk

#: By digit.
CHOICES = 9
_DAY = timedelta(days=1)
Told = dict[tuple[str, date], tuple[str, ...]]


class Month:
    """A ward's month with what was typed into it and not saved yet."""

    def __init__(self, desk: Desk, ward: str, month: date) -> None:
        self.desk = desk
        self.book: Book = roster.book(desk, ward, month)
        self.ground: Ground = roster.ground(desk, self.book)
        self.cells: Cells = roster.kept(desk, self.book)
        self.today = desk.now().date()
        self._steps: list[Cells] = []
        self._rest = roster.rest_days(desk, self.book)
        self.rows = self._rows()
        self._said: dict[str, dict[date, list[Flag]]] = {
            person: duty_flags.of_person(self.book, self.ground, self.cells, person)
            for person in self.book.people
        }
        self.days: dict[date, tuple[Flag, ...]] = {
            day: tuple(duty_flags.of_day(self.book, self.ground, self.cells, day))
            for day in self.book.days
        }

    # --- what it is ---

    @property
    def fresh(self) -> Told:
        """Cells that are not as they stand in the records."""
        return duty_plan.differing(self.book, self.cells)

    def is_post(self, row: str) -> bool:
        """Whether a row is of who leads or nurses a shift."""
        return "/" in row

    def candidates(self, row: str) -> list[tuple[str, str]]:
        """Who is offered for a row of a post, with names: those who had it most first."""
        post = row.partition("/")[0]
        had = Counter(v[0] for (r, _), v in self.cells.items() if r.partition("/")[0] == post)
        asked = ASKED[post]
        able = [f for f in self._serving() if f.record.id in had or f.record.get("post") in asked]

        def order(f: Fellow) -> tuple[int, int, str]:
            place = f.record.text("post")
            rank = asked.index(place) if place in asked else len(asked)
            return (-had[f.record.id], rank, f.record.form_no)

        return [(f.record.id, f.name) for f in sorted(able, key=order)]

    def everybody(self) -> list[tuple[str, str]]:
        """Everybody in post, with names."""
        known = sorted(self._serving(), key=lambda f: f.record.form_no)
        return [(f.record.id, f.name) for f in known]

    def _serving(self) -> list[Fellow]:
        fellows = self.ground.fellows.values()
        return [f for f in fellows if not f.cannot(self.book.days[-1])]

    def _rows(self) -> list[str]:
        used = {s for (_, day), told in self.cells.items() if day in self.book.days
                for s in told if s in SHIFTS}  # fmt: skip
        used |= {row.partition("/")[2] for row, day in self.cells
                 if "/" in row and day in self.book.days}  # fmt: skip
        return [*self.book.people, *(post_row(p, s) for s in SHIFTS if s in used for p in POSTS)]

    # --- what stands against it ---

    def _weigh(self, before: Cells) -> None:
        """Only what a step touched: its people, its days and the days beside them."""
        self.rows = self._rows()
        changed = {key for key in {*before, *self.cells} if before.get(key) != self.cells.get(key)}
        for person in {row for row, _ in changed if not self.is_post(row)}:
            self._said[person] = duty_flags.of_person(self.book, self.ground, self.cells, person)
        for day in {d + n * _DAY for _, d in changed for n in (-1, 0, 1)} & self.days.keys():
            self.days[day] = tuple(duty_flags.of_day(self.book, self.ground, self.cells, day))

    def flags(self, row: str, day: date) -> tuple[Flag, ...]:
        """What stands against one cell."""
        return tuple(self._said.get(row, {}).get(day, ()))

    def places(self) -> list[tuple[date, int]]:
        """Days and rows with something against them; of a day alone its first row."""
        found = {(day, self.rows.index(row)) for row, said in self._said.items() for day in said}
        found |= {(day, 0) for day, said in self.days.items() if said}
        return sorted(found)

    def count(self) -> tuple[int, int]:
        """Sentences that bar the saving, and all others, of persons and days."""
        planned = {day for (row, day), told in self.cells.items() if told and day in self.days}
        every = [f for said in self._said.values() for flags in said.values() for f in flags]
        every += [f for day in planned for f in self.days[day]]
        hard = sum(f.hard for f in every)
        return hard, len(every) - hard

    # --- steps ---

    def put(self, rows: Sequence[str], days: Sequence[date], value: tuple[str, ...]) -> str:
        """The same into some cells; what cannot be is left, and said."""
        return self.take({(row, day): value for row in rows for day in days})

    def repeat(self, rows: Sequence[str], pattern: Sequence[date]) -> str:
        """A pattern over the rest of the month."""
        return self.take(self._ahead(duty_plan.repeated(self.book, self.cells, rows, pattern)))

    def week(self, rows: Sequence[str], day: date) -> str:
        """Seven days as the seven before."""
        return self.take(self._ahead(duty_plan.week_before(self.book, self.cells, rows, day)))

    def _ahead(self, told: Told) -> Told:
        """Many cells at once are only ever of days to come."""
        return {key: value for key, value in told.items() if key[1] > self.today}

    def take(self, told: Mapping[tuple[str, date], tuple[str, ...]]) -> str:
        """Cells told anew; the sentence of the first that cannot be."""
        barred = [
            (self.ground.fellows[row].name, day, why)
            for (row, day), value in told.items()
            if value and not self.is_post(row) and (why := self.ground.fellows[row].cannot(day))
        ]
        names = {(name, day) for name, day, _ in barred}
        able = {
            key: value for key, value in told.items()
            if self.is_post(key[0]) or (self.ground.fellows[key[0]].name, key[1]) not in names
        }  # fmt: skip
        if able:
            self._steps.append(self.cells)
            self.cells = duty_plan.led(self.book, duty_plan.put(self.cells, able))
            self._weigh(self._steps[-1])
        if not barred:
            return ""
        name, day, why = barred[0]
        more = f"等{len(barred)}格" if len(barred) > 1 else ""
        return f"{name}{why}，{day.month}月{day.day}日{more}不能排班。"

    def undo(self) -> bool:
        """One step back."""
        if self._steps:
            before, self.cells = self.cells, self._steps.pop()
            self._weigh(before)
            return True
        return False

    @property
    def stand(self) -> tuple[Cells, tuple[Cells, ...]]:
        """The cells, and the steps that led to them."""
        return self.cells, tuple(self._steps)

    def stand_again(self, stand: tuple[Cells, tuple[Cells, ...]]) -> None:
        """All as it was then, for nobody meant what was typed since."""
        before, self.cells, self._steps = self.cells, stand[0], list(stand[1])
        self._weigh(before)

    # --- the picture ---

    def picture(self) -> Picture:
        """All that the grid shows."""
        fresh = self.fresh
        cells = {
            (row, day): self._cell(row, day, (row, day) in fresh)
            for row in self.rows for day in self.book.days
            if self.cells.get((row, day)) or (row, day) in fresh
        }  # fmt: skip
        for one in self.book.elsewhere:
            key = (one.person, one.start.date())
            if key not in cells:
                cells[key] = GridCell("另", one.words)
        return Picture(
            rows=tuple(self._row(row) for row in self.rows), days=self.book.days, cells=cells,
            flags=self.days, today=self.today, rest=self._rest,
        )  # fmt: skip

    def _row(self, row: str) -> GridRow:
        if self.is_post(row):
            post, _, shift = row.partition("/")
            return GridRow(row, f"{label('CL-SHIFT', shift)}{POSTS[post]}", post=True)
        fellow = self.ground.fellows[row]
        hours = sum(self._hours(day, told) for (r, day), told in self.cells.items()
                    if r == row and day in self.days)  # fmt: skip
        due = fellow.hours(len(self.book.days))
        if not fellow.frontline:
            return GridRow(row, fellow.name, f"{hours:g}" if hours else "")
        return GridRow(row, fellow.name, f"{hours:g}/{due:.0f}", over=bool(due) and hours > due)

    def _hours(self, day: date, told: Sequence[str]) -> float:
        spans: list[tuple[datetime, datetime]] = [self.book.span(day, s) for s in told]
        return sum((end - start).total_seconds() / 3600 for start, end in spans)

    def _cell(self, row: str, day: date, fresh: bool) -> GridCell:
        told = self.cells.get((row, day), ())
        if self.is_post(row):
            name = (
                self.ground.fellows[told[0]].name if told and told[0] in self.ground.fellows else ""
            )
            return GridCell(name[:2], name or "没排", fresh=fresh)
        words = "、".join(label("CL-SHIFT", s) for s in told) or "休息"
        text = "".join(letter(s) for s in told) or "·"
        return GridCell(text, words, told[0] if told else "", fresh, self.flags(row, day))
