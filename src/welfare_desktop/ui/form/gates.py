"""What stands against a step: clause, what opens it, and the first possible date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from welfare_desktop.domain.situation import Problem
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.page import tab_before
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Card, Label, StatusLabel, empty


class Way(NamedTuple):
    """A way out of a problem: the word on the button, what it is called, what it does."""

    word: str
    name: str
    go: Callable[[], object]
    why_not: str = ""


class GatePanel(Card):
    """Hidden while nothing stands against the step. ``ways`` gives what opens each problem."""

    def __init__(
        self, pass_soft: Callable[[], None], ways: Callable[[Problem], Way | None]
    ) -> None:
        super().__init__("", spacing=6)
        self._ways = ways
        self.soft = Button("写明原因，请院长确认", "shield-check", pass_soft)
        self.problems: list[Problem] = []
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)
        self.body.addWidget(self.soft)
        self.hide()

    def show_problems(self, problems: Sequence[Problem], headline: str) -> None:
        """List them, hard ones first; the same ones are not drawn again."""
        ordered = sorted(problems, key=lambda p: (p.warning, p.soft))
        if ordered == self.problems and self.isHidden() != bool(ordered):
            return
        empty(self._lines)
        self.problems = ordered
        self.setVisible(bool(ordered))
        if not ordered:
            return
        self._lines.addWidget(Label(headline, "cardTitle"))
        told = QWidget()
        grid = QGridLayout(told)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, problem in enumerate(ordered):
            self._line(grid, number, problem)
        self._lines.addWidget(told)
        tab_before(self.soft, told)
        stopping = [p for p in ordered if not p.warning]
        self.soft.setVisible(bool(stopping) and all(p.soft for p in stopping))

    def _line(self, grid: QGridLayout, at: int, problem: Problem) -> None:
        word = "提醒" if problem.warning else "须确认" if problem.soft else "不能提交"
        tone: Tone = "info" if problem.warning else "warn" if problem.soft else "bad"
        grid.addWidget(StatusLabel(word, tone), at, 0)
        text = problem.sentence
        if problem.opens_on is not None:
            day = problem.opens_on.isoformat()
            text += "" if day in text else f"　最早可办日期 {day}"
        grid.addWidget(Label(text).wrap(), at, 1)
        if problem.clause:
            grid.addWidget(ClauseChip(problem.clause, problem.sentence), at, 2)
        way = self._ways(problem)
        if way is not None:
            button = Button(way.word, "", way.go, way.name)
            button.setProperty("small", True)
            button.why_not(way.why_not)
            grid.addWidget(button, at, 3)
