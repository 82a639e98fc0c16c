"""Donations and adoption kept apart: whose gift is looked at, and until when (C13.12, C13.13)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import House
from welfare_desktop.domain.idnumber import id_number_facts, id_number_problem
from welfare_desktop.domain.record import Record

#: F48 ``match_result``.
HIT, SUSPECT, CLEAR = "1", "2", "3"
_AFTER_END = 12


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


def blocked_applicants(house: House, day: date) -> list[dict[str, Any]]:
    """Applicants from whom nothing is taken on a day."""
    out = []
    for case in house.of("F47"):
        span = block(case)
        if span is not None and span[0] <= day and (span[1] is None or day <= span[1]):
            out += case.rows("applicants")
    return out


def match(house: House, donation: Record) -> str:
    """Compare a donor and the related people with the applicants of the day of the offer."""
    day = donation.date("offered_on") or house.today
    donor = {
        "name": donation.get("donor_name"), "id_no": donation.get("donor_id"),
        "phone": donation.get("donor_phone"), "address": donation.get("donor_address"),
    }  # fmt: skip
    parties = [donor, *(r for r in donation.rows("related_people") if r.get("name") != "无")]
    found = {
        _compared(party, applicant)
        for party in parties
        for applicant in blocked_applicants(house, day)
    }
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
