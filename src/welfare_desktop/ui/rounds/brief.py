"""熟知儿童: each child of the ward in a few lines; whoever comes on duty reads it and signs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import brief
from welfare_desktop.domain.brief import BriefLine
from welfare_desktop.domain.brief import brief as lines_of
from welfare_desktop.domain.house import House
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Label,
    PrimaryButton,
    Scroll,
    StatusLabel,
)

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer


_KEYS = (Key("Ctrl+↵", "都看过了，签字", "sign"),)


class BriefCard(Card):
    """Who comes on duty, and who of them has read of the children."""

    def __init__(self, shell: Shell, ward: str, house: House) -> None:
        super().__init__("同班熟知儿童")
        self._shell, self._ward, self._house = shell, ward, house
        row = QHBoxLayout()
        for _, name, at in brief.expected(shell.desk, ward, house):
            state = StatusLabel(f"{name} {at[11:]} 已看" if at else f"{name} 还没看",
                                "ok" if at else "warn", due=not at)  # fmt: skip
            row.addWidget(state)
        row.addStretch(1)
        self.read = Button("看儿童情况并签字", "users", self._open)
        row.addWidget(self.read)
        self.body.addLayout(row)
        told = "接班人签交接就算看过；同班其他人各看各签，没看的写入记录，不影响接班。"
        self.body.addWidget(Label(told, "hint").wrap())

    def _open(self) -> None:
        dialog = BriefDialog(self._shell, self._ward, lines_of(self._house, self._ward), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class BriefDialog(QDialog):
    """The children by bed; Escape closes, Ctrl+Enter signs that they were read."""

    def __init__(self, shell: Shell, ward: str, children: list[BriefLine], parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._ward = shell, ward
        self.setWindowTitle("熟知儿童")
        self.setModal(True)
        room = parent.window().size()
        self.resize(min(860, room.width() - 60), min(640, room.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        self.pages = Scroll(spacing=8)
        self.pages.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pages.setAccessibleName(f"{len(children)}名儿童，上下键翻看")
        for child in children:
            self.pages.inner.addWidget(_card(child))
        self.pages.inner.addStretch(1)
        column.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.addWidget(Label("看完每一名再签。签的是：我熟知本区域儿童情况。", "hint").wrap(), 1)
        foot.addWidget(Button("关闭", clicked=self.reject))
        self.sign = PrimaryButton(
            "都看过了，签字 Ctrl+↵", "signature", self._sign, "都看过了，签字"
        )
        bind(self, _KEYS, {"sign": self._sign})
        foot.addWidget(self.sign)
        column.addLayout(foot)
        self.pages.setFocus()

    def _sign(self) -> None:
        self.accept()
        self._shell.ask_signature("熟知本区域儿童情况", partial(_signed, self._shell, self._ward),
                                  title="接班前签字")  # fmt: skip


def _signed(shell: Shell, ward: str, signer: Signer) -> None:
    brief.acknowledge(shell.desk, ward, signer)
    shell.changed()
    shell.say(f"{signer.name}已看过本区域儿童情况。")


def _card(child: BriefLine) -> Card:
    card = Card(f"{child.place} {child.name}".strip(), spacing=2)
    for line in child.lines:
        card.body.addWidget(Label(line).wrap())
    return card
