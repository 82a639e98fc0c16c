"""人员: everybody of the staff with what is overdue, one key for a new one, one for an absence."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, cover
from welfare_desktop.actions.cover import Person
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.keys import bind
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import SIGNS, Button, Card, Elided, PrimaryButton
from welfare_desktop.ui.staffing.grid import PEOPLE_KEYS


class PeopleTab(QWidget):
    """Enter opens the record (F64)."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        self.list = RowsView("人员", (
            Column("姓名", lambda p: p.name, 100, strong=True),
            Column("岗位", lambda p: p.post, 130),
            Column("状态", _state, 102, tone=_state_tone),
            Column("周工时", lambda p: p.hours, 64),
            Column("从业查询", lambda p: p.query, 138),
            Column("证件最早到期", lambda p: p.papers, 112),
            Column("提醒", _said, tone=lambda p: "warn" if p.said else "ok"),
        ))  # fmt: skip
        self.list.chosen.connect(self._open)
        card.body.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.count = Elided("", "hint")
        self.absent = Button("登记缺勤", "calendar", self._absent, "登记缺勤 Ctrl+J")
        self.new = PrimaryButton("新登记人员", "plus", self._new, "新登记人员 Ctrl+N")
        foot.addWidget(self.count, 1)
        foot.addWidget(self.absent)
        foot.addWidget(self.new)
        card.body.addLayout(foot)
        self.card, self.closed = card, EmptyNote("")
        column.addWidget(card)
        column.addWidget(self.closed, 1)
        bind(self, PEOPLE_KEYS, {"new": self._new, "absent": self._absent})

    def refresh(self) -> None:
        """Read anew; the cursor stays on its person."""
        current: Person | None = self.list.current()
        known = cover.people(self.page.desk)
        self.list.show_things(known)
        at = next(
            (n for n, p in enumerate(known) if current and p.record.id == current.record.id), 0
        )
        if known:
            self.list.selectRow(at)
        told = cover.why_not_people(self.page.desk)
        self.closed.sentence.setText(told)
        self.closed.setVisible(bool(told))
        self.card.setVisible(not told)
        front = sum(p.record.get("is_frontline") is True for p in known)
        self.count.setText(f"{len(known)}人，一线护理{front}人。已离职的在“登记簿”里。")
        for button, form in ((self.new, "F64"), (self.absent, "X07")):
            why = child_file.why_not(self.page.desk, form)
            button.why_not(f"这张表{why}。" if why else "")

    def _open(self, person: Person) -> None:
        self.page.shell.go("record", form="F64", record=person.record.id, mode="view")

    def _new(self) -> None:
        if self.new.isEnabled():
            self.page.shell.go("record", form="F64")

    def _absent(self) -> None:
        person: Person | None = self.list.current()
        if self.absent.isEnabled():
            known = {"staff": person.record.id} if person is not None else {}
            self.page.shell.go("record", form="X07", values=known)

    def clear(self) -> None:
        """Nothing readable stays."""
        self.list.show_things(())


def _state(person: Person) -> str:
    return f"{SIGNS[_state_tone(person)]} {person.absence or person.state}"


def _state_tone(person: Person) -> Tone:
    if person.record.get("state") != "2":
        return "mute"
    return "warn" if person.absence else "ok"


def _said(person: Person) -> str:
    return f"{SIGNS['warn']} {'；'.join(person.said)}" if person.said else f"{SIGNS['ok']} 没有"
