"""What a handover tells beside the children is of the shift handed over, however late it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.domain.test_cover import children, house, taken
from tests.domain.test_ward import record
from welfare_desktop.domain import brief, handover, shift_facts, urgent
from welfare_desktop.domain.house import House

CHANGE = datetime(2025, 7, 12, 8, 0)


def ward(minutes: int) -> House:
    """Handed over so many minutes after the change; the night was taken over at its beginning."""
    door = record(
        "F30", "r", None, happened_at="2025-07-12T06:00", done_at="2025-07-12T06:00", ward="w",
        marks=[{"child": "a0", "ward": "w", "at": "2025-07-12T06:00:10", "mark": "3", "note": "咳嗽"}],
        environment={"doors": "门坏", "floor": True}, closed_as="1",
    )  # fmt: skip
    visits = [
        record("X08", name, None, happened_at=came, in_at=came, name=name, purpose="6", **left)
        for name, came, left in (
            ("水工", "2025-07-12T06:10", {"out_at": "2025-07-12T06:40"}),
            ("电工", "2025-07-11T22:00", {}),
            ("走了的", "2025-07-11T20:00", {"out_at": "2025-07-11T21:00"}),
            ("早忘了写离开", "2025-07-01T20:00", {}),
        )
    ]
    return house(*children("a", "w", 1), door, *visits, taken("w", "2025-07-11T23:55", "c1"),
                 now=CHANGE + timedelta(minutes=minutes))  # fmt: skip


@pytest.mark.parametrize("minutes", [-40, -5, 0, 5, 59, 90, 300])
def test_the_night_is_told_early_and_late(minutes: int) -> None:
    there = ward(minutes)
    out, into = handover.shifts_at(there, "w", there.now)
    assert (out, into) == ("N", "D")
    since = handover.began(there, "w", there.now, out)
    assert since == datetime(2025, 7, 12)
    assert shift_facts.exceptions(there, "w", since) == ["06:00 门窗：门坏"]
    assert [line.split()[-1] for line in shift_facts.visitors(there, since)] == ["电工", "水工"]
    (other,) = handover.others(there, "w", there.now, (), out)
    assert "咳嗽" in other.remark


def test_the_day_after_it_says_nothing_of_the_night_any_more() -> None:
    there = ward(300)
    since = handover.began(there, "w", there.now, "D")
    assert (since, shift_facts.exceptions(there, "w", since)) == (CHANGE, [])


def test_a_child_without_a_bed_is_told_without_one() -> None:
    there = ward(0)
    (line,) = brief.brief(there, "w")
    assert line.place == ""
    child = there.child("a0")
    assert child is not None and urgent.facts(child, child).place == "一区"
