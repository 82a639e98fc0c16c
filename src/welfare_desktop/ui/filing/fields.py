"""What is said of an item: its type, and the few fields of F52 that a person may want to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import REMARK
from welfare_desktop.domain.situation import Problem
from welfare_desktop.domain.values import normalise
from welfare_desktop.ui.filing.kinds import KindFinder
from welfare_desktop.ui.form.editor import FieldRow, Surroundings
from welfare_desktop.ui.form.make import make_editor
from welfare_desktop.ui.shell.widgets import Label, Scroll, set_property

_FORM = FORMS["F52"]
_SHOWN = ("title", "doc_date", "carrier", "media_caption", "original", "location")
_MEDIA = ("3", "4", "5")
_COPY = "2"


class ItemFields(Scroll):
    """``handed_in``: Enter in any line."""

    handed_in = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(spacing=8)
        around = Surroundings(now, lambda _: (), _none, lambda _: None, lambda *_: None)
        self._known: dict[str, Any] = {}
        self._put: dict[str, Any] = {}
        self.kinds = KindFinder()
        self.inner.addWidget(Label("材料类型", "fieldLabel"))
        self.inner.addWidget(self.kinds)
        self.note = Label("", "error").wrap()
        self.inner.addWidget(self.note)
        self.rows: dict[str, FieldRow] = {}
        for field in (*(_FORM.field(name) for name in _SHOWN), REMARK):
            row = FieldRow(make_editor(_FORM, field, around))
            row.editor.changed.connect(self._edited)
            for line in row.editor.findChildren(QLineEdit):
                if not isinstance(line.parent(), QComboBox):  # there Enter takes a choice
                    line.returnPressed.connect(self.handed_in)
            self.rows[field.name] = row
            self.inner.addWidget(row)
        self.inner.addStretch(1)
        self.kinds.taken.connect(self.handed_in)
        self._edited()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Prefill; what the person changed by hand stays."""
        for name, row in self.rows.items():
            if name in self._put and row.editor.value() != self._put[name]:
                continue
            row.editor.put(values.get(name))
            self._put[name] = row.editor.value()
        self._known = dict(values)
        self._edited()

    def forget(self) -> None:
        """The next item: nothing is changed by hand yet."""
        self._put = {}
        for row in self.rows.values():
            row.editor.put(None)
        self.show_problems(())

    def values(self) -> dict[str, Any]:
        """All of the item; `Refused` names the field that cannot be read."""
        out = dict(self._known)
        for name, row in self.rows.items():
            if row.isHidden():
                out.pop(name, None)
                continue
            try:
                out[name] = normalise(row.editor.field, row.editor.value())
            except Refused as error:
                raise Refused(error.sentence, field=name) from None
        return out

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; what belongs to the scans or the type stands under the type."""
        for name, row in self.rows.items():
            row.error(next((p.sentence for p in problems if p.field == name), ""))
        rest = [p for p in problems if p.field not in self.rows]
        told = (f"{'!' if p.warning else '✕'} {p.sentence}" + (f"（{p.clause}）" if p.clause else "")
                for p in rest)  # fmt: skip
        self.note.setText("\n".join(told))
        self.note.setVisible(bool(rest))
        set_property(self.note, "role", "error")

    def reveal(self, name: str) -> None:
        """The keyboard to a field."""
        row = self.rows.get(name)
        target: QWidget = row.editor.target() if row is not None else self.kinds.line
        target.setFocus()
        self.ensureWidgetVisible(row or self.kinds)

    def _edited(self) -> None:
        """A caption is of photographs, sound and films; a copy says why in 备注."""
        self.rows["media_caption"].setVisible(self.rows["carrier"].editor.value() in _MEDIA)
        self.rows[REMARK.name].setVisible(self.rows["original"].editor.value() == _COPY)


def _none(*_: object) -> Any:
    raise AssertionError("no field of an item takes a file")
