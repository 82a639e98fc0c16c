"""登记簿: every form as a plain list; what has no child's file has its place here."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, exporting, registers
from welfare_desktop.actions.registers import Entry
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.ui.form.blank import show_blank, show_blank_night
from welfare_desktop.ui.packages.export import take_list
from welfare_desktop.ui.registers.month import MonthDialog
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Card, Elided, Label, PrimaryButton

_WIDTH = 290
_TONES: dict[str, Tone] = {"待审批": "warn", "作废": "mute"}


class RegistersPage(Page):
    """Forms on the left by what they are about, the records of the chosen one on the right."""

    title = "登记簿"
    subtitle = "每种登记表一本，新的在前"
    keys = (
        Key("↑ ↓", "换一本、换一条"), Key("Enter", "打开"), Key("Ctrl+F", "查找", "find"),
        Key("Ctrl+N", "新填", "new"), Key("Ctrl+P", "打印空白表", "blank"),
        Key("Ctrl+G", "训练记录：整组记录", "group"),
    )  # fmt: skip
    help = "一名儿童的表也可以在“儿童档案”里填。查找可以输入姓名、拼音、编号或内容的一部分。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.books = RowsView("登记表", (
            Column("类别", lambda f: registers.GROUPS[f.about], 58),
            Column("登记表", lambda f: f.title, strong=True),
        ))  # fmt: skip
        self.table = RowsView("记录", (
            Column("日期", lambda e: e.on, 104),
            Column("姓名", lambda e: e.who, 104, strong=True),
            Column("内容", lambda e: e.said),
            Column("编号", lambda e: e.record.form_no, 134),
            Column("状态", lambda e: e.state, 84, tone=_tone),
        ))  # fmt: skip
        self.table.chosen.connect(self._open)
        self.books.pointed.connect(self._chosen)
        self.books.chosen.connect(lambda _: self.table.setFocus())
        layout.addWidget(self.books)
        layout.addWidget(self._book(), 1)
        self._form: Form | None = None
        self._narrow()
        theme().changed.connect(self._narrow)
        bind(self, self.keys, {
            "find": self._find, "new": self._new, "blank": self._blank, "group": self._group,
        })  # fmt: skip

    def _book(self) -> QWidget:
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(8)
        self.name = Elided("", "cardTitle")
        head.addWidget(self.name, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音、编号或内容")
        self.search.setAccessibleName("在这本里查找")
        self.search.textChanged.connect(self._list)
        self.search.returnPressed.connect(lambda: self.table.setFocus())
        head.addWidget(self.search, 1)
        self.blank = Button("空白表", "printer", self._blank, "打印空白表 Ctrl+P")
        self.night = Button("值班纸表", "printer", self._night, "打印巡查和交接班的空白纸表")
        head.addWidget(self.blank)
        head.addWidget(self.night)
        card.body.addLayout(head)
        card.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.count = Label("", "hint")
        self.excel = Button("导出Excel", "file-spreadsheet", self._excel, "这本清单导出Excel")
        self.month = Button("月结", "signature", self._close_month, "结一个月的专账")
        self.group = Button("整组记录", "users", self._group, "一次登记一组儿童 Ctrl+G")
        self.look = Button("打开", "file-text", self._open_current, "打开选中的记录")
        self.new = PrimaryButton("新填", "plus", self._new, "新填一份 Ctrl+N")
        foot.addWidget(self.count)
        foot.addStretch(1)
        for button in (self.excel, self.month, self.group, self.look, self.new):
            foot.addWidget(button)
        card.body.addLayout(foot)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        return holder

    def _narrow(self) -> None:
        """In larger type the forms leave the records their room."""
        self.books.setFixedWidth(min(theme().px(_WIDTH), 330))

    def enter(self, form: str = "", closing: bool = False, **arguments: Any) -> None:
        """The book of a form, else the one that was open; ``closing``: a month of it is closed."""
        wanted = form or (self._form.id if self._form else "")
        if form:
            self._quietly_empty()
        mine = registers.registers(self.desk)
        self.books.blockSignals(True)
        self.books.show_things(mine)
        row = next((n for n, one in enumerate(mine) if one.id == wanted), 0)
        self.books.selectRow(row)
        self.books.blockSignals(False)
        if mine:
            self._chosen(mine[row])
        if closing and self.month.isVisibleTo(self):
            self.month.setFocus()
            self._close_month()

    def refresh(self) -> None:
        self._list()

    def _quietly_empty(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def _chosen(self, form: Form) -> None:
        if self._form is not form:
            self._quietly_empty()
        self._form = form
        self.name.setText(form.title)
        told = child_file.why_not(self.desk, form.id)
        self.new.why_not(f"这张表{told}。" if told else "")
        self.excel.why_not(exporting.why_not_list(self.desk, form))
        self.month.setVisible(form.id == "F55")
        self.group.setVisible(form.id == "F35")
        # Rounds and handover have a page of their own, and no book here; who looks for their
        # sheets looks among what belongs to a ward.
        self.night.setVisible(form.about == "ward")
        self.group.why_not(f"这张表{told}。" if told else "")
        self._list()

    def _list(self) -> None:
        if self._form is None:
            return
        current: Entry | None = self.table.current()
        found = registers.entries(self.desk, self._form, self.search.text())
        self.table.show_things(found)
        at = next(
            (n for n, e in enumerate(found) if current and e.record.id == current.record.id), 0
        )
        if found:
            self.table.selectRow(at)
        none = "没有找到，换个字再试。" if self.search.text().strip() else "还没有记录。"
        self.count.setText(f"{len(found)}份" if found else none)
        self.look.why_not("" if found else "这本还没有记录可以打开。")

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _open_current(self) -> None:
        if (entry := self.table.current()) is not None:
            self._open(entry)

    def _open(self, entry: Entry) -> None:
        told = child_file.why_not_view(self.desk, entry.record.form, entry.record.id)
        if told:
            self.shell.say(told, "warn")
            return
        self.shell.go("record", form=entry.record.form, record=entry.record.id)

    def _new(self) -> None:
        form = self._form
        if form is None or not self.new.isEnabled():
            return
        if form.of_one_child:
            self.shell.go("children", form=form.id)
        else:
            self.shell.go("record", form=form.id)

    def _blank(self) -> None:
        if self._form is not None:
            show_blank(self.shell, self._form)

    def _night(self) -> None:
        show_blank_night(self.shell)

    def _group(self) -> None:
        if self.group.isVisibleTo(self) and self.group.isEnabled():
            self.shell.go("group")

    def _close_month(self) -> None:
        MonthDialog(self.shell, self).open()

    def _excel(self) -> None:
        if self._form is not None:
            take_list(self.shell, self, self._form)

    def clear(self) -> None:
        self.books.show_things([])
        self.table.show_things([])
        self.count.setText("")

    def first_focus(self) -> QWidget | None:
        return self.books


def _tone(entry: Entry) -> Tone:
    return _TONES.get(entry.state, "ok")
