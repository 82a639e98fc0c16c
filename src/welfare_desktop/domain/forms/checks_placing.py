"""Checks of adulthood, adoption, leaving and death (F43–F51): the *validation* column.

Quorum and vote, the donation firewall, the proofs of a death and the order of an adoption are
gates that a clause row names; they stand in ``domain/rules/``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from welfare_desktop.domain.adulthood import window
from welfare_desktop.domain.deadlines import addm, adult_on, age_on
from welfare_desktop.domain.forms.checking import Check, after_arrival, differ, order, problem
from welfare_desktop.domain.forms.computed_later import single_opposite_gap
from welfare_desktop.domain.idnumber import id_number_problem, org_code_problem
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

#: Post → field of work, where several posts are of one.
_TRADES = {"2": "1", "18": "1", "4": "3", "8": "7"}
_FOLLOW_UP = (1, 3, 6, 12)
_ANONYMOUS_CASH = 100_000


def _names(s: Situation, people: Iterable[str]) -> str:
    known = {person.id: person.text("name") for person in s.house.staff}
    return "、".join(known.get(one, one) for one in people)


def signers(field: str, *, trades: bool = False) -> Check:
    """At least three people sign; of three fields of work, where the form asks for that."""

    def check(s: Situation) -> list[Problem]:
        people = {str(mark.get("by")) for mark in s.get(field) or ()}
        label = s.form.field(field).label
        if people and len(people) < 3:
            return problem(field, f"“{label}”至少三人签字，现有{len(people)}人。")
        posts = {p.id: p.text("post") for p in s.house.staff if p.id in people}
        works = {_TRADES.get(post, post) for post in posts.values()} | (people - set(posts))
        if people and trades and len(works) < 3:
            return problem(field, f"“{label}”至少要有三个专业的人员签字。")
        return []

    return check


def of_child(field: str, form: str) -> Check:
    """A linked record is about the same child."""

    def check(s: Situation) -> list[Problem]:
        other = s.house.record(form, str(s.get(field) or ""))
        if other is None or s.record.child is None or _about(other, s.record.child):
            return []
        return problem(field, f"“{s.form.field(field).label}”不是这名儿童的，请重新选择。")

    return check


def _about(record: Record, child: str) -> bool:
    return child in (
        (record.get("children") or ()) if "children" in record.body else [record.child]
    )


def identity(field: str) -> Check:
    """A number that looks like a citizen's is one; other papers have numbers of other shapes."""

    def check(s: Situation) -> list[Problem]:
        number = str(s.get(field) or "")
        wrong = id_number_problem(number) if len(number) == 18 else None
        return problem(field, wrong) if wrong else []

    return check


# Adulthood -----------------------------------------------------------------------------


def inside_window(s: Situation) -> list[Problem]:
    """F43: outside the window it is kept and not counted; after school or service it has none."""
    birth, day = s.child.birth_date if s.child else None, s.date("assessed_on")
    if birth is None or day is None or s.get("kind") not in ("1", "4"):
        return []
    first, last = window(birth)
    if first <= day <= last:
        return []
    sentence = f"窗口外：评估窗口是{first}至{last}，这份评估保存但不计入。"
    return problem("assessed_on", sentence, warning=True)


def court_asked(s: Situation) -> list[Problem]:
    """F43: result 3 is a task for the court [R: 民法典 art.24]."""
    if s.get("result") == "3" and s.get("need_court") is False:
        sentence = "结论为不具备，一般应向法院申请认定行为能力，请核对。"
        return problem("need_court", sentence, warning=True)
    return []


def plan_in_time(s: Situation) -> list[Problem]:
    """F44: submitted before majority, on an approved assessment (C6.03, C6.04 judge it)."""
    out: list[Problem] = []
    birth, day = s.child.birth_date if s.child else None, s.date("submitted_on")
    if birth is not None and day is not None and day >= adult_on(birth):
        out += problem("submitted_on", f"应在{adult_on(birth)}成年前报审，已晚。", warning=True)
    basis = s.house.record("F43", str(s.get("assessment") or ""))
    if basis is not None and basis.state != "approved":
        out += problem("assessment", "依据的评估还没有审批，请先由院长审批。", warning=True)
    return out


def followed_long_enough(s: Situation) -> list[Problem]:
    """F44: followed for twelve months after leaving."""
    left, until = s.child.left_at if s.child else None, s.date("follow_up_to")
    least = addm(left.date(), 12) if left is not None else None
    if least is not None and until is not None and until < least:
        return problem("follow_up_to", f"至少跟踪到{least}（离院后12个月）。")
    return []


# Adoption ------------------------------------------------------------------------------


def seldom_sent(s: Situation) -> list[Problem]:
    """F45: parents in special difficulty give up a child themselves, not the institution."""
    if s.get("legal_type") == "3":
        return problem("legal_type", "生父母特殊困难的，一般不由机构送养，请核对。", warning=True)
    return []


def fair_vote(s: Situation) -> list[Problem]:
    """F46: each child by itself, by people present who may vote and have no tie."""
    votes, there = s.record.rows("votes"), s.record.rows("attendees")
    voters = {str(row["person"]) for row in there if row.get("voter") is True}
    away = {str(row["person"]) for row in s.record.rows("recusal")}
    cast = [(str(row.get("child")), str(row.get("person"))) for row in votes if row.get("person")]
    tied = sorted({person for _, person in cast} & away)
    if tied:
        return problem("votes", f"{_names(s, tied)}应当回避，不能表决。")
    strange = sorted({person for _, person in cast} - voters)
    if there and strange:
        return problem("votes", f"{_names(s, strange)}不是有表决权的参会人，请核对。")
    if len(set(cast)) < len(cast):
        return problem("votes", "同一人对同一名儿童只表决一次，请核对。")
    return _each_child(s, {child for child, _ in cast})


def _each_child(s: Situation, decided: set[str]) -> list[Problem]:
    children = set(s.get("children") or ())
    if not decided or not children or s.get("topic") not in ("1", "2"):
        return []
    if decided - children:
        return problem("votes", "表决里有不在“涉及儿童”中的儿童，请核对。")
    left = [c.name for c in s.house.children if c.id in children - decided]
    return problem("votes", f"要逐人表决，还没有表决：{'、'.join(left)}。") if left else []


def all_signed(s: Situation) -> list[Problem]:
    """F46: all who took part sign; a signed page may be attached instead."""
    marks = {str(mark.get("by")) for mark in s.get("sigs") or ()}
    there = [str(row["person"]) for row in s.record.rows("attendees")]
    if len(set(there)) < len(there):
        return problem("attendees", "同一人只登记一行，请核对。")
    unsigned = [person for person in there if person not in marks]
    if not marks or not unsigned or s.papers:
        return []
    return problem("sigs", f"{_names(s, unsigned)}还没有签名，请签名或附上签字页。")


def meeting_on_adoption(s: Situation) -> list[Problem]:
    """F47: the meeting was about sending for adoption; entry in the provincial system in time."""
    meeting, entered = s.house.record("F46", str(s.get("meeting") or "")), s.date("sys_entered_on")
    if meeting is None:
        return []
    if meeting.get("topic") not in (None, "1"):
        return problem("meeting", "这次会议的议题不是送养，请重新选择。")
    held = meeting.date("held_at")
    if held is None or entered is None:
        return []
    if entered < held:
        return problem("sys_entered_on", f"录入日期不能早于会议日期{held}。")
    late = entered > held + timedelta(days=7)
    return problem("sys_entered_on", "会议后7日内录入，已晚。", warning=True) if late else []


def applicants_fit(s: Situation) -> list[Problem]:
    """F47: one or two applicants, both thirty; forty years for one alone of the other sex."""
    rows, day = s.record.rows("applicants"), s.date("application_on") or s.now.date()
    if len(rows) > 2:
        return problem("applicants", "收养申请人是一人或夫妻两人，请核对。")
    for number, row in enumerate(rows, 1):
        born = date.fromisoformat(str(row["birth_date"])) if row.get("birth_date") else None
        wrong = (
            id_number_problem(str(row["id_no"])) if len(str(row.get("id_no") or "")) == 18 else ""
        )
        if wrong:
            return problem("applicants", f"“收养申请人”第{number}行：{wrong}")
        if born is not None and age_on(born, day) < 30:
            return problem("applicants", f"“{row['name']}”未满30周岁，不能收养。")
    gap = single_opposite_gap(s)
    if gap is not None and gap < 40:
        return problem("applicants", f"单身收养异性儿童，年龄要相差40周岁以上，现相差{gap}周岁。")
    return []


def one_end(s: Situation) -> list[Problem]:
    """F47: a case ends by the registration or without it, not both."""
    if s.get("registered_on") and s.get("ended_on"):
        return problem("ended_on", "已经登记收养，不用填终止日期，请核对。", warning=True)
    return []


def report_in_time(s: Situation) -> list[Problem]:
    """F47: the report within 60 days of the agreed start [R: 评估办法]."""
    agreed, told = s.date("eval_agreed_on"), s.date("eval_report_on")
    if agreed is None or told is None or told <= agreed + timedelta(days=60):
        return []
    due = agreed + timedelta(days=60)
    return problem("eval_report_on", f"评估报告应在{due}前作出，已晚。", warning=True)


def donor_number(s: Situation) -> list[Problem]:
    """F48: a person has a citizen's number, a unit a credit code; other papers are kept."""
    number = str(s.get("donor_id") or "")
    if len(number) != 18:
        return []
    check = org_code_problem if s.get("donor_type") == "2" else id_number_problem
    wrong = check(number)
    return problem("donor_id", wrong) if wrong else []


def anonymous_cash(s: Situation) -> list[Problem]:
    """F48: nameless cash above 1 000 yuan is taken only with a reason and the 院长 [D]."""
    nameless = s.get("donor_type") == "3" and s.get("kind") == "1" and s.get("decision") == "1"
    if not nameless or int(s.get("value") or 0) <= _ANONYMOUS_CASH:
        return []
    sentence = "匿名现金超过1000元：接受要写明理由，由院长确认。"
    return [Problem(sentence=sentence, field="value", soft=True)]


def suspicion_cleared(s: Situation) -> list[Problem]:
    """F48: 疑似 and yet accepted: 院长 and 财务 sign, with the reason."""
    marks = {str(mark.get("by")) for mark in s.get("suspect_clear_by") or ()}
    if not marks or s.get("match_result") != "2" or s.get("decision") != "1":
        return []
    out = [] if s.get("remark") else problem("suspect_clear_by", "请在备注写明排除疑似的理由。")
    posts = {p.text("post") for p in s.house.staff if p.id in marks}
    if len(marks) < 2 or not {"9", "12"} <= posts:
        out += problem("suspect_clear_by", "排除疑似由院长和财务两人签字。")
    return out


def goods_worth(s: Situation) -> list[Problem]:
    """F48: the list of goods tells what they are worth together."""
    rows, total = s.record.rows("items"), s.get("value")
    whole = bool(rows) and all(row.get("value") is not None for row in rows)
    if total is None or not whole or sum(int(row["value"]) for row in rows) == total:
        return []
    return problem("items", "各项估值合计与金额不同，请核对。", warning=True)


# Leaving and death ---------------------------------------------------------------------

#: CL-LEAVE → archive types of which one proves it (§5.4).
PROOFS = {
    "L1": ("C11", "C12"), "L2": ("C11", "C13"), "L3": ("C02",), "L4": ("C03",), "L5": ("C03",),
    "L6": ("C05", "C06"), "L7": ("C11", "C13"), "L8": ("C11", "C13"), "L10": ("C03",),
}  # fmt: skip


def handed_with_list(s: Situation) -> list[Problem]:
    """F49: the list is one of a child that goes to another institution."""
    handed = s.house.record("F53", str(s.get("archive_list") or ""))
    if handed is not None and handed.get("kind") not in (None, "1"):
        return problem("archive_list", "档案移交清单应是“随儿童转机构”的，请重新选择。")
    return []


def leaving_proved(s: Situation) -> list[Problem]:
    """F50: the paper of the cause; a death has its own form."""
    cause = str(s.get("cause") or "")
    if cause == "L9":
        return problem("cause", "儿童死亡填《儿童死亡处置登记表》，不填本表。")
    wanted = PROOFS.get(cause, ())
    held = {paper.type for paper in s.papers}
    if not wanted or not s.get("proof") or not held or held & set(wanted):
        return []
    from welfare_desktop.domain.codes import label

    told = "或".join(f"“{label('CL-DOC', kind)}”（{kind}）" for kind in wanted)
    return problem("proof", f"这一离院原因的依据材料是{told}，请附上。")


def visits_planned(s: Situation) -> list[Problem]:
    """F50: follow-up after 1, 3, 6 and 12 months; none before the leaving."""
    left, rows = s.date("left_at"), s.record.rows("follow_up")
    if left is None or not rows:
        return []
    due = {str(row["due"]) for row in rows}
    if min(due) < left.isoformat():
        return problem("follow_up", "回访日期不能早于离院日期。")
    planned = [addm(left, months).isoformat() for months in _FOLLOW_UP]
    missing = "、".join(day for day in planned if day not in due)
    return problem("follow_up", f"还应安排回访：{missing}。", warning=True) if missing else []


def death_told(s: Situation) -> list[Problem]:
    """F51: civil affairs hears of it at once (→ F70); the own clinic's help is asked about."""
    out: list[Problem] = []
    if s.filled_now("died_at") and not s.get("reported_oral_at"):
        sentence = "请立即口头报告主管民政部门，并填《上报主管部门登记表》。"
        out += problem("reported_oral_at", sentence, warning=True)
    own = s.house.institution
    if s.filled_now("treated_by_med") and s.get("treated_by_med") is True and own is not None:
        clinic = own.get("med_mode") in ("1", "3")
        sentence = "院内医务室救治，请确认是否属医疗卫生机构救治，必要时先报案。"
        out += problem("treated_by_med", sentence, warning=True) if clinic else []
    return out


def burial_noted(s: Situation) -> list[Problem]:
    """F51: a burial follows the custom of the child's people [R: 殡葬管理条例]."""
    if s.get("dispose_way") == "2" and not s.get("remark"):
        return problem("dispose_way", "土葬请在备注写明依据的民族丧葬习俗。", warning=True)
    return []


def papers_whole(s: Situation) -> list[Problem]:
    """F51: the 院长 closes it with every paper of its route in the file (§5.4)."""
    if s.step != "approve" or s.child is None:
        return []
    from welfare_desktop.domain.archive import missing_of_death
    from welfare_desktop.domain.codes import label

    told = "、".join(label("CL-DOC", kind) for kind in missing_of_death(s.child, s.record))
    return problem("archive_ok", f"档案还缺：{told}，补齐后再办结。") if told else []


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F43": (inside_window, court_asked, signers("team_sig", trades=True)),
    "F44": (of_child("assessment", "F43"), plan_in_time, order("submitted_on", "decided_on"),
            followed_long_enough),
    "F45": (seldom_sent, signers("team_sig"), order("assessed_on", "review_on")),
    "F46": (differ("chair", "recorder"), fair_vote, all_signed),
    "F47": (of_child("candidate", "F45"), of_child("meeting", "F46"), meeting_on_adoption,
            order("dna_checked_on", "published_on"), applicants_fit, report_in_time, one_end,
            order("eval_agreed_on", "eval_report_on"),
            order("fusion_start", "fusion_end", "registered_on", "handover_at"),
            order("application_on", "registered_on")),
    "F48": (donor_number, anonymous_cash, suspicion_cleared, goods_worth,
            order("offered_on", "received_on")),
    "F49": (of_child("archive_list", "F53"), handed_with_list, after_arrival("handover_at")),
    "F50": (after_arrival("left_at"), identity("receiver_id"), leaving_proved, visits_planned,
            of_child("notified_reduction", "F54")),
    "F51": (after_arrival("died_at"), order("died_at", "proof_on", "disposed_on"),
            order("died_at", "police_at"), order("died_at", "reported_oral_at"),
            order("died_at", "reported_written_on"), order("died_at", "hukou_cancel_on"),
            death_told, burial_noted, papers_whole),
}  # fmt: skip
