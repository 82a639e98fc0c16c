"""Age, correction and method of a measurement; examinations by age; doses by age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.domain.law.world import child, house, rec
from welfare_desktop.domain import checkups, growth, insurance, vaccines
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


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[growth.Measured]]:
    """A reference that tells what it is asked: its score is the age in months less six."""
    asked: list[growth.Measured] = []

    def score(indicator: growth.Indicator, one: growth.Measured) -> float | None:
        asked.append(one)
        return float(one.months - 6) if indicator != "bmi" else None

    monkeypatch.setattr(growth, "INSTALLED", [score])
    yield asked


@pytest.mark.parametrize(
    ("birth", "day", "months"),
    [("2024-12-20", "2025-01-19", 0), ("2024-12-20", "2025-01-20", 1), ("2025-01-31", "2025-02-27", 0),
     ("2025-01-31", "2025-02-28", 1), ("2024-02-29", "2025-02-28", 12), ("2025-01-01", "2024-12-01", 0)],
)  # fmt: skip
def test_completed_months(birth: str, day: str, months: int) -> None:
    assert growth.months(date.fromisoformat(birth), date.fromisoformat(day)) == months


def test_born_early_the_age_is_corrected_until_two_years() -> None:
    early, on = baby(record(34)), date.fromisoformat(DAY)
    assert growth.to_correct(early, on) and growth.corrected_at_first(early) is True
    assert growth.counted_birth(early, measure(corrected_age=True)) == date(2025, 1, 31)
    assert growth.counted_birth(early, measure()) == date(2024, 12, 20), "only where it is chosen"
    late = measure("2026-12-20", corrected_age=True)
    assert growth.counted_birth(early, late) == date(2024, 12, 20)
    for other in (baby(record(37)), baby()):
        assert not growth.to_correct(other, on) and growth.corrected_at_first(other) is None


def test_a_score_counts_from_the_corrected_birth(reference: list[growth.Measured]) -> None:
    found = growth.scores(baby(record(30)), measure(corrected_age=True))
    assert found == {"wfa": -2.0, "hfa": -2.0, "wfh": -2.0} and growth.level(found) == "4"
    assert growth.scores(baby(record(30)), measure()) == {"wfa": 0.0, "hfa": 0.0, "wfh": 0.0}


@pytest.mark.parametrize(
    "body", [{"birth_basis": "4"}, {"birth_basis": "5"}, {"sex": "9"}, {"birth_date": "2018-07-01"}]
)
def test_nothing_is_scored_on_an_estimate_or_outside_the_standard(
    body: dict[str, str], reference: list[growth.Measured]
) -> None:
    assert not growth.scores(baby(**body), measure()) and not reference


def test_without_tables_there_is_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "INSTALLED", [])
    assert not growth.scores(baby(), measure()) and growth.level({}) is None


def test_a_child_measured_the_other_way_is_brought_to_the_usual_one(
    reference: list[growth.Measured],
) -> None:
    growth.scores(baby(), measure(posture="2"))
    assert reference[-1].length_cm == pytest.approx(66.7)
    growth.scores(baby(birth_date="2022-12-20"), measure(posture="1"))
    assert reference[-1].length_cm == pytest.approx(65.3)


@pytest.mark.parametrize(
    ("z", "code"),
    [
        (2, "1"),
        (1.99, "2"),
        (1, "2"),
        (0.99, "3"),
        (-1, "3"),
        (-1.01, "4"),
        (-2, "4"),
        (-2.01, "5"),
    ],
)
def test_a_score_is_put_in_its_level(z: float, code: str) -> None:
    assert growth.level({"wfa": z, "hfa": z / 2}) == code


def test_body_mass_has_two_decimals() -> None:
    assert growth.bmi(4.5, 55) == 14.88


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
    coming = checkups.next_due(baby(exam), date(2025, 4, 5))
    assert coming is not None and coming.name == "6月龄"


def test_what_lay_before_the_arrival_is_not_asked() -> None:
    assert "24月龄" not in plan(baby(birth_date="2021-12-20"))
    assert "4岁" in plan(baby(birth_date="2021-12-20"))


def test_a_report_of_the_year_is_an_examination() -> None:
    report = rec("F52", "2025-07-01T00:00", doc_type="B36", doc_date="2025-06-25")
    assert plan(baby(report))["6月龄"].done_on == date(2025, 6, 25)


# Vaccination, insurance ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vaccine", "dose", "first"),
    [("HEPB", 1, "2024-12-20"), ("HEPB", 2, "2025-01-17"), ("DTAP", 1, "2025-02-14"),
     ("JEL", 2, "2026-12-20"), ("DT", 1, "2030-12-20"), ("HEPB", 4, None), ("BCG", 2, None)],
)  # fmt: skip
def test_from_which_day_a_dose_may_be_given(vaccine: str, dose: int, first: str | None) -> None:
    found = vaccines.earliest(vaccine, dose, date.fromisoformat(BORN))
    assert (found.isoformat() if found else None) == first


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
