"""F1: a side panel with the keys of the page first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.ui.shell.keys import Key
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import FlatButton, Label, Scroll, StatusLabel, empty

EVERYWHERE = (
    Key("F1", "本页按键与说明", "help"), Key("F2", "打开本轮巡查，到第一名未记的儿童", "round"),
    Key("F3", "紧急：马上记下异常，再处置", "urgent"), Key("F6", "到点的事", "due"),
    Key("F7", "带班：各区域一览", "lead"), Key("F8", "日间 / 夜间", "light"),
    Key("F9", "遮屏，连按两次锁屏", "veil"), Key("Ctrl+K", "查找儿童、人员、表单", "search"),
    Key("Ctrl+1–8", "换页", "page:*"), Key("Alt+←", "返回上一页", "back"),
    Key("Tab · Shift+Tab", "到下一处、上一处"), Key("Enter 或 空格", "按下按钮"),
    Key("Esc", "关上小窗、不记"),
)  # fmt: skip


_WIDTH, _EDGE = 310, 12
#: Width of the column of keys, and what stays in view where one reads on.
_KEYS, _AGAIN = 84, 64


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
        self.hint = Label("", "hint")
        column.addWidget(self.hint)
        self._shown: tuple[object, ...] = ()
        bar = self._scroll.verticalScrollBar()
        for moved in (bar.valueChanged, bar.rangeChanged):
            moved.connect(self._tell)
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

    def _tell(self) -> None:
        bar = self._scroll.verticalScrollBar()
        self.hint.setText("F1 往下看" if bar.value() < bar.maximum() else "F1 关上")

    def further(self) -> bool:
        """Down by what is in view, so that all is read without a mouse; ``False`` at the end."""
        bar = self._scroll.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + bar.pageStep() - theme().px(_AGAIN))
        return bar.value() > before

    def show_keys(self, title: str, keys: Sequence[Key], text: str) -> None:
        """Keys of the page, keys of every page, then what the page is for."""
        if self._shown == (title, keys, text, theme().size):
            return  # who reads keeps the place
        self._shown = (title, keys, text, theme().size)
        inner = self._scroll.inner
        empty(inner)
        self._scroll.verticalScrollBar().setValue(0)
        self.title.setText(f"{title}：按键与说明")
        for head, rows in (("本页", keys), ("到处可用", EVERYWHERE)):
            if rows:
                inner.addWidget(Label(head, "fieldLabel"))
                inner.addLayout(_lines(rows))
        if text:
            inner.addWidget(Label(text, "secondary").wrap())
        inner.addStretch(1)


def _lines(rows: Sequence[Key]) -> QGridLayout:
    """Keys beside what they do; many keys take a line of their own."""
    grid = QGridLayout()
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, theme().px(_KEYS))
    grid.setColumnStretch(1, 1)
    for key in rows:
        line, told = grid.rowCount(), StatusLabel(key.shown, "mute", sign=False)
        told.ensurePolished()
        long = told.sizeHint().width() > theme().px(_KEYS)
        grid.addWidget(told, line, 0, 1, 2 if long else 1)
        grid.addWidget(Label(key.what).wrap(), line + long, 1)
    return grid
