"""The month as a grid: a row for each of the staff, a column for each day, a letter a shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from welfare_desktop.domain.duty_flags import Flag
from welfare_desktop.ui.shell.keys import Key, meaning, meanings
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.staffing.paint import DayCells, DaysHeader, PeopleHeader

Index = QModelIndex | QPersistentModelIndex
_ROW, _LEAST, _NAMES, _HEAD = 38, 27, 168, 56

_TABS = Key("Ctrl+Tab", "配比、排班、人员")
RATIO_KEYS = (Key("↑ ↓", "换一班"), Key("Enter", "谁能来"), _TABS)
PEOPLE_KEYS = (
    Key("↑ ↓", "换一个人"), Key("Enter", "打开登记"), Key("Ctrl+N", "新登记人员", "new"),
    Key("Ctrl+J", "登记缺勤", "absent"), _TABS,
)  # fmt: skip
PLAN_KEYS = (
    Key("D E N", "白班、中班、夜班，到下一天", "shift:*"),
    Key("A B", "12小时白班、夜班", "shift:DA shift:NA"),
    Key("空格 或 退格 或 Delete", "休", "clear"), Key("R", "选中的、刚连着输的，重复到月底", "repeat"),
    Key("← ↑ ↓ →", "走格子"), Key("Shift+← ↑ ↓ →", "选几格，一起填"),
    Key("C · Shift+C", "从这天起照上周：本人、全部", "week all:week"),
    Key("1–9", "带班、医护：按人数选人", "digit:*"), Key("Enter", "带班、医护：从所有人里选", "choose"),
    Key("W", "下一条提醒", "next"), Key("Z 或 Ctrl+Z", "退一步", "undo"),
    Key("PgUp PgDn", "上个月、下个月", "earlier later"),
    Key("Ctrl+E · Ctrl+O", "导出、读入Excel", "export import"), Key("Ctrl+Enter", "保存排班", "save"),
    _TABS,
)  # fmt: skip
_MEANINGS = meanings(PLAN_KEYS)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row. ``beside`` stands behind the name; ``over``: more hours than the contract has.

    ``post``: it is not of somebody, but of who leads a shift or is its nurse.
    """

    id: str
    name: str
    beside: str = ""
    over: bool = False
    post: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """What a cell shows, says, and whether it is not saved yet."""

    text: str
    words: str
    shift: str = ""
    fresh: bool = False
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the grid shows. ``flags``: of a day as a whole; ``rest``: weekends and holidays."""

    rows: tuple[GridRow, ...]
    days: tuple[date, ...]
    cells: Mapping[tuple[str, date], GridCell]
    flags: Mapping[date, tuple[Flag, ...]]
    today: date
    rest: frozenset[date]


_NOTHING = GridCell("", "休息")


class GridModel(QAbstractTableModel):
    """The picture as a table."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None

    def show_picture(self, picture: Picture | None) -> None:
        """Show it; where rows and days stay, only what differs is drawn anew."""
        old = self.picture
        if old is None or picture is None or not _alike(old, picture):
            self.beginResetModel()
            self.picture = picture
            self.endResetModel()
            return
        self.picture = picture
        rows = {row.id: number for number, row in enumerate(picture.rows)}
        days = {day: number for number, day in enumerate(picture.days)}
        for key in {*old.cells, *picture.cells}:
            if old.cells.get(key) != picture.cells.get(key) and key[0] in rows and key[1] in days:
                index = self.index(rows[key[0]], days[key[1]])
                self.dataChanged.emit(index, index)
        for day, number in days.items():
            if old.flags.get(day) != picture.flags.get(day):
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, number, number)
        for number, (was, row) in enumerate(zip(old.rows, picture.rows, strict=True)):
            if was != row:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, number, number)

    def cell(self, row: int, column: int) -> GridCell:
        """The cell at a place."""
        assert self.picture is not None
        key = (self.picture.rows[row].id, self.picture.days[column])
        return self.picture.cells.get(key, _NOTHING)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self.picture is None or parent.isValid() else len(self.picture.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self.picture is None or parent.isValid() else len(self.picture.days)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole,
                 Qt.ItemDataRole.ToolTipRole)  # fmt: skip
        if self.picture is None or section < 0 or role not in texts:
            return None
        if orientation == Qt.Orientation.Vertical:
            row = self.picture.rows[section]
            return f"{row.name}　{row.beside}".rstrip()
        day = self.picture.days[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(day.day)
        said = "；".join(f.words for f in self.picture.flags.get(day, ()))
        return f"{day.month}月{day.day}日　{said}".rstrip()

    def data(self, index: Index, role: int = 0) -> Any:
        if self.picture is None:
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            row, day = self.picture.rows[index.row()], self.picture.days[index.column()]
            said = "；".join(f.words for f in cell.flags)
            return f"{row.name} {day.month}月{day.day}日 {cell.words} {said}".rstrip()
        return None


def _alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures have the same rows and days."""
    rows = [row.id for row in one.rows] == [row.id for row in other.rows]
    return rows and (one.days, one.today) == (other.days, other.today)


class GridView(QTableView):
    """The grid. ``pressed`` carries what a key means: ``shift:D``, ``digit:1``, ``repeat`` …"""

    pressed = Signal(str)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cells = GridModel()
        self.setModel(self.cells)
        self.setProperty("list", True)
        self.setAccessibleName("排班表")
        # A Chinese input method would swallow the letters.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(DayCells(self.cells, self))
        self.people, self.days = PeopleHeader(self.cells, self), DaysHeader(self.cells, self)
        self.setVerticalHeader(self.people)
        self.setHorizontalHeader(self.days)
        self.days.setMinimumSectionSize(1)
        self.setCornerButtonEnabled(False)
        self._corner = Label("人员　已排／合同工时", "hint", self)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        self.cells.modelReset.connect(self._sized)
        theme().changed.connect(self._sized)
        self._sized()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole month, where the window is wide enough."""
        super().resizeEvent(event)
        self._sized()

    def _sized(self) -> None:
        names = theme().px(_NAMES)
        self.people.setFixedWidth(names)
        self.people.setDefaultSectionSize(theme().px(_ROW))
        self.days.setFixedHeight(theme().px(_HEAD))
        number = max(1, self.cells.columnCount())
        room = self.width() - names - self.verticalScrollBar().sizeHint().width() - 4
        self.days.setDefaultSectionSize(max(theme().px(_LEAST), room // number))
        self._corner.setGeometry(10, 2, names - 10, theme().px(_HEAD))

    def show_picture(self, picture: Picture | None) -> None:
        """Show it, the cursor on its row and day."""
        row, day = self.row(), self.day()
        self.cells.show_picture(picture)
        if picture is None or not picture.rows:
            return
        rows = [r.id for r in picture.rows]
        down = rows.index(row) if row in rows else 0
        along = picture.days.index(day) if day in picture.days else _first(picture)
        if (self.currentIndex().row(), self.currentIndex().column()) != (down, along):
            self._to(self.cells.index(down, along))

    def _to(self, index: QModelIndex) -> None:
        """The cursor there, alone selected whatever key is held; Shift selects from here."""
        self.setCurrentIndex(index)
        self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def row(self) -> str | None:
        """The row under the cursor."""
        picture, at = self.cells.picture, self.currentIndex().row()
        return picture.rows[at].id if picture and 0 <= at < len(picture.rows) else None

    def day(self) -> date | None:
        """The day under the cursor."""
        picture, at = self.cells.picture, self.currentIndex().column()
        return picture.days[at] if picture and 0 <= at < len(picture.days) else None

    def chosen(self) -> tuple[list[str], list[date]]:
        """Rows and days that are selected; those of the cursor at least."""
        picture, found = self.cells.picture, self.selectedIndexes()
        if picture is None:
            return [], []
        places = found or [self.currentIndex()]
        rows = sorted({i.row() for i in places if i.isValid()})
        columns = sorted({i.column() for i in places if i.isValid()})
        return [picture.rows[r].id for r in rows], [picture.days[c] for c in columns]

    def go(self, row: str, day: date) -> None:
        """The cursor to a place."""
        picture = self.cells.picture
        if picture is None or day not in picture.days:
            return
        rows = [r.id for r in picture.rows]
        if row in rows:
            index = self.cells.index(rows.index(row), picture.days.index(day))
            self._to(index)
            self.scrollTo(index)

    def forward(self, by: int = 1) -> None:
        """The cursor so many days on, to the last one at most."""
        last = self.cells.columnCount() - 1
        at = self.currentIndex()
        index = self.cells.index(at.row(), min(last, at.column() + by))
        self._to(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key a shift; the rest as in any grid."""
        means = meaning(_MEANINGS, event)
        if means is not None:
            self.pressed.emit(means)
        else:
            super().keyPressEvent(event)


def _first(picture: Picture) -> int:
    """Today where it is in view, else the first day."""
    return picture.days.index(picture.today) if picture.today in picture.days else 0
