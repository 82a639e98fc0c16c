"""月结: the oldest month that is over is closed against the bank, 财务 signs (C9.04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import funds
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.values import normalise
from welfare_desktop.ui.form.editor import FieldRow
from welfare_desktop.ui.form.text import LineEditor
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.verdicts import tag
from welfare_desktop.ui.shell.widgets import (
    Button,
    ComboBox,
    Label,
    PrimaryButton,
    StatusLabel,
    fit,
)

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.actions.funds import OpenMonth

_CLAUSE = "C9.04"
_BANK = FORMS["M"].field("bank_balance")


class MonthDialog(QDialog):
    """Escape gives up; what is refused stands in the dialog, nothing typed is lost."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self.open_months = funds.open_months(shell.desk)
        self.setWindowTitle("月结")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(Label("专账月结", "cardTitle"))
        self.told = Label("", "secondary").wrap()
        column.addWidget(self.told)
        self.month, self.state = ComboBox("月份"), StatusLabel("", "mute")
        for one in self.open_months:
            self.month.addItem(one.month)
        self.book = Label("", "name")
        self.bank = FieldRow(LineEditor(_BANK))
        self.facts = self._facts()
        column.addWidget(self.facts)
        column.addWidget(self.bank)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(40)
        column.addWidget(self.error)
        column.addLayout(self._foot())
        self.month.currentIndexChanged.connect(self._show)
        self._show()
        fit(self, theme().px(460))
        (self.bank.editor.target() if self.open_months else self.leave).setFocus()

    def _facts(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.addWidget(Label("月份", "fieldLabel"), 0, 0)
        grid.addWidget(Label("账面余额", "fieldLabel"), 0, 1)
        grid.addWidget(self.month, 1, 0)
        grid.addWidget(self.book, 1, 1)
        grid.addWidget(self.state, 1, 2)
        grid.addWidget(ClauseChip(_CLAUSE, "账面余额与银行余额一致才能结账"), 1, 3)
        grid.setColumnStretch(1, 1)
        return holder

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.leave = Button("取消", clicked=self.reject)
        self.go = PrimaryButton("财务签字结账", "signature", self._go)
        self.go.setDefault(True)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        return row

    @property
    def chosen(self) -> OpenMonth | None:
        """The month that is to be closed."""
        at = self.month.currentIndex()
        return self.open_months[at] if at >= 0 else None

    def _show(self) -> None:
        one = self.chosen
        self.go.why_not("" if one else "没有要结账的月份。")
        for widget in (self.facts, self.bank):
            widget.setVisible(one is not None)
        if one is None:
            self.told.setText("没有要结账的月份。一个月过完，次月1日起可以结账，最晚10日。")
            return
        self.told.setText(f"{one.said}。结账后，这个月不能再记账。")
        self.book.setText(f"{one.book / 100:,.2f} 元")
        self.state.show_state(*tag(one.verdict, None, self._shell.desk.now().date()))

    def _go(self) -> None:
        one = self.chosen
        if one is None:
            return
        try:
            bank = normalise(_BANK, self.bank.editor.value())
        except Refused as error:
            self._refuse(error)
            return
        if bank is None:
            self._refuse(Refused(_BANK.ask, field=_BANK.name))
            return
        self._shell.ask_signature(
            f"结{one.month}的专账：账面{one.book / 100:,.2f}元，银行{bank / 100:,.2f}元",
            lambda signer: self._close(one.month, bank, signer), title="财务签字",
            among=funds.closers(self._shell.desk),
        )  # fmt: skip

    def _close(self, month: str, bank: int, signer: Signer) -> None:
        try:
            funds.close_month(self._shell.desk, month, bank, signer)
        except (Refused, Trouble) as error:
            self._refuse(error)
            return
        self.accept()
        self._shell.changed()
        self._shell.say(f"{month}的专账已结账，这个月不能再记账。")

    def _refuse(self, error: Refused | Trouble) -> None:
        clause = error.clause if isinstance(error, Refused) else None
        wrong = isinstance(error, Refused) and error.field == _BANK.name
        self.bank.error(error.sentence if wrong else "")
        basis = f"依据 {clause}" if clause else ""
        self.error.setText(basis if wrong else f"✕ {error.sentence}　{basis}".rstrip())
        self.bank.editor.target().setFocus()
