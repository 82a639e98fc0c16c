"""Checks of orders and doses (F29): the right child, drug, dose, way and time, once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from welfare_desktop.domain import medication
from welfare_desktop.domain.forms.checking import Check, differ, order, problem
from welfare_desktop.domain.forms.checks_people import licensed
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

_DOCTOR, _OUTSIDE = "4", "2"
_NO_ALLERGY = ("无", "不详", "没有", "未见", "未发现", "未核", "否认")


# The order -----------------------------------------------------------------------------------


def by_doctor(s: Situation) -> list[Problem]:
    """F29, X10: a doctor orders, with a licence in force."""
    mark = s.get("ordered_by")
    person = s.house.record("F64", str(mark.get("by"))) if mark else None
    if person is None or not s.filled_now("ordered_by"):
        return []
    if person.get("post") != _DOCTOR:
        return problem("ordered_by", f"{person.text('name')}不是医生，医嘱由医生签字。")
    if not licensed(person, s.now.date().isoformat()):
        sentence = f"{person.text('name')}没有登记有效的医师执业证书，请核对。"
        return problem("ordered_by", sentence, warning=True)
    return []


def with_paper(s: Situation) -> list[Problem]:
    """F29: an order from outside comes with its paper."""
    if s.get("source") == _OUTSIDE and not s.papers:
        return problem("source", "外院医嘱要附上医嘱或处方，请添加附件。")
    return []


def allergies(child: Child) -> list[str]:
    """What a child does not bear, word by word, by F01 and the health record."""
    told = [child.record.text("allergy"), *(r.text("allergy") for r in child.all("F20"))]
    words = [w for text in told for w in re.split(r"[\s、，,；;。.（）()及和与]+", text)]
    plain = [re.sub(r"^对|(类药物|类)?(过敏.*|阳性)?$", "", word) for word in words]
    return [w for w in dict.fromkeys(plain) if len(w) > 1 and not w.startswith(_NO_ALLERGY)]


def allergy_match(s: Situation) -> list[Problem]:
    """F29: what the child is allergic to is not ordered, unless the doctor confirms it in words."""
    drug = str(s.get("drug") or "").lower()
    if s.child is None or not drug or not s.filled_now("drug") or s.get("remark"):
        return []
    found = [w for w in allergies(s.child) if w.lower() in drug or drug in w.lower()]
    if not found:
        return []
    sentence = f"过敏史有“{'、'.join(found)}”，请换药；确需使用的，由医生在备注写明理由。"
    return problem("drug", sentence)


def weight_shown(s: Situation) -> list[Problem]:
    """F29: the dose beside the weight last measured."""
    if s.child is None or not s.filled_now("dose"):
        return []
    days = {"F05": "exam_at", "F21": "measured_on"}
    found = [(day, r.get("weight_kg")) for form, name in days.items() for r in s.child.all(form)
             if r.get("weight_kg") and (day := r.date(name)) is not None]  # fmt: skip
    if not found:
        return problem("dose", "没有体重记录，请先测量，再核对剂量。", warning=True)
    day, weight = max(found, key=lambda one: one[0])
    return problem("dose", f"体重{weight:g}千克（{day}测量），请核对剂量。", warning=True)


def times_told(s: Situation) -> list[Problem]:
    """F29: a frequency that names no time puts the order on no list of doses."""
    freq = str(s.get("freq") or "")
    if not freq or not s.filled_now("freq") or medication.plan(freq) is not None:
        return []
    sentence = "看不出给药时间，到点清单不会提醒；请写成“每日3次”或“08:00 20:00”。"
    return problem("freq", sentence, warning=True)


def ordered_already(s: Situation) -> list[Problem]:
    """F29: the same drug is not ordered twice without a look."""
    at = s.at("start_at")
    if s.child is None or at is None or s.before is not None:
        return []
    same = [
        r for r in s.child.all("F29")
        if r.id != s.record.id and r.get("drug") == s.get("drug") and medication.in_force(r, at)
    ]  # fmt: skip
    if not same:
        return []
    sentence = f"{same[-1].form_no}已在用{same[-1].text('drug')}，请核对，不再用的先停。"
    return problem("drug", sentence, warning=True)


# The dose ------------------------------------------------------------------------------------


def _order(s: Situation) -> Record | None:
    return s.house.record("F29", str(s.get("order") or ""))


def of_order(s: Situation) -> list[Problem]:
    """F29b: an order of this child, in force at the time of the dose."""
    known, due = _order(s), s.at("due_at")
    if known is None:
        return problem("order", "找不到这条医嘱，请另选。") if s.get("order") else []
    if s.child is not None and known.child != s.child.id:
        return problem("order", "这条医嘱不是这名儿童的，请核对儿童和医嘱。")
    if due is None or medication.in_force(known, due):
        return []
    stop = known.text("stop_at").replace("T", " ")
    start = known.text("start_at").replace("T", " ")
    told = f"{start}起" + (f"，{stop}停" if stop else "")
    return problem("due_at", f"这条医嘱{told}，这个时间不在医嘱期内，请核对。")


def at_its_time(s: Situation) -> list[Problem]:
    """F29b: one of the times that the order names."""
    known, due = _order(s), s.at("due_at")
    how = medication.plan(known.text("freq")) if known is not None else None
    asked = how is not None and (how.times or how.hours or how.once)
    if known is None or due is None or not asked or not medication.in_force(known, due):
        return []
    day = datetime(due.year, due.month, due.day)
    times = medication.slots(known, day, day + timedelta(days=1))
    if due in times:
        return []
    told = "、".join(f"{at:%H:%M}" for at in times) or "当日没有"
    return problem("due_at", f"医嘱当日的给药时间是：{told}。请核对应给时间。")


def given_once(s: Situation) -> list[Problem]:
    """F29b: a dose is written once, and two of an order are not given within the hour."""
    due, own = s.at("due_at"), str(s.get("order") or "")
    if due is None or not own:
        return []
    day = timedelta(days=1)
    others = [r for r in medication.records_of(s.house, own, due - day, due + day)
              if r.id != s.record.id]  # fmt: skip
    same = next((r for r in others if r.at("due_at") == due), None)
    if same is not None:
        sentence = f"这一次给药已有记录（{same.form_no}），不能再记；改动请用更正。"
        return problem("due_at", sentence)
    at, within = s.at("given_at"), medication.late(s.house)
    near = [
        r for r in others
        if at is not None and (there := r.at("given_at")) is not None and abs(at - there) < within
    ]  # fmt: skip
    if not near or s.get("remark"):
        return []
    told = near[-1].text("given_at").replace("T", " ")
    return problem("given_at", f"这条医嘱{told}已给过一次，请核对；无误的在备注写明原因。")


def on_time(s: Situation) -> list[Problem]:
    """F29b: more than an hour from its time says why (remark)."""
    due, at = s.at("due_at"), s.at("given_at")
    if due is None or at is None or abs(at - due) <= medication.late(s.house) or s.get("remark"):
        return []
    minutes = int((at - due).total_seconds() // 60)
    word = "晚" if minutes > 0 else "早"
    return problem("given_at", f"比应给时间{word}{abs(minutes)}分钟，请在备注写明原因。")


def not_yet(s: Situation) -> list[Problem]:
    """F29b: what is not due within the hour is not written yet."""
    due = s.at("due_at")
    if due is None or due - s.now <= medication.late(s.house):
        return []
    return problem("due_at", "还没有到给药时间，到点再记。")


def not_expired(s: Situation) -> list[Problem]:
    """F29b: a drug past its date is not given."""
    expiry, at = s.date("expiry"), s.at("given_at") or s.at("due_at")
    if expiry is None or at is None or at.date() <= expiry:
        return []
    return problem("expiry", f"药品效期{expiry}已过，不能给药，请换药。")


OF_FORM: Mapping[str, tuple[Check, ...]] = {
    "F29": (order("start_at", "stop_at"), by_doctor, with_paper, allergy_match, weight_shown,
            times_told, ordered_already),
    "F29b": (of_order, at_its_time, given_once, on_time, not_yet, not_expired,
             differ("given_by", "second_check")),
    "X10": (order("from_at", "to_at"), by_doctor),
}  # fmt: skip
