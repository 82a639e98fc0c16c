"""A table to be read: its columns once, then a line a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.shell.widgets import Label, Line, empty

#: More filled columns than these are written out row by row.
_COLUMNS = 6

Show = Callable[[Field, Any], str]


class TableGrid(QWidget):
    """Only columns that hold something; ``show`` puts a cell into words."""

    def __init__(self, field: Field, show: Show) -> None:
        super().__init__()
        self._field, self._show = field, show
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)

    def show_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these."""
        empty(self._grid)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        used = [
            c for c in self._field.columns if any(not values.empty(r.get(c.name)) for r in rows)
        ]
        if not rows:
            self._grid.addWidget(Label("没有", "secondary"), 0, 0)
        elif len(used) > _COLUMNS:
            for number, row in enumerate(rows):
                told = (f"{c.label} {self._show(c, row.get(c.name))}" for c in used
                        if not values.empty(row.get(c.name)))  # fmt: skip
                self._line(number * 2, [Label(" · ".join(told)).wrap()], 1)
        else:
            self._line(0, [Label(c.label, "hint") for c in used], len(used))
            for number, row in enumerate(rows, start=1):
                cells = [Label(self._show(c, row.get(c.name))).wrap() for c in used]
                self._line(number * 2, cells, len(used))

    def _line(self, at: int, cells: Sequence[QWidget], wide: int) -> None:
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, at, column)
            self._grid.setColumnStretch(column, 1)
        self._grid.addWidget(Line(), at + 1, 0, 1, wide)
