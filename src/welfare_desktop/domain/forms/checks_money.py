"""Checks of money, background checks, outside people and papers (F54, F55, F65, F68, F73, X…).

What the money may be spent on (C9.05, C9.06) is a gate and stands in ``domain/rules/``.
"""

from __future__ import annotations

import re

from welfare_desktop.domain import benefit, ledger
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms.checking import Check, differ, order, problem
from welfare_desktop.domain.forms.checks_entry import person_name
from welfare_desktop.domain.forms.checks_people import in_post
from welfare_desktop.domain.forms.computed_later import entry_due
from welfare_desktop.domain.idnumber import id_number_problem
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

#: Words of a purpose that the approver is asked about (F55).
_ASKED = re.compile("工资|奖金|水电|物业|装修|改造|维修|办公|车辆|加班|津贴|补贴")


# Benefit and ledger --------------------------------------------------------------------


def rate_by_standard(s: Situation) -> list[Problem]:
    """F54: the rate is the standard (X04) of a month from the application to now."""
    amount, applied = s.get("rate"), s.date("applied_on")
    if amount is None or applied is None or not s.get("benefit"):
        return []
    first, now = benefit.month_of(applied), benefit.month_of(s.now.date())
    kinds = {benefit.benefit_in(s.record, month) for month in (first, now)}
    known = [
        rate
        for month in [*benefit.months(first, now), now]
        for kind in sorted(kinds)
        if (rate := benefit.rate_in(s.house, kind, month)) is not None
    ]
    if not known:
        return problem("rate", "还没有录入这一类别的保障标准，请先录入并审批。", warning=True)
    if amount in known:
        return []
    return problem("rate", f"月标准应为{known[-1] / 100:.2f}元（保障标准），请核对。")


def in_its_month(field: str, start: str, sentence: str) -> Check:
    """F54: done in the calendar month of what it follows; late is kept and told (C14.04, C14.06)."""

    def check(s: Situation) -> list[Problem]:
        begun, done = s.date(start), s.date(field)
        if begun is None or done is None or done <= benefit.month_end(begun):
            return []
        return problem(field, sentence.format(benefit.month_end(begun)), warning=True)

    return check


def history_in_order(s: Situation) -> list[Problem]:
    """F54: changes follow each other month by month."""
    months = [str(row["from_month"]) for row in s.record.rows("history")]
    if months != sorted(set(months)):
        return problem("history", "变更记录按起始月份先后填写，同一个月只填一行。")
    return []


def voucher_number(s: Situation) -> list[Problem]:
    """F55: continuous, none twice."""
    number = str(s.get("entry_no") or "")
    if any(e.text("entry_no") == number and e.id != s.record.id for e in s.house.of("F55")):
        return problem("entry_no", f"凭证号{number}已有，请接着上一号编。")
    wanted = ledger.next_number(s.house, s.record)
    if not number or s.before is not None or wanted in (None, number):
        return []
    return problem("entry_no", f"凭证号要连续，下一号是{wanted}。")


def month_open(s: Situation) -> list[Problem]:
    """F55: nothing is booked into a month that is closed (`ledger.closed_until`)."""
    booked, closed = s.date("book_date"), ledger.closed_until(s.house)
    if booked is None or not s.filled_now("book_date") or not closed:
        return []
    if benefit.month_of(booked) <= closed:
        return problem("book_date", f"{closed}已结账，请记入{benefit.month_after(closed, 1)}。")
    return []


def reversal(s: Situation) -> list[Problem]:
    """F55: 冲销 undoes one entry wholly and once."""
    other = s.house.record("F55", str(s.get("reverses") or ""))
    if s.get("direction") != "3" or other is None:
        return []
    if other.get("direction") == "3":
        return problem("reverses", "冲销凭证不能再冲销，请另记一笔。")
    if s.get("amount") not in (None, other.get("amount")):
        told = f"{int(other.get('amount') or 0) / 100:.2f}"
        return problem("amount", f"冲销金额要与原凭证相同：{told}元。")
    undone = [e for e in s.house.of("F55") if e.get("reverses") == other.id]
    if any(e.id != s.record.id for e in undone):
        return problem("reverses", f"凭证{other.text('entry_no')}已冲销过。")
    return []


def never_negative(s: Situation) -> list[Problem]:
    """F55: no money is spent that is not there."""
    if not s.get("amount") or not s.get("direction"):
        return []
    after = ledger.balance(s.house, s.record)
    if after >= 0 or ledger.effect(s.house, s.record) >= 0:
        return []
    there = (after - ledger.effect(s.house, s.record)) / 100
    return problem("amount", f"余额不足：现有{there:.2f}元，请核对。")


def purpose_asked(s: Situation) -> list[Problem]:
    """F55: words of wages, works and running costs are a question to the approver."""
    found = _ASKED.search(str(s.get("purpose") or "")) if s.get("direction") == "2" else None
    if found is None:
        return []
    sentence = f"用途中有“{found[0]}”，审批人请核对是否属于孤儿基本养育支出。"
    return problem("purpose", sentence, warning=True)


def all_or_some(s: Situation) -> list[Problem]:
    """F55: 全体 stands alone."""
    children = s.get("children") or []
    if "all" in children and len(children) > 1:
        return problem("children", "选了“全体”，就不用再选儿童。")
    return []


# Background checks and outside people ---------------------------------------------------

_SUBJECTS = {"2": ("F64",), "3": ("F68",), "4": ("F15",), "5": ("F14",), "6": ("F64", "F68")}


def subject_of_type(s: Situation) -> list[Problem]:
    """F65: the record that the person belongs to is one of the kind named, and names the same."""
    wanted, record = (
        _SUBJECTS.get(str(s.get("subject_type") or ""), ()),
        str(s.get("subject") or ""),
    )
    found = [form for form in s.form.field("subject").forms if _known(s, form, record)]
    if not record or not wanted or not found:
        return []
    if found[0] not in wanted:
        return problem("subject", "所选对象与对象类型不符，请重新选择。")
    person = s.house.record("F64", record)
    pairs = {"person_name": "name", "person_id_no": "id_no"}
    return [
        Problem(sentence=f"“{s.form.field(own).label}”与工作人员登记不同，请核对。", field=own,
                warning=True)
        for own, theirs in pairs.items()
        if person is not None and s.get(own) and person.get(theirs) not in (None, s.get(own))
    ]  # fmt: skip


def _known(s: Situation, form: str, record: str) -> bool:
    return s.house.record(form, record) is not None


def result_with_reply(s: Situation) -> list[Problem]:
    """F65: a result comes with the day of the reply."""
    if s.get("result") and not s.get("replied_on"):
        return problem("replied_on", "有查询结果的，请填答复日期。")
    return []


def local_police(s: Situation) -> list[Problem]:
    """F65: the police of the institution's place are asked (C11.10)."""
    own, there = s.house.institution, s.get("police_div")
    if own is None or not there or there == own.get("div"):
        return []
    return [
        Problem(
            sentence="应向机构所在地公安机关查询，请核对所在区划。", field="police_div",
            clause="C11.10", warning=True,
        )
    ]  # fmt: skip


def people_numbers(s: Situation) -> list[Problem]:
    """F68: citizens' numbers of the people, and no visit that ends before it begins."""
    for number, row in enumerate(s.record.rows("people"), 1):
        told = str(row.get("id_no") or "")
        wrong = id_number_problem(told) if told else None
        if wrong:
            return problem("people", f"“服务人员”第{number}行：{wrong}")
    for number, row in enumerate(s.record.rows("visits"), 1):
        if row.get("out_at") and str(row["out_at"]) < str(row["in_at"]):
            return problem("visits", f"“到访记录”第{number}行：离开不能早于到达。")
    return []


def entered_in_time(s: Situation) -> list[Problem]:
    """F73: entered after the target or the month's end is kept and told."""
    due, entered = entry_due(s), s.date("entered_on")
    if due is None or entered is None or entered <= due:
        return []
    return problem("entered_on", f"应在{due}前录入，已晚。", warning=True)


# House papers ---------------------------------------------------------------------------


def standards_join(s: Situation) -> list[Problem]:
    """X04: no gap and no overlap within a benefit; an open end lasts until the next begins."""
    first, last = str(s.get("from_month") or ""), str(s.get("to_month") or "")
    if last and last < first:
        return problem("to_month", "“执行终止月”不能早于“执行起始月”。")
    others = [
        rate for rate in s.house.of("X04")
        if rate.id != s.record.id and rate.get("benefit") == s.get("benefit")
    ]  # fmt: skip
    if not first or not others:
        return []
    return _beside(s, others, first, last)


def _beside(s: Situation, others: list[Record], first: str, last: str) -> list[Problem]:
    if any(rate.get("from_month") == first for rate in others):
        return problem("from_month", f"{first}起的标准已有，请更正原记录。")
    before = [rate for rate in others if rate.text("from_month") < first]
    after = [rate.text("from_month") for rate in others if rate.text("from_month") > first]
    ended = max(before, key=lambda rate: rate.text("from_month")).text("to_month") if before else ""
    if ended and first != benefit.month_after(ended, 1):
        begins = benefit.month_after(ended, 1)
        return problem("from_month", f"上一标准到{ended}为止，本标准应从{begins}起。")
    if after and last and benefit.month_after(last, 1) != min(after):
        ends = benefit.month_after(min(after), -1)
        return problem("to_month", f"下一标准从{min(after)}起，本标准应到{ends}为止。")
    return []


def reviewed(s: Situation) -> list[Problem]:
    """X06: looked through within twelve months (C18.01); it does not replace itself."""
    if s.get("replaced_by") == s.record.id:
        return problem("replaced_by", "文件不能替代自己，请选择新的文件。")
    day = s.date("review_on")
    if day is None or not s.filled_now("review_on") or s.now.date() <= addm(day, 12):
        return []
    return problem("review_on", "距上次复核已超过12个月，请复核。", warning=True)


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F54": (order("applied_on", "approved_on", "sys_entered_on"), order("end_fact_on", "reduced_on"),
            rate_by_standard, history_in_order,
            in_its_month("sys_entered_on", "approved_on", "审批当月录入，最晚{}，已晚。"),
            in_its_month("reduced_on", "end_fact_on", "当月减员，最晚{}，已晚。")),
    "F55": (voucher_number, month_open, reversal, never_negative, purpose_asked, all_or_some,
            differ("made_by", "checked_by"), differ("made_by", "approved_by"),
            differ("checked_by", "approved_by")),
    "F65": (person_name("person_name"), subject_of_type, result_with_reply, local_police,
            order("asked_on", "replied_on", "action_on")),
    "F68": (order("contract_from", "contract_to"), people_numbers),
    "F73": (order("fact_on", "entered_on"), entered_in_time),
    "X04": (standards_join,),
    "X06": (order("issued_on", "valid_from"), reviewed),
    "X08": (person_name("name"), order("in_at", "out_at"), in_post("companion", "in_at")),
}  # fmt: skip
