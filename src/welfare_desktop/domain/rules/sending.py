"""What stands before a step of an adoption (lifecycle.md §1.4 T15–T17, §1.6, §1.9), and before
a donation is taken (C13.13)."""

from __future__ import annotations

import re
from datetime import date

from welfare_desktop.domain import adoption, meetings
from welfare_desktop.domain.background import cleared
from welfare_desktop.domain.deadlines import age_on, last_day
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.adoption import meeting_gaps, registration_gaps
from welfare_desktop.domain.situation import Problem, Situation

#: A written view that says no.
_UNWILLING = re.compile("(?<!没有)(?<!并非)(不同意|不愿|不想|拒绝)")
_CONSENT_AGE = 8
#: The minutes of other topics answer to other rows (C2.04, C3.04).
_QUORUM = {"1": "C13.03", "2": "C2.04", "3": "C3.04"}


#: What makes minutes a decision: asked about again when it changes.
_DECIDE = ("votes", "attendees", "chair", "recorder", "children")


def sent(child: Child, status: str | None, s: Situation) -> str | None:
    """F46: a meeting that decided to send this child for adoption."""
    about = s.get("topic") == meetings.ADOPTION and child.id in (s.get("children") or ())
    decided = about and s.filled_now("votes") and meetings.agreed(s.record, child.id)
    return "T15" if decided and status == "IN_CARE" else None


def ended(child: Child, status: str | None, s: Situation) -> str | None:
    """F47: a case that ends without registration."""
    told = s.filled_now("end_reason") or s.filled_now("ended_on")
    return "T16" if told and status == "ADOPTION" else None


def studied(s: Situation) -> list[Problem]:
    """F46: a quorum, and for each child of an adoption what T15 asks, in its order.

    A meeting is about several children, a transition about one: its guards stand here.
    """
    if s.record.basis != "normal" or not any(s.filled_now(name) for name in _DECIDE):
        return []
    voted = s.before is None or s.filled_now("votes")
    named = s.get("children") or () if voted and s.get("topic") == meetings.ADOPTION else ()
    children = [
        child
        for one in named
        if (child := s.house.child(one)) is not None and _may_be_sent(child, s)
    ]
    day = s.date("held_at") or s.now.date()
    out = [p for child in children for p in _suitable(child, day)]
    out += _quorum(s)
    out += [p for child in children for p in consents(child, day)]
    return out + [p for child in children for p in _rescued(child, day)]


def _may_be_sent(child: Child, s: Situation) -> bool:
    """Not decided against; while no vote is written it is still open."""
    return not s.record.rows("votes") or meetings.agreed(s.record, child.id)


def _suitable(child: Child, day: date) -> list[Problem]:
    assessed = [r for r in child.all("F45") if r.happened_at[:10] <= day.isoformat()]
    if not assessed:
        sentence = f"{child.name}还没有综合评估，请先填《送养综合评估表》。"
        return [Problem(sentence=sentence, clause="C13.01")]
    if assessed[-1].get("suitable") != "1":
        sentence = f"{child.name}的综合评估结论不是“适合”，不能送养。"
        return [Problem(sentence=sentence, clause="C13.02")]
    return []


def _quorum(s: Situation) -> list[Problem]:
    if not s.record.rows("attendees"):
        return []
    clause = _QUORUM.get(str(s.get("topic")))
    return [
        Problem(sentence=f"{why}，不能作为集体研究的决定。", clause=clause, field="attendees")
        for why in meetings.unsound(s.house, s.record)
    ]


def consents(child: Child, day: date) -> list[Problem]:
    """A child of eight or more agrees itself, in the newest assessment [R: 民法典 art.1104]."""
    birth, assessed = child.birth_date, child.newest("F45")
    if birth is None or assessed is None or age_on(birth, day) < _CONSENT_AGE:
        return []
    view = assessed.text("child_view")
    if view and not _UNWILLING.search(view):
        return []
    why = "不同意" if view else "还没有写明本人意愿"
    sentence = f"{child.name}{day}已满{_CONSENT_AGE}周岁，须本人同意；《送养综合评估表》{why}。"
    return [Problem(sentence=sentence, field="child_view")]


def _rescued(child: Child, day: date) -> list[Problem]:
    """§1.6: twelve months after the hand-over, and the police certificate."""
    if child.cause != "A2":
        return []
    opens, assessed = adoption.adoptable_from(child), child.newest("F45")
    if opens is None:
        sentence = "没有公安移交日期，请在《其他入院情形依据材料登记表》续填。"
        return [Problem(sentence=sentence, clause="C13.03", field="handed_over_on")]
    if day < opens:
        sentence = f"打拐解救儿童移交满12个月（{opens}起）才能送养。"
        return [Problem(sentence=sentence, clause="C13.03", field="held_at", opens_on=opens)]
    points = assessed.get("legal_ready") if assessed else None
    if not points or points.get("rescued_ok") is not True:
        sentence = "还没有公安机关查找不到生父母的证明，取得后在《送养综合评估表》核对。"
        return [Problem(sentence=sentence, clause="C13.03", field="legal_ready")]
    return []


# The case ------------------------------------------------------------------------------


def case(s: Situation) -> list[Problem]:
    """F47: the decision behind it; DNA before the publication; the registration in its order."""
    child = s.child
    if child is None or s.record.basis != "normal":
        return []
    out: list[Problem] = []
    if s.before is None:
        out += [
            Problem(sentence=f"{why}，不能办理送养。", clause="C13.03", field="meeting")
            for why in meeting_gaps(child, s.record)
        ]
    if s.filled_now("published_on"):
        out += _dna_checked(child, s)
    if s.filled_now("fusion_start"):
        out += _unclear(s)
    return out + (_registered(child, s) if s.filled_now("registered_on") else [])


def _dna_checked(child: Child, s: Situation) -> list[Problem]:
    """C13.06: before publication."""
    if not adoption.sought(child, s.record):
        return []
    out = []
    if not adoption.matched(child):
        sentence = "没有有效的DNA比对材料（无比中并附文书），不能公告。"
        out.append(Problem(sentence=sentence, clause="C13.06", field="published_on"))
    if not s.get("dna_checked_on"):
        sentence = "民政部门查验DNA材料后才能公告，请填查验日期。"
        out.append(Problem(sentence=sentence, clause="C13.06", field="dna_checked_on"))
    return out


def _unclear(s: Situation) -> list[Problem]:
    """§1.9: applicants without a query are told of; whom the police know of takes no child home."""
    day = s.date("fusion_start") or s.now.date()
    names = [
        str(row.get("name"))
        for row in s.record.rows("applicants")
        if not cleared(s.house, str(row.get("name") or ""), str(row.get("id_no") or ""), day)
    ]
    if not names:
        return []
    sentence = f"{'、'.join(names)}没有违法犯罪记录查询“未发现”的结果，请先查询。"
    return [Problem(sentence=sentence, field="applicants", warning=True)]


def _registered(child: Child, s: Situation) -> list[Problem]:
    day = s.date("registered_on") or s.now.date()
    out: list[Problem] = []
    if adoption.sought(child, s.record):
        waiting = s.house.waiting_of(s.record)
        if waiting is None:
            sentence = "还没有公告，请先续填公告日期。"
            out.append(Problem(sentence=sentence, clause="C13.07", field="published_on"))
        elif day < waiting.opens:
            note = f"（{waiting.note}）" if waiting.note else ""
            sentence = f"公告期满日为{waiting.last}，可登记日期{waiting.opens}{note}"
            out.append(Problem(sentence=sentence, clause="C13.07", field="registered_on",
                               opens_on=waiting.opens))  # fmt: skip
    return out + _together(s.record, day) + consents(child, day)


def _together(record: Record, day: date) -> list[Problem]:
    """C13.08: thirty days of living together by the day of the registration."""
    days, start = adoption.together(record, day), record.date("fusion_start")
    if start is None or days is None:
        sentence = "还没有融合，请先续填融合开始日期。"
        return [Problem(sentence=sentence, clause="C13.08", field="fusion_start")]
    if days >= adoption.FUSION_DAYS:
        return []
    opens = last_day(start, adoption.FUSION_DAYS)
    sentence = f"融合{days}日，少于{adoption.FUSION_DAYS}日，{opens}起可登记。"
    return [Problem(sentence=sentence, clause="C13.08", field="registered_on", opens_on=opens)]


def evaluated(child: Child, s: Situation) -> list[Problem]:
    """T17: report 合格, certificate, and nothing taken from the family (C13.09, C13.13)."""
    record = adoption.case_of(child)
    out = [
        Problem(sentence=f"{gap}，不能以收养离院。", clause="C13.09", field="cause")
        for gap in registration_gaps(record)
    ]
    taken = [
        gift.form_no
        for gift in s.house.of("F48")
        if record is not None
        and gift.get("decision") == adoption.ACCEPTED
        and adoption.linked(record, gift) == adoption.HIT
    ]
    if taken:
        sentence = f"登记完成前收受了收养申请人的捐赠（{'、'.join(taken)}），请先退回并更正。"
        out.append(Problem(sentence=sentence, clause="C13.13", field="cause"))
    day = record.date("registered_on") if record is not None else None
    return out + (consents(child, day) if day is not None else [])


def donation(s: Situation) -> list[Problem]:
    """F48: what is linked with an applicant is turned down or given back (C13.13)."""
    decision = s.get("decision")
    if not decision or decision in adoption.TURNED_DOWN:
        return []
    if adoption.link_on(s.house, s.record) != adoption.HIT:
        return []
    sentence = "与收养申请人有关联，登记完成前不得接受：只能选“拒绝（送养关联）”或“退回”。"
    return [Problem(sentence=sentence, clause="C13.13", field="decision", logged=True)]
