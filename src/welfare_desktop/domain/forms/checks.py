"""Cross-field checks of the forms: the *validation* column of the handbook as functions.

Each returns problems by field; gates that a clause row names stand in ``domain/rules/gates.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.idnumber import id_number_facts, id_number_problem
from welfare_desktop.domain.situation import Problem, Situation

Check = Callable[[Situation], list[Problem]]

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?|无")
_ID_FIELDS = {"id_no", "person_id_no"}


def _problem(field: str, sentence: str, *, warning: bool = False) -> list[Problem]:
    return [Problem(sentence=sentence, field=field, warning=warning)]


def not_in_future(s: Situation) -> list[Problem]:
    """Dates do not lie in the future unless stated."""
    out: list[Problem] = []
    for field in s.form.fields:
        if field.future or field.calc or field.kind not in ("date", "dt"):
            continue
        value = s.at(field.name)
        if value is None or not s.filled_now(field.name):
            continue
        late = value.date() > s.now.date() if field.kind == "date" else value > s.now
        if late:
            out += _problem(field.name, f"“{field.label}”不能晚于现在，请核对。")
    return out


def phones(s: Situation) -> list[Problem]:
    """Mobile ``1`` + 10 digits, or a landline."""
    return [
        Problem(sentence=f"“{f.label}”应为11位手机号或座机号，没有就填“无”。", field=f.name)
        for f in s.form.fields
        if f.kind == "text"
        and f.name.endswith("phone")
        and s.get(f.name)
        and not _PHONE.fullmatch(str(s.get(f.name)))
    ]


def id_numbers(s: Situation) -> list[Problem]:
    """GB 11643; sex and birth date of the form against the number are a warning."""
    out: list[Problem] = []
    for field in s.form.fields:
        number = s.get(field.name)
        if field.name not in _ID_FIELDS or not number:
            continue
        problem = id_number_problem(str(number))
        if problem:
            out += _problem(field.name, problem)
        else:
            out += _against_number(s, field, str(number))
    return out


def _against_number(s: Situation, field: Field, number: str) -> list[Problem]:
    birth, sex = id_number_facts(number)
    out: list[Problem] = []
    stated = s.date("birth_date") or s.date("registered_birth")
    if stated is not None and stated != birth:
        out += _problem(field.name, "出生日期与身份号码不一致，请核对。", warning=True)
    if s.get("sex") in ("1", "2") and s.get("sex") != sex:
        out += _problem(field.name, "性别与身份号码不一致，请核对。", warning=True)
    return out


def order(*names: str) -> Check:
    """Each filled date or time is not before the one named before it."""

    def check(s: Situation) -> list[Problem]:
        filled = [n for n in names if s.get(n)]
        for first, second in pairwise(filled):
            a, b = s.at(first), s.at(second)
            if a is not None and b is not None and b < a:
                label = s.form.field(first).label
                return _problem(second, f"“{s.form.field(second).label}”不能早于“{label}”。")
        return []

    return check


def differ(first: str, second: str) -> Check:
    """Two staff or code fields are not the same."""

    def check(s: Situation) -> list[Problem]:
        if s.get(first) and s.get(first) == s.get(second):
            a, b = s.form.field(first).label, s.form.field(second).label
            return _problem(second, f"“{a}”和“{b}”不能相同。")
        return []

    return check


def after_arrival(name: str) -> Check:
    """A date is not before the child's arrival."""

    def check(s: Situation) -> list[Problem]:
        arrived = s.child.arrived_at if s.child else None
        day = s.date(name)
        if arrived is not None and day is not None and day < arrived.date():
            return _problem(name, f"“{s.form.field(name).label}”早于到院日期，请核对。")
        return []

    return check


def birth_before_arrival(s: Situation) -> list[Problem]:
    """F01: birth date ≤ arrival date."""
    birth, arrived = s.date("birth_date"), s.child.arrived_at if s.child else None
    if birth is not None and arrived is not None and birth > arrived.date():
        return _problem("birth_date", "出生日期晚于到院日期，请核对。")
    return []


def bed_free(s: Situation) -> list[Problem]:
    """F01, X09: one child per bed."""
    ward = s.get("to_ward") or s.get("ward_id")
    bed = s.get("bed") or s.get("bed_no")
    own = s.get("child") or s.record.child
    if not ward or not bed:
        return []
    for child in s.house.children:
        if child.id != own and child.here and child.ward == ward and child.bed == bed:
            name = "bed" if s.form.id == "X09" else "bed_no"
            return _problem(name, f"这个床位上是{child.name}，请选空床位。")
    return []


def found_before_arrival(s: Situation) -> list[Problem]:
    """F03: found_at ≤ arrived_at; the police division is the place of finding."""
    found, arrived = s.at("found_at"), s.child.arrived_at if s.child else None
    out: list[Problem] = []
    if found is not None and arrived is not None and found > arrived:
        out += _problem("found_at", "发现时间晚于到院时间，请核对。")
    for name in ("police_div", "cert_issuer_div"):
        if s.get(name) and s.get("found_div") and s.get(name) != s.get("found_div"):
            label = s.form.field(name).label
            out.append(
                Problem(
                    sentence=f"“{label}”应为发现地{s.get('found_div')}，请核对。",
                    field=name,
                    clause="C1.04" if name == "cert_issuer_div" else "C1.03",
                )
            )
    return out


def notice_period(s: Situation) -> list[Problem]:
    """F06: the period is not below the minimum of the cause (A1 60 days, A2 30 days)."""
    least = {"A1": 60, "A2": 30}.get(s.child.cause if s.child else "", 0)
    days = s.get("period_days")
    if isinstance(days, int) and days < least:
        return _problem("period_days", f"公告期不能少于{least}日。")
    return []


def selfcare_reason(s: Situation) -> list[Problem]:
    """F13: a level other than the suggestion needs a reason (remark)."""
    level, suggest = s.get("level"), s.get("suggest")
    if level and suggest and level != suggest and not s.get("remark"):
        return _problem("level", "认定等级与建议等级不同，请在备注写明理由。")
    return []


def not_season(s: Situation) -> list[Problem]:
    """F10: "非集中参保期" is no ground for not enrolling (C3.18)."""
    if re.search(r"非?集中(参保|缴费)期", str(s.get("blocked_reason") or "")):
        return [
            Problem(
                sentence="新入院儿童随时可以参保缴费，“非集中参保期”不能作为未参保原因。",
                field="blocked_reason",
                clause="C3.18",
            )
        ]
    return []


def some_time(s: Situation) -> list[Problem]:
    """F24: at least one of the four times."""
    if not any(s.get(n) for n in ("found_at", "called_at", "sent_at", "arrived_at", "admit_at")):
        return _problem("found_at", "至少填一个时间：发现、呼救、送出或到院。")
    return []


def fees(s: Situation) -> list[Problem]:
    """F24: the parts sum to the total."""
    parts = [s.get(n) for n in ("fee_insurance", "fee_mtjh", "fee_other", "fee_self")]
    total = s.get("fee_total")
    given = any(p is not None for p in parts)
    if total is not None and given and sum(int(p or 0) for p in parts) != total:
        return _problem("fee_total", "总费用与各项之和不相等，请核对。")
    return []


def icd(s: Situation) -> list[Problem]:
    """F23: ICD-10 format."""
    code = s.get("icd10")
    if code and not re.fullmatch(r"[A-Z]\d{2}(\.\d{1,3})?", str(code)):
        return _problem("icd10", "ICD-10编码写成 G80.0 这样。")
    return []


def effective_after_decision(s: Situation) -> list[Problem]:
    """F12: effective_at ≥ decided_on."""
    decided, effective = s.date("decided_on"), s.at("effective_at")
    if decided is not None and effective is not None and effective.date() < decided:
        return _problem("effective_at", "生效时间不能早于审批日期。")
    return []


def duty_hours(s: Situation) -> list[Problem]:
    """F67: ≤ 12 hours per person is a warning; the shift ends after it begins."""
    start, end = s.at("planned_from"), s.at("planned_to")
    if start is None or end is None:
        return []
    if end <= start:
        return _problem("planned_to", "计划结束要晚于计划开始。")
    if end - start > timedelta(hours=12):
        return _problem("planned_to", "一班超过12小时，请确认。", warning=True)
    return []


def unique_ward(s: Situation) -> list[Problem]:
    """X02: the ward number is unique, bed numbers too."""
    number = s.get("ward_no")
    if any(w.text("ward_no") == number and w.id != s.record.id for w in s.house.wards):
        return _problem("ward_no", f"区域编号{number}已有，请换一个。")
    beds = [row.get("bed_no") for row in s.record.rows("beds")]
    if len(set(beds)) < len(beds):
        return _problem("beds", "床号有重复，请核对。")
    return []


def known_parameter(s: Situation) -> list[Problem]:
    """X05: a key of clauses.md §0.5–0.6, never back-dated before the last closed month."""
    from welfare_desktop.domain.parameters import PARAMETERS

    if s.get("key") and s.get("key") not in PARAMETERS:
        return _problem("key", f"没有名为{s.get('key')}的参数。")
    return []


#: Checks of every form.
EVERYWHERE: tuple[Check, ...] = (not_in_future, phones, id_numbers)
OF_FORM: dict[str, tuple[Check, ...]] = {
    "F01": (birth_before_arrival, bed_free),
    "F02": (differ("received_by", "witness"),),
    "F03": (found_before_arrival, order("found_at", "police_reported_at")),
    "F05": (after_arrival("exam_at"),),
    "F06": (notice_period,),
    "F07": (after_arrival("sampled_on"), order("sampled_on", "entered_db_on"),
            order("sampled_on", "result_on")),
    "F08": (order("submitted_on", "decided_on"),),
    "F09": (order("applied_on", "done_on"),),
    "F10": (not_season, order("applied_on", "enrolled_on")),
    "F12": (differ("from_mode", "to_mode"), effective_after_decision),
    "F13": (selfcare_reason,),
    "F23": (icd,),
    "F24": (some_time, fees, order("found_at", "called_at", "sent_at", "arrived_at"),
            order("admit_at", "discharge_at")),
    "F31": (order("found_at", "closed_at"),),
    "F64": (order("hired_on", "left_on"),),
    "F67": (duty_hours,),
    "X02": (unique_ward, order("open_from", "open_to")),
    "X05": (known_parameter,),
    "X07": (order("from_at", "to_at"),),
    "X09": (bed_free,),
}  # fmt: skip


def problems(s: Situation) -> list[Problem]:
    """All problems of a form's own fields."""
    return [p for check in (*EVERYWHERE, *OF_FORM.get(s.form.id, ())) for p in check(s)]
