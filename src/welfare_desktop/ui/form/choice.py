"""Editors that choose: yes/no, segments, searchable combo, check chips, references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.editor import Editor
from welfare_desktop.ui.shell.widgets import Button, ComboBox, empty

Choices = Sequence[tuple[Any, str]]

_CHIPS_ACROSS = 5


class SegmentEditor(Editor):
    """Up to four choices side by side; pressing the chosen one again clears it."""

    def __init__(self, field: Field, choices: Choices) -> None:
        super().__init__(field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[Any, QPushButton] = {}
        for code, label in choices:
            button = Button(label, name=f"{field.label}：{label}")
            button.setObjectName(f"{field.name}.{code}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda code=code: self._chosen(code))
            self.watch(button)
            self.buttons[code] = button
            row.addWidget(button)
        row.addStretch(1)

    def _chosen(self, code: Any) -> None:
        for other, button in self.buttons.items():
            if other != code:
                button.setChecked(False)
        self.changed.emit()

    def target(self) -> QWidget:
        """The first button."""
        return next(iter(self.buttons.values()))

    def wrong(self, sentence: str) -> None:
        """The error line says it; the buttons are only described."""
        self.target().setAccessibleDescription(sentence)

    def value(self) -> Any:
        """The chosen code."""
        return next((c for c, b in self.buttons.items() if b.isChecked()), None)

    def put(self, value: Any) -> None:
        """Choose a code."""
        for code, button in self.buttons.items():
            button.setChecked(code == value and type(code) is type(value))

    def lock(self) -> None:
        """Read-only."""
        for button in self.buttons.values():
            button.setEnabled(False)


class ComboEditor(Editor):
    """Many choices: type any part of the label to find it."""

    def __init__(self, field: Field, choices: Choices) -> None:
        super().__init__(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.combo = ComboBox(field.label)
        self.combo.setObjectName(field.name)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItem("", None)
        self.combo.setItemData(0, "未选", Qt.ItemDataRole.AccessibleTextRole)
        for code, label in choices:
            self.combo.addItem(label, code)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = completer.popup()
        if popup is not None:
            popup.setAccessibleName(f"{field.label}的匹配项")
        self.combo.setCompleter(completer)
        line = self.combo.lineEdit()
        assert line is not None  # the combo is editable
        line.setPlaceholderText("输入几个字查找，或按 ↓")
        line.setAccessibleName(field.label)
        self.combo.activated.connect(lambda: self.changed.emit())
        line.editingFinished.connect(self._settle)
        self.watch(line)
        column.addWidget(self.combo)

    def _settle(self) -> None:
        at = self._found()
        if at >= 0 and at != self.combo.currentIndex():
            self.combo.setCurrentIndex(at)
            self.changed.emit()

    def _found(self) -> int:
        return self.combo.findText(self.combo.currentText().strip())

    def target(self) -> QWidget:
        """The combo."""
        return self.combo

    def value(self) -> Any:
        """The code; text that is no choice comes as it is, for the error line."""
        text = self.combo.currentText().strip()
        at = self._found()
        return self.combo.itemData(at) if at >= 0 else text or None

    def put(self, value: Any) -> None:
        """Choose a code; an unknown one is shown as it is."""
        at = self.combo.findData(value) if value is not None else 0
        self.combo.setCurrentIndex(at)
        if at < 0:
            self.combo.setEditText(str(value))


class ManyEditor(Editor):
    """Several of a long list: those chosen stand as chips, more are found by typing."""

    def __init__(self, field: Field, choices: Choices) -> None:
        super().__init__(field)
        self._labels = dict(choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.more = ComboEditor(field, choices)
        self.more.combo.setMaximumWidth(420)
        self.more.changed.connect(self._add)
        self.more.left.connect(self.left)
        column.addWidget(self.more)
        self._row = QGridLayout()
        self._row.setSpacing(6)
        column.addLayout(self._row)
        self.chosen: list[Any] = []

    def _add(self) -> None:
        code = self.more.value()
        if code in self._labels and code not in self.chosen:
            self.chosen.append(code)
            self._draw()
            self.changed.emit()
        self.more.put(None)

    def _remove(self, code: Any) -> None:
        self.chosen.remove(code)
        self._draw()
        self.more.combo.setFocus()
        self.changed.emit()

    def _draw(self) -> None:
        empty(self._row)
        for number, code in enumerate(self.chosen):
            label = self._labels.get(code, str(code))
            chip = Button(label, "x", lambda code=code: self._remove(code), f"去掉{label}")  # type: ignore[misc]
            chip.setEnabled(self.more.combo.isEnabled())
            self._row.addWidget(chip, number // _CHIPS_ACROSS, number % _CHIPS_ACROSS)
        self._row.setColumnStretch(_CHIPS_ACROSS, 1)

    def target(self) -> QWidget:
        """The line that finds more."""
        return self.more.target()

    def value(self) -> Any:
        """The chosen codes in the order they were chosen."""
        return list(self.chosen) or None

    def put(self, value: Any) -> None:
        """Choose codes."""
        self.chosen = list(value or ())
        self._draw()

    def lock(self) -> None:
        """Read-only."""
        self.more.lock()
        self._draw()


class ChipsEditor(Editor):
    """Several of a list, as chips to press."""

    def __init__(self, field: Field, choices: Choices, columns: int = 4) -> None:
        super().__init__(field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.buttons: dict[Any, QPushButton] = {}
        for number, (code, label) in enumerate(choices):
            button = Button(label, name=f"{field.label}：{label}")
            button.setObjectName(f"{field.name}.{code}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda: self.changed.emit())
            self.watch(button)
            self.buttons[code] = button
            grid.addWidget(button, number // columns, number % columns)
        self._none = Button(f"没有可选的{field.label}", name=f"没有可选的{field.label}")
        self._none.why_not("请先登记后再来选择。")
        self._none.setVisible(not choices)
        grid.addWidget(self._none, len(choices) // columns + 1, 0)
        grid.setColumnStretch(columns, 1)

    def target(self) -> QWidget:
        """The first chip."""
        return next(iter(self.buttons.values()), self._none)

    def wrong(self, sentence: str) -> None:
        """The error line says it; the chips are only described."""
        self.target().setAccessibleDescription(sentence)

    def value(self) -> Any:
        """The chosen codes, in printed order."""
        return [c for c, b in self.buttons.items() if b.isChecked()] or None

    def put(self, value: Any) -> None:
        """Choose codes."""
        for code, button in self.buttons.items():
            button.setChecked(code in (value or ()))

    def lock(self) -> None:
        """Read-only."""
        for button in self.buttons.values():
            button.setEnabled(False)
