"""What the board says beside its cells: orders, the census, old values; what changes in a round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.ward import CTRL, ENTER, Ward, night_ward, recent
from welfare_desktop.actions import records, rounds, whereabouts
from welfare_desktop.app import practice
from welfare_desktop.domain.board import Cell

Key = Qt.Key
NIGHT = datetime(2026, 11, 24, 22, 1)
FULL = NIGHT.replace(minute=0)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 4, NIGHT):
        made.press(Key.Key_F2)
        yield made


def ordered(ward: Ward, child: str, **told: Any) -> None:
    doctor = ward.desk.seated(ward.desk.find_account("yisheng"))
    signers = {"ordered_by": doctor.signer("yisheng", practice.PIN)}
    told = {"from_at": f"{ward.clock.at:%Y-%m-%dT%H:%M}"} | told
    records.submit(doctor, "X10", told, child=child, step=records.Step(signers=signers))
    ward.window.changed()


def cell(ward: Ward, number: int, slot: datetime) -> Cell:
    board = ward.page.board.cells.board
    assert board is not None
    return board.rows[number].cells[board.slots.index(slot)]


def child(ward: Ward, number: int) -> str:
    board = ward.page.board.cells.board
    assert board is not None
    return board.rows[number].child


def facts(ward: Ward) -> str:
    return ward.page.walk.side.facts.text()


def test_an_order_gives_the_child_its_own_slots_and_says_why(ward: Ward) -> None:
    assert "每60分钟巡查" in facts(ward)
    ordered(ward, child(ward, 0), kind="1", minutes=15, text="抽搐后")
    ward.press(Key.Key_Home)
    assert "每15分钟巡查（医嘱：抽搐后）" in facts(ward)
    board = ward.page.board.cells.board
    assert board is not None
    quarter = FULL + timedelta(minutes=15)
    assert quarter in board.slots
    assert cell(ward, 0, quarter).state == "due" and cell(ward, 1, quarter).state == "none"
    ordered(ward, child(ward, 1), kind="2", text="术前禁食禁水")
    ward.press(Key.Key_Down)
    assert "医嘱：术前禁食禁水" in facts(ward)


def test_an_order_binds_from_the_minute_it_is_entered(ward: Ward) -> None:
    ordered(ward, child(ward, 0), kind="1", minutes=15, from_at="2026-11-24T21:00")
    board = ward.page.board.cells.board
    assert board is not None
    assert FULL - timedelta(minutes=15) not in board.slots, "nobody could keep it"
    assert FULL + timedelta(minutes=15) in board.slots


def test_the_census_stands_beside_the_round_and_follows(ward: Ward) -> None:
    assert ward.page.walk.side.census.text() == "在册4＝应在4"
    whereabouts.move(ward.desk, child(ward, 1), "OUTING", reason="散步")
    ward.window.changed()
    assert ward.page.walk.side.census.text() == "在册4＝应在3＋外出1"


def test_who_was_not_seen_is_named_where_it_is_signed(ward: Ward) -> None:
    ward.press(Key.Key_5)
    ward.type("door")
    ward.press(ENTER)
    for _ in range(3):
        ward.press(Key.Key_Space)
    ward.press(Key.Key_E)
    ward.press(ENTER, modifier=CTRL)
    panel = ward.panel()
    known = ward.desk.house().child(child(ward, 0))
    assert panel is not None and known is not None
    said = " ".join(label.text() for label in panel.findChildren(QLabel))
    assert f"没有看到1名：{known.name}未能查看" in said


def test_a_corrected_mark_keeps_its_old_value_beside_it(ward: Ward) -> None:
    ward.walk()
    ward.press(Key.Key_Home)
    assert "原记" not in ward.page.walk.side.cell.text()
    for digit, why in ((Key.Key_2, "looked again"), (Key.Key_1, "asleep")):
        ward.clock.at += timedelta(minutes=1)
        ward.press(Key.Key_Backspace, digit)
        ward.type(why)
        ward.press(ENTER)
    shown = ward.page.walk.side.cell.text().splitlines()
    assert shown[0].startswith("22:00这格：正常")
    assert shown[1] == "原记醒着，11-24 22:03 许护士更正：asleep"
    assert shown[2] == "原记正常，11-24 22:02 许护士更正：looked again"
    ward.press(Key.Key_Down)
    assert "原记" not in ward.page.walk.side.cell.text(), "the others were not changed"


def test_a_late_mark_says_so_on_the_board_and_beside_it(ward: Ward) -> None:
    ward.clock.at = FULL + timedelta(minutes=20)
    ward.window.pulse.tick()
    ward.press(Key.Key_Space, Key.Key_Up)
    assert cell(ward, 0, FULL).state == "late"
    assert "正常（迟）（未签） 22:20" in ward.page.walk.side.cell.text()
    ward.clock.at = FULL + timedelta(minutes=50)
    ward.page.board.at_child(child(ward, 1), 0)
    ward.page.board.to_slot(FULL)
    ward.press(Key.Key_Space)
    ward.type("busy")
    ward.press(ENTER, Key.Key_Up)
    assert cell(ward, 1, FULL).state == "backfilled"
    assert "补录" in ward.page.walk.side.cell.text()


def test_two_accounts_on_one_board_see_each_other_and_undo_their_own(ward: Ward) -> None:
    other = ward.desk.seated(ward.desk.find_account("huli1"))
    known = rounds.open_round(other, ward.page.walk.ward, FULL)
    rounds.mark(other, known.id, child(ward, 0), "2")
    ward.window.pulse.tick()
    ward.page.beat()
    assert cell(ward, 0, FULL).mark == "2", "seen without a key"
    ward.page.board.to_slot(FULL)
    ward.press(Key.Key_Space)
    assert cell(ward, 1, FULL).mark == "1"
    ward.press(Key.Key_Backspace)
    assert cell(ward, 1, FULL).mark == ""
    ward.press(Key.Key_Backspace)
    assert cell(ward, 0, FULL).mark == "2", "the other's mark stays"
    assert rounds.take_back(other, known.id) is not None


def test_a_child_sent_to_hospital_in_the_round_is_not_waited_for(ward: Ward) -> None:
    sent = child(ward, 1)
    ward.press(Key.Key_Space)
    values = {"visit_type": "3", "sent_at": "2026-11-24T22:01", "admit_at": "2026-11-24T22:01"}
    records.submit(ward.desk, "F24", values, child=sent, step=records.Step(first_run=True))
    known = ward.desk.house().child(sent)
    assert known is not None and known.whereabouts == "HOSPITAL"
    ward.window.changed()
    assert cell(ward, 1, FULL).state == "away"
    assert ward.page.walk.side.census.text() == "在册4＝应在3＋住院1"
    ward.press(Key.Key_Space)
    assert "登记为住院" in ward.window.message.text.text(), "a mark would contradict the record"
    ward.press(Key.Key_F2)
    ward.walk()
    (walk,) = recent(ward.desk, "F30")
    assert sent not in {m["child"] for m in walk.rows("marks")} and walk.get("closed_as") == "1"


def test_a_child_that_dies_in_the_round_keeps_its_mark_and_leaves_the_board(ward: Ward) -> None:
    gone = child(ward, 0)
    ward.press(Key.Key_Space)
    ward.clock.at += timedelta(minutes=2)
    boss = ward.desk.seated(ward.desk.find_account("kezhang"))
    records.submit(boss, "F51", {"died_at": "2026-11-24T22:02"}, child=gone,
                   step=records.Step(first_run=True))  # fmt: skip
    known = ward.desk.house().child(gone)
    assert known is not None and not known.here
    ward.window.changed()
    assert len(ward.page.board.cells.board.rows) == 3  # type: ignore[union-attr]
    ward.walk()
    (walk,) = recent(ward.desk, "F30")
    assert gone in {m["child"] for m in walk.rows("marks")}, "what was seen stays written"
    assert (walk.get("expected"), walk.get("seen")) == (4, 4)
