"""The middle of the page: the timeline, or what is read out on the telephone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.urgent import Sbar
from welfare_desktop.ui.shell.rows import Index
from welfare_desktop.ui.shell.widgets import Label, Scroll, empty

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
          Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)  # fmt: skip
_NUMBER = Qt.ItemDataRole.UserRole
#: Left and right of a row, as the style sheet has it, and a little for the frame.
_PADDING = 10


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their words ask: the style forgets its own padding when it measures."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrower = QStyleOptionViewItem(option)
        narrower.rect = option.rect.adjusted(0, 0, -2 * _PADDING, 0)
        return super().sizeHint(narrower, index)


class Timeline(QListWidget):
    """Rows by their time. It moves by the arrows; every other key is the page's."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("处置时间线")
        self.setWordWrap(True)
        self.setItemDelegate(_Wrapped(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(80)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_event(self, event: Record, names: Mapping[str, str]) -> None:
        """Rows of an event; the newest is chosen where another one came."""
        rows = list(enumerate(event.rows("timeline")))
        rows.sort(key=lambda one: str(one[1].get("at") or ""))
        before, chosen = self.count(), self.currentRow()
        self.clear()
        for number, row in rows:
            action = label("CL-ACTION", str(row["action"])) if row.get("action") else ""
            who = names.get(str(row.get("person")), "")
            parts = (str(row.get("at") or "")[11:], action, who, str(row.get("note") or ""))
            item = QListWidgetItem("　".join(part for part in parts if part))
            item.setData(_NUMBER, number)
            self.addItem(item)
        self.setCurrentRow(chosen if before == len(rows) else len(rows) - 1)

    def number(self) -> int | None:
        """The row chosen, as the record counts it."""
        item = self.currentItem()
        return None if item is None else int(item.data(_NUMBER))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; the rest goes up to the page."""
        if event.key() in _MOVES and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()


class Spoken(Scroll):
    """S, B, A, R in large type, to be read out one after the other."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        self.setAccessibleName("电话报告，上下键翻看")

    def show_words(self, told: Sbar) -> None:
        """What is read out now."""
        empty(self.inner)
        for letter, name, lines in told.parts:
            frame = QFrame()
            frame.setProperty("panel", True)
            row = QHBoxLayout(frame)
            row.setContentsMargins(12, 6, 12, 6)
            row.setSpacing(14)
            head = Label(f"{letter}\n{name}", "title")
            head.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
            row.addWidget(head)
            column = QVBoxLayout()
            column.setSpacing(2)
            for line in lines or ("—",):
                spoken = Label(line, "spoken").wrap()
                spoken.setMinimumWidth(1)  # breaks anywhere, and is never cut off
                column.addWidget(spoken)
            row.addLayout(column, 1)
            self.inner.addWidget(frame)
        self.inner.addStretch(1)

    def forget(self) -> None:
        """Nothing is shown."""
        empty(self.inner)
