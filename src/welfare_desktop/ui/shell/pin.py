"""The small panel that asks a person's PIN and names who signs what (ward.md).

After five wrong PINs it asks that person's login password instead (lifecycle.md §6.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions.desk import PIN_LOCKED
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.scanner import guard_secret
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, ComboBox, Label, PrimaryButton, fit

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk, Signer


class PinPanel(QDialog):
    """``signer`` holds the proof after it was accepted.

    Args:
        what: what is signed, in words. people: ``(login, name)``. who: login chosen at first.
        desk: verifies the PIN, or the password of a person whose PIN is locked.
        reason: asks a written reason as well (a soft gate).
    """

    def __init__(
        self, what: str, people: Sequence[tuple[str, str]], desk: Desk,
        *, who: str = "", title: str = "签字", reason: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk = desk
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
        guard_secret(self.pin, lambda sentence: self._refuse(sentence, self.pin))
        self._asked = self._row(column, "签名码", self.pin)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(40)
        column.addWidget(self.error)
        self._foot(column)
        self.person.currentIndexChanged.connect(self._ask)
        self._ask()
        (self.reason if reason else self.pin).setFocus()
        fit(self, theme().px(420))
        self._asks_reason = reason

    def _foot(self, column: QVBoxLayout) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button("取消", clicked=self.reject))
        self.sign = PrimaryButton("签字", "pen-line", self._sign)
        self.sign.setDefault(True)
        buttons.addWidget(self.sign)
        column.addLayout(buttons)

    def _row(self, column: QVBoxLayout, label: str, editor: QWidget) -> Label:
        name = Label(label, "fieldLabel")
        name.setBuddy(editor)
        editor.setAccessibleName(label)
        column.addWidget(name)
        column.addWidget(editor)
        return name

    def _ask(self) -> None:
        """PIN or password, as the chosen person must sign now."""
        who = str(self.person.currentData() or "")
        self.by_password = bool(who) and self._desk.pin_locked(who)
        word, hint = ("登录密码", PIN_LOCKED) if self.by_password else ("签名码", "6位数字")
        self._asked.setText(word)
        self.pin.setAccessibleName(word)
        self.pin.setPlaceholderText("" if self.by_password else hint)
        self.pin.clear()
        self.error.setText(f"! {hint}" if self.by_password else "")
        self.pin.setAccessibleDescription(hint if self.by_password else "")

    def _sign(self) -> None:
        if self._asks_reason and not self.reason.text().strip():
            self._refuse("请写明原因。", self.reason)
            return
        who = str(self.person.currentData())
        check = self._desk.signer_by_password if self.by_password else self._desk.signer
        try:
            self.signer = check(who, self.pin.text())
        except (Refused, Trouble) as error:
            self._ask()
            self._refuse(error.sentence, self.pin)
            return
        self.accept()

    def _refuse(self, sentence: str, at: QWidget) -> None:
        self.error.setText(f"✕ {sentence}")
        at.setAccessibleDescription(sentence)
        at.setFocus()
