"""School years and terms, who is at school, and what stands in for it (clause 4).

A school year begins on 1 September, its second term on 1 March (C4.08).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from welfare_desktop.domain.deadlines import addm, age_on, last_day
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

#: CL-EDST of kindergarten: no school register is kept yet.
BEFORE_SCHOOL = ("10", "51")
#: CL-EDST 特教.
SPECIAL_STAGES = ("51", "52", "53")
#: CL-SCHN 机构内设特教学校/班; CL-EDWAY 送教上门, 机构内就读, 休学: not in an outside school.
_OWN_SCHOOL, _NOT_OUT, _SUSPENDED = "4", ("4", "5", "6"), "6"
_DAY, _BOARDS, _INCLUDED = "1", "2", "3"
#: CL-EDWAY, and F39 ``form``: 送教上门.
AT_HOME = "4"
_AUTUMN, _SPRING = 9, 3
#: From May the children of the coming autumn are reported.
_REPORTED_FROM = 5
#: Kindergarten and compulsory education, by the age at the cut-off.
FROM_AGE, UNTIL_AGE = 3, 15
_YEAR = re.compile(r"(\d{4})\D+(\d{4})")
_NUMBERS = {"一": 1, "上": 1, "秋": 1, "二": 2, "下": 2, "春": 2}


class Term(msgspec.Struct, frozen=True):
    """One of the two terms of a school year; ``year`` is that of its September."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, _AUTUMN, 1) if self.number == 1 else date(self.year + 1, _SPRING, 1)

    @property
    def last(self) -> date:
        """Last day, the holidays counted in."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Term:
        """The term after it."""
        return Term(self.year, 2) if self.number == 1 else Term(self.year + 1, 1)

    @property
    def before(self) -> Term:
        """The term before it."""
        return Term(self.year, 1) if self.number == 2 else Term(self.year - 1, 2)

    @property
    def label(self) -> str:
        """As it is written: 2025-2026第一学期."""
        return f"{year_text(self.year)}{'第一学期' if self.number == 1 else '第二学期'}"


def school_year(day: date) -> int:
    """The school year of a day, named by its September."""
    return day.year if day.month >= _AUTUMN else day.year - 1


def year_text(year: int) -> str:
    """``2025-2026``."""
    return f"{year}-{year + 1}"


def year_of(text: str) -> int | None:
    """The school year that a text names; ``None`` for anything else."""
    told = _YEAR.search(text)
    first, second = (int(told[1]), int(told[2])) if told else (0, 0)
    return first if told and second == first + 1 else None


def term_on(day: date) -> Term:
    """The term of a day."""
    return Term(school_year(day), 2 if _SPRING <= day.month < _AUTUMN else 1)


def reporting_years(day: date) -> list[int]:
    """School years whose children are to be reported on a day: this one, from May the next too."""
    this = school_year(day)
    return [this, this + 1] if _REPORTED_FROM <= day.month < _AUTUMN else [this]


def term_of_plan(plan: Record) -> Term:
    """The term of an F39: as it says; where that cannot be read, that of its day."""
    year = year_of(plan.text("term"))
    number = next((n for mark, n in _NUMBERS.items() if mark in plan.text("term")), None)
    if year is not None and number is not None:
        return Term(year, number)
    return term_on(date.fromisoformat(plan.happened_at[:10]))


def first_term_from(day: date) -> Term:
    """The first term that begins on a day or after it."""
    term = term_on(day)
    return term if term.first == day else term.next


def first_autumn_from(day: date) -> date:
    """The first 1 September on a day or after it."""
    autumn = date(day.year, _AUTUMN, 1)
    return autumn if day <= autumn else date(day.year + 1, _AUTUMN, 1)


def cutoff(child: Child, year: int) -> date:
    """The day by which an age must be reached for a school year (C4.01)."""
    month, day = divmod(int(child.house.param("school_cutoff", date(year, 1, 1))), 100)
    try:
        return date(year, month, day)
    except ValueError:  # an unreadable parameter is no day: the default
        return date(year, 8, 31)


def age_in(child: Child, year: int) -> int | None:
    """Age at the cut-off of a school year."""
    birth = child.birth_date
    return age_on(birth, cutoff(child, year)) if birth is not None else None


def of_school_age(child: Child, year: int) -> bool:
    """Whether a child is of the age for kindergarten or compulsory education in a school year."""
    age = age_in(child, year)
    return age is not None and FROM_AGE <= age <= UNTIL_AGE


def reached(child: Child, age: int) -> date | None:
    """The day on which an age is reached."""
    return addm(child.birth_date, 12 * age) if child.birth_date is not None else None


# At school ----------------------------------------------------------------------------------


def enrolment(child: Child, day: date) -> Record | None:
    """The newest enrolment (F38) that holds on a day."""
    text = day.isoformat()
    found = [
        r for r in child.all("F38")
        if r.text("enrol_on") <= text and (not r.get("leave_on") or text < r.text("leave_on"))
    ]  # fmt: skip
    return max(found, key=lambda r: (r.text("enrol_on"), r.id)) if found else None


def outside(enrolled: Record | None) -> bool:
    """Whether an enrolment is in a school outside the house."""
    return (
        enrolled is not None
        and enrolled.get("school_nature") != _OWN_SCHOOL
        and enrolled.get("way") not in _NOT_OUT
    )


def attends(enrolled: Record) -> bool:
    """Whether an enrolled child goes to school now: not 休学."""
    return enrolled.text("way") != _SUSPENDED


def by_day(enrolled: Record) -> bool:
    """走读."""
    return enrolled.text("way") == _DAY


def boards(enrolled: Record) -> bool:
    """住校."""
    return enrolled.text("way") == _BOARDS


def left_school(child: Child, day: date) -> date | None:
    """When a child left school last, by a day."""
    days = [d for r in child.all("F38") if (d := r.date("leave_on")) is not None and d <= day]
    return max(days, default=None)


def report(child: Child, year: int) -> Record | None:
    """The report (F37) for a school year, the newest."""
    found = [r for r in child.all("F37") if year_of(r.text("school_year")) == year]
    return found[-1] if found else None


def able(child: Child, day: date) -> bool | None:
    """具备接受普通教育能力 by the newest report up to a day; ``None`` where none tells it."""
    told = [r for r in child.all("F37") if r.text("reported_on") <= day.isoformat()]
    known = told[-1].get("ordinary_edu_able") if told else None
    return known if isinstance(known, bool) else None


def deferred(child: Child, day: date) -> Record | None:
    """The approved deferral of school that holds on a day."""
    found = [
        r for r in child.all("F37")
        if r.get("defer") is True and r.get("defer_approved_on")
        and day.isoformat() <= r.text("defer_until")
    ]  # fmt: skip
    return found[-1] if found else None


def plans(child: Child, term: Term) -> list[Record]:
    """Plans of special teaching (F39) for a term."""
    return [r for r in child.all("F39") if term_of_plan(r) == term]


def taught_apart(enrolled: Record) -> bool:
    """A special school, 随班就读 or 送教上门."""
    special = enrolled.get("stage") in SPECIAL_STAGES
    return attends(enrolled) and (special or enrolled.get("way") in (_INCLUDED, AT_HOME))


def teaching(child: Child, day: date) -> list[Record]:
    """The plans of special teaching (F39) that hold on a day: those of the term before hold until
    that of the new one is due (C4.08)."""
    term = term_on(day)
    if held := plans(child, term):
        return held
    days = int(child.house.param("teaching_plan_days", day))
    return plans(child, term.before) if day <= last_day(term.first, days) else []


def aid(child: Child, year: int, *types: str) -> Record | None:
    """The newest application for aid (F40) of a school year, or what says that none is needed."""
    found = [
        r for r in child.all("F40")
        if year_of(r.text("school_year")) == year and (not types or r.get("type") in types)
        and (r.get("applied_on") or told_unneeded(r))
    ]  # fmt: skip
    return found[-1] if found else None


def told_unneeded(application: Record) -> bool:
    """Whether an F40 says why no aid is asked for (C4.04)."""
    return "不适用" in application.text("remark")
