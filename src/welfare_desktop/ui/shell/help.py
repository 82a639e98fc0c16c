"""F1: a side panel with the keys of the page first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from welfare_desktop.ui.shell.widgets import FlatButton, Label, Scroll, StatusLabel, empty

EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Ctrl+1…5", "换页"), ("Ctrl+K", "查找儿童、人员、表单"), ("F1", "本页按键与说明"),
    ("F2", "打开本轮巡查"), ("F8", "日间 / 夜间"), ("F9", "遮屏，连按两次锁屏"),
    ("Alt+←", "返回上一页"),
)  # fmt: skip


class HelpPanel(QFrame):
    """Stands at the right of the page."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self.setFixedWidth(300)
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        self.title = Label("按键与说明", "cardTitle")
        row.addWidget(self.title, 1)
        row.addWidget(FlatButton("", "x", self.closed.emit, "关闭帮助"))
        column.addLayout(row)
        self._scroll = Scroll(8)
        column.addWidget(self._scroll, 1)
        self.hide()

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
