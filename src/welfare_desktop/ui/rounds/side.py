"""Beside the board: the current child, the keys or a question, how far the round is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from welfare_desktop.actions.rounds import Progress
from welfare_desktop.ui.rounds.asks import Ask
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Card,
    Chip,
    Label,
    PrimaryButton,
    Scroll,
    StatusLabel,
)

#: Keys as they are shown: key, what it does, tone of what it marks.
KEYS: tuple[tuple[str, str, Tone], ...] = (
    ("空格", "正常", "ok"), ("2", "醒着", "info"), ("3", "异常", "bad"),
    ("4", "不在场", "mute"), ("5", "未能查看", "warn"), ("T", "体温", "info"), ("N", "备注", "info"),
    ("E", "环境五项", "mute"), ("退格", "撤销", "mute"), ("/", "找人", "mute"),
)  # fmt: skip


class Side(QWidget):
    """``ask`` puts a question where the keys stand; it goes when answered or left."""

    def __init__(self, start: Callable[[], Any], finish: Callable[[], Any],
                 others: Callable[[QWidget], Any]) -> None:  # fmt: skip
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.list = Scroll(spacing=10)
        column.addWidget(self.list, 1)
        self._child = Card("", spacing=4)
        self.who = Label("", "title").wrap()
        self.place = Label("", "secondary").wrap()
        self.facts = Label("", "").wrap()
        self.points = StatusLabel("", "info")
        self.points.setWordWrap(True)
        for widget in (self.who, self.place, self.facts, self.points):
            self._child.body.addWidget(widget)
        self.list.inner.addWidget(self._child)
        self._keys = self._key_card()
        self.list.inner.addWidget(self._keys)
        self.list.inner.addStretch(1)
        self._round = self._round_card(start, finish, others)
        column.addWidget(self._round)
        self.question: Ask | None = None
        theme().changed.connect(self._sized)
        self._sized()

    def _sized(self) -> None:
        self.setFixedWidth(min(theme().px(290), 340))
        across = 2 if theme().size == "标准" else 1
        for number, (cap, told) in enumerate(self._caps):
            line, place = divmod(number, across)
            self._grid.addWidget(cap, line, place * 2)
            self._grid.addWidget(told, line, place * 2 + 1)
            self._grid.setColumnStretch(place * 2 + 1, 1)

    def _key_card(self) -> QWidget:
        card = Card("", spacing=4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        self._caps: list[tuple[QWidget, QWidget]] = []
        for key, what, tone in KEYS:
            cap = Label(key, "keycap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._caps.append((cap, StatusLabel(what, tone, sign=False)))
        card.body.addLayout(self._grid)
        return card

    def _round_card(self, start: Callable[[], Any], finish: Callable[[], Any],
                    others: Callable[[QWidget], Any]) -> QWidget:  # fmt: skip
        card = Card("", spacing=6)
        head = QHBoxLayout()
        self.progress = Label("", "cardTitle")
        self.state = StatusLabel("", "mute")
        head.addWidget(self.progress)
        head.addStretch(1)
        head.addWidget(self.state)
        card.body.addLayout(head)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("本轮进度")
        card.body.addWidget(self.bar)
        self.unsigned = Chip("", "warn", lambda: others(self.unsigned))
        card.body.addWidget(self.unsigned)
        self.start = PrimaryButton("开始巡查 F2", "clipboard-check", start, "开始巡查")
        self.finish = PrimaryButton("结束并签字 Ctrl+↵", "signature", finish, "结束并签字")
        card.body.addWidget(self.start)
        card.body.addWidget(self.finish)
        return card

    def show_progress(self, progress: Progress | None, walking: bool, unsigned: int) -> None:
        """The bar, the minutes left, and the one button that comes next."""
        self.start.setVisible(not walking)
        self.finish.setVisible(walking)
        self.unsigned.setVisible(unsigned > 0)
        self.unsigned.show_state(f"未签 {unsigned} 轮", "warn")
        if progress is None:
            self.progress.setText("现在没有到点的巡查")
            self.bar.setValue(0)
            self.state.show_state("", "mute")
            self.state.hide()
            return
        self.progress.setText(f"{progress.slot[11:]}　{progress.done} / {progress.due}")
        self.bar.setMaximum(max(1, progress.due))
        self.bar.setValue(progress.done)
        self.state.show()
        if progress.done >= progress.due and progress.signed:
            self.state.show_state("已签", "ok")
        elif progress.done >= progress.due:
            self.state.show_state("记完，待签", "warn")
        elif progress.minutes >= 0:
            self.state.show_state(f"剩{progress.minutes}分钟", "info" if walking else "warn")
        else:
            self.state.show_state(f"已迟{-progress.minutes}分钟", "bad")

    def ask(self, question: Ask, answered: Callable[[Any], Any], left: Callable[[], Any]) -> None:
        """Show a question in place of the keys."""
        self.drop()
        self.question = question
        question.answered.connect(answered)
        question.left.connect(left)
        self.list.inner.insertWidget(1, question)
        self._keys.hide()
        self._round.hide()
        # A widget just put into a layout is not visible yet, and would not get the keyboard.
        question.show()
        question.start()

    def drop(self) -> None:
        """Take the question away."""
        if self.question is not None:
            self.question.hide()
            self.list.inner.removeWidget(self.question)
            self.question.deleteLater()
            self.question = None
            self._keys.show()
            self._round.show()
