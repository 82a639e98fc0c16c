"""What is beyond its limit, for 带班领导: which ward, how long, who is on duty there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from welfare_desktop.actions import alarms
from welfare_desktop.domain.alarms import Alarm
from welfare_desktop.ui.shell.alarm_chip import row_of
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import RowButton
from welfare_desktop.ui.shell.widgets import Card, FlatButton, Label, empty

_LISTED = 6


class BeyondCard(Card):
    """Each line opens the place where it is answered; the card is not there without one.

    ``way``: with a way to 带班.
    """

    def __init__(self, shell: Shell, *, way: bool = True) -> None:
        super().__init__("超限的事", spacing=4)
        self._shell, self._way = shell, way
        self.rows: list[RowButton] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        self.hide()

    def show_alarms(self, found: Sequence[Alarm]) -> None:
        """Show what is beyond its limit, the oldest first; the keyboard stays at its line."""
        here = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        self.forget()
        self.setVisible(bool(found))
        self.title.setText(f"! 超限的事 {len(found)}")
        for alarm in found[:_LISTED]:
            desk = self._shell.desk
            told = alarms.how_long(desk, alarm)
            row = replace(row_of(desk, self._shell.go, alarm), detail=told, state="")
            button = RowButton(row, row.open or (lambda: None))
            self.rows.append(button)
            self._lines.addWidget(button)
        if found and self._way:
            self._lines.addWidget(
                FlatButton("带班一览 F7", "chevron-right", partial(self._shell.go, "lead"))
            )
        if here is not None and self.rows:
            at = self.rows[min(here, len(self.rows) - 1)]
            at.show()
            at.setFocus()
        if (rest := len(found) - _LISTED) > 0:
            self._lines.addWidget(Label(f"还有{rest}件，按F6看全部。", "hint"))

    def forget(self) -> None:
        """Nothing is left under the veil."""
        self.rows = []
        empty(self._lines)
