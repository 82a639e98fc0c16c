"""Beside the board: the current child, the keys or a question, how far the round is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from welfare_desktop.actions.rounds import Progress
from welfare_desktop.domain.board import Cell
from welfare_desktop.domain.care import KINDS
from welfare_desktop.domain.clock import lasted
from welfare_desktop.ui.rounds.asks import Ask
from welfare_desktop.ui.rounds.board import told
from welfare_desktop.ui.rounds.keys import BOARD, CARE
from welfare_desktop.ui.shell.keys import called
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    SIGNS,
    Card,
    Chip,
    Label,
    PrimaryButton,
    Scroll,
    StatusLabel,
)

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.signing import Signing

#: Keys that are always seen: meaning, word, tone of what it marks.
_SEEN: tuple[tuple[str, str, Tone], ...] = (
    ("mark:1", "正常", "ok"), ("mark:2", "醒着", "info"), ("mark:3", "异常", "bad"),
    ("mark:4", "不在场", "mute"), ("mark:5", "未能查看", "warn"), ("temp", "体温", "info"),
    ("note", "备注", "info"), ("environment", "环境五项", "mute"), ("undo", "撤销", "mute"),
    ("jump", "找人", "mute"),
)  # fmt: skip


class Side(QWidget):
    """``ask`` puts a question where the keys stand; it goes when answered or left."""

    def __init__(self, start: Callable[[], Any], signing: Signing) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.list = Scroll(spacing=10)
        self.list.reads("儿童和按键，上下键翻看")
        column.addWidget(self.list, 1)
        self._child = Card("", spacing=2)
        self.who = Label("", "title").wrap()
        self.place = Label("", "secondary").wrap()
        self.facts = Label("", "").wrap()
        self.cell = Label("", "hint").wrap()
        self.points = Label("", "hint").wrap()
        for widget in (self.who, self.place, self.facts, self.points, self.cell):
            self._child.body.addWidget(widget)
        self.list.inner.addWidget(self._child)
        self._keys = self._key_card()
        self.list.inner.addWidget(self._keys)
        self.list.inner.addStretch(1)
        self._round = self._round_card(start, signing)
        column.addWidget(self._round)
        self.question: Ask | None = None
        theme().changed.connect(self._sized)
        self._sized()

    def _sized(self) -> None:
        large = theme().size != "标准"
        self.setFixedWidth(min(theme().px(294), 350))
        for card in (self._child, self._keys, self._round):
            across, down = (12, 8) if large else (16, 12)
            card.body.setContentsMargins(across, down, across, down)

    def _key_card(self) -> Card:
        card = Card("", spacing=4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(5)
        grid.setVerticalSpacing(4)
        for number, (meaning, what, tone) in enumerate(_SEEN):
            cap = Label(called(BOARD, meaning), "keycap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            told_ = StatusLabel(what, tone, sign=False)
            told_.setProperty("tight", True)
            line, place = divmod(number, 2)
            grid.addWidget(cap, line, place * 2)
            grid.addWidget(told_, line, place * 2 + 1)
            grid.setColumnStretch(place * 2 + 1, 1)
        card.body.addLayout(grid)
        noted = "　".join(f"{key} {KINDS[kind]}" for key, kind in CARE.items())
        card.body.addWidget(Label(f"{noted}\n不同往常：Shift＋字母，再按数字", "hint").wrap())
        return card

    def _round_card(self, start: Callable[[], Any], signing: Signing) -> Card:
        card = Card("", spacing=6)
        head = QHBoxLayout()
        self.progress = Label("", "cardTitle")
        self.state = Chip("", "mute", lambda: signing.show_waiting(self.state))
        head.addWidget(self.progress)
        head.addStretch(1)
        head.addWidget(self.state)
        card.body.addLayout(head)
        self.census = Label("", "hint").wrap()
        card.body.addWidget(self.census)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("本轮进度")
        card.body.addWidget(self.bar)
        notes = QHBoxLayout()
        self.unsigned = Chip("", "warn", lambda: signing.show_unsigned(self.unsigned))
        self.hasty = StatusLabel("快速录入", "warn")
        self.hasty.setToolTip("10秒内记了25笔以上，已写入记录，不妨碍签字。")
        notes.addWidget(self.unsigned)
        notes.addWidget(self.hasty)
        notes.addStretch(1)
        card.body.addLayout(notes)
        self.start = PrimaryButton("开始巡查 F2", "clipboard-check", start, "开始巡查")
        self.finish = PrimaryButton("结束并签字 Ctrl+↵", "signature", signing.finish, "结束并签字")
        card.body.addWidget(self.start)
        card.body.addWidget(self.finish)
        return card

    def show_person(self, name: str, place: str, facts: str, points: str) -> None:
        """The child under the cursor. ``points``: what a 正常 states of it."""
        for label, text in ((self.who, name), (self.place, place), (self.facts, facts)):
            label.setText(text)
        self.points.setText(f"按正常就是看过：{points}" if points else "")
        self.points.setVisible(bool(points))

    def show_cell(
        self, slot: datetime | None, cell: Cell | None, before: Sequence[str] = ()
    ) -> None:  # fmt: skip
        """What stands in the cell under the cursor, with its real time; what stood there before."""
        marked = slot is not None and cell is not None and bool(cell.mark)
        lines = [f"{slot:%H:%M}这格：{told(cell)}", *before] if marked and cell else []
        self.cell.setText("\n".join(lines))
        self.cell.setVisible(marked)

    def show_progress(self, progress: Progress | None, walking: bool, unsigned: int) -> None:
        """The bar, the minutes left, and the one button that comes next."""
        self.start.setVisible(not walking)
        self.finish.setVisible(walking)
        self.unsigned.setVisible(unsigned > 0)
        self.unsigned.show_state(f"! 未签 {unsigned} 轮", "warn")
        self.hasty.setVisible(progress is not None and progress.hasty)
        self.state.setVisible(progress is not None)
        if progress is None:
            self.progress.setText("现在没有到点的巡查")
            self.bar.setValue(0)
            return
        self.progress.setText(f"{progress.slot[11:]}　{progress.done} / {progress.due}")
        _keep_place(self.progress)
        self.bar.setMaximum(max(1, progress.due))
        # A bar paints itself at once, and with it the whole board: it waits for the one painting.
        self.bar.setUpdatesEnabled(False)
        self.bar.setValue(progress.done)
        self.bar.setUpdatesEnabled(True)
        word, tone = _state(progress, walking)
        self.state.show_state(f"{SIGNS[tone]} {word}", tone)

    def ask(self, question: Ask, answered: Callable[[Any], Any], left: Callable[[], Any]) -> None:
        """Show a question in place of the keys."""
        question.answered.connect(answered)
        question.left.connect(left)
        self.stand(question)

    def stand(self, question: Ask) -> None:
        """A question stands here, asked now or taken away before."""
        self.drop()
        self.question = question
        self.list.inner.insertWidget(1, question)
        self._keys.hide()
        self._round.hide()
        room = self.height() - self._child.sizeHint().height() - self.list.inner.spacing()
        self._child.setVisible(question.sizeHint().height() <= room)
        # A widget just put into a layout is not visible yet, and would not get the keyboard.
        question.show()
        question.hands().setFocus()

    def drop(self) -> None:
        """The question goes for good."""
        if (question := self.take()) is not None:
            question.deleteLater()

    def take(self) -> Ask | None:
        """Take the question away as it stands."""
        question, self.question = self.question, None
        if question is not None:
            question.hide()
            self.list.inner.removeWidget(question)
            for card in (self._child, self._keys, self._round):
                card.show()
        return question


def _keep_place(label: Label) -> None:
    """A text that changes with every key keeps its size: another one would lay the page out anew,
    and so paint the whole board."""
    hint = label.sizeHint()
    if hint.width() > label.width() or hint.height() != label.height():
        label.setFixedSize(hint)


def _state(progress: Progress, walking: bool) -> tuple[str, Tone]:
    if progress.done >= progress.due:
        return ("已签", "ok") if progress.signed else ("记完，待签", "warn")
    if progress.minutes >= 0:
        return f"剩{progress.minutes}分钟", "info" if walking else "warn"
    return f"已迟{lasted(-progress.minutes)}", "bad"
