"""Guards of a change of care mode and of a foster agreement (lifecycle.md §1.4 T10–T14)."""

from __future__ import annotations

from datetime import date, datetime

from welfare_desktop.domain import foster, meetings
from welfare_desktop.domain.background import cleared
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.foster import renewal_gaps
from welfare_desktop.domain.situation import Problem, Situation

_MOST_FOSTERED = 2


def _no(clause: str, *sentences: str, field: str | None = None) -> list[Problem]:
    return [Problem(sentence=one, clause=clause, field=field) for one in sentences]


def care_change(saved: Record) -> str | None:
    """Which of T10, T11, T12, T14 an F12 asks for."""
    if saved.form != "F12" or not saved.get("to_mode"):
        return None
    if saved.get("to_mode") == "FOSTER":
        return "T12"
    if saved.get("from_mode") == "FOSTER":
        return "T14"
    return "T10" if saved.get("to_mode") == "FAMILY_HOME" else "T11"


def mode_changed(s: Situation) -> list[Problem]:
    """F12: into a family home, into foster care, and back."""
    change = care_change(s.record)
    if s.child is None or change is None or s.record.basis != "normal":
        return []
    if change == "T10":
        return _into_home(s)
    if change == "T12":
        return _into_foster(s.child, s)
    return _back(s.child, s) if change == "T14" else []


def _into_home(s: Situation) -> list[Problem]:
    """T10: F14 active, the couple screened and clear (C2.03), a place free."""
    place, at = str(s.get("to_ward") or "").strip(), s.at("effective_at") or s.now
    homes = [h for h in s.house.of("F14") if place in (h.text("home_no"), h.text("home_name"))]
    if not homes:
        sentence = "没有这个类家庭：请写类家庭的编号或名称，没有登记的先填《类家庭登记表》。"
        return _no("C2.03", sentence, field="to_ward")
    home = homes[-1]
    opened, closed = home.date("opened_on"), home.date("closed_on")
    name = home.text("home_name")
    if opened is None or opened > at.date() or (closed is not None and closed <= at.date()):
        return _no("C2.03", f"类家庭“{name}”没有启用或已停用，请另选。", field="to_ward")
    if home.get("screen_result") != "1":
        return _no("C2.03", f"类家庭“{name}”的夫妻筛选不符合，不能入住。", field="to_ward")
    unclear = [
        str(row.get("name"))
        for row in home.rows("couple")
        if not cleared(s.house, str(row.get("name")), str(row.get("id_no") or ""), at.date())
    ]
    if unclear:
        return _no("C2.03", f"{'、'.join(unclear)}没有从业查询“未发现”的结果，请先查询。",
                   field="F65")  # fmt: skip
    living = [c for c in foster.children_at(s.house, home.id, at) if c.id != s.record.child]
    if len(living) >= int(home.get("capacity") or 0):
        return _no("C2.03", f"类家庭“{name}”已住满{len(living)}名儿童，请另选。", field="to_ward")
    return []


def _into_foster(child: Child, s: Situation) -> list[Problem]:
    """T12: an approved agreement, the carers trained."""
    at = s.at("effective_at") or s.now
    agreement = foster.agreement_on(child, at.date())
    if agreement is None:
        sentence = "还没有批准生效的寄养协议，请先填《家庭寄养协议登记表》并经院长审批。"
        return _no("C2.04", sentence, field="F16")
    family = s.house.record("F15", agreement.text("family"))
    trained = family.date("trained_on") if family else None
    if trained is None or trained > at.date():
        return _no("C2.04", "寄养家庭还没有培训，请先培训并续填培训日期。", field="F15")
    return []


def _back(child: Child, s: Situation) -> list[Problem]:
    """T14: F19 with its reason; the 院长's decision before the change is approved."""
    ends = child.all("F19")
    if not ends:
        return _no("C2.06", "请先填《解除家庭寄养关系审批表》。", field="F19")
    if s.step == "approve" and ends[-1].state != "approved":
        return _no("C2.06", "解除家庭寄养还没有经院长批准，请先审批。")
    return []


def agreement(s: Situation) -> list[Problem]:
    """F16: a new placement (C2.04) or a renewal (C2.07, C2.08); refused at submission already."""
    if s.child is None or s.record.basis != "normal":
        return []
    signed = s.date("signed_on") or s.now.date()
    family = s.house.record("F15", str(s.get("family") or ""))
    out = _failed(s.child, s)
    if s.get("is_renewal") is True:
        out += _no("C2.08", *(f"{gap}，不能续签。" for gap in renewal_gaps(s.child, s.record)))
    else:
        out += _new(s.child, signed)
    return out + (_family(s, family, signed) if family is not None else [])


def _failed(child: Child, s: Situation) -> list[Problem]:
    bad = foster.failed(child)
    if bad is None or (s.before is not None and s.step != "approve"):
        return []
    sentence = f"{bad.text('eval_on')}评估不符合，不再签订新的寄养协议，请在到期前接回。"
    return _no("C2.07", sentence)


def _new(child: Child, signed: date) -> list[Problem]:
    out = _no("C2.04", *(f"{why}。" for why in foster.eligible(child, signed)))
    if meetings.decided(child, meetings.FOSTER, signed) is None:
        out += _no("C2.04", "还没有同意这名儿童寄养的集体研究会议，请先填《集体研究会议纪要》。",
                   field="F46")  # fmt: skip
    return out


def _family(s: Situation, family: Record, signed: date) -> list[Problem]:
    """The family as it must be on the day of signing [R: 令54 art.8]."""
    told: list[str] = []
    looked, months = family.date("home_visit_on"), int(
        s.house.param("foster_evaluation_months", signed)
    )  # fmt: skip
    if not s.get("is_renewal") and (looked is None or addm(looked, months) < signed):
        told.append(f"家庭评估（{looked or '没有实地调查日期'}）已超过{months}个月，请重新评估。")
    age = foster.carer_age(family, signed)
    if age is not None and not 30 <= age <= 65:
        told.append(f"主要照料人{age}岁，应在30至65周岁之间。")
    if family.get("own_child_under6") is True:
        told.append("家庭有未满6周岁子女，不能寄养。")
    unchecked = foster.unchecked(s.house, family, signed)
    if unchecked:
        told.append(f"{'、'.join(unchecked)}没有从业查询“未发现”的结果，请先查询。")
    at = datetime(signed.year, signed.month, signed.day, 23, 59)
    living = [c for c in foster.children_at(s.house, family.id, at) if c.id != s.record.child]
    if len(living) >= _MOST_FOSTERED:
        told.append(f"这个家庭已寄养{len(living)}名儿童，最多{_MOST_FOSTERED}名。")
    return _no("C2.04", *told)
