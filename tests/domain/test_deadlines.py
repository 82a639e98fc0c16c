"""DL-1 … DL-16."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

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


def test_what_was_done_after_the_moment_was_not_yet_done() -> None:
    due, today = date(2025, 11, 30), date(2025, 11, 20)
    assert dl.fixed(due, today, date(2025, 11, 25)).verdict == "DUE"
    assert dl.soft_days(today, 7, today, date(2025, 11, 21)).verdict == "DUE"
    at = datetime(2025, 11, 20, 8, 0)
    assert dl.soft_minutes(at, 60, at, at + timedelta(minutes=5)).verdict == "DUE"


def test_the_month_of_an_event() -> None:
    first, after = dl.month_window(date(2024, 2, 29))
    assert (first, after) == (datetime(2024, 2, 1), datetime(2024, 3, 1))


@pytest.mark.parametrize(
    ("month", "done", "today", "verdict"),
    [
        ("2025-02-01", [], "2025-02-28", "DUE"),
        ("2025-02-01", ["2025-02-28"], "2025-02-28", "PASS"),
        ("2025-03-01", ["2025-02-28", "2025-04-01"], "2025-03-31", "DUE"),
        ("2025-03-01", ["2025-02-28", "2025-04-01"], "2025-04-01", "BREACH"),
    ],
)
def test_once_a_calendar_month(month: str, done: list[str], today: str, verdict: str) -> None:
    days = [date.fromisoformat(day) for day in done]
    found = dl.monthly(date.fromisoformat(month), days, date.fromisoformat(today))
    assert found.verdict == verdict


def test_counted_from_the_last_time() -> None:
    last = date(2024, 2, 29)
    assert dl.repeated(last, 12, date(2025, 2, 28)).verdict == "PASS"
    found = dl.repeated(last, 12, date(2025, 3, 1))
    assert (found.verdict, found.due) == ("OVERDUE", date(2025, 2, 28))


def late(**more: Any) -> Record:
    """Happened on 1 July, entered on the 5th."""
    given: dict[str, Any] = {"submitted_at": "2025-07-05T09:00"} | more
    body = {"seen_at": "2025-07-01T08:00", "seen_on": "2025-07-04"} | given.pop("body", {})
    return Record(id="1", form="F31", form_no="1", body=body, **given)


def test_late_entry_is_judged_on_entry_time_unless_supported() -> None:
    told, entered = datetime(2025, 7, 1, 8, 0), datetime(2025, 7, 5, 9, 0)
    assert dl.judged_at(late(), "seen_at") == entered
    assert dl.judged_at(late(papers=(Paper("B80", "0" * 64),)), "seen_at") == told
    two = [{"by": "a", "sha256": "1"}, {"by": "b", "sha256": "1"}]
    assert dl.judged_at(late(body={"by_out": two}), "seen_at") == told
    assert dl.judged_at(late(basis="roster"), "seen_at") == told, "the roster tells the past"
    assert dl.judged_at(late(), "nothing") is None


def test_twenty_four_hours_are_no_late_entry() -> None:
    on_time = late(submitted_at="2025-07-02T08:00")
    assert dl.judged_at(on_time, "seen_at") == datetime(2025, 7, 1, 8, 0)
    a_minute_more = late(submitted_at="2025-07-02T08:01")
    assert dl.judged_at(a_minute_more, "seen_at") == datetime(2025, 7, 2, 8, 1)
    assert dl.judged_on(late(), "seen_on") == date(2025, 7, 4), "a day ends at 24:00"


def test_a_field_continued_later_has_its_own_minute_of_entry() -> None:
    record = late(submitted_at="2025-07-01T08:05", filled={"seen_at": "2025-07-09T10:00"})
    assert dl.judged_at(record, "seen_at") == datetime(2025, 7, 9, 10, 0)


def test_reminders_come_30_7_and_1_days_before() -> None:
    days = dl.reminders(date(2025, 4, 28))
    assert [d.isoformat() for d in days] == ["2025-03-29", "2025-04-21", "2025-04-27"]
