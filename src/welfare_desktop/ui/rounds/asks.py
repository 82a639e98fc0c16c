"""Small questions beside the board: what, where, why; answered by digits, pinyin or a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.names import pinyin_keys
from welfare_desktop.ui.rounds.answers import Answers, answer
from welfare_desktop.ui.shell.widgets import Button, Label, StatusLabel, set_property

#: Answers shown at a time; digits reach the first nine.
_SHOWN = 9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: ``find`` are further texts by which it is found (a number, a bed)."""

    value: Any
    label: str
    find: tuple[str, ...] = ()

    def fits(self, typed: str) -> bool:
        """Whether what was typed begins its pinyin, its number, or stands in its label."""
        keys = (*pinyin_keys(self.label), *self.find)
        return not typed or typed in self.label or any(key.startswith(typed) for key in keys)


class Ask(QFrame):
    """A question in the side panel. ``answered`` carries the answer, ``left`` gives up (Esc)."""

    answered = Signal(object)
    left = Signal()
    #: Whether the code of a scanner is an answer.
    takes_codes = False

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{title}。{hint}")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 8, 14, 8)
        self.column.setSpacing(4)
        self.column.addWidget(Label(title, "cardTitle").wrap())
        self.column.addWidget(Label(hint, "hint").wrap())

    def hands(self) -> QWidget:
        """Where the keyboard belongs while it is asked."""
        return self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up, the arrows move, Enter presses a button and goes no further."""
        focus, key = QApplication.focusWidget(), event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        elif key in _ENTER and isinstance(focus, Button):
            focus.click()
        elif key not in _ENTER or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)


class PickAsk(Ask):
    """Digits 1–9 choose at once; 0 shows the rest, letters find by pinyin."""

    def __init__(
        self, title: str, choices: Sequence[Choice], hint: str = "按数字选；按0看其他，再打拼音",
        digits: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(title, hint)
        self._choices, self._digits = choices, digits
        self.line = QLineEdit()
        self.line.setAccessibleName(f"{title}：拼音、编号或床号")
        self.line.setPlaceholderText("拼音首字母" if digits else "拼音首字母、编号或床号")
        self.line.textEdited.connect(self._show)
        self.line.returnPressed.connect(self._first)
        self.column.addWidget(self.line)
        self.line.setVisible(not digits)
        self.answers = Answers(self._pick)
        self.column.addWidget(self.answers)
        self._found: Sequence[Choice] = ()
        self._show("")

    def _show(self, typed: str) -> None:
        wanted = typed.strip().lower()
        numbered = self._digits and self.line.isHidden()
        rest = self._digits and not numbered and not wanted
        offered = self._choices[_SHOWN:] if rest else self._choices
        self._found = [c for c in offered if c.fits(wanted)][:_SHOWN]
        self.answers.show_answers(
            [(f"{n}　" * numbered + one.label, one.label) for n, one in enumerate(self._found, 1)]
        )

    def hands(self) -> QWidget:
        """Digits first, where there are any; the line once something is looked for."""
        return self if self.line.isHidden() else self.line

    def _search(self, typed: str) -> None:
        """From digits to letters."""
        self.line.show()
        self.line.setFocus()
        self.line.setText(typed)
        self._show(typed)

    def _first(self) -> None:
        self._pick(0)

    def _pick(self, place: int) -> None:
        if place < len(self._found):
            self.answered.emit(self._found[place].value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses, 0 shows the rest, a letter begins to search."""
        key = event.key()
        if self._digits and self.line.isHidden():
            if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                self._pick(key - Qt.Key.Key_1)
                return
            letter = event.text().isalpha()
            if letter or (key == Qt.Key.Key_0 and len(self._choices) > _SHOWN):
                self._search(event.text() if letter else "")
                return
        super().keyPressEvent(event)


class LineAsk(Ask):
    """One line: a reason, a temperature, a note. ``read`` gives the answer or a sentence."""

    def __init__(
        self, title: str, hint: str, read: Callable[[str], tuple[Any, str]], placeholder: str = "",
        text: str = "",
    ) -> None:  # fmt: skip
        super().__init__(title, hint)
        self._read = read
        self.line = QLineEdit(text)
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(placeholder)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(20)
        self.column.addWidget(self.line)
        self.column.addWidget(self.error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("不记 Esc", "", self.left.emit))
        row.addWidget(Button("存 Enter", "check", self.save))
        self.column.addLayout(row)

    def hands(self) -> QWidget:
        return self.line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Ctrl+Enter save; the line passes them on."""
        if event.key() in _ENTER and self.line.hasFocus():
            self.save()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Give the answer, or say what is wrong with it."""
        answer, wrong = self._read(self.line.text().strip())
        set_property(self.line, "wrong", bool(wrong))
        if wrong:
            self.error.setText(f"✕ {wrong}")
            self.line.setAccessibleDescription(wrong)
        else:
            self.answered.emit(answer)


def words(text: str) -> tuple[Any, str]:
    """Something must be written."""
    return text, "" if text else "请写明。"


def reason_words(text: str) -> tuple[Any, str]:
    """A reason that stands in one note with others: it holds no sign that parts them."""
    return words(text.replace("；", "，"))


def temperature(text: str) -> tuple[Any, str]:
    """Degrees Celsius, 30 to 45."""
    try:
        value = float(text.replace("，", ".").replace("。", "."))
    except ValueError:
        return None, "请填体温，例如 37.8。"
    return (value, "") if 30 <= value <= 45 else (None, "体温应在30到45之间，请再看一次。")


def finding(text: str) -> tuple[Any, str]:
    """A temperature, a note, or both: ``38.2 咳嗽``."""
    head, _, rest = text.partition(" ")
    value, wrong = temperature(head)
    return ((None, text), "") if wrong else ((value, rest.strip()), "")


class OfferAsk(Ask):
    """Enter does it, Escape leaves it for later."""

    def __init__(self, title: str, hint: str, yes: str) -> None:
        super().__init__(title, hint)
        row = QHBoxLayout()
        row.addWidget(Button("以后 Esc", "", self.left.emit))
        self.yes = Button(yes, "check", lambda: self.answered.emit(True))
        row.addWidget(self.yes)
        self.column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts."""
        if event.key() in _ENTER and self.hasFocus():
            self.answered.emit(True)
        else:
            super().keyPressEvent(event)


class PointsAsk(Ask):
    """The five points of the surroundings: all right; a digit and a few words for an exception.

    ``notes``: exceptions written before, which stay.
    """

    def __init__(self, points: Sequence[tuple[str, str]], notes: Mapping[str, str]) -> None:
        super().__init__("环境五项", "哪项不对按数字写明；改回正常就清空。接着巡查按Esc")
        self._points = points
        self.notes = dict(notes)
        self._open = ""
        self.state = StatusLabel("", "ok")
        self.column.addWidget(self.state)
        self._lines = [answer("", partial(self._ask, n)) for n in range(len(points))]
        for button in self._lines:
            self.column.addWidget(button)
        self.line = QLineEdit()
        self.line.setPlaceholderText("哪里不对、怎么办")
        self.line.hide()
        self.column.addWidget(self.line)
        self._show()

    def hands(self) -> QWidget:
        return self if self.line.isHidden() else self.line

    def _show(self) -> None:
        if self.notes:
            self.state.show_state(f"已记，{len(self.notes)}项不对", "bad")
        else:
            self.state.show_state("已记，都正常", "ok")
        for number, ((key, name), button) in enumerate(
            zip(self._points, self._lines, strict=True), start=1
        ):
            note = self.notes.get(key)
            words = f"! {name}：{note}" if note else f"✓ {name}"
            button.setText(f"{number}　{words}")
            button.setAccessibleName(words)

    def _ask(self, number: int) -> None:
        self._open, name = self._points[number]
        self.line.setText(self.notes.get(self._open, ""))
        self.line.setAccessibleName(f"{name}：哪里不对")
        self.line.show()
        self.line.setFocus()

    def _note(self) -> None:
        said = self.line.text().strip()
        self.notes = {k: v for k, v in self.notes.items() if k != self._open}
        if said:
            self.notes[self._open] = said
        self.line.hide()
        self._show()
        self.setFocus()
        self.answered.emit(dict(self.notes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit opens its line, Enter there keeps it, Escape there leaves it as it was."""
        if self.line.hasFocus():
            if event.key() in _ENTER:
                self._note()
            elif event.key() == Qt.Key.Key_Escape:
                self.line.hide()
                self.setFocus()
            else:
                super().keyPressEvent(event)
            return
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(self._points):
            self._ask(place)
        elif event.key() in _ENTER and self.hasFocus() and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)
