"""F1: a side panel with the keys of the page first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import FlatButton, Label, Scroll, StatusLabel, empty

EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Ctrl+1…8", "换页"), ("Ctrl+K", "查找儿童、人员、表单"), ("F1", "本页按键与说明"),
    ("F2", "打开本轮巡查"), ("F3", "紧急：马上记下异常，再处置"), ("F7", "带班：各区域一览"),
    ("F6", "到点的事"), ("F8", "日间 / 夜间"), ("F9", "遮屏，连按两次锁屏"),
    ("Alt+←", "返回上一页"),
)  # fmt: skip


_WIDTH, _EDGE = 310, 12


class HelpPanel(QFrame):
    """Lies over the right edge of the page, so that the page keeps its lines."""

    closed = Signal()

    def __init__(self, over: QWidget, below: QWidget) -> None:
        super().__init__(over)
        self._below = below
        self.setProperty("panel", True)
        over.installEventFilter(self)
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        self.title = Label("按键与说明", "cardTitle")
        row.addWidget(self.title, 1)
        row.addWidget(FlatButton("", "x", self.closed.emit, "关闭帮助"))
        column.addLayout(row)
        self._scroll = Scroll(8)
        self._scroll.reads("按键与说明，上下键翻看")
        column.addWidget(self._scroll, 1)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it lies over."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Come to the front."""
        super().showEvent(event)
        self._place()
        self.raise_()

    def _place(self) -> None:
        over, width = self.parentWidget(), theme().px(_WIDTH)
        if over is not None:
            top = self._below.geometry().bottom() + _EDGE
            self.setGeometry(over.width() - width - _EDGE, top, width, over.height() - top - _EDGE)

    def show_keys(self, title: str, keys: Sequence[tuple[str, str]], text: str) -> None:
        """Keys of the page, keys of every page, then what the page is for."""
        inner = self._scroll.inner
        empty(inner)
        self.title.setText(f"{title}：按键与说明")
        for head, rows in (("本页", keys), ("到处可用", EVERYWHERE)):
            if rows:
                inner.addWidget(Label(head, "fieldLabel"))
                grid = QGridLayout()
                grid.setColumnStretch(1, 1)
                for number, (key, what) in enumerate(rows):
                    grid.addWidget(StatusLabel(key, "mute", sign=False), number, 0)
                    grid.addWidget(Label(what).wrap(), number, 1)
                inner.addLayout(grid)
        if text:
            inner.addWidget(Label(text, "secondary").wrap())
        inner.addStretch(1)
