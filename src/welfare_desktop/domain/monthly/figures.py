"""Statistics of the month about care: medicine, school and rehabilitation (P06, P14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import checkups, rehab, schooling
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.insurance import insured_on
from welfare_desktop.domain.monthly.columns import TABLES
from welfare_desktop.domain.monthly.month import Month
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.health import request_for

Row = dict[str, Any]
#: F24 ``visit_type``: 门诊, 急诊, 住院; F26 ``decision`` 同意.
_OUTPATIENT, _EMERGENCY, _INPATIENT, _AGREED = "1", "2", "3", "1"
#: F39 ``form`` that is special teaching: not 技能培训, not 学前教育.
_SPECIAL = ("1", "2", "3", "4")
#: F40 ``type`` 福彩圆梦.
_FCYM = "6"


def items(table: str, values: dict[str, Any]) -> list[Row]:
    """Every item of a statistic; empty is one whose form is not in use yet."""
    return [{"item": name, "value": values.get(name, "")} for name, _ in TABLES[table].items]


def in_month(house: House, form: str, month: Month, name: str = "") -> list[Record]:
    """Records of a form that happened in the month, or of which a day lies in it."""
    return [r for r in house.of(form) if month.has(r.at(name) if name else r.happened)]


def roster(house: House, month: Month) -> list[Child]:
    """The children on the books at the cut."""
    return [c for c in house.children if c.here_at(month.seen_from(house))]


def _counted(children: Iterable[Child], holds: Callable[[Child], Any]) -> int:
    return sum(bool(holds(child)) for child in children)


# Medicine -------------------------------------------------------------------------------


def medicine(house: House, month: Month) -> list[Row]:
    """P06: visits, stays, journeys out of the province, screenings, funds, insurance."""
    visits = [r for r in in_month(house, "F24", month) if not _stays(r)]
    beds = {one for r in house.of("F24") if _stays(r) for one in _bed_days(r, house, month)}
    day, here = month.seen_from(house).date(), roster(house, month)
    sick = [c for c in here if _sick(c, day)]
    funded = in_month(house, "F27", month, "approved_on")
    approved, unapproved = _journeys(house, month)
    return items("P06", {
        "outpatient": sum(r.get("visit_type") == _OUTPATIENT for r in visits),
        "emergency": sum(r.get("visit_type") == _EMERGENCY for r in visits),
        "inpatient_persons": len({child for child, _ in beds}), "inpatient_days": len(beds),
        "critical_sends": sum(
            r.get("urgent") is True for r in in_month(house, "F24", month, "sent_at")
        ),
        "cross_province_approved": approved, "cross_province_unapproved": unapproved,
        "screening_done": _counted(sick, lambda c: _screened(c, day)), "screening_need": len(sick),
        "mtjh_cases": len(funded),
        "mtjh_amount": sum(int(r.get("amount_approved") or 0) for r in funded),
        "emergency_fund_cases": len(in_month(house, "F28", month, "applied_on")),
        "uninsured": _counted(here, lambda c: not insured_on(c, day)),
    })  # fmt: skip


def _stays(visit: Record) -> bool:
    return visit.get("visit_type") == _INPATIENT or bool(visit.get("admit_at"))


def _bed_days(visit: Record, house: House, month: Month) -> Iterator[tuple[str, date]]:
    """Child and day of a stay: the day of admission counts, that of discharge does not."""
    begun = visit.at("admit_at") or visit.happened
    if begun is None:
        return
    out, until = visit.at("discharge_at"), month.seen_from(house)
    day, last = begun.date(), min(out or until, until).date()
    if out is not None and out.date() <= last and out.date() > day:
        last -= timedelta(days=1)
    while day <= last:
        if day >= month.first.date():
            yield str(visit.child), day
        day += timedelta(days=1)


def _sick(child: Child, day: date) -> bool:
    since = checkups.sick_since(child)
    return since is not None and since <= day


def _screened(child: Child, day: date) -> bool:
    """Screened within the twelve months before a day (C3.13)."""
    had = [on for r in child.all("F25") if (on := r.date("screened_on")) and on <= day]
    return bool(had) and day <= addm(max(had), 12)


def _journeys(house: House, month: Month) -> tuple[int, int]:
    """Departures out of the province in the month, with the office's yes by the cut and without;
    a visit outside it that no request covers is one without."""
    last = month.seen_from(house).date().isoformat()
    gone = in_month(house, "F26", month, "depart_at")
    agreed = sum(
        r.get("decision") == _AGREED and "" < r.text("approved_on") <= last for r in gone
    )  # fmt: skip
    bare = 0
    for visit in in_month(house, "F24", month):
        child, at = house.child(visit.child or ""), visit.happened
        if visit.get("province_out") is True and child is not None and at is not None:
            bare += request_for(child, at) is None
    return agreed, len(gone) - agreed + bare


# School and rehabilitation ----------------------------------------------------------------


def growing(house: House, month: Month) -> list[Row]:
    """P14: who is taught and how, aid, rehabilitation planned and delivered."""
    day, here = month.seen_from(house).date(), roster(house, month)
    year = schooling.school_year(day)
    of_age = [c for c in here if schooling.of_school_age(c, year)]
    in_need = [c for c in here if rehab.needed_since(c, day) is not None]
    given = [told for c in house.children if (told := _delivered(c, month, day)) is not None]
    return items("P14", {
        "school_age": len(of_age), "enrolled": _counted(here, lambda c: _attends(c, day)),
        "special": _counted(here, lambda c: _special(c, day)),
        "home_taught": _counted(here, lambda c: _at_home(c, day)),
        "not_taught": _counted(of_age, lambda c: not _taught(c, day)),
        "deferred": _counted(here, lambda c: schooling.deferred(c, day)),
        "aid": _counted(here, lambda c: _aided(c, year, day, fcym=False)),
        "fcym": _counted(here, lambda c: _aided(c, year, day, fcym=True)),
        "rehab_need": len(in_need),
        "rehab_plan": _counted(in_need, lambda c: rehab.plan_on(c, day)),
        "sessions_planned": sum(told.planned for told in given),
        "sessions_done": sum(told.done for told in given),
        "rehab_assistance": _counted(here, lambda c: _assisted(c, day)),
    })  # fmt: skip


def _attends(child: Child, day: date) -> bool:
    enrolled = schooling.enrolment(child, day)
    return enrolled is not None and schooling.attends(enrolled)


def _special(child: Child, day: date) -> bool:
    enrolled = schooling.enrolment(child, day)
    apart = enrolled is not None and schooling.taught_apart(enrolled)
    return apart or any(r.get("form") in _SPECIAL for r in schooling.teaching(child, day))


def _at_home(child: Child, day: date) -> bool:
    """送教上门, by the enrolment or by the plan."""
    enrolled = schooling.enrolment(child, day)
    so = enrolled is not None and enrolled.get("way") == schooling.AT_HOME
    return so or any(r.get("form") == schooling.AT_HOME for r in schooling.teaching(child, day))


def _taught(child: Child, day: date) -> bool:
    """At school, taught by a plan, or put off with approval (C4.09)."""
    known = schooling.teaching(child, day) or schooling.deferred(child, day)
    return _attends(child, day) or bool(known)


def _aided(child: Child, year: int, day: date, *, fcym: bool) -> bool:
    """Aid of this school year approved by a day."""
    return any(
        (r.get("type") == _FCYM) is fcym and schooling.year_of(r.text("school_year")) == year
        and "" < r.text("approved_on") <= day.isoformat()
        for r in child.all("F40")
    )  # fmt: skip


def _delivered(child: Child, month: Month, day: date) -> rehab.Delivered | None:
    """Sessions of the month up to the cut; of a child that left, to the day before."""
    left = child.left_at
    gone = left is not None and left <= datetime(day.year, day.month, day.day, 23, 59)
    until = left.date() - timedelta(days=1) if gone and left is not None else day
    return rehab.delivered(child, month.first.date(), until)


def _assisted(child: Child, day: date) -> bool:
    """Assistance approved and not run out."""
    for case in child.all("F36"):
        since = case.date("approved_on")
        if case.get("type") == rehab.ASSISTANCE and since is not None and since <= day:
            until: date = case.date("valid_to") or addm(since, 12)
            if day <= until:
                return True
    return False
