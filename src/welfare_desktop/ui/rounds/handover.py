"""交接班: generated, completed by people, signed by two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import handover
from welfare_desktop.domain import handover as rules
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.handover import SpecialLine
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Card, Label, PrimaryButton, Scroll, StatusLabel, empty

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_ATTENTION: dict[str, tuple[str, Tone]] = {
    "3": ("危急", "bad"), "2": ("关注", "warn"), "1": ("平稳", "info"),
}  # fmt: skip


class HandoverTab(QWidget):
    """Census, special children with what the receiver repeats back, two signatures."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._ward = ""
        self._repeats: dict[str, QLineEdit] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        self.list = Scroll()
        layout.addWidget(self.list, 1)
        foot = QHBoxLayout()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("接班人没排班时写原因；人数有差异时也写在这里")
        self.reason.setAccessibleName("说明")
        self.sign = PrimaryButton("交班人签字，再由接班人签字", "signature", self._giver, "sign")
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.sign)
        layout.addLayout(foot)

    def show_ward(self, ward: str) -> None:
        """Show the handover of a ward as it stands; what was typed for a child stays."""
        typed = {child: line.text() for child, line in self._repeats.items()}
        if ward != self._ward:
            typed = {}
        self.clear()
        self._ward = ward
        sheet = handover.prepare(self._shell.desk, ward)
        words = f"{label('CL-SHIFT', sheet.from_shift)} → {label('CL-SHIFT', sheet.to_shift)}"
        head = Card(words)
        line = QHBoxLayout()
        ok = sheet.census.holds
        line.addWidget(StatusLabel("人数相符" if ok else "人数不符", "ok" if ok else "bad"))
        line.addWidget(Label(sheet.census.words), 1)
        head.body.addLayout(line)
        for note in rules.warnings(self._shell.desk.house(), sheet, None):
            head.body.addWidget(Label(f"提醒：{note['note']}", "hint").wrap())
        self.list.inner.addWidget(head)
        for special in sheet.special:
            self.list.inner.addWidget(self._card(special, typed.get(special.child, "")))
        if not sheet.special:
            self.list.inner.addWidget(Label("这个区域现在没有重点儿童。", "secondary"))
        self.list.inner.addStretch()

    def _card(self, special: SpecialLine, typed: str) -> QWidget:
        words, tone = _ATTENTION[special.attention]
        card = Card(special.name)
        line = QHBoxLayout()
        line.addWidget(StatusLabel(words, tone))
        line.addWidget(Label("；".join(special.reasons), "name").wrap(), 1)
        card.body.addLayout(line)
        card.body.addWidget(Label(special.summary, "hint").wrap())
        repeat = QLineEdit(typed)
        repeat.setPlaceholderText("接班者复述：要做什么，看什么")
        repeat.setAccessibleName(f"{special.name} 接班者复述")
        self._repeats[special.child] = repeat
        card.body.addWidget(repeat)
        return card

    def _giver(self) -> None:
        ward = self._ward

        def taken(giver: Signer) -> None:
            self._shell.ask_signature(
                "接这一班", lambda taker: self._sign(ward, giver, taker), title="接班人签字"
            )

        self._shell.ask_signature("交这一班", taken, title="交班人签字",
                                  who=self._shell.desk.account.login)  # fmt: skip

    def _sign(self, ward: str, giver: Signer, taker: Signer) -> None:
        acks = {c: line.text().strip() for c, line in self._repeats.items() if line.text().strip()}
        reason = self.reason.text().strip()
        try:
            handover.sign(
                self._shell.desk, ward, giver, taker, acks, off_roster_reason=reason,
                explained=reason,
            )  # fmt: skip
        except (Refused, Trouble) as error:
            self._shell.bad_news(error)
            return
        self.reason.clear()
        self._repeats.clear()
        self._shell.changed()
        self._shell.say(f"{giver.name}已交班，{taker.name}已接班。")

    def clear(self) -> None:
        """Forget what is shown."""
        self._repeats.clear()
        empty(self.list.inner)
