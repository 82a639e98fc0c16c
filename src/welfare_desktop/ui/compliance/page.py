"""合规检查: clause → row → whom it is about → the records behind the verdict."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, compliance
from welfare_desktop.actions.compliance import Change, Tally
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.clauses import number_of
from welfare_desktop.domain.rules.verdict import Verdict
from welfare_desktop.ui.compliance import lists
from welfare_desktop.ui.shell.clause import open_clause
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.rows import RowsView
from welfare_desktop.ui.shell.verdicts import TONES
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Chip,
    Elided,
    Label,
    PrimaryButton,
    set_property,
)  # fmt: skip
from welfare_desktop.ui.today.duties import take_up, why_not


class CompliancePage(Page):
    """Clauses at the left; at the right the rows of one, and below whom the row is about."""

    title = "合规检查"
    subtitle = "二十条逐条对照，结论都能点到记录"
    keys = (
        Key("↑ ↓", "换一条"), Key("Enter", "往下看，最后是办理"),
        Key("Ctrl+I", "条款依据", "source"), Key("Ctrl+R", "看依据的记录", "records"),
        Key("Ctrl+B", "与上月末相比", "compare"), Key("Ctrl+P", "打印检查表", "print"),
    )  # fmt: skip
    help = "没有资料的不算合规。结论由记录算出，改记录才会改结论；“办理”打开要补的那张表。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._found: list[Verdict] = []
        self._changes: list[Change] | None = None
        self.clauses, self.rows = lists.clauses(), lists.rows()
        self.subjects, self.changed = (
            lists.subjects(self._name, self._today),
            lists.changes(self._name),
        )
        layout.addWidget(self.clauses)
        layout.addWidget(self._right(), 1)
        self._wire()

    def _right(self) -> QWidget:
        card = Card()
        head = Flow(8)
        self.name = Elided("", "cardTitle")
        self.name.setMinimumHeight(40)
        self.name.setMinimumWidth(280)
        head.addWidget(self.name)
        self.compare = Chip("与上月末相比", "info", self._compare)
        self.compare.setCheckable(True)
        head.addWidget(self.compare)
        head.addWidget(Button("打印检查表", "printer", self._print, "打印检查表 Ctrl+P"))
        card.body.addLayout(head)
        for view, share in ((self.rows, 4), (self.subjects, 5), (self.changed, 9)):
            view.setMinimumHeight(80)
            card.body.addWidget(view, share)
        self.changed.hide()
        self.told = Label("", "secondary").wrap()
        self.told.setMinimumHeight(44)
        card.body.addWidget(self.told)
        card.body.addLayout(self._foot())
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        return holder

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.count = Elided("", "hint")
        self.source = Button("条款依据", "info", self._source, "条款依据 Ctrl+I")
        self.records = Button("看记录", "file-text", self._records, "看依据的记录 Ctrl+R")
        self.do = PrimaryButton("办理", "", self._mend, "办理 Enter")
        foot.addWidget(self.count, 1)
        for button in (self.source, self.records, self.do):
            foot.addWidget(button)
        return foot

    def _wire(self) -> None:
        self.clauses.pointed.connect(self._pointed)
        self.clauses.chosen.connect(lambda _: self.rows.setFocus())
        self.rows.pointed.connect(self._row)
        self.rows.chosen.connect(lambda _: self.subjects.setFocus())
        for view in (self.subjects, self.changed):
            view.pointed.connect(lambda _: self._subject())
            view.chosen.connect(lambda _: self._mend())
        bind(self, self.keys, {
            "source": self._source, "records": self._records, "compare": self.compare.click,
            "print": self._print,
        })  # fmt: skip

    # Reading ---------------------------------------------------------------------------

    def enter(self, clause: str = "", **arguments: Any) -> None:
        """The gravest clause, the one looked at last, or a row that is asked for."""
        self.refresh()
        if clause:
            self._select(self.clauses, str(number_of(clause)))
            self._select(self.rows, clause)

    def refresh(self) -> None:
        self._found, self._changes = compliance.verdicts(self.desk), None
        tallies = compliance.clauses(self._found)
        seen, row, who = self.clauses.current(), self.rows.current(), self.subjects.current()
        worst = min(tallies, key=lambda t: (list(TONES).index(t.worst), int(t.id)))
        self._quietly(self.clauses, tallies, (seen or worst).id)
        self._clause(self.clauses.current(), row.id if row else "")
        if who is not None:
            at = [v.subject.id for v in self.subjects.rows.things]
            self.subjects.selectRow(at.index(who.subject.id) if who.subject.id in at else 0)
        if self.compare.isChecked():
            self._compare()

    def _quietly(self, view: RowsView, things: list[Tally], wanted: str) -> None:
        """Show things without telling of each step; the wanted one under the cursor."""
        view.blockSignals(True)
        view.show_things(things)
        self._select(view, wanted)
        view.blockSignals(False)

    def _select(self, view: RowsView, wanted: str) -> None:
        at = next((n for n, one in enumerate(view.rows.things) if one.id == wanted), 0)
        if view.rows.things:
            view.selectRow(at)

    def _pointed(self, clause: Tally) -> None:
        """Another clause ends the comparison."""
        if self.compare.isChecked():
            self.compare.setChecked(False)
            self._compare()
        self._clause(clause)

    def _clause(self, clause: Tally | None, row: str = "") -> None:
        if clause is None:
            return
        self._title()
        found = compliance.rows(self._found, int(clause.id), self._today())
        worst = min(found, key=lambda t: list(TONES).index(t.worst), default=None)
        wanted = row if any(t.id == row for t in found) else worst.id if worst else ""
        self._quietly(self.rows, found, wanted)
        later = f"，另有{clause.later}项的表单尚未启用" if clause.later else ""
        self.count.setText(f"{clause.told or '没有适用对象'}{later}")
        self._row(self.rows.current())

    def _title(self) -> None:
        clause: Tally | None = self.clauses.current()
        own = f"第{clause.id}条　{clause.title}" if clause else ""
        self.name.setText("全部条款，与上月末不同的" if self.compare.isChecked() else own)

    def _row(self, row: Tally | None) -> None:
        found = compliance.of_row(self._found, row.id) if row else []
        self.subjects.show_things(found)
        self._subject()

    def _verdict(self) -> Verdict | None:
        if self.compare.isChecked():
            change: Change | None = self.changed.current()
            return change.verdict if change else None
        found: Verdict | None = self.subjects.current()
        return found

    def _subject(self) -> None:
        verdict = self._verdict()
        row = self.rows.current()
        if verdict is None:
            none = "与上月末没有不同。" if self.compare.isChecked() else "这一项现在没有适用对象。"
            self.told.setText(none)
        else:
            due = f"　最后日期{verdict.due}" if verdict.due else ""
            self.told.setText(f"{self._name(verdict)}：{verdict.arithmetic}{due}")
        self.source.why_not("" if verdict or row else "先选一项。")
        self.records.why_not("" if verdict else "先选一个对象。")
        self.do.why_not(self._why_not(verdict))

    def _why_not(self, verdict: Verdict | None) -> str:
        if verdict is None:
            return "先选一个对象。"
        if verdict.verdict in ("PASS", "NA"):
            return "已经合规，不用办理。"
        return why_not(self.desk, compliance.mending(self.desk, verdict))

    def _name(self, verdict: Verdict) -> str:
        return compliance.name(self.desk, verdict)

    def _today(self) -> date:
        return self.desk.now().date()

    # Doing -----------------------------------------------------------------------------

    def _compare(self) -> None:
        on = self.compare.isChecked()
        set_property(self.compare, "chosen", on)
        for view in (self.rows, self.subjects):
            view.setVisible(not on)
        self.changed.setVisible(on)
        self._title()
        if on and self._changes is None:
            self.told.setText("正在按上月末重算…")
            work = partial(compliance.since_last_month, self.desk, self._found)
            self.shell.runner.run(work, self._compared, label="与上月末相比")
        else:
            self._subject()

    def _compared(self, changes: list[Change]) -> None:
        self._changes = changes
        self.changed.show_things(changes)
        worse = sum(not c.better for c in changes)
        self.count.setText(f"变差{worse}项，变好{len(changes) - worse}项")
        self._subject()
        if self.compare.isChecked():
            self.changed.setFocus()

    def _source(self) -> None:
        verdict, row = self._verdict(), self.rows.current()
        clause = verdict.clause if verdict else row.id if row else ""
        if clause:
            open_clause(clause, self.source, verdict.arithmetic if verdict else "")

    def _records(self) -> None:
        verdict = self._verdict()
        if verdict is None:
            return
        found = [self._record_row(r) for r in compliance.behind(self.desk, verdict)]
        none = [Row("还没有记录。", "这正是结论所缺的。")]
        title = f"{verdict.clause} {self._name(verdict)}的记录"
        ListPopup(title, found or none, self.records).open_under(self.records)

    def _record_row(self, record: Record) -> Row:
        told = child_file.why_not_view(self.desk, record.form, record.id)
        opens = partial(self.shell.go, "record", form=record.form, record=record.id)
        words = f"{FORMS[record.form].title}（{record.form}）"
        when = record.happened_at.replace("T", " ")
        return Row(words, told or f"{when}　{record.form_no}", open=None if told else opens)

    def _mend(self) -> None:
        verdict = self._verdict()
        if verdict is not None and self.do.isEnabled():
            take_up(self.shell, compliance.mending(self.desk, verdict))

    def _print(self) -> None:
        on, found = self._today(), self._found
        self.shell.runner.run(
            lambda: compliance.inspection_paper(self.desk, found),
            lambda pdf: self.shell.show_paper("合规检查表", pdf, f"合规检查表-{on}.pdf"),
            label="生成合规检查表",
        )  # fmt: skip

    def clear(self) -> None:
        self._found, self._changes = [], None
        for view in (self.clauses, self.rows, self.subjects, self.changed):
            view.show_things([])
        for label in (self.name, self.told, self.count):
            label.setText("")

    def first_focus(self) -> QWidget | None:
        return self.clauses
