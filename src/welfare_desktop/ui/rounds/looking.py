"""带班查房 on the board: looks beside the slots, the five points, one signature of the leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from welfare_desktop.actions import rounds
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.rounds.questions import Spot

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk

_TOLD = "带班查房：看一名记一名，E 环境五项，Ctrl+Enter 签字。"


class Looking:
    """Marks of a look belong to no slot and never count as the next due one."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.on = False

    def start(self) -> None:
        """The keys of the board mean a look from now on, until it is signed or F2 is pressed."""
        self.on = True
        self._walk.side.drop()
        self._walk.board.setFocus()
        self._walk.shell.say(_TOLD, "info")

    def takes(self, meaning: str, child: str | None) -> bool:
        """Whether a key was for the look."""
        walk = self._walk
        if not self.on or meaning in ("jump", "details") or meaning.startswith("care:"):
            return False
        if meaning == "finish":
            self._finish()
        elif meaning == "environment":
            walk.questions.environment(rounds.open_round(walk.desk, walk.ward, None).id)
        elif meaning == "undo":
            known = rounds.find(walk.desk, walk.ward, None)
            if known is None or rounds.take_back(walk.desk, known.id) is None:
                raise Refused("没有自己记的可以取消。")
            walk.refresh()
        elif child is not None:
            walk.questions.take(meaning, Spot(child, None))
        return True

    def moved(self) -> None:
        """After a look the cursor stands on the next child."""
        board = self._walk.board
        if self.on:
            row = board.currentIndex().row() + 1
            rows = board.cells.board.rows if board.cells.board else ()
            if row < len(rows):
                board.at_child(rows[row].child)

    def _finish(self) -> None:
        walk = self._walk
        known = rounds.find(walk.desk, walk.ward, None)
        if known is None or not rounds.looked(walk.desk, known.id):
            raise Refused("还没有看过儿童。看一名记一名，再签字。")
        if known.environment is None:
            raise Refused("环境五项还没看：全部正常按E，有异常按数字写明。")
        walk.signing.sign(known.id, None)
