"""What stands against a step: clause, what opens it, and the first possible date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.domain.situation import Problem
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.widgets import Button, Card, FlatButton, Label, StatusLabel, empty


class GatePanel(Card):
    """Hidden while nothing stands against the step."""

    def __init__(self, pass_soft: Callable[[], None], reveal: Callable[[str], object]) -> None:
        super().__init__("", spacing=6)
        self._reveal = reveal
        self.soft = Button("写明原因，请院长确认", "shield-check", pass_soft)
        self.problems: list[Problem] = []
        self.hide()

    def show_problems(self, problems: Sequence[Problem], headline: str) -> None:
        """List them, hard ones first."""
        self.body.removeWidget(self.soft)
        self.soft.setParent(None)
        empty(self.body)
        self.problems = sorted(problems, key=lambda p: (p.warning, p.soft))
        self.setVisible(bool(self.problems))
        if not self.problems:
            return
        self.body.addWidget(Label(headline, "cardTitle"))
        for problem in self.problems:
            self.body.addWidget(self._line(problem))
        stopping = [p for p in self.problems if not p.warning]
        if stopping and all(p.soft for p in stopping):
            self.body.addWidget(self.soft)
            self.soft.show()

    def _line(self, problem: Problem) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        word = "提醒" if problem.warning else "须确认" if problem.soft else "不能提交"
        row.addWidget(StatusLabel(word, "info" if problem.warning else
                                  "warn" if problem.soft else "bad"))  # fmt: skip
        text = problem.sentence
        if problem.opens_on is not None:
            day = problem.opens_on.isoformat()
            text += "" if day in text else f"　最早可办日期 {day}"
        row.addWidget(Label(text).wrap(), 1)
        if problem.clause:
            row.addWidget(ClauseChip(problem.clause, problem.sentence))
        if problem.field:
            name = problem.field
            row.addWidget(FlatButton("去填写", "", lambda: self._reveal(name)))
        return line
