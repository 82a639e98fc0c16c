"""Editors that are a line or a box of text: text, long, numbers, division, computed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.editor import Editor, only_read
from welfare_desktop.ui.shell.widgets import Label

_NUMBERS = ("int", "dec", "money")
#: Of a box of text, and what stands above and below its lines.
_HEIGHT, _EDGES = 84, 24


class LineEditor(Editor):
    """One line; what is typed is judged by `domain.values`, in code points."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = QLineEdit()
        self.line.setObjectName(field.name)
        if field.kind in _NUMBERS:
            self.line.setMaximumWidth(240)
        if field.kind == "money":
            self.line.setPlaceholderText("元，如 12.50")
        self.line.textEdited.connect(lambda: self.changed.emit())
        self.watch(self.line)
        row.addWidget(self.line)
        if field.unit:
            row.addWidget(Label(field.unit, "secondary"), 1)
        elif field.kind in _NUMBERS and not field.calc:
            row.addStretch(1)

    def target(self) -> QWidget:
        """The line."""
        return self.line

    def value(self) -> Any:
        """The text, ``None`` if blank; money as whole 分."""
        text = self.line.text().strip()
        if text and self.field.kind == "money":
            try:
                return int(Decimal(text) * 100)
            except (InvalidOperation, ValueError, OverflowError):
                return text
        return text or None

    def put(self, value: Any) -> None:
        """A stored value as text; money in yuan."""
        if value is not None and self.field.kind == "money" and isinstance(value, int):
            value = f"{value / 100:.2f}"
        self.line.setText("" if value is None else str(value))

    def lock(self) -> None:
        """Read-only, still to be copied from."""
        only_read(self.line)


class LongEditor(Editor):
    """Several lines."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.box = QPlainTextEdit()
        self.box.setObjectName(field.name)
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(_HEIGHT)
        self.box.textChanged.connect(self._edited)
        self.watch(self.box)
        self._quiet = False
        column.addWidget(self.box)

    def _edited(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def target(self) -> QWidget:
        """The box."""
        return self.box

    def value(self) -> Any:
        """The text; ``None`` if blank."""
        return self.box.toPlainText().strip() or None

    def put(self, value: Any) -> None:
        """A stored text."""
        self._quiet = True
        self.box.setPlainText("" if value is None else str(value))
        self._quiet = False

    def lock(self) -> None:
        """Read-only, still to be copied from."""
        only_read(self.box)
        # Nobody can scroll in it by keys: all of it is shown.
        self.box.document().documentLayout().documentSizeChanged.connect(self._grow)

    def _grow(self, size: QSizeF) -> None:
        """As high as the text; a plain text document counts its height in lines."""
        lines = self.box.fontMetrics().lineSpacing() * round(size.height())
        self.box.setFixedHeight(max(_HEIGHT, lines + _EDGES))


class ComputedEditor(LineEditor):
    """What the program computes: shown, never typed; it never gives a value."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        only_read(self.line)
        self.line.setMaximumWidth(16777215)
        self.line.setPlaceholderText("")

    def value(self) -> Any:
        """Nothing: the action computes it."""
        return None

    def put(self, value: Any) -> None:
        """As people read it."""
        self.line.setText("" if value is None else values.show(self.field, value))
