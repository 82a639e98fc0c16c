"""Carers' notes by keys: one a child, exceptions by digit, one record a ward and shift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.ward import Ward, night_ward, recent, window_of
from welfare_desktop.actions import care, handover, records, whereabouts
from welfare_desktop.app import practice
from welfare_desktop.domain.errors import Refused
from welfare_desktop.store import care_notes
from welfare_desktop.ui.children.page import ChildrenPage

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
NOON = datetime(2026, 11, 24, 12, 5)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 4, NOON):
        made.window.go("rounds")
        yield made


def noted(ward: Ward) -> list[str]:
    """What is noted and not yet written, by the row of its child."""
    board = ward.page.board.cells.board
    assert board is not None
    rows = {row.child: number for number, row in enumerate(board.rows)}
    found = care_notes.of_ward(ward.desk.store, ward.page.walk.ward)
    return [f"{rows[note['child']]}:{note['what']}" for _, note in found]


def test_twelve_lunches_take_at_most_thirty_keys(qtbot: QtBot, tmp_path: Path) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", 12, NOON):
        ward.window.go("rounds")
        ward.press(Key.Key_Home)
        before = ward.keys
        for number in range(12):
            if number in (3, 7, 9):  # three did not eat as usual
                ward.press(Key.Key_F, modifier=SHIFT)
                ward.press(Key.Key_4)
            else:
                ward.press(Key.Key_F)
            if number < 11:
                ward.press(Key.Key_Down)
        assert noted(ward) == [f"{n}:{14 if n in (3, 7, 9) else 11}" for n in range(12)]
        assert ward.keys - before <= 30


def test_one_key_a_kind_stays_on_the_child_and_stands_beside_the_board(ward: Ward) -> None:
    ward.press(Key.Key_Home)
    here = ward.page.board.child()
    ward.press(Key.Key_F, Key.Key_S, Key.Key_D, Key.Key_M, Key.Key_B)
    assert ward.page.board.child() == here
    assert noted(ward) == ["0:11", "0:21", "0:31", "0:41", "0:51"]
    lines = ward.page.walk.side.facts.text().splitlines()
    assert "进食 12:05全部　睡眠 12:05安稳" in lines and "洗澡 12:05已洗澡" in lines
    ward.press(Key.Key_Down)
    assert "12:05" not in ward.page.walk.side.facts.text()


def test_the_same_key_once_more_says_nothing_new(ward: Ward) -> None:
    ward.press(Key.Key_Home, Key.Key_D, Key.Key_D)
    assert noted(ward) == ["0:31"]
    ward.clock.at += timedelta(minutes=5)
    ward.press(Key.Key_D)
    assert noted(ward) == ["0:31", "0:31"], "a second one later is one more"


def test_escape_notes_nothing(ward: Ward) -> None:
    ward.press(Key.Key_Home)
    ward.press(Key.Key_M, modifier=SHIFT)
    assert ward.page.walk.side.question is not None
    ward.press(Key.Key_Escape)
    assert noted(ward) == [] and ward.page.board.hasFocus()


def test_backspace_takes_back_the_own_last_note_or_mark_whichever_came_later(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_Home, Key.Key_F)
    ward.clock.at += timedelta(seconds=2)
    ward.press(Key.Key_Space, Key.Key_Up)
    ward.press(Key.Key_Backspace)
    assert noted(ward) == ["0:11"], "the mark came later"
    marked = ward.desk.store.marks(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    assert marked == []
    ward.press(Key.Key_Home, Key.Key_Backspace)
    assert noted(ward) == [] and "已取消：12:05 进食全部" in ward.window.message.text.text()


def test_another_persons_note_is_seen_and_not_taken_back(ward: Ward) -> None:
    ward.press(Key.Key_Home)
    child = ward.page.board.child() or ""
    other = ward.desk.seated(ward.desk.find_account("huli1"))
    care.note(other, ward.page.walk.ward, child, "33")
    ward.window.changed()
    assert "大便 12:05稀" in ward.page.walk.side.facts.text()
    ward.press(Key.Key_Backspace)
    assert noted(ward) == ["0:33"]


def test_who_is_not_in_the_house_is_not_noted(ward: Ward) -> None:
    ward.press(Key.Key_Home)
    whereabouts.move(ward.desk, ward.page.board.child() or "", "OUTING", reason="散步")
    ward.window.changed()
    ward.press(Key.Key_Home, Key.Key_F)
    assert noted(ward) == [] and "照护记录没有记" in ward.window.message.text.text()


def test_who_has_no_part_in_care_notes_nothing(ward: Ward) -> None:
    social = ward.desk.seated(ward.desk.find_account("shegong"))
    child = ward.desk.house().children[0].id
    with pytest.raises(Refused, match="照护记录"):
        care.note(social, ward.page.walk.ward, child, "11")


def test_handover_writes_one_record_of_the_shift(ward: Ward) -> None:
    ward.press(Key.Key_Home, Key.Key_F, Key.Key_Down)
    ward.press(Key.Key_D, modifier=SHIFT)
    ward.press(Key.Key_4)
    ward.clock.at = NOON.replace(hour=15, minute=50)
    here, desk = ward.page.walk.ward, ward.desk
    sheet = handover.prepare(desk, here)
    second = desk.house().children[1].name
    assert any(second == o.name and "12:05大便如水" in o.remark for o in sheet.others)
    giver, taker = desk.signer("hushi1", practice.PIN), desk.signer("huli1", practice.PIN)
    acks = {line.child: "知道了" for line in sheet.special}
    handover.sign(desk, here, giver, taker, acks, off_roster_reason="顶班")
    (log,) = recent(desk, "X11")
    assert (log.get("shift"), log.get("from_at"), log.ward) == ("D", "2026-11-24T12:05", here)
    assert [row["what"] for row in log.rows("notes")] == ["11", "34"]
    assert {row["by"] for row in log.rows("notes")} == {desk.account.staff}
    assert noted(ward) == [] and log.late_entry_reason == ""
    ward.window.changed()
    ward.press(Key.Key_Home)
    assert "进食 12:05全部" in ward.page.walk.side.facts.text(), "seen as before"


def test_without_a_handover_the_next_shifts_first_note_writes_what_was_left(ward: Ward) -> None:
    ward.press(Key.Key_Home, Key.Key_F)
    ward.clock.at = NOON.replace(hour=15, minute=59)
    ward.press(Key.Key_B)
    assert recent(ward.desk, "X11") == [] and len(noted(ward)) == 2
    ward.clock.at = NOON.replace(hour=18)
    ward.press(Key.Key_F)
    (log,) = recent(ward.desk, "X11")
    assert (log.get("shift"), len(log.rows("notes"))) == ("D", 2) and noted(ward) == ["0:11"]
    ward.clock.at += timedelta(days=2)
    ward.press(Key.Key_F)
    assert [len(r.rows("notes")) for r in recent(ward.desk, "X11")] == [2, 1]


def test_notes_of_the_new_shift_stay_open_where_handover_comes_late(ward: Ward) -> None:
    ward.press(Key.Key_Home, Key.Key_F)
    ward.clock.at = NOON.replace(hour=16, minute=10)
    here, desk = ward.page.walk.ward, ward.desk
    # Somebody of the evening notes before the day has handed over.
    care_notes.add(desk.store, here, {"child": ward.page.board.child(), "what": "31", "by": "x",
                                      "at": "2026-11-24T16:08:00"}, ward.clock.at)  # fmt: skip
    sheet = handover.prepare(desk, here)
    acks = {line.child: "知道了" for line in sheet.special}
    giver, taker = desk.signer("hushi1", practice.PIN), desk.signer("huli1", practice.PIN)
    handover.sign(desk, here, giver, taker, acks, off_roster_reason="顶班")
    (log,) = recent(desk, "X11")
    assert [row["what"] for row in log.rows("notes")] == ["11"] and noted(ward) == ["0:31"]


def test_the_childs_file_shows_what_was_noted(ward: Ward) -> None:
    ward.press(Key.Key_Home, Key.Key_F)
    ward.press(Key.Key_D, modifier=SHIFT)
    ward.press(Key.Key_3)
    child = ward.page.board.child()
    ward.window.go("children", child=child)
    page = ward.window.page
    assert isinstance(page, ChildrenPage)
    file = page.file
    file.tabs.setCurrentWidget(file.cared)
    said = [label.text() for label in file.cared.findChildren(QLabel) if label.text()]
    assert said == ["11月24日", "进食 12:05全部", "大便 12:05稀"]
    social = ward.desk.seated(ward.desk.find_account("caiwu"))
    assert care.of_child(social, child or "").why_not


def test_a_carer_is_told_who_notes_a_stay_in_hospital(ward: Ward, qtbot: QtBot) -> None:
    window = window_of(ward.desk.seated(ward.desk.find_account("huli1")))
    qtbot.addWidget(window)
    carer = Ward(qtbot, ward.desk, ward.clock, window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.go("rounds")
    carer.press(Key.Key_Home, Key.Key_4, Key.Key_1)
    assert window.page is carer.page, "no form that is only to be looked at"
    told = window.message.text.text()
    assert "护士" in told and "F3" in told and window.focusWidget() is carer.page.board
    window.close()


def test_a_long_name_is_found_without_a_wider_panel(ward: Ward) -> None:
    child = ward.desk.house().children[0]
    name = "买买提江·阿不都热合曼·吐尔逊·欧阳娜仁格日勒图雅"
    chief = ward.desk.seated(ward.desk.find_account("kezhang"))
    records.correct(chief, child.id, {"name": name}, "更名")
    ward.window.changed()
    ward.press(Key.Key_Slash)
    side = ward.page.walk.side
    scrolls = [s for s in side.findChildren(QScrollArea) if s.isVisible()]
    assert scrolls and all(s.horizontalScrollBar().maximum() == 0 for s in scrolls)
