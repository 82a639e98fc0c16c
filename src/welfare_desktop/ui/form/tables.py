"""Editors made of editors: tables with rows to add and remove, and checklists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.attached import FileEditor
from welfare_desktop.ui.form.choice import edge
from welfare_desktop.ui.form.editor import Editor, only_read
from welfare_desktop.ui.shell.page import tab_before, wake
from welfare_desktop.ui.shell.widgets import Button, FlatButton, Label, set_property

if TYPE_CHECKING:
    from welfare_desktop.domain.record import Paper

_ACROSS = 3


class TableRow(QWidget):
    """One row of a table: its cells and the button that removes it."""

    def __init__(self, table: TableEditor, make: Callable[[Field], Editor]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(12)
        self.editors: dict[str, Editor] = {}
        self.labels: list[Label] = []
        columns = table.field.columns
        for number, column in enumerate(columns):
            editor = make(column)
            editor.target().setAccessibleName(f"{table.field.label}：{column.label}")
            editor.changed.connect(table.changed)
            editor.left.connect(table.left)
            self.editors[column.name] = editor
            line, place = divmod(number, _ACROSS)
            label = Label(column.label, "hint")
            self.labels.append(label)
            grid.addWidget(label, line * 2, place)
            grid.addWidget(editor, line * 2 + 1, place)
            grid.setColumnStretch(place, 1)
        remove = FlatButton(
            "", "trash-2", lambda: table.remove(self), f"删除这一行{table.field.label}"
        )
        grid.addWidget(remove, 1, min(len(columns), _ACROSS))
        self.remove = remove

    def keep(self, cells: dict[str, Any], whole: bool) -> None:
        """Lock what is filled, or everything; a kept row is not removed."""
        self.remove.hide()
        for name, editor in self.editors.items():
            if whole or not values.empty(cells.get(name)):
                editor.lock()


class TableEditor(Editor):
    """Rows of columns. A row left wholly blank does not count."""

    def __init__(self, field: Field, make: Callable[[Field], Editor]) -> None:
        super().__init__(field)
        self._make = make
        self._locked, self._kept, self._sealed = False, 0, False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._column.addLayout(self._rows)
        self.button = Button("添加一行", "plus", self._grow, f"{field.label}：添加一行")
        self.button.setObjectName(field.name)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self.rows: list[TableRow] = []

    @property
    def papers(self) -> list[Paper]:
        """Papers attached in the rows."""
        editors = [e for row in self.rows for e in row.editors.values()]
        return [p for e in editors if isinstance(e, FileEditor) for p in e.papers]

    def restore(self, papers: Sequence[Paper]) -> None:
        """Papers of a draft, each in its row."""
        for row in self.rows:
            for editor in row.editors.values():
                if isinstance(editor, FileEditor):
                    editor.restore(papers)

    def add(self) -> TableRow:
        """A blank row."""
        row = TableRow(self, self._make)
        self.rows.append(row)
        self._rows.addWidget(row)
        self._head()
        tab_before(self.button, row)
        return row

    def _head(self) -> None:
        """A table of one line a row names its columns once."""
        short = len(self.field.columns) <= _ACROSS
        for number, row in enumerate(self.rows):
            for label in row.labels:
                label.setVisible(not short or number == 0)

    def _grow(self) -> None:
        first = next(iter(self.add().editors.values())).target()
        wake(first, self)
        first.setFocus()
        self.changed.emit()

    def remove(self, row: TableRow) -> None:
        """Take a row away."""
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._head()
        self.button.setFocus()
        self.changed.emit()

    def target(self) -> QWidget:
        """The button that adds a row."""
        return self.button

    def value(self) -> Any:
        """Rows as ``{column: value}``; ``None`` if there is none."""
        out = []
        for row in self.rows:
            cells = {name: e.value() for name, e in row.editors.items()}
            filled = {name: v for name, v in cells.items() if v is not None}
            if filled:
                out.append(filled)
        return out or None

    def put(self, value: Any) -> None:
        """Show stored rows."""
        for row in list(self.rows):
            self.rows.remove(row)
            row.hide()
            row.deleteLater()
        for number, cells in enumerate(value or []):
            row = self.add()
            for name, editor in row.editors.items():
                editor.put(cells.get(name))
            if self._locked or number < self._kept:
                first = str(cells.get(self.field.columns[0].name))
                closed = self._sealed and first in self.field.sealed_rows
                row.keep(cells, self._locked or closed)

    def keep(self, rows: int, *, sealed: bool = False) -> None:
        """The first rows stand on the record: filled cells stay as they are (续填).

        Args:
            sealed: rows of class S4 hold more than this person is shown.
        """
        self._kept, self._sealed = rows, sealed

    def lock(self) -> None:
        """Read-only."""
        self._locked = True
        self.button.hide()
        for row in self.rows:
            row.keep({}, True)


class ChecklistEditor(Editor):
    """A point a line: 是, 否 with a note, 不适用."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(4, 3)
        self._buttons: dict[str, dict[str, Button]] = {}
        self._notes: dict[str, QLineEdit] = {}
        for number, (point, label) in enumerate(field.points):
            grid.addWidget(Label(label).wrap(), number, 0)
            self._buttons[point] = {}
            for place, word in enumerate(("是", "否", "不适用"), start=1):
                button = Button(word, name=f"{label}：{word}")
                button.setObjectName(f"{field.name}.{point}.{word}")
                button.setCheckable(True)
                button.setProperty("segment", True)
                button.clicked.connect(lambda _, point=point, word=word: self._answer(point, word))
                self._buttons[point][word] = button
                grid.addWidget(button, number, place)
            note = QLineEdit()
            note.setAccessibleName(f"{label}：说明")
            note.setPlaceholderText("哪里不对、怎么办")
            note.setVisible(False)
            note.textEdited.connect(lambda: self.changed.emit())
            self.watch(note)
            self._notes[point] = note
            grid.addWidget(note, number, 4)

    def _answer(self, point: str, word: str) -> None:
        self._show(point, word if self._buttons[point][word].isChecked() else "")
        if word == "否":
            self._notes[point].setFocus()
        self.changed.emit()

    def _show(self, point: str, word: str) -> None:
        for other, button in self._buttons[point].items():
            button.setChecked(other == word)
        self._notes[point].setVisible(word == "否")

    def target(self) -> QWidget:
        """是 of the first point."""
        return next(iter(self._buttons.values()))["是"]

    def wrong(self, sentence: str) -> None:
        """Points without an answer are edged, and notes that are asked for."""
        for point, buttons in self._buttons.items():
            answered = any(b.isChecked() for b in buttons.values())
            edge(buttons.values(), "" if answered else sentence)
            blank = buttons["否"].isChecked() and not self._notes[point].text().strip()
            set_property(self._notes[point], "wrong", bool(sentence) and blank)
        self.target().setAccessibleDescription(sentence)

    def value(self) -> Any:
        """``{point: true | note | "不适用"}``; 否 without a note is an empty one, to be refused."""
        out: dict[str, Any] = {}
        for point, buttons in self._buttons.items():
            if buttons["是"].isChecked():
                out[point] = True
            elif buttons["否"].isChecked():
                out[point] = self._notes[point].text().strip()
            elif buttons["不适用"].isChecked():
                out[point] = "不适用"
        return out or None

    def put(self, value: Any) -> None:
        """Show stored answers."""
        for point in self._buttons:
            answer = (value or {}).get(point)
            word = {True: "是", "不适用": "不适用", None: ""}.get(answer, "否")
            self._show(point, word)
            if word == "否":
                self._notes[point].setText(str(answer))

    def lock(self) -> None:
        """Read-only."""
        for point, buttons in self._buttons.items():
            only_read(self._notes[point])
            for button in buttons.values():
                button.setEnabled(False)
