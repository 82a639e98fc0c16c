"""Tasks of the next shift on the handover page: open events and doses due, each taken or returned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain import medication
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.ui.form.editor import Editor
from welfare_desktop.ui.form.make import code_editor
from welfare_desktop.ui.rounds.special import KeyCard, line_edit, lock
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.widgets import FlatButton

_ANSWER = next(c for c in FORMS["F32"].field("open_events").columns if c.name == "accepted")


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
            self.doings = {f"pick:{said}": partial(self._say, said) for said in "12"}
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
            self.doings = {"todo": self.todo.setFocus}
        else:
            lock(self.todo, True)


def event_cards(
    shell: Shell, house: House, events: Sequence[str], todo: Mapping[str, str],
    answers: Mapping[str, str] | None,
) -> list[EventCard]:  # fmt: skip
    """Open events. ``answers``: of the receiver, ``None`` while it is the giver's turn."""
    out = []
    for event in events:
        record = house.record("F31", event)
        if record is None:
            continue
        kind = label("CL-ABN", record.text("type")) if record.get("type") else "异常"
        known = [house.child(c) for c in record.get("children") or ()]
        names = "、".join(c.name for c in known if c is not None)
        out.append(EventCard(
            event, f"{names} {kind} {record.text('found_at')[11:]}".strip(), todo.get(event, ""),
            None if answers is None else answers.get(event, ""),
            partial(shell.go, "event", record=event),
        ))  # fmt: skip
    return out


def dose_cards(
    shell: Shell, house: House, rows: Sequence[Mapping[str, Any]],
    answers: Mapping[str, str] | None,
) -> list[TaskCard]:  # fmt: skip
    """Doses of the next shift, by the rows of F32."""
    out = []
    for row in rows:
        child, order = house.child(row["child"]), house.record("F29", row["order"])
        if child is None or order is None:
            continue
        task = signing.task(row)
        out.append(TaskCard(
            "到点医嘱", task, f"{row['due_at'][11:]} {child.name} {medication.told(order)}", "clock",
            None if answers is None else answers.get(task, ""),
            partial(shell.go, "record", form="F29", record=order.id, mode="view"),
        ))  # fmt: skip
    return out
