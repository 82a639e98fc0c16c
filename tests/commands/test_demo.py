"""The practice house with its story: a fever, a foundling, a night in hospital, a child still ill."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.facts_watched import Making, making
from tests.practised import practised
from welfare_desktop.app import demo
from welfare_desktop.app.story import DAYS
from welfare_desktop.domain.clock import SetClock

__all__ = ["making"]


def test_the_story_is_told_to_its_end(tmp_path: Path, making: Making) -> None:
    clock = SetClock(datetime(2026, 10, 1, 8, 0))
    desk = practised(tmp_path / "store", clock)
    demo.play(desk, clock, 10, date(2026, 10, DAYS), 7)
    house = desk.house()
    events = house.of("F31")
    assert [event.get("closed_at") is not None for event in events] == [True, True, False]
    assert {form: len(house.of(form)) for form in ("F03", "F05", "F06", "F07", "F24")} == {
        "F03": 1, "F05": 1, "F06": 1, "F07": 1, "F24": 1,
    }  # fmt: skip
    assert not making.wrong and len(making.made) > 8, making.made
    desk.close()
