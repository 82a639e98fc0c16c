"""The grid of the rounds board: children by bed, slots of the day, one deliberate key a child."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from welfare_desktop.domain.rounds import SIGNS, Board, Cell
from welfare_desktop.ui.rounds.paint import CellPainter, NamesHeader, sizes
from welfare_desktop.ui.shell.theme import theme

Index = QModelIndex | QPersistentModelIndex

#: State of a cell without a mark → sign, word, colour token.
_WAITING: dict[str, tuple[str, str, str]] = {
    "due": ("待", "待巡", "warn"), "overdue": ("!", "已过点", "warn"), "missed": ("✕", "未巡", "bad"),
    "away": ("外", "不在区域", "mute"), "future": ("", "未到点", "mute"), "none": ("", "", "mute"),
}  # fmt: skip
_TONES = {"1": "ok", "2": "info", "3": "bad", "4": "mute", "5": "warn"}
_KEYS = {
    Qt.Key.Key_Space: "mark:1", Qt.Key.Key_1: "mark:1", Qt.Key.Key_2: "mark:2",
    Qt.Key.Key_3: "mark:3", Qt.Key.Key_4: "mark:4", Qt.Key.Key_5: "mark:5",
    Qt.Key.Key_E: "environment", Qt.Key.Key_Backspace: "undo", Qt.Key.Key_T: "temp",
    Qt.Key.Key_N: "note", Qt.Key.Key_Slash: "jump", Qt.Key.Key_Return: "details",
    Qt.Key.Key_Enter: "details",
}  # fmt: skip


class BoardModel(QAbstractTableModel):
    """The board as a table: one row a child, one column a slot; names stand in the row headers."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None

    def show_board(self, board: Board | None) -> None:
        """Show this board; where children and slots stay, only the cells are read anew."""
        old, same = self.board, False
        if old is not None and board is not None:
            same = old.slots == board.slots and [r.child for r in old.rows] == [
                r.child for r in board.rows
            ]
        if same and board is not None and board.rows:
            self.board = board
            last = self.index(len(board.rows) - 1, len(board.slots) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.board = board
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self.board is None or parent.isValid() else len(self.board.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self.board is None or parent.isValid() else len(self.board.slots)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if self.board is None or section < 0:
            return None
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{self.board.slots[section]:%H:%M}"
            return None
        row = self.board.rows[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.number}  {row.name}  {row.tag}".rstrip()
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        if self.board is None:
            return None
        row = self.board.rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(cell)[0]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            slot = self.board.slots[index.column()]
            word = shown(cell)[1] or "不需巡查"
            return f"{row.name} {slot:%H:%M} {word} {cell.at[11:16]} {cell.note}".strip()
        return None


def shown(cell: Cell) -> tuple[str, str, str]:
    """Sign, word and colour token of a cell; late and unsigned marks say so."""
    if not cell.mark:
        return _WAITING[cell.state]
    sign, word = SIGNS[cell.mark]
    if cell.temp is not None:
        sign = f"{cell.temp:g}"
        word += f" {cell.temp:g}℃"
    tone = _TONES[cell.mark]
    if cell.state == "late":
        word += "（迟）"
    elif cell.state == "backfilled":
        sign, word = f"补{sign}", word + "（补录）"
    if not cell.signed:
        word += "（未签）"
    return sign, word, tone


class BoardView(QTableView):
    """The grid. ``pressed`` carries what a key means: ``mark:1``, ``undo``, ``finish`` …"""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cells = BoardModel()
        self.setModel(self.cells)
        self.setAccessibleName("巡查板")
        # A Chinese input method would swallow digits, letters and Space.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setItemDelegate(CellPainter(self.cells, self))
        self.names = NamesHeader(self.cells, self)
        self.setVerticalHeader(self.names)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
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
        self.horizontalHeader().setDefaultSectionSize(size.column)
        if self.cells.board is not None and self.cells.board.current is not None:
            self.to_column(self.cells.board.current)

    def show_board(self, board: Board | None) -> None:
        """Show a board; the cursor stays, a new board begins at the current column."""
        before = self.currentIndex()
        known = self.cells.board
        self.cells.show_board(board)
        if board is None or not board.rows:
            return
        column = board.current or 0
        if known is None or not before.isValid() or known.ward != board.ward:
            self.setCurrentIndex(self.cells.index(0, column))
            self.to_column(column)
        elif known.current != board.current or not self.currentIndex().isValid():
            self.setCurrentIndex(self.cells.index(min(before.row(), len(board.rows) - 1), column))
            self.to_column(column)

    def to_column(self, column: int) -> None:
        """Bring a column into view with a few past ones to its left."""
        shown_ = max(1, self.viewport().width() // max(1, sizes().column))
        self.horizontalScrollBar().setValue(max(0, column - max(0, shown_ - 3)))

    def at_child(self, child: str, column: int | None = None) -> None:
        """Go to a child, in the current column if none is named."""
        board = self.cells.board
        if board is None:
            return
        place = board.current or 0 if column is None else column
        for number, row in enumerate(board.rows):
            if row.child == child:
                self.setCurrentIndex(self.cells.index(number, place))

    def child(self) -> str | None:
        """The child under the cursor."""
        board, row = self.cells.board, self.currentIndex().row()
        return board.rows[row].child if board and 0 <= row < len(board.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one meaning (ward.md)."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit("finish")
            return
        if event.key() == Qt.Key.Key_Home and self.cells.board and self.cells.board.rows:
            self.at_child(self.cells.board.rows[0].child)
            return
        meaning = _KEYS.get(Qt.Key(event.key()))
        if meaning is not None and not control:
            self.pressed.emit(meaning)
            return
        super().keyPressEvent(event)
