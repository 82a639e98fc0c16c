"""Editors that choose: yes/no, segments, searchable combo, check chips, references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QPushButton, QVBoxLayout, QWidget

from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.editor import Editor
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.page import tab_after
from welfare_desktop.ui.shell.widgets import Button, ComboBox, empty, set_property

Choices = Sequence[tuple[Any, str]]
#: A list so long is made once for all fields that choose from it.
_SHARED_FROM = 500


def edge(buttons: Iterable[QPushButton], sentence: str) -> None:
    """Edge the buttons of a choice that is missing or wrong; an empty sentence: none."""
    for number, button in enumerate(buttons):
        set_property(button, "wrong", bool(sentence))
        button.setAccessibleDescription("" if number else sentence)


class SegmentEditor(Editor):
    """Up to four choices side by side; pressing the chosen one again clears it."""

    def __init__(self, field: Field, choices: Choices) -> None:
        super().__init__(field)
        row = Flow(parent=self)
        self.buttons: dict[Any, QPushButton] = {}
        for code, label in choices:
            button = Button(label, name=f"{field.label}：{label}")
            button.setObjectName(f"{field.name}.{code}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda _, code=code: self._chosen(code))
            self.watch(button)
            self.buttons[code] = button
            row.addWidget(button)

    def _chosen(self, code: Any) -> None:
        for other, button in self.buttons.items():
            if other != code:
                button.setChecked(False)
        self.changed.emit()

    def target(self) -> QWidget:
        """The first button."""
        return next(iter(self.buttons.values()))

    def wrong(self, sentence: str) -> None:
        """Every button is edged; the first one is described."""
        edge(self.buttons.values(), sentence)

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


def _model(choices: Choices) -> QStandardItemModel:
    model = QStandardItemModel()
    for code, label in ((None, ""), *choices):
        item = QStandardItem(label)
        item.setData(code, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    model.item(0).setData("未选", Qt.ItemDataRole.AccessibleTextRole)
    return model


_shared = cache(_model)


class ComboEditor(Editor):
    """Many choices: type any part of the label to find it. ``chosen``: one of them was taken.
    ``free``: other words may be typed, which no choice stands for by itself."""

    chosen = Signal()

    def __init__(
        self, field: Field, choices: Choices, asks: str = "输入几个字查找，或按 ↓", *,
        free: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(field)
        self._free = free
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.combo = ComboBox(field.label)
        self.combo.setObjectName(field.name)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        long = len(choices) > _SHARED_FROM
        # The combo box does not own it.
        self._model = _shared(tuple(choices)) if long else _model(choices)
        self.combo.setModel(self._model)
        self.completer = completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = completer.popup()
        if popup is not None:
            popup.setAccessibleName(f"{field.label}的匹配项")
        self.combo.setCompleter(completer)
        if popup is not None:
            # After the completer has taken it: the last filter is asked first.
            popup.installEventFilter(self)
        line = self.combo.lineEdit()
        assert line is not None  # the combo is editable
        line.setPlaceholderText(asks)
        line.setAccessibleName(field.label)
        self.combo.activated.connect(lambda: self._taken())
        line.textEdited.connect(lambda: self.changed.emit())
        line.editingFinished.connect(self._settle)
        self.watch(self.combo)
        column.addWidget(self.combo)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line of a combo box never has the keyboard itself: what was typed settles here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._to_first_match(event)
        if (
            isinstance(event, QFocusEvent)
            and event.lostFocus()
            and event.reason() != Qt.FocusReason.PopupFocusReason
        ):
            self._settle()
        return super().eventFilter(watched, event)

    def _to_first_match(self, event: QKeyEvent) -> bool:
        """Enter before a match was chosen goes to the first of several, to be looked at."""
        popup = self.completer.popup()
        several = self.completer.completionCount() > 1
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not several:
            return False
        if popup is None or not popup.isVisible() or popup.currentIndex().isValid():
            return False
        popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        return True

    def _settle(self) -> None:
        """Words that only one choice has stand for it."""
        at, typed = self._found(), self.combo.currentText().strip()
        if at < 0 and typed and (typed.isascii() or not self._free):
            near = [n for n in range(1, self.combo.count()) if typed in self.combo.itemText(n)]
            at = near[0] if len(near) == 1 else -1
        if at >= 0 and at != self.combo.currentIndex():
            self.combo.setCurrentIndex(at)
            self._taken()

    def _taken(self) -> None:
        if self._free:
            # The completer writes the whole label after this.
            QTimer.singleShot(0, self, self._shorten)
        self.changed.emit()
        self.chosen.emit()

    def _shorten(self) -> None:
        """What was chosen stands as it is written down, without the words that found it."""
        if (at := self._found()) > 0:
            self.combo.setEditText(str(self.combo.itemData(at)))

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
        if at < 0 or self._free:
            self.combo.setEditText("" if value is None else str(value))


class ManyEditor(Editor):
    """Several of a long list: those chosen stand as chips, more are found by typing."""

    def __init__(self, field: Field, choices: Choices) -> None:
        super().__init__(field)
        self._labels = dict(choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.more = ComboEditor(field, choices)
        self.more.combo.setMaximumWidth(420)
        self.more.chosen.connect(self._add)
        self.more.left.connect(self.left)
        column.addWidget(self.more)
        self._chips = QWidget()
        self._row = Flow(parent=self._chips)
        column.addWidget(self._chips)
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
        for code in self.chosen:
            label = self._labels.get(code, str(code))
            chip = Button(label, "x", lambda code=code: self._remove(code), f"去掉{label}")  # type: ignore[misc]
            chip.setEnabled(self.more.combo.isEnabled())
            self._row.addWidget(chip)
        tab_after(self.more.combo, self._chips)

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

    def __init__(self, field: Field, choices: Choices) -> None:
        super().__init__(field)
        row = Flow(parent=self)
        self.buttons: dict[Any, QPushButton] = {}
        for code, label in choices:
            button = Button(label, name=f"{field.label}：{label}")
            button.setObjectName(f"{field.name}.{code}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda: self.changed.emit())
            self.watch(button)
            self.buttons[code] = button
            row.addWidget(button)
        self._none = Button(f"没有可选的{field.label}", name=f"没有可选的{field.label}")
        self._none.why_not("请先登记后再来选择。")
        row.addWidget(self._none)
        self._none.setVisible(not choices)

    def target(self) -> QWidget:
        """The first chip."""
        return next(iter(self.buttons.values()), self._none)

    def wrong(self, sentence: str) -> None:
        """Every chip is edged; the first one is described."""
        edge(self.buttons.values() or (self._none,), sentence)

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
