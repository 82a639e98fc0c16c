"""Checks of care, rounds, staff and house forms: the *validation* column as functions."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms.checking import Check, differ, order, problem
from welfare_desktop.domain.forms.checks_entry import (
    certificate_number,
    number_of_another,
    person_name,
)
from welfare_desktop.domain.forms.checks_people import (
    bed_free,
    decided_by_head,
    in_post,
    licences,
    roster_gap,
    signer_on_duty,
    ward_fits,
    woman_on_duty,
)
from welfare_desktop.domain.idnumber import org_code_problem
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

_REST = timedelta(hours=11)
#: Which form a report of F70 is about (lifecycle.md F70, ``about``).
REPORTED = {
    "REFUSAL": "F02", "INSURANCE": "F10", "FOSTER_FILE": "F16", "FOSTER_END": "F19",
    "CROSS_PROV": "F26", "INCIDENT": "F31", "PLACEMENT": "F44", "HOSPITAL_FILE": "F46",
    "DEATH": "F51", "PROJECT": "F56", "OUTING": "F59", "HARM": "F61", "MONTHLY": "F74",
}  # fmt: skip


def effective_after_decision(s: Situation) -> list[Problem]:
    """F12: effective_at ≥ decided_on."""
    decided, effective = s.date("decided_on"), s.at("effective_at")
    if decided is not None and effective is not None and effective.date() < decided:
        return problem("effective_at", "生效时间不能早于审批日期。")
    return []


def mode_of_the_day(s: Situation) -> list[Problem]:
    """F12: it changes the mode the child lives in, and not before the last change."""
    at = s.at("effective_at")
    if s.child is None or at is None or s.record.basis == "roster":
        return []
    before = [
        span for span in s.child.spans("care_mode")
        if span.get("cause") != s.record.id and span.get("value")
    ]  # fmt: skip
    if not before:
        return []
    last = before[-1]
    if last.happened is not None and at < last.happened:
        told = last.happened_at.replace("T", " ")
        return problem("effective_at", f"生效时间早于上一次变更{told}，请核对。")
    if s.get("from_mode") and s.get("from_mode") != last.get("value"):
        name = label("CL-CARE", last.text("value"))
        return problem("from_mode", f"现在的养育方式是{name}，请核对原养育方式。")
    return []


def selfcare_items(s: Situation) -> list[Problem]:
    """F13: six rows, each item once, each with its score; two assessors."""
    rows = s.record.rows("items")
    out: list[Problem] = []
    if rows:
        seen = Counter(str(row.get("item")) for row in rows)
        if sorted(seen) != list("123456") or max(seen.values()) > 1:
            out += problem("items", "六个项目各评一次：进食、洗漱、穿衣、如厕、移动、沟通。")
        elif any(row.get("score") is None for row in rows):
            out += problem("items", "每个项目都要选得分。")
    marks = s.get("assessors")
    if marks and len({mark.get("by") for mark in marks}) < 2:
        out += problem("assessors", "评估由两人签字。")
    return out


def selfcare_reason(s: Situation) -> list[Problem]:
    """F13: a level other than the suggestion needs a reason (remark)."""
    level, suggest = s.get("level"), s.get("suggest")
    if level and suggest and level != suggest and not s.get("remark"):
        return problem("level", "认定等级与建议等级不同，请在备注写明理由。")
    return []


def icd(s: Situation) -> list[Problem]:
    """F23: ICD-10 format; what a national edition adds behind it is kept."""
    code = s.get("icd10")
    if code and not re.match(r"[A-Z]\d{2}(\.\d{1,3})?", str(code)):
        return problem("icd10", "ICD-10编码写成 G80.0 这样。")
    return []


def some_time(s: Situation) -> list[Problem]:
    """F24: at least one of the four times; to close urgent care all of them."""
    empty = [n for n in s.form.one_of if not s.get(n)]
    if len(empty) == len(s.form.one_of):
        return problem("found_at", "至少填一个时间：发现、呼救、送出或到院。")
    if s.step == "approve" and s.get("urgent") is True:
        return [
            Problem(sentence=f"紧急救治要填“{s.form.field(n).label}”时间。", field=n) for n in empty
        ]
    return []


def fees(s: Situation) -> list[Problem]:
    """F24: the parts sum to the total."""
    parts = [s.get(n) for n in ("fee_insurance", "fee_mtjh", "fee_other", "fee_self")]
    total = s.get("fee_total")
    given = any(p is not None for p in parts)
    if total is not None and given and sum(int(p or 0) for p in parts) != total:
        return problem("fee_total", "总费用与各项之和不相等，请核对。")
    return []


def unseen_note(s: Situation) -> list[Problem]:
    """F30: mark 5 needs a note."""
    if any(r.get("mark") == "5" and not r.get("note") for r in s.record.rows("marks")):
        return problem("marks", "标记“未能查看”要写明原因。")
    return []


def duty_hours(s: Situation) -> list[Problem]:
    """F67: ≤ 12 hours per person is a warning; the shift ends after it begins."""
    start, end = s.at("planned_from"), s.at("planned_to")
    if start is None or end is None:
        return []
    if end <= start:
        return problem("planned_to", "计划结束要晚于计划开始。")
    if end - start > timedelta(hours=12):
        return problem("planned_to", "一班超过12小时，请确认。", warning=True)
    return []


def rest_between(s: Situation) -> list[Problem]:
    """F67: less than 11 hours between two shifts of a person is a warning."""
    start, end = s.at("planned_from"), s.at("planned_to")
    if start is None or end is None:
        return []
    short = {
        person
        for other in s.house.within("F67", start - timedelta(days=2), end + _REST)
        if other.id != s.record.id
        for person in set(s.get("staff_list") or ()) & set(other.get("staff_list") or ())
        if _close(other, start - _REST, end + _REST)
    }
    names = [r.text("name") for r in s.house.staff if r.id in short]
    if not names:
        return []
    told = "、".join(names)
    return problem("staff_list", f"{told}两班之间休息不足11小时，请确认。", warning=True)


def _close(other: Record, since: datetime, until: datetime) -> bool:
    start, end = other.at("planned_from"), other.at("planned_to")
    return start is not None and end is not None and start < until and end > since


def reported_form(s: Situation) -> list[Problem]:
    """F70: the record reported is one of the form that the matter names."""
    kind, about = str(s.get("type") or ""), s.get("about")
    wanted = REPORTED.get(kind)
    if about and wanted and s.house.record(wanted, str(about)) is None:
        name = label("CL-REPORT", kind)
        return problem("about", f"“{name}”上报的应是表单{wanted}，请重新选择。")
    return []


def organisation_code(s: Situation) -> list[Problem]:
    """X01: GB 32100 check character."""
    wrong = org_code_problem(str(s.get("org_code"))) if s.get("org_code") else None
    return problem("org_code", wrong) if wrong else []


def go_live_stands(s: Situation) -> list[Problem]:
    """X01: the go-live date cannot be changed once the opening list is signed."""
    for earlier in s.house.of("X01"):
        stood = earlier.get("go_live_on")
        if earlier.get("opening_signed") and s.get("go_live_on") not in (None, stood):
            return problem("go_live_on", f"建账清单已签发，启用日期{stood}不能再改。")
    return []


def unique_ward(s: Situation) -> list[Problem]:
    """X02: the ward number is unique, bed numbers too."""
    number = s.get("ward_no")
    if any(w.text("ward_no") == number and w.id != s.record.id for w in s.house.wards):
        return problem("ward_no", f"区域编号{number}已有，请换一个。")
    beds = [row.get("bed_no") for row in s.record.rows("beds")]
    if len(set(beds)) < len(beds):
        return problem("beds", "床号有重复，请核对。")
    return []


def ward_empty(s: Situation) -> list[Problem]:
    """X02: a ward with children cannot be closed."""
    if not s.filled_now("open_to"):
        return []
    there = [c.name for c in s.house.children if c.here and c.ward == s.record.id]
    if there:
        return problem("open_to", f"区域里还有{len(there)}名儿童，请先办理区域床位变动。")
    return []


def holiday_year(s: Situation) -> list[Problem]:
    """X03: one per year; make-up days are Saturdays and Sundays; no day stands in both lists."""
    out: list[Problem] = []
    same = [y for y in s.house.of("X03") if y.get("year") == s.get("year")]
    if any(y.id != s.record.id for y in same):
        out += problem("year", f"{s.get('year')}年的安排已录入，请更正原记录。")
    rest = {row.get("on") for row in s.record.rows("rest_days")}
    worked = [str(row.get("on")) for row in s.record.rows("work_days")]
    wrong = [d for d in worked if d in rest or date.fromisoformat(d).weekday() < 5]
    if wrong:
        out += problem("work_days", f"调休上班日应是周六或周日且不在放假日期中：{wrong[0]}。")
    return out


def known_parameter(s: Situation) -> list[Problem]:
    """X05: a known key, a value of its kind, never back-dated before the last closed month."""
    from welfare_desktop.domain.parameters import PARAMETERS, value_problem

    key = s.get("key")
    if not key:
        return []
    if key not in PARAMETERS:
        return problem("key", f"没有名为{key}的参数，请从列表中选择。")
    wrong = value_problem(str(key), str(s.get("value") or ""))
    return (problem("value", wrong) if s.get("value") and wrong else []) + _back_dated(s)


def _back_dated(s: Situation) -> list[Problem]:
    start = s.date("valid_from")
    closed = [r.text("month") for r in s.house.of("F74") if r.state == "approved"]
    if start is None or not closed:
        return []
    open_from = addm(date.fromisoformat(f"{max(closed)}-01"), 1)
    if start < open_from:
        return problem("valid_from", f"{max(closed)}已结账，生效日期最早为{open_from}。")
    return []


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F12": (differ("from_mode", "to_mode"), effective_after_decision, mode_of_the_day,
            decided_by_head),
    "F13": (selfcare_items, selfcare_reason),
    "F23": (icd, certificate_number, number_of_another),
    "F24": (some_time, fees, order("found_at", "called_at", "sent_at", "arrived_at"),
            order("admit_at", "discharge_at")),
    "F30": (unseen_note, signer_on_duty),
    "F31": (order("found_at", "closed_at"),),
    "F32": (differ("by_out", "by_in"),),
    "F64": (person_name("name"), order("hired_on", "left_on")),
    "F67": (duty_hours, rest_between, in_post("staff_list", "planned_from"), licences,
            roster_gap, woman_on_duty),
    "F70": (reported_form,),
    "F74": (differ("made_by", "approved_by"),),
    "X01": (organisation_code, go_live_stands),
    "X02": (unique_ward, ward_empty, order("open_from", "open_to")),
    "X03": (holiday_year,),
    "X05": (known_parameter,),
    "X07": (order("from_at", "to_at"),),
    "X09": (bed_free, ward_fits),
}  # fmt: skip
