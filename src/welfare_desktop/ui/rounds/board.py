"""The grid of the rounds board: children by bed, slots of the day, one deliberate key a child."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from welfare_desktop.domain.rounds import SIGNS, Board, Cell
from welfare_desktop.ui.shell.theme import theme

Index = QModelIndex | QPersistentModelIndex

#: State of a cell without a mark → sign, word, colour token.
_WAITING: dict[str, tuple[str, str, str]] = {
    "due": ("待", "待巡", "info"), "overdue": ("!", "已过点", "warn"), "missed": ("✕", "未巡", "bad"),
    "away": ("外", "不在区域", "mute"), "future": ("", "", "text2"), "none": ("", "", "text2"),
}  # fmt: skip
_TONES = {"1": "ok", "2": "info", "3": "bad", "4": "mute", "5": "warn"}
_KEYS = {
    Qt.Key.Key_Space: "mark:1", Qt.Key.Key_1: "mark:1", Qt.Key.Key_2: "mark:2",
    Qt.Key.Key_3: "mark:3", Qt.Key.Key_4: "mark:4", Qt.Key.Key_5: "mark:5",
    Qt.Key.Key_E: "environment", Qt.Key.Key_Backspace: "undo", Qt.Key.Key_T: "temp",
    Qt.Key.Key_N: "note",
}  # fmt: skip


class BoardModel(QAbstractTableModel):
    """The board as a table: one row a child, one column a slot; names stand in the row headers."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None

    def show_board(self, board: Board | None) -> None:
        """Show this board."""
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
        return _name(row.number, row.name, row.tag, role)

    def data(self, index: Index, role: int = 0) -> Any:
        if self.board is None:
            return None
        row = self.board.rows[index.row()]
        cell = row.cells[index.column()]
        sign, word, token = shown(cell)
        if role == Qt.ItemDataRole.DisplayRole:
            return sign
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            slot = self.board.slots[index.column()]
            return (
                f"{row.name} {slot:%H:%M} {word or '不需巡查'} {cell.at[11:16]} {cell.note}".strip()
            )
        return _look(token, cell, role, index.column() == self.board.current)


def shown(cell: Cell) -> tuple[str, str, str]:
    """Sign, word and colour token of a cell; late and unsigned marks say so."""
    if not cell.mark:
        return _WAITING[cell.state]
    sign, word = SIGNS[cell.mark]
    if cell.temp is not None:
        sign = f"{sign}{cell.temp:g}"
    if cell.state == "late":
        word += "（迟）"
    elif cell.state == "backfilled":
        sign, word = f"补{sign}", word + "（补录）"
    if not cell.signed:
        word += "（未签）"
    return sign, word, _TONES[cell.mark]


def _name(number: str, name: str, tag: str, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return f"{number}  {name}  {tag}".rstrip()
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if role == Qt.ItemDataRole.FontRole:
        return theme().font(16, QFont.Weight.Medium)
    return None


def _look(token: str, cell: Cell, role: int, current: bool) -> Any:
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme().colour(token)
    if role == Qt.ItemDataRole.BackgroundRole and (current or cell.mark):
        return theme().colour("weak" if not cell.mark else f"{token}_bg")
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignCenter
    if role == Qt.ItemDataRole.FontRole:
        font = theme().font(16, QFont.Weight.Bold)
        font.setItalic(bool(cell.mark) and not cell.signed)
        return font
    return None


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
        names = self.verticalHeader()
        names.setObjectName("boardNames")
        names.setFixedWidth(theme().px(190))
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setSectionsClickable(False)
        self.verticalHeader().setDefaultSectionSize(theme().px(40))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultSectionSize(theme().px(56))

    def show_board(self, board: Board | None) -> None:
        """Show a board, the current column in view."""
        row = self.currentIndex().row()
        self.cells.show_board(board)
        if board is not None and board.rows:
            column = board.current or 0
            self.setCurrentIndex(self.cells.index(max(row, 0), column))

    def at_child(self, child: str) -> None:
        """Go to a child in the current column."""
        board = self.cells.board
        if board is None:
            return
        for number, row in enumerate(board.rows):
            if row.child == child:
                column = board.current or 0
                self.setCurrentIndex(self.cells.index(number, column))

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
        meaning = _KEYS.get(Qt.Key(event.key()))
        if meaning is not None and not control:
            self.pressed.emit(meaning)
            return
        super().keyPressEvent(event)
