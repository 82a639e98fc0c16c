"""What the keys of the month do: a letter a shift, a pattern over the month, a week as the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.domain.duty_plan import Cells
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.scanner import Scanner
from welfare_desktop.ui.staffing.grid import GridView
from welfare_desktop.ui.staffing.month import CHOICES, Month

if TYPE_CHECKING:
    from welfare_desktop.ui.staffing.plan import PlanTab

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class Keys:
    """The keys of one grid. A run is what was typed day after day in one row."""

    def __init__(self, tab: PlanTab, grid: GridView) -> None:
        self._tab, self._grid = tab, grid
        self._run: tuple[str, date, date] | None = None
        grid.pressed.connect(self._pressed)
        self.scanner = GridScanner(self, tab, grid)
        self.scanner.watch(grid)

    @property
    def _at(self) -> tuple[Month, str, date] | None:
        """The month, and the row and day of the cursor."""
        month, row, day = self._tab.month, self._grid.row(), self._grid.day()
        return (month, row, day) if month is not None and row and day else None

    def forget_run(self) -> None:
        """What was typed last belongs to no run."""
        self._run = None

    def _pressed(self, what: str) -> None:
        kind, _, told = what.partition(":")
        if self._at is None:
            return
        month, row, _ = self._at
        if kind == "shift" and not month.is_post(row):
            self._write((told,))
        elif kind == "digit" and month.is_post(row):
            offered = month.candidates(row)[:CHOICES]
            if int(told) <= len(offered):
                self._write((offered[int(told) - 1][0],))
        elif kind == "clear":
            self._write(())
        elif (act := self._acts().get(what)) is not None:
            act()

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "repeat": self._repeat, "week": self._copy, "all:week": partial(self._copy, True),
            "next": self.next_flag, "undo": self._undo, "choose": self._choose,
            "earlier": partial(self._tab.turn, -1), "later": partial(self._tab.turn, 1),
        }  # fmt: skip

    def _write(self, value: tuple[str, ...]) -> None:
        """Into what is selected; a single cell hands the cursor on to the next day."""
        if self._at is None:
            return
        month, row, day = self._at
        rows, days = self._grid.chosen()
        posts = month.is_post(row)
        rows = [r for r in rows if month.is_post(r) == posts and (not posts or r == row)]
        follows = self._run is not None and (row, day - _DAY) == (self._run[0], self._run[2])
        single = len(rows) == len(days) == 1
        began = self._run[1] if self._run is not None and follows else day
        self._run = (row, began, day) if single else None
        self._tab.after(month.put(rows, days, value))
        if single and not posts:
            self._grid.forward()

    def _repeat(self) -> None:
        """What is selected, else what was just typed in a run, else this one cell."""
        if self._at is None:
            return
        month, row, day = self._at
        rows, days = self._grid.chosen()
        if self._run is not None and len(days) == len(rows) == 1 and self._run[0] == row:
            _, began, ended = self._run
            if day in (ended, ended + _DAY):
                days = [d for d in month.book.days if began <= d <= ended]
        self._tab.after(month.repeat(rows, days))

    def _copy(self, everybody: bool = False) -> None:
        """Seven days from the cursor on as the seven before."""
        if self._at is None:
            return
        month, _, day = self._at
        rows, _ = self._grid.chosen()
        self._tab.after(month.week(month.rows if everybody else rows, day))
        self._grid.forward(_WEEK.days)

    def _undo(self) -> None:
        if self._at is not None and self._at[0].undo():
            self._tab.after("")

    def _choose(self) -> None:
        """Everybody in post, for a row of a post."""
        if self._at is None or not self._at[0].is_post(self._at[1]):
            return
        rows = [
            Row(name, open=partial(self._write, (who,))) for who, name in self._at[0].everybody()
        ]
        ListPopup("选人", rows, self._grid).open_under(self._tab.name)

    def next_flag(self) -> None:
        """The cursor to the next cell or day with something against it."""
        if self._at is None:
            return
        month, row, day = self._at
        places = month.places()
        here = (day, month.rows.index(row))
        after = [p for p in places if p > here] or places
        if after:
            at, number = after[0]
            self._grid.go(month.rows[number], at)
        self._grid.setFocus()


class GridScanner(Scanner):
    """Of the month: a code is no shift. Where the window was too busy to hold the first key back
    until the second, what it did is taken back."""

    def __init__(self, keys: Keys, tab: PlanTab, grid: GridView) -> None:
        super().__init__(
            grid, lambda: None, tab.page.shell.say,
            lambda _: tab.page.shell.say("扫到的码没有填进排班。要排班，请用键盘。", "warn"),
        )  # fmt: skip
        self._keys, self._tab, self._grid = keys, tab, grid
        self._stood = self._standing()

    def _standing(self) -> tuple[Month, tuple[Cells, tuple[Cells, ...]], str, date] | None:
        month, row, day = self._tab.month, self._grid.row(), self._grid.day()
        return (month, month.stand, row, day) if month is not None and row and day else None

    def acts_at_once(self) -> bool:
        """No key does; how all stands before it is kept."""
        self._stood = self._standing()
        return False

    def take_back(self) -> None:
        """Cells and cursor as before the code."""
        now = self._standing()
        if self._stood is None or now == self._stood:
            return
        month, stand, row, day = self._stood
        if month is self._tab.month:
            month.stand_again(stand)
            self._keys.forget_run()
            self._tab.after("")
            self._grid.go(row, day)
