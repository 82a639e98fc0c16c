"""The small panel that asks a person's PIN and names who signs what (ward.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, ComboBox, Label, PrimaryButton, fit

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer


class PinPanel(QDialog):
    """``signer`` holds the proof after it was accepted.

    Args:
        what: what is signed, in words. people: ``(login, name)``. who: login chosen at first.
        check: verifies login and PIN; raises `Refused`.
        reason: asks a written reason as well (a soft gate).
    """

    def __init__(
        self, what: str, people: Sequence[tuple[str, str]], check: Callable[[str, str], Signer],
        *, who: str = "", title: str = "签字", reason: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._check = check
        self.signer: Signer | None = None
        self.setWindowTitle(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(Label(title, "cardTitle"))
        column.addWidget(Label(what, "secondary").wrap())
        self.reason = QLineEdit()
        if reason:
            self._row(column, "原因", self.reason)
        self.person = ComboBox("签字人")
        for login, name in people:
            self.person.addItem(name, login)
        self.person.setCurrentIndex(max(0, self.person.findData(who)))
        self._row(column, "签字人", self.person)
        self.pin = QLineEdit()
        self.pin.setObjectName("pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText("6位数字")
        self._row(column, "签名码", self.pin)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(20)
        column.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button("取消", clicked=self.reject))
        self.sign = PrimaryButton("签字", "pen-line", self._sign)
        self.sign.setDefault(True)
        buttons.addWidget(self.sign)
        column.addLayout(buttons)
        (self.reason if reason else self.pin).setFocus()
        fit(self, theme().px(420))
        self._asks_reason = reason

    def _row(self, column: QVBoxLayout, label: str, editor: QWidget) -> None:
        name = Label(label, "fieldLabel")
        name.setBuddy(editor)
        editor.setAccessibleName(label)
        column.addWidget(name)
        column.addWidget(editor)

    def _sign(self) -> None:
        if self._asks_reason and not self.reason.text().strip():
            self._refuse("请写明原因。", self.reason)
            return
        try:
            self.signer = self._check(str(self.person.currentData()), self.pin.text())
        except Refused as error:
            self.pin.clear()
            self._refuse(error.sentence, self.pin)
            return
        self.accept()

    def _refuse(self, sentence: str, at: QWidget) -> None:
        self.error.setText(f"✕ {sentence}")
        at.setAccessibleDescription(sentence)
        at.setFocus()
