"""DL-1 … DL-16."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from welfare_desktop.domain import deadlines as dl
from welfare_desktop.domain.places import resource
from welfare_desktop.domain.record import Paper, Record


def calendar() -> dl.Calendar:
    years = []
    for path in sorted(resource("holidays").glob("*.json")):
        body = json.loads(path.read_text("utf-8"))
        years.append(Record(id=path.stem, form="X03", form_no=path.stem, body=body))
    return dl.Calendar.of(years)


@pytest.mark.parametrize(
    ("start", "months", "wanted"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2008-02-29", 210, "2025-08-29"),
        ("2008-02-29", 216, "2026-02-28"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
    ],
)
def test_months(start: str, months: int, wanted: str) -> None:
    assert dl.addm(date.fromisoformat(start), months) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("start", "last", "opens"),
    [
        ("2023-12-31", "2024-02-29", "2024-03-01"),
        ("2024-01-01", "2024-03-01", "2024-03-02"),
        ("2025-08-02", "2025-10-09", "2025-10-10"),
        ("2025-08-01", "2025-09-30", "2025-10-01"),
        ("2025-06-10", "2025-08-11", "2025-08-12"),
        ("2024-12-10", "2025-02-08", "2025-02-09"),
        ("2025-08-04", "2025-10-09", "2025-10-10"),
    ],
)
def test_waiting_period_of_sixty_days(start: str, last: str, opens: str) -> None:
    found = dl.wait(date.fromisoformat(start), 60, calendar())
    assert (found.last.isoformat(), found.opens.isoformat()) == (last, opens)
    assert found.note == ""


def test_waiting_period_without_extension() -> None:
    found = dl.wait(date(2025, 8, 4), 60, calendar(), extend=False)
    assert found.opens == date(2025, 10, 4)


def test_a_year_without_holidays_never_crashes_and_says_so() -> None:
    found = dl.wait(date(2031, 8, 4), 60, calendar())
    assert found.note == dl.NO_HOLIDAYS
    assert not dl.Calendar().is_rest(date(2031, 10, 1))
    assert dl.Calendar().is_rest(date(2031, 10, 4))


def test_birthdays_of_a_leap_day() -> None:
    birth = date(2008, 2, 29)
    assert dl.age_on(birth, date(2026, 2, 27)) == 17
    assert dl.age_on(birth, date(2026, 2, 28)) == 18
    assert dl.is_minor(birth, date(2026, 2, 27))
    assert not dl.is_minor(birth, dl.adult_on(birth))


def test_soft_target_ladder() -> None:
    start = date(2025, 2, 28)
    verdicts = {
        day: dl.soft_days(start, 7, date.fromisoformat(day)).verdict
        for day in ("2025-03-07", "2025-03-08", "2025-03-14", "2025-03-15")
    }
    assert list(verdicts.values()) == ["DUE", "WARN", "WARN", "OVERDUE"]
    late = dl.soft_days(start, 7, date(2025, 3, 20), date(2025, 3, 10))
    assert late.verdict == "WARN" and "晚3日" in late.arithmetic


def test_soft_target_by_the_clock() -> None:
    start = datetime(2025, 7, 28, 8, 20)
    assert dl.soft_minutes(start, 1440, start + timedelta(hours=24)).verdict == "DUE"
    assert dl.soft_minutes(start, 1440, start + timedelta(hours=25)).verdict == "WARN"
    assert dl.soft_minutes(start, 1440, start + timedelta(hours=49)).verdict == "OVERDUE"


def test_fixed_dates() -> None:
    due = date(2025, 11, 30)
    assert dl.fixed(due, due).verdict == "DUE"
    assert dl.fixed(due, date(2025, 12, 1)).verdict == "OVERDUE"
    assert dl.fixed(due, date(2025, 12, 1), breach=True).verdict == "BREACH"
    assert dl.fixed(due, date(2025, 12, 5), date(2025, 12, 2)).verdict == "WARN"


def test_month_window_and_yearly() -> None:
    first, after = dl.month_window(date(2024, 2, 29))
    assert (first, after) == (datetime(2024, 2, 1), datetime(2024, 3, 1))
    assert dl.yearly_due(date(2025, 3, 1)) == date(2026, 3, 1)


def test_late_entry_is_judged_on_entry_time_unless_supported() -> None:
    record = Record(
        id="1", form="F30", form_no="1", happened_at="2025-07-01T08:00",
        submitted_at="2025-07-05T09:00", late_entry_reason="停电",
    )  # fmt: skip
    assert dl.judged_at(record) == datetime(2025, 7, 5, 9, 0)
    supported = Record(
        id="1", form="F30", form_no="1", happened_at="2025-07-01T08:00",
        submitted_at="2025-07-05T09:00", late_entry_reason="停电", papers=(Paper("B80", "0" * 64),),
    )  # fmt: skip
    assert dl.judged_at(supported) == datetime(2025, 7, 1, 8, 0)
    two = [{"by": "a", "sha256": "1"}, {"by": "b", "sha256": "1"}]
    signed = Record(
        id="1", form="F32", form_no="1", happened_at="2025-07-01T08:00",
        submitted_at="2025-07-05T09:00", late_entry_reason="停电", body={"by_out": two},
    )  # fmt: skip
    assert dl.judged_at(signed) == datetime(2025, 7, 1, 8, 0)
