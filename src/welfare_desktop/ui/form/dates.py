"""Dates and times as people type them: 20261123, 1123, 昨天, -1, 8:20."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.calendar import DayPopup
from welfare_desktop.ui.form.editor import Editor, only_read
from welfare_desktop.ui.shell.widgets import FlatButton

_WORDS = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}
_CLOCK = re.compile(r"(?:(.*?)[\sT]+)?(\d{1,2})[::时](\d{1,2})?分?$")


def read_date(text: str, today: date) -> str:
    """ISO day of what was typed; unreadable text comes back as it is, for the error line."""
    typed = text.strip()
    if typed in _WORDS:
        return (today + timedelta(days=_WORDS[typed])).isoformat()
    if re.fullmatch(r"[+\-−]\d{1,3}", typed):
        return (today + timedelta(days=int(typed.replace("−", "-")))).isoformat()
    try:
        if re.fullmatch(r"\d{4}", typed):
            return date(today.year, int(typed[:2]), int(typed[2:])).isoformat()
        if short := re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})日?", typed):
            return date(today.year, int(short[1]), int(short[2])).isoformat()
        return values.read_day(typed).isoformat()
    except ValueError:
        return typed


def read_moment(text: str, now: datetime) -> str:
    """ISO minute of what was typed; a clock time alone is today's."""
    typed = text.strip()
    if typed in ("现在", "now"):
        return now.strftime("%Y-%m-%dT%H:%M")
    found = _CLOCK.fullmatch(typed)
    if found is None:
        tight = re.fullmatch(r"(\d{8}|\d{4})\s*(\d{2})(\d{2})", typed)
        if tight is None:
            return typed
        day_text, hour, minute = tight.groups()
    else:
        day_text, hour, minute = found[1] or "今天", found[2], found[3] or "0"
    day = read_date(day_text, now.date())
    try:
        moment = datetime.combine(date.fromisoformat(day), time(int(hour), int(minute)))
    except ValueError:
        return typed
    return moment.strftime("%Y-%m-%dT%H:%M")


class DateEditor(Editor):
    """A day, a minute or a month: a line to type in and a calendar button."""

    def __init__(self, field: Field, now: Callable[[], datetime]) -> None:
        super().__init__(field)
        self._now = now
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.line = QLineEdit()
        self.line.setObjectName(field.name)
        samples = {"date": "如 1123、昨天", "dt": "如 1123 8:20、8:20", "month": "如 2026-11"}
        self.line.setPlaceholderText(samples[field.kind])
        self.line.textEdited.connect(lambda: self.changed.emit())
        self.line.editingFinished.connect(self._tidy)
        self.watch(self.line)
        row.addWidget(self.line, 1)
        self.button: FlatButton | None = None
        if field.kind != "month":
            self.button = FlatButton("", "calendar", self._calendar, f"{field.label}：打开日历")
            row.addWidget(self.button)

    def target(self) -> QWidget:
        """The line."""
        return self.line

    def _read(self) -> str:
        text = self.line.text()
        if self.field.kind == "date":
            return read_date(text, self._now().date())
        if self.field.kind == "dt":
            return read_moment(text, self._now())
        return text.strip()

    def _tidy(self) -> None:
        if self.line.text().strip():
            self.line.setText(self._read().replace("T", " "))

    def value(self) -> Any:
        """ISO text, or what was typed if it cannot be read."""
        return self._read() or None

    def put(self, value: Any) -> None:
        """A stored value."""
        self.line.setText("" if value is None else str(value).replace("T", " "))

    def lock(self) -> None:
        """Read-only, without calendar."""
        only_read(self.line)
        if self.button is not None:
            self.button.hide()

    def _calendar(self) -> None:
        shown = QDate.fromString((self._read() or "")[:10], Qt.DateFormat.ISODate)
        today = self._now().date()
        if not shown.isValid():
            shown = QDate(today.year, today.month, today.day)
        popup = DayPopup(self.field.label, shown, self)
        popup.picked.connect(self._pick)
        popup.open_under(self)

    def _pick(self, day: QDate) -> None:
        text = day.toString(Qt.DateFormat.ISODate)
        old = self._read()
        if self.field.kind == "dt":
            text += " " + (old[11:16] if len(old) == 16 else self._now().strftime("%H:%M"))
        self.line.setText(text)
        self.changed.emit()
        self.line.setFocus()
