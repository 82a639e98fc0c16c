"""Tables that the program fills: shown, never typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.editor import Editor, Surroundings
from welfare_desktop.ui.form.grid import TableGrid

_REFERENCES = ("ref", "refs", "staff", "staffs")


class ComputedTable(Editor):
    """Rows by the program; references by the names of their records."""

    def __init__(self, field: Field, around: Surroundings) -> None:
        super().__init__(field)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._names = {
            code: name
            for column in field.columns
            if column.kind in _REFERENCES
            for code, name in around.choices(column)
        }
        self._grid = TableGrid(field, self._word)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)
        self.put(None)

    def _word(self, field: Field, value: Any) -> str:
        if field.kind in _REFERENCES:
            several = value if isinstance(value, list) else [value]
            return "、".join(self._names.get(str(one), "") for one in several if one)
        return values.show(field, value)

    def put(self, value: Any) -> None:
        """The rows."""
        self._grid.show_rows(value or ())
