"""A scanner on the board: wristbands jump, other codes leave nothing behind, wherever they land."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.event import acts, event_of, page_of
from tests.ui.test_hard_handovers import give
from tests.ui.ward import CTRL, ENTER, Ward, at_the_change, night_ward
from tests.ui.ward import event_of as event_at
from welfare_desktop.actions import records, rounds
from welfare_desktop.app import practice
from welfare_desktop.store import care_notes
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.rounds.special import TakerCard
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.scanner import Scanner

Key = Qt.Key
NIGHT = datetime(2026, 11, 24, 22, 1)
EAN = "6901234567892"


@pytest.fixture
def event(ward: Ward) -> Ward:
    """On the page of an event of no child, of which every digit is an action."""
    ward.window.go("today")
    ward.press(Key.Key_F3)
    return ward


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 6, NIGHT):
        made.press(Key.Key_F2)
        yield made


class Gun:
    """Types at machine speed, with the times that a window system gives."""

    at = 1000

    def key(self, key: Key, text: str, after: int = 4, *, repeat: bool = False) -> None:
        self.at += after
        focus = QApplication.focusWidget()
        assert focus is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            none = Qt.KeyboardModifier.NoModifier
            event = QKeyEvent(kind, key, none, text, repeat)
            event.setTimestamp(self.at)
            QApplication.sendEvent(focus, event)
        QApplication.processEvents()

    def scan(self, text: str, *, enter: bool = True) -> None:
        self.at += 1000
        for letter in text:
            self.key(Key(ord(letter.upper())), letter)
        if enter:
            self.key(Key.Key_Return, "\r")


def decided(ward: Ward) -> None:
    """It is known whose the last key was."""
    page = ward.window.page
    if isinstance(page, RoundsPage):
        handing = page.tabs.currentWidget() is page.handover
        scanner: Scanner = page.handover.scanner if handing else page.walk.scanner
    else:
        scanner = page_of(ward).scanner
    for _ in range(300):
        if not scanner._timer.isActive():
            return
        QTest.qWait(10)
    raise AssertionError("a key waits for ever")


def marks(ward: Ward) -> int:
    return len(ward.desk.store.marks(NIGHT - timedelta(hours=1), NIGHT + timedelta(hours=1)))


def notes(ward: Ward) -> int:
    return len(care_notes.of_ward(ward.desk.store, ward.page.walk.ward))


def number(ward: Ward, row: int) -> tuple[str, str]:
    """Id and number of the child of a row."""
    board = ward.page.board.cells.board
    assert board is not None
    child = ward.desk.house().child(board.rows[row].child)
    assert child is not None
    return child.id, child.file_no


def said(ward: Ward) -> str:
    return ward.window.message.text.text()


@pytest.mark.parametrize("prefix", ["/", ""])
def test_a_wristband_jumps_to_its_child_and_marks_nobody(ward: Ward, prefix: str) -> None:
    child, file_no = number(ward, 4)
    Gun().scan(f"{prefix}{file_no}")
    assert ward.page.board.child() == child and ward.page.board.hasFocus()
    assert marks(ward) == 0 and ward.page.walk.side.question is None


@pytest.mark.parametrize("code", [EAN, "1234567", "25103", "3901234567892", "4012345678901",
                                  "5012345678900", "F1234", "E20251", "T383838", "N123456", "D3141"])  # fmt: skip
@pytest.mark.parametrize("enter", [True, False])
def test_another_code_leaves_nothing_behind(ward: Ward, code: str, enter: bool) -> None:
    ward.press(Key.Key_Down)
    here = ward.page.board.child()
    Gun().scan(code, enter=enter)
    if not enter:
        decided(ward)
    assert (marks(ward), notes(ward)) == (0, 0)
    assert ward.page.board.child() == here and ward.page.board.hasFocus()
    assert ward.page.walk.side.question is None
    assert "什么也没有记" in said(ward)
    open_ = rounds.find(ward.desk, ward.page.walk.ward, NIGHT.replace(minute=0))
    assert open_ is not None and not rounds.surveyed(ward.desk, open_.id)
    ward.press(Key.Key_Space)
    assert marks(ward) == 1, "the next key is a person's again"


def test_a_person_with_quick_fingers_is_not_a_scanner(ward: Ward) -> None:
    gun = Gun()
    gun.key(Key.Key_Space, " ", 1000)
    gun.key(Key.Key_2, "2", 20)
    decided(ward)
    assert marks(ward) == 2
    for _ in range(3):
        gun.key(Key.Key_1, "1", 90)
    assert marks(ward) == 5


def test_the_key_held_down_marks_one_child(ward: Ward) -> None:
    gun = Gun()
    gun.key(Key.Key_Space, " ", 1000)
    for _ in range(5):
        gun.key(Key.Key_Space, " ", 33, repeat=True)
    assert marks(ward) == 1


@pytest.mark.parametrize("keys", [(Key.Key_4,), (Key.Key_3,), (Key.Key_3, Key.Key_2)])
def test_a_code_answers_no_question(ward: Ward, keys: tuple[Key, ...]) -> None:
    ward.press(*keys)
    question = ward.page.walk.side.question
    Gun().scan(EAN)
    assert ward.page.walk.side.question is question is not None
    line = question.findChild(QLineEdit)
    assert line is None or line.text() == ""
    assert marks(ward) == 0 and "没有记" in said(ward)
    assert all(c.whereabouts == "ON_SITE" for c in ward.desk.house().children if c.here)


def test_what_was_typed_before_the_scan_stays(ward: Ward) -> None:
    ward.press(Key.Key_N)
    ward.type("cough")
    Gun().scan(EAN)
    question = ward.page.walk.side.question
    assert question is not None
    line = question.findChild(QLineEdit)
    assert line is not None and line.text() == "cough"
    ward.press(ENTER)
    assert marks(ward) == 1


def test_digits_of_a_person_still_answer(ward: Ward) -> None:
    ward.press(Key.Key_3)
    Gun().key(Key.Key_2, "2", 1000)
    decided(ward)
    assert "抽搐" in (ward.page.walk.side.question or ward.page).accessibleName()


def test_a_scan_into_the_line_that_looks_for_children(ward: Ward) -> None:
    child, file_no = number(ward, 3)
    ward.press(Key.Key_Slash)
    Gun().scan(f"/{file_no}")
    assert ward.page.board.child() == child and ward.page.walk.side.question is None
    ward.press(Key.Key_Slash)
    ward.type("/999")
    ward.press(ENTER)
    assert "什么也没有记" in said(ward) and ward.page.board.hasFocus()


def test_a_child_of_another_ward_is_said_where_it_is(ward: Ward) -> None:
    child, file_no = number(ward, 0)
    here = ward.page.walk.ward
    other = next(w for w in ward.desk.house().wards if w.id != here)
    values = {"child": child, "to_ward": other.id, "bed": "9", "at": "2026-11-24T22:01",
              "reason": "5"}  # fmt: skip
    ward.clock.at += timedelta(minutes=1)
    records.submit(ward.desk, "X09", values, child=child, step=records.Step(first_run=True))
    ward.window.changed()
    Gun().scan(f"/{file_no}")
    assert f"在{other.text('name')}" in said(ward) and marks(ward) == 0


def test_ctrl_k_finds_a_wristband(ward: Ward) -> None:
    child, file_no = number(ward, 5)
    ward.press(Key.Key_K, modifier=Qt.KeyboardModifier.ControlModifier)
    ward.type(f"/{file_no}")
    ward.press(ENTER)
    assert ward.page.board.child() == child and ward.page.board.hasFocus()


def test_a_wristband_in_a_field_of_a_form_submits_and_closes_nothing(ward: Ward) -> None:
    ward.window.go("record", form="F31", values={"place": "一区"})
    page = ward.window.page
    assert isinstance(page, RecordPage) and page.view is not None
    line = next(e for e in page.findChildren(QLineEdit) if e.isVisible() and e.text() == "一区")
    line.setFocus()
    _, file_no = number_of_first(ward)
    Gun().scan(f"/{file_no}")
    assert ward.window.page is page and recent_events(ward) == 0
    assert line.text() == f"一区/{file_no}", "nothing typed is lost"


def number_of_first(ward: Ward) -> tuple[str, str]:
    child = next(c for c in ward.desk.house().children if c.here)
    return child.id, child.file_no


def recent_events(ward: Ward) -> int:
    return len(ward.desk.house().of("F31"))


@pytest.mark.parametrize("code", [EAN, "8888888", "7V2H", "T2223", "/999999"])
@pytest.mark.parametrize("enter", [True, False])
def test_a_code_is_no_action_of_an_event(event: Ward, code: str, enter: bool) -> None:
    before = event_of(event)
    Gun().scan(code, enter=enter)
    decided(event)
    assert event_of(event) == before and page_of(event).work.question is None
    assert "什么也没有记" in said(event)
    assert all(c.whereabouts == "ON_SITE" for c in event.desk.house().children if c.here)
    Gun().key(Key.Key_2, "2", 5000)
    decided(event)
    assert acts(event_of(event))[-1][1] == "2", "the next key is a person's again"


def test_a_wristband_names_the_child_of_an_event_and_changes_none(event: Ward) -> None:
    one, other = [c for c in event.desk.house().children if c.here][:2]
    Gun().scan(f"/{one.file_no}")
    assert event_of(event).get("children") == [one.id]
    Gun().scan(f"/{other.file_no}")
    assert event_of(event).get("children") == [one.id]
    assert f"扫到的是{other.name}，没有改这起异常" in said(event)


def test_a_wristband_answers_which_child_and_no_other_question(event: Ward) -> None:
    child, gun = next(c for c in event.desk.house().children if c.here), Gun()
    event.press(Key.Key_T)
    gun.scan(EAN)
    assert event_of(event).get("type") is None and "没有记" in said(event)
    event.press(Key.Key_Escape, Key.Key_Slash)
    gun.scan(f"/{child.file_no}")
    assert event_of(event).get("children") == [child.id]
    decided(event)
    assert page_of(event).work.question is None and page_of(event).work.timeline.hasFocus()


def test_a_code_repeats_nothing_back_and_a_wristband_finds_its_card(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for ward in at_the_change(qtbot, tmp_path / "store", NIGHT.replace(hour=23, minute=50)):
        children = [c for c in ward.desk.house().children if c.here]
        event_at(ward, children[4].id)
        ward.window.go("rounds", tab="handover")
        give(ward)
        tab, gun = ward.page.handover, Gun()
        first, second = tab.cards
        assert isinstance(first, TakerCard) and isinstance(second, TakerCard) and first.hasFocus()
        gun.scan("B1231231B")
        assert (first.repeat.text(), first.seen_at) == ("", "") and "什么也没有记" in said(ward)
        gun.scan(f"/{number_of(ward, second.line.child)}")
        assert second.hasFocus() and second.repeat.text() == ""
        gun.scan(f"/{children[5].file_no}")
        assert f"{children[5].name}不在重点儿童里" in said(ward)
        gun.key(Key.Key_1, "1", 5000)
        decided(ward)
        assert second.repeat.text() != ""


def number_of(ward: Ward, child: str) -> str:
    known = ward.desk.house().child(child)
    assert known is not None
    return known.file_no


def test_keys_of_a_system_that_tells_time_in_steps(ward: Ward) -> None:
    gun = Gun()
    gun.at += 1000
    for letter in EAN:
        gun.key(Key(ord(letter)), letter, 0)
    gun.key(Key.Key_Return, "\r", 16)
    assert marks(ward) == 0 and "什么也没有记" in said(ward)


@pytest.mark.parametrize("where", ["panel", "veil"])
def test_a_code_is_no_try_at_a_pin(ward: Ward, where: str) -> None:
    if where == "panel":
        ward.press(*[Key.Key_Space] * 6, Key.Key_E)
        ward.press(ENTER, modifier=CTRL)
    else:
        ward.press(Key.Key_F9)
    for _ in range(6):
        Gun().scan(EAN)
    assert not ward.desk.pin_locked("hushi1")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in practice.PIN)
    hands.commit(wide)
    ward.press(ENTER)
    assert not ward.window.veiled and ward.panel() is None, "digits an input method made wide"


def test_the_labels_of_the_ward_are_offered_with_the_paper(ward: Ward) -> None:
    shown: list[tuple[str, bytes]] = []
    ward.window.show_paper = lambda title, pdf, name: shown.append((title, pdf))  # type: ignore[method-assign]
    ward.page.paper.open()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    row = next(b for b in popup.buttons if "腕带标签" in b.accessibleName())
    row.click()
    ((title, pdf),) = shown
    assert title == "腕带标签" and pdf.startswith(b"%PDF")
