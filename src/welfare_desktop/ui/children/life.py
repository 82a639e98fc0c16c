"""经过: a line of time, newest first; every entry that has a record opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.child_file import Moment
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Chip,
    Elided,
    FlatButton,
    Label,
    Scroll,
    StatusLabel,
    empty,
    set_property,
)

_KINDS: dict[str, tuple[str, Tone]] = {
    "": ("全部", "mute"), "state": ("状态变动", "info"), "form": ("表单", "ok"),
    "event": ("异常、就医、床位", "warn"),
}  # fmt: skip
_STEP = 40
_LINE = 12


class MomentRow(QWidget):
    """One entry beside the line."""

    def __init__(self, event: Moment, open_event: Callable[[Moment], object]) -> None:
        super().__init__()
        self.event_shown = event
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * _LINE + 8, 5, 0, 5)
        row.setSpacing(12)
        self._tone: Tone = _KINDS[event.kind][1]
        at = StatusLabel(
            event.at[:16].replace("T00:00", "").replace("T", " "), self._tone, sign=False
        )
        at.setMinimumWidth(theme().px(136))
        row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = Elided(event.title, "name" if event.kind == "state" else "")
        column.addWidget(self.title)
        if event.detail:
            column.addWidget(Elided(event.detail, "hint"))
        row.addLayout(column, 1)
        self.open: FlatButton | None = None
        if event.record:
            self.open = FlatButton("打开", "chevron-right", lambda: open_event(event),
                                   f"打开 {event.title} {event.at[:10]}")  # fmt: skip
            row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line and the mark of this entry."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("border"), 2))
        painter.drawLine(_LINE, 0, _LINE, self.height())
        shade = theme().colour(self._tone)
        painter.setPen(QPen(shade, 2))
        filled = self.event_shown.kind == "state"
        painter.setBrush(shade if filled else theme().colour("surface"))
        painter.drawEllipse(QPointF(_LINE, 18), 5, 5)
        painter.end()


class LifeTab(QWidget):
    """The tab: filter by kind, then the line."""

    def __init__(self, open_event: Callable[[Moment], object]) -> None:
        super().__init__()
        self._open = open_event
        self._all: Sequence[Moment] = ()
        self._kind = ""
        self.rows: list[MomentRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        chips = QHBoxLayout()
        chips.setSpacing(8)
        self.chips: dict[str, Chip] = {}
        for kind, (_, tone) in _KINDS.items():
            self.chips[kind] = Chip("", tone, partial(self._only, kind))
            chips.addWidget(self.chips[kind])
        chips.addStretch(1)
        card.body.addLayout(chips)
        self.line_of_time = Scroll(spacing=0)
        card.body.addWidget(self.line_of_time, 1)
        column.addWidget(card)

    def show_life(self, events: Sequence[Moment]) -> None:
        """Show these, newest first."""
        self._all = events
        self._only(self._kind)

    def _only(self, kind: str) -> None:
        self._kind = kind
        for key, chip in self.chips.items():
            count = sum(not key or e.kind == key for e in self._all)
            word, tone = _KINDS[key]
            chip.show_state(f"{word} {count}", tone)
            chip.setAccessibleName(f"{word} {count}项，按回车只看这一类")
            set_property(chip, "chosen", key == kind)
        empty(self.line_of_time.inner)
        self.rows = []
        self._more()

    def _more(self) -> None:
        shown = [e for e in self._all if not self._kind or e.kind == self._kind]
        inner, at = self.line_of_time.inner, len(self.rows)
        while inner.count() > at:
            item = inner.takeAt(inner.count() - 1)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for event in shown[at : at + _STEP]:
            self.rows.append(MomentRow(event, self._open))
            inner.addWidget(self.rows[-1])
        left = len(shown) - len(self.rows)
        if left:
            inner.addWidget(Button(f"再看{min(left, _STEP)}项（还有{left}项）", "", self._more))
        if not shown:
            inner.addWidget(Label("这一类还没有记录。", "secondary"))
        inner.addStretch(1)
        if at and at < len(self.rows):
            (self.rows[at].open or self.chips[self._kind]).setFocus()
