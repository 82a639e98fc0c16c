"""The head of a file: who the child is, and what the law asks next, always in view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from welfare_desktop.actions.child_file import Summary
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.rules.steps import Step
from welfare_desktop.ui.children.next_steps import said, standing, verb
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import dimmed, thumbnail
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.verdicts import tag
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Elided,
    Label,
    Line,
    StatusLabel,
    empty,
    set_property,
)
from welfare_desktop.ui.today.duties import clause_of

_SIDE = 56


class Avatar(QLabel):
    """The child's recent picture; where there is none, a drawn face in the colour in force."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_SIDE, _SIDE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setObjectName("avatar")
        self._picture: QPixmap | None = None
        theme().changed.connect(self._draw)
        self._draw()

    def show_photo(self, data: bytes | None) -> None:
        """Show a photograph, or the drawn face."""
        self._picture = thumbnail(data, _SIDE, self.devicePixelRatioF()) if data else None
        self._draw()

    def _draw(self) -> None:
        if self._picture is not None:
            self.setPixmap(dimmed(self._picture))
            return
        shade = theme().tokens.primary
        self.setPixmap(pixmap("baby", shade, 32, self.devicePixelRatioF()))


class FileHead(Card):
    """Name, tags, facts, 时间线 and 打印; below them the next step and the most urgent duty."""

    def __init__(self, event: Callable[[], object], visit: Callable[[], object],
                 timeline: Callable[[], object], paper: Callable[[], object]) -> None:  # fmt: skip
        super().__init__("", spacing=6)
        self.body.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.avatar = Avatar()
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        self.name = Label("", "title")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name)
        top.addStretch(1)
        self.abnormal = Button("登记异常", "triangle-alert", event, "登记这名儿童的异常")
        self.visit = Button("就医", "heart-pulse", visit, "登记这名儿童就医")
        self.timeline = Button("时间线", "history", timeline, "时间线：看一生的经过")
        self.paper = Button("打印", "printer", paper, "打印档案摘要或整本档案")
        self._buttons = {b: b.text() for b in
                         (self.abnormal, self.visit, self.timeline, self.paper)}  # fmt: skip
        for button in self._buttons:
            top.addWidget(button)
        column.addLayout(top)
        self._tags = QVBoxLayout()
        self._tags.setSpacing(4)
        column.addLayout(self._tags)
        self.facts = Label("", "hint").wrap()
        column.addWidget(self.facts)
        row.addLayout(column, 1)
        self.body.addLayout(row)
        self.body.addWidget(Line())
        self._next = QGridLayout()
        self._next.setHorizontalSpacing(12)
        self._next.setVerticalSpacing(4)
        self._next.setColumnStretch(2, 1)
        self.body.addLayout(self._next)

    def forget(self) -> None:
        """Show nobody."""
        self.avatar.show_photo(None)
        empty(self._tags)
        empty(self._next)
        self.name.clear()
        self.facts.clear()

    def show_summary(self, found: Summary) -> None:
        """Show who the child is."""
        empty(self._tags)
        large = theme().scale > 1
        for button, text in self._buttons.items():
            button.setText("" if large else text)
        self.name.setText(found.name)
        tags = _tags(found)
        at_once = 3 if large else 5
        for start in range(0, len(tags), at_once):
            line = QHBoxLayout()
            line.setSpacing(8)
            for words, tone in tags[start : start + at_once]:
                line.addWidget(StatusLabel(words, tone))
            line.addStretch(1)
            self._tags.addLayout(line)
        self.facts.setText(" · ".join(part for part in (found.facts, found.arrival) if part))

    def show_next(
        self, step: Step | None, duty: Duty | None, today: date,
        open_step: Callable[[Step], object], do: Callable[[Duty], object], step_why: str, why_not: str,
    ) -> None:  # fmt: skip
        """Show the next step and the duty that presses most."""
        empty(self._next)
        if step is not None:
            words, tone = standing(step)
            clause = next((g.problem.clause for g in step.gaps if g.problem.clause), None)
            word = verb(step) if step.open else "看缺什么"
            go = Button(word, "", lambda: open_step(step), f"{word} {step.title}")
            go.why_not(step_why)
            told = f"{step.title}　{said(step)}"
            self._line(0, "下一步", StatusLabel(words, tone), told, clause, said(step), go)
        if duty is not None:
            words, tone = tag(duty.verdict, duty.due, today)
            chip = duty.clause if duty.has_clause else None
            go = Button("办理", "", lambda: do(duty), f"办理 {duty.title}")
            go.why_not(why_not)
            due = f"{duty.due:%m-%d}前　" if duty.due else ""
            told = f"{duty.title}　{due}{duty.sentence}"
            self._line(1, "最急的事", StatusLabel(words, tone), told, chip, clause_of(duty), go)
        if step is None and duty is None:
            self._next.addWidget(Label("现在没有要办的事。", "secondary"), 0, 0, 1, 3)

    def _line(self, row: int, head: str, state: QWidget, told: str, clause: str | None,
              words: str, go: Button) -> None:  # fmt: skip
        self._next.addWidget(Label(head, "hint"), row, 0)
        self._next.addWidget(state, row, 1)
        self._next.addWidget(Elided(told), row, 2)
        if clause:
            self._next.addWidget(ClauseChip(clause, words), row, 3)
        set_property(go, "small", True)
        go.setMinimumHeight(34)
        self._next.addWidget(go, row, 4)


def _tags(found: Summary) -> list[tuple[str, Tone]]:
    tags: list[tuple[str, Tone]] = [(found.status, "ok" if "在院" in found.status else "info")]
    if found.where and found.where != found.status:
        away = found.where not in ("在院", "已离院")
        tags.append((found.where, "warn" if away else "mute"))
    if found.isolation:
        tags.append((f"隔离观察 第{found.isolation}天", "warn"))
    if not found.allergy:
        tags.append(("过敏史未核", "warn"))
    elif found.allergy != "无":
        tags.append((f"过敏 {found.allergy}", "bad"))
    if found.watch:
        tags.append((found.watch, "warn"))
    return tags
