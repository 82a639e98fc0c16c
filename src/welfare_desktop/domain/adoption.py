"""Donations and adoption kept apart: whose gift is looked at, and until when (C13.12, C13.13)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.idnumber import id_number_facts, id_number_problem
from welfare_desktop.domain.record import Record

#: F48 ``match_result``.
HIT, SUSPECT, CLEAR = "1", "2", "3"
#: F48 ``decision``: 接受, and the two that a link leaves open (拒绝（送养关联）, 退回).
ACCEPTED, TURNED_DOWN = "1", ("2", "3")
#: F47 ``end_reason``: 其他.
OTHER_END = "9"
_AFTER_END = 12
#: Living together before the registration, and the report after the agreed start [R: 评估办法].
FUSION_DAYS, REPORT_DAYS = 30, 60


def block(case: Record) -> tuple[date, date | None] | None:
    """First and last day on which nothing is taken from the applicants of a case.

    From the application to the registration, both inclusive; a case that ended without one
    blocks twelve months more. ``None``: nobody has applied yet; no last day: still open.
    """
    start = case.date("application_on")
    if start is None:
        return None
    ended = case.date("ended_on")
    return start, case.date("registered_on") or (addm(ended, _AFTER_END) if ended else None)


def case_of(child: Child) -> Record | None:
    """The adoption case of a child: the newest one (F47)."""
    return child.newest("F47")


def open_case(child: Child) -> Record | None:
    """The case under way: neither registered nor ended."""
    case = case_of(child)
    closed = case is None or case.get("registered_on") or case.get("ended_on")
    return None if closed else case


def ended_by_age(child: Child, case: Record) -> bool:
    """Whether majority itself (T20) ended the case."""
    came = [s.happened_at[:10] for s in child.spans("status") if s.get("transition") == "T20"]
    return case.get("end_reason") == OTHER_END and case.get("ended_on") in came


def registered_before_end(child: Child, case: Record) -> bool:
    """Whether a registration is told of a case that majority ended after it."""
    told = case.text("registered_on")
    return bool(told) and told < case.text("ended_on") and ended_by_age(child, case)


def sought(child: Child, case: Record | None = None) -> bool:
    """Whether the parents cannot be found: by the cause of admission, else by the assessment."""
    named = child.house.record("F45", case.text("candidate")) if case is not None else None
    assessed = named or child.newest("F45")
    return child.cause.startswith("A") or (
        assessed is not None and assessed.get("legal_type") == "2"
    )


def adoptable_from(child: Child) -> date | None:
    """A rescued child (A2): twelve months after the police handed it over (lifecycle.md §1.6)."""
    told = [day for r in child.all("F04") if (day := r.date("handed_over_on")) is not None]
    return addm(told[-1], 12) if told else None


def matched(child: Child) -> bool:
    """DNA compared without a match, the paper filed (F07)."""
    sample = child.newest("F07")
    return (
        sample is not None
        and sample.get("result_code") == "1"
        and bool(sample.get("result_file") or sample.has_paper("A07"))
    )


def together(case: Record, until: date) -> int | None:
    """Days of living together up to a day (DL-2); ``None``: not begun."""
    start, end = case.date("fusion_start"), case.date("fusion_end")
    return None if start is None else (min(end or until, until) - start).days


def _blocks(case: Record, day: date) -> bool:
    span = block(case)
    return span is not None and span[0] <= day and (span[1] is None or day <= span[1])


def blocked_applicants(house: House, day: date) -> list[dict[str, Any]]:
    """Applicants from whom nothing is taken on a day."""
    return [
        row for case in house.of("F47") if _blocks(case, day) for row in case.rows("applicants")
    ]


def match(house: House, donation: Record) -> str:
    """Compare a donor and the related people with the applicants of the day of the offer."""
    day = donation.date("offered_on") or house.today
    return _link(donation, blocked_applicants(house, day))


def link_on(house: House, donation: Record) -> str:
    """The same, of the day on which it was taken too: what was offered before may not come in."""
    days = {donation.date("offered_on") or house.today, donation.date("received_on")}
    rows = [row for day in days if day for row in blocked_applicants(house, day)]
    return _link(donation, rows)


def linked(case: Record, donation: Record) -> str:
    """How a donation is linked with one case, while that forbids it."""
    days = (donation.date("offered_on"), donation.date("received_on"))
    inside = any(day is not None and _blocks(case, day) for day in days)
    return _link(donation, case.rows("applicants")) if inside else CLEAR


def _link(donation: Record, applicants: list[dict[str, Any]]) -> str:
    donor = {
        "name": donation.get("donor_name"), "id_no": donation.get("donor_id"),
        "phone": donation.get("donor_phone"), "address": donation.get("donor_address"),
    }  # fmt: skip
    parties = [donor, *(r for r in donation.rows("related_people") if r.get("name") != "无")]
    found = {_compared(party, applicant) for party in parties for applicant in applicants}
    return min(found, default=CLEAR)


def _compared(party: dict[str, Any], applicant: dict[str, Any]) -> str:
    name, companies = _plain(party.get("name")), _several(applicant.get("companies"))
    same_name = bool(name) and name == _plain(applicant.get("name"))
    births = _birth(party), _birth(applicant)
    if _same(party, applicant, "id_no") or (name and name in companies):
        return HIT
    if same_name and None not in births:
        return HIT if births[0] == births[1] else CLEAR
    if _same(party, applicant, "phone") or _same(party, applicant, "address"):
        return SUSPECT
    return SUSPECT if same_name or name in _several(applicant.get("kin")) else CLEAR


def _same(one: dict[str, Any], other: dict[str, Any], name: str) -> bool:
    value = _plain(one.get(name)).upper()
    return value not in ("", "无") and value == _plain(other.get(name)).upper()


def _plain(value: Any) -> str:
    return re.sub(r"\s", "", str(value or ""))


def _several(value: Any) -> set[str]:
    return {part for part in re.split(r"[、,，;；\s]+", str(value or "")) if part}


def _birth(person: dict[str, Any]) -> date | None:
    if person.get("birth_date"):
        return date.fromisoformat(str(person["birth_date"]))
    number = str(person.get("id_no") or "")
    return None if id_number_problem(number) else id_number_facts(number)[0]
