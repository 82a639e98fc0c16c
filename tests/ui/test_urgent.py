"""F3 whatever is on the screen: nothing is asked before acting, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.event import NIGHT, event_of, night, page_of
from tests.ui.ward import CTRL, ENTER, Ward, night_ward, window_of
from welfare_desktop.actions import events, rounds
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.record import Record
from welfare_desktop.store import open_rounds
from welfare_desktop.store.store import Store
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.event.panels import ContactLine
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.rounds.asks import PickAsk
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.start.emergency import EmergencyNote
from welfare_desktop.ui.start.login import LoginWindow

Key = Qt.Key
FULL = "磁盘已满或写不进去，这一步没有保存。请腾出空间再试，填好的内容还在。"


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night(qtbot, tmp_path / "store")


@pytest.fixture
def board(ward: Ward) -> Ward:
    ward.press(Key.Key_F2)
    return ward


def said(ward: Ward) -> str:
    assert ward.window.message.isVisible()
    return ward.window.message.text.text()


def full(*_: object, **__: object) -> None:
    raise Trouble(FULL)


def typed(ward: Ward) -> str:
    """What stands in the line of the board's question."""
    question = ward.page.walk.side.question
    assert question is not None
    (line,) = question.findChildren(QLineEdit)
    return line.text()


def test_over_the_pin_panel_it_is_the_same_one_key(board: Ward) -> None:
    board.press(*[Key.Key_Space] * 6, Key.Key_E)
    board.press(ENTER, modifier=CTRL)
    panel = board.panel()
    assert panel is not None
    board.type("123")
    child = board.page.board.child()
    board.press(Key.Key_F3)
    assert event_of(board).get("children") == [child]
    assert isinstance(board.window.page, EventPage) and board.panel() is None
    board.press(Key.Key_2)
    assert [r["action"] for r in event_of(board).rows("timeline")] == ["1", "2"]
    # The round waits for its signature as it did.
    board.press(Key.Key_Escape)
    board.press(ENTER, modifier=CTRL)
    board.sign()
    assert rounds.find(board.desk, board.page.walk.ward, NIGHT.replace(minute=0)) is None


def test_over_an_open_list_and_over_a_paper(board: Ward) -> None:
    board.page.state.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    hands.press(Key.Key_F3)
    first = event_of(board)
    assert page_of(board).shown == first and QApplication.activePopupWidget() is None
    board.clock.at += timedelta(minutes=2)
    board.press(Key.Key_K)
    paper = QApplication.activeModalWidget()
    assert paper is not None
    QTest.keyClick(paper, Key.Key_F3)
    QApplication.processEvents()
    assert len(board.desk.house().of("F31")) == 2 and page_of(board).shown != first
    assert QApplication.activeModalWidget() is None


def test_a_question_nobody_answered_goes_one_half_answered_waits_with_the_keyboard(
    board: Ward,
) -> None:
    board.press(Key.Key_3, Key.Key_F3, Key.Key_Escape)
    assert board.page.walk.side.question is None and board.page.board.hasFocus()
    board.clock.at += timedelta(minutes=2)
    board.press(Key.Key_Down, Key.Key_3, Key.Key_2)
    asked = board.page.board.child()
    board.type("38.5")
    board.press(Key.Key_F3)
    assert len(board.desk.house().of("F31")) == 2
    board.press(Key.Key_Escape)
    assert typed(board) == "38.5"
    assert isinstance(board.window.focusWidget(), QLineEdit), "typing goes on where it stopped"
    board.press(ENTER)
    marks = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
    assert [m.get("temp") for m in marks if m["child"] == asked] == [None, 38.5]


def test_words_half_written_of_one_event_are_kept_when_another_begins(board: Ward) -> None:
    board.press(Key.Key_F3)
    first = event_of(board).id
    board.clock.at += timedelta(minutes=2)
    board.press(Key.Key_J)
    board.type("fell from bed")
    board.press(Key.Key_F3)
    assert events.read(board.desk, first).text("desc") == "fell from bed"
    assert page_of(board).shown is not None and page_of(board).shown.id != first  # type: ignore[union-attr]


def test_under_the_veil_words_half_written_are_kept(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_J)
    board.type("fell from bed")
    board.press(Key.Key_F9)
    assert event_of(board).text("desc") == "fell from bed"


def test_over_the_list_of_names_on_the_veil_it_does_nothing(board: Ward) -> None:
    board.press(Key.Key_F9)
    board.window.veil.person.showPopup()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup.focusWidget() or popup, Key.Key_F3)
    QApplication.processEvents()
    assert board.window.veiled and board.desk.house().of("F31") == []
    board.window.veil.person.hidePopup()


def test_from_a_form_half_filled_what_was_typed_is_a_draft(ward: Ward) -> None:
    ward.window.go("record", form="F31", values={"place": "一区"})
    page = ward.window.page
    assert isinstance(page, RecordPage)
    line = next(e for e in page.findChildren(QLineEdit) if e.isVisible() and e.text() == "一区")
    line.setFocus()
    hands.commit("浴室门口")
    ward.press(Key.Key_F3)
    assert isinstance(ward.window.page, EventPage) and event_of(ward)
    ward.press(Key.Key_Escape)
    assert page.isVisible()
    texts = [e.text() for e in page.findChildren(QLineEdit)]
    assert any("浴室门口" in text for text in texts)


def test_where_nothing_can_be_written_the_numbers_are_said(
    board: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "transaction", full)
    board.press(Key.Key_F3)
    told = said(board)
    assert told.startswith("✕ 没有存下，先救人，打电话：值班护士/医生 许护士 1")
    assert "带班领导 程科长 1" in told and "急救中心 120。磁盘已满" in told
    assert isinstance(board.window.page, RoundsPage)
    monkeypatch.undo()
    board.press(Key.Key_F3)
    assert event_of(board).get("children") == [board.desk.house().children[0].id]


def test_what_failed_beside_it_is_said_on_its_page(
    board: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "looked", full)
    board.press(Key.Key_F3)
    assert isinstance(board.window.page, EventPage) and FULL in said(board)


@pytest.mark.parametrize("where", ["board", "event"])
def test_an_answer_that_cannot_be_kept_stays_in_its_line(
    board: Ward, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    board.press(*((Key.Key_F3, Key.Key_J) if where == "event" else (Key.Key_3, Key.Key_2)))
    board.type("left arm shakes")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "transaction", full)
        patch.setattr(open_rounds, "add_mark", full)
        board.press(ENTER)
        assert FULL in said(board)
        line = board.window.focusWidget()
        assert isinstance(line, QLineEdit) and line.text() == "left arm shakes"
    board.press(ENTER)
    if where == "event":
        assert event_of(board).text("desc") == "left arm shakes"
    else:
        (mark,) = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
        assert "left arm shakes" in mark["note"]


@pytest.mark.parametrize("login", ["caiwu", "xitong", "huli3"])
def test_anybody_may_press_it_and_go_on(qtbot: QtBot, ward: Ward, login: str) -> None:
    """Whoever sits there: no children in view, not on duty, no part in rounds."""
    window = window_of(ward.desk.seated(ward.desk.find_account(login)))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.go("today")
    hands.press(Key.Key_F3, Key.Key_2, Key.Key_7, Key.Key_V)
    event: Record = event_of(ward)
    assert [r["action"] for r in event.rows("timeline")] == ["1", "2", "7"]
    assert (event.get("severity"), window.message.isVisible()) == ("4", False)
    window.close()


def test_in_a_ward_without_children_it_is_an_event_of_the_place(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", 0, NIGHT):
        ward.press(Key.Key_F2, Key.Key_F3)
        event = event_of(ward)
        assert event.get("place") and not event.get("children")
        assert page_of(ward).shown == event


def test_on_a_locked_pc_it_opens_the_emergency_note(qtbot: QtBot) -> None:
    window = LoginWindow([("hushi1", "许护士")], full, None, note=full)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    hands.press(Key.Key_F3)
    assert [n.isVisible() for n in window.findChildren(EmergencyNote)] == [True]
    window.findChildren(EmergencyNote)[0].reject()


def test_without_a_roster_the_first_digit_is_a_number_to_dial(qtbot: QtBot, tmp_path: Path) -> None:
    for made in night_ward(qtbot, tmp_path / "store", 2, NIGHT):
        made.window.go("rounds")
        made.press(Key.Key_F2, Key.Key_F3)
        shown = page_of(made).work.contacts.findChildren(ContactLine)
        headings = [line for line in shown if "没有排班，按岗位列出" in line.accessibleName()]
        assert len(headings) == 2
        made.press(Key.Key_D)
        question = page_of(made).work.question
        assert isinstance(question, PickAsk)
        assert all(c.label[:3].isdigit() for c in question._found[:5])
        made.press(Key.Key_1)
        (told,) = event_of(made).rows("notified")
        assert told["person"].startswith("护士 ")
