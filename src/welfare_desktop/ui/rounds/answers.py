"""The answers of a question as buttons: one below the other, two in a line where room is short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from welfare_desktop.ui.shell.tokens import INPUT
from welfare_desktop.ui.shell.widgets import Button, empty

_GAP, _BELOW = 4, 10


def answer(text: str, clicked: Callable[[], object]) -> Button:
    """One answer."""
    made = Button(text, "", clicked)
    made.setProperty("choice", True)
    made.setMinimumSize(1, INPUT)  # a long name makes the panel no wider
    return made


class Answers(QWidget):
    """``pick`` gets the place of the one pressed."""

    def __init__(self, pick: Callable[[int], object]) -> None:
        super().__init__()
        self._pick = pick
        self.buttons: list[Button] = []
        self._shape: list[tuple[int, int, int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)

    def show_answers(self, told: Sequence[tuple[str, str]]) -> None:
        """Show these: ``(text, accessible name)``."""
        empty(self._grid)
        self.buttons, self._shape = [], []
        for place, (text, name) in enumerate(told):
            button = answer(text, partial(self._pick, place))
            button.setAccessibleName(name)
            self.buttons.append(button)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on what stands around decides about the room."""
        super().showEvent(event)
        area, asks = self._area(), self.parentWidget()
        for one in (area.viewport() if area else None, asks, self):
            if one is not None:
                one.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another size or place, another room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._fit()
        return False

    def _fit(self) -> None:
        low = len(self.buttons) * (INPUT + _GAP) > self._room()
        shape = self._in_two() if low else [(n, 0, 2) for n in range(len(self.buttons))]
        if shape == self._shape:
            return
        self._shape = shape
        for button, (row, column, wide) in zip(self.buttons, shape, strict=True):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, row, column, 1, wide)

    def _area(self) -> QScrollArea | None:
        at = self.parentWidget()
        while at is not None and not isinstance(at, QScrollArea):
            at = at.parentWidget()
        return at

    def _room(self) -> int:
        """What can be seen at once of the place this lies in."""
        at = self._area()
        inside = at.widget() if at is not None else None
        if at is None or inside is None:
            return 100_000
        top = self.mapTo(inside, self.rect().topLeft()).y()
        return at.viewport().height() - top - _BELOW

    def _in_two(self) -> list[tuple[int, int, int]]:
        """Row, column and width of each: two short ones side by side, a long one by itself."""
        out: list[tuple[int, int, int]] = []
        row, half = 0, (self.width() - _GAP) // 2
        for button in self.buttons:
            short = button.sizeHint().width() <= half
            row, column, wide = out[-1] if out else (-1, 0, 2)
            beside = short and (column, wide) == (0, 1)
            out.append((row, 1, 1) if beside else (row + 1, 0, 1 if short else 2))
        return out
