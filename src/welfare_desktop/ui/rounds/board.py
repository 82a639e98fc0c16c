"""The grid of the rounds board: children by bed, slots of the day, one deliberate key a child."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from welfare_desktop.domain.board import Board, BoardRow, Cell
from welfare_desktop.domain.rounds import SIGNS
from welfare_desktop.ui.rounds.keys import BOARD
from welfare_desktop.ui.rounds.paint import CellPainter, NamesHeader, SlotsHeader, sizes
from welfare_desktop.ui.shell.keys import meaning, meanings
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Label

Index = QModelIndex | QPersistentModelIndex

#: State of a cell without a mark → sign, word, colour token.
WAITING: dict[str, tuple[str, str, Tone]] = {
    "due": ("待", "待巡", "warn"), "overdue": ("迟", "已过点", "bad"), "missed": ("✕", "漏巡", "bad"),
    "away": ("外", "不在区域", "mute"), "future": ("", "未到点", "mute"), "none": ("", "", "mute"),
}  # fmt: skip
TONES: dict[str, Tone] = {"1": "ok", "2": "info", "3": "bad", "4": "mute", "5": "warn"}
_MEANINGS = meanings(BOARD)


class BoardModel(QAbstractTableModel):
    """The board as a table: one row a child, one column a slot; names stand in the row headers."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None

    def show_board(self, board: Board | None) -> None:
        """Show this board; where children and slots stay, only what differs is drawn anew."""
        old = self.board
        if old is None or board is None or not board.rows or not _alike(old, board):
            self.beginResetModel()
            self.board = board
            self.endResetModel()
            return
        self.board = board
        last = len(board.slots) - 1
        all_ = old.current != board.current or old.hasty != board.hasty
        for number, (before, row) in enumerate(zip(old.rows, board.rows, strict=True)):
            if all_ or before != row:
                self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self.board is None or parent.isValid() else len(self.board.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self.board is None or parent.isValid() else len(self.board.slots)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if self.board is None or section < 0:
            return None
        if orientation == Qt.Orientation.Horizontal:
            slot = self.board.slots[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{slot:%H:%M}"
            if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                hasty = "　快速录入：10秒内记了25笔以上" if slot in self.board.hasty else ""
                return f"{slot:%m月%d日 %H:%M}{hasty}"
            return None
        row = self.board.rows[section]
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole,
                 Qt.ItemDataRole.ToolTipRole)  # fmt: skip
        return f"{row.number}　{row.name}　{row.tag}".rstrip() if role in texts else None

    def data(self, index: Index, role: int = 0) -> Any:
        if self.board is None:
            return None
        row = self.board.rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(cell)[0]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{row.name} {self.board.slots[index.column()]:%H:%M} {told(cell)}"
        return None


def _alike(one: Board, other: Board) -> bool:
    if (one.ward, one.slots) != (other.ward, other.slots):
        return False
    return [r.child for r in one.rows] == [r.child for r in other.rows]


def shown(cell: Cell) -> tuple[str, str, Tone]:
    """Sign, word and colour token of a cell; late and unsigned marks say so."""
    if not cell.mark:
        return WAITING[cell.state]
    sign, word = SIGNS[cell.mark]
    tone = TONES[cell.mark]
    if cell.temp is not None:
        sign = f"{cell.temp:g}"
        word += f" {cell.temp:g}℃"
    if cell.state in ("late", "backfilled"):
        word += "（迟）" if cell.state == "late" else "（补录）"
        sign = sign if cell.state == "late" else f"补{sign}"
        tone = "bad" if tone == "bad" else "warn"
    if not cell.signed:
        word += "（未签）"
    return sign, word, tone


def told(cell: Cell) -> str:
    """A cell in words: what, when it was really seen, the note."""
    word = shown(cell)[1] or "这一时点不用巡查"
    return " ".join(part for part in (word, cell.at[11:16], cell.note) if part)


class BoardView(QTableView):
    """The grid. ``pressed`` carries what a key means: ``mark:1``, ``undo``, ``finish`` …"""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cells = BoardModel()
        self.setModel(self.cells)
        self.setObjectName("board")
        self.setAccessibleName("巡查板")
        # A Chinese input method would swallow digits, letters and Space.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setItemDelegate(CellPainter(self.cells, self))
        self.names, self.times = NamesHeader(self.cells, self), SlotsHeader(self.cells, self)
        self.setVerticalHeader(self.names)
        self.setHorizontalHeader(self.times)
        self.setCornerButtonEnabled(False)
        self._corner = Label("床　儿童", "hint", self)
        self.cells.modelReset.connect(self.names.measure)
        theme().changed.connect(self._sized)
        self._sized()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The current column stays in view."""
        super().resizeEvent(event)
        self._sized()

    def _sized(self) -> None:
        size = sizes()
        self.names.setFixedWidth(size.names)
        self.names.setDefaultSectionSize(size.row)
        self.names.measure()
        self.times.setDefaultSectionSize(size.column)
        self.times.setFixedHeight(theme().px(42))
        self._corner.setGeometry(10, 2, size.names - 10, theme().px(42))
        self.to_column(self.currentIndex().column())

    def show_board(self, board: Board | None, follow: bool = True) -> None:
        """Show a board; the cursor stays on its child and slot.

        ``follow``: from the current column it goes along to the next one.
        """
        child, slot, known = self.child(), self.slot(), self.cells.board
        now = known.slots[known.current] if known and known.current is not None else None
        self.cells.show_board(board)
        if board is None or not board.rows:
            return
        column = board.column(slot) if known is not None and known.ward == board.ward else None
        if column is None or (follow and slot == now):
            column = board.current if board.current is not None else column or 0
        names = [row.child for row in board.rows]
        waiting = board.waiting(column)
        first = names.index(waiting[0].child) if waiting else 0
        self._to(names.index(child) if child in names else first, column)
        if column != (known.column(slot) if known is not None and slot else None):
            self.to_column(column)

    def _to(self, row: int, column: int) -> None:
        if (self.currentIndex().row(), self.currentIndex().column()) == (row, column):
            return
        # The next two children are seen as well.
        ahead = min(row + 2, self.cells.rowCount() - 1)
        self.setCurrentIndex(self.cells.index(row, column))
        self.scrollTo(self.cells.index(ahead, column))
        self.scrollTo(self.cells.index(row, column))

    def to_column(self, column: int) -> None:
        """Bring a column into view with a few past ones to its left."""
        fit = max(1, self.viewport().width() // max(1, sizes().column))
        past = max(0, min(fit - 2, fit * 2 // 3))
        self.horizontalScrollBar().setValue(max(0, column - past))

    def at_child(self, child: str, column: int | None = None) -> None:
        """Go to a child, in the column of the cursor if none is named."""
        board = self.cells.board
        place = max(0, self.currentIndex().column()) if column is None else column
        for number, row in enumerate(board.rows if board else ()):
            if row.child == child:
                self._to(number, place)

    def to_slot(self, slot: datetime) -> None:
        """The first unrecorded child of a slot, where the board shows it."""
        board = self.cells.board
        column = board.column(slot) if board else None
        if board is None or column is None or not board.rows:
            return
        waiting = board.waiting(column)
        self.at_child(waiting[0].child if waiting else self.child() or board.rows[0].child, column)
        self.to_column(column)

    def next(self, slot: datetime) -> None:
        """The next unrecorded child below the cursor, else from the top; or stay."""
        board, here = self.cells.board, self.currentIndex().row()
        column = board.column(slot) if board else None
        if board is None or column is None:
            return
        order = {row.child: n for n, row in enumerate(board.rows)}
        waiting = sorted(
            board.waiting(column), key=lambda r: (order[r.child] <= here, order[r.child])
        )
        if waiting:
            self.at_child(waiting[0].child, column)

    def row(self) -> BoardRow | None:
        """The row of the child under the cursor."""
        board, row = self.cells.board, self.currentIndex().row()
        return board.rows[row] if board and 0 <= row < len(board.rows) else None

    def child(self) -> str | None:
        """The child under the cursor."""
        row = self.row()
        return row.child if row else None

    def slot(self) -> datetime | None:
        """The slot under the cursor."""
        board, column = self.cells.board, self.currentIndex().column()
        return board.slots[column] if board and 0 <= column < len(board.slots) else None

    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        row = self.row()
        return row.cells[self.currentIndex().column()] if row and self.slot() else None

    def keyboardSearch(self, search: str) -> None:
        """A letter that means nothing moves nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one meaning (ward.md)."""
        means = meaning(_MEANINGS, event)
        if means is None:
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            return  # a key held down is one deliberate key
        elif means != "first":
            self.pressed.emit(means)
        elif self.cells.board and self.cells.board.rows:
            self.at_child(self.cells.board.rows[0].child)
