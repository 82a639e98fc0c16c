"""Lists that open under a chip, a card or a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Label, Line, Scroll, StatusLabel

_WIDTH, _EDGE, _GAP = 430, 8, 6


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: text, a second line, a state, and what opens when it is chosen."""

    text: str
    detail: str = ""
    state: str = ""
    tone: Tone = "mute"
    open: Callable[[], object] | None = None

    @property
    def words(self) -> str:
        """The whole line in words."""
        return "，".join(part for part in (self.text, self.detail, self.state) if part)


def _words(row: Row) -> QHBoxLayout:
    """Text and detail at the left, the state at the right."""
    line = QHBoxLayout()
    line.setContentsMargins(8, 6, 8, 6)
    line.setSpacing(12)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Label(row.text).wrap())
    if row.detail:
        column.addWidget(Label(row.detail, "hint").wrap())
    line.addLayout(column, 1)
    if row.state:
        line.addWidget(StatusLabel(row.state, row.tone))
    return line


class RowButton(QPushButton):
    """A line that opens something; ``mark``: an arrow says so. ``words``: what stands in it."""

    def __init__(self, row: Row, choose: Callable[[], object], *, mark: bool = True) -> None:
        super().__init__()
        self.setProperty("row", True)
        self.setAutoDefault(False)
        self.setAccessibleName(row.words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.words = _words(row)
        if mark:
            arrow, shade = QLabel(), theme().tokens.text2
            arrow.setPixmap(pixmap("chevron-right", shade, 18, self.devicePixelRatioF()))
            self.words.addWidget(arrow)
        self.setLayout(self.words)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: choose())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        """The text may run over several lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its words, never lower than a finger."""
        return max(40, self.words.heightForWidth(width))

    def sizeHint(self) -> QSize:
        """Of the words."""
        return self.words.sizeHint().expandedTo(QSize(0, 40))

    def minimumSizeHint(self) -> QSize:
        """Of the words."""
        return self.words.minimumSize()


class ListPopup(QFrame):
    """A list under its anchor, wholly inside the window. Arrows move, Enter opens, Escape closes."""

    def __init__(self, title: str, rows: Sequence[Row], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.buttons: list[RowButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 8)
        head = Label(title, "cardTitle").wrap()
        head.setContentsMargins(8, 0, 8, 0)
        self._column.addWidget(head)
        self._held = Scroll(0)
        for number, row in enumerate(rows):
            if number:
                self._held.inner.addWidget(Line())
            self._add(row)
        self._held.inner.addStretch(1)
        self._column.addWidget(self._held, 1)

    def _add(self, row: Row) -> None:
        if row.open is not None:
            button = RowButton(row, lambda: self._choose(row))
            self.buttons.append(button)
            self._held.inner.addWidget(button)
            return
        told = QWidget()
        told.setLayout(_words(row))
        self._held.inner.addWidget(told)

    def _choose(self, row: Row) -> None:
        self.close()
        if row.open is not None:
            row.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between what opens; without such lines they scroll."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif by and self.buttons:
            at = next((i for i, b in enumerate(self.buttons) if b.hasFocus()), -by)
            self.buttons[(at + by) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif by:
            bar = self._held.verticalScrollBar()
            bar.setValue(bar.value() + by * 40)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in self.buttons:
                if button.hasFocus():
                    button.click()
        else:
            super().keyPressEvent(event)

    def open_under(self, anchor: QWidget) -> None:
        """Show it below a widget, above where there is more room."""
        room = anchor.window().rect().translated(anchor.window().mapToGlobal(QPoint(0, 0)))
        room.adjust(_EDGE, _EDGE, -_EDGE, -_EDGE)
        at = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
        width = min(theme().px(_WIDTH), room.width())
        wanted = self._height(width)
        below, above = room.bottom() - at.bottom() - _GAP, at.top() - room.top() - _GAP
        under = below >= min(wanted, above)
        height = min(wanted, below if under else above)
        self.setFixedSize(width, height)
        left = min(max(room.left(), at.right() - width), room.right() - width)
        self.move(left, at.bottom() + _GAP if under else at.top() - _GAP - height)
        self.show()
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _height(self, width: int) -> int:
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        margins = self._column.contentsMargins()
        inside = width - margins.left() - margins.right() - 2
        lines = self._held.inner.heightForWidth(inside)
        head = self._column.itemAt(0)
        told = head.heightForWidth(inside) if head is not None else 0
        return lines + told + margins.top() + margins.bottom() + self._column.spacing() + 8
