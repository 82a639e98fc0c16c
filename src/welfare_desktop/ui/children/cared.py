"""照护: what the carers noted of a child in the last days."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.actions.care import DAYS, Cared
from welfare_desktop.ui.shell.widgets import Card, Label, Scroll, empty

_NONE = f"最近{DAYS}天没有照护记录。在巡查板上按 F S D M B 记。"


class CaredTab(QWidget):
    """Read only: notes are made on the board."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        self.list = Scroll(spacing=2)
        card.body.addWidget(self.list, 1)
        column.addWidget(card)

    def show_cared(self, found: Cared) -> None:
        """Show a child's notes, a day after the other."""
        empty(self.list.inner)
        if not found.days:
            self.list.inner.addWidget(Label(found.why_not or _NONE, "secondary").wrap())
        for day, lines in found.days:
            self.list.inner.addWidget(Label(f"{day:%m月%d日}", "cardTitle"))
            for line in lines:
                self.list.inner.addWidget(Label(line, "").wrap())
        self.list.inner.addStretch(1)
