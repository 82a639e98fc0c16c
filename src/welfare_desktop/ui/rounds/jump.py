"""Finding a child on the board: by pinyin, bed, number, or the code of its wristband."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from welfare_desktop.domain.board import Board
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.names import SCANNED
from welfare_desktop.ui.rounds.asks import Choice, PickAsk

_LAST = 4


def by_code(house: House, text: str) -> Child | None:
    """The child whose wristband says this."""
    number = text.strip().removeprefix(SCANNED).lower()
    return next((c for c in house.children if number and c.file_no.lower() == number), None)


class JumpAsk(PickAsk):
    """``answered`` carries a child of the board, ``missed`` what fits nobody on it."""

    missed = Signal(str)

    def __init__(self, board: Board | None, house: House) -> None:
        choices = []
        for row in board.rows if board else ():
            child = house.child(row.child)
            number = child.file_no.lower() if child else ""
            find = (row.number, number, number[-_LAST:])
            choices.append(Choice(row.child, f"{row.number}床 {row.name}", find))
        super().__init__("找人", choices, "打拼音、床号或编号，回车；也可以扫腕带", digits=False)
        # An input method would keep the letters of a number to itself.
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _show(self, typed: str) -> None:
        super()._show(typed.removeprefix(SCANNED))

    def _first(self) -> None:
        if self._found:
            super()._first()
        else:
            self.missed.emit(self.line.text())
