"""One child's file: who, what comes next and why, forms, the whole life."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, today
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.permissions import may_fill
from welfare_desktop.domain.rules.steps import Step
from welfare_desktop.ui.children.forms import phase_cards
from welfare_desktop.ui.children.life import Life
from welfare_desktop.ui.children.next import steps_column
from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Label,
    Scroll,
    StatusLabel,
    empty,
)
from welfare_desktop.ui.today.duties import DutyList

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk

_AVATAR = 48


class ChildFile(QWidget):
    """The right-hand side of 儿童档案."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.child: Child | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._head = Card()
        layout.addWidget(self._head)
        self.tabs = QTabWidget()
        self._next, self._forms, self._life = Scroll(), Scroll(), Scroll()
        for scroll, name in (
            (self._next, "下一步"), (self._forms, "表单"), (self._life, "一生的经过"),
        ):  # fmt: skip
            self.tabs.addTab(scroll, name)
        layout.addWidget(self.tabs, 1)
        self.duties = DutyList(self._do_duty, subjects=False)
        self.life = Life(self._open)
        self._life.inner.addWidget(self.life)
        self._steps = QVBoxLayout()
        self._next.inner.addLayout(self._steps)
        self._duty_card = Card("该办的事")
        self._duty_card.body.addWidget(self.duties)
        self._next.inner.addWidget(self._duty_card)
        self._next.inner.addStretch(1)

    @property
    def _desk(self) -> Desk:
        return self._shell.desk

    def clear(self) -> None:
        """Forget the child."""
        self.child = None
        for target in (self._head.body, self._steps, self._forms.inner):
            empty(target)
        self.duties.show_duties([], self._desk.now().date())
        self.life.show_life([])

    def show_child(self, child: Child) -> None:
        """Show one child."""
        self.clear()
        self.child = child
        self._identity(child)
        steps = child_file.next_steps(self._desk, child)
        self._steps.addWidget(steps_column(steps, self._why_not, self._do_step))
        duties = today.of_child(self._desk, child)
        self._duty_card.title.setText(f"该办的事 {len(duties)}")
        told = [
            (d, "" if today.may_do(self._desk, d) else "这张表由别的岗位填写。") for d in duties
        ]
        self.duties.show_duties(told, self._desk.now().date())
        roles = self._desk.account.roles
        for card in phase_cards(child, roles, self._open, self._new):
            self._forms.inner.addWidget(card)
        self._forms.inner.addStretch(1)
        self.life.show_life(child_file.timeline(child))

    # --- the head ---

    def _identity(self, child: Child) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        avatar = QLabel()
        avatar.setFixedSize(_AVATAR + 12, _AVATAR + 12)
        avatar.setAlignment(Qt.AlignmentFlag.AlignCenter)
        avatar.setObjectName("avatar")
        avatar.setPixmap(pixmap("baby", theme().tokens.primary, _AVATAR - 12, 1.0))
        row.addWidget(avatar)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(self._tags(child))
        words.addWidget(Label(self._about(child), "secondary").wrap())
        row.addLayout(words, 1)
        event = partial(self._shell.go, "record", form="F31", values={"children": [child.id]})
        row.addWidget(Button("登记异常", "triangle-alert", event, f"登记{child.name}的异常"))
        visit = partial(self._shell.go, "record", form="F24", child=child.id)
        row.addWidget(Button("就医", "heart-pulse", visit, f"登记{child.name}就医"))
        self._head.body.addWidget(holder)

    def _tags(self, child: Child) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(child.name, "title"))
        status = label("CL-STATUS", child.status or "") or "未接收"
        line.addWidget(StatusLabel(status, "info"))
        where = child.whereabouts or ""
        if where not in ("", "ON_SITE"):
            line.addWidget(StatusLabel(label("CL-WHERE", where), "warn"))
        day = child_file.isolation_day(child, self._desk.now())
        if day:
            line.addWidget(StatusLabel(f"隔离观察 第{day}天", "warn"))
        allergy = child.record.text("allergy")
        if not allergy:
            line.addWidget(StatusLabel("过敏史未核", "warn", due=True))
        elif allergy != "无":
            line.addWidget(StatusLabel(f"过敏 {allergy}", "bad"))
        if child.record.get("special_watch") is True:
            line.addWidget(StatusLabel("重点关注", "warn"))
        line.addStretch(1)
        return line

    def _about(self, child: Child) -> str:
        house = self._desk.house()
        sex = label("CL-SEX", child.sex).removesuffix("性")
        ward = house.record("X02", child.ward or "")
        carer = house.record("F64", child.record.text("primary_carer") or "")
        parts = [
            child.file_no, sex, child_file.age_words(child, house.now),
            f"{ward.text('name')} {child.bed}床" if ward else "没有安排床位",
            f"{child.arrived_at:%Y-%m-%d}到院" if child.arrived_at else "",
            label("CL-ADM", child.cause) if child.cause else "",
            label("CL-CARE", child.care_mode) if child.care_mode else "",
            f"责任护理员 {carer.text('name')}" if carer else "",
        ]  # fmt: skip
        return " · ".join(part for part in parts if part)

    # --- what can be done ---

    def _why_not(self, step: Step) -> str:
        may = may_fill(FORMS[step.form], self._desk.account.roles)
        return "" if may else "这张表由别的岗位填写。"

    def _do_step(self, step: Step) -> None:
        self._fill(step.form, step.record)

    def _do_duty(self, duty: Duty) -> None:
        self._fill(duty.form, duty.record or today.newest(self._desk, duty))

    def _fill(self, form: str, record: str) -> None:
        child = self.child.id if self.child else None
        if record:
            self._shell.go("record", form=form, record=record, child=child, mode="continue")
        else:
            self._shell.go("record", form=form, child=child)

    def _open(self, record: str) -> None:
        self._shell.go("record", record=record, mode="view")

    def _new(self, form: str) -> None:
        self._fill(form, "")

    def first_button(self) -> QWidget:
        """Where Tab from the list arrives."""
        return self.tabs.tabBar()
