"""Lists that open under a chip or the search box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Label, Line, StatusLabel


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: text, a second line, a state, and what opens when it is chosen."""

    text: str
    detail: str = ""
    state: str = ""
    tone: Tone = "mute"
    open: Callable[[], object] | None = None


class ListPopup(QFrame):
    """A list under a chip. Escape closes it."""

    def __init__(self, title: str, rows: Sequence[Row], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.setMinimumWidth(320)
        self.setMaximumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(Label(title, "cardTitle"))
        for row in rows:
            column.addWidget(Line())
            self._add(column, row)

    def _add(self, column: QVBoxLayout, row: Row) -> None:
        if row.state:
            column.addWidget(StatusLabel(row.state, row.tone))
        if row.open is not None:
            button = Button(row.text, "chevron-right", lambda: self._choose(row))
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            column.addWidget(button)
        else:
            column.addWidget(Label(row.text).wrap())
        if row.detail:
            column.addWidget(Label(row.detail, "hint").wrap())

    def _choose(self, row: Row) -> None:
        self.close()
        if row.open is not None:
            row.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def open_under(self, anchor: QWidget) -> None:
        """Show it below a widget, inside the window."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 6))
        left = anchor.window().mapToGlobal(QPoint(8, 0)).x()
        self.move(max(left, corner.x()), corner.y())
        self.show()
