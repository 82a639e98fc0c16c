"""到期与待办: one row a duty; Enter does it, I shows its clause, arrows move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.permissions import why_not_fill
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.keys import Key, meaning, meanings
from welfare_desktop.ui.shell.page import Shell, into_view
from welfare_desktop.ui.shell.sources import BOARD
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.verdicts import tag
from welfare_desktop.ui.shell.widgets import Button, Elided, Label, Line, StatusLabel, empty

#: Rows at first, as many as a window shows, and rows more at a press.
_FIRST, _STEP = 12, 25
DUTY_KEYS = (
    Key("↑ ↓", "上一件、下一件", "back on"), Key("Enter", "办理"), Key("I", "看条款", "clause"),
)  # fmt: skip
_MEANINGS = meanings(DUTY_KEYS)


def clause_of(duty: Duty) -> str:
    """Clause of a duty with the verdict in words, for the pop-over."""
    due = f"，最后日期{duty.due}" if duty.due else ""
    return f"{WORDS[duty.verdict]}{due}：{duty.sentence}"


def why_not(desk: Desk, duty: Duty) -> str:
    """Who does a duty that the person at the desk cannot do; empty: can."""
    if today.may_do(desk, duty):
        return ""
    told = why_not_fill(FORMS[duty.form], desk.account.roles) if duty.form else "这一项看条款说明"
    return f"{told}。"


#: Clause or form → where it is done, if not by filling that form.
_ELSEWHERE: dict[str, tuple[str, dict[str, Any]]] = {
    "C9.04": ("registers", {"form": "F55", "closing": True}), "F74": ("packages", {}),
}  # fmt: skip


def take_up(shell: Shell, duty: Duty) -> None:
    """Open the form that mends a duty: the record to continue or to approve, a new one with what
    is known of it, or its own page."""
    if place := _ELSEWHERE.get(duty.clause) or _ELSEWHERE.get(duty.form):
        shell.go(place[0], **place[1])
        return
    if duty.form in BOARD:
        shell.go("rounds", tab=BOARD[duty.form], ward=duty.ward)
        return
    record = today.to_open(shell.desk, duty)
    if record is not None:
        mode = today.way_in(shell.desk, duty, record)
        shell.go("record", form=duty.form, record=record.id, mode=mode)
    else:
        preset = {"ward": duty.ward} if duty.ward else duty.values
        shell.go("record", form=duty.form, child=duty.child, values=dict(preset))


def _state(duty: Duty, on: date) -> tuple[str, Tone]:
    """What this day brings to mind says so, and how long there is."""
    words, tone = tag(duty.verdict, duty.due, on)
    if not duty.recalled or duty.due is None or duty.verdict not in ("DUE", "PASS"):
        return words, tone
    return f"提醒 {tag('DUE', duty.due, on)[0]}", "warn"


class DutyRow(QWidget):
    """State, subject, what, when and why, clause, 办理."""

    def __init__(
        self, duty: Duty, on: date, do: Callable[[Duty], object], why_not: str, narrow: bool
    ) -> None:
        super().__init__()
        self.duty = duty
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        words, tone = _state(duty, on)
        state = StatusLabel(words, tone)
        state.setFixedWidth(theme().px(118))
        self.subject = Elided(duty.subject, "name")
        self.title = Elided(duty.title)
        due = f"{duty.due:%m-%d}前　" if duty.due else ""
        said = Elided(f"{due}{duty.sentence}", "hint")
        # In larger type or a narrow list the words take lines of their own, below state and subject.
        large = narrow or theme().scale > 1
        lines = 3 if large else 2
        grid.addWidget(state, 0, 0, 1 if large else 2, 1)
        grid.addWidget(self.subject, 0, 1, 1 if large else 2, 1)
        if not large:
            self.subject.setFixedWidth(theme().px(84))
        for row, text in enumerate((self.title, said), start=1 if large else 0):
            grid.addWidget(text, row, 0 if large else 2, 1, 3 if large else 1)
        grid.setColumnStretch(1 if large else 2, 1)
        self.clause: ClauseChip | None = None
        if duty.has_clause:
            self.clause = ClauseChip(duty.clause, clause_of(duty))
            grid.addWidget(self.clause, 0, 3, 1 if narrow else lines, 1)
        self.do = Button("办理", "", lambda: do(duty), f"办理 {duty.subject} {duty.title}")
        self.do.setProperty("small", True)
        self.do.why_not(why_not)
        # In a narrow list they stand one above the other.
        grid.addWidget(self.do, *((1, 3, 2, 1) if narrow else (0, 4, lines, 1)))

    def open_clause(self) -> None:
        """I: the clause of this row."""
        if self.clause is not None:
            self.clause.click()


class DutyList(QWidget):
    """The first rows; more come on demand. Up and down move from one 办理 to the next.

    What this person can do stands first; the rest below, under who does it.
    """

    def __init__(
        self, do: Callable[[Duty], object], subjects: bool = True, narrow: bool = False
    ) -> None:
        super().__init__()
        self._do, self._subjects, self._narrow = do, subjects, narrow
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[DutyRow] = []
        self.more: Button | None = None
        self._rest: Sequence[tuple[Duty, str]] = ()
        self._today, self._shown = date.min, 0

    def show_duties(
        self, duties: Sequence[tuple[Duty, str]], today: date,
        none: str = "这一类现在没有要办的事。",
    ) -> None:  # fmt: skip
        """Show these: a duty and why this person cannot do it (empty: can)."""
        empty(self._column)
        groups = ["", *(why_not for _, why_not in duties)]
        ordered = sorted(duties, key=lambda one: groups.index(one[1]))
        self.rows, self._rest, self._today, self._shown = [], ordered, today, 0
        if not duties:
            self._column.addWidget(Label(none, "secondary").wrap())
        self._more()

    def _more(self) -> None:
        at = len(self.rows)
        under = self._rest[at - 1][1] if at else ""
        while self._column.count() > self._shown and self.rows:
            item = self._column.takeAt(self._column.count() - 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for duty, why_not in self._rest[at : at + (_STEP if at else _FIRST)]:
            if why_not != under:
                self._column.addWidget(Label(why_not.rstrip("。"), "fieldLabel"))
                under = why_not
            row = DutyRow(duty, self._today, self._do, why_not, self._narrow)
            row.subject.setVisible(self._subjects)
            for button in filter(None, (row.do, row.clause)):
                button.installEventFilter(self)
            self.rows.append(row)
            self._column.addWidget(row)
            self._column.addWidget(Line())
        self._shown = self._column.count()
        left = len(self._rest) - len(self.rows)
        self.more = None
        if left:
            self.more = Button(f"再看{min(left, _STEP)}项（还有{left}项）", "", self._more)
            self._column.addWidget(self.more)
        self._column.addStretch(1)
        if at and at < len(self.rows):
            self._go(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down between rows, I for the clause; the row with the keyboard is in view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            into_view(watched.parentWidget() or watched)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            at = next((i for i, row in enumerate(self.rows) if row is watched.parent()), None)
            means = meaning(_MEANINGS, event)
            if at is not None and means in ("back", "on"):
                self._go(at + (1 if means == "on" else -1))
                return True
            if at is not None and means == "clause" and self.rows[at].clause:
                self.rows[at].open_clause()
                return True
        return super().eventFilter(watched, event)

    def _go(self, at: int) -> None:
        """To the row; past the last one shown, to more."""
        if at == len(self.rows) and self.more is not None:
            self.more.setFocus()
        elif 0 <= at < len(self.rows):
            row = self.rows[at]
            (row.do if row.do.isEnabled() else row.clause or row.do).setFocus()
