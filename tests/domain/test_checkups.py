"""Examinations and the way of measuring by age; insurance on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.domain.law.world import child, house, rec
from welfare_desktop.domain import checkups, insurance
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

BORN, DAY = "2024-12-20", "2025-07-12"


def baby(*records: Record, **body: Any) -> Child:
    told = {"birth_date": BORN, "birth_basis": "1", "sex": "1"} | body
    here = child(at="2025-01-02T09:00", status="IN_CARE", cause="B1", **told)
    return house((*here, *records), f"{DAY}T09:00").children[0]


def record(weeks: int = 34) -> Record:
    return rec("F20", "2025-01-02T10:00", opened_on="2025-01-02", gest_weeks=weeks)


def measure(on: str = DAY, **body: Any) -> Record:
    told = {"measured_on": on, "length_cm": 66.0, "weight_kg": 7.5, "posture": "1"} | body
    return rec("F21", f"{on}T00:00", **told)


def test_how_a_new_measurement_is_taken_follows_the_age() -> None:
    form = FORMS["F21"]
    posture, corrected = (form.field(name).default for name in ("posture", "corrected_age"))
    early, old = baby(record(34)), baby(record(34), birth_date="2023-07-12")
    assert (posture(early), corrected(early)) == ("1", True)
    assert (posture(old), corrected(old)) == ("2", None), "two years old on that day"
    assert corrected(baby(record(37))) is None and posture(None) is None


# Examinations --------------------------------------------------------------------------------


def plan(one: Child) -> dict[str, checkups.Milestone]:
    return {m.name: m for m in checkups.schedule(one)}


def test_examinations_by_age_from_the_arrival_on() -> None:
    exam = rec("F05", "2025-01-02T15:00", exam_at="2025-01-02T15:00")
    found = plan(baby(exam, measure("2025-04-04")))
    assert list(found)[:4] == ["到院", "满月", "3月龄", "6月龄"] and list(found)[-1] == "17岁"
    assert found["到院"].done_on == date(2025, 1, 2)
    assert found["3月龄"].due == date(2025, 3, 20) and found["3月龄"].done_on == date(2025, 4, 4)
    assert found["3月龄"].last == date(2025, 4, 4), "15 days after"
    assert found["6月龄"].done_on is None and found["12月龄"].last == date(2026, 1, 19)
    assert found["满月"].done_on is None
    coming = checkups.next_due(found.values(), date(2025, 4, 21))
    assert coming is not None and coming.name == "6月龄"


def test_what_lay_before_the_arrival_is_not_asked() -> None:
    assert "24月龄" not in plan(baby(birth_date="2021-12-20"))
    assert "4岁" in plan(baby(birth_date="2021-12-20"))


def test_a_report_of_the_year_is_an_examination() -> None:
    report = rec("F52", "2025-07-01T00:00", doc_type="B36", doc_date="2025-06-25")
    assert plan(baby(report))["6月龄"].done_on == date(2025, 6, 25)


@pytest.mark.parametrize(
    ("body", "insured"),
    [({"state": "1"}, True), ({"state": "2"}, False), ({"state": "3"}, False),
     ({"state": "3", "enrolled_on": "2025-07-01"}, True),
     ({"state": "3", "enrolled_on": "2025-07-01", "effective_on": "2025-07-13"}, False)],
)  # fmt: skip
def test_insured_on_a_day(body: dict[str, str], insured: bool) -> None:
    told = rec("F10", "2025-01-03T00:00", verified_on="2025-01-03", **body)
    assert insurance.insured_on(baby(told), date.fromisoformat(DAY)) is insured
    assert not insurance.insured_on(baby(), date.fromisoformat(DAY))
