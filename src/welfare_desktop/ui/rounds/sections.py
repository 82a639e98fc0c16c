"""Parts of the handover page around the special children: census, counts, events, the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.handover import Census, Other
from welfare_desktop.ui.form.editor import Editor, Surroundings
from welfare_desktop.ui.form.make import code_editor, make_editor
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.form.tables import ChecklistEditor
from welfare_desktop.ui.rounds.special import FieldName, KeyCard, line_edit
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Card, ComboBox, FlatButton, Label, StatusLabel

_F32 = FORMS["F32"]
_ANSWER = next(c for c in _F32.field("open_events").columns if c.name == "accepted")


class CensusCard(Card):
    """The arithmetic, and the number counted by hand."""

    changed = Signal()

    def __init__(
        self, title: str, census: Census, seen: int | None, explained: str, locked: bool
    ) -> None:
        super().__init__(title, spacing=4)
        self._expected = census.expected
        self.state = StatusLabel("", "mute")
        self.head.insertWidget(1, self.state)
        absent = (
            f"在册{census.listed}＝应在{census.expected}＋住院{census.hospital}＋外出{census.away}"
            f"＋住校{census.boarding}＋寄养{census.foster}"
        )
        row = QHBoxLayout()
        row.addWidget(Label(absent, "name"))
        row.addSpacing(16)
        row.addWidget(Label("实在（数一遍）", "fieldLabel"))
        self.seen = line_edit(
            "" if seen is None else str(seen), "实在人数", "数出的人数", self._edited
        )
        self.seen.setFixedWidth(theme().px(120))
        self.explained = line_edit(explained, "差异说明", "差在谁、现在在哪里", self._edited)
        row.addWidget(self.seen)
        row.addWidget(self.explained, 1)
        row.addStretch()
        self.body.addLayout(row)
        if census.moves is not None:
            self.body.addWidget(Label(census.moves.words, "secondary").wrap())
        for editor in (self.seen, self.explained):
            editor.setReadOnly(locked)
        self._show()

    def counted(self) -> int | None:
        """The number typed, ``None`` if it is none."""
        text = self.seen.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        counted = self.counted()
        differs = counted is not None and counted != self._expected
        self.explained.setVisible(differs or bool(self.explained.text()))
        if counted is None:
            self.state.show_state(f"应在{self._expected}，待清点", "warn", due=True)
        elif differs:
            self.state.show_state(f"差{abs(counted - self._expected)}名", "bad")
        else:
            self.state.show_state("人数相符", "ok")


class CountsCard(Card):
    """Medicines under control, keys, equipment: counted by both."""

    def __init__(
        self, counted: Mapping[str, Any], locked: bool, changed: Callable[[], Any]
    ) -> None:
        super().__init__("清点：两人一起数")
        self.points = ChecklistEditor(_F32.field("facility"))
        self.points.put(dict(counted))
        self.points.changed.connect(changed)
        if locked:
            self.points.lock()
        else:
            row = QHBoxLayout()
            row.addWidget(Button("全部数过，都相符", "check", self._all, "清点全部相符"))
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addWidget(self.points)

    def _all(self) -> None:
        self.points.put({key: True for key, _ in _F32.field("facility").points})
        self.points.changed.emit()


class TaskCard(KeyCard):
    """One task of the next shift, an open event or a dose due; the receiver takes or returns it.

    ``task`` as ``signing.task`` tells it, ``show`` opens its record. ``answer``: what the receiver
    said so far, ``None`` while it is the giver's turn.
    """

    def __init__(
        self, kind: str, task: str, told: str, icon: str, answer: str | None,
        show: Callable[[], Any],
    ) -> None:  # fmt: skip
        super().__init__(f"{kind} {told}")
        self.task = task
        self.answer: Editor | None = None
        self.row = QHBoxLayout()
        self.row.addWidget(FlatButton(told, icon, show))
        self.row.addStretch(1)
        if answer is not None:
            self.answer = code_editor(_ANSWER)
            self.answer.put(answer or None)
            self.answer.changed.connect(self.changed)
            self.row.addWidget(self.answer)
            self.keys = {
                Qt.Key.Key_1: partial(self._say, "1"),
                Qt.Key.Key_2: partial(self._say, "2"),
            }
        self.body.addLayout(self.row)

    def _say(self, answer: str) -> None:
        if self.answer is not None:
            self.answer.put(answer)
            self.changed.emit()


class EventCard(TaskCard):
    """An open event: the giver writes the next step."""

    def __init__(
        self, event: str, told: str, todo: str, answer: str | None, show: Callable[[], Any]
    ) -> None:
        super().__init__("未结异常", event, told, "triangle-alert", answer, show)
        self.todo = line_edit(todo, f"{told} 下一步", "下一步做什么", self.changed.emit)
        self.row.insertWidget(1, self.todo, 1)
        self.row.setStretch(2, 0)  # the line takes what room there is
        if answer is None:
            self.keys = {Qt.Key.Key_A: self.todo.setFocus}
        else:
            self.todo.setReadOnly(True)


class UnsignedCard(Card):
    """Rounds with marks and no signature: sign them now, or say why the handover closes them."""

    def __init__(
        self, slots: Sequence[str], reason: str, locked: bool, changed: Callable[[], Any],
        sign: Callable[[], Any],
    ) -> None:  # fmt: skip
        super().__init__(f"未签巡查 {len(slots)}轮")
        times = "、".join(slot[5:].replace("T", " ") or "临时查看" for slot in slots)
        self.body.addWidget(Label(f"{times}。接班人签字时按“未签”关闭，记录都在。").wrap())
        self.reason = line_edit(reason, "未签的原因", "为什么没签", changed)
        self.reason.setReadOnly(locked)
        row = QHBoxLayout()
        row.addWidget(FieldName("未签原因"))
        row.addWidget(self.reason, 1)
        row.addWidget(Button("现在去签", "signature", sign))
        self.body.addLayout(row)


class MovesCard(Card):
    """预计进出: who is expected to come or go in the next shift."""

    def __init__(
        self, shell: Shell, moves: Sequence[Mapping[str, Any]], locked: bool,
        changed: Callable[[], Any],
    ) -> None:  # fmt: skip
        super().__init__("预计进出")
        presenter = Presenter(shell.desk, "F32")
        around = Surroundings(
            presenter.now, presenter.choices, presenter.attach,
            lambda title: shell.ask_open_file(title, "扫描件 (*.pdf)"),
            lambda what, done, _: shell.ask_signature(what, done),
        )  # fmt: skip
        self.table = make_editor(_F32, _F32.field("expected_moves"), around)
        self.table.put([dict(row) for row in moves])
        self.table.changed.connect(changed)
        if locked:
            self.table.lock()
        self.body.addWidget(self.table)


class OthersCard(Card):
    """Everybody else in one line; a child can be put on the list by hand, never off it."""

    def __init__(self, others: Sequence[Other], add: Callable[[str, str], Any] | None) -> None:
        super().__init__(f"其他儿童 {len(others)}")
        told = [one for one in others if one.remark]
        quiet = [one.name for one in others if not one.remark]
        for one in told:
            row = QHBoxLayout()
            row.addWidget(Label(one.name, "name"))
            row.addWidget(Label(one.remark).wrap(), 1)
            self.body.addLayout(row)
        if quiet:
            self.body.addWidget(
                Label(f"无特殊 {len(quiet)} 名：{'、'.join(quiet)}", "secondary").wrap()
            )
        if add is not None and others:
            self.body.addWidget(self._adding(others, add))

    def _adding(self, others: Sequence[Other], add: Callable[[str, str], Any]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.child = ComboBox("列入重点的儿童")
        for one in others:
            self.child.addItem(one.name, one.child)
        self.reason = line_edit("", "列入重点的原因", "为什么要重点交接", lambda: None)
        self.add = Button("列入重点", "plus", lambda: self._add(add))
        for widget, stretch in ((self.child, 0), (self.reason, 1), (self.add, 0)):
            row.addWidget(widget, stretch)
        return holder

    def _add(self, add: Callable[[str, str], Any]) -> None:
        if self.reason.text().strip():
            add(str(self.child.currentData()), self.reason.text().strip())
        else:
            self.reason.setFocus()
