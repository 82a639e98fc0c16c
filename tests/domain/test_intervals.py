"""How often a child is looked at, by child and by hour (§4.2); what one key states of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.test_handing_over import moved
from tests.domain.test_ward import DAY, NOON, child, record
from welfare_desktop.domain import board, handover, rounds
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record

_DAY_AND_NIGHT = [("06:00", 0), ("21:59", 0), ("22:00", 1), ("05:59", 1)]


def arrived(*, isolation: bool, cleared: str = "") -> list[Record]:
    """A child taken in days ago and set apart, until a doctor lifts it."""
    plain = [r for r in child("a", "2015-01-01") if r.form != "F01"]
    body = {"file_no": "a", "name": "a", "birth_date": "2015-01-01", "ward_id": "w"}
    intake = record("F02", "i", "a", arrived_at="2025-07-10T09:00", isolation=isolation)
    exam = [record("F05", "x", "a", cleared_at=cleared)] if cleared else []
    return [*plain, Record(id="a", form="F01", form_no="a", child="a", body=body), intake, *exam]


def house(*records: Record, now: datetime = NOON) -> House:
    wards = [record("X02", "w", ward_no="W1", name="一区", kind="1"),
             record("X02", "x", ward_no="W2", name="隔离区", kind="3")]  # fmt: skip
    return House(ListSource([*wards, *records]), now)


@pytest.mark.parametrize(("time", "night"), _DAY_AND_NIGHT)
@pytest.mark.parametrize(
    ("records", "minutes", "points"),
    [
        (child("a", "2015-01-01"), (120, 60), ""),
        (child("a", "2015-01-01", special_watch=True), (60, 30), ""),
        (child("a", "2024-07-13"), (60, 30), rounds.FOUR_POINTS),
        (child("a", "2024-07-12"), (120, 60), ""),
        (arrived(isolation=True), (60, 30), rounds.TWO_POINTS),
        (arrived(isolation=False), (120, 60), ""),
        (arrived(isolation=True, cleared="2025-07-11T20:00"), (120, 60), ""),
        ([*child("a", "2015-01-01"), moved("a", "x", "2025-07-11T20:00")], (60, 30),
         rounds.TWO_POINTS),
    ],
    ids=["plain", "watched", "infant", "a year old", "isolated", "not isolated", "lifted",
         "isolation ward"],
)  # fmt: skip
def test_the_table_of_intervals(
    records: list[Record], minutes: tuple[int, int], points: str, time: str, night: int
) -> None:
    known = house(*records)
    at = datetime.fromisoformat(f"{DAY}T{time}")
    assert rounds.interval(known, known.children[0], at) == minutes[night]
    assert rounds.stated(known.children[0], at) == points


def test_a_child_put_into_isolation_is_looked_at_more_often_from_that_hour() -> None:
    known = house(*child("a", "2015-01-01"), moved("a", "x", "2025-07-12T10:30"))
    a = known.children[0]
    due = [s for s in (9, 10, 11, 13) if rounds.is_due(known, a, NOON.replace(hour=s))]
    assert due == [10, 11, 13]
    assert board.risk_tag(a, NOON) == "隔离"
    (line,) = handover.special_list(known, "x", NOON)
    assert line.reasons == ("隔离观察",)
