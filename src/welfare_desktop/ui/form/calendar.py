"""A month to choose a day from, in the colours in force."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QTableView, QToolButton

from welfare_desktop.ui.shell.icons import icon
from welfare_desktop.ui.shell.theme import theme

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
        self.setMinimumSize(theme().px(330), theme().px(260))
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
        for part, mark, told in (
            ("prevmonth", "chevron-left", "上个月"), ("nextmonth", "chevron-right", "下个月"),
        ):  # fmt: skip
            button = self.findChild(QToolButton, f"qt_calendar_{part}")
            if isinstance(button, QToolButton):
                button.setIcon(icon(mark, theme().tokens.text))
                button.setAccessibleName(told)
                button.setToolTip(told)
