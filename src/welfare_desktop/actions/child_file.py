"""One child's file: what comes next, the forms by phase, the whole life."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import addm, age_on
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rounds import isolated
from welfare_desktop.domain.rules.steps import Step, steps

_DIMENSIONS = {"status": "CL-STATUS", "care_mode": "CL-CARE", "whereabouts": "CL-WHERE"}
Kind = Literal["state", "form", "event"]
#: Forms of the timeline that are events of a life rather than papers about it.
_EVENTS = ("F24", "F31")


class Moment(msgspec.Struct, frozen=True):
    """One point of a life. ``record`` opens; empty for a change of state."""

    at: str
    kind: Kind
    title: str
    detail: str
    record: str


def next_steps(desk: Desk, child: Child) -> list[Step]:
    """What comes next, judged now."""
    return steps(child, desk.now())


def age_words(child: Child, now: datetime) -> str:
    """``7岁``, under three years ``1岁4个月``, under one month ``12天``."""
    birth = child.birth_date
    if birth is None:
        return "年龄不详"
    years = age_on(birth, now.date())
    if years >= 3:
        return f"{years}岁"
    months = next(m for m in range(0, 37) if addm(birth, m + 1) > now.date())
    if not months:
        return f"{(now.date() - birth).days}天"
    return f"{months // 12}岁{months % 12}个月" if months >= 12 else f"{months}个月"


def isolation_day(child: Child, now: datetime) -> int:
    """Which day of isolation it is; 0 where there is none."""
    arrived = child.arrived_at
    if arrived is None or not isolated(child, now):
        return 0
    return (now.date() - arrived.date()).days + 1


def of_form(child: Child, form: Form) -> list[Record]:
    """Records of a form about the child, newest first."""
    return child.all(form.id)[::-1]


def state_words(form: Form, record: Record) -> str:
    """已提交, 待审批, 已审批, 已作废; 建账 for what a roster told."""
    if record.state == "void":
        return "已作废"
    if record.basis == "roster":
        return "建账"
    if record.state == "approved":
        return "已审批"
    return "待审批" if form.approve else "已提交"


def timeline(child: Child) -> list[Moment]:
    """The child's life, newest first: changes of state, forms, events."""
    out = [
        _change(record) if form.id == "T" else _moment(form, record)
        for form in FORMS.values()
        for record in child.all(form.id)
    ]
    out += [
        _moment(FORMS["F31"], event)
        for event in child.house.of("F31")
        if event.child is None and child.id in (event.get("children") or [])
    ]
    return sorted(out, key=lambda moment: (moment.at, moment.title), reverse=True)


def _change(record: Record) -> Moment:
    dimension = record.text("dimension")
    said = label(_DIMENSIONS[dimension], record.text("value"))
    before = record.text("previous")
    known = before and before != "LEAD"
    told = f"{label(_DIMENSIONS[dimension], before)} → {said}" if known else said
    name = {"status": "状态", "care_mode": "养育方式", "whereabouts": "位置"}[dimension]
    why = record.text("transition") or record.text("reason")
    return Moment(
        record.happened_at, "state", f"{name}：{told}", "建账" if why == "T-0" else why, ""
    )


def _moment(form: Form, record: Record) -> Moment:
    words = f"{record.form_no} 第{record.version}版 {state_words(form, record)}"
    kind: Kind = "event" if form.id in _EVENTS else "form"
    title = form.title
    if form.id == "F31" and record.get("type"):
        title = f"异常：{label('CL-ABN', record.text('type'))}"
    return Moment(record.happened_at, kind, title, words, record.id)
