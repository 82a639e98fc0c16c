"""查阅与授权: who read what, and who may open what is sealed. For the 院长."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, reading_log, seeing
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.values import normalise
from welfare_desktop.ui.form.choice import ComboEditor
from welfare_desktop.ui.form.dates import DateEditor
from welfare_desktop.ui.form.editor import Editor, FieldRow
from welfare_desktop.ui.form.text import LineEditor
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    ComboBox,
    Label,
    PrimaryButton,
    Scroll,
    empty,
)

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_CHILD = Field(name="child", label="儿童", kind="ref")
_PERSON = Field(name="person", label="授权给", kind="staff")
_UNTIL = Field(name="until", label="截止日期", kind="date", future=True)
_REASON = Field(name="reason", label="原因", kind="text", max_len=100)


class ReadingPage(Page):
    """The log at the left, grants at the right."""

    title = "查阅与授权"
    subtitle = "谁看过、打印过、导出过什么；谁可以看封存内容"
    help = "查阅记录只增不减，不能修改。封存内容要逐名儿童授权，每次查看都要写原因。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(self._log(), 3)
        self._grants = QVBoxLayout()
        self._side = Scroll(spacing=12)
        self._side.inner.addWidget(self._giving())
        self._side.inner.addLayout(self._grants)
        self._side.inner.addStretch(1)
        row.addWidget(self._side, 2)

    def _log(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.which = ComboBox("只看哪一种")
        self.which.addItem("全部", "")
        for act, words in reading_log.ACTS.items():
            self.which.addItem(words, act)
        self.which.currentIndexChanged.connect(self.refresh)
        self.table = RowsView("查阅记录", (
            Column("时间", lambda line: line.at, 156),
            Column("谁", lambda line: line.who, 76),
            Column("做了什么", lambda line: line.act, 122, strong=True),
            Column("关于", lambda line: line.about),
            Column("原因、说明", lambda line: line.why),
        ))  # fmt: skip
        self.count = Label("", "hint")
        for widget in (self.which, self.table, self.count):
            column.addWidget(widget)
        return column

    def _giving(self) -> Card:
        card = Card("授权查看封存内容")
        self._editors: dict[str, Editor] = {}
        self._fields = QVBoxLayout()
        card.body.addLayout(self._fields)
        self.give = PrimaryButton("授权", "shield-check", self._give, "授权，须院长签名码")
        card.body.addWidget(self.give)
        return card

    def enter(self, **arguments: Any) -> None:
        self._ask()
        self.refresh()

    def _ask(self) -> None:
        """Empty fields, with the children and accounts of now."""
        empty(self._fields)
        desk = self.desk
        children = [(c.id, f"{c.name} {c.file_no[-4:]}") for c in child_file.children(desk)]
        people = [(a.login, a.name) for a in desk.accounts() if "S" not in a.roles]
        self._editors = {
            editor.field.name: editor
            for editor in (
                ComboEditor(_CHILD, children), ComboEditor(_PERSON, people),
                DateEditor(_UNTIL, desk.now), LineEditor(_REASON),
            )
        }  # fmt: skip
        self._rows = {name: FieldRow(editor) for name, editor in self._editors.items()}
        for line in self._rows.values():
            self._fields.addWidget(line)

    def refresh(self) -> None:
        try:
            found = reading_log.lines(self.desk, self.which.currentData() or "")
        except Refused as refused:
            self.table.show_things([])
            self.count.setText(refused.sentence)
            self._side.hide()
            return
        self._side.show()
        self.table.show_things(found)
        self.count.setText(f"最近{len(found)}条" if found else "还没有记录。")
        empty(self._grants)
        card = Card("现有授权")
        grid = QGridLayout()
        names = {a.id: a.name for a in self.desk.accounts()}
        for number, one in enumerate(seeing.grants(self.desk)):
            child = self.desk.seen().child(one.child)
            told = f"{names.get(one.account, '')} 看 {child.name if child else ''}　到{one.until}"
            grid.addWidget(Label(told).wrap(), number, 0)
            back = Button("收回", "x", partial(self._withdraw, one.id), f"收回{told}")
            grid.addWidget(back, number, 1)
        if not grid.count():
            grid.addWidget(Label("没有授权。", "secondary"), 0, 0)
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        self._grants.addWidget(card)

    def _give(self) -> None:
        values: dict[str, str] = {}
        for name, editor in self._editors.items():
            self._rows[name].error("")
            try:
                values[name] = str(normalise(editor.field, editor.value()) or "")
            except Refused as refused:
                self._rows[name].error(refused.sentence)
                return
            if not values[name]:
                self._rows[name].error(editor.field.ask)
                editor.target().setFocus()
                return

        def signed(signer: Signer) -> None:
            seeing.grant(
                self.desk, values["child"], values["person"], values["reason"], values["until"],
                signer,
            )  # fmt: skip
            self._ask()
            self.shell.changed()
            self.shell.say("已授权。")

        self.shell.ask_signature("授权查看封存内容", signed)

    def _withdraw(self, grant: str) -> None:
        def signed(signer: Signer) -> None:
            seeing.withdraw(self.desk, grant, signer)
            self.shell.changed()
            self.shell.say("授权已收回。")

        self.shell.ask_signature("收回查看封存内容的授权", signed)

    def clear(self) -> None:
        self.table.show_things([])
        empty(self._grants)

    def first_focus(self) -> QWidget | None:
        return self.table
