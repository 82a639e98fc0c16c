"""One child's file: who, what is due and why, forms, the whole life."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import today
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.permissions import may_fill
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.verdicts import TONES
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    FlatButton,
    Label,
    Scroll,
    StatusLabel,
    empty,
)

_PHASES = (("A", "进入机构"), ("B", "在机构"))
_DUTIES, _LIFE = 12, 30


class ChildFile(QWidget):
    """The right-hand side of 儿童档案."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._head = Card()
        layout.addWidget(self._head)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        self._left, self._right = Scroll(), Scroll()
        columns.addWidget(self._left, 3)
        columns.addWidget(self._right, 2)
        layout.addLayout(columns, 1)

    def clear(self) -> None:
        """Forget the child."""
        for target in (self._head.body, self._left.inner, self._right.inner):
            empty(target)

    def show_child(self, child: Child) -> None:
        """Show one child."""
        self.clear()
        self._identity(child)
        self._duties(today.of_child(self._shell.desk, child))
        self._forms(child)
        self._life(child)

    def _identity(self, child: Child) -> None:
        house, record = self._shell.desk.house(), child.record
        line = QHBoxLayout()
        line.addWidget(Label(child.name, "title"))
        age = f"{age_on(child.birth_date, house.today)}岁" if child.birth_date else "年龄不详"
        sex = label("CL-SEX", child.sex).removesuffix("性")
        line.addWidget(Label(f"{sex} · {age} · {child.file_no}", "secondary"))
        line.addStretch()
        status = label("CL-STATUS", child.status or "") or "未接收"
        line.addWidget(StatusLabel(status, "info"))
        line.addWidget(
            StatusLabel("位置 " + (label("CL-WHERE", child.whereabouts or "") or "不明"), "mute")
        )
        allergy = record.text("allergy")
        if allergy and allergy != "无":
            line.addWidget(StatusLabel(f"过敏 {allergy}", "bad"))
        elif not allergy:
            line.addWidget(StatusLabel("过敏史未核", "warn"))
        if record.get("special_watch") is True:
            line.addWidget(StatusLabel("重点关注", "warn"))
        holder = QWidget()
        holder.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._head.body.addWidget(holder)
        ward = house.record("X02", child.ward or "")
        place = f"{ward.text('name')} {child.bed}床" if ward else "没有安排床位"
        arrived = f"{child.arrived_at:%Y-%m-%d}到院" if child.arrived_at else "到院日期不详"
        cause, mode = label("CL-ADM", child.cause), label("CL-CARE", child.care_mode or "")
        self._head.body.addWidget(Label(f"{place} · {arrived} · {cause} · {mode}", "secondary"))

    def _duties(self, found: list[Duty]) -> None:
        card = Card(f"该办的事 {len(found)}")
        for duty in found[:_DUTIES]:
            card.body.addWidget(self._duty(duty))
        if not found:
            card.body.addWidget(Label("现在没有要办的事。", "secondary"))
        self._left.inner.addWidget(card)

    def _duty(self, duty: Duty) -> QWidget:
        line = QWidget()
        layout = QGridLayout(line)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(StatusLabel(WORDS[duty.verdict], TONES[duty.verdict]), 0, 0)
        layout.addWidget(Label(duty.title, "name").wrap(), 0, 1)
        due = f"最后日期 {duty.due}。" if duty.due else ""
        said = Label(f"{due}{duty.sentence}（{duty.clause}）", "hint").wrap()
        layout.addWidget(said, 1, 1)
        layout.setColumnStretch(1, 1)
        if duty.form:
            words = {"record": duty.record, "mode": "continue"} if duty.record else {}
            known = self._shell.desk.house().of_child(duty.form, duty.child or "")
            if known and not words:
                words = {"record": known[-1].id, "mode": "continue"}
            go = partial(self._shell.go, "record", form=duty.form, child=duty.child, **words)
            layout.addWidget(FlatButton("去办", "pen-line", go, f"do-{duty.clause}"), 0, 2)
        return line

    def _forms(self, child: Child) -> None:
        roles = self._shell.desk.account.roles
        for phase, title in _PHASES:
            card = Card(title)
            for form in FORMS.values():
                if form.phase != phase or form.about != "child":
                    continue
                found = child.all(form.id)
                line = QHBoxLayout()
                line.addWidget(Label(form.title).wrap(), 1)
                if found:
                    newest = found[-1]
                    text = f"{newest.form_no} 第{newest.version}版"
                    show = partial(self._shell.go, "record", form=form.id, record=newest.id,
                                   child=child.id, mode="view")  # fmt: skip
                    line.addWidget(FlatButton(text, "file-text", show, f"open-{form.id}"))
                new = partial(self._shell.go, "record", form=form.id, child=child.id)
                button = Button("新填", "plus", new, f"new-{form.id}")
                if not may_fill(form, roles):
                    button.why_not("这张表由别的岗位填写。")
                if form.id != "F01":
                    line.addWidget(button)
                card.body.addLayout(line)
            self._left.inner.addWidget(card)
        self._left.inner.addStretch()

    def _life(self, child: Child) -> None:
        card = Card("一生的经过")
        for at, what, detail, record in today.timeline(self._shell.desk, child)[:_LIFE]:
            card.body.addWidget(Label(f"{at}  {what}", "name" if not record else "").wrap())
            if detail:
                card.body.addWidget(Label(detail, "hint"))
        self._right.inner.addWidget(card)
        self._right.inner.addStretch()
