"""One card of 重点儿童: severity, tasks, contingency, summary, what the receiver repeats back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from welfare_desktop.actions.handover import Said
from welfare_desktop.domain.clock import minute_text, next_time
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.handover import SpecialLine
from welfare_desktop.domain.handover_signing import repeats
from welfare_desktop.ui.form.make import code_editor
from welfare_desktop.ui.rounds.keys import HANDOVER
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import meaning, meanings
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    CheckBox,
    FlatButton,
    Label,
    StatusLabel,
    set_property,
)

#: 关注程度 → word and colour.
ATTENTION: dict[str, tuple[str, Tone]] = {
    "3": ("危急", "bad"), "2": ("关注", "warn"), "1": ("平稳", "info"),
}  # fmt: skip
#: Letters of a task that stand on a button; the rest is in its tool tip.
_FACE = 30
_MEANINGS = meanings(HANDOVER)
_COLUMNS: dict[str, Field] = {c.name: c for c in FORMS["F32"].field("special_list").columns}


def line_edit(text: str, name: str, placeholder: str, changed: Any) -> QLineEdit:
    """A named line that reports what is typed."""
    edit = QLineEdit(text)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    edit.textEdited.connect(lambda *_: changed())
    return edit


def lock(edit: QLineEdit, locked: bool) -> None:
    """A line that can only be read is no stop of Tab; the mouse still marks what stands there."""
    edit.setReadOnly(locked)
    if locked:
        edit.setPlaceholderText("没有写")
    edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus if locked else Qt.FocusPolicy.StrongFocus)


class FieldName(Label):
    """The words before a line, all equally wide in every size of type."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title, "fieldLabel")
        theme().changed.connect(self._sized)
        self._sized()

    def _sized(self) -> None:
        self.setFixedWidth(theme().px(76))


class KeyCard(Card):
    """A card that takes the keyboard itself: one letter or digit, one thing done.

    ``doings``: what it does by the keys of the handover, by their meaning.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.doings: dict[str, Callable[[], object]] = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key while the card, not a field in it, has the keyboard; Escape comes back to it."""
        means = meaning(_MEANINGS, event) or ""
        if means == "card":
            self.setFocus()
        elif means in self.doings and self.hasFocus():
            self.doings[means]()
        else:
            super().keyPressEvent(event)


class SpecialCard(KeyCard):
    """Base: who, how serious, why."""

    def __init__(self, line: SpecialLine, place: str) -> None:
        super().__init__(f"重点儿童 {line.name}：{'；'.join(line.reasons)}")
        self.line = line
        head = QHBoxLayout()
        word, tone = ATTENTION[line.attention]
        self.level = StatusLabel(word, tone)
        head.addWidget(self.level)
        head.addWidget(Label(line.name, "name"))
        head.addWidget(Label(place, "secondary"))
        head.addWidget(Label("；".join(line.reasons)).wrap(), 1)
        self.body.addLayout(head)

    def _summary(self) -> None:
        """P 概况, folded."""
        self._more = FlatButton("概况", "chevron-down", self._unfold, f"{self.line.name} 概况")
        self._told = Label(self.line.summary, "hint").wrap()
        self._told.hide()
        row = QHBoxLayout()
        row.addWidget(self._more)
        row.addWidget(self._told, 1)
        row.addStretch()
        self.body.addLayout(row)

    def _unfold(self) -> None:
        self._told.setVisible(not self._told.isVisible())


class GiverCard(SpecialCard):
    """What the giver completes: 关注程度, 待办 with its time, 若…则…."""

    def __init__(
        self, line: SpecialLine, place: str, notes: Mapping[str, Any],
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        super().__init__(line, place)
        self._now = now
        self.attention = code_editor(_COLUMNS["attention"])
        self.attention.put(notes.get("attention") or line.attention)
        self.attention.changed.connect(self._edited)
        edit = self._edited
        self.todo = line_edit(notes.get("todo", ""), f"{line.name} 待办", "要做什么，谁来做", edit)
        at = str(notes.get("next_at") or "")[11:16]
        self.at = line_edit(at, f"{line.name} 下次时间", "几点", edit)
        self.at.setToolTip("四位数字，例如 0200")
        self.at.setFixedWidth(theme().px(88))
        self.plan = line_edit(
            notes.get("contingency", ""), f"{line.name} 若…则…", "例：若再抽搐，先侧卧再叫护士", edit
        )  # fmt: skip
        for title, editors in (
            ("关注程度", (self.attention,)), ("待办 A", (self.todo, self.at)), ("若…则…", (self.plan,)),
        ):  # fmt: skip
            self._row(title, editors)
        self._summary()
        self.doings = {"todo": self.todo.setFocus}

    def _row(self, title: str, editors: tuple[QWidget, ...]) -> None:
        row = QHBoxLayout()
        row.addWidget(FieldName(title))
        for editor in editors:
            row.addWidget(editor, 0 if editor is self.at else 1)
        self.body.addLayout(row)

    def _edited(self) -> None:
        word, tone = ATTENTION[str(self.attention.value() or self.line.attention)]
        self.level.show_state(word, tone)
        wrong = bool(self.at.text().strip()) and next_time(self.at.text(), self._now()) is None
        set_property(self.at, "wrong", wrong)
        self.changed.emit()

    def notes(self) -> dict[str, Any]:
        """What was written, by column."""
        at = next_time(self.at.text(), self._now())
        found = {
            "attention": self.attention.value(), "todo": self.todo.text().strip(),
            "next_at": minute_text(at) if at else "", "contingency": self.plan.text().strip(),
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


class TakerCard(SpecialCard):
    """What the receiver answers: repeats back in own words or picked ones, looks at the bedside.

    Each answer keeps the minute at which it was given.
    """

    def __init__(
        self, line: SpecialLine, place: str, row: Mapping[str, Any], said: Said,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        super().__init__(line, place)
        self._now = now
        todo = str(row.get("todo") or "")
        at = str(row.get("next_at") or "")[11:16]
        self._told_line("待办", f"{todo}{f'（{at}）' if at else ''}")
        self._told_line("若…则…", str(row.get("contingency") or ""))
        self._summary()
        self.repeat = line_edit(
            said.acks.get(line.child, ""), f"{line.name} 接班者复述", "说一遍：要做什么、看什么",
            self._said,
        )  # fmt: skip
        self.said_at = said.acked.get(line.child, "")
        picks, line_ = Flow(8), QHBoxLayout()
        line_.addWidget(FieldName("复述 R"), 0, Qt.AlignmentFlag.AlignTop)
        line_.addLayout(picks, 1)
        self.picks = repeats(line.reasons, todo)
        for number, sentence in enumerate(self.picks, start=1):
            short = sentence if len(sentence) <= _FACE else f"{sentence[:_FACE]}…"
            button = Button(f"{number} {short}", "", partial(self.pick, sentence), sentence)
            button.setProperty("small", True)
            picks.addWidget(button)
            self.doings[f"pick:{number}"] = partial(self.pick, sentence)
        self.body.addLayout(line_)
        answer = QHBoxLayout()
        answer.addWidget(FieldName())
        answer.addWidget(self.repeat, 1)
        self.bedside: QCheckBox = CheckBox()
        self.bedside.setAccessibleName(f"{line.name} 床头已看")
        self.seen_at = said.bedside.get(line.child, "")
        self.bedside.setChecked(bool(self.seen_at))
        self.bedside.toggled.connect(self._looked)
        self._show_look()
        answer.addWidget(self.bedside)
        self.body.addLayout(answer)
        self.doings |= {"repeat": self.repeat.setFocus, "bedside": self.bedside.toggle}

    def _told_line(self, title: str, text: str) -> None:
        if text:
            row = QHBoxLayout()
            row.addWidget(FieldName(title))
            row.addWidget(Label(text).wrap(), 1)
            self.body.addLayout(row)

    def pick(self, sentence: str) -> None:
        """Repeat back with a ready sentence."""
        self.repeat.setText(sentence)
        self._said()

    def _said(self) -> None:
        self.said_at = minute_text(self._now()) if self.repeat.text().strip() else ""
        self.changed.emit()

    def _looked(self, seen: bool) -> None:
        self.seen_at = minute_text(self._now()) if seen else ""
        self._show_look()
        self.changed.emit()

    def _show_look(self) -> None:
        self.bedside.setText(f"床头已看 {self.seen_at[11:16] or 'B'}")
