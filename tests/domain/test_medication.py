"""When doses are due, by how a frequency is written; what was written of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.domain.law.world import child, house, rec, state
from welfare_desktop.domain import medication
from welfare_desktop.domain.medication import Plan
from welfare_desktop.domain.record import Record

DAY = "2025-07-12"
HERE = child(at="2025-03-02T09:00", status="IN_CARE", cause="B1")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"{DAY}T{text}")


def order(freq: str, start: str = "2025-07-01T09:10", **body: Any) -> Record:
    told = {"drug": "甲药", "freq": freq, "start_at": start} | body
    return rec("F29", start, **({"id": "o"} | told))


def clock(record: Record, day: str = DAY) -> list[str]:
    first = at(f"{day}T00:00")
    found = medication.slots(record, first, first.replace(hour=23, minute=59))
    return [f"{one:%H:%M}" for one in found]


THREE, TWO = ["08:00", "14:00", "20:00"], ["08:00", "20:00"]
FREQUENCIES = {
    "每日3次": THREE, "一日三次": THREE, "每天三次，饭后": THREE, "tid": THREE, "TID ": THREE,
    "3次/日": THREE, "每日两次": TWO, "bid": TWO, "每日一次": ["08:00"], "qd": ["08:00"],
    "qid": ["08:00", "12:00", "16:00", "20:00"], "每晚": ["20:00"], "睡前": ["20:00"],
    "每早每晚": TWO, "08:00 20:30": ["08:00", "20:30"], "７：３０、19:00": ["07:30", "19:00"],
    "每8小时": ["01:10", "09:10", "17:10"], "q8h": ["01:10", "09:10", "17:10"],
    "q12h": ["09:10", "21:10"], "必要时": [], "prn": [], "遵医嘱": [], "立即": [],
}  # fmt: skip


@pytest.mark.parametrize(("freq", "times"), FREQUENCIES.items())
def test_a_frequency_names_its_times(freq: str, times: list[str]) -> None:
    assert clock(order(freq)) == times


@pytest.mark.parametrize("freq", ["遵医嘱", "演示", "隔周一次", ""])
def test_a_frequency_that_names_none_says_so(freq: str) -> None:
    assert medication.plan(freq) is None
    world = house((*HERE, order(freq)), f"{DAY}T09:00")
    (one,) = world.children
    assert [r.id for r in medication.unclear(one, at("09:00"))] == ["o"]


def test_when_needed_is_a_plan_without_times_and_at_once_is_one_dose() -> None:
    assert medication.plan("必要时") == Plan()
    assert clock(order("立即"), "2025-07-01") == ["09:10"]


def test_every_other_day_counts_from_the_first() -> None:
    record = order("隔日一次", "2025-07-11T07:00")
    assert clock(record, "2025-07-11") == ["08:00"] and clock(record, DAY) == []
    assert clock(record, "2025-07-13") == ["08:00"]


def test_an_order_is_due_from_its_first_to_its_last_minute() -> None:
    record = order("每日3次", f"{DAY}T08:01", stop_at=f"{DAY}T20:00")
    assert clock(record) == ["14:00"], "the minute of the stop is no dose any more"
    assert not medication.in_force(record, at("08:00")) and medication.in_force(record, at("19:59"))
    assert not medication.in_force(record, at("20:00"))


def due(*records: Record, until: str = "21:00", ward: str | None = None) -> list[Any]:
    world = house((*HERE, *records), f"{DAY}T09:00")
    return medication.doses_due(world, at("14:00"), at(until), ward)


def test_doses_due_between_two_times_with_what_was_written() -> None:
    given = rec("F29b", f"{DAY}T14:00", order="o", due_at=f"{DAY}T14:00", state="1")
    found = due(order("每日3次"), given, order("20:00", id="p"))
    told = [(f"{d.due_at:%H:%M}", d.order.id, d.record is not None) for d in found]
    assert told == [("14:00", "o", True), ("20:00", "o", False), ("20:00", "p", False)]
    assert [d.due_at for d in due(order("每日3次"), until="20:00")] == [at("14:00")]
    assert due(order("每日3次"), ward="w") and not due(order("每日3次"), ward="other")


@pytest.mark.parametrize(
    "away",
    [state("LEFT_REUNITED", f"{DAY}T13:00"), state("HOSPITAL", f"{DAY}T13:00", "whereabouts")],
)
def test_who_left_or_is_in_hospital_is_given_nothing_here(away: Record) -> None:
    assert not due(order("每日3次"), away)


def test_a_new_dose_is_the_first_that_nobody_wrote() -> None:
    given = rec("F29b", f"{DAY}T08:00", order="o", due_at=f"{DAY}T08:00", state="1")
    world = house((*HERE, order("每日3次"), given), f"{DAY}T13:30")
    (one,) = world.children
    assert medication.next_order(one) == "o" and medication.next_time(one) == f"{DAY}T14:00"
    assert medication.next_order(None) is None
