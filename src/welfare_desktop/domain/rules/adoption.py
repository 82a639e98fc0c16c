"""Sending for adoption, and donations kept apart from it (C13.01–C13.13)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import adoption, meetings
from welfare_desktop.domain.deadlines import (
    fixed,
    judged_on,
    last_day,
    repeated,
    soft_days,
)
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import first_day, from_opening, opened_on
from welfare_desktop.domain.rules.shapes import (
    child_row,
    finding,
    institution,
    judged,
    on_with,
)
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, Word, gravest

_SENT_FROM = ("IN_CARE", "ADOPTION")
#: F73 ``system``: 安徽省收养评估系统.
_PROVINCE = "2"


def _until(records: list[Record], now: datetime) -> list[Record]:
    return [r for r in records if r.happened_at[:10] <= now.date().isoformat()]


def _c13_01(child: Child, now: datetime) -> Finding | None:
    fostered = child.state_at("care_mode", now) == "FOSTER"
    if child.status_at(now) not in _SENT_FROM or fostered:
        return None
    done = first_day(_until(child.all("F45"), now)[-1:], "assessed_on")
    if done is not None:
        return judged(child, repeated(done, 12, now.date()), assessed_on=done)
    start = opened_on(child) or child.admitted_on
    if start is None:
        return finding(child, "UNKNOWN", "没有正式入院日期，算不出首次评估时限")
    days = int(child.house.param("adoption_assess_days", now.date()))
    return judged(child, soft_days(start, days, now.date()), admitted_on=start)


def suitable_since(child: Child, now: datetime) -> date | None:
    """Since when the child stands assessed as suitable, after a case that came to nothing anew."""
    ended = [day for case in child.all("F47") if (day := case.date("ended_on")) is not None]
    since: date | None = None
    for record in _until(child.all("F45"), now):
        day = judged_on(record, "assessed_on")
        if record.get("suitable") != "1" or day is None or any(day <= end for end in ended):
            since = None
        else:
            since = since or day
    return since


def _c13_02(child: Child, now: datetime) -> Finding | None:
    since = suitable_since(child, now)
    if since is None or not from_opening(child, since):
        return None
    due = last_day(since, int(child.house.param("adoption_meeting_days", now.date())))
    held = [
        day
        for r in meetings.of_child(child, meetings.ADOPTION)
        if (day := r.date("held_at")) is not None and since <= day <= now.date()
    ]
    words = f"{since}评估适合，{due}前集体研究"
    if held:
        word: Word = "WARN" if min(held) > due else "PASS"
        return finding(child, word, f"{words}，{min(held)}已研究", due=due, suitable_on=since)
    word = "DUE" if now.date() <= due else "WARN"
    return finding(child, word, words, due=due, suitable_on=since)


def _case(child: Child, now: datetime) -> Record | None:
    """The case as it concerns a row: begun, and not before the books were opened."""
    case = adoption.case_of(child)
    if case is None or case.submitted_at[:10] > now.date().isoformat():
        return None
    return case


def meeting_gaps(child: Child, case: Record) -> list[str]:
    """What the decision behind a case lacks, in words (C13.03)."""
    meeting = child.house.record("F46", case.text("meeting"))
    if meeting is None or meeting.get("topic") != meetings.ADOPTION:
        return ["没有集体研究送养的会议"]
    out = meetings.unsound(child.house, meeting)
    if not meetings.agreed(meeting, child.id):
        out.append("会议没有以过半数同意送养这名儿童")
    return out


def _c13_03(child: Child, now: datetime) -> Finding | None:
    case = _case(child, now)
    if case is None:
        return None
    gaps = meeting_gaps(child, case)
    if gaps:
        meeting = child.house.record("F46", case.text("meeting"))
        return finding(child, "BREACH", "；".join(gaps), remedy=on_with(meeting, "F46"))
    meeting = child.house.record("F46", case.text("meeting"))
    assert meeting is not None
    words = f"{meeting.happened_at[:10]}集体研究，{len(meetings.voters(meeting))}人表决，过半数同意"
    return finding(child, "PASS", words, held_at=meeting.date("held_at"))


def _c13_04(child: Child, now: datetime) -> Finding | None:
    meeting = meetings.decided(child, meetings.ADOPTION, now.date())
    held = meeting.date("held_at") if meeting else None
    if held is None or not from_opening(child, held):
        return None
    logs = [r for r in child.all("F73") if r.get("system") == _PROVINCE]
    told = [first_day(child.all("F47")[-1:], "sys_entered_on"), first_day(logs, "entered_on")]
    done = min((day for day in told if day is not None and day >= held), default=None)
    days = int(child.house.param("adoption_entry_days", now.date()))
    outcome = soft_days(held, days, now.date(), done)
    return judged(child, outcome, held_at=held, entered_on=done)


def _c13_05(child: Child, now: datetime) -> Finding | None:
    case = _case(child, now)
    if case is None:
        return None
    reviewed = case.date("review_on")
    if reviewed is not None:
        return finding(child, "PASS", f"民政部门{reviewed}审核", review_on=reviewed)
    later = case.date("published_on") or case.date("registered_on")
    if later is not None:
        return finding(child, "UNKNOWN", f"{later}已到下一步，没有登记民政审核日期")
    return None if case.get("ended_on") else finding(child, "DUE", "等民政部门审核材料")


def _c13_06(child: Child, now: datetime) -> Finding | None:
    case = _case(child, now)
    if case is None or not adoption.sought(child, case):
        return None
    sample, published = child.newest("F07"), case.date("published_on")
    result = sample.date("result_on") if sample else None
    facts: dict[str, Any] = {"result_on": result, "published_on": published}
    if adoption.matched(child):
        return finding(child, "PASS", f"DNA比对{result}无比中，文书已归档", **facts)
    if published is not None:
        return finding(child, "BREACH", f"{published}公告前没有有效的DNA比对材料", **facts)
    return finding(child, "DUE", "公告前须有DNA比对“无比中”的材料", **facts)


def _c13_07(child: Child, now: datetime) -> Finding | None:
    case = _case(child, now)
    if case is None or not adoption.sought(child, case):
        return None
    registered, waiting = case.date("registered_on"), child.house.waiting_of(case)
    if waiting is None:
        if registered is not None:
            return finding(child, "BREACH", f"没有公告，{registered}已登记")
        open_ = case.get("review_on") and not case.get("ended_on")
        return finding(child, "DUE", "民政审核后对外公告60日") if open_ else None
    facts: dict[str, Any] = {"published_on": waiting.start, "opens_on": waiting.opens}
    if registered is not None:
        word: Word = "PASS" if registered >= waiting.opens else "BREACH"
        words = f"{waiting.arithmetic}，{registered}登记"
        return finding(child, word, words, registered_on=registered, **facts)
    if case.get("ended_on"):
        return None
    word = "PASS" if now.date() >= waiting.opens else "DUE"
    return finding(child, word, waiting.arithmetic, due=waiting.last, note=waiting.note, **facts)


def _c13_08(child: Child, now: datetime) -> Finding | None:
    case = _case(child, now)
    if case is None or not (case.get("eval_agreed_on") or case.get("registered_on")):
        return None
    registered, reported = case.date("registered_on"), case.date("eval_report_on")
    days = adoption.together(case, registered or now.date())
    facts: dict[str, Any] = {"eval_report_on": reported, "fusion_start": case.date("fusion_start")}
    if registered is not None:
        wrong = _unevaluated(case, registered, days)
        words = "；".join(wrong) or f"融合{days}日，{reported}评估合格，{registered}登记"
        return finding(
            child, "BREACH" if wrong else "PASS", words, registered_on=registered, **facts
        )
    if case.get("ended_on"):
        return None
    agreed = case.date("eval_agreed_on") or now.date()
    due = last_day(agreed, adoption.REPORT_DAYS)
    report = judged(child, fixed(due, now.date(), reported), eval_agreed_on=agreed, **facts)
    return gravest([report, *_fusion(child, days, **facts)])


def _unevaluated(case: Record, registered: date, days: int | None) -> list[str]:
    out, reported = [], case.date("eval_report_on")
    if reported is None or case.get("eval_result") != "1" or reported >= registered:
        out.append(f"{registered}登记前没有评估合格的报告")
    if days is None or days < adoption.FUSION_DAYS:
        out.append(f"融合{days or 0}日，少于{adoption.FUSION_DAYS}日")
    return out


def _fusion(child: Child, days: int | None, **facts: Any) -> list[Finding]:
    start = facts.get("fusion_start")
    if start is None or (days is not None and days >= adoption.FUSION_DAYS):
        return []
    due = last_day(start, adoption.FUSION_DAYS)
    return [
        finding(child, "DUE", f"融合{start}开始，满{adoption.FUSION_DAYS}日{due}", due=due, **facts)
    ]


def _c13_09(child: Child, now: datetime) -> Finding | None:
    if child.status_at(now) != "LEFT_ADOPTED":
        return None
    case = adoption.case_of(child)
    gaps = registration_gaps(case)
    if gaps or case is None:
        return finding(child, "BREACH", "；".join(gaps))
    words = f"{case.text('eval_report_on')}评估合格，收养登记证{case.text('cert_no')}"
    return finding(child, "PASS", words, registered_on=case.date("registered_on"))


def registration_gaps(case: Record | None) -> list[str]:
    """What is missing for a child to leave as adopted, in words (C13.09)."""
    if case is None or case.get("ended_on"):
        return ["没有办理中的送养"]
    out = []
    if case.get("eval_result") != "1" or not case.get("eval_report_on"):
        out.append("没有评估合格的收养评估报告")
    if not case.get("registered_on"):
        out.append("没有收养登记日期")
    if not case.get("cert_no"):
        out.append("没有收养登记证号")
    return out


def _c13_10(child: Child, now: datetime) -> Finding | None:
    case = _case(child, now)
    if case is None:
        return None
    if case.get("declare_no_donation") or case.has_paper("B55"):
        return finding(child, "PASS", "不与捐赠挂钩声明已签")
    begun = bool(case.rows("applicants") or case.get("application_on"))
    word: Word = "BREACH" if begun else "DUE"
    return finding(child, word, "匹配收养申请人前须签不与捐赠挂钩声明")


def _c13_11(house: House, now: datetime) -> list[Finding]:
    subject = institution(house)
    if not house.of("X06"):
        return [Finding(subject=subject, verdict="NA", arithmetic="制度文件库里没有文件")]
    found = [
        r
        for r in house.of("X06")
        if "捐赠" in r.text("title") and any(w in r.text("title") for w in ("标准", "收费", "定额"))
    ]
    if not found:
        return [Finding(subject=subject, verdict="PASS", arithmetic="制度文件里没有捐赠标准")]
    words = f"制度文件里有捐赠标准：{'、'.join(r.text('title') for r in found)}"
    return [Finding(subject=subject, verdict="BREACH", arithmetic=words,
                    remedy=Remedy("X06", found[0].id))]  # fmt: skip


def _links(child: Child, now: datetime) -> list[tuple[Record, str]] | None:
    """Donations of the time in which the child's cases forbid them; ``None``: nobody applied."""
    cases = [case for case in child.all("F47") if (span := adoption.block(case)) and (
        span[0] <= now.date()
    )]  # fmt: skip
    if not cases:
        return None
    given = _until(child.house.of("F48"), now)
    return [(gift, min(adoption.linked(case, gift) for case in cases)) for gift in given]


def _c13_12(child: Child, now: datetime) -> Finding | None:
    links = _links(child, now)
    if links is None:
        return None
    taken = {
        link: on_with(gift, "F48")
        for gift, link in links
        if gift.get("decision") == adoption.ACCEPTED
    }
    if adoption.HIT in taken:
        return finding(child, "BREACH", "收受了与收养申请人有关联的捐赠",
                       remedy=taken[adoption.HIT])  # fmt: skip
    if adoption.SUSPECT in taken:
        return finding(child, "WARN", "收受了疑似与收养申请人有关联的捐赠，已签字排除",
                       remedy=taken[adoption.SUSPECT])  # fmt: skip
    return finding(child, "PASS", f"比对{len(links)}笔捐赠，没有收受有关联的")


def _c13_13(child: Child, now: datetime) -> Finding | None:
    links = _links(child, now)
    if links is None:
        return None
    case = adoption.case_of(child)
    span = adoption.block(case) if case is not None else None
    first, last = span or (None, None)
    facts: dict[str, Any] = {"application_on": first, "blocked_to": last}
    taken = [
        gift
        for gift, link in links
        if link == adoption.HIT and gift.get("decision") == adoption.ACCEPTED
    ]
    if taken:
        words = f"登记完成前收受捐赠：{'、'.join(gift.form_no for gift in taken)}"
        return finding(child, "BREACH", words, remedy=on_with(taken[0], "F48"), **facts)
    end = f"{last + timedelta(days=1)}起可收" if last else "登记完成前不收"
    hits = sum(link == adoption.HIT for _, link in links)
    return finding(
        child, "PASS", f"申请人的捐赠自{first}起不收，{end}；拒绝或退回{hits}笔", **facts
    )


ROWS: tuple[Row, ...] = (
    child_row("C13.01", "对集中养育儿童开展综合评估", _c13_01, "F45", source="D", exempt=True,
              offers="deadline", anew=True),
    child_row("C13.02", "适合家庭养育的应送早送、应送尽送", _c13_02, "F46 F45", source="D",
              exempt=True, offers="deadline", reads="F45.suitable", anew=True),
    child_row("C13.03", "集体研究、会议决定，严防个人决定", _c13_03, "F46 F47", source="S13",
              exempt=True, leaving=True, offers="gate-H"),
    child_row("C13.04", "儿童基本情况录入安徽省收养评估系统", _c13_04, "F47 F73", source="D",
              exempt=True, offers="deadline"),
    child_row("C13.05", "严格审核相关材料", _c13_05, "F47", source="S13", obliged="区县民政",
              exempt=True, offers="export"),
    child_row("C13.06", "查验DNA信息比对材料", _c13_06, "F07 F47", source="S13",
              obliged="区县民政", exempt=True, leaving=True, offers="gate-H"),
    child_row("C13.07", "对外发布公告", _c13_07, "F47", source="R:登记办法 art.8；民法典 art.1105",
              obliged="区县民政", exempt=True, leaving=True, offers="deadline"),
    child_row("C13.08", "开展收养评估", _c13_08, "F47", source="R:评估办法", obliged="区县民政",
              exempt=True, leaving=True, offers="gate-H"),
    child_row("C13.09", "杜绝未经收养评估私自办理", _c13_09, "F47 F50", source="S13",
              obliged="民政", exempt=True, leaving=True, offers="gate-H"),
    child_row("C13.10", "严禁将捐赠作为前置条件", _c13_10, "F47", source="S13",
              obliged="民政、机构", exempt=True, leaving=True, offers="form"),
    Row(id="C13.11", obligation="严禁设置捐赠标准", obliged="民政、机构", source="S13",
        forms=("X06", "F48"), judge=_c13_11, offers="checklist"),
    child_row("C13.12", "严禁捐赠与送养挂钩", _c13_12, "F48", source="S13",
              obliged="民政、机构", exempt=True, leaving=True, offers="form"),
    child_row("C13.13", "完成收养登记前不得接受捐赠", _c13_13, "F48", source="D",
              obliged="民政、机构", exempt=True, leaving=True, offers="gate-H"),
)  # fmt: skip
