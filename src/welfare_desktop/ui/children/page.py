"""儿童档案: the list of children, and one child's file beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.names import pinyin_keys
from welfare_desktop.ui.children.file import ChildFile
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import ComboBox, Label, PrimaryButton

_HERE, _GONE, _EVERY = "在册", "已离开", "全部"


def _where(child: Child) -> str:
    if not child.here:
        return label("CL-STATUS", child.status or "") or "未接收"
    where = child.whereabouts or ""
    return "" if where == "ON_SITE" else label("CL-WHERE", where)


_COLUMNS = (
    Column("床", lambda c: c.bed, 44),
    Column("姓名", lambda c: c.name, 0, strong=True),
    Column("位置", _where, 84, tone=lambda c: "mute" if not c.here else "warn"),
)


class ChildrenPage(Page):
    """List on the left, the chosen child's file on the right."""

    title = "儿童档案"
    subtitle = "选一名儿童，看下一步、表单和一生的经过"
    keys = (
        ("↑ ↓", "换一名儿童"), ("Tab", "到右边的档案"), ("Ctrl+Tab", "换一页"),
        ("Ctrl+F", "在名单里查找"), ("Ctrl+N", "接收新来的儿童"),
    )  # fmt: skip
    help = "查找可以输入姓名、拼音首字母、全拼或编号的一部分。条款号点开看依据。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音或编号 Ctrl+F")
        self.search.setAccessibleName("查找儿童")
        self.search.textChanged.connect(self._filter)
        narrow = QHBoxLayout()
        self.ward, self.which = ComboBox("区域"), ComboBox("在册或离开")
        for word in (_HERE, _GONE, _EVERY):
            self.which.addItem(word)
        for box in (self.ward, self.which):
            box.currentIndexChanged.connect(self._filter)
            narrow.addWidget(box)
        self.file = ChildFile(shell)
        self.table = RowsView("儿童名单", _COLUMNS)
        self.table.pointed.connect(self._pointed)
        self.table.chosen.connect(lambda _: self.file.first_button().setFocus())
        self.count = Label("", "hint")
        admit = PrimaryButton(
            "接收儿童", "plus", lambda: shell.go("record", form="F01"), "接收儿童"
        )
        admit.setShortcut("Ctrl+N")
        left.addWidget(self.search)
        left.addLayout(narrow)
        for widget in (self.table, self.count, admit):
            left.addWidget(widget)
        holder = QWidget()
        holder.setLayout(left)
        holder.setFixedWidth(theme().px(280))
        layout.addWidget(holder)
        layout.addWidget(self.file, 1)
        self._all: list[Child] = []
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)

    def enter(self, child: str = "", **arguments: Any) -> None:
        self._read()
        if child:
            self._widen()
        self._select(child)

    def _widen(self) -> None:
        for box, index in ((self.ward, 0), (self.which, 2)):
            box.blockSignals(True)
            box.setCurrentIndex(index)
            box.blockSignals(False)
        self.search.clear()
        self._filter()

    def refresh(self) -> None:
        chosen = self.table.current()
        self._read()
        self._select(chosen.id if chosen else "")

    def _read(self) -> None:
        house = self.desk.house()
        known = self.ward.currentData()
        self.ward.blockSignals(True)
        self.ward.clear()
        self.ward.addItem("所有区域", "")
        for ward in house.wards:
            self.ward.addItem(ward.text("name"), ward.id)
        self.ward.setCurrentIndex(max(0, self.ward.findData(known)))
        self.ward.blockSignals(False)
        self._all = sorted(house.children, key=lambda c: (not c.here, c.ward or "", _bed(c)))
        self._filter()

    def _filter(self, *_: object) -> None:
        wanted, ward = self.search.text().strip().lower(), self.ward.currentData()
        which = self.which.currentText()
        shown = [
            c
            for c in self._all
            if (not ward or c.ward == ward)
            and (which == _EVERY or c.here == (which == _HERE) or (which == _HERE and not c.status))
            and _fits(c, wanted)
        ]
        self.table.show_things(shown)
        self.count.setText(f"{len(shown)} 名" if shown else "没有找到，换个字再试。")
        if not shown:
            self.file.clear()

    def _select(self, child: str) -> None:
        for number, known in enumerate(self.table.rows.things):
            if known.id == child:
                self.table.selectRow(number)
                self._pointed(known)

    def _pointed(self, child: Child) -> None:
        if self.isVisible():
            self.file.show_child(child)

    def clear(self) -> None:
        self._all = []
        self.table.show_things([])
        self.file.clear()

    def first_focus(self) -> QWidget | None:
        return self.table


def _fits(child: Child, wanted: str) -> bool:
    if not wanted or wanted in child.name or wanted in child.file_no.lower():
        return True
    return any(key.startswith(wanted) for key in pinyin_keys(child.name))


def _bed(child: Child) -> tuple[int, str]:
    digits = "".join(ch for ch in child.bed if ch.isdigit())
    return (int(digits) if digits else 9999, child.file_no)
