"""Lists of things as tables: one model and one view for every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import BODY, Tone

#: What a column that takes what is left keeps in px at 100 %.
_LEFT = 76
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``width`` in px at 100 %, 0 takes what is left; ``tone`` colours the text."""

    head: str
    text: Callable[[Any], str]
    width: int = 0
    strong: bool = False
    tone: Callable[[Any], Tone] | None = None


class RowsModel(QAbstractTableModel):
    """Things as rows; what a column shows is its function."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.things: Sequence[Any] = ()

    def show_things(self, things: Sequence[Any]) -> None:
        """Show these."""
        self.beginResetModel()
        self.things = things
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.things)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].head
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        thing, column = self.things[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(thing)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.head} {column.text(thing)}"
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            return theme().colour(column.tone(thing))
        if role == Qt.ItemDataRole.FontRole and column.strong:
            return theme().font(BODY, QFont.Weight.Medium)
        return None


class RowsView(QTableView):
    """A list; Enter or a double click chooses a row, the cursor alone only points at it."""

    chosen = Signal(object)
    pointed = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self.rows = RowsModel(columns)
        self.setModel(self.rows)
        self.setProperty("list", True)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for number, column in enumerate(columns):
            if not column.width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        theme().changed.connect(self._size)
        self._size()
        self.activated.connect(lambda index: self.chosen.emit(self.rows.things[index.row()]))
        self.selectionModel().currentRowChanged.connect(self._point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another room for the columns."""
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        """Rows and columns as wide as the size of type asks, narrower where there is no room: text
        ends in … then, and nobody scrolls sideways."""
        self.verticalHeader().setDefaultSectionSize(theme().px(40))
        widths = [theme().px(column.width) for column in self.rows.columns]
        room = self.viewport().width() - widths.count(0) * theme().px(_LEFT)
        part = min(1.0, max(1, room) / max(1, sum(widths)))
        for number, width in enumerate(widths):
            if width:
                self.setColumnWidth(number, int(width * part))

    def _point(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows.things):
            self.pointed.emit(self.rows.things[index.row()])

    def show_things(self, things: Sequence[Any]) -> None:
        """Show these, the first one under the cursor."""
        self.rows.show_things(things)
        if things:
            self.selectRow(0)

    def current(self) -> Any:
        """The thing under the cursor, ``None`` if there is none."""
        row = self.currentIndex().row()
        return self.rows.things[row] if 0 <= row < len(self.rows.things) else None
