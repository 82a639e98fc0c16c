"""Finding a child on the board: by pinyin, bed, number, or the code of its wristband."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from welfare_desktop.domain.board import Board
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.names import SCANNED
from welfare_desktop.ui.rounds.asks import Choice, PickAsk

_LAST = 4
NOBODY = "这个码不是在院儿童的腕带，什么也没有记。"


def by_code(house: House, text: str) -> Child | None:
    """The child whose wristband says this."""
    number = text.strip().removeprefix(SCANNED).lower()
    return next((c for c in house.children if number and c.file_no.lower() == number), None)


class ChildAsk(PickAsk):
    """Which child: by pinyin, bed, number or wristband. ``missed`` carries what fits nobody."""

    missed = Signal(str)
    takes_codes = True

    def __init__(self, title: str, choices: Sequence[Choice], hint: str) -> None:
        super().__init__(title, choices, hint, digits=False)
        # An input method would keep the letters of a number to itself.
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _show(self, typed: str) -> None:
        super()._show(typed.removeprefix(SCANNED))

    def _first(self) -> None:
        if self._found:
            super()._first()
        else:
            self.missed.emit(self.line.text())


def found_by(child: Child) -> tuple[str, ...]:
    """Texts by which a child is found beside its name: bed, number, its last digits."""
    number = child.file_no.lower()
    return child.bed, number, number[-_LAST:]


class JumpAsk(ChildAsk):
    """``answered`` carries a child of the board."""

    def __init__(self, board: Board | None, house: House) -> None:
        choices = []
        for row in board.rows if board else ():
            child = house.child(row.child)
            find = (row.number, *(found_by(child) if child else ()))
            choices.append(Choice(row.child, f"{row.number}床 {row.name}", find))
        super().__init__("找人", choices, "打拼音、床号或编号，回车；也可以扫腕带")
