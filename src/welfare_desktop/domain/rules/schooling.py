"""Clause 4 and the day-school children: reports, enrolment, special teaching, aid (C4.01–C4.09, C11.14)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.domain import schooling, socialwork
from welfare_desktop.domain.adulthood import aided
from welfare_desktop.domain.deadlines import adult_on, fixed, judged_on, last_day, soft_days
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import admitted, from_opening, opened_on
from welfare_desktop.domain.rules.shapes import child_row, finding, judged, on_with
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, gravest

#: CL-EDST from 普通高中 upwards: what 福彩圆梦 is for.
_UPPER = ("34", "36", "41", "42", "43", "53")
_FCYM, _PRIVATE = "6", "3"
#: Ages of C4.09.
_TAUGHT_FROM = 6


def _start(child: Child) -> date | None:
    """Since when the house answers for a child's schooling."""
    return opened_on(child) or child.admitted_on


def _c4_01(child: Child, now: datetime) -> Finding | None:
    day, start = now.date(), _start(child)
    if not admitted(child, now) or start is None:
        return None
    years = [y for y in schooling.reporting_years(day) if schooling.of_school_age(child, y)]
    found = [_reported(child, year, start, day) for year in years]
    return gravest(found) if found else None


def _reported(child: Child, year: int, start: date, day: date) -> Finding:
    """Of one school year: by 30 June before it, or so many days after the child came."""
    told, june = schooling.report(child, year), date(year, 6, 30)
    days = int(child.house.param("edu_report_days", day))
    made = judged_on(told, "reported_on")
    late_comer = last_day(start, days) > june
    outcome = soft_days(start, days, day, made) if late_comer else fixed(june, day, made)
    words = f"{schooling.year_text(year)}学年报备：{outcome.arithmetic}"
    if told is not None and told.get("ordinary_edu_able") is False:
        return finding(child, "NA", f"{words}；不具备接受普通教育能力", reported_on=made)
    return judged(
        child, msgspec.structs.replace(outcome, arithmetic=words), counted_from=start,
        reported_on=made, remedy=_for_year("F37", year),
    )  # fmt: skip


def _for_year(form: str, year: int, **values: str) -> Remedy:
    """A new record of a form for a school year."""
    return Remedy(form, values={"school_year": schooling.year_text(year), **values})


def _c4_02(child: Child, now: datetime) -> Finding | None:
    day, start = now.date(), _start(child)
    if not admitted(child, now) or start is None or not schooling.able(child, day):
        return None
    enrolled, put_off = schooling.enrolment(child, day), schooling.deferred(child, day)
    if enrolled is not None:
        words = f"{enrolled.text('enrol_on')}起在{enrolled.text('school')}就读"
        if enrolled.get("school_nature") == _PRIVATE and not enrolled.get("remark"):
            told = f"{words}，不是公办或普惠性学校，请在备注写明原因"
            return finding(child, "WARN", told, remedy=on_with(enrolled, "F38"))
        return finding(child, "PASS", words, enrol_on=enrolled.date("enrol_on"))
    if put_off is not None:
        words = f"{put_off.text('defer_approved_on')}批准延缓入学至{put_off.text('defer_until')}"
        return finding(child, "PASS", words)
    if not schooling.of_school_age(child, schooling.school_year(day)) and not (
        schooling.of_school_age(child, schooling.school_year(day) + 1)
    ):
        return None
    due = schooling.first_autumn_from(max(start, _of_age_on(child), _free_since(child, day)))
    return judged(child, fixed(due, day), counted_from=start)


def _of_age_on(child: Child) -> date:
    """1 September of the first school year for which the child is old enough."""
    birth = child.birth_date
    if birth is None:
        return date.min
    first = birth.year + schooling.FROM_AGE
    old = (schooling.age_in(child, first) or 0) >= schooling.FROM_AGE
    return date(first if old else first + 1, 9, 1)


def _free_since(child: Child, day: date) -> date:
    """When the last school was left, by a day."""
    return schooling.left_school(child, day) or date.min


def _c4_03(child: Child, now: datetime) -> Finding | None:
    day = now.date()
    enrolled = schooling.enrolment(child, day)
    begun = enrolled.date("enrol_on") if enrolled is not None else None
    if enrolled is None or begun is None or enrolled.get("stage") in schooling.BEFORE_SCHOOL:
        return None
    start, days = max(begun, opened_on(child) or begun), int(
        child.house.param("student_no_days", day)
    )  # fmt: skip
    if not enrolled.get("student_no"):
        more = on_with(enrolled, "F38")
        return judged(child, soft_days(start, days, day), enrol_on=begun, remedy=more)
    filled = enrolled.filled.get("student_no", "")[:10]
    if not filled:
        return finding(child, "PASS", "已有全国学籍号", enrol_on=begun)
    return judged(child, soft_days(start, days, day, date.fromisoformat(filled)), enrol_on=begun)


def _c4_04(child: Child, now: datetime) -> Finding | None:
    this = schooling.school_year(now.date())
    found = [f for y in (this - 1, this) if (f := _aided_in(child, y, now.date())) is not None]
    return gravest(found) if found else None


def _aided_in(child: Child, year: int, day: date) -> Finding | None:
    """Aid of one school year of a child who was at school in it."""
    first, last = date(year, 9, 1), date(year + 1, 8, 31)
    there = [
        r for r in child.all("F38")
        if r.text("enrol_on") <= min(last, day).isoformat()
        and (not r.get("leave_on") or r.text("leave_on") > first.isoformat())
    ]  # fmt: skip
    if not there or not from_opening(child, first):
        return None
    told, words = schooling.aid(child, year), f"{schooling.year_text(year)}学年资助"
    if told is None:
        outcome = fixed(last, day)
        open_ = msgspec.structs.replace(outcome, arithmetic=f"{words}：{outcome.arithmetic}")
        return judged(child, open_, remedy=_for_year("F40", year))
    said = f"{told.text('applied_on')}已申请" if told.get("applied_on") else "不适用，原因已写明"
    return finding(child, "PASS", f"{words}：{said}", due=last)


def entitled(child: Child, now: datetime) -> bool:
    """福彩圆梦: grown up and still in full-time study (C4.05)."""
    birth, enrolled = child.birth_date, schooling.enrolment(child, now.date())
    if birth is None or now.date() < adult_on(birth) or not child.here_at(now):
        return False
    studies = enrolled is not None and enrolled.get("stage") in _UPPER
    return aided(child, now) or (studies and enrolled is not None and schooling.attends(enrolled))


def _c4_05(child: Child, now: datetime) -> Finding | None:
    """Own ladder: DUE to day 30 of the term, WARN after."""
    birth, day = child.birth_date, now.date()
    if birth is None or not entitled(child, now):
        return None
    year = schooling.school_year(day)
    days = int(child.house.param("student_aid_days", day))
    start = max(date(year, 9, 1), adult_on(birth), _start(child) or date.min)
    due, told = last_day(start, days), schooling.aid(child, year, _FCYM)
    words = f"{schooling.year_text(year)}学年福彩圆梦：{start}起{days}日内申请，目标时限{due}"
    if told is not None:
        said = f"{told.text('applied_on') or '不适用'}，到账{len(told.rows('received'))}笔"
        return finding(child, "PASS", f"{words}；{said}", due=due)
    more = _for_year("F40", year, type=_FCYM)
    return finding(child, "DUE" if day <= due else "WARN", words, due=due, remedy=more)


def _special(child: Child, day: date) -> str:
    """What special teaching a child has on a day, in words; empty: none."""
    enrolled, term = schooling.enrolment(child, day), schooling.term_on(day)
    if enrolled is not None and schooling.taught_apart(enrolled):
        return f"在{enrolled.text('school')}就读"
    if schooling.plans(child, term):
        return f"{term.label}已有个别化教育计划"
    return f"{term.before.label}的计划延续" if schooling.teaching(child, day) else ""


def _c4_06(child: Child, now: datetime) -> Finding | None:
    day, start = now.date(), _start(child)
    told = [r for r in child.all("F37") if r.text("reported_on") <= day.isoformat()]
    since = told[-1].date("reported_on") if told else None
    if not admitted(child, now) or start is None or since is None:
        return None
    if schooling.able(child, day) is not False or _grown(child, day):
        return None
    held = _special(child, day)
    if held:
        return finding(child, "PASS", f"{since}评估为需特殊教育，{held}")
    if put_off := schooling.deferred(child, day):
        return finding(child, "PASS", f"延缓入学至{put_off.text('defer_until')}")
    first = next(r for r in told if r.get("ordinary_edu_able") is False).date("reported_on")
    due = schooling.first_term_from(max(start, first or since)).first
    return judged(child, fixed(due, day), counted_from=first)


def _grown(child: Child, day: date) -> bool:
    return child.birth_date is None or day >= adult_on(child.birth_date)


def _c4_08(child: Child, now: datetime) -> Finding | None:
    day, start, term = now.date(), _start(child), schooling.term_on(now.date())
    three = schooling.reached(child, schooling.FROM_AGE)
    if not admitted(child, now) or start is None or three is None or _grown(child, day):
        return None
    if three > term.first or not from_opening(child, term.first):
        return None
    if schooling.outside(schooling.enrolment(child, day)):
        return None
    days = int(child.house.param("teaching_plan_days", day))
    made = [date.fromisoformat(r.happened_at[:10]) for r in schooling.plans(child, term)]
    outcome = soft_days(max(term.first, start), days, day, min(made, default=None))
    words = f"{term.label}个别化教育计划：{outcome.arithmetic}"
    return judged(child, msgspec.structs.replace(outcome, arithmetic=words))


def _c4_09(child: Child, now: datetime) -> Finding | None:
    day, six = now.date(), schooling.reached(child, _TAUGHT_FROM)
    start = opened_on(child) or (child.arrived_at.date() if child.arrived_at else None)
    older = schooling.reached(child, schooling.UNTIL_AGE + 1)
    if not child.here_at(now) or start is None or six is None or older is None:
        return None
    if not six <= day < older:
        return None
    enrolled, put_off = schooling.enrolment(child, day), schooling.deferred(child, day)
    if enrolled is not None and schooling.attends(enrolled):
        return finding(child, "PASS", f"在{enrolled.text('school')}就读")
    if held := _special(child, day):
        return finding(child, "PASS", held)
    if put_off is not None:
        return finding(child, "PASS", f"延缓入学至{put_off.text('defer_until')}")
    due = schooling.first_term_from(max(start, six, _free_since(child, day))).first
    return judged(child, fixed(due, day), counted_from=start)


# Day school -----------------------------------------------------------------------------------

#: Not back so long after the time is late.
LATE_BACK = timedelta(minutes=30)
_LOOKED_BACK = 31
#: Days that schools are closed for the holidays, by month and day: no line is missed then.
_CLOSED = (("01-15", "02-29"), ("07-01", "08-31"))


def _logs(child: Child, since: date) -> list[Record]:
    """Ways to school from a day on, and older ones from which the child has not come back."""
    return [
        r for r in socialwork.named_in(child, "F62")
        if (r.happened_at >= since.isoformat() or not r.get("back_at"))
        and from_opening(child, r.date("out_at"))
    ]  # fmt: skip


def _handled(child: Child, since: datetime) -> bool:
    """An event (F31) about the child from a minute on, until the next day."""
    return any(
        child.id in (event.get("children") or ()) and at is not None
        and since <= at <= since + timedelta(days=1)
        for event in child.house.of("F31") if (at := event.at("found_at")) is not None
    )  # fmt: skip


def _log(child: Child, log: Record, now: datetime) -> Finding | None:
    """One way to school and back."""
    due, back = log.at("due_back_at"), log.at("back_at")
    if due is None or (log.at("out_at") or now) > now:
        return None
    limit = due + LATE_BACK
    words = f"应返{due:%m-%d %H:%M}，{int(LATE_BACK.total_seconds()) // 60}分钟内返院"
    if back is not None and back <= now:
        if back <= limit or _handled(child, due):
            return finding(child, "PASS", f"{words}，{back:%H:%M}已返")
        told = f"{words}，{back:%H:%M}返，晚归没有异常记录"
        return finding(child, "WARN", told, remedy=Remedy("F31"))
    if now <= limit:
        return finding(child, "DUE", words, due=due.date(), remedy=on_with(log, "F62"))
    if _handled(child, due):
        told = f"{words}，没有返院，已作异常处置"
        return finding(child, "WARN", told, due=due.date(), remedy=on_with(log, "F62"))
    minutes = int((now - due).total_seconds() // 60)
    told = f"{words}，已过{minutes}分钟没有返院，请立即查找并填异常处置"
    return finding(child, "OVERDUE", told, due=due.date(), remedy=on_with(log, "F62"))


def _school_day(child: Child, day: date) -> bool:
    """Whether a line is asked for: enrolled by day, no holiday, in the house."""
    enrolled, short = schooling.enrolment(child, day), f"{day:%m-%d}"
    closed = any(first <= short <= last for first, last in _CLOSED)
    if enrolled is None or not schooling.by_day(enrolled) or closed:
        return False
    noon = datetime(day.year, day.month, day.day, 12)
    away = child.state_at("whereabouts", noon) in ("HOSPITAL", "MISSING", "AWAY_TREATMENT")
    return not away and not child.house.calendar.is_rest(day) and from_opening(child, day)


def _c11_14(child: Child, now: datetime) -> Finding | None:
    if not child.here_at(now):
        return None
    days = [now.date() - timedelta(days=n) for n in range(_LOOKED_BACK, 0, -1)]
    logs = _logs(child, days[0])
    found = [line for log in logs if (line := _log(child, log, now)) is not None]
    told = {r.date("out_at") for r in logs}
    bare = [day for day in days if day not in told and _school_day(child, day)]
    if bare:
        words = f"{len(bare)}个上学日没有走读记录，最近{bare[-1]}"
        missed = Remedy("F62", values={"date": bare[-1].isoformat()})
        found.append(finding(child, "UNKNOWN", words, remedy=missed))
    return gravest(found) if found else None


ROWS: tuple[Row, ...] = (
    child_row("C4.01", "适龄儿童信息报备", _c4_01, "F37", source="D", exempt=True,
              anew=True, offers="deadline", reads="F37.school_year F37.reported_on F37.ordinary_edu_able"),
    child_row("C4.02", "就近就便，普惠性幼儿园或公办中小学", _c4_02, "F38 F37", obliged="机构；教育",
              exempt=True, anew=True, offers="deadline", reads="F38.enrol_on F37.ordinary_edu_able"),
    child_row("C4.03", "纳入学籍管理", _c4_03, "F38", source="D", obliged="机构；教育", exempt=True,
              offers="deadline", reads="F38.student_no F38.enrol_on F38.stage"),
    child_row("C4.04", "学生资助政策", _c4_04, "F40", source="D", exempt=True, anew=True, offers="form",
              reads="F40.school_year F40.applied_on"),
    child_row("C4.05", "年满18周岁仍就读的，发放福彩圆梦·孤儿助学", _c4_05, "F40", source="D",
              obliged="区县民政", exempt=True, anew=True, offers="register",
              reads="F40.type F40.school_year F40.applied_on"),
    child_row("C4.06", "符合条件的接受特殊教育", _c4_06, "F39 F38 F37", exempt=True, anew=True, offers="form",
              reads="F37.ordinary_edu_able F38.stage F39.term"),
    child_row("C4.08", "学前教育、特殊教育、技能培训", _c4_08, "F39", source="D", exempt=True,
              anew=True, offers="deadline", reads="F39.term"),
    child_row("C4.09", "送教上门，学有所教", _c4_09, "F39 F38 F37", obliged="机构；教育",
              exempt=True, anew=True, offers="form", reads="F38.enrol_on F39.term"),
    child_row("C11.14", "走读就学儿童管理", _c11_14, "F62 F31", source="D", exempt=True,
              by_minute=True, offers="deadline", reads="F62.out_at F62.due_back_at F62.back_at"),
)  # fmt: skip
