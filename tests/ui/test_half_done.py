"""What is half typed beside the board, half entered from paper, or half closed, when F3, the veil or
another ward comes between: it stands there again for the person who was at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.event import NIGHT, event_of, night
from tests.ui.ward import ENTER, Ward, photographed, recent
from welfare_desktop.app import practice
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.rounds.asks import PointsAsk
from welfare_desktop.ui.rounds.paper_entry import PaperDialog
from welfare_desktop.ui.shell.popups import ListPopup

Key = Qt.Key
SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    """Six children at 02:10, ``hushi1`` at the window, the round begun."""
    for made in night(qtbot, tmp_path / "store"):
        made.press(Key.Key_F2)
        yield made


def lift(ward: Ward, login: str = "hushi1") -> None:
    """This person lifts the veil."""
    veil = ward.window.veil
    veil.person.setCurrentIndex(veil.person.findData(login))
    QTest.keyClicks(veil.pin, practice.PIN)
    QTest.keyClick(veil.pin, ENTER)
    QApplication.processEvents()
    assert not ward.window.veiled and ward.window.in_front == login


def texts(root: QWidget) -> str:
    """Every text of a window, seen or hidden."""
    found: list[QLineEdit | QLabel | QPushButton] = [
        *root.findChildren(QLineEdit), *root.findChildren(QLabel), *root.findChildren(QPushButton),
    ]  # fmt: skip
    return "\n".join(one.text() for one in found)


def standing(ward: Ward) -> str:
    """What stands in the line that has the keyboard, of the question beside the board."""
    question, line = ward.page.walk.side.question, ward.window.focusWidget()
    assert question is not None and isinstance(line, QLineEdit) and question.isAncestorOf(line)
    return line.text()


@pytest.mark.parametrize("idle", [False, True])
@pytest.mark.parametrize(
    ("keys", "half", "rest", "written"),
    [
        ((Key.Key_N,), "coughs a li", "ttle", "coughs a little"),
        ((Key.Key_T,), "37", ".2", 37.2),
        ((Key.Key_5,), "door sh", "ut", "door shut"),
        ((Key.Key_3, Key.Key_2), "38.6 sho", "rt of breath", 38.6),
    ],
)
def test_a_line_half_typed_waits_under_the_veil_for_who_typed_it(
    board: Ward, keys: Sequence[Qt.Key], half: str, rest: str, written: object, idle: bool
) -> None:
    board.press(Key.Key_Down, Key.Key_Down)
    child = board.page.board.child()
    board.press(*keys)
    board.type(half)
    board.window.idle_watch.idle.emit() if idle else board.press(Key.Key_F9)
    assert board.window.veiled and half not in texts(board.window)
    lift(board)
    assert standing(board) == half and board.page.board.child() == child
    board.type(rest)
    board.press(ENTER)
    (mark,) = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
    assert mark["child"] == child and written in (mark.get("temp"), mark.get("note"))


def test_whoever_else_lifts_the_veil_does_not_see_it_and_it_waits_on(board: Ward) -> None:
    board.press(Key.Key_N)
    board.type("mine")
    board.press(Key.Key_F9)
    lift(board, "huli1")
    assert board.page.walk.side.question is None and board.page.board.hasFocus()
    board.press(Key.Key_Down, Key.Key_N)
    board.type("hers")
    board.press(Key.Key_F9)
    lift(board)
    assert standing(board) == "mine"
    board.press(ENTER, Key.Key_F9)
    lift(board, "huli1")
    assert standing(board) == "hers"
    board.press(ENTER)
    notes = [m["note"] for m in board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))]
    assert notes == ["mine", "hers"]


def test_the_reason_of_a_late_mark_a_jump_and_a_point_wait_too(board: Ward) -> None:
    board.press(Key.Key_Left, Key.Key_Left, Key.Key_1)
    slot = board.page.board.slot()
    board.type("too bu")
    board.press(Key.Key_F9)
    lift(board)
    assert standing(board) == "too bu" and board.page.board.slot() == slot
    board.type("sy")
    board.press(ENTER, Key.Key_Slash)
    (late,) = board.desk.store.marks(NIGHT - timedelta(hours=2), NIGHT + timedelta(hours=1))
    assert "补录：too busy" in late["note"]
    board.type("0")
    board.press(Key.Key_F9)
    lift(board)
    assert standing(board) == "0"
    board.press(Key.Key_Escape, Key.Key_F2, Key.Key_E, Key.Key_2)
    board.type("tap drips")
    board.press(Key.Key_F9)
    lift(board)
    assert standing(board) == "tap drips"
    board.press(ENTER)
    question = board.page.walk.side.question
    assert isinstance(question, PointsAsk) and list(question.notes.values()) == ["tap drips"]


def test_what_another_signed_meanwhile_takes_no_second_mark(board: Ward) -> None:
    child = board.page.board.child()
    board.press(Key.Key_N)
    board.type("half")
    board.press(Key.Key_F9)
    lift(board, "huli1")
    assert board.walk() == 6
    (signed,) = recent(board.desk, "F30")
    board.press(Key.Key_F9)
    lift(board)
    board.press(ENTER)
    assert "临时查看" in board.window.message.text.text()
    (look,) = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
    assert (look["child"], look["note"]) == (child, "half") and "slot" not in look
    assert recent(board.desk, "F30") == [signed] and not board.page.walk.side.question


def test_it_waits_while_another_ward_or_page_is_shown(board: Ward) -> None:
    board.press(Key.Key_N)
    board.type("half")
    wards = board.page.ward
    here, other = wards.currentIndex(), next(
        n for n in range(wards.count()) if n != wards.currentIndex()
    )  # fmt: skip
    wards.setCurrentIndex(other)
    assert board.page.walk.side.question is None
    wards.setCurrentIndex(here)
    assert standing(board) == "half"
    board.press(Key.Key_F3, Key.Key_F9)
    assert "half" not in texts(board.window).split("\n")
    lift(board)
    assert isinstance(board.window.page, EventPage)
    board.press(Key.Key_Escape)
    assert standing(board) == "half"


def test_a_look_of_the_leader_goes_on_under_the_veil_for_the_leader_alone(board: Ward) -> None:
    board.window.go("rounds", look=True)
    board.press(Key.Key_F9)
    lift(board, "huli1")
    assert not board.page.walk.looking.on
    board.press(Key.Key_F9)
    lift(board)
    assert board.page.walk.looking.on


# --- a sheet entered from paper ---


@pytest.fixture
def sheet(board: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PaperDialog:
    """补录纸质巡查 half filled: slot, time, photograph."""
    photographed(board, tmp_path, monkeypatch)
    board.press(Key.Key_P, modifier=SHIFTED)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    hands.press(Key.Key_Down, Key.Key_Down, ENTER)
    asked = open_sheet(board)
    asked.slot.setCurrentIndex(2)
    asked.at.setText("2026-11-25 00:3")
    hands.to(asked.attach.accessibleName())
    hands.press(Key.Key_Space)
    assert asked.photo is not None
    return asked


def open_sheet(ward: Ward) -> PaperDialog:
    found = next(d for d in ward.window.findChildren(PaperDialog) if d.isVisible())
    hands.front(found)
    return found


def filled(asked: PaperDialog) -> tuple[int, str, str | None]:
    return asked.slot.currentIndex(), asked.at.text(), asked.photo.name if asked.photo else None


def test_f3_over_a_paper_sheet_keeps_its_fields(board: Ward, sheet: PaperDialog) -> None:
    before = filled(sheet)
    hands.press(Key.Key_F3)
    assert isinstance(board.window.page, EventPage) and not sheet.isVisible()
    hands.front(board.window)
    board.press(Key.Key_2)
    assert [r["action"] for r in event_of(board).rows("timeline")] == ["1", "2"]
    board.press(Key.Key_Escape)
    asked = open_sheet(board)
    assert filled(asked) == before
    asked.at.setText("2026-11-25 00:32")
    asked.go.click()
    hands.front(board.window)
    assert not asked.isVisible() and board.page.board.hasFocus()
    board.press(Key.Key_Space, Key.Key_N)
    board.type("aslee")
    # The round goes on from its sheet after the veil, too.
    board.press(Key.Key_F9)
    lift(board)
    assert standing(board) == "aslee"
    board.press(ENTER, Key.Key_Down, *[Key.Key_Space] * 4, Key.Key_E)
    board.press(ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    board.sign()
    walk = next(r for r in recent(board.desk, "F30") if r.papers)
    assert {m["at"][:16] for m in walk.rows("marks")} == {"2026-11-25T00:32"}


def test_the_veil_over_a_paper_sheet_keeps_it_for_who_filled_it(
    board: Ward, sheet: PaperDialog
) -> None:
    before = filled(sheet)
    hands.press(Key.Key_F9)
    assert board.window.veiled and not sheet.isVisible()
    hands.front(board.window)
    lift(board, "huli1")
    assert not sheet.isVisible()
    board.press(Key.Key_F9)
    lift(board)
    assert filled(open_sheet(board)) == before


def test_a_sheet_given_up_with_escape_does_not_come_back(board: Ward, sheet: PaperDialog) -> None:
    hands.press(Key.Key_Escape)
    hands.front(board.window)
    board.press(Key.Key_F3, Key.Key_Escape)
    assert not any(d.isVisible() for d in board.window.findChildren(PaperDialog))
