"""The board where nights are hard: midnight, half hours, a second look, moves, late entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.ward import CTRL, ENTER, Ward, night_ward, recent
from welfare_desktop.actions import records, rounds, whereabouts
from welfare_desktop.domain import alarms
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.board import BoardRow, Cell
from welfare_desktop.ui.rounds.asks import PickAsk, PointsAsk

Key = Qt.Key
NIGHT = datetime(2026, 11, 24, 22, 1)
FULL = NIGHT.replace(minute=0)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night_ward(qtbot, tmp_path / "store", 6, NIGHT, watched=(2,), infants=(4,))


def row(ward: Ward, number: int) -> BoardRow:
    board = ward.page.board.cells.board
    assert board is not None
    return board.rows[number]


def cell(ward: Ward, number: int, slot: datetime) -> Cell:
    board = ward.page.board.cells.board
    assert board is not None and slot in board.slots
    return row(ward, number).cells[board.slots.index(slot)]


def to(ward: Ward, slot: datetime) -> None:
    """Left or right to a slot."""
    board = ward.page.board
    for _ in range(60):
        at = board.slot()
        if at == slot:
            return
        ward.press(Key.Key_Left if at is None or at > slot else Key.Key_Right)
    raise AssertionError(f"{slot} is not on the board")


def test_the_round_of_the_full_hour_stays_in_reach_when_the_half_hour_comes(ward: Ward) -> None:
    ward.clock.at = FULL + timedelta(minutes=14)
    ward.press(Key.Key_F2, Key.Key_Space)
    ward.clock.at += timedelta(minutes=3)
    ward.window.pulse.tick()
    assert ward.page.board.slot() == FULL, "the half hour does not take the cursor away"
    ward.walk()
    (walked,) = recent(ward.desk, "F30")
    assert walked.get("due_at") == "2026-11-24T22:00" and len(walked.rows("marks")) == 6
    ward.press(Key.Key_F2)
    assert ward.page.board.slot() == FULL + timedelta(minutes=30)
    assert ward.page.board.child() == row(ward, 2).child, "only the watched and the infant are due"


def test_a_signed_round_is_not_opened_again(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    ward.walk()
    ward.press(Key.Key_F2)
    assert "22:00的一轮已签。下一轮 22:30" in ward.window.message.text.text()
    assert rounds.find(ward.desk, ward.page.walk.ward, FULL) is None


def test_a_second_look_has_no_slot_and_counts_for_none(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    ward.walk()
    ward.press(Key.Key_Home, Key.Key_2)
    assert "临时查看" in ward.window.message.text.text()
    assert cell(ward, 0, FULL).mark == "1", "the signed mark stays"
    assert [look.mark for look in row(ward, 0).looks] == ["2"]
    assert "22:01醒" in ward.page.walk.side.facts.text()
    ward.press(Key.Key_Backspace)
    assert row(ward, 0).looks == () and ward.page.walk.side.question is None
    ward.press(Key.Key_2)
    ward.page.walk.side.unsigned.click()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    look = rounds.find(ward.desk, ward.page.walk.ward, None)
    assert look is not None
    ward.page.walk.signing.sign(look.id, None)
    ward.sign()
    signed = recent(ward.desk, "F30")[-1]
    assert signed.get("due_at") is None and signed.rows("marks")[0].get("slot") is None


def test_a_child_not_due_at_the_half_hour_is_looked_at_without_a_slot(ward: Ward) -> None:
    ward.clock.at = FULL + timedelta(minutes=31)
    ward.press(Key.Key_F2, Key.Key_Home, Key.Key_Space)
    open_ = rounds.find(ward.desk, ward.page.walk.ward, FULL + timedelta(minutes=30))
    assert open_ is not None and rounds.waiting(ward.desk, open_.id)
    (mark,) = ward.desk.store.marks(FULL, FULL + timedelta(hours=1))
    assert mark["child"] == row(ward, 0).child and "slot" not in mark


def test_an_hour_missed_is_entered_late_for_all_and_signed_by_keys(ward: Ward) -> None:
    ward.clock.at = FULL + timedelta(hours=1, minutes=2)
    ward.press(Key.Key_F2)
    to(ward, FULL)
    ward.press(Key.Key_Home, Key.Key_1)
    ward.type("busy")
    ward.press(ENTER)
    assert ward.page.board.currentIndex().row() == 1, "the next child, without a second question"
    ward.press(Key.Key_3, Key.Key_1)
    ward.type("38.5")
    ward.press(ENTER, Key.Key_Escape)
    ward.walk()
    (late,) = recent(ward.desk, "F30")
    assert late.get("due_at") == "2026-11-24T22:00" and late.late_entry_reason == "busy"
    notes = [m["note"] for m in late.rows("marks")]
    assert len(notes) == 6 and all("补录：busy" in note for note in notes)
    assert notes[1] == "发热；补录：busy"
    assert all(m["at"].startswith("2026-11-24T23:02") for m in late.rows("marks"))
    assert "迟 6" in ward.page.state.text()


def test_the_window_begun_anew_goes_on_with_the_late_round(ward: Ward) -> None:
    here, child = ward.desk.house().wards[0].id, ward.desk.house().children[0].id
    known = rounds.open_round(ward.desk, here, FULL)
    ward.clock.at = FULL + timedelta(hours=1)
    rounds.mark(ward.desk, known.id, child, "1", note="补录：停电")
    ward.press(Key.Key_F2)
    to(ward, FULL)
    ward.press(Key.Key_Home, Key.Key_Down, Key.Key_1)
    assert ward.page.walk.side.question is None, "the reason is known from the first mark"
    assert rounds.backfill_reason(ward.desk, known.id) == "停电"


def test_midnight_comes_in_the_middle_of_a_round(ward: Ward) -> None:
    ward.clock.at = datetime(2026, 11, 24, 23, 58)
    midnight = datetime(2026, 11, 25)
    ward.press(Key.Key_F2)
    assert ward.page.board.slot() == midnight - timedelta(minutes=30), "28 minutes ago, not missed"
    ward.press(Key.Key_Space)
    ward.clock.at = midnight + timedelta(minutes=1)
    ward.window.pulse._last = ward.clock.at
    ward.window.pulse.tick()
    assert ward.page.board.slot() == midnight - timedelta(minutes=30)
    assert len(ward.desk.store.marks(FULL, midnight)) == 1
    to(ward, midnight)
    ward.press(Key.Key_Home)
    ward.walk()
    (signed,) = recent(ward.desk, "F30")
    assert signed.get("due_at") == "2026-11-25T00:00" and signed.get("shift") == "N"
    assert len(signed.rows("marks")) == 6


def test_before_midnight_the_first_round_of_the_night_is_in_reach(ward: Ward) -> None:
    ward.clock.at = datetime(2026, 11, 24, 23, 31)
    ward.press(Key.Key_F2)
    ward.walk()
    ward.clock.at = datetime(2026, 11, 24, 23, 50)
    ward.press(Key.Key_F2)
    assert ward.page.board.slot() == datetime(2026, 11, 25)
    ward.press(Key.Key_Space)
    assert cell(ward, 0, datetime(2026, 11, 25)).mark == "1"


def test_a_child_that_moves_takes_its_slot_along(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_Space)
    house, one = ward.desk.house(), ward.page.walk.ward
    other = next(w.id for w in house.wards if w.id != one)
    seen, unseen = row(ward, 0), row(ward, 1)
    for number, child in enumerate((seen.child, unseen.child), start=1):
        values = {"child": child, "to_ward": other, "bed": str(number),
                  "at": "2026-11-24T22:01", "reason": "5"}  # fmt: skip
        ward.clock.at = FULL + timedelta(minutes=2)
        records.submit(ward.desk.seated(ward.desk.find_account("kezhang")), "X09", values,
                       child=child, step=records.Step(first_run=True))  # fmt: skip
    ward.window.changed()
    assert ward.page.board.child() == row(ward, 0).child, "the cursor is not left in the air"
    ward.walk()
    assert len(recent(ward.desk, "F30")[0].rows("marks")) == 5
    ward.window.go("rounds", ward=other)
    assert cell(ward, 0, FULL).mark == "1", "seen before the move: seen"
    assert ward.page.board.child() == unseen.child
    ward.press(Key.Key_F2, Key.Key_Space)
    ward.clock.at = FULL + timedelta(minutes=20)
    assert list(alarms.round_alarms(ward.desk.house())) == []


def test_a_child_that_leaves_is_no_longer_waited_for(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    gone = row(ward, 0).child
    whereabouts.move(ward.desk, gone, "OUTING", reason="散步")
    ward.window.changed()
    assert cell(ward, 0, FULL).state == "away"
    open_ = rounds.find(ward.desk, ward.page.walk.ward, FULL)
    assert open_ is not None and gone not in [c.id for c in rounds.waiting(ward.desk, open_.id)]


def test_a_new_child_does_not_shift_the_cursor_to_another(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_Down, Key.Key_Down)
    here = ward.page.board.child()
    first = row(ward, 0).child
    values = {"child": first, "to_ward": ward.page.walk.ward, "bed": "20",
              "at": "2026-11-24T22:01", "reason": "5"}  # fmt: skip
    records.submit(ward.desk, "X09", values, child=first, step=records.Step(first_run=True))
    ward.window.changed()
    assert row(ward, 5).child == first and ward.page.board.child() == here


def test_an_answer_goes_to_the_child_asked_about_wherever_the_mouse_went(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_3, Key.Key_2)
    asked = row(ward, 0).child
    ward.page.board.at_child(row(ward, 3).child)
    ward.press(ENTER)
    (mark,) = ward.desk.store.marks(FULL, FULL + timedelta(hours=1))
    assert mark["child"] == asked and mark["note"] == "抽搐惊厥"


def test_one_key_states_the_four_points_of_an_infant(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    while ward.page.board.child() != row(ward, 4).child:
        assert "仰卧" not in ward.page.walk.side.points.text()
        ward.press(Key.Key_Space)
    assert rules.FOUR_POINTS in ward.page.walk.side.points.text()
    ward.press(Key.Key_Space)
    marks = {
        m["child"]: m.get("note", "") for m in ward.desk.store.marks(FULL, NIGHT + timedelta(1))
    }
    assert marks[row(ward, 4).child] == rules.FOUR_POINTS
    assert [note for child, note in marks.items() if child != row(ward, 4).child] == [""] * 4


def test_a_fever_is_not_kept_as_normal(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_T)
    ward.type("38.1")
    ward.press(ENTER)
    assert cell(ward, 0, FULL).mark == "3" and cell(ward, 0, FULL).temp == 38.1
    assert ward.page.walk.side.question is not None, "the event is offered"
    ward.press(Key.Key_Escape, Key.Key_T)
    ward.type("36.6")
    ward.press(ENTER)
    assert (cell(ward, 1, FULL).mark, cell(ward, 1, FULL).temp) == ("1", 36.6)


def test_exceptions_of_the_surroundings_stay_when_e_is_pressed_again(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_E, Key.Key_2)
    ward.type("leak")
    ward.press(ENTER, Key.Key_Escape, Key.Key_E)
    asked = ward.page.walk.side.question
    assert isinstance(asked, PointsAsk) and asked.notes == {"utilities": "leak"}
    assert "1项不对" in asked.state.text()
    open_ = rounds.find(ward.desk, ward.page.walk.ward, FULL)
    assert open_ is not None
    assert rounds.exceptions(ward.desk, open_.id) == {"utilities": "leak"}
    ward.press(Key.Key_2)
    for _ in "leak":
        ward.press(Key.Key_Backspace)
    ward.press(ENTER)
    assert rounds.exceptions(ward.desk, open_.id) == {}
    ward.press(Key.Key_Space)
    assert cell(ward, 0, FULL).mark == "1", "a key the points do not need goes on with the round"


def test_taking_back_goes_from_the_last_mark_to_the_first(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_Space, Key.Key_Space, Key.Key_2)
    for number in (2, 1, 0):
        ward.press(Key.Key_Backspace)
        assert ward.page.board.currentIndex().row() == number
        assert cell(ward, number, FULL).mark == ""
    ward.press(Key.Key_Backspace)
    assert "没有自己记的可以取消" in ward.window.message.text.text()


def test_the_same_key_once_more_makes_no_second_mark(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    for _ in range(9):
        ward.press(Key.Key_Space)
    assert len(ward.desk.store.marks(FULL, FULL + timedelta(hours=1))) == 6
    ward.press(Key.Key_2)
    assert cell(ward, 5, FULL).mark == "2", "another key changes it while it is not signed"


def test_zero_opens_the_rest_and_letters_find_by_pinyin(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_3, Key.Key_0)
    asked = ward.page.walk.side.question
    assert isinstance(asked, PickAsk) and asked.answers.buttons[0].text() == "意识改变"
    ward.type("zs")
    assert asked.answers.buttons[0].text() == "自伤伤人"
    ward.press(ENTER, ENTER)
    assert cell(ward, 0, FULL).note == "自伤伤人"


def test_ctrl_k_jumps_on_the_board_and_opens_the_file_elsewhere(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    wanted = ward.desk.house().child(row(ward, 3).child)
    assert wanted is not None
    ward.press(Key.Key_K, modifier=CTRL)
    ward.type(wanted.file_no[-4:])
    ward.press(ENTER)
    assert ward.page.board.child() == wanted.id and ward.page.board.hasFocus()
    ward.press(Key.Key_K, modifier=CTRL)
    ward.type("zzz")
    ward.press(Key.Key_Escape, Key.Key_Space)
    assert cell(ward, 3, FULL).mark == "1", "Escape goes back to the board"
    ward.window.go("today")
    ward.press(Key.Key_K, modifier=CTRL)
    ward.type(wanted.file_no[-4:])
    ward.press(ENTER)
    assert ward.window.page is ward.window._pages["children"]


def test_stray_keys_and_the_input_method_do_nothing_to_the_board(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    before = ward.page.board.currentIndex()
    QTest.keyClicks(ward.page.board, "ghqz0789")
    assert ward.page.board.currentIndex() == before
    assert not ward.page.board.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert ward.desk.store.marks(FULL, FULL + timedelta(hours=1)) == []


def test_a_mark_made_too_quickly_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", 40, NIGHT):
        ward.press(Key.Key_F2)
        for _ in range(25):
            ward.press(Key.Key_Space)
        assert ward.page.walk.side.hasty.isHidden()
        ward.press(Key.Key_Space)
        assert ward.page.walk.side.hasty.isVisible()
        board = ward.page.board.cells.board
        assert board is not None and board.hasty == {FULL}


@pytest.mark.parametrize("children", [0, 1])
def test_an_empty_ward_and_one_child(qtbot: QtBot, tmp_path: Path, children: int) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", children, NIGHT):
        ward.press(Key.Key_F2)
        if children:
            ward.walk()
            assert len(recent(ward.desk, "F30")[0].rows("marks")) == 1
            continue
        assert "没有到点的巡查" in ward.window.message.text.text()
        for key in (Key.Key_Space, Key.Key_3, Key.Key_E, Key.Key_Backspace, Key.Key_Home):
            ward.press(key)
        ward.press(ENTER, modifier=CTRL)
        ward.window.go("rounds", tab="handover")
        assert ward.page.handover.cards == []
