"""儿童档案: the list of children, and one child's file beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.names import pinyin_keys
from welfare_desktop.ui.children.file import ChildFile
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Label, PrimaryButton

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("姓名", "床位", "状态", "位置")


class ChildModel(QAbstractTableModel):
    """Children as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.children_shown: list[Child] = []

    def show_children(self, children: list[Child]) -> None:
        """Show these."""
        self.beginResetModel()
        self.children_shown = children
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.children_shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        child = self.children_shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (
                child.name,
                child.bed,
                label("CL-STATUS", child.status or "") or "未接收",
                label("CL-WHERE", child.whereabouts or ""),
            )[index.column()]
        return None


class ChildrenPage(Page):
    """List on the left, the chosen child's file on the right."""

    title = "儿童档案"
    subtitle = "选一名儿童，看该办的事、表单和一生的经过"
    keys = (("Ctrl+N", "接收新来的儿童"), ("↑ ↓", "换一名儿童"), ("Ctrl+F", "在名单里查找"))
    help = "查找可以输入姓名、拼音首字母、全拼或编号的一部分。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(16)
        left = QVBoxLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音或编号")
        self.search.setAccessibleName("查找儿童")
        self.search.textChanged.connect(self._filter)
        self.table = _table()
        self.model = ChildModel()
        self.table.setModel(self.model)
        for column, width in enumerate((110, 60, 90, 90)):
            self.table.setColumnWidth(column, theme().px(width))
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.count = Label("", "hint")
        admit = PrimaryButton("接收儿童", "plus", self._admit, "admit")
        admit.setShortcut("Ctrl+N")
        for widget in (self.search, self.table, self.count, admit):
            left.addWidget(widget)
        holder = QWidget()
        holder.setLayout(left)
        holder.setFixedWidth(theme().px(370))
        left.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(holder)
        self.file = ChildFile(shell)
        layout.addWidget(self.file, 1)
        self._all: list[Child] = []

    def enter(self, child: str = "", **arguments: Any) -> None:
        self._read()
        if child:
            self.search.clear()
        self._select(child)

    def refresh(self) -> None:
        index = self.table.currentIndex().row()
        shown = self.model.children_shown
        chosen = shown[index].id if 0 <= index < len(shown) else ""
        self._read()
        self._select(chosen)

    def _read(self) -> None:
        self._all = sorted(
            self.desk.house().children, key=lambda c: (not c.here, c.ward or "", _bed(c))
        )
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        shown = [
            c
            for c in self._all
            if not wanted
            or wanted in c.name
            or wanted in c.file_no.lower()
            or any(key.startswith(wanted) for key in pinyin_keys(c.name))
        ]
        self.model.show_children(shown)
        self.count.setText(f"{len(shown)} 名" if shown else "没有找到，换个字再试。")
        self._select("")

    def _select(self, child: str) -> None:
        rows = [i for i, c in enumerate(self.model.children_shown) if c.id == child] or [0]
        if self.model.children_shown:
            self.table.selectRow(rows[0])
            self._chosen(self.model.index(rows[0], 0))
        else:
            self.file.clear()

    def _chosen(self, index: QModelIndex, _: object = None) -> None:
        if 0 <= index.row() < len(self.model.children_shown):
            self.file.show_child(self.model.children_shown[index.row()])

    def _admit(self) -> None:
        self.shell.go("record", form="F01")

    def clear(self) -> None:
        self._all = []
        self.model.show_children([])
        self.file.clear()

    def first_focus(self) -> QWidget | None:
        return self.table


def _bed(child: Child) -> tuple[int, str]:
    digits = "".join(ch for ch in child.bed if ch.isdigit())
    return (int(digits) if digits else 9999, child.file_no)


def _table() -> QTableView:
    table = QTableView()
    table.setAccessibleName("儿童名单")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme().px(40))
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.horizontalHeader().setStretchLastSection(True)
    return table
