"""儿童档案: the list of children, and one child's file beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, exporting
from welfare_desktop.domain import permissions
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.children.catalogue import CATALOGUE_KEYS
from welfare_desktop.ui.children.curves import CURVE_KEYS
from welfare_desktop.ui.children.file import ChildFile
from welfare_desktop.ui.packages.export import take_list
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import SIGNS, ComboBox, FlatButton, Label, PrimaryButton

_WIDTH = 290
_WHO: tuple[tuple[str, bool | None], ...] = (("在册", True), ("已离开", False), ("全部", None))


class ChildrenPage(Page):
    """List on the left, the chosen child's file on the right."""

    title = "儿童档案"
    subtitle = "下一步、表单、档案目录、经过、生长和接种"
    keys = (
        Key("↑ ↓", "换一名儿童"), Key("Ctrl+F", "在名单里查找", "find"),
        Key("Ctrl+Tab · Ctrl+Shift+Tab", "换到下一部分、上一部分", "on back"),
        Key("Ctrl+E", "急救卡", "card"), Key("Ctrl+N", "接收新来的儿童", "admit"),
        Key("Ctrl+J", "收材料", "take_in"), Key("Ctrl+V", "粘贴文件收进档案", "paste"),
        Key("Ctrl+P", "打印档案目录", "print"), *CATALOGUE_KEYS,
        Key("Ctrl+G", "生长曲线", "growth"), *CURVE_KEYS,
    )  # fmt: skip
    help = (
        "查找可以输入姓名、拼音首字母、全拼或编号的一部分。带ⓘ的条款号按回车看依据。"
        "扫描件也可以拖到儿童的档案上。"
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._side())
        self.file = ChildFile(shell)
        layout.addWidget(self.file, 1)
        file = self.file
        bind(self, self.keys, {
            "find": self._find, "on": lambda: file.turn(1), "back": lambda: file.turn(-1),
            "card": file.show_card, "growth": file.show_growth, "admit": self.admit.click,
            "take_in": lambda: file.papers.take_in(), "paste": self._paste,
            "print": lambda: file.papers.print(),
        })  # fmt: skip

    def _side(self) -> QWidget:
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音或编号")
        self.search.setAccessibleName("查找儿童")
        self.search.textChanged.connect(self._filter)
        self.ward, self.which = ComboBox("区域"), ComboBox("在册或已离开")
        for word, _ in _WHO:
            self.which.addItem(word)
        self.ward.addItem("全部区域", "")
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for box in (self.ward, self.which):
            box.setMinimumContentsLength(4)
            box.currentIndexChanged.connect(self._filter)
            filters.addWidget(box, 1)
        self.table = RowsView("儿童名单", _COLUMNS)
        self.table.pointed.connect(self._chosen)
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.chosen.connect(lambda _: self.file.tabs.tabBar().setFocus())
        self.count = Label("", "hint")
        self.excel = FlatButton("导出Excel", "file-spreadsheet", self._excel, "儿童名单导出Excel")
        counted = QHBoxLayout()
        counted.addWidget(self.count, 1)
        counted.addWidget(self.excel)
        self.admit = PrimaryButton("接收儿童", "plus", self._admit, "接收儿童 Ctrl+N")
        self.side = holder = QWidget()
        self._narrow()
        theme().changed.connect(self._narrow)
        left = QVBoxLayout(holder)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.search)
        left.addLayout(filters)
        left.addWidget(self.table)
        left.addLayout(counted)
        left.addWidget(self.admit)
        return holder

    def _narrow(self) -> None:
        """In larger type the list leaves the file its room."""
        self.side.setFixedWidth(min(theme().px(_WIDTH), 350))

    def enter(self, child: str = "", ward: str = "", form: str = "", **arguments: Any) -> None:
        self._wards()
        why_not = self._why_not_admit()
        self.admit.why_not(why_not)
        self.admit.setText(f" {why_not or '接收儿童'}")
        self.excel.why_not(exporting.why_not_list(self.desk, FORMS["F01"]))
        if ward:
            self._only(ward)
        if child:
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self._filter(keep=child)
        if child and (self.file.child is None or self.file.child.id != child):
            self._widen()
            self._filter(keep=child)
        if form:
            told = f"选好儿童，再按《{FORMS[form].title}》右边的“新填”。"
            self.shell.say(told, "info")
            self.file.show_form(form)

    def _only(self, ward: str) -> None:
        """The whole list of a ward."""
        for box, index in ((self.ward, self.ward.findData(ward)), (self.which, 0)):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, index))
            box.blockSignals(False)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def refresh(self) -> None:
        self._wards()
        self._filter()

    def _widen(self) -> None:
        """Somebody is asked for by name: no filter hides them."""
        for box, index in ((self.ward, 0), (self.which, len(_WHO) - 1)):
            box.blockSignals(True)
            box.setCurrentIndex(index)
            box.blockSignals(False)

    def _wards(self) -> None:
        wards = {w.id: w.text("name") for w in self.desk.seen().wards}
        known = {self.ward.itemData(i): self.ward.itemText(i) for i in range(1, self.ward.count())}
        if known == wards:
            return
        self.ward.blockSignals(True)
        while self.ward.count() > 1:
            self.ward.removeItem(1)
        for ward, name in wards.items():
            self.ward.addItem(name, ward)
        self.ward.blockSignals(False)

    def _filter(self, _: object = None, keep: str = "") -> None:
        current: Child | None = self.table.current()
        wanted = keep or (current.id if current is not None else "")
        shown = child_file.children(
            self.desk, self.search.text(), self.ward.currentData() or "",
            _WHO[self.which.currentIndex()][1],
        )  # fmt: skip
        self.table.blockSignals(True)
        self.table.show_things(shown)
        row = next((i for i, c in enumerate(shown) if c.id == wanted), 0)
        self.table.selectRow(row)
        self.table.blockSignals(False)
        nobody = not self.desk.seen().children
        self.count.setText(f"{len(shown)}名" if shown or nobody else "没有找到，换个字再试。")
        if shown:
            self._chosen(shown[row])
        else:
            self.file.clear()
            self.file.tell_empty(nobody, self._why_not_admit())

    def _chosen(self, child: Child) -> None:
        self.file.show_child(child)

    def _paste(self) -> None:
        self.file.papers.receive(QGuiApplication.clipboard().mimeData())

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _why_not_admit(self) -> str:
        why_not = permissions.why_not_fill(FORMS["F01"], self.desk.account.roles)
        return f"接收{why_not}" if why_not else ""

    def _admit(self) -> None:
        self.shell.go("record", form="F01")

    def _excel(self) -> None:
        take_list(self.shell, self, FORMS["F01"])

    def urgent(self) -> tuple[str, str]:
        """The child whose file is open."""
        return self.file.child.id if self.file.child is not None else "", ""

    def beat(self) -> None:
        self.file.papers.count()

    def clear(self) -> None:
        self.table.show_things([])
        self.count.setText("")
        self.file.clear()

    def first_focus(self) -> QWidget | None:
        return self.file.asked() or self.table


def _state(child: Child) -> str:
    return f"{SIGNS[_tone(child)]} {child_file.state_of(child)}"


def _tone(child: Child) -> Tone:
    if child.here:
        return "ok" if child.whereabouts in ("ON_SITE", None) else "warn"
    return "info" if child.status is None else "mute"


_COLUMNS = (
    Column("姓名", lambda c: c.name, strong=True), Column("床位", lambda c: c.bed, 58),
    Column("状态", _state, 104, tone=_tone),
)  # fmt: skip
