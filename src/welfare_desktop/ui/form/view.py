"""A form as its declaration says: sections in paper order, two columns, one row a field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from welfare_desktop.domain import values
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.ui.form.attached import FileEditor, SignatureEditor
from welfare_desktop.ui.form.editor import FieldRow, Surroundings
from welfare_desktop.ui.form.make import WIDE, make_editor
from welfare_desktop.ui.form.tables import TableEditor, TableRow
from welfare_desktop.ui.shell.page import into_view
from welfare_desktop.ui.shell.widgets import Card, Scroll

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.domain.record import Paper


#: Named apart from the fields of every form.
_FURTHER = "_papers"


def further_papers(form: Form) -> Field:
    """The line for papers whose archive type no field of the form names."""
    named = {kind for field in form.fields for kind in field.papers}
    types = tuple(code for code, _ in code_list("CL-DOC").items if code not in named)
    return Field(name=_FURTHER, label="其他附件", kind="file", papers=types,
                 hint="选好档案类别再添加")  # fmt: skip


class FormView(Scroll):
    """Renders a form. ``changed`` after each edit, ``left`` when a field loses the focus.

    Args:
        locked: fields that stay as they are. closed: those that only look empty to this person.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self, form: Form, around: Surroundings, locked: Collection[str] = (),
        closed: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.form = form
        self.rows: dict[str, FieldRow] = {}
        self._sections: list[tuple[Card, QGridLayout, list[str]]] = []
        self._hidden: set[str] = set()
        self.owed: Collection[str] = ()
        self.locked: Collection[str] = locked
        self._followed: dict[str, str] = {}
        for section in form.sections:
            self._section(section.title, section.fields, around)
        self._section("", (REMARK,), around)
        for row in self.rows.values():
            if isinstance(row.editor, SignatureEditor):
                row.editor.wanted = partial(self._named, row.editor.field.signers)
        self.extra = FileEditor(further_papers(form), around)
        self._further()
        for name in locked:
            self.rows[name].editor.lock()
        for name in closed:
            self.rows[name].hint = "已有内容，不在您的查看范围，不用再填"
            self.rows[name].error("")
        self.inner.addStretch(1)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._came)
        # A field above came or went: the one with the keyboard stays in view.
        self.verticalScrollBar().rangeChanged.connect(self._moved)

    def _section(self, title: str, fields: Sequence[Field], around: Surroundings) -> None:
        card = Card("" if title == self.form.title else title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for field in fields:
            row = FieldRow(make_editor(self.form, field, around))
            row.editor.changed.connect(self.changed)
            row.editor.left.connect(self._carry)
            row.editor.left.connect(self.left)
            self.rows[field.name] = row
        card.body.addLayout(grid)
        self.inner.addWidget(card)
        names = [f.name for f in fields]
        self._sections.append((card, grid, names))
        self._place(grid, names)

    def _named(self, fields: Sequence[str]) -> list[str]:
        """People chosen in these fields, once there is one in each."""
        people = [self._value(name) for name in fields]
        return [str(one) for one in people] if all(people) else []

    def _value(self, name: str) -> Any:
        return self.rows[name].editor.value()

    def _carry(self) -> None:
        """Fill what follows another field, unless somebody wrote there."""
        for name, row in self.rows.items():
            if row.editor.field.follows is None or name in self.locked:
                continue
            source, rule = row.editor.field.follows
            told, now = rule(str(self._value(source) or "")), row.editor.value()
            if now in (None, self._followed.get(name)) and (told or None) != now:
                row.editor.put(told or None)
                self._followed[name] = told
                self.changed.emit()

    def _further(self) -> None:
        """Papers of the archive that no field of the form asks for."""
        card = Card()
        card.body.addWidget(FieldRow(self.extra))
        self.extra.changed.connect(self.changed)
        self.extra.left.connect(self.left)
        self.inner.addWidget(card)

    def _place(self, grid: QGridLayout, names: list[str]) -> None:
        """Rows in paper order; hidden ones leave no hole."""
        place = 0
        for name in names:
            row = self.rows[name]
            grid.removeWidget(row)
            if name in self._hidden:
                continue
            wide = row.editor.field.kind in WIDE
            place += place % 2 if wide else 0
            grid.addWidget(row, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1

    def keep_rows(self, body: Mapping[str, Any], partly: Collection[str] = ()) -> None:
        """Rows that stand on the record stay as they are; blank cells may be filled (续填).

        Args:
            partly: tables whose sealed rows only look blank.
        """
        for name, row in self.rows.items():
            if isinstance(row.editor, TableEditor):
                row.editor.keep(len(body.get(name) or ()), sealed=name in partly)

    def put(self, body: Mapping[str, Any]) -> None:
        """Show stored values."""
        for name, row in self.rows.items():
            if name in body:
                row.editor.put(body[name])
        self.show_asked(())

    def raw(self) -> dict[str, Any]:
        """What was typed: only filled, asked-for fields."""
        found = {n: r.editor.value() for n, r in self.rows.items() if not r.isHidden()}
        return {name: value for name, value in found.items() if value is not None}

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Values in stored form, and a sentence for each field that cannot be read."""
        good: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, value in self.raw().items():
            try:
                good[name] = values.normalise(self.rows[name].editor.field, value)
            except Refused as refused:
                wrong[name] = refused.sentence
        return good, wrong

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Papers attached since."""
        editors = [r.editor for r in self.rows.values()]
        return tuple(
            p
            for e in (*editors, self.extra)
            if isinstance(e, FileEditor | TableEditor)
            for p in e.papers
        )

    def restore(self, papers: Sequence[Paper]) -> None:
        """Papers of a draft, each at its field."""
        for row in self.rows.values():
            if isinstance(row.editor, FileEditor | TableEditor):
                row.editor.restore(papers)
        own = {paper.sha256 for paper in self.papers}
        self.extra.take([paper for paper in papers if paper.sha256 not in own])

    @property
    def signers(self) -> dict[str, Signer | tuple[Signer, ...]]:
        """Who signed which field since."""
        out: dict[str, Signer | tuple[Signer, ...]] = {}
        for name, row in self.rows.items():
            if isinstance(row.editor, SignatureEditor) and row.editor.signers:
                people = row.editor.signers
                out[name] = tuple(people) if row.editor.field.kind == "sigs" else people[0]
        return out

    @property
    def astray(self) -> set[str]:
        """Fields signed by somebody else than those named."""
        return {
            name for name, row in self.rows.items()
            if isinstance(row.editor, SignatureEditor) and row.editor.astray
        }  # fmt: skip

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """A sentence under each field named, none under the others."""
        for name, row in self.rows.items():
            row.error(sentences.get(name, ""))

    def show_computed(self, computed: Mapping[str, Any]) -> None:
        """What the program computed."""
        for name, value in computed.items():
            if name in self.rows:
                self.rows[name].editor.put(value)

    def show_asked(self, demanded: Iterable[str], hidden: Iterable[str] = ()) -> None:
        """必填 at what this step demands; fields that cannot be asked now disappear."""
        demanded, hidden = set(demanded), set(hidden) & set(self.rows)
        for name, row in self.rows.items():
            field = row.editor.field
            one_of = name in self.form.one_of
            needed = not field.calc and (field.req == "Y" or name in demanded)
            needed = needed and name not in self.locked
            row.demand("至少填一项" if one_of and needed else "必填" if needed else "")
            row.setVisible(name not in hidden)
        if hidden != self._hidden:
            self._hidden = hidden
            for card, grid, names in self._sections:
                self._place(grid, names)
                card.setVisible(any(name not in hidden for name in names))

    def _moved(self) -> None:
        self._came(None, QApplication.focusWidget())

    def _came(self, _: QWidget | None, to: QWidget | None) -> None:
        """The keyboard came to a field: it is in view once all have their places."""
        if to is not None and self.isAncestorOf(to) and not QApplication.mouseButtons():
            QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        """Its label, hint and error too; of what is higher than the view, the line alone."""
        at = self.focusWidget()
        if at is None or not self.isAncestorOf(at):
            return
        row: QWidget | None = at
        while row is not None and not isinstance(row, FieldRow | TableRow):
            row = row.parentWidget()
        fits = row is not None and row.height() <= self.viewport().height()
        into_view(row if row is not None and fits else at)

    def first(self) -> QWidget | None:
        """Where filling begins: the first field that is owed, else the first that is open."""
        open_ = [
            row for name, row in self.rows.items()
            if name not in self.locked and not row.isHidden() and not row.editor.field.calc
        ]  # fmt: skip
        open_.sort(key=lambda row: row.editor.field.name not in self.owed)
        return next((r.editor.target() for r in open_ if r.editor.target().isEnabled()), None)

    def reveal(self, name: str) -> None:
        """Bring a field into view and give it the keyboard."""
        row: QWidget | None = self.rows.get(name)
        if isinstance(row, FieldRow):
            row.editor.target().setFocus()
