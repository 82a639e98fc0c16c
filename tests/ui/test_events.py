"""An event at night, by keys alone: saved first, then everything else; nothing is lost or blocked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.event import NIGHT, acts, event_of, night, page_of, several
from tests.ui.test_veil import readable
from tests.ui.walked import foreign, small, unnamed
from tests.ui.ward import CTRL, ENTER, Ward, night_ward
from welfare_desktop.actions import access, event_papers, events, records
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.rounds.asks import PickAsk
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.theme import theme

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night(qtbot, tmp_path / "store")


@pytest.fixture
def board(ward: Ward) -> Ward:
    ward.press(Key.Key_F2, Key.Key_Down, Key.Key_Down)
    return ward


# F3 --------------------------------------------------------------------------------------


def test_one_key_saves_the_event_marks_the_child_and_opens_its_page(board: Ward) -> None:
    child, before = board.page.board.child(), board.keys
    board.press(Key.Key_F3)
    assert board.keys == before + 1
    event = event_of(board)
    assert event.get("children") == [child] and event.get("place") == "一区"
    assert event.get("found_at") == "2026-11-25T02:10"
    assert event.get("found_by") == board.desk.account.staff
    assert acts(event) == [("02:10", "1")]
    assert page_of(board).shown == event
    (mark,) = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
    assert (mark["child"], mark["mark"], mark["slot"]) == (child, "3", "2026-11-25T02:00")


def test_it_is_saved_whatever_fails_afterwards(
    board: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refused("磁盘已满。")

    monkeypatch.setattr(events, "looked", full)
    board.press(Key.Key_F3)
    assert event_of(board).get("children") and isinstance(board.window.page, EventPage)


@pytest.mark.parametrize("back", [(Key.Key_Escape, None), (Key.Key_Left, ALT)])
def test_the_round_goes_on_at_the_same_cell(
    board: Ward, back: tuple[Qt.Key, Qt.KeyboardModifier | None]
) -> None:
    child, slot = board.page.board.child(), board.page.board.slot()
    board.press(Key.Key_F3)
    board.press(back[0], modifier=back[1])
    assert isinstance(board.window.page, RoundsPage)
    assert (board.page.board.child(), board.page.board.slot()) == (child, slot)
    board.press(Key.Key_Down, Key.Key_Space)
    marks = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
    assert [m["mark"] for m in marks] == ["3", "1"]


def test_pressed_again_it_is_the_same_event_later_another_one(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_F3)
    board.press(Key.Key_Escape, Key.Key_F3)
    first = event_of(board)
    board.clock.at += timedelta(minutes=3)
    board.press(Key.Key_F3)
    second = next(e for e in board.desk.house().of("F31") if e.id != first.id)
    assert not second.get("children") and second.get("place") == "一区"
    assert page_of(board).shown == second


def test_a_look_that_is_not_due_counts_for_no_slot(board: Ward) -> None:
    board.press(Key.Key_Home, *[Key.Key_Space] * 6, Key.Key_E)
    board.press(ENTER, modifier=CTRL)
    board.sign()
    board.press(Key.Key_Home, Key.Key_F3)
    (look,) = board.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))
    assert look["mark"] == "3" and "slot" not in look
    assert page_of(board).shown is not None


def test_from_a_file_it_means_that_child_elsewhere_the_child_is_asked_for(ward: Ward) -> None:
    child = ward.desk.house().children[2]
    ward.window.go("children", child=child.id)
    ward.press(Key.Key_F3)
    assert event_of(ward).get("children") == [child.id]
    ward.window.go("today")
    ward.press(Key.Key_F3)
    event = ward.desk.house().of("F31")[-1]
    assert not event.get("children") and event.get("place") == "院内"
    ward.press(Key.Key_F3)
    assert ward.desk.house().of("F31")[-1] == event, "a second press is no second event"
    other = ward.desk.house().children[4]
    ward.press(Key.Key_Slash)
    ward.type(other.file_no[-4:])
    ward.press(ENTER)
    assert events.read(ward.desk, event.id).get("children") == [other.id]
    assert page_of(ward).work.timeline.hasFocus()


def test_under_the_veil_it_does_nothing_and_nothing_stays_readable(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_S)
    names = [c.name for c in board.desk.house().children]
    assert any(name in readable(board) for name in names)
    board.press(Key.Key_F9, Key.Key_F3)
    assert len(board.desk.house().of("F31")) == 1
    shown = page_of(board).findChildren(type(page_of(board).work.clock.who))
    told = readable(board) + "".join(label.text() for label in shown)
    assert not [name for name in names if name in told]


# Keys on the page ------------------------------------------------------------------------


def test_from_f3_to_the_hospital_in_twelve_keys(board: Ward) -> None:
    before = board.keys
    board.press(Key.Key_F3, Key.Key_2, Key.Key_T, Key.Key_2, Key.Key_V)
    board.press(Key.Key_7, Key.Key_6, Key.Key_5, Key.Key_H)
    assert board.keys - before <= 12
    event = event_of(board)
    assert [a for _, a in acts(event)] == ["1", "2", "7", "6", "5", "8"]
    assert (event.get("type"), event.get("severity")) == ("2", "4")
    assert [row["person"] for row in event.rows("notified")] == [
        "急救中心", "带班领导 程科长", "值班护士/医生 许护士",
    ]  # fmt: skip
    visit = events.visit_of(board.desk, event)
    assert visit is not None and visit.child == event.get("children")[0]
    assert (visit.get("visit_type"), visit.get("urgent")) == ("2", True)
    assert visit.get("hospital") == "市人民医院" and visit.get("called_at") == "2026-11-25T02:10"


def test_the_clock_stops_at_the_first_action_and_the_ladder_ticks(board: Ward) -> None:
    board.press(Key.Key_F3)
    work = page_of(board).work
    board.clock.at += timedelta(minutes=8, seconds=30)
    work.clock.tick(board.clock.at)
    assert work.clock.passed.text() == "8分30秒" and "剩 1分30秒" in work.clock.acted.text()
    board.press(Key.Key_2, Key.Key_V)
    board.clock.at += timedelta(minutes=30)
    board.press(Key.Key_7)
    assert "8分钟时已处置" in work.clock.acted.text()
    state = events.state(board.desk, event_of(board))
    assert [(s.words, s.state) for s in state.steps] == [
        ("先急救", "done"), ("拨打120", "done"), ("告知带班领导", "now"), ("送医院", "open"),
    ]  # fmt: skip
    assert state.until == "04:10"


def test_what_was_pressed_is_taken_back_changed_and_explained(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_2, Key.Key_6, Key.Key_Backspace)
    event = event_of(board)
    assert [a for _, a in acts(event)] == ["1", "2"] and event.rows("notified") == []
    kept = [entry for entry in board.desk.store.history(event.id) if entry.act == "correct"]
    assert len(kept) == 1, "what was taken back stays in the version before"
    board.press(Key.Key_N)
    board.type("left side")
    board.press(ENTER)
    assert event_of(board).rows("timeline")[1]["note"] == "left side"
    board.press(ENTER)
    line = QApplication.focusWidget()
    assert line is not None
    line.selectAll()  # type: ignore[attr-defined]
    board.type("0208 on the floor")
    board.press(ENTER)
    row = event_of(board).rows("timeline")[1]
    assert (row["at"], row["note"]) == ("2026-11-25T02:08", "on the floor")
    board.press(Key.Key_Z, Key.Key_C, Key.Key_Backspace, Key.Key_Backspace)
    assert event_of(board).get("severity") == "3"
    assert [a for _, a in acts(event_of(board))] == ["1"], "发现 stays"
    assert "没有自己记的可以取消" in board.window.message.text.text()


def test_other_actions_and_calls_are_found_by_digit_and_pinyin(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_0, Key.Key_3, Key.Key_D, Key.Key_4)
    event = event_of(board)
    assert [a for _, a in acts(event)] == ["1", "12"]
    assert [row["person"] for row in event.rows("notified")] == ["院长 方院长"]
    board.press(Key.Key_T)
    board.type("wt")
    board.press(ENTER)
    assert event_of(board).get("type") == "7"
    assert page_of(board).work.question is None and page_of(board).work.timeline.hasFocus()


def test_the_end_asks_only_for_what_the_form_needs(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_2, Key.Key_Z)
    board.press(ENTER, modifier=CTRL)
    board.press(Key.Key_5)
    board.type("bruise, cold pack")
    board.press(ENTER, Key.Key_2, Key.Key_1)
    event = event_of(board)
    assert event.get("closed_at") == "2026-11-25T02:10" and event.get("outcome") == "1"
    assert (event.get("type"), event.get("harm_suspected")) == ("5", False)
    assert event.get("carry_over") is False
    board.press(Key.Key_3)
    assert "已经结束" in board.window.message.text.text() and event_of(board) == event


def test_harm_is_written_at_once_and_the_report_opens_with_what_is_known(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_Q)
    event = event_of(board)
    assert event.get("harm_suspected") is True
    page = board.window.page
    assert isinstance(page, RecordPage) and page.presenter is not None and page.view is not None
    raw = page.view.raw()
    assert page.presenter.form.id == "F61" and raw["victim"] == event.get("children")[0]
    assert (raw["found_at"][:16], raw["place"]) == ("2026-11-25T02:10", "一区")


def test_a_child_not_found_is_missing_at_once(board: Ward) -> None:
    board.press(Key.Key_4, Key.Key_6)
    event = event_of(board)
    child = board.desk.house().child(event.get("children")[0])
    assert event.get("type") == "14" and child is not None and child.whereabouts == "MISSING"
    steps = [s.words for s in events.state(board.desk, event).steps]
    assert "报警" in steps and "报主管民政部门" in steps


def test_what_the_child_does_not_bear_stands_beside_the_clock(board: Ward) -> None:
    boss = board.desk.seated(board.desk.find_account("kezhang"))
    child = board.page.board.child()
    assert child is not None
    records.correct(boss, child, {"allergy": "青霉素"}, "医院查出")
    board.press(Key.Key_F3)
    clock = page_of(board).work.clock
    assert clock.allergic.text() == "▲ 过敏：青霉素" and not clock.allergy.isVisible()
    records.correct(boss, child, {"allergy": "无"}, "复查没有")
    page_of(board).refresh()
    assert clock.allergy.text() == "过敏：无" and not clock.allergic.isVisible()
    names = [c.name for c in board.desk.house().children[:2]]
    several(board, 0, 1)
    assert clock.allergy.text() == f"过敏：{names[0]}：无；{names[1]}：无"
    assert not clock.allergic.isVisible(), "nothing is told in red where nobody has one"


def test_a_clock_set_back_makes_no_time_to_come(board: Ward) -> None:
    board.press(Key.Key_F3)
    board.clock.at -= timedelta(minutes=9)
    board.press(Key.Key_S)
    told = event_papers.spoken(board.desk, event_of(board)).situation
    assert "到现在0分钟" in told[-1]


# The page itself -------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_nothing_to_dial_or_to_read_out_is_cut_off(board: Ward, size: str) -> None:
    look = theme()
    look.use(look.tokens, size)
    board.window.resize(1080, 570)
    board.press(Key.Key_F3, Key.Key_V, Key.Key_2, Key.Key_5, Key.Key_7)
    QTest.qWait(50)
    work = page_of(board).work
    try:
        rows = work.timeline
        line = rows.visualItemRect(rows.item(rows.count() - 1))
        room = QRect(0, 0, line.width() - 16, 999)
        words = rows.item(rows.count() - 1).text()
        needed = rows.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words)
        assert rows.viewport().rect().contains(line) and line.height() >= needed.height(), words
        for scroll in (work.left, work.right):
            assert scroll.horizontalScrollBar().maximum() == 0
        board.press(Key.Key_S)
        QTest.qWait(50)
        assert work.spoken.horizontalScrollBar().maximum() == 0, "no word to read out is cut off"
        assert work.spoken.width() >= 300
        board.press(Key.Key_Escape, Key.Key_D)
        question = work.question
        assert isinstance(question, PickAsk)
        dialled = [
            b for b in question.answers.buttons if b.isVisible() and b.accessibleName()[0].isdigit()
        ]
        assert len(dialled) > 3
        for button in dialled:
            number = button.text().split("　")[1]
            needs = button.fontMetrics().horizontalAdvance(f"9　{number}")
            assert number.replace("-", "").isdigit() and needs < button.width() - 20, number
    finally:
        look.use(look.tokens, "标准")


@pytest.mark.parametrize("keys", ["", "t", "d", "s"])
def test_the_page_is_named_large_enough_and_fits(board: Ward, keys: str) -> None:
    board.window.resize(1080, 570)
    board.press(Key.Key_F3)
    board.type(keys)
    page, window = page_of(board), board.window
    assert unnamed(window) == []
    assert foreign(page, window.desk) == []
    assert small(page.work) == []
    hint, room = page.minimumSizeHint(), window.stack.size()
    assert hint.width() <= room.width() and hint.height() <= room.height(), (hint, room)
    assert page.isAncestorOf(window.focusWidget() or window)


_CUT = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.ui.ward import window_of
from welfare_desktop.actions import access
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.shell import theme
app = QApplication(sys.argv[:1])
theme.install(app)
clock = SetClock(datetime(2026, 11, 25, 2, 10))
desk = access.open_desk(Path(sys.argv[1]), "hushi1", practice.PASSWORD, clock)
window = window_of(desk)
window.resize(1366, 728)
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.go("rounds", start=True)
QTest.keyClick(window.focusWidget(), Qt.Key.Key_F3)
for key in sys.argv[2]:
    QTest.keyClicks(window.focusWidget(), key)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL stands for the power cut")
@pytest.mark.parametrize(
    ("keys", "kept"),
    [("", "1"), ("2", "1 2"), ("2v7", "1 2 7 v"), ("2t2", "1 2 t"), ("27h", "1 2 7 8 sent")],
)
def test_a_power_cut_after_any_key_loses_nothing(
    qtbot: QtBot, tmp_path: Path, keys: str, kept: str
) -> None:
    store = tmp_path / "store"
    for made in night_ward(qtbot, store, 2, NIGHT, watched=()):
        made.window.close()
    cut = subprocess.run(
        [sys.executable, "-c", _CUT, str(store), keys], cwd=Path(__file__).parents[2], check=False,
        capture_output=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert cut.returncode == -signal.SIGKILL, cut.stderr.decode()
    desk = access.open_desk(store, "hushi1", practice.PASSWORD, SetClock(NIGHT))
    (event,) = desk.house().of("F31")
    found = [a for _, a in acts(event)]
    found += ["v"] * (event.get("severity") == "4") + ["t"] * (event.get("type") == "2")
    visit = events.visit_of(desk, event)
    child = desk.house().child(event.get("children")[0])
    assert child is not None
    found += ["sent"] * (visit is not None and child.whereabouts == "HOSPITAL")
    assert found == kept.split()
    assert desk.store.check(lambda _: None)
    assert len(desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))) == 1
    desk.close()
