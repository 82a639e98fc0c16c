"""Checks of rehabilitation (F33–F36), and the parts that checks of school and social work share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import addm, last_day
from welfare_desktop.domain.forms.checking import Check, order, problem
from welfare_desktop.domain.forms.checks_foster import complete_rows
from welfare_desktop.domain.forms.checks_life import children_of
from welfare_desktop.domain.forms.checks_people import in_post
from welfare_desktop.domain.forms.checks_placing import of_child
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

_FRESH_DAYS = 30
#: CL-POST 医生; F64 ``certs`` 医师资格与执业, 康复治疗.
_DOCTOR, _CERTS = "4", ("2", "3")
_AWAY = {"HOSPITAL": "住院", "MISSING": "走失"}


# Parts that several forms share ----------------------------------------------------------


def _away(child: Child, at: datetime) -> str:
    """Why a child can take part in nothing in the house at a minute, in words."""
    return _AWAY.get(child.state_at("whereabouts", at) or "", "")


def there(when: str, field: str, *, warning: bool = False) -> Check:
    """Nobody takes part who was in hospital or missing at the time."""

    def check(s: Situation) -> list[Problem]:
        at = s.at(when)
        if at is None or s.get("minutes") == 0 or not (s.filled_now(when) or s.filled_now(field)):
            return []
        told = [f"{c.name}当时{why}" for c in children_of(s) if (why := _away(c, at))]
        sentence = f"{'、'.join(told)}，请核对时间和儿童。"
        return problem(field, sentence, warning=warning) if told else []

    return check


def not_twice(when: str, *same: str) -> Check:
    """The same thing is not entered a second time."""

    def key(record: Record) -> tuple[Any, ...]:
        return (record.child if record.form == "F35" else None,
                *(_set(record.get(name)) for name in (when, *same)))  # fmt: skip

    def check(s: Situation) -> list[Problem]:
        if not s.get(when):
            return []
        others = s.house.of(s.form.id)
        known = [r for r in others if r.id != s.record.id and key(r) == key(s.record)]
        if not known:
            return []
        return problem(when, f"这一次已经登记过（{known[-1].form_no}），请核对。")

    return check


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value


def rows_once(table: str, *names: str) -> Check:
    """No two rows of a table tell the same."""

    def check(s: Situation) -> list[Problem]:
        seen: set[tuple[Any, ...]] = set()
        for number, row in enumerate(s.record.rows(table), 1):
            key = tuple(row.get(name) for name in names)
            if key in seen:
                title = s.form.field(table).label
                return problem(table, f"“{title}”第{number}行与前面一行相同，请核对。")
            seen.add(key)
        return []

    return check


def between(table: str, column: str, low: int, high: int) -> Check:
    """A number of a table lies within bounds."""

    def check(s: Situation) -> list[Problem]:
        for number, row in enumerate(s.record.rows(table), 1):
            value = row.get(column)
            if value is not None and not low <= value <= high:
                names = {c.name: c.label for c in s.form.field(table).columns}
                sentence = f"第{number}行的“{names[column]}”应在{low}到{high}之间，请核对。"
                return problem(table, sentence)
        return []

    return check


def rows_there(table: str) -> Check:
    """No row of a day on which the child was in hospital or missing."""

    def check(s: Situation) -> list[Problem]:
        known = s.before.rows(table) if s.before is not None else []
        for number, row in enumerate(s.record.rows(table), 1):
            if s.child is None or row in known or not row.get("on"):
                continue
            day = date.fromisoformat(str(row["on"]))
            if why := _away(s.child, datetime(day.year, day.month, day.day, 12)):
                return problem(table, f"第{number}行：儿童{day}{why}，请核对日期。")
        return []

    return check


def not_later(field: str, start: str, months: int, sentence: str, *, warning: bool) -> Check:
    """A day at most so many months after another."""

    def check(s: Situation) -> list[Problem]:
        begun, day = s.date(start), s.date(field)
        if begun is None or day is None or day <= addm(begun, months):
            return []
        return problem(field, sentence.format(addm(begun, months)), warning=warning)

    return check


# Rehabilitation --------------------------------------------------------------------------


def reason_not_needed(s: Situation) -> list[Problem]:
    """F33: no need of rehabilitation is a doctor's finding."""
    if s.get("need_rehab") is not False or s.get("remark"):
        return []
    return problem("need_rehab", "不需要康复的，请在备注写明医生的理由。")


def certified(s: Situation) -> list[Problem]:
    """F33: who assesses holds a certificate in force on the day."""
    mark, day = s.get("assessor"), str(s.get("assessed_on") or s.now.date())
    person = s.house.record("F64", str(mark.get("by"))) if mark else None
    if person is None or not s.filled_now("assessor"):
        return []
    held = person.rows("certs")
    if any(r.get("type") in _CERTS and str(r.get("valid_to") or "") >= day for r in held):
        return []
    sentence = f"{person.text('name')}没有当日有效的康复治疗或医师证书，请由持证人员评估。"
    return problem("assessor", sentence)


def repeated_in_time(s: Situation) -> list[Problem]:
    """F33: the kind fits what is there; more than six months after the last one is told."""
    day, kind = s.date("assessed_on"), s.get("kind")
    if s.child is None or day is None or kind is None:
        return []
    earlier = [
        d for r in s.child.all("F33")
        if r.id != s.record.id and (d := r.date("assessed_on")) is not None and d <= day
    ]  # fmt: skip
    if (kind == "1") == bool(earlier):
        told = "已有评估，类型应为复评、中期或末期" if earlier else "还没有评估过，类型应为初评"
        return problem("kind", f"{told}，请核对。", warning=True)
    months = int(s.house.param("rehab_repeat_months", day))
    if earlier and day > addm(max(earlier), months):
        sentence = f"距上次评估（{max(earlier)}）已超过{months}个月。"
        return problem("assessed_on", sentence, warning=True)
    return []


def fresh_assessment(s: Situation) -> list[Problem]:
    """F34: on an assessment not older than thirty days when the plan starts."""
    basis, start = s.house.record("F33", str(s.get("assessment") or "")), s.date("from_on")
    day = basis.date("assessed_on") if basis is not None else None
    if basis is None or day is None or start is None:
        return []
    if day > start or last_day(day, _FRESH_DAYS) < start:
        sentence = f"依据的评估是{day}的，应在开始日期前{_FRESH_DAYS}日内，请重新评估。"
        return problem("assessment", sentence)
    if basis.get("need_rehab") is False:
        return problem("assessment", "依据的评估认为不需要康复，请核对。", warning=True)
    return []


def signed_by_doctor(s: Situation) -> list[Problem]:
    """F34: the doctor's opinion is a doctor's."""
    mark = s.get("doctor_agree")
    person = s.house.record("F64", str(mark.get("by"))) if mark else None
    if person is None or person.get("post") == _DOCTOR:
        return []
    return problem("doctor_agree", "“医生意见”由医生签字。")


def in_plan(s: Situation) -> list[Problem]:
    """F35: an item of the plan, on a day of the plan."""
    plan, day = s.house.record("F34", str(s.get("plan") or "")), s.date("start_at")
    if plan is None:
        return []
    items = [str(row.get("item")) for row in plan.rows("items")]
    if s.get("item") and s.get("item") not in items:
        named = "、".join(label("CL-RHITEM", item) for item in items)
        return problem("item", f"方案里没有这个项目，方案有：{named}。")
    first, last = plan.date("from_on"), plan.date("to_on")
    if day is not None and first is not None and last is not None and not first <= day <= last:
        sentence = f"方案是{first}到{last}的，训练不在其中，请选现行方案。"
        return problem("plan", sentence, warning=True)
    return []


def provider_in_force(s: Situation) -> list[Problem]:
    """F35: the provider's contract covers the day."""
    provider, day = s.house.record("F68", str(s.get("provider") or "")), s.date("start_at")
    if provider is None or day is None:
        return []
    first, last = provider.text("contract_from"), provider.text("contract_to")
    if first and first <= day.isoformat() <= last:
        return []
    span = f"合同{first}至{last or '未填'}" if first else "没有登记合同"
    sentence = f"{provider.text('name')}{span}，{day}不在合同期内，请核对。"
    return problem("provider", sentence)


def assistance_fits(s: Situation) -> list[Problem]:
    """F36: yearly; applied for, or a reason why not."""
    if s.get("applied_on") and s.get("not_apply_reason"):
        return problem("not_apply_reason", "已填申请日期，不用再写未申请原因。", warning=True)
    return []


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F33": (reason_not_needed, certified, repeated_in_time),
    "F34": (of_child("assessment", "F33"), order("from_on", "to_on"), fresh_assessment,
            not_later("to_on", "from_on", 6, "方案最长6个月，结束日期不晚于{}。", warning=False),
            complete_rows("goals"), complete_rows("items", ("place", "therapist")),
            between("items", "minutes", 1, 240), between("items", "per_week", 1, 21),
            rows_once("items", "item"), signed_by_doctor),
    "F35": (of_child("plan", "F34"), in_plan, there("start_at", "start_at"),
            not_twice("start_at", "item"), in_post("therapist", "start_at"), provider_in_force),
    "F36": (order("applied_on", "approved_on", "valid_to"), order("fitted_on", "review_on"),
            assistance_fits,
            not_later("valid_to", "approved_on", 12, "康复救助每年办理，有效期一般到{}，请核对。",
                      warning=True),
            not_later("review_on", "fitted_on", 6, "辅具6个月内复检，最晚{}。", warning=True)),
}  # fmt: skip
