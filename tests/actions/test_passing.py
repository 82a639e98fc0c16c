"""Majority comes by itself at 00:00 of the birthday (lifecycle.md §1.4 T20)."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import pytest

from tests.actions import filled
from tests.actions.conftest import at
from tests.actions.test_effects import known, new_child, seat
from tests.practised import practised
from welfare_desktop.actions import access, opening, passing, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.roster.model import OpeningRow


def _admitted(desk: Desk, birth: str) -> str:
    child = new_child(desk, adm_cause="E3", birth_date=birth)
    filled.submit(desk, "F04", child)
    filled.submit(desk, "F08", child, decision="1")
    filled.submit(desk, "F02", child, arrived_at="2025-07-28T08:00")
    return child


def test_it_is_written_once_however_late_the_store_is_opened(desk: Desk) -> None:
    child = _admitted(desk, "2007-08-01")
    assert child not in passing.catch_up(desk), "the day has not come"
    at(desk, "2025-07-31T23:59")
    assert child not in passing.catch_up(desk)
    at(desk, "2025-08-04T10:00")
    assert child in passing.catch_up(desk)
    assert child not in passing.catch_up(desk), "a second time changes nothing"
    grown = known(desk, child)
    assert grown.status == "ADULT_PENDING" and grown.whereabouts == "ON_SITE"
    assert grown.status_at(datetime(2025, 7, 31, 23, 59)) == "IN_CARE"
    assert grown.status_at(datetime(2025, 8, 1)) == "ADULT_PENDING"


def test_another_birthday_moves_it(desk: Desk) -> None:
    child = _admitted(desk, "2007-08-02")
    at(desk, "2025-08-04T10:00")
    assert child in passing.catch_up(desk)
    director = seat(desk, "kezhang")
    records.correct(director, child, {"birth_date": "2007-08-03"}, "户口登记")
    assert child in passing.catch_up(desk)
    moved = known(desk, child)
    assert moved.status_at(datetime(2025, 8, 2, 12)) == "IN_CARE"
    assert moved.status == "ADULT_PENDING"
    records.correct(director, child, {"birth_date": "2010-08-03"}, "户口登记")
    assert child in passing.catch_up(desk)
    assert known(desk, child).status == "IN_CARE", "not of age after all"


@pytest.mark.parametrize(
    ("opened", "status"), [("2025-08-04T10:00", "ADULT_PENDING"), ("2035-08-04T10:00", "IN_CARE")]
)
def test_unlocking_catches_up_but_not_by_a_clock_far_ahead(
    tmp_path: Path, opened: str, status: str
) -> None:
    store, clock = tmp_path / "store", SetClock(datetime(2025, 7, 28, 9, 0))
    with contextlib.closing(practised(store, clock)) as first:
        body = {"name": "甲", "sex": "1", "birth_date": "2007-08-01", "adm_cause": "B1"}
        taken = {"arrived_at": "2020-01-01T00:00", "admitted_on": "2020-01-01"}
        forms = (("F01", body), ("F02", taken), ("F12", {"to_mode": "INSTITUTION"}))
        row = OpeningRow(row=0, forms=forms, status="IN_CARE")
        child = opening.admit_by_roster(first, row).id
    later = SetClock(datetime.fromisoformat(opened))
    desk = access.open_desk(store, "kezhang", practice.PASSWORD, later)
    with contextlib.closing(desk):
        assert known(desk, child).status == status
        assert any("时钟" in warning for warning in desk.warnings) == (status == "IN_CARE")


def test_who_is_not_formally_admitted_stays_as_it_is(desk: Desk) -> None:
    child = new_child(desk, adm_cause="A1", discovery_div="341021", birth_date="2007-08-01")
    filled.submit(desk, "F02", child, arrived_at="2025-07-28T08:20", admitted_on=None)
    at(desk, "2025-08-04T10:00")
    assert child not in passing.catch_up(desk)
    assert known(desk, child).status == "TEMP_CARE"
