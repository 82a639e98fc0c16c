"""Bad nights at the ward: two people at one board, a clock that is set, the edges of the calendar,
hands that sign twice; each said in one plain sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.test_hard_handovers import give
from tests.ui.ward import (
    CTRL,
    ENTER,
    Ward,
    at_the_change,
    event_of,
    night_ward,
    recent,
    rostered,
    window_of,
)
from welfare_desktop.actions import access, handover, overview, printing, records, rounds
from welfare_desktop.app import practice
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain import staffing
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.rounds.special import TakerCard
from welfare_desktop.ui.shell.page import takes_tab
from welfare_desktop.ui.shell.pulse import Pulse
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.start.login import LoginWindow

Key = Qt.Key
LATE = datetime(2026, 11, 24, 23, 50)
TWO = datetime(2026, 11, 25, 2, 0)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from at_the_change(qtbot, tmp_path / "store", LATE)


@pytest.fixture
def calm(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    """Six children, none of them watched, at two in the night."""
    for made in night_ward(qtbot, tmp_path / "store", 6, LATE, watched=()):
        rostered(made, "N", LATE.replace(hour=0, minute=0) + timedelta(days=1), ["hushi1"])
        made.clock.at = TWO
        yield made


def said(ward: Ward) -> str:
    return ward.window.message.text.text()


def here(ward: Ward) -> str:
    return ward.desk.house().wards[0].id


def acknowledge(ward: Ward) -> None:
    for card in list(ward.page.handover.cards):
        assert isinstance(card, TakerCard)
        card.setFocus()
        ward.press(Key.Key_1)


def test_the_same_person_twice_and_one_not_on_the_roster(ward: Ward) -> None:
    ward.window.go("rounds", tab="handover")
    give(ward)
    acknowledge(ward)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("hushi1")
    assert "交班人和接班人不能是同一个人，请另一位签字。" in said(ward)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli3")
    assert "接班人不在排班表上，请写明原因。" in said(ward)
    assert recent(ward.desk, "F32") == []
    # The question stands open with the keyboard in it: answered, the signature is taken.
    foot = ward.page.handover.foot
    assert foot.reason.hasFocus()
    hands.commit("替班：刘护理发烧")
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli3")
    (record,) = recent(ward.desk, "F32")
    assert record.text("off_roster_reason") == "替班：刘护理发烧"


def test_what_was_sent_back_stands_on_the_leaders_today(ward: Ward) -> None:
    event_of(ward, ward.desk.house().children[1].id)
    ward.window.go("rounds", tab="handover")
    give(ward)
    foot = ward.page.handover.foot
    foot.back.setFocus()
    ward.press(Key.Key_Space)
    hands.commit("退烧药没点清")
    foot.back.setFocus()
    ward.press(Key.Key_Space)
    ward.sign("huli2")
    told = "一区交接被退回，交班人仍在岗：退烧药没点清"
    assert overview.overview(ward.desk).refused == ()
    chief = ward.desk.seated(ward.desk.find_account("kezhang"))
    assert [words for _, words in overview.overview(chief).refused] == [told]
    window = window_of(chief)
    window.resize(1366, 728)
    window.show()
    window.go("today")
    names = [b.text().strip() for b in window.page.findChildren(Button)]  # type: ignore[union-attr]
    assert told in names
    window.draw_veil()
    QApplication.processEvents()
    assert told not in [b.text().strip() for b in window.page.findChildren(Button)]  # type: ignore[union-attr]
    window.close()
    # Given anew, it is nobody's business any more.
    hands.front(ward.window)
    ward.page.handover.census.seen.clear()
    give(ward)
    assert overview.overview(chief).refused == ()


def test_two_accounts_take_turns_at_one_board(qtbot: QtBot, calm: Ward) -> None:
    calm.press(Key.Key_F2, Key.Key_Space, Key.Key_Space)
    second = calm.desk.seated(calm.desk.find_account("huli2"))
    other = Ward(qtbot, second, calm.clock)
    other.press(Key.Key_F2)
    assert other.page.board.currentIndex().row() == 2, "on where the first one stopped"
    other.press(Key.Key_Backspace)
    assert "没有自己记的可以取消。" in said(other)
    other.press(Key.Key_2)
    hands.front(calm.window)
    calm.window.changed()
    assert calm.page.board.cells.board is not None
    assert len(calm.page.board.cells.board.waiting(calm.page.board.currentIndex().column())) == 3
    calm.press(Key.Key_F2, Key.Key_Space, Key.Key_Space, Key.Key_Space, Key.Key_E)
    calm.press(ENTER, modifier=CTRL)
    calm.sign("hushi1")
    (walk,) = recent(calm.desk, "F30")
    people = [m["by"] for m in walk.rows("marks")]
    assert (
        people
        == [calm.desk.account.staff] * 2 + [second.account.staff] + [calm.desk.account.staff] * 3
    )
    # The other window had the round open: it is told, and nothing is entered twice.
    hands.front(other.window)
    other.press(ENTER, modifier=CTRL)
    assert "已经签过" in said(other) or "还没有开始" in said(other)
    assert len(recent(calm.desk, "F30")) == 1
    other.window.close()


_SECOND = """
import sys
from pathlib import Path
from welfare_desktop.actions import access
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SystemClock
from welfare_desktop.domain.errors import Trouble
try:
    access.open_desk(Path(sys.argv[1]), "huli2", practice.PASSWORD, SystemClock())
except Trouble as trouble:
    sys.stdout.buffer.write(trouble.sentence.encode())
"""


def test_a_second_program_on_the_same_store_is_told_to_go_to_the_first(calm: Ward) -> None:
    calm.press(Key.Key_F2, Key.Key_Space)
    told = subprocess.run(
        [sys.executable, "-c", _SECOND, str(calm.desk.store_dir)], check=True, capture_output=True
    ).stdout.decode()
    assert told == "资料库已在另一个窗口打开。请回到那个窗口，或先关掉它。"
    calm.press(Key.Key_Space)
    assert len(calm.desk.store.marks(TWO - timedelta(1), TWO + timedelta(1))) == 2


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1), timedelta(minutes=-3)])
def test_the_clock_is_set_at_two_in_the_middle_of_a_round(calm: Ward, step: timedelta) -> None:
    calm.press(Key.Key_F2, Key.Key_Space, Key.Key_Space)
    _set(calm, step)
    page = calm.page
    marks = calm.desk.store.marks(TWO - timedelta(1), TWO + timedelta(1))
    assert len(marks) == 2, "no mark is lost"
    calm.press(Key.Key_F2)
    progress = rounds.progress(calm.desk, here(calm), TWO)
    assert progress.done == 2 and progress.due == 6
    texts = [label.text() for label in page.walk.side.findChildren(Label)]
    assert not any("-" in text for text in texts if "分钟" in text), texts
    # When it is two again, the round goes on where it was, and is signed.
    calm.clock.at = TWO + timedelta(minutes=5)
    calm.press(Key.Key_F2)
    page.walk.board.to_slot(TWO)
    calm.press(*[Key.Key_Space] * 4, Key.Key_E)
    calm.press(ENTER, modifier=CTRL)
    calm.sign()
    walks = [w for w in recent(calm.desk, "F30") if w.get("due_at") == f"{TWO:%Y-%m-%dT%H:%M}"]
    assert len(walks) == 1 and len({m["child"] for m in walks[0].rows("marks")}) == 6
    assert walks[0].text("opened_at") <= walks[0].text("done_at")
    told = [
        datetime.fromisoformat(e.values["to"]) - datetime.fromisoformat(e.values["from"])
        for e in calm.desk.store.acts("clock_set")
    ]
    assert step in told, "journalled"


def _set(ward: Ward, step: timedelta) -> None:
    """The device's clock is set while the window is open; the alarms are those of the new time."""
    seconds = [0.0]
    pulse = Pulse(ward.clock.now, ward.window, steady=lambda: seconds[0])
    pulse.stop()
    pulse.stepped.connect(ward.window.pulse.stepped)
    ward.clock.at += step
    pulse.look()
    QApplication.processEvents()
    _, shown = ward.window.header._rows["alarm"]
    assert [row.text for row in shown] == [
        row.text for row in ward.window._sources.chips()["alarm"].rows
    ]


def test_the_clock_is_set_back_in_the_middle_of_a_handover(ward: Ward) -> None:
    ward.clock.at = LATE + timedelta(minutes=20)
    ward.window.go("rounds", tab="handover")
    give(ward)
    _set(ward, timedelta(minutes=-25))
    tab = ward.page.handover
    assert tab.given is not None, "what was signed stays signed"
    ward.window.go("rounds", tab="handover")
    acknowledge(ward)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    (record,) = recent(ward.desk, "F32")
    assert record.text("handover_at") == "2026-11-24T23:45"
    house = ward.desk.house()
    spans = staffing.duties(house, here(ward), LATE - timedelta(hours=8), LATE + timedelta(hours=2))
    assert all(span.start < span.end for span in spans)
    # The next handover begins with a clean sheet, and its arithmetic holds.
    sheet = handover.prepare(ward.desk, here(ward))
    assert sheet.census.holds and sheet.census.moves is not None


@pytest.mark.parametrize(
    ("at", "shift", "slots"),
    [
        (datetime(2026, 11, 30, 23, 58), "NA", ("2026-12-01T00:00",)),
        (datetime(2026, 12, 31, 23, 58), "N", ("2027-01-01T00:00",)),
        (datetime(2028, 2, 29, 23, 58), "N", ("2028-03-01T00:00",)),
    ],
)
def test_a_round_over_the_end_of_a_month(
    qtbot: QtBot, tmp_path: Path, at: datetime, shift: str, slots: tuple[str, ...]
) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", 4, at, watched=()):
        if shift == "NA":
            rostered(ward, "NA", at.replace(hour=20, minute=0), ["hushi1"])
        ward.press(Key.Key_F2, Key.Key_Space, Key.Key_Space)
        ward.clock.at = at + timedelta(minutes=4)
        ward.window._beat()
        ward.press(Key.Key_Space, Key.Key_Space, Key.Key_E)
        ward.press(ENTER, modifier=CTRL)
        ward.sign()
        (walk,) = recent(ward.desk, "F30")
        assert (walk.text("due_at"),) == slots and len(walk.rows("marks")) == 4
        assert walk.text("shift") == (shift if shift == "NA" else "E")
        board = rounds.board(ward.desk, here(ward))
        column = board.column(datetime.fromisoformat(slots[0]))
        assert column is not None and not board.waiting(column)


@pytest.mark.parametrize(
    ("at", "first", "second"), [(8, "NA", "DA"), (20, "DA", "NA"), (16, "D", "E")]
)
def test_a_round_walked_over_the_change_of_shift(
    qtbot: QtBot, tmp_path: Path, at: int, first: str, second: str
) -> None:
    change = datetime(2026, 11, 24, at)
    for ward in night_ward(qtbot, tmp_path / "store", 4, change - timedelta(minutes=2), watched=()):
        if "A" in first:
            rostered(ward, "DA", change.replace(hour=8), ["hushi1"])
            rostered(ward, "NA", change.replace(hour=20), ["huli2"])
        ward.press(Key.Key_F2, Key.Key_Space, Key.Key_Space)
        ward.clock.at = change + timedelta(minutes=2)
        ward.window._beat()
        ward.press(Key.Key_Space, Key.Key_Space, Key.Key_E)
        ward.press(ENTER, modifier=CTRL)
        ward.sign()
        (walk,) = recent(ward.desk, "F30")
        assert len(walk.rows("marks")) == 4 and walk.text("due_at") == f"{change:%Y-%m-%dT%H:%M}"
        house = ward.desk.house()
        if "A" in first and at == 8:
            assert rules.shift_of(house, change, here(ward)) == second
        sheet = handover.prepare(ward.desk, here(ward))
        assert (sheet.from_shift, sheet.to_shift) == (first, second) or at == 8


def test_the_input_method_types_into_lines_and_never_into_the_board(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    before = ward.page.board.currentIndex()
    hands.commit("你好", ward.page.board)
    assert ward.page.board.currentIndex() == before
    assert ward.desk.store.marks(LATE - timedelta(1), LATE + timedelta(1)) == []
    ward.press(Key.Key_Space)
    ward.press(Key.Key_N)
    hands.commit("咳嗽了两声")
    ward.press(ENTER)
    (mark,) = ward.desk.store.marks(LATE - timedelta(1), LATE + timedelta(1))
    assert "咳嗽了两声" in mark["note"]
    ward.window.go("rounds", tab="handover")
    hands.commit("灯坏了", ward.page.handover.remark)
    assert ward.page.handover.remark.text() == "灯坏了"


def test_nobody_remembers_the_password(qtbot: QtBot, ward: Ward) -> None:
    """The login window says what to do; what was written is taken in by whoever opens next."""
    folder = ward.desk.store_dir

    def unlock(login: str, password: str) -> object:
        return access.open_desk(folder, login, password, SetClock(TWO))

    from welfare_desktop.actions import emergency

    def note(**values: str) -> None:
        emergency.write(folder, clock=SetClock(TWO), **values)

    people = [(a.login, a.name) for a in ward.desk.accounts()]
    ward.window.close()
    ward.desk.close()
    login = LoginWindow(people, unlock, ImmediateRunner(), note=note, by_sheet=lambda *_: None)
    qtbot.addWidget(login)
    login.show()
    hands.front(login)
    hands.press(*[Key.Key_X] * 6, ENTER)
    assert "密码" in login.error.text()
    told = " ".join(label.text() for label in login.findChildren(Label) if label.isVisible())
    for way in ("紧急记录", "备用纸表", "恢复单", "系统管理员重设"):
        assert way in told, way
    hands.tab_to(lambda w: w is login.emergency)
    note(writer="hushi1", text="02:00 巡查都睡着，纸表在值班台")
    desk = access.open_desk(folder, "yuanzhang", practice.PASSWORD, SetClock(TWO))
    assert [n.text for n in emergency.waiting(desk)] == ["02:00 巡查都睡着，纸表在值班台"]
    desk.close()


def test_all_six_kinds_of_moves_visitors_and_faults_are_told(ward: Ward) -> None:
    """预计进出 of every kind is kept; what was found not right, and who came, stands there by itself."""
    ward.press(Key.Key_F2)
    walk = rounds.open_round(ward.desk, here(ward), LATE.replace(minute=30))
    rounds.environment(ward.desk, walk.id, {"climate": "暖气不热"})
    child = ward.desk.house().children[0]
    rounds.mark(ward.desk, walk.id, child.id, "1")
    visitor = {
        "in_at": "2026-11-24T20:10", "name": "王强", "purpose": "6",
        "companion": ward.desk.account.staff, "note": "修热水器，明早再来",
    }  # fmt: skip
    records.submit(
        ward.desk.seated(ward.desk.find_account("kezhang")), "X08", visitor, step=records.Step()
    )
    ward.window.go("rounds", tab="handover")
    tab = ward.page.handover
    told = [label.text() for label in tab.list.findChildren(Label)]
    assert any("温度：暖气不热" in text for text in told)
    assert any("王强" in text and "修热水器，明早再来" in text for text in told)
    moves = [
        {"child": child.id, "kind": str(kind), "at": f"2026-11-25T0{kind}:00"}
        for kind in range(1, 7)
    ]
    tab.moves.table.put(moves)
    give(ward)
    acknowledge(ward)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    (record,) = recent(ward.desk, "F32")
    assert [row["kind"] for row in record.rows("expected_moves")] == list("123456")
    pdf = pypdfium2.PdfDocument(printing.handover_paper(ward.desk, here(ward), record))
    printed = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    for word in ("暖气不热", "王强", "返回", "新入", "外出", "离院", "就诊", "来访"):
        assert word in printed, word


def test_what_can_only_be_read_is_no_stop_of_tab(ward: Ward) -> None:
    ward.window.go("rounds", tab="handover")
    give(ward)
    tab = ward.page.handover
    lines = [tab.census.seen, tab.census.explained, tab.remark]
    assert all(line.isReadOnly() for line in lines)
    assert not any(takes_tab(line) for line in lines)
