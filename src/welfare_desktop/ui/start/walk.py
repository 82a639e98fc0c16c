"""Pages of questions one after the other, with the foot that leads on and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton
from welfare_desktop.ui.start.questions import Step

_FIRST = "这是第一步。"


class Walk(QWidget):
    """Each page is checked before the next; what is wrong stands at its field and in the foot.

    Args:
        last: word of the main button on the last page. finish: called when that page is right.
        leave: goes back from the first page; ``None`` where there is nothing before it.
    """

    def __init__(
        self, steps: Sequence[Step], last: str, finish: Callable[[], object],
        leave: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.steps = list(steps)
        self._last, self._finish, self._leave = last, finish, leave
        self.row, self.column = QHBoxLayout(self), QVBoxLayout()
        self.row.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.entered.connect(self._next)
        self.column.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        self.previous = Button("上一步", "arrow-left", self._previous)
        self.error = Label("", "error").wrap()
        self.next = PrimaryButton("下一步", "", self._next)
        foot.addWidget(self.previous)
        foot.addWidget(self.error, 1)
        foot.addWidget(self.next)
        self.column.addLayout(foot)
        self.row.addLayout(self.column, 1)

    @property
    def at(self) -> int:
        """Number of the page in view, from 0."""
        return self.stack.currentIndex()

    def show_step(self, number: int) -> None:
        """Show a page."""
        self.stack.setCurrentIndex(number)
        self.error.setText("")
        self._open()
        last = number == len(self.steps) - 1
        self.next.setText(self._last if last else "下一步")
        self.steps[number].first().setFocus()

    def _open(self) -> None:
        self.next.why_not("")
        self.previous.setText(" 取消" if self._leave and not self.at else " 上一步")
        self.previous.setAccessibleName(self.previous.text().strip())
        self.previous.why_not("" if self.at or self._leave else _FIRST)

    def _previous(self) -> None:
        if self.at:
            self.show_step(self.at - 1)
        elif self._leave is not None:
            self._leave()

    def _next(self) -> None:
        if not self.next.isEnabled():
            return
        try:
            self.steps[self.at].check()
        except (Refused, Trouble) as error:
            self.refused(error)
            return
        if self.at < len(self.steps) - 1:
            self.show_step(self.at + 1)
        else:
            self.error.setText("")
            self._finish()

    def busy(self, told: str) -> None:
        """The work is under way: neither on nor back."""
        self.next.why_not(told)
        self.previous.why_not(told)
        self.error.setText(told)

    def refused(self, error: Exception) -> None:
        """The work was refused: what to do stands at its field and in the foot."""
        self._open()
        self.steps[self.at].point(str(error), getattr(error, "field", None))
        self.error.setText(f"✕ {error}")
