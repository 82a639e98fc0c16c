"""What every editor of a field can do, and the row that carries it: label, editor, hint line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.shell.widgets import Label, set_property

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.domain.record import Paper


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What editors may ask of the page.

    Args:
        now: the present. choices: ``(record id, label)`` a reference field may point to.
        attach: takes a file in and gives its paper. ask_file: lets the person choose one.
        sign: asks a PIN for what is said, of a person (F64; empty: who sits here) at first, then
            hands over the proof.
    """

    now: Callable[[], datetime]
    choices: Callable[[Field], Sequence[tuple[str, str]]]
    attach: Callable[[Field, Path], Paper]
    ask_file: Callable[[str], Path | None]
    sign: Callable[[str, Callable[[Signer], None], str], None]


def only_read(box: QLineEdit | QPlainTextEdit) -> None:
    """To be read and copied from with the mouse; Tab goes past it, there is nothing to do."""
    box.setReadOnly(True)
    box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


class Editor(QWidget):
    """Base of the editors. ``changed`` after each edit of the person, ``left`` on focus-out."""

    changed = Signal()
    left = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def value(self) -> Any:
        """What was typed, in a shape that `domain.values.normalise` reads; ``None`` if empty.

        The base gives nothing: papers and signatures go with the submission, computed fields by
        the action.
        """
        return None

    def put(self, value: Any) -> None:
        """Show a stored value; no ``changed`` comes. Every editor says how."""

    def target(self) -> QWidget:
        """The widget that takes the keyboard."""
        return self

    def wrong(self, sentence: str) -> None:
        """Mark or unmark the editor; the sentence is read aloud."""
        set_property(self.target(), "wrong", bool(sentence))
        self.target().setAccessibleDescription(sentence)

    def lock(self) -> None:
        """Read-only."""
        self.target().setEnabled(False)

    def watch(self, widget: QWidget) -> None:
        """Report when a widget loses the focus."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only listens for focus-out."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return False


class FieldRow(QWidget):
    """Label above, editor, one reserved line of hint or error below."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        field = editor.field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        self.label = Label(field.label, "fieldLabel")
        self.required = Label("", "required")
        head.addWidget(self.label)
        head.addWidget(self.required)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(editor)
        self.sentence = ""
        self.note = Label("", "hint").wrap()
        self.note.setMinimumHeight(20)
        column.addWidget(self.note)
        column.addStretch(1)
        target = editor.target()
        self.label.setBuddy(target)
        if not target.accessibleName():
            target.setAccessibleName(field.label)
        self.demand("必填" if field.req == "Y" and not field.calc else "")
        hint = "" if field.unit else field.hint
        self.hint = hint or ("系统自动计算" if field.calc else "")
        self.error("")

    def demand(self, word: str) -> None:
        """Show 必填 as a word, or take it away."""
        self.required.setText(word)

    def error(self, sentence: str) -> None:
        """An error with what to do, or the hint again."""
        self.sentence = sentence
        set_property(self.note, "role", "error" if sentence else "hint")
        self.note.setText(f"✕ {sentence}" if sentence else self.hint)
        self.editor.wrong(sentence)
