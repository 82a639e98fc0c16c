"""Checks of the entry forms F01–F10: the *validation* column of the handbook as functions.

Each returns problems by field; gates that a clause row names stand in ``domain/rules/gates.py``.
"""

from __future__ import annotations

import re

from welfare_desktop.domain.deadlines import addm, age_on
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.checking import (
    Check,
    after_arrival,
    differ,
    order,
    problem,
)
from welfare_desktop.domain.forms.checks_people import (
    bed_free,
    carer_is_frontline,
    in_post,
    placed_by_move,
    ward_fits,
)
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.idnumber import id_number_problem
from welfare_desktop.domain.names import clean_name
from welfare_desktop.domain.situation import Problem, Situation

#: Causes for which F04 is the basis.
_OTHER_CAUSES = ("B", "G", "D", "E", "T", "A2", "A3")


def birth_before_arrival(s: Situation) -> list[Problem]:
    """F01: birth date ≤ arrival date."""
    birth, arrived = s.date("birth_date"), s.child.arrived_at if s.child else None
    if birth is not None and arrived is not None and birth > arrived.date():
        return problem("birth_date", "出生日期晚于到院日期，请核对。")
    return []


def registered_before_arrival(s: Situation) -> list[Problem]:
    """F09: nor is the date that the police register later than the arrival."""
    birth, arrived = s.date("registered_birth"), s.child.arrived_at if s.child else None
    if birth is not None and arrived is not None and birth > arrived.date():
        return problem(
            "registered_birth", f"登记的出生日期晚于到院日期{arrived:%Y-%m-%d}，请核对。"
        )
    return []


def person_name(field: str) -> Check:
    """Chinese or Latin letters and the middle dot; a temporary name may carry a number (``无名-3``)."""

    def check(s: Situation) -> list[Problem]:
        letters = re.sub(r"[\d-]", "", str(s.get(field) or ""))
        try:
            if letters:
                clean_name(letters)
        except Refused as refused:
            return problem(field, refused.sentence)
        return []

    return check


def certificate_number(s: Situation) -> list[Problem]:
    """F01, F23: 残疾人证 is the citizen's number, then type 1–7 and grade 1–4."""
    number = str(s.get("dis_cert_no") or "")
    if not number:
        return []
    if not re.fullmatch(r"\d{17}[\dX][1-7][1-4]", number):
        return problem("dis_cert_no", "残疾人证号是身份号码加类别和等级，共20位，请核对。")
    wrong = id_number_problem(number[:18])
    return problem("dis_cert_no", f"残疾人证号的前18位：{wrong}") if wrong else []


def ethnic_note(s: Situation) -> list[Problem]:
    """F01: 97 stands with a note until hukou."""
    if s.get("ethnic") == "97" and not s.get("remark"):
        return problem("ethnic", "民族暂选“其他”，请在备注写明原因，落户后更正。", warning=True)
    return []


def not_here_yet(s: Situation) -> list[Problem]:
    """F02: a child is taken in once; one that left and comes back has a new file (§1.3)."""
    child = s.child
    if child is None or s.before is not None or child.status is None or not s.get("decision"):
        return []
    if child.left_at is None:
        since = child.arrived_at or child.spans("status")[0].happened
        sentence = f"这名儿童{since:%Y-%m-%d}起已在院，不能再登记接收。"
    else:
        sentence = f"这名儿童已于{child.left_at:%Y-%m-%d}离院。再次入院请新建儿童基本信息表。"
    return problem("arrived_at" if s.get("arrived_at") else "decision", sentence)


def number_of_another(s: Situation) -> list[Problem]:
    """F01, F09, F23: a citizen's number is one child's; of one that left it is asked about."""
    out: list[Problem] = []
    own = s.record.child
    for name in ("id_no", "dis_cert_no"):
        number = str(s.get(name) or "")[:18] if name in s.form and s.filled_now(name) else ""
        for other in s.house.children if number else ():
            if other.id == own or number not in _numbers(other):
                continue
            gone = other.left_at is not None
            told = "如是同一人再次入院，请在备注写明。" if gone else "请核对。"
            sentence = f"{other.name}（{other.file_no}）登记的也是这个身份号码，{told}"
            out += problem(name, sentence, warning=gone)
    return out


def _numbers(child: Child) -> set[str]:
    return {r.text("id_no") for r in (child.record, *child.all("F09"))}


def same_child_entered(s: Situation) -> list[Problem]:
    """F01: a child of the same name and birth date is in the books already."""
    if s.before is not None or not s.get("name") or not s.get("birth_date"):
        return []
    same = [
        c for c in s.house.children
        if c.id != s.record.child and c.name == s.get("name") and c.birth_date == s.date("birth_date")
    ]  # fmt: skip
    told = "、".join(c.file_no for c in same)
    sentence = f"已有同名同生日的儿童（{told}），请核对是不是同一人，不要重复建档。"
    return problem("name", sentence, warning=True) if same else []


def entrusted_long(s: Situation) -> list[Problem]:
    """F02: entrusting normally ends within twelve months; a reference, not a term [R?]."""
    start, end = s.date("entrust_start"), s.date("entrust_end")
    if start is None or end is None or end <= addm(start, 12):
        return []
    return problem("entrust_end", "委托期一般不超过12个月（参考），请核对。", warning=True)


def admitted_after_decision(s: Situation) -> list[Problem]:
    """F02: admitted_on ≥ the day of the consent (F08)."""
    admitted = s.date("admitted_on")
    consents = [r for r in s.child.all("F08") if r.get("decision") == "1"] if s.child else []
    decided = consents[-1].date("decided_on") if consents else None
    if admitted is not None and decided is not None and admitted < decided:
        return problem("admitted_on", f"正式入院日期不能早于审核同意日期{decided}。")
    return []


#: Cities of the second level without counties: their own code is that of the place.
_NO_COUNTIES = ("441900", "442000", "460400", "620200")


def found_county(s: Situation) -> list[Problem]:
    """F03: the division of the finding is a county."""
    place = str(s.get("found_div") or "")
    if place.endswith("00") and place not in _NO_COUNTIES:
        return problem("found_div", "发现地要填到县级，请选县（市、区）。")
    return []


def finder_unknown(s: Situation) -> list[Problem]:
    """F03: an unknown finder is 无名 with the reason why."""
    name = str(s.get("finder_name") or "")
    if name in ("无", "无名", "不详") and not s.get("remark"):
        return problem("finder_name", "不知道捡拾人是谁，请写明原因。", warning=True)
    return []


def found_before_arrival(s: Situation) -> list[Problem]:
    """F03: found_at ≤ arrived_at; the police division is the place of finding."""
    found, arrived = s.at("found_at"), s.child.arrived_at if s.child else None
    out: list[Problem] = []
    if found is not None and arrived is not None and found > arrived:
        out += problem("found_at", "发现时间晚于到院时间，请核对。")
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


def basis_cause(s: Situation) -> list[Problem]:
    """F04: not for foundlings (F03); E1 below 16 years on arrival."""
    cause = str(s.get("cause") or "")
    if cause and not cause.startswith(_OTHER_CAUSES):
        return problem("cause", "弃婴（儿）填《弃婴（儿）捡拾报案登记表》，不填本表。")
    child = s.child
    if cause != "E1" or child is None or child.birth_date is None:
        return []
    day = child.arrived_at.date() if child.arrived_at else s.now.date()
    if age_on(child.birth_date, day) >= 16:
        return problem("cause", "已满16周岁，不适用“未满16周岁特困集中供养”，请核对。")
    return []


def notice_period(s: Situation) -> list[Problem]:
    """F06: the period is not below the minimum of the cause (A1 60 days, A2 30 days)."""
    least = {"A1": 60, "A2": 30}.get(s.child.cause if s.child else "", 0)
    days = s.get("period_days")
    if isinstance(days, int) and days < least:
        return problem("period_days", f"公告期不能少于{least}日。")
    return []


def notice_is_silent(s: Situation) -> list[Problem]:
    """F06: the published text does not tell who the finder is."""
    report, text = s.child.newest("F03") if s.child else None, str(s.get("notice_text") or "")
    name = report.text("finder_name") if report else ""
    told = [name] if len(name) > 1 and not name.startswith("无") else []
    told += [report.text("finder_phone")] if report and len(report.text("finder_phone")) > 6 else []
    if any(word in text for word in told):
        return problem("notice_text", "公告里有捡拾人信息，请核对刊登内容。", warning=True)
    return []


def rest_days_known(s: Situation) -> list[Problem]:
    """F06, DL-7: a period that ends in a year whose holidays are not entered says so."""
    waiting = s.house.waiting_of(s.record)
    if waiting is None or not waiting.note:
        return []
    return problem("last_day", f"{waiting.note}，期满日只按周末顺延。", warning=True)


def competent_office(s: Situation) -> list[Problem]:
    """F08: other causes than A1 are approved by the competent office, the county of X01."""
    own, given = s.house.institution, s.get("approver_div")
    if own is None or not given or s.get("cause") in (None, "A1"):
        return []
    if own.get("office_div") in (None, given):
        return []
    wanted = own.text("office_div")
    sentence = f"审核民政部门是主管部门{own.text('office_name')}，区划应为{wanted}，不是{given}。"
    return problem("approver_div", sentence)


def cause_agrees(s: Situation) -> list[Problem]:
    """F08: the cause is that of the child's file, or the new ground of F04."""
    cause, child = s.get("cause"), s.child
    known = {child.cause, *(r.text("cause") for r in child.all("F04"))} if child else set()
    if not cause or cause in known or not known - {""}:
        return []
    return problem("cause", "入院情形与基本信息表和依据材料登记表不同，请核对。", warning=True)


def registered_differs(s: Situation) -> list[Problem]:
    """F09: a difference with F01 is asked about."""
    if s.child is None:
        return []
    pairs = {"registered_name": "name", "registered_birth": "birth_date",
             "registered_ethnic": "ethnic", "id_no": "id_no"}  # fmt: skip
    return [
        Problem(
            sentence=f"登记的“{s.form.field(own).label}”与基本信息表不同，请核对。",
            field=own, warning=True,
        )
        for own, master in pairs.items()
        if s.get(own) and s.child.record.get(master)
        and s.get(own) != s.child.record.get(master)
    ]  # fmt: skip


def hukou_police(s: Situation) -> list[Problem]:
    """F09: a foundling is registered where the institution is (C1.14)."""
    own = s.house.institution
    there = s.get("police_div")
    if s.get("biz_type") != "1" or own is None or not there or there == own.get("div"):
        return []
    return [
        Problem(
            sentence="出生（弃婴）登记应向机构所在地公安机关申请，请核对办理派出所区划。",
            field="police_div", clause="C1.14", warning=True,
        )
    ]  # fmt: skip


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


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F01": (person_name("name"), same_child_entered, number_of_another, birth_before_arrival, bed_free, ward_fits, placed_by_move,
            in_post("primary_carer"), carer_is_frontline, certificate_number, ethnic_note),
    "F02": (not_here_yet, differ("received_by", "witness"), order("entrust_start", "entrust_end"),
            entrusted_long, admitted_after_decision),
    "F03": (found_county, found_before_arrival, finder_unknown,
            order("found_at", "police_reported_at", "cert_on")),
    "F04": (basis_cause,),
    "F05": (after_arrival("exam_at"), order("exam_at", "cleared_at")),
    "F06": (notice_period, notice_is_silent, rest_days_known),
    "F07": (after_arrival("sampled_on"), order("sampled_on", "entered_db_on"),
            order("sampled_on", "result_on")),
    "F08": (order("submitted_on", "decided_on"), competent_office, cause_agrees),
    "F09": (person_name("registered_name"), order("applied_on", "done_on"), registered_differs,
            number_of_another, registered_before_arrival, hukou_police),
    "F10": (not_season, order("applied_on", "enrolled_on")),
}  # fmt: skip
