"""The board in the window, by keys alone: a round of forty, exceptions, past slots, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.ward import CTRL, ENTER, Ward, night_ward, recent
from welfare_desktop.actions import records
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.rounds.asks import OfferAsk, finding
from welfare_desktop.ui.rounds.paint import sizes
from welfare_desktop.ui.shell.theme import theme

Key = Qt.Key
NIGHT = datetime(2026, 11, 24, 22, 1)


@pytest.fixture
def forty(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night_ward(qtbot, tmp_path / "store", 40, NIGHT)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 4, NIGHT):
        made.press(Key.Key_F2)
        yield made


def marks(ward: Ward) -> dict[str, str]:
    """Name → mark of the newest signed round."""
    rows = recent(ward.desk, "F30")[-1].rows("marks")
    house = ward.desk.house()
    return {(house.child(r["child"]) or house.children[0]).name: r["mark"] for r in rows}


def test_forty_normal_children_take_at_most_52_keys(forty: Ward) -> None:
    forty.press(Key.Key_F2)
    for _ in range(40):
        forty.press(Key.Key_Space)
    forty.press(Key.Key_E)
    forty.press(ENTER, modifier=CTRL)
    forty.sign()
    (walk,) = recent(forty.desk, "F30")
    assert len({m["child"] for m in walk.rows("marks")}) == 40 and walk.get("closed_as") == "1"
    assert (walk.get("expected"), walk.get("seen")) == (40, 40)
    assert walk.get("by")["name"] == "许护士"
    assert forty.keys <= 52


def test_one_abnormal_child_takes_at_most_ten_keys_more(forty: Ward) -> None:
    forty.press(Key.Key_F2)
    normal = forty.keys + 1
    forty.press(Key.Key_3, Key.Key_1)
    forty.type("38.2")
    forty.press(ENTER, modifier=CTRL)
    assert isinstance(forty.page.walk.side.question, OfferAsk)
    forty.press(Key.Key_Escape)
    assert forty.page.board.hasFocus()
    assert forty.keys - normal <= 10
    board = forty.page.board.cells.board
    assert board is not None
    cell = board.rows[0].cells[board.current or 0]
    assert (cell.mark, cell.temp, cell.note) == ("3", 38.2, "发热")
    assert forty.page.board.currentIndex().row() == 1


def test_the_event_opens_with_what_is_known(ward: Ward) -> None:
    ward.press(Key.Key_3, Key.Key_2)
    ward.press(ENTER, modifier=CTRL)
    ward.press(ENTER)
    page = ward.window.page
    (event,) = ward.desk.house().of("F31")
    assert isinstance(page, EventPage) and page.shown is not None and page.shown.id == event.id
    assert event.get("type") == "2" and event.get("children") and event.get("found_at")


def test_absent_is_asked_where_and_stands_where_it_is_known(ward: Ward) -> None:
    first = ward.page.board.child()
    ward.press(Key.Key_4)
    assert ward.page.walk.side.question is not None
    ward.press(Key.Key_2)
    child = ward.desk.house().child(first or "")
    assert child is not None and child.whereabouts == "DAY_SCHOOL"
    for _ in range(3):
        ward.press(Key.Key_Space)
    ward.press(Key.Key_E)
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    assert marks(ward)[child.name] == "4"


def test_not_seen_asks_why(ward: Ward) -> None:
    ward.press(Key.Key_5)
    ward.press(ENTER)
    assert ward.page.walk.side.question is not None, "a reason must be written"
    ward.type("door")
    ward.press(ENTER)
    board = ward.page.board.cells.board
    assert board is not None
    cell = board.rows[0].cells[board.current or 0]
    assert (cell.mark, cell.note) == ("5", "door")


def test_a_temperature_stays_on_the_child(ward: Ward) -> None:
    ward.press(Key.Key_Space, Key.Key_Up, Key.Key_T)
    ward.type("36.9")
    ward.press(ENTER)
    board = ward.page.board.cells.board
    assert board is not None
    assert board.rows[0].cells[board.current or 0].temp == 36.9
    assert ward.page.board.currentIndex().row() == 0


def test_surroundings_take_an_exception_by_digit(ward: Ward) -> None:
    ward.press(Key.Key_E, Key.Key_1)
    ward.type("window")
    ward.press(ENTER, Key.Key_Escape)
    for _ in range(4):
        ward.press(Key.Key_Space)
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    (walk,) = recent(ward.desk, "F30")
    assert walk.get("environment")["doors"] == "window" and walk.get("result") == "2"


def test_unrecorded_children_are_named_and_the_cursor_goes_to_the_first(ward: Ward) -> None:
    ward.press(Key.Key_Space, Key.Key_E, Key.Key_Escape)
    ward.press(ENTER, modifier=CTRL)
    assert ward.panel() is None
    assert "还有 3 名未记" in ward.window.message.text.text()
    assert ward.page.board.currentIndex().row() == 1


def test_a_past_slot_is_marked_with_a_reason_and_said_to_be_late(ward: Ward) -> None:
    ward.clock.at += timedelta(hours=1)
    ward.window.changed()
    ward.press(Key.Key_F2)
    ward.press(Key.Key_Left)
    while ward.page.board.slot() != NIGHT.replace(minute=0):
        ward.press(Key.Key_Left)
    ward.press(Key.Key_1)
    assert ward.page.walk.side.question is not None
    ward.type("busy")
    ward.press(ENTER)
    board = ward.page.board.cells.board
    assert board is not None
    cell = board.rows[0].cells[ward.page.board.currentIndex().column()]
    assert (
        cell.state == "backfilled"
        and cell.note == "补录：busy"
        and cell.at.startswith("2026-11-24T23:01")
    )


def test_a_future_slot_is_refused(ward: Ward) -> None:
    ward.press(Key.Key_Right, Key.Key_1)
    assert "还没到点" in ward.window.message.text.text()


def test_a_signed_mark_is_corrected_with_a_reason_and_the_old_one_kept(ward: Ward) -> None:
    for _ in range(4):
        ward.press(Key.Key_Space)
    ward.press(Key.Key_E)
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    ward.press(Key.Key_Home, Key.Key_Backspace, Key.Key_2)
    ward.type("wrong key")
    ward.press(ENTER)
    (walk,) = recent(ward.desk, "F30")
    assert walk.version == 2 and [m["mark"] for m in walk.rows("marks")].count("2") == 1
    assert [e.act for e in ward.desk.store.history(walk.id) if e.act != "sign"] == [
        "submit",
        "correct",
    ]


def test_slash_jumps_by_bed_and_escape_comes_back(ward: Ward) -> None:
    ward.press(Key.Key_Slash)
    ward.type("3")
    ward.press(ENTER)
    assert ward.page.board.currentIndex().row() == 2 and ward.page.board.hasFocus()
    ward.press(Key.Key_Slash, Key.Key_Escape)
    assert ward.page.board.hasFocus()


def test_an_unsigned_round_is_found_again_and_signed(ward: Ward) -> None:
    for _ in range(4):
        ward.press(Key.Key_Space)
    ward.press(Key.Key_E, Key.Key_Escape)
    ward.clock.at += timedelta(hours=1)
    ward.window.go("today")
    ward.window.go("rounds")
    ward.press(Key.Key_F2)
    chip = ward.page.walk.side.unsigned
    assert chip.isVisible() and chip.text() == "! 未签 1 轮"
    chip.click()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_names_and_signs_are_32_px_in_the_largest_type(ward: Ward) -> None:
    theme().use(theme().tokens, "特大")
    try:
        QApplication.processEvents()
        assert sizes().letters == 32
        view = ward.page.board
        current = view.cells.board.current if view.cells.board else None
        assert current is not None
        rect = view.visualRect(view.cells.index(0, current))
        assert rect.left() >= 0 and rect.right() <= view.viewport().width()
    finally:
        theme().use(theme().tokens, "标准")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("38.2", (38.2, "")),
        ("38。2 咳嗽", (38.2, "咳嗽")),
        ("咳嗽", (None, "咳嗽")),
        ("", (None, "")),
    ],
)
def test_temperature_and_note_share_one_line(typed: str, found: tuple[float | None, str]) -> None:
    assert finding(typed) == (found, "")


def test_a_round_over_its_time_is_an_alarm_on_every_page_and_under_the_veil(ward: Ward) -> None:
    chip = ward.window.header.chips["alarm"]
    assert chip.text() == "该巡查 1"
    ward.clock.at = NIGHT + timedelta(minutes=20)
    ward.window.go("today")
    ward.window.pulse.timer.timeout.emit()
    ward.clock.at += timedelta(seconds=30)
    ward.window.pulse.tick()
    assert chip.isVisible() and chip.text() == "! 巡查过点 1"
    ward.window.draw_veil()
    told = ward.window.veil.alarms.text()
    assert told == "! 一区 22:00 已过点，4名未看"
    assert not any(child.name in told for child in ward.desk.house().children)


def test_sleep_locks_the_window_a_clock_set_forward_does_not(ward: Ward) -> None:
    """Nobody on shift may know the password: a mended clock must not ask for it."""
    locked: list[datetime] = []
    ward.window.locked.connect(lambda: locked.append(ward.clock.at))
    ward.clock.at += timedelta(minutes=25)
    ward.window.pulse.tick()
    assert locked == [] and "过点" in ward.window.header.chips["alarm"].text()
    ward.clock.at += timedelta(minutes=4)
    ward.window.pulse._was -= 240
    ward.window.pulse.tick()
    assert locked == [ward.clock.at]


def test_the_veil_lists_those_on_duty_only(ward: Ward) -> None:
    at = ward.clock.at
    carer = ward.desk.find_account("huli3").staff
    values = {
        "date": f"{at:%Y-%m-%d}", "ward": ward.desk.house().wards[0].id, "shift": "E",
        "staff_list": [carer], "leader": ward.desk.find_account("kezhang").staff,
        "medic": ward.desk.account.staff, "planned_from": f"{at:%Y-%m-%d}T16:00",
        "planned_to": f"{at + timedelta(days=1):%Y-%m-%d}T00:00",
    }  # fmt: skip
    records.submit(ward.desk.seated(ward.desk.find_account("kezhang")), "F67", values,
                   step=records.Step(late_reason="补登"))  # fmt: skip
    assert {login for login, _ in ward.window.people_here()} == {"hushi1", "huli3", "kezhang"}
