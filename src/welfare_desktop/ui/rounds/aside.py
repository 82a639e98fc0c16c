"""What was half done on a board when the veil came down or another ward was shown: it waits for the
person who was at it, out of every window, and stands there again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.actions.on_paper import OnPaper
from welfare_desktop.ui.rounds.asks import Ask

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk


@dataclass(frozen=True, slots=True)
class _Left:
    """A board as somebody left it: question, cursor, sheets being entered, 带班查房."""

    question: Ask | None = None
    child: str = ""
    slot: datetime | None = None
    sheets: dict[datetime, tuple[OnPaper, str]] = field(default_factory=dict)
    looking: bool = False


class Aside:
    """By person and ward."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._left: dict[tuple[str, str], _Left] = {}

    def put(self) -> None:
        """Nothing of the board is seen any more; what was half done is kept."""
        walk = self._walk
        question = walk.side.take()
        left = _Left(
            question, walk.board.child() or "", walk.board.slot(), walk.from_paper.sheets,
            walk.looking.on,
        )  # fmt: skip
        walk.from_paper.sheets, walk.looking.on = {}, False
        if question is not None:
            question.setParent(None)
            walk.destroyed.connect(question.deleteLater)
        if question is not None or left.sheets or left.looking:
            self._left[walk.shell.in_front, walk.ward] = left

    def bring(self) -> None:
        """The ward is shown, as this person left it."""
        walk = self._walk
        left = self._left.pop((walk.shell.in_front, walk.ward), _Left())
        walk.from_paper.sheets, walk.looking.on = left.sheets, left.looking
        walk.refresh(partial(self._stood, left))
        if left.question is not None:
            walk.side.stand(left.question)

    def _stood(self, left: _Left) -> None:
        view = self._walk.board
        shown = view.cells.board
        column = shown.column(left.slot) if shown is not None and left.slot is not None else None
        if column is not None:
            view.at_child(left.child, column)
            view.to_column(column)
