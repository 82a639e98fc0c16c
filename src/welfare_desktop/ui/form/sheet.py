"""A record to be read: what it holds, in paper order; papers open, nothing can be typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain import values
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.ui.form.deciding import Deciding
from welfare_desktop.ui.form.grid import TableGrid
from welfare_desktop.ui.form.make import KNOWN, WIDE
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Card, FlatButton, Label, Scroll, StatusLabel


class RecordSheet(Scroll):
    """Empty fields are left out, but those still owed: they say 待补."""

    def __init__(self, presenter: Presenter, deciding: Deciding) -> None:
        super().__init__()
        form, sight = presenter.form, presenter.sight
        assert sight is not None
        record, house = sight.record, presenter.desk.seen()
        self._sight, self._presenter, self._deciding = sight, presenter, deciding
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("reads", True)
        self.setAccessibleName(f"{form.title}，上下键翻看")
        self._record, self._house = record, house
        self._closed(form)
        told = False
        for section in form.sections:
            told |= self._section(section.title, section.fields)
        told |= self._section("", (REMARK,))
        told |= self._further(form)
        if record.void_reason:
            self._text("作废原因", record.void_reason)
        if record.late_entry_reason:
            self._text("补录原因", record.late_entry_reason)
        if not told and not sight.sealed:
            self.inner.addWidget(Label("这份记录还没有内容，可以续填。", "secondary"))
        self.inner.addStretch(1)

    def _closed(self, form: Form) -> None:
        """What is sealed and who opens it; nothing is hidden silently."""
        names = [f.label for f in form.fields if f.name in self._sight.sealed]
        if not names:
            return
        card = Card("封存内容")
        card.body.addWidget(Label(f"有内容，已封存：{'、'.join(names)}。").wrap())
        if self._presenter.may_open_sealed():
            line = QHBoxLayout()
            reason = QLineEdit()
            reason.setPlaceholderText("写明查看的原因，会记入查阅记录")
            reason.setAccessibleName("查看封存内容的原因")
            go = Button(
                "查看", "eye", lambda: self._open_sealed(reason.text()), "写明原因后查看封存内容"
            )
            reason.returnPressed.connect(go.click)
            line.addWidget(reason, 1)
            line.addWidget(go)
            card.body.addLayout(line)
        else:
            card.body.addWidget(Label("要看请找院长，在“设置 · 查阅与授权”里授权。", "hint").wrap())
        self.inner.addWidget(card)

    def _open_sealed(self, reason: str) -> None:
        self._deciding.read_more(lambda: self._presenter.open_sealed(reason))

    def _show_ids(self) -> None:
        self._deciding.read_more(self._presenter.show_ids)

    def _section(self, title: str, fields: tuple[Field, ...]) -> bool:
        closed = self._sight.withheld | self._sight.sealed
        shown = [
            f for f in fields
            if self._holds(f) or (f.req == "Y" and not f.calc and f.name not in closed)
        ]  # fmt: skip
        if not shown:
            return False
        card = Card(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place = 0
        for field in shown:
            wide = field.kind in WIDE
            place += place % 2 if wide else 0
            grid.addWidget(self._field(field), place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1
        card.body.addLayout(grid)
        self.inner.addWidget(card)
        return True

    def _holds(self, field: Field) -> bool:
        return not values.empty(self._record.get(field.name)) or bool(self._papers(field))

    def _field(self, field: Field) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(Label(field.label, "hint"))
        column.addWidget(self._value(field))
        column.addStretch(1)
        return holder

    def _value(self, field: Field) -> QWidget:
        value = self._record.get(field.name)
        if not self._holds(field):
            return StatusLabel("待补", "warn", due=True)
        if field.kind == "table":
            grid = TableGrid(field, lambda column, cell: values.show(column, cell, self._house))
            grid.show_rows(value)
            return grid
        if field.kind == "file":
            return self._files(field)
        if field.kind == "checklist":
            return self._points(field, value)
        known = dict(KNOWN.get(f"{self._record.form}.{field.name}", ()))
        words = known.get(str(value)) or values.show(field, value, self._house)
        words = f"{words} {field.unit}".strip()
        text = Label(f"✓ {words}" if field.kind in ("sig", "sigs") else words).wrap()
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self._starred(field, text) if field.name in self._sight.masked else text

    def _starred(self, field: Field, text: Label) -> QWidget:
        """An identity number with the button that shows it; showing is logged."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(text)
        go = FlatButton("显示", "eye", self._show_ids, f"显示完整的{field.label}，会记入查阅记录")
        line.addWidget(go)
        line.addStretch(1)
        return holder

    def _text(self, label: str, words: str) -> None:
        card = Card("")
        card.body.addWidget(Label(label, "hint"))
        card.body.addWidget(Label(words).wrap())
        self.inner.insertWidget(0, card)

    def _papers(self, field: Field) -> list[tuple[str, str]]:
        """``(digest, name)`` of a file field, those of its archive types too."""
        if field.kind != "file":
            return []
        found = {
            str(one.get("sha256", "")): str(one.get("name", ""))
            for one in self._record.get(field.name) or ()
        }
        found |= {p.sha256: p.name for p in self._record.papers if p.type in field.papers}
        return [(sha, name or "附件") for sha, name in found.items() if sha]

    def _further(self, form: Form) -> bool:
        """Papers that no field names, each with its archive type."""
        shown = {sha for f in form.fields for sha, _ in self._papers(f)}
        in_rows = repr([self._record.get(f.name) for f in form.fields if f.kind == "table"])
        found = [
            p for p in self._record.papers if p.sha256 not in shown and p.sha256 not in in_rows
        ]
        if found:
            named = [(p.sha256, f"{label('CL-DOC', p.type)}　{p.name or '附件'}") for p in found]
            card = Card("其他附件")
            card.body.addWidget(self._buttons(named))
            self.inner.addWidget(card)
        return bool(found)

    def _files(self, field: Field) -> QWidget:
        return self._buttons(self._papers(field))

    def _buttons(self, papers: list[tuple[str, str]]) -> QWidget:
        holder = QWidget()
        row = Flow(parent=holder)
        for sha, name in papers:
            look = partial(self._deciding.open_paper, sha, name)
            row.addWidget(Button(name, "paperclip", look, f"打开{name}"))
        return holder

    def _points(self, field: Field, answers: Mapping[str, Any]) -> QWidget:
        holder = QWidget()
        row = Flow(8, holder)
        for point, name in field.points:
            answer = answers.get(point)
            if answer is None:
                continue
            tone: Tone = "ok" if answer is True else "mute" if answer == "不适用" else "bad"
            words = name if answer is True else f"{name}：{answer}"
            row.addWidget(StatusLabel(words, tone))
        return holder
