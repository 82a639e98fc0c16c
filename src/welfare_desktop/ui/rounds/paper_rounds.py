"""Rounds that are entered from their sheet: the keys are the same, time and person the paper's."""

from __future__ import annotations

from datetime import datetime

from welfare_desktop.actions.on_paper import OnPaper
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.rounds import ON_PAPER


class PaperRounds:
    """Slots of one ward with the sheet each of them is entered from."""

    def __init__(self) -> None:
        self._known: dict[datetime, tuple[OnPaper, str]] = {}

    def begin(self, slot: datetime, paper: OnPaper, walker: str) -> None:
        """Marks at this slot are now taken from a sheet that somebody signed."""
        self._known[slot] = (paper, f"{ON_PAPER}，{walker}签名")

    def done(self, slot: datetime | None) -> None:
        """The round is entered; ``None`` of all: another ward is shown."""
        if slot is None:
            self._known.clear()
        else:
            self._known.pop(slot, None)

    def of(self, slot: datetime | None) -> OnPaper | None:
        """The sheet a round is entered from, ``None`` if it is walked."""
        known = self._known.get(slot) if slot else None
        return known[0] if known else None

    def reason(self, slot: datetime, written: str) -> str:
        """The reason of a 补录, as it was written with its first mark; empty: it is asked."""
        if written.startswith(ON_PAPER) and slot not in self._known:
            raise Refused("这一轮照纸表补录。先按 Ctrl+Shift+P，选“补录纸质巡查”，再接着录。")
        return written or (self._known[slot][1] if slot in self._known else "")

    @property
    def oldest(self) -> datetime | None:
        """The board begins here, where a slot lies further back than it would."""
        return min(self._known, default=None)
