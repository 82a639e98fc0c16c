"""预防接种: what is overdue and due first, then every dose of the schedule."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.health_file import Vaccination
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.vaccines import STATES, Item, State
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Card,
    Elided,
    FlatButton,
    Label,
    Scroll,
    StatusLabel,
    empty,
)

_TONES: dict[State, Tone] = {
    "overdue": "bad", "due": "warn", "deferred": "info", "later": "mute", "done": "ok", "closed": "mute",
}  # fmt: skip


class DosesTab(QWidget):
    """The tab. ``enter_dose`` begins a new F22."""

    def __init__(self, enter_dose: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        # In the list: a long text above it would take the room of the head of the file.
        self.told = Label("", "secondary").wrap()
        self.new = FlatButton("新填接种", "plus", enter_dose, "新填预防接种记录")
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignTop)
        self.list = Scroll(spacing=0)
        self.list.inner.addLayout(head)
        self._rows = QVBoxLayout()
        self.list.inner.addLayout(self._rows)
        self.list.inner.addStretch(1)
        card.body.addWidget(self.list, 1)
        column.addWidget(card)
        self.rows: list[QWidget] = []

    def show_doses(self, found: Vaccination, why_not_enter: str = "") -> None:
        """Show a child's doses."""
        self.new.why_not(why_not_enter)
        counts = {state: sum(i.state == state for i in found.items) for state in STATES}
        told = "　".join(
            f"{STATES[s]} {counts[s]} 剂" for s in ("overdue", "due", "done") if counts[s]
        )
        version = f"程序版本：{label('CL-VAC-VERSION', found.version)}。只作提醒，以接种门诊为准。"
        parts = (told, version if found.items else "", found.note, found.why_not)
        self.told.setText("　".join(part for part in parts if part))
        empty(self._rows)
        self.rows = [_row(item) for item in found.items]
        for row in self.rows:
            self._rows.addWidget(row)


def _row(item: Item) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 3, 0, 3)
    grid.setHorizontalSpacing(12)
    state = StatusLabel(STATES[item.state], _TONES[item.state], due=item.state == "due")
    state.setMinimumWidth(theme().px(92))
    grid.addWidget(state, 0, 0, Qt.AlignmentFlag.AlignTop)
    name = Label(item.dose.name, "name")
    name.setMinimumWidth(theme().px(220))
    grid.addWidget(name, 0, 1)
    grid.addWidget(Elided(item.words, "secondary"), 0, 2)
    grid.setColumnStretch(2, 1)
    return row
