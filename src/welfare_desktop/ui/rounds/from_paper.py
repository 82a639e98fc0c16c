"""Rounds entered from their sheet on the board: the keys are the same, time and person the paper's."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.actions import rounds
from welfare_desktop.actions.on_paper import OnPaper
from welfare_desktop.domain import marked
from welfare_desktop.domain.errors import Refused

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk


class FromPaper:
    """Sheets being entered on one board, by slot."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.sheets: dict[datetime, tuple[OnPaper, str]] = {}

    def enter(self, slot: datetime, paper: OnPaper, walker: str) -> None:
        """Enter a round from its sheet."""
        walk = self._walk
        self.sheets[slot] = (paper, f"{marked.ON_PAPER}，{walker}签名")
        rounds.open_round(walk.desk, walk.ward, slot)
        walk.refresh(partial(walk.board.to_slot, slot))
        walk.board.setFocus()
        walk.shell.say(f"照纸表逐名录入{slot:%H:%M}的一轮，Ctrl+Enter 结束。", "info")

    def of(self, slot: datetime | None) -> OnPaper | None:
        """The sheet a round is entered from, ``None`` if it is walked."""
        return self.sheets[slot][0] if slot in self.sheets else None

    def reason(self, slot: datetime, known: str) -> str:
        """Why a mark of a past slot is made late; a sheet begun before still needs its photograph."""
        told = known or (self.sheets[slot][1] if slot in self.sheets else "")
        if told.startswith(marked.ON_PAPER) and self.of(slot) is None:
            raise Refused("这一轮照纸表补录。先按 Ctrl+Shift+P，选“补录纸质巡查”，再接着录。")
        return told

    @property
    def since(self) -> datetime | None:
        """The first slot that is entered from paper."""
        return min(self.sheets, default=None)

    def done(self, slot: datetime | None) -> None:
        """The round is entered."""
        if slot is not None:
            self.sheets.pop(slot, None)
