"""First run: institution, people, wards, recovery sheet; at the end the store is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from welfare_desktop.actions import setup
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import form
from welfare_desktop.ui.shell.runner import Runner
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton
from welfare_desktop.ui.start.login import Brand
from welfare_desktop.ui.start.questions import (
    BackStep,
    InstitutionStep,
    PersonStep,
    Step,
    WordsStep,
)
from welfare_desktop.ui.start.wards import WardStep

#: CL-POST and roles (lifecycle.md §6.1): 业务科长 who also keeps accounts, and 院长.
_ADMINISTRATOR, _HEAD = ("11", "K"), ("12", "D")


def _items(form_id: str, name: str) -> Sequence[tuple[str, str]]:
    return code_list(form(form_id).field(name).codes or "").items


def _person(answers: dict[str, Any]) -> None:
    setup.check_person(setup.Person(**answers))


class Wizard(QWidget):
    """Emits ``created(desk)``.

    Args:
        words: 24 fresh recovery words.
        create: ``{"institution", "people", "wards"}`` → desk; runs on ``runner``.
    """

    created = Signal(object)

    def __init__(
        self, words: Sequence[str], create: Callable[[dict[str, Any]], object], runner: Runner
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("首次使用 · 儿童福利机构工作台")
        self._words, self._create, self._runner = words, create, runner
        self.institution = InstitutionStep(setup.check_institution)
        self.administrator = PersonStep(
            "管理员",
            "业务科负责人：管理账号、备份和上报。密码和签名码只有本人知道。",
            *_ADMINISTRATOR, _person,
        )  # fmt: skip
        self.head = PersonStep("院长", "审批和确认须由院长本人签字。", *_HEAD, _person,
                               lambda: [self.administrator.text("login")])  # fmt: skip
        self.wards = WardStep(_items("X02", "kind"), _items("X02", "sex_rule"))
        self.back = BackStep(words)
        self.steps: list[Step] = [
            self.institution, self.administrator, self.head, self.wards,
            WordsStep(words, self._paper), self.back,
        ]  # fmt: skip
        self._lay_out()
        self._show(0)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        brand = Brand(("首次使用，约需10分钟。",))
        brand.setMinimumWidth(220)
        brand.setMaximumWidth(280)
        marks = QGridLayout()
        marks.setVerticalSpacing(14)
        marks.setColumnMinimumWidth(0, 22)
        marks.setColumnStretch(1, 1)
        self._marks = [Label("", "brand") for _ in self.steps]
        for number, (mark, step) in enumerate(zip(self._marks, self.steps, strict=True)):
            marks.addWidget(mark, number, 0)
            marks.addWidget(Label(step.title, "brand"), number, 1)
        brand.steps.addLayout(marks)
        row.addWidget(brand)
        right = QVBoxLayout()
        right.setContentsMargins(28, 24, 28, 20)
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.entered.connect(self._next)
        right.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        self.previous = Button("上一步", "arrow-left", lambda: self._show(self.at - 1))
        self.error = Label("", "error").wrap()
        self.next = PrimaryButton("下一步", "", self._next)
        foot.addWidget(self.previous)
        foot.addWidget(self.error, 1)
        foot.addWidget(self.next)
        right.addLayout(foot)
        row.addLayout(right, 1)

    @property
    def at(self) -> int:
        """Number of the page in view, from 0."""
        return self.stack.currentIndex()

    def _show(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self.error.setText("")
        self.previous.why_not("" if number else "这是第一步。")
        last = number == len(self.steps) - 1
        self.next.setText("建立资料库" if last else "下一步")
        for index, mark in enumerate(self._marks):
            mark.setText("✓" if index < number else "▸" if index == number else "")
        self.steps[number].first().setFocus()

    def _next(self) -> None:
        if not self.next.isEnabled():
            return
        try:
            self.steps[self.at].check()
        except Refused as refused:
            self._refused(refused)
            return
        if self.at < len(self.steps) - 1:
            self._show(self.at + 1)
            return
        answers = self.answers()
        self.next.why_not("正在建立资料库……")
        self.previous.why_not("正在建立资料库……")
        self.error.setText("正在建立资料库，请稍候。")
        self._runner.run(
            lambda: self._create(answers), self._made, failed=self._refused,
            label="正在建立资料库……",
        )  # fmt: skip

    def _paper(self) -> None:
        from welfare_desktop.ui.shell.paper import PaperView

        pdf = setup.recovery_paper(self.institution.text("name"), self._words)
        view = PaperView("恢复单", pdf, "恢复单.pdf", self)
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view.open()

    def answers(self) -> dict[str, Any]:
        """All answers, in the shape of `actions.setup.Answers`."""
        return {
            "institution": self.institution.answers(),
            "people": [self.administrator.answers(), self.head.answers()],
            "wards": self.wards.answers(),
        }

    def _made(self, desk: object) -> None:
        self.next.why_not("")
        self.created.emit(desk)

    def _refused(self, error: Exception) -> None:
        self.next.why_not("")
        self.previous.why_not("" if self.at else "这是第一步。")
        self.error.setText(f"✕ {error}")

    def sizeHint(self) -> QSize:
        """A calm size."""
        return QSize(1100, 640)
