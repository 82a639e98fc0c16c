"""一生的经过: a line down the page, a dated point for each thing that happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.child_file import Moment
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Chip,
    FlatButton,
    Label,
    StatusLabel,
    empty,
    set_property,
)

_KINDS: dict[str, tuple[str, Tone]] = {
    "": ("全部", "mute"), "state": ("状态", "ok"), "form": ("表单", "info"), "event": ("异常就医", "warn"),
}  # fmt: skip
_STEP = 40


class _Point(QWidget):
    """One point: the line, a dot, date tag, what happened; pressing its title opens the record."""

    def __init__(self, moment: Moment, open_record: Callable[[str], object]) -> None:
        super().__init__()
        self._tone = _KINDS[moment.kind][1]
        grid = QGridLayout(self)
        grid.setContentsMargins(26, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        day = StatusLabel(moment.at.replace("T00:00", "").replace("T", " "), self._tone, sign=False)
        day.setFixedWidth(150)
        grid.addWidget(day, 0, 0)
        if moment.record:
            go = partial(open_record, moment.record)
            title: QWidget = FlatButton(
                moment.title, "", go, f"打开 {moment.title} {moment.at[:10]}"
            )
        else:
            title = Label(moment.title, "name")
        grid.addWidget(title, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(moment.detail, "hint"), 0, 2)
        grid.setColumnStretch(2, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line and dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("border"), 2))
        painter.drawLine(10, 0, 10, self.height())
        painter.setPen(QPen(theme().colour(self._tone), 2))
        painter.setBrush(theme().colour("surface"))
        painter.drawEllipse(QPointF(10, self.height() / 2), 5, 5)
        painter.end()


class Life(QWidget):
    """The timeline with its filters; all of it is reached by 再看."""

    def __init__(self, open_record: Callable[[str], object]) -> None:
        super().__init__()
        self._open = open_record
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        filters = QHBoxLayout()
        self.chips: dict[str, Chip] = {}
        for kind, (word, tone) in _KINDS.items():
            chip = Chip(word, tone, partial(self._only, kind))
            self.chips[kind] = chip
            filters.addWidget(chip)
        filters.addStretch(1)
        column.addLayout(filters)
        self._points = QVBoxLayout()
        self._points.setSpacing(0)
        column.addLayout(self._points)
        column.addStretch(1)
        self._all: Sequence[Moment] = ()
        self._kind, self._shown = "", _STEP

    def show_life(self, moments: Sequence[Moment]) -> None:
        """Show these, newest first."""
        self._all, self._shown = moments, _STEP
        for kind, chip in self.chips.items():
            count = sum(not kind or m.kind == kind for m in moments)
            chip.show_state(f"{_KINDS[kind][0]} {count}", _KINDS[kind][1])
        self._draw()

    def _only(self, kind: str) -> None:
        self._kind, self._shown = kind, _STEP
        self._draw()

    def _more(self) -> None:
        self._shown += _STEP
        self._draw()

    def _draw(self) -> None:
        empty(self._points)
        for kind, chip in self.chips.items():
            set_property(chip, "chosen", kind == self._kind)
        found = [m for m in self._all if not self._kind or m.kind == self._kind]
        for moment in found[: self._shown]:
            self._points.addWidget(_Point(moment, self._open))
        if not found:
            self._points.addWidget(Label("还没有。", "secondary"))
        if len(found) > self._shown:
            rest = len(found) - self._shown
            self._points.addWidget(Button(f"再看{min(rest, _STEP)}项", "", self._more))
