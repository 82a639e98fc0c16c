"""A scanner on a board: the mark of its first key is taken back, a wristband is jumped to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.ui.rounds.asks import Ask
from welfare_desktop.ui.shell.scanner import Scanner

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk


class BoardScanner(Scanner):
    """Of one board: a mark of the first key is taken back."""

    def __init__(self, walk: Walk) -> None:
        super().__init__(
            walk, lambda: walk.side.question, walk.shell.say, walk.questions.scanned
        )  # fmt: skip
        self._walk = walk
        self._question: Ask | None = None
        self._child = ""

    def acts_at_once(self) -> bool:
        """But for an answer."""
        walk = self._walk
        self._question, walk.done = walk.side.question, None
        self._child = walk.board.child() or ""
        return self._question is None

    def take_back(self) -> None:
        """The mark, or the question it opened."""
        walk = self._walk
        if walk.done is not None:
            walk.done()
            walk.done = None
        if walk.side.question is not None and walk.side.question is not self._question:
            walk.back()
        walk.refresh(partial(walk.board.at_child, self._child))
