"""Checks of who and where: staff named by a form, wards and beds of children."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.forms.checking import Check, problem
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation


def _day(s: Situation, field: str) -> datetime:
    return s.at(field) or s.now if field else s.now


def in_post(field: str, at: str = "") -> Check:
    """Staff named are 在岗 on the day (``at``: the field that gives it)."""

    def check(s: Situation) -> list[Problem]:
        from welfare_desktop.domain.staffing import serving

        if not s.filled_now(field):
            return []
        value, day = s.get(field), _day(s, at).date()
        named = value if isinstance(value, list) else [value]
        people = [p for p in s.house.staff if p.id in named and not serving(p, day)]
        told = "、".join(p.text("name") for p in people)
        label = s.form.field(field).label
        return problem(field, f"{told}不在岗，不能作为“{label}”，请另选。") if told else []

    return check


def carer_is_frontline(s: Situation) -> list[Problem]:
    """F01: the responsible carer is a carer."""
    person = s.house.record("F64", str(s.get("primary_carer") or ""))
    if person is None or person.get("is_frontline") is True:
        return []
    sentence = f"{person.text('name')}不是一线护理人员，请核对责任护理员。"
    return problem("primary_carer", sentence, warning=True)


def signed_by_those_named(s: Situation) -> list[Problem]:
    """A signature is of all whom other fields of the form name for it, and of nobody else.

    Who enters what was signed on paper signs for the entry, and not in the place of those named.
    """
    if s.on_paper:
        return []
    return [p for field in s.form.fields if field.signers for p in _of_those_named(s, field)]


def _of_those_named(s: Situation, field: Field) -> list[Problem]:
    """Judged by the step that signs or names: what was signed before stays as it was accepted."""
    value, named = s.get(field.name), {name: s.get(name) for name in field.signers}
    marks = value if isinstance(value, list) else [value] if value else []
    if not marks or None in named.values():
        return []
    touched = any(s.filled_now(name) for name in (field.name, *named))
    if not touched or {mark.get("by") for mark in marks} == set(named.values()):
        return []
    people = {person.id: person.text("name") for person in s.house.staff}
    told = "、".join(
        f"{s.form.field(name).label}{people.get(str(who), '')}" for name, who in named.items()
    )
    return problem(field.name, f"“{field.label}”要{told}都签，别人不能代签。")


def decided_by_head(s: Situation) -> list[Problem]:
    """F12: the decision is the 院长's, or the deputy's."""
    mark, own = s.get("decided_by"), s.house.institution
    person = s.house.record("F64", str(mark.get("by"))) if mark else None
    heads = {own.get("head"), own.get("deputy")} if own is not None else set()
    if person is None or person.id in heads or person.get("post") == "12":
        return []
    return problem("decided_by", "养育方式变更由院长审批，请院长签字。")


def signer_on_duty(s: Situation) -> list[Problem]:
    """F30: whoever signs is on duty now; where nobody is known to be, nobody is refused."""
    from welfare_desktop.domain import staffing

    mark, ward = s.get("by"), str(s.get("ward") or "")
    if not mark or not s.filled_now("by"):
        return []
    there = staffing.on_duty(s.house, ward, s.now)
    person = str(mark.get("by"))
    if not there or person in there or person in staffing.leaders(s.house, s.now):
        return []
    if staffing.rostered(s.house, ward, person, s.now):
        return []
    names = "、".join(p.text("name") for p in s.house.staff if p.id in there)
    return problem("by", f"当班的是{names}，巡查由当班人员签字。")


def licences(s: Situation) -> list[Problem]:
    """F67: a regulated post works with a licence in force on the day."""
    named = {*(s.get("staff_list") or ()), s.get("medic")}
    day = str(s.get("date") or s.get("planned_from") or s.now.date())[:10]
    lapsed = [
        person.text("name")
        for person in s.house.staff
        if person.id in named and person.get("post") in ("3", "4") and not licensed(person, day)
    ]
    if not lapsed:
        return []
    return problem(
        "staff_list", f"{'、'.join(lapsed)}没有当日有效的执业证书，请核对。", warning=True
    )


def licensed(person: Record, day: str) -> bool:
    """Whether a nurse or doctor has a licence in force on a day."""
    kind = {"3": "1", "4": "2"}[person.text("post")]
    return any(
        row.get("type") == kind and str(row.get("valid_to") or day) >= day
        for row in person.rows("certs")
    )


def roster_gap(s: Situation) -> list[Problem]:
    """F67: the roster of a ward leaves no minute of the day without a shift."""
    start, ward = s.at("planned_from"), s.get("ward")
    last = s.house.last("F67", str(ward), start - timedelta(minutes=1)) if start else None
    if start is None or last is None or last.happened is None:
        return []
    rosters = s.house.within("F67", last.happened - timedelta(days=2), start, str(ward))
    ends = [end for r in rosters if r.id != s.record.id and (end := r.at("planned_to"))]
    if not ends or max(ends) >= start:
        return []
    sentence = f"上一班{max(ends):%m-%d %H:%M}结束，到{start:%m-%d %H:%M}无人排班，请补排。"
    return problem("planned_from", sentence, warning=True)


def woman_on_duty(s: Situation) -> list[Problem]:
    """F67: a ward with girls of six and above has a woman on duty [R: 令63]."""
    if s.get("girls_rule") is not False:
        return []
    return problem("staff_list", "区域内有六周岁以上女童，须有女性人员当班。", warning=True)


def placed_by_move(s: Situation) -> list[Problem]:
    """F01: ward and bed are set once at the first placement, afterwards by X09 only."""
    if s.before is None:
        return []
    return [
        Problem(sentence="已安排床位，调整请填《区域床位变动》。", field=name)
        for name in ("ward_id", "bed_no")
        if s.before.get(name) and s.before.get(name) != s.get(name)
    ]


def _place(s: Situation) -> tuple[Any, Any, str, str]:
    """Ward, bed, the field of the ward, and the child of F01 or X09."""
    own = str(s.get("child") or s.record.child or "")
    if s.form.id == "X09":
        return s.get("to_ward"), s.get("bed"), "to_ward", own
    return s.get("ward_id"), s.get("bed_no"), "ward_id", own


def bed_free(s: Situation) -> list[Problem]:
    """F01, X09: one child per bed; a bed that the ward does not have is asked about."""
    ward_id, bed, name, own = _place(s)
    if not ward_id or not bed:
        return []
    at, bed_field = s.at("at") or s.now, "bed" if name == "to_ward" else "bed_no"
    for child in s.house.children:
        there = child.id != own and child.here_at(at) and child.ward_at(at) == ward_id
        if there and child.bed_at(at) == bed:
            return problem(bed_field, f"这个床位上是{child.name}，请选空床位。")
    ward = s.house.record("X02", str(ward_id))
    beds = {str(row.get("bed_no")) for row in ward.rows("beds")} if ward else set()
    if beds and str(bed) not in beds:
        return problem(bed_field, f"{bed}床不在这个区域的床位表里，请核对。", warning=True)
    return []


def ward_fits(s: Situation) -> list[Problem]:
    """F01, X09: the ward is open; boys and girls of six and above live apart [R: 令63]."""
    ward_id, _, name, own = _place(s)
    child, ward = s.house.child(own), s.house.record("X02", str(ward_id or ""))
    if ward is None or not s.filled_now(name):
        return []
    day = _day(s, "at" if name == "to_ward" else "").date()
    closed = ward.date("open_to")
    if closed is not None and closed < day:
        return problem(name, f"{ward.text('name')}{closed}起停用，请选别的区域。")
    sex = str(s.get("sex") or (child.sex if child else ""))
    birth = s.date("birth_date") or (child.birth_date if child else None)
    if birth is None or age_on(birth, day) < 6 or ward.get("sex_rule") in (None, "3"):
        return []
    if sex in ("1", "2") and ward.get("sex_rule") != sex:
        return problem(name, "六周岁以上男女童应分开居住，请核对区域。", warning=True)
    return []
