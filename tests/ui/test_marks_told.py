"""What a signed mark may become, whose temperature it is, how many a round was to see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.ward import ENTER, Ward, night_ward, recent
from welfare_desktop.actions import rounds
from welfare_desktop.domain import rounds as rules
from welfare_desktop.ui.rounds.asks import OfferAsk

Key = Qt.Key
NIGHT = datetime(2026, 11, 24, 22, 1)
FULL = NIGHT.replace(minute=0)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    """Four children: the first an infant, the last one watched."""
    for made in night_ward(qtbot, tmp_path / "store", 4, NIGHT, watched=(3,), infants=(0,)):
        made.press(Key.Key_F2)
        yield made


def marks(ward: Ward, number: int) -> list[dict[str, Any]]:
    """Marks of a child in the newest round."""
    board = ward.page.board.cells.board
    assert board is not None
    child = board.rows[number].child
    return [m for m in recent(ward.desk, "F30")[-1].rows("marks") if m["child"] == child]


def correct(ward: Ward, number: int, digit: Key, why: str = "wrong key") -> None:
    ward.press(Key.Key_Home, *[Key.Key_Down] * number, Key.Key_Backspace, digit)
    ward.type(why)
    ward.press(ENTER)


def test_the_points_of_an_infant_are_stated_by_a_look_and_by_nothing_else(ward: Ward) -> None:
    ward.walk()
    assert marks(ward, 0)[0]["note"] == rules.FOUR_POINTS
    correct(ward, 0, Key.Key_3)
    (mark,) = marks(ward, 0)
    assert mark["mark"] == "3" and "note" not in mark, "nobody saw that all was well"
    ward.press(Key.Key_Escape)
    correct(ward, 0, Key.Key_2)
    (mark,) = marks(ward, 0)
    assert (mark["mark"], mark["note"]) == ("2", rules.FOUR_POINTS)


def test_corrected_to_abnormal_the_event_is_offered_with_the_time_it_was_seen(ward: Ward) -> None:
    ward.walk()
    ward.clock.at += timedelta(minutes=9)
    correct(ward, 1, Key.Key_3)
    assert isinstance(ward.page.walk.side.question, OfferAsk)
    ward.press(ENTER)
    (event,) = ward.desk.house().of("F31")
    (seen,) = [m for m in recent(ward.desk, "F30")[-1].rows("marks") if m["mark"] == "3"]
    assert (event.text("found_at"), event.get("children")) == ("2026-11-24T22:01", [seen["child"]])


def test_corrected_to_not_seen_the_reason_stands_as_its_note(ward: Ward) -> None:
    ward.walk()
    correct(ward, 1, Key.Key_5, "asleep under the blanket")
    (mark,) = marks(ward, 1)
    assert (mark["mark"], mark["note"]) == ("5", "asleep under the blanket")
    assert recent(ward.desk, "F30")[-1].get("seen") == 3


def test_a_child_in_the_house_is_not_corrected_to_absent(ward: Ward) -> None:
    ward.walk()
    correct(ward, 1, Key.Key_4)
    assert "登记为在院" in ward.window.message.text.text()
    assert marks(ward, 1)[0]["mark"] == "1" and recent(ward.desk, "F30")[-1].version == 1


def test_of_two_marks_the_newest_is_corrected_and_told(ward: Ward) -> None:
    ward.press(Key.Key_Down, Key.Key_2, Key.Key_Up)
    ward.clock.at += timedelta(minutes=1)
    ward.press(Key.Key_Space, Key.Key_Home)
    ward.walk()
    assert [m["mark"] for m in marks(ward, 1)] == ["2", "1"]
    correct(ward, 1, Key.Key_2)
    assert [m["mark"] for m in marks(ward, 1)] == ["2", "2"]
    assert "原记正常" in ward.page.walk.side.cell.text()


def test_a_temperature_beside_anothers_mark_is_ones_own(ward: Ward) -> None:
    other = ward.desk.seated(ward.desk.find_account("huli1"))
    walk = rounds.open_round(other, ward.page.walk.ward, FULL)
    board = ward.page.board.cells.board
    assert board is not None
    rounds.mark(other, walk.id, board.rows[1].child, "2", note="restless")
    ward.clock.at += timedelta(minutes=2)
    ward.window.changed()
    ward.press(Key.Key_Home, Key.Key_Down, Key.Key_T)
    ward.type("36.8")
    ward.press(ENTER, Key.Key_Home)
    ward.walk()
    first, second = marks(ward, 1)
    assert (first["by"], first.get("temp")) == (other.account.staff, None)
    assert (second["by"], second["temp"]) == (ward.desk.account.staff, 36.8)
    assert (second["mark"], second["note"], second["at"][11:16]) == ("2", "restless", "22:03")


def test_a_round_of_the_half_hour_was_to_see_those_who_were_due(ward: Ward) -> None:
    ward.walk()
    ward.clock.at = FULL + timedelta(minutes=30)
    ward.press(Key.Key_F2)
    ward.walk()
    full, half = recent(ward.desk, "F30")
    assert (full.get("expected"), full.get("seen")) == (4, 4)
    assert (half.get("expected"), half.get("seen")) == (2, 2), "the infant and the watched child"
