"""How the page of an event lies: the clock and the level, the timeline, the keys and the numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from welfare_desktop.domain.calling import Contact
from welfare_desktop.ui.event.keys import KEYS
from welfare_desktop.ui.event.panels import ActionsCard, ClockCard, ContactsCard, LevelCard
from welfare_desktop.ui.event.views import Spoken, Timeline
from welfare_desktop.ui.rounds.asks import Ask
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import called
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Card, PrimaryButton, Scroll

#: What has a button below the timeline: meaning → word.
_BUTTONS = {
    "hospital": "送医院", "returned": "已回院", "report": "电话报告", "print_report": "打印报告",
    "card": "急救卡", "cover": "谁来顶班", "harm": "疑似侵害", "note": "写说明", "story": "经过",
    "form": "整张表",
}  # fmt: skip
#: Narrower than this the report is not to be read out: the clock makes room for it.
_SPOKEN = 330


class Work(QWidget):
    """Everything of one event that is seen. ``do`` does what a meaning says."""

    def __init__(
        self, do: Callable[[str], object], act: Callable[[str], object],
        level: Callable[[str], object], called: Callable[[Contact], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.clock = ClockCard(lambda: do("whom"))
        self.level = LevelCard(lambda: do("kind"), level)
        self.acts = ActionsCard(act, lambda: do("others"))
        self.contacts = ContactsCard(called)
        self.timeline, self.spoken, self.stack = Timeline(), Spoken(), QStackedWidget()
        self.question: Ask | None = None
        self.buttons: dict[str, Button] = {}
        self.left, self.right = Scroll(10), Scroll(10)
        for scroll, cards in (
            (self.left, (self.clock, self.level)), (self.right, (self.acts, self.contacts)),
        ):  # fmt: skip
            for card in cards:
                card.body.setContentsMargins(12, 10, 12, 10)
                scroll.inner.addWidget(card)
            scroll.inner.addStretch(1)
        self.left.reads("计时和等级，上下键翻看")
        self.right.reads("处置和电话，上下键翻看")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.left)
        line.addWidget(self._middle(do), 1)
        line.addWidget(self.right)
        theme().changed.connect(self._sized)
        self._sized()

    def _middle(self, do: Callable[[str], object]) -> QWidget:
        card = Card("", spacing=8)
        self.stack.addWidget(self.timeline)
        self.stack.addWidget(self.spoken)
        card.body.setContentsMargins(12, 10, 12, 10)
        card.body.addWidget(self.stack, 1)
        self._keys = QWidget()
        keys = Flow(6, self._keys)
        for meaning, word in _BUTTONS.items():
            button = Button(f"{called(KEYS, meaning)} {word}", "", lambda m=meaning: do(m), word)  # type: ignore[misc]
            button.setProperty("small", True)
            self.buttons[meaning] = button
            keys.addWidget(button)
        card.body.addWidget(self._keys)
        self.end = PrimaryButton("结束 Ctrl+↵", "check", lambda: do("finish"), "结束这起异常")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.end)
        card.body.addLayout(row)
        return card

    def _sized(self) -> None:
        self.left.setFixedWidth(min(theme().px(274), 304))
        self.right.setFixedWidth(min(theme().px(334), 364))
        rest = self.width() - self.left.width() - self.right.width()
        self.left.setVisible(not self.reads_out or rest > theme().px(_SPOKEN))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The report keeps its room."""
        super().resizeEvent(event)
        self._sized()

    def ask(self, question: Ask) -> None:
        """A question in place of the actions and numbers."""
        self.drop()
        self.question = question
        self.right.inner.insertWidget(0, question)
        self.acts.hide()
        self.contacts.hide()
        question.show()
        question.hands().setFocus()

    def drop(self) -> None:
        """Take the question away."""
        if self.question is not None:
            self.question.hide()
            self.right.inner.removeWidget(self.question)
            self.question.deleteLater()
            self.question = None
        self.acts.show()
        self.contacts.show()

    def read_out(self, on: bool) -> None:
        """The telephone report in place of the timeline, or the timeline again."""
        self.stack.setCurrentWidget(self.spoken if on else self.timeline)
        self._keys.setVisible(not on)
        self._sized()

    @property
    def reads_out(self) -> bool:
        """Whether the telephone report is seen."""
        return self.stack.currentWidget() is self.spoken

    def forget(self) -> None:
        """Nothing of the event stays."""
        self.drop()
        self.clock.forget()
        self.timeline.clear()
        self.spoken.forget()
        self.contacts.show_contacts([])
