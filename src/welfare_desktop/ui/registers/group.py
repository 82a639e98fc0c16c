"""整组训练: one session for a whole group; what is the same is said once, what differs at the child."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, drafts, group_session, linking
from welfare_desktop.actions.group_session import SHARED, Member
from welfare_desktop.domain import values
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.forms.f35_rehab_session import F35
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.ui.form.editor import FieldRow, Surroundings
from welfare_desktop.ui.form.make import make_editor
from welfare_desktop.ui.registers.group_list import LIST_KEYS, GroupList
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell, tab_before
from welfare_desktop.ui.shell.widgets import Button, Card, Elided, Label, PrimaryButton, Scroll

_COLUMNS = 4
#: Beside the shared fields of a draft.
_MEMBERS = "members"


class GroupPage(Page):
    """``shell.go("group")``: shared fields above, the children below, handed in together."""

    title = "整组训练"
    subtitle = "一次登记一组儿童，每名儿童各有一份训练记录"
    keys = (*LIST_KEYS, Key("Ctrl+Enter", "校验并提交", "hand_in"))
    help = "上面写全组相同的；名单里只改不同的。名单是有现行康复方案的儿童，上次一组的已选好。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.rows: dict[str, FieldRow] = {}
        self._dirty = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._shared = Card("")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._shared.body.addLayout(self._grid)
        self.list = GroupList(self._performance)
        self.list.changed.connect(self._edited)
        work = Scroll()
        work.inner.addWidget(self._shared)
        work.inner.addWidget(self.list, 1)
        column.addWidget(work, 1)
        column.addLayout(self._foot())
        bind(self, self.keys, {"hand_in": self.hand_in})

    def _foot(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.late = QLineEdit()
        self.late.setPlaceholderText("补录的原因：为什么现在才记")
        self.late.setAccessibleName("补录的原因：为什么现在才记")
        self.late.hide()
        column.addWidget(self.late)
        line = QHBoxLayout()
        self.count, self.state = Label("", "hint"), Elided("", "hint")
        self.drop = Button("放弃草稿", "trash-2", self._drop)
        self.submit = PrimaryButton("校验并提交 Ctrl+↵", "check", self.hand_in)
        line.addWidget(self.count)
        line.addWidget(self.state, 1)
        line.addWidget(self.drop)
        line.addWidget(self.submit)
        column.addLayout(line)
        return column

    # --- coming and going ---

    def enter(self, **arguments: Any) -> None:
        """The group of last time, or what was typed and not handed in."""
        told, members = group_session.known(self.desk)
        draft = drafts.load_draft(self.desk, F35.id)
        self.drop.setVisible(draft is not None)
        if draft is not None:
            told = {name: value for name, value in draft.values.items() if name in SHARED}
            kept = {one["child"]: one for one in draft.values.get(_MEMBERS, ())}
            members = [_taken_up(one, kept.get(one.child, {})) for one in members]
        self._make_rows(told)
        self.late.hide()
        self.late.clear()
        self.state.setText("")
        self._dirty = False
        self.list.show_members(members)
        self._count()
        told_not = child_file.why_not(self.desk, F35.id)
        none = "没有儿童有现行的康复方案。请先填《康复方案》。"
        self.submit.why_not(f"这张表{told_not}。" if told_not else "" if members else none)

    def _make_rows(self, told: dict[str, Any]) -> None:
        for row in self.rows.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        around = Surroundings(
            self.desk.now, lambda field: linking.choices(self.desk, None, field),
            _no_papers, lambda _: None, lambda *_: None,
        )  # fmt: skip
        for number, name in enumerate(SHARED):
            row = FieldRow(make_editor(F35, F35.field(name), around))
            row.editor.put(told.get(name))
            row.editor.changed.connect(self._edited)
            self.rows[name] = row
            wide = 2 if name == SHARED[-1] else 1
            self._grid.addWidget(row, number // _COLUMNS, number % _COLUMNS, 1, wide)
            row.show()
            tab_before(self.list.table, row)
        self._ask_provider()

    def _ask_provider(self) -> None:
        self.rows["provider"].setVisible(self.rows["delivery"].editor.value() not in (None, "1"))

    def leave(self) -> bool:
        """What is typed is kept as a draft."""
        if self._dirty:
            kept = {
                n: r.editor.value() for n, r in self.rows.items() if r.editor.value() is not None
            }
            kept[_MEMBERS] = [msgspec.to_builtins(one) for one in self.list.members]
            drafts.save_draft(self.desk, F35.id, kept)
            self._dirty = False
        return True

    def clear(self) -> None:
        self.leave()
        self.list.show_members([])
        for row in self.rows.values():
            row.editor.put(None)

    def _drop(self) -> None:
        drafts.drop_draft(self.desk, F35.id)
        self.enter()
        self.shell.say("草稿已放弃。", "info")

    def _edited(self) -> None:
        self._dirty = True
        self._ask_provider()
        self.list.refresh()
        self._count()

    def _count(self) -> None:
        joining = [one for one in self.list.members if one.joins]
        absent = sum(bool(one.absent) for one in joining)
        self.count.setText(f"参加{len(joining) - absent}名，没有做{absent}名")

    def _performance(self) -> str:
        return str(self.rows["performance"].editor.value() or "") if self.rows else ""

    # --- handing in ---

    def hand_in(self) -> None:
        """All of them or none."""
        if not self.submit.isEnabled():
            return
        self.list.settle()
        shared: dict[str, Any] = {}
        for name, row in self.rows.items():
            row.error("")
            if row.isHidden():
                continue
            try:
                value = values.normalise(row.editor.field, row.editor.value())
            except Refused as refused:
                self._at(name, refused.sentence)
                return
            if value is not None:
                shared[name] = value
        members, late = list(self.list.members), self.late.text().strip()
        self.do_once(lambda: group_session.enter(self.desk, shared, members, late), self._done,
                     "正在提交……")  # fmt: skip

    def _at(self, name: str, sentence: str) -> None:
        self.rows[name].error(sentence)
        self.rows[name].editor.target().setFocus()
        self.shell.say(sentence, "warn")

    def not_done(self, error: Exception) -> None:
        """A refusal stands at the field of all, or names the child."""
        if isinstance(error, Refused) and error.field == "late_entry_reason":
            self.late.show()
            self.late.setFocus()
        elif isinstance(error, Refused) and error.field in self.rows and not error.clause:
            self._at(error.field, error.sentence)
            return
        self.shell.bad_news(error)

    def _done(self, written: list[Record]) -> None:
        self._dirty = False
        drafts.drop_draft(self.desk, F35.id)
        self.shell.changed()
        self.shell.go("registers", form=F35.id)
        self.shell.say(f"{len(written)}名儿童的《{F35.title}》已保存。")

    def first_focus(self) -> QWidget | None:
        """What is not known yet of this session."""
        return self.rows["performance"].editor.target() if self.rows else None


def _no_papers(field: Field, path: Path) -> Paper:
    """None of the shared fields is a file."""
    raise AssertionError(field.name)


def _taken_up(now: Member, kept: dict[str, Any]) -> Member:
    """What was said of a child before, where its plan is still the same."""
    if kept.get("plan") != now.plan:
        return msgspec.structs.replace(now, joins=False)
    return msgspec.convert(kept, Member)
