"""Checks of the health record, growth, vaccination, screening and aid (F20–F28)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from welfare_desktop.domain import growth, vaccines
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import addm, adult_on
from welfare_desktop.domain.forms.checking import Check, after_arrival, order, problem
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

_WOMAN = "2"
_ANHUI = "34"


def same_as_master(s: Situation) -> list[Problem]:
    """F20: allergy and blood group as F01 has them."""
    if s.child is None:
        return []
    out: list[Problem] = []
    for own, there in (("allergy", "allergy"), ("blood", "blood_abo")):
        known = s.child.record.get(there)
        if known and s.get(own) and s.get(own) != known:
            name = s.form.field(own).label
            out += problem(own, f"{name}与《儿童基本信息表》不一致，请核对。", warning=True)
    return out


# Growth --------------------------------------------------------------------------------------

#: Field → for ages below so many months, what can be measured at all.
_POSSIBLE: Mapping[str, tuple[tuple[int, float, float], ...]] = {
    "weight_kg": ((1, 0.3, 8), (6, 0.8, 15), (12, 1.5, 20), (24, 2, 25), (60, 3, 50),
                  (84, 4, 60), (120, 5, 90), (999, 7, 150)),
    "length_cm": ((1, 20, 65), (12, 30, 95), (24, 40, 110), (60, 50, 140), (120, 60, 180),
                  (999, 70, 220)),
    "head_cm": ((1, 15, 45), (12, 20, 60), (999, 25, 70)),
}  # fmt: skip
_UNITS = {"weight_kg": "千克", "length_cm": "厘米", "head_cm": "厘米"}
#: More than this part within so many days is looked at twice.
_JUMP, _JUMP_DAYS = 0.2, 30


def possible_for_age(s: Situation) -> list[Problem]:
    """F21: grams for kilograms, metres for centimetres."""
    birth, day = s.child.birth_date if s.child else None, s.date("measured_on")
    if birth is None or day is None or day < birth:
        return []
    months, out = growth.months(birth, day), list[Problem]()
    for name, spans in _POSSIBLE.items():
        value = s.get(name)
        low, high = next((a, b) for below, a, b in spans if months < below)
        if value is not None and s.filled_now(name) and not low <= value <= high:
            what, unit = s.form.field(name).label, _UNITS[name]
            sentence = f"{months}月龄的{what}应在{low:g}到{high:g}{unit}之间，请核对单位。"
            out += problem(name, sentence)
    return out


def jump(s: Situation) -> list[Problem]:
    """F21: a jump of more than a fifth within 30 days is confirmed."""
    day = s.date("measured_on")
    if s.child is None or day is None:
        return []
    near = [
        r for r in s.child.all("F21")
        if r.id != s.record.id and (d := r.date("measured_on")) is not None
        and timedelta() <= day - d <= timedelta(days=_JUMP_DAYS)
    ]  # fmt: skip
    out: list[Problem] = []
    for name in _POSSIBLE:
        value, known = s.get(name), near[-1].get(name) if near else None
        if value and known and abs(value - known) > _JUMP * known:
            last, what = near[-1].date("measured_on"), s.form.field(name).label
            sentence = f"{what}{value:g}，{last}是{known:g}，相差超过20%，请核对。"
            out += problem(name, sentence, warning=True)
    return out


def posture_fits(s: Situation) -> list[Problem]:
    """F21: below 24 months lying, from then on standing."""
    birth, day = s.child.birth_date if s.child else None, s.date("measured_on")
    given = s.get("posture")
    if birth is None or day is None or not given or given == growth.posture_for(birth, day):
        return []
    sentence = "不满24月龄量卧位，满24月龄量立位，请核对体位。"
    return problem("posture", sentence, warning=True)


# Vaccination ---------------------------------------------------------------------------------


def certificate_in_time(s: Situation) -> list[Problem]:
    """F22: the certificate within a month of the birth, or of the arrival."""
    made, birth = s.date("cert_made_on"), s.child.birth_date if s.child else None
    if s.child is None or made is None or birth is None:
        return []
    arrived = s.child.arrived_at
    start = max(birth, arrived.date()) if arrived is not None else birth
    if made <= addm(start, 1):
        return []
    sentence = f"接种证应在{addm(start, 1)}前办（出生或到院1个月内），请核对。"
    return problem("cert_made_on", sentence, warning=True)


def dose_once(s: Situation) -> list[Problem]:
    """F22: each dose is given once, and one of a vaccine a day."""
    given = s.date("given_on")
    if s.child is None or given is None or s.get("deferred") is True:
        return []
    for other in s.child.all("F22"):
        if other.id == s.record.id or other.get("vaccine") != s.get("vaccine"):
            continue
        known = other.date("given_on")
        if known is None or other.get("deferred") is True:
            continue
        name = label("CL-VAC", other.text("vaccine"))
        if other.get("dose_no") == s.get("dose_no"):
            sentence = (
                f"{name}第{other.get('dose_no')}剂{known}已接种（{other.form_no}），请核对剂次。"
            )
            return problem("dose_no", sentence)
        if known == given:
            sentence = (
                f"{name}{known}已接种第{other.get('dose_no')}剂（{other.form_no}），请核对日期。"
            )
            return problem("given_on", sentence)
    return []


def dose_for_age(s: Situation) -> list[Problem]:
    """F22: not before the age of the dose; a question where the birth date is an estimate."""
    vaccine, dose, given = str(s.get("vaccine") or ""), s.get("dose_no"), s.date("given_on")
    birth = s.child.birth_date if s.child else None
    if not vaccine or not isinstance(dose, int):
        return []
    name = label("CL-VAC", vaccine)
    if dose > vaccines.doses(vaccine):
        return problem("dose_no", f"免疫程序里{name}没有第{dose}剂，请核对。", warning=True)
    first = vaccines.earliest(vaccine, dose, birth) if birth is not None else None
    if s.child is None or given is None or first is None or given >= first:
        return []
    if birth is not None and given < birth:
        return []  # told by the check of the child's life
    sentence = f"{name}第{dose}剂最早{first}起接种，请核对接种日期和剂次。"
    return problem("given_on", sentence, warning=growth.estimated(s.child))


def reaction_told(s: Situation) -> list[Problem]:
    """F22: a serious reaction is an abnormal event."""
    told = str(s.get("reaction") or "")
    if not s.filled_now("reaction") or told in ("", "无", "没有", "未见"):
        return []
    return problem("reaction", "有不良反应：严重的请填《异常情况处置记录》。", warning=True)


# Screening and aid ---------------------------------------------------------------------------


def systems_once(s: Situation) -> list[Problem]:
    """F25: each system once; 其他 as often as there is something."""
    named = [str(r.get("system")) for r in s.record.rows("systems") if r.get("system") != "9"]
    if len(set(named)) < len(named):
        return problem("systems", "分系统结果里有的系统填了两次，请核对。")
    return []


def out_of_province(s: Situation) -> list[Problem]:
    """F26: the place lies outside the own province."""
    own = s.house.institution.text("div")[:2] if s.house.institution else ""
    if not s.get("target_div") or str(s.get("target_div"))[:2] != (own or _ANHUI):
        return []
    return problem("target_div", "拟往区划在本省，本省内就医不用这张表，请核对。")


def woman_along(s: Situation) -> list[Problem]:
    """F26: with a girl goes a woman."""
    who = s.get("escorts") or []
    if s.child is None or s.child.sex != _WOMAN or not who or not s.filled_now("escorts"):
        return []
    people = [p for p in s.house.staff if p.id in who]
    if any(p.get("sex") == _WOMAN for p in people):
        return []
    urgent = s.get("emergency_exception") is True
    return problem("escorts", "女童须有女性人员随行，请加选。", warning=urgent)


def back_after_leaving(s: Situation) -> list[Problem]:
    """F26: no return without a departure."""
    if s.get("return_at") and not s.get("depart_at"):
        return problem("depart_at", "请先填“实际出发时间”。")
    return []


def not_designated(s: Situation) -> list[Problem]:
    """F27: another hospital needs a reason (remark)."""
    if s.get("designated") is False and not s.get("remark"):
        return problem("designated", "不是定点医院的，请在备注写明理由。")
    return []


def claim_within(s: Situation) -> list[Problem]:
    """F27: no more is claimed than what is left of the fees."""
    total, paid, claim = (s.get(n) for n in ("fee_total", "fee_insurance", "fee_claim"))
    if total is None or claim is None or claim <= total - int(paid or 0):
        return []
    return problem("fee_claim", "申请资助不能超过总费用减去医保等报销，请核对。")


def eligible_by_age(s: Situation) -> list[Problem]:
    """F27: the kind of child against its age."""
    birth, kind = s.child.birth_date if s.child else None, s.get("eligible")
    day: date = s.date("applied_on") or s.now.date()
    if birth is None or kind not in ("1", "2") or (kind == "2") == (day >= adult_on(birth)):
        return []
    return problem("eligible", "对象类别与年龄不符，请核对。", warning=True)


def all_four(s: Situation) -> list[Problem]:
    """F28: the fund is for a child to whom all four apply."""
    return [
        p for name in ("cond_new", "cond_no_hukou", "cond_no_ins", "cond_urgent")
        if s.get(name) is False
        for p in problem(name, f"“{s.form.field(name).label}”不成立，不能申请这项基金。")
    ]  # fmt: skip


def visit_urgent(s: Situation) -> list[Problem]:
    """F28: the visit is an urgent one of this child."""
    visit: Record | None = s.house.record("F24", str(s.get("visit") or ""))
    if visit is None or not s.filled_now("visit"):
        return []
    if s.child is not None and visit.child != s.child.id:
        return problem("visit", "这条就医记录不是这名儿童的，请另选。")
    if visit.get("urgent") is not True:
        return problem("visit", "这次就医没有标明紧急救治，请先在就医记录续填。")
    return []


OF_FORM: Mapping[str, tuple[Check, ...]] = {
    "F20": (after_arrival("opened_on"), same_as_master),
    "F21": (possible_for_age, jump, posture_fits),
    "F22": (certificate_in_time, dose_once, dose_for_age, reaction_told),
    "F25": (systems_once,),
    "F26": (order("plan_depart", "plan_return"), order("depart_at", "return_at"), out_of_province,
            woman_along, back_after_leaving),
    "F27": (order("applied_on", "approved_on", "settled_on"), not_designated, claim_within,
            eligible_by_age),
    "F28": (order("applied_on", "accepted_on"), all_four, visit_urgent),
}  # fmt: skip
