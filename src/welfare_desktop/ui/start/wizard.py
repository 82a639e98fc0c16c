"""First run: institution, people, wards, recovery sheet; at the end the store is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from welfare_desktop.actions import setup
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import form
from welfare_desktop.ui.shell.runner import Runner
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.start.login import Brand
from welfare_desktop.ui.start.questions import (
    BackStep,
    InstitutionStep,
    PersonStep,
    Step,
    WordsStep,
)
from welfare_desktop.ui.start.walk import Walk
from welfare_desktop.ui.start.wards import WardStep

#: CL-POST and roles (lifecycle.md §6.1); 系统管理员 keeps accounts and sees no child.
_LEADER, _HEAD, _ADMINISTRATOR = ("11", "K"), ("12", "D"), ("19", "S")


def _items(form_id: str, name: str) -> Sequence[tuple[str, str]]:
    return code_list(form(form_id).field(name).codes or "").items


def _person(answers: dict[str, Any]) -> None:
    setup.check_person(setup.Person(**answers))


class Wizard(Walk):
    """Emits ``created(desk)``, or ``restore_wanted`` where there is a backup to begin from.

    Args:
        words: 24 fresh recovery words.
        create: ``{"institution", "people", "wards"}`` → desk; runs on ``runner``.
    """

    created, restore_wanted = Signal(object), Signal()

    def __init__(
        self, words: Sequence[str], create: Callable[[dict[str, Any]], object], runner: Runner
    ) -> None:
        self._words, self._create, self._runner = words, create, runner
        self.institution = InstitutionStep(setup.check_institution)
        self.leader = PersonStep("业务科长", "业务负责人：办理入院、上报。密码和签名码只有本人知道。",
                                 *_LEADER, _person)  # fmt: skip
        self.head = PersonStep("院长", "审批和确认须由院长本人签字。", *_HEAD, _person,
                               lambda: [self.leader.text("login")])  # fmt: skip
        self.administrator = PersonStep(
            "系统管理员", "办账号和备份，不接触儿童资料，所以不能由前面两位兼任。",
            *_ADMINISTRATOR, _person,
            lambda: [self.leader.text("login"), self.head.text("login")],
        )  # fmt: skip
        self.wards = WardStep(_items("X02", "kind"), _items("X02", "sex_rule"))
        self.back = BackStep(words)
        steps: list[Step] = [
            self.institution, self.leader, self.head, self.administrator, self.wards,
            WordsStep(words, self._paper), self.back,
        ]  # fmt: skip
        super().__init__(steps, "建立资料库", self._make)
        self.setObjectName("window")
        self.setWindowTitle("首次使用 · 儿童福利机构工作台")
        self.column.setContentsMargins(28, 24, 28, 20)
        self.row.insertWidget(0, self._brand())
        self.show_step(0)

    def _brand(self) -> QWidget:
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
        brand.steps.addSpacing(24)
        brand.steps.addWidget(Label("换了电脑，或硬盘坏了？", "navFoot").wrap())
        self.restore = Button("从备份恢复", "", self.restore_wanted.emit)
        brand.steps.addWidget(self.restore)
        return brand

    def show_step(self, number: int) -> None:
        """Show a page and mark how far it is."""
        super().show_step(number)
        for index, mark in enumerate(self._marks):
            mark.setText("✓" if index < number else "▸" if index == number else "")

    def _make(self) -> None:
        answers = self.answers()
        self.busy("正在建立资料库……")
        self._runner.run(
            lambda: self._create(answers), self._made, failed=self.refused,
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
            "people": [step.answers() for step in (self.leader, self.head, self.administrator)],
            "wards": self.wards.answers(),
        }

    def _made(self, desk: object) -> None:
        self.next.why_not("")
        self.created.emit(desk)

    def sizeHint(self) -> QSize:
        """A calm size."""
        return QSize(1100, 640)
