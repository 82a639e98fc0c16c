"""Checks of school, social work and safety talks (F37–F42, F60, F62, F69)."""

from __future__ import annotations

import re

from welfare_desktop.domain import background, schooling, socialwork
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms.checking import Check, order, problem
from welfare_desktop.domain.forms.checks_entry import person_name
from welfare_desktop.domain.forms.checks_foster import all_points
from welfare_desktop.domain.forms.checks_growing import (
    between,
    not_later,
    not_twice,
    rows_once,
    rows_there,
    there,
)
from welfare_desktop.domain.forms.checks_life import children_of
from welfare_desktop.domain.forms.f41_sw_case import PARTS
from welfare_desktop.domain.forms.f62_day_school_log import HURT
from welfare_desktop.domain.situation import Problem, Situation

_NUMBER = re.compile(r"[GLJ]\w{18}")
_TERMS = ("第一学期", "第二学期", "全年")
_BULLIED = re.compile("欺凌|霸凌|欺负|殴打|被打|勒索|孤立")
_HARMED = re.compile("打我|摸我|脱我|掐我|骂我|欺负|不让.{0,3}(告诉|说)|害怕回|弄疼|流血")
_LONGEST = 480


# School ----------------------------------------------------------------------------------


def school_year(s: Situation) -> list[Problem]:
    """F37, F40: a school year as it is written."""
    told = str(s.get("school_year") or "")
    year = schooling.year_of(told)
    if not told or (year is not None and told == schooling.year_text(year)):
        return []
    return problem("school_year", "“学年”写成 2025-2026，前后相差一年。")


def enrolled_elsewhere(s: Situation) -> list[Problem]:
    """F38: a child is at one school; the register's number and the certificate are looked at."""
    out: list[Problem] = []
    start = s.date("enrol_on")
    other = schooling.enrolment(s.child, start) if s.child is not None and start else None
    if other is not None and other.id != s.record.id and not s.get("leave_on"):
        sentence = f"在{other.text('school')}还没有填离校日期，请先续填。"
        out += problem("enrol_on", sentence, warning=True)
    number = str(s.get("student_no") or "")
    if number and not _NUMBER.fullmatch(number):
        sentence = "全国学籍号一般是G、L或J加18位，请核对。"
        out += problem("student_no", sentence, warning=True)
    if s.get("vacc_checked") is False:
        out += problem("vacc_checked", "入园入学要查验预防接种证，请尽快补验。", warning=True)
    if s.get("way") and (s.get("way") == "2") != (s.get("commute") == "5"):
        out += problem("commute", "就读方式和上学方式不一致（住校），请核对。", warning=True)
    return out


def term_told(s: Situation) -> list[Problem]:
    """F39: a term that can be read."""
    told = str(s.get("term") or "")
    if not told or schooling.term_of_plan(s.record).label == told:
        return []
    return problem("term", "“学期”建议写成 2025-2026第一学期，便于统计。", warning=True)


def aid_fits(s: Situation) -> list[Problem]:
    """F40: the term is one of three; 福彩圆梦 has its sum."""
    out: list[Problem] = []
    if s.get("term") and s.get("term") not in _TERMS:
        out += problem("term", f"“学期”填{'、'.join(_TERMS[:2])}或{_TERMS[2]}。")
    if s.get("type") == "6" and s.get("amount") not in (None, 1_000_000):
        sentence = "福彩圆梦每学年10000元，发到本人账户，请核对。"
        out += problem("amount", sentence, warning=True)
    return out


def day_log(s: Situation) -> list[Problem]:
    """F62: of its day, of a day-school child, on a school day."""
    day, out_at = s.date("date"), s.at("out_at")
    if day is not None and out_at is not None and out_at.date() != day:
        return problem("out_at", "“离院时间”应在“日期”当天，请核对。")
    out: list[Problem] = []
    for child in children_of(s):
        enrolled = schooling.enrolment(child, day) if day else None
        if enrolled is None and s.filled_now("out_at"):
            sentence = f"{child.name}没有登记在读学校，请先填《入学（园）与学籍登记表》。"
            out += problem("child", sentence, warning=True)
    if day is not None and s.filled_now("date") and s.house.calendar.is_rest(day):
        why = s.house.calendar.why_rest(day)
        out += problem("date", f"{day}是{why}，请核对是否上学。", warning=True)
    return out


def back_from_school(s: Situation) -> list[Problem]:
    """F62: hurt or upset is an event; a word of bullying is looked into."""
    out: list[Problem] = []
    if s.get("state_on_return") in HURT and s.filled_now("state_on_return"):
        out += problem("state_on_return", "请填《异常情况处置记录》。", warning=True)
    found = _BULLIED.search(str(s.get("school_note") or ""))
    if found and s.filled_now("school_note"):
        sentence = f"学校反馈里有“{found[0]}”，请核实；疑似欺凌侵害的，立即报警并报告主管民政部门。"
        out += problem("school_note", sentence, warning=True)
    return out


# Social work and talks ---------------------------------------------------------------------


def six_parts(s: Situation) -> list[Problem]:
    """F41: each of the six parts once; a part without a goal is asked about."""
    rows = s.record.rows("plan")
    parts = sorted(str(row.get("part")) for row in rows)
    if rows and parts != list("123456"):
        names = re.sub(r"\s?\d ", "、", PARTS).lstrip("、")
        return problem("plan", f"服务计划六个部分各填一行：{names}。")
    bare = [label("F41.plan.part", str(r["part"])) for r in rows if not r.get("goal")]
    if bare:
        return problem("plan", f"{'、'.join(bare)}还没有目标，请补上。", warning=True)
    return []


def one_case(s: Situation) -> list[Problem]:
    """F41: one case at a time."""
    day = s.date("opened_on")
    other = socialwork.open_case(s.child, day) if s.child is not None and day else None
    if other is None or other.id == s.record.id or s.get("closed_on"):
        return []
    sentence = f"{other.text('opened_on')}的个案还没有结案，请先结案或在原个案里续填。"
    return problem("opened_on", sentence, warning=True)


def words_of_harm(s: Situation) -> list[Problem]:
    """F42: what a child says of harm is reported at once."""
    found = _HARMED.search(str(s.get("child_words") or ""))
    if not found or not s.filled_now("child_words"):
        return []
    sentence = f"原话里有“{found[0]}”：疑似侵害的，立即报警并填《侵害未成年人强制报告登记表》。"
    return problem("child_words", sentence, warning=True)


def lecturer_known(s: Situation) -> list[Problem]:
    """F60: a lecturer from outside has been asked about at the police."""
    name, at = str(s.get("lecturer") or "").strip(), s.date("at")
    if not name or at is None or any(p.text("name") == name for p in s.house.staff):
        return []
    if background.cleared(s.house, name, "", at) is not None:
        return []
    sentence = f"{name}不是本院人员，也没有“未发现”的从业查询结果，请先查询，讲课时有人陪同。"
    return problem("lecturer", sentence, warning=True)


def band_fits(s: Situation) -> list[Problem]:
    """F60: the material is for the age of those who attend."""
    at, band = s.date("at"), str(s.get("age_band") or "")
    others = [c.name for c in children_of(s) if at and not socialwork.fits(band, c, at)]
    if not band or not others:
        return []
    sentence = f"{'、'.join(others[:5])}不在这个年龄段，请核对。"
    return problem("age_band", sentence, warning=True)


# Outside children ----------------------------------------------------------------------------


def service_dates(s: Situation) -> list[Problem]:
    """F69: no session after its end; a fee with its source."""
    last = str(s.get("ended_on") or "")
    if last and any(str(row["on"]) > last for row in s.record.rows("sessions")):
        return problem("sessions", f"服务已于{last}结束，其后不能再有服务记录。")
    if s.get("fee") and not s.get("fee_source"):
        return problem("fee_source", "填了费用，请选费用来源。")
    return []


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F37": (school_year, order("defer_approved_on", "defer_until")),
    "F38": (order("enrol_on", "leave_on"), enrolled_elsewhere),
    "F39": (term_told, between("log", "minutes", 1, _LONGEST), rows_there("log"),
            rows_once("log", "on", "minutes", "content", "teacher")),
    "F40": (school_year, aid_fits, all_points("fcym_cond"), order("applied_on", "approved_on")),
    "F41": (six_parts, one_case, order("opened_on", "closed_on"),
            not_later("review_due", "opened_on", 6, "复评不晚于{}。", warning=True)),
    "F42": (not_twice("at", "type", "children"), there("at", "children", warning=True),
            words_of_harm),
    "F60": (not_twice("at", "type", "attendees"), there("at", "attendees"), lecturer_known,
            band_fits),
    "F62": (day_log, order("out_at", "due_back_at"), order("out_at", "back_at"),
            there("out_at", "out_at"), not_twice("out_at", "child"), back_from_school),
    "F69": (person_name("child_name"), person_name("guardian"), between("sessions", "minutes", 1, _LONGEST),
            rows_once("sessions", "on", "minutes", "provider"), service_dates),
}  # fmt: skip
