"""表单: by phase of life, one row a form with its newest record; older and void ones on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.child_file import Paperwork, state_words
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Elided,
    FlatButton,
    Label,
    Line,
    Scroll,
    StatusLabel,
    empty,
)

_STATES: dict[str, Tone] = {"已提交": "ok", "待审批": "warn", "已审批": "ok", "作废": "mute"}


class RecordRow(QWidget):
    """A record: opens when pressed."""

    def __init__(self, record: Record, open_record: Callable[[Record], object]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        words = state_words(record)
        told = f"{record.form_no} 第{record.version}版"
        short = told if theme().scale == 1 else f"第{record.version}版"
        go = FlatButton(short, "file-text", lambda: open_record(record), f"打开 {told} {words}")
        go.setMinimumWidth(go.sizeHint().width())
        grid.addWidget(go, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        state = StatusLabel(words, _STATES[words])
        state.setFixedWidth(theme().px(84))
        grid.addWidget(state, 0, 1)
        mark = "建账" if record.basis == "roster" else record.happened_at[:10]
        date = Label(mark, "hint")
        date.setFixedWidth(theme().px(80))
        grid.addWidget(date, 0, 2)


class FormRow(QWidget):
    """One form of the file."""

    def __init__(self, one: Paperwork, new: Callable[[str], object],
                 open_record: Callable[[Record], object]) -> None:  # fmt: skip
        super().__init__()
        self.one, self._open = one, open_record
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.addWidget(Elided(one.form.title), 0, 0)
        if one.records:
            grid.addWidget(RecordRow(one.records[0], open_record), 0, 1)
        else:
            none = f"有{one.closed}份，不在您的查看范围" if one.closed else "还没有填"
            grid.addWidget(Label(none, "hint"), 0, 1)
        self.more = FlatButton("", "chevron-down", self._unfold, f"展开{one.form.title}的其余记录")
        self.more.setText(f" 共{len(one.records)}份")
        self.more.setFixedWidth(self.more.fontMetrics().horizontalAdvance("　共00份") + 46)
        keep = self.more.sizePolicy()
        keep.setRetainSizeWhenHidden(theme().scale == 1)
        self.more.setSizePolicy(keep)
        grid.addWidget(self.more, 0, 2)
        self.new = Button("新填", "plus", lambda: new(one.form.id), f"新填《{one.form.title}》")
        self.new.setProperty("small", True)
        self.new.why_not(f"《{one.form.title}》{one.why_not}。" if one.why_not else "")
        grid.addWidget(self.new, 0, 3)
        column.addLayout(grid)
        # Shown before it has a place, it would be a window of its own and take the keyboard.
        self.more.setVisible(len(one.records) > 1)
        self._rest = QVBoxLayout()
        self._rest.setContentsMargins(24, 0, 0, 0)
        column.addLayout(self._rest)

    def _unfold(self) -> None:
        if self._rest.count():
            empty(self._rest)
        else:
            for record in self.one.records[1:]:
                self._rest.addWidget(RecordRow(record, self._open))
        self.more.setAccessibleDescription("已展开" if self._rest.count() else "")


class PaperworkTab(Scroll):
    """The tab."""

    def __init__(self, new: Callable[[str], object],
                 open_record: Callable[[Record], object]) -> None:  # fmt: skip
        super().__init__(spacing=12)
        self._new, self._open = new, open_record
        self.rows: list[FormRow] = []

    def row(self, form: str) -> FormRow | None:
        """The line of a form."""
        return next((row for row in self.rows if row.one.form.id == form), None)

    def show_paperwork(self, found: Mapping[str, Sequence[Paperwork]]) -> None:
        """Show every form of the file."""
        empty(self.inner)
        self.rows = []
        for phase, forms in found.items():
            filled = sum(bool(one.records) for one in forms)
            card = Card(f"{phase or '任何阶段'}　已有{filled}/{len(forms)}张", spacing=2)
            for number, one in enumerate(forms):
                if number:
                    card.body.addWidget(Line())
                row = FormRow(one, self._new, self._open)
                self.rows.append(row)
                card.body.addWidget(row)
            self.inner.addWidget(card)
        self.inner.addStretch(1)
