"""A month to choose a day from, in the colours in force."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import INPUT
from welfare_desktop.ui.shell.widgets import FlatButton, Label

_WEEK = (
    Qt.DayOfWeek.Monday, Qt.DayOfWeek.Tuesday, Qt.DayOfWeek.Wednesday, Qt.DayOfWeek.Thursday,
    Qt.DayOfWeek.Friday, Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday,
)  # fmt: skip


class Calendar(QCalendarWidget):
    """Arrows move by day, Page Up and Page Down by month, Enter chooses."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        view = self.findChild(QTableView)
        if isinstance(view, QTableView):
            view.setAccessibleName(name)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        for day in _WEEK:
            look = QTextCharFormat()
            look.setForeground(theme().colour("bad" if day in _WEEK[5:] else "text"))
            self.setWeekdayTextFormat(day, look)
        head = QTextCharFormat()
        head.setForeground(theme().colour("text2"))
        self.setHeaderTextFormat(head)


class DayPopup(QFrame):
    """A month under a field, wholly inside the window; ``picked`` carries the day."""

    picked = Signal(QDate)

    def __init__(self, field: str, shown: QDate, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = Calendar(f"{field}的日历")
        self.calendar.setNavigationBarVisible(False)
        self.calendar.setSelectedDate(shown)
        self.calendar.setMinimumSize(theme().px(330), 7 * INPUT + 14)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        head = QHBoxLayout()
        self.month = Label("", "cardTitle")
        for icon, word, told, go in (
            ("chevron-left", "年", "上一年", self.calendar.showPreviousYear),
            ("chevron-left", "月", "上个月", self.calendar.showPreviousMonth),
            ("", "", "", None),
            ("chevron-right", "月", "下个月", self.calendar.showNextMonth),
            ("chevron-right", "年", "下一年", self.calendar.showNextYear),
        ):
            turn = FlatButton(word, icon, go, told) if go else self.month
            if icon == "chevron-right":
                turn.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            head.addWidget(turn)
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.setStretch(2, 1)
        column.addLayout(head)
        column.addWidget(self.calendar)
        self.calendar.currentPageChanged.connect(lambda *_: self._turned())
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self._turned()

    def _turned(self) -> None:
        self.month.setText(f"{self.calendar.yearShown()}年{self.calendar.monthShown()}月")

    def _pick(self, day: QDate) -> None:
        self.close()
        self.picked.emit(day)

    def open_under(self, anchor: QWidget) -> None:
        """Below the field, above it or beside it, wherever the window has room."""
        self.adjustSize()
        window = anchor.window()
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        if below.y() + self.height() > room.bottom():
            below.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        left = min(below.x(), room.right() - self.width())
        self.move(max(room.left(), left), max(room.top(), below.y()))
        self.show()
        self.calendar.setFocus()
