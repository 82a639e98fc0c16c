"""A doctor's care orders: how often a child is looked at, what handover names (§4.2, §4.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.domain.test_ward import DAY, NOON, child, house, record
from welfare_desktop.domain import attention, orders, rounds
from welfare_desktop.domain.record import Record


def order(kind: str, since: str = "2025-07-12T10:00", **told: Any) -> Record:
    return record("X10", "o", "a", happened_at=since, kind=kind, **told)


def times(known: Any, since: int, until: int) -> list[str]:
    slots = [s for s in rounds.slots(known, "w", DAY) if since <= s.hour < until]
    return [f"{slot:%H:%M}" for slot in slots]


def test_an_order_shortens_the_interval_while_it_is_in_force() -> None:
    told = order("1", minutes=15, to_at="2025-07-12T11:00")
    known = house(*child("a", "2015-01-01"), told)
    assert times(known, 8, 13) == ["08:00", "10:00", "10:15", "10:30", "10:45", "12:00"]
    assert rounds.interval(known, known.children[0], datetime(2025, 7, 12, 10, 59)) == 15
    assert rounds.interval(known, known.children[0], datetime(2025, 7, 12, 11, 0)) == 120


@pytest.mark.parametrize(
    ("minutes", "watched", "hour", "strictest"),
    [
        (15, True, 12, 15), (90, True, 12, 60), (90, False, 12, 90), (240, False, 12, 120),
        (45, True, 23, 30), (45, False, 23, 45),
    ],
)  # fmt: skip
def test_the_strictest_wins(minutes: int, watched: bool, hour: int, strictest: int) -> None:
    told = order("1", minutes=minutes)
    known = house(*child("a", "2015-01-01", special_watch=watched), told)
    at = datetime(2025, 7, 12, hour, 0)
    assert rounds.interval(known, known.children[0], at) == strictest


def test_of_two_orders_the_shorter_one_wins() -> None:
    longer = order("1", minutes=60)
    at = "2025-07-12T11:00"
    shorter = record("X10", "p", "a", happened_at=at, kind="1", minutes=20)
    known = house(*child("a", "2015-01-01"), longer, shorter)
    assert times(known, 10, 13) == ["10:00", "11:00", "11:20", "11:40", "12:00", "12:20", "12:40"]


def test_an_interval_that_does_not_divide_the_shift_starts_anew_with_it() -> None:
    known = house(*child("a", "2015-01-01"), order("1", minutes=50, since="2025-07-01T00:00"))
    # The shifts begin at 00:00, 08:00 and 16:00; the law's own two hours are always kept.
    assert times(known, 6, 10) == ["06:40", "07:30", "08:00", "08:50", "09:40"]
    assert times(known, 15, 18) == ["15:30", "16:00", "16:50", "17:40"]


def test_the_slots_of_one_childs_order_are_not_the_others() -> None:
    known = house(*child("a", "2015-01-01"), *child("b", "2015-01-01"), order("1", minutes=30))
    due = rounds.due_children(known, "w", datetime(2025, 7, 12, 10, 30))
    assert [c.id for c in due] == ["a"]


@pytest.mark.parametrize(
    ("told", "at", "reason"),
    [
        (order("2", text="术前禁食禁水"), NOON, ("医嘱：术前禁食禁水",)),
        (order("2", to_at="2025-07-12T18:00"), NOON, ("医嘱：禁食（至18:00）",)),
        # Ordered for the shift to come: it is handed over to it.
        (order("2", since="2025-07-12T22:00"), NOON, ("医嘱：禁食（22:00起）",)),
        (order("2", since="2025-07-13T06:00"), NOON, ()),
        (order("3", text="左侧卧"), NOON, ("医嘱：体位：左侧卧",)),
        (order("3", text="左侧卧", to_at="2025-07-12T11:00"), NOON, ()),
        (order("1", minutes=15), NOON, ()),
    ],
)
def test_fasting_and_posture_stand_on_the_special_list(
    told: Record, at: datetime, reason: tuple[str, ...]
) -> None:
    known = house(*child("a", "2015-01-01"), told, now=at)
    assert attention.reasons(known.children[0], at, None)[0] == reason


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (order("1", minutes=15), "每15分钟巡查"),
        (order("1", minutes=15, text="抽搐后"), "每15分钟巡查（抽搐后）"),
        (order("4", minutes=240), "每240分钟测体温"),
        (order("9", text="床栏拉起", to_at="2025-07-14T08:00"), "床栏拉起（至07月14日 08:00）"),
    ],
)
def test_an_order_in_words(told: Record, said: str) -> None:
    assert orders.words(told, NOON) == said
