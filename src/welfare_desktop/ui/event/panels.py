"""What is always seen of an event: its clock, its level, what §4.5 asks, whom to call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from welfare_desktop.actions.events import State
from welfare_desktop.domain.calling import Contact
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.ladder import FirstAction, Step
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.event.keys import ACTIONS, LEVELS
from welfare_desktop.ui.shell.popups import Row, RowButton
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Label,
    StatusLabel,
    empty,
    set_property,
)

_STATES: dict[str, Tone] = {"done": "ok", "now": "bad", "late": "bad", "open": "warn"}
_LEVEL_TONES: dict[str, Tone] = {"1": "info", "2": "warn", "3": "bad", "4": "bad"}


class ClockCard(Card):
    """How long ago it was found, and whether somebody acted in time (C3.10)."""

    def __init__(self, whom: Callable[[], object]) -> None:
        super().__init__("", spacing=4)
        self.passed = Label("", "clock")
        self.passed.setAccessibleName("发现后多久")
        self.acted = StatusLabel("", "mute")
        self.who = Label("", "cardTitle").wrap()
        self.where = Label("", "secondary").wrap()
        self.allergic, self.allergy = Label("", "error").wrap(), Label("", "secondary").wrap()
        self.child = Button("/ 选儿童", "user", whom)
        for widget in (
            self.passed,
            self.acted,
            self.who,
            self.allergic,
            self.where,
            self.allergy,
            self.child,
        ):
            self.body.addWidget(widget)
        self._found: datetime | None = None
        self._first: FirstAction | None = None
        self._ended: datetime | None = None

    def show_event(self, event: Record, state: State) -> None:
        """An event as it stands."""
        self._found, self._ended = event.at("found_at"), event.at("closed_at")
        self._first = state.first
        self.where.setText(state.where)
        for label_, text in (
            (self.who, state.who),
            (self.allergic, f"▲ 过敏：{state.allergy}" if state.allergic else ""),
            (
                self.allergy,
                f"过敏：{state.allergy}" if state.allergy and not state.allergic else "",
            ),
        ):
            label_.setText(text)
            label_.setVisible(bool(text))
        self.child.setVisible(not state.who)

    def tick(self, now: datetime) -> None:
        """A second went by."""
        if self._found is None or self._first is None:
            return
        seconds = max(0, int(((self._ended or now) - self._found).total_seconds()))
        self.passed.setText(_long(seconds))
        self.acted.show_state(*_acted(self._first, seconds))

    def forget(self) -> None:
        """Nothing is shown."""
        self._found = self._first = None
        for label_ in (self.passed, self.who, self.where, self.allergic, self.allergy):
            label_.setText("")
        self.acted.show_state("", "mute")


def _long(seconds: int) -> str:
    """``12分05秒``; never with a colon, which reads as a time of day."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours >= 24:
        return f"{hours // 24}天{hours % 24}小时"
    return f"{hours}小时{minutes:02}分" if hours else f"{minutes}分{left:02}秒"


def _acted(first: FirstAction, seconds: int) -> tuple[str, Tone]:
    if first.acted is not None:
        if first.acted > first.limit:
            return f"{first.acted}分钟才处置，目标{first.limit}", "warn"
        return f"{first.acted}分钟时已处置", "ok"
    left = first.limit * 60 - seconds
    if left >= 0:
        return f"还没有处置，剩 {_long(left)}", "bad" if left < 180 else "warn"
    return f"还没有处置，已超{-left // 60}分钟", "bad"


class LevelCard(Card):
    """Type and level; under them the ladder of the level, which ticks itself."""

    def __init__(self, kind: Callable[[], object], level: Callable[[str], object]) -> None:
        super().__init__("", spacing=6)
        self.kind = Button("", "", kind)
        self.body.addWidget(self.kind)
        grid = QGridLayout()
        grid.setSpacing(6)
        self.levels: dict[str, Button] = {}
        for number, (key, code) in enumerate(LEVELS.items()):
            word = _short(code)
            button = Button(f"{key} {word}", "", partial(level, code))
            button.setProperty("segment", True)
            button.setProperty("tone", _LEVEL_TONES[code])
            button.setProperty("small", True)
            button.setCheckable(True)
            button.setAccessibleName(f"等级{word}")
            self.levels[code] = button
            grid.addWidget(button, number // 2, number % 2)
        self.body.addLayout(grid)
        self.steps = QGridLayout()
        self.steps.setColumnStretch(1, 1)
        self.steps.setVerticalSpacing(4)
        self.body.addLayout(self.steps)
        self.until = Label("", "hint").wrap()
        self.body.addWidget(self.until)

    def show_event(self, event: Record, steps: Sequence[Step], until: str) -> None:
        """An event as it stands. ``until``: when its timeline is to be complete."""
        kind = label("CL-ABN", event.text("type")) if event.get("type") else "未定"
        self.kind.setText(f"T 类型：{kind}")
        self.kind.setAccessibleName(f"类型：{kind}")
        for code, button in self.levels.items():
            button.setChecked(event.get("severity") == code)
        empty(self.steps)
        for number, step in enumerate(steps):
            tone = _STATES[step.state]
            word = step.at if step.state == "done" else step.limit or "要办"
            state = StatusLabel(word, tone, due=step.state == "open")
            set_property(state, "tight", True)
            self.steps.addWidget(state, number, 0)
            self.steps.addWidget(Label(step.words).wrap(), number, 1)
        self.until.setText(f"先救人。时间线可以在 {until} 前补全。" if until else "")
        self.until.setVisible(bool(until))


def _short(code: str) -> str:
    """``危重（立即呼救送医）`` → ``危重``."""
    return label("CL-SEV", code).partition("（")[0]


class ActionsCard(Card):
    """A button for each action, with its key."""

    def __init__(self, act: Callable[[str], object], others: Callable[[], object]) -> None:
        super().__init__("处置：按数字就记下", spacing=6)
        names = dict(code_list("CL-ACTION").items)
        grid = QGridLayout()
        grid.setSpacing(6)
        made = [Button(f"{c} {names[c]}", "", partial(act, c), names[c]) for c in ACTIONS]
        made.append(Button("0 其他", "", others, "其他处置"))
        for number, button in enumerate(made):
            grid.addWidget(button, number // 2, number % 2)
            button.setProperty("small", True)
        self.body.addLayout(grid)


class ContactsCard(Card):
    """Whom to call, with the number to dial; pressed, the call is noted."""

    def __init__(self, called: Callable[[Contact], object]) -> None:
        super().__init__("打给谁：D 记下已打", spacing=0)
        self._called = called
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Everybody to call now."""
        empty(self._lines)
        for one in contacts:
            self._lines.addWidget(ContactLine(one, partial(self._called, one)))


class ContactLine(RowButton):
    """Who, and the number in large type; what is missing says where it is entered."""

    def __init__(self, contact: Contact, called: Callable[[], object]) -> None:
        row = Row(contact.name or contact.title, contact.title if contact.name else "")
        super().__init__(row, called, mark=False)
        self.setAccessibleName(words(contact))
        self.setProperty("lines", "2")
        if not (contact.phone or contact.missing):
            return
        number = Label(contact.phone or contact.missing, "name" if contact.phone else "error")
        number.setWordWrap(not contact.phone)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.addWidget(number, 1)


def words(contact: Contact, *, number_first: bool = False) -> str:
    """A contact in a line."""
    number = contact.phone or contact.missing
    parts = (contact.title, contact.name, number)
    if number_first and contact.phone:
        parts = (number, contact.name, contact.title)
    return "　".join(part for part in parts if part)
