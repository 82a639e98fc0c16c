"""下一步: what may be done now, what not yet, why, and from when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.domain.rules.steps import Step
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.widgets import Button, Card, Label, StatusLabel


def step_card(step: Step, why_not: str, do: Callable[[Step], object]) -> Card:
    """One step: its state, the button, and line by line what stands before it."""
    card = Card("", spacing=4)
    head = QHBoxLayout()
    if step.open:
        head.addWidget(StatusLabel("须院长确认" if step.problems else "现在可以办",
                                   "warn" if step.problems else "ok"))  # fmt: skip
    else:
        opens = f"，最早{step.opens_on}" if step.opens_on else ""
        head.addWidget(StatusLabel(f"还不能办{opens}", "warn", due=True))
    head.addWidget(Label(step.title, "cardTitle"), 1)
    button = Button("办理", "pen-line", lambda: do(step), f"办理 {step.title}")
    button.why_not(why_not or ("" if step.open else step.problems[0].sentence))
    head.addWidget(button)
    card.body.addLayout(head)
    for problem in step.problems:
        card.body.addWidget(_line(problem.sentence, problem.clause))
    return card


def _line(sentence: str, clause: str | None) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Label(f"· {sentence}").wrap(), 1)
    if clause:
        row.addWidget(ClauseChip(clause, sentence))
    return holder


def steps_column(
    steps: Sequence[Step], why_not: Callable[[Step], str], do: Callable[[Step], object]
) -> QWidget:
    """All steps of a child, the open ones first."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for step in steps:
        column.addWidget(step_card(step, why_not(step), do))
    if not steps:
        column.addWidget(Label("状态没有下一步要办。", "secondary"))
    return holder
