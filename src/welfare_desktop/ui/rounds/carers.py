"""Carers' own notes on the board: F S D M B, one key each (X11)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.actions import care
from welfare_desktop.domain import care as rules
from welfare_desktop.ui.rounds.asks import Choice, PickAsk

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk


class Carers:
    """Notes of one board: the cursor stays on its child."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def take(self, kind: str, child: str, *, other: bool) -> None:
        """What a key means for a child: as usual; with Shift what else it was, by digit."""
        if not other:
            self._put(child, rules.usual(kind))
            return
        row = self._walk.board.row()
        kinds = [Choice(code, name) for code, name in rules.choices(kind)]
        title = f"{row.name if row else ''} {rules.KINDS[kind]}".strip()
        ask = PickAsk(title, kinds, "按数字选，Esc 不记")
        self._walk.ask(ask, lambda what: self._picked(child, what))

    def _picked(self, child: str, what: str) -> None:
        self._walk.back()
        self._put(child, what)

    def _put(self, child: str, what: str) -> None:
        made = care.note(self._walk.desk, self._walk.ward, child, what)
        self._walk.done = partial(care.take_back, self._walk.desk, made)
        self._walk.described()

    def undo(self, child: str, since: str) -> bool:
        """Take the own last note of the child back, where it is the last that was done."""
        last = care.last_own(self._walk.desk, self._walk.ward, child)
        if last is None or last[1]["at"] < since:
            return False
        care.take_back(self._walk.desk, last[0])
        self._walk.shell.say(f"已取消：{last[1]['at'][11:16]} {rules.words(last[1])}", "info")
        self._walk.described()
        return True
