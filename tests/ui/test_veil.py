"""Veil, lock and alarms: nothing readable, times alive, the bell, sleep, a clock that is set."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.ward import ENTER, Ward, event_of, night_ward, ordered, recent, rostered
from welfare_desktop.actions import access, alarms, printing
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.shell.bell import Bell
from welfare_desktop.ui.shell.pulse import Pulse
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import NIGHT as NIGHT_LOOK
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.start.login import Due, LoginWindow
from welfare_desktop.ui.start.session import Session

Key = Qt.Key
NIGHT = datetime(2026, 11, 24, 22, 1)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 4, NIGHT, watched=()):
        made.press(Key.Key_F2)
        yield made


def readable(ward: Ward) -> str:
    """Every text in every visible widget of the application."""
    out = []
    for widget in QApplication.allWidgets():
        if widget.isVisible():
            out += [str(widget.property("text") or ""), widget.accessibleName(), widget.toolTip()]
    return " ".join(out)


def test_nothing_stays_readable_above_the_veil(ward: Ward) -> None:
    names = [child.name for child in ward.desk.house().children]
    ward.press(Key.Key_Space)
    ward.press(ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    assert any(name in ward.window.message.text.text() for name in names)
    ward.window.go("rounds", tab="handover")
    ward.page.handover.foot.paper.click()
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, QDialog) and paper.isVisible()
    QTest.keyClick(paper, Key.Key_F9)
    assert ward.window.veiled and not paper.isVisible()
    told = readable(ward) + ward.window.message.text.text()
    assert not [name for name in names if name in told]
    assert ward.page.board.cells.board is None and ward.page.handover.cards == []


def _held(window: QWidget) -> str:
    """Every text a window holds, shown or not: labels, lines, lists, tables."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    out = []
    for widget in window.findChildren(QWidget):
        out += [str(widget.property("text") or ""), widget.accessibleName(), widget.toolTip()]
        out.append(str(widget.property("plainText") or ""))
        model = widget.model() if isinstance(widget, QAbstractItemView) else None
        for line in range(model.rowCount() if model is not None else 0):
            for column in range(model.columnCount() if model is not None else 0):
                out.append(str(model.index(line, column).data() or "") if model else "")
    return " ".join(out)


@pytest.mark.parametrize(
    ("page", "arguments"),
    [("today", {}), ("children", {}), ("children", {"child": ""}), ("rounds", {}),
     ("rounds", {"tab": "handover"}), ("registers", {}), ("compliance", {}), ("calendar", {})],
)  # fmt: skip
def test_under_the_veil_no_page_holds_a_name(
    ward: Ward, page: str, arguments: dict[str, str]
) -> None:
    children = ward.desk.house().children
    names = [child.name for child in children]
    event_of(ward, children[1].id)
    ward.window.go(page, **({"child": children[0].id} if "child" in arguments else arguments))
    QApplication.processEvents()
    if page not in ("registers",):
        assert any(name in _held(ward.window) for name in names)
    ward.press(Key.Key_F9)
    assert ward.window.veiled
    told = _held(ward.window)
    assert not [name for name in names if name in told]


def test_a_paper_made_while_the_veil_was_drawn_does_not_open_above_it(ward: Ward) -> None:
    def made() -> bytes:
        ward.window.draw_veil()  # the worker was still at it
        return printing.handover_paper(ward.desk, ward.desk.house().wards[0].id)

    ward.page.do_once(made, lambda pdf: ward.window.show_paper("交接单", pdf, "交接.pdf"), "")
    assert ward.window.veiled
    assert not [d for d in ward.window.findChildren(QDialog) if d.isVisible()]


def test_f9_closes_an_open_list_too(ward: Ward) -> None:
    popup = ward.window.header.open_list("shift")
    assert QApplication.activePopupWidget() is popup
    QTest.keyClick(popup, Key.Key_F9)
    assert ward.window.veiled and QApplication.activePopupWidget() is None


def test_the_pin_of_somebody_on_duty_lifts_it_and_the_round_goes_on(ward: Ward) -> None:
    rostered(ward, "E", NIGHT.replace(hour=16, minute=0), ["huli3"])
    ward.press(Key.Key_Space)
    ward.press(Key.Key_F9)
    veil = ward.window.veil
    veil.person.setCurrentIndex(veil.person.findData("huli3"))
    QTest.keyClicks(veil.pin, "000000")
    QTest.keyClick(veil.pin, ENTER)
    assert ward.window.veiled and "签名码不对" in veil.error.text()
    QTest.keyClicks(veil.pin, practice.PIN)
    QTest.keyClick(veil.pin, ENTER)
    QApplication.processEvents()
    assert not ward.window.veiled and ward.page.board.currentIndex().row() == 1
    ward.press(Key.Key_Space)
    assert len(ward.desk.store.marks(NIGHT, NIGHT + timedelta(hours=1))) == 2


def test_f9_twice_locks_and_so_does_idling_after_the_shift(ward: Ward, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ward.window.locked, timeout=1000):
        ward.press(Key.Key_F9, Key.Key_F9)
    ward.window._lift()
    ward.window.idle_watch.idle.emit()
    assert ward.window.veiled, "while the shift goes on idling only veils"
    ward.window._lift()
    ward.window.shift_over()
    with qtbot.waitSignal(ward.window.locked, timeout=1000):
        ward.window.idle_watch.idle.emit()


def test_times_stay_alive_under_veil_and_lock(ward: Ward, qtbot: QtBot) -> None:
    names = [child.name for child in ward.desk.house().children]
    ward.clock.at = NIGHT + timedelta(minutes=20)
    ward.window.pulse._last = ward.clock.at
    ward.press(Key.Key_F9)
    assert ward.window.veil.alarms.text() == "! 一区 22:00 已过点，4名未看"
    assert ward.window.veil.coming.text().startswith("接下来：23:00 一区巡查　00:00 一区巡查")
    kept = alarms.ahead(ward.desk)
    login = LoginWindow(
        [], lambda *_: None, ImmediateRunner(),
        due=lambda: Due({"round": "一区 22:00 该巡查了"}, coming="接下来：23:00 一区巡查"),
    )  # fmt: skip
    qtbot.addWidget(login)
    login.show()
    assert login.alarms.isVisible() and "22:00" in login.alarms.text()
    assert kept[0].due_at == NIGHT.replace(minute=0), "what is overdue is told on a locked PC too"
    assert not any(name in f"{kept}" for name in names)


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_alarm_is_cut_on_a_locked_pc_with_a_small_screen(
    qtbot: QtBot, look: Theme, size: str
) -> None:
    look.use(NIGHT_LOOK, size)
    told = {f"{n}": f"一区 0{n}:30 漏巡，4名未看" for n in range(4)}
    coming = "接下来：04:00 一区巡查　04:30 一区巡查\n　　　　05:00 一区巡查　05:30 一区巡查"
    login = LoginWindow(
        [("hushi1", "许护士")], lambda *_: None, ImmediateRunner(), note=lambda **_: None,
        by_sheet=lambda *_: None, due=lambda: Due(told, coming=coming),
    )  # fmt: skip
    qtbot.addWidget(login)
    login.resize(1080, 570)
    login.show()
    QApplication.processEvents()
    words = [w for w in login.findChildren(Label) if w.isVisible() and w.wordWrap() and w.text()]
    assert login.alarms in words and login.coming in words
    for label in words:
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_a_locked_pc_tells_medicine_and_second_looks_of_the_next_hours_without_names(
    ward: Ward, qapp: QApplication
) -> None:
    """The drug and the child are nowhere; times go on while it is locked, and when it is set back."""
    child = ward.desk.house().children[0]
    ordered(ward, child.id, "布洛芬", "每日 23:00")
    ward.press(Key.Key_Space)
    ward.press(Key.Key_T)
    ward.type("38.4")
    ward.press(ENTER)
    session = Session(qapp, ward.desk.store_dir, [], ward.clock)
    session.window, session.desk = ward.window, ward.desk
    session._lock()
    login = session.window
    assert isinstance(login, LoginWindow) and session.desk is None
    assert "23:00 一区用药" in login.coming.text() and "23:01 一区复查" in login.coming.text()
    assert login.alarms.text() == "! 一区 22:00 该巡查了"
    for moment, told in (
        (NIGHT.replace(hour=23, minute=10), {"23:00 该巡查了", "23:00 该用药了", "23:01 该复查了"}),
        (NIGHT.replace(hour=22, minute=30), {"22:00 该巡查了"}),
    ):  # fmt: skip
        ward.clock.at = moment
        login.show_due()
        lines = login.alarms.text().splitlines()
        assert {line.removeprefix("! 一区 ") for line in lines} == told
    whole = readable(ward) + login.alarms.text() + login.coming.text()
    assert child.name not in whole and "布洛芬" not in whole and "38.4" not in whole
    login.close()


def test_the_bell_rings_once_for_each_new_alarm(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda *_: rung.append(1))
    other = LoginWindow([], lambda *_: None, ImmediateRunner())
    bell = Bell(other, ward.clock.now)
    for told, times in (
        ({"round/1/22:00/overdue": "4名未看"}, 1), ({"round/1/22:00/overdue": "3名未看"}, 1),
        ({"round/1/22:00/missed": "3名未看"}, 2), ({}, 2), ({"round/2/22:00/missed": "未看"}, 3),
    ):  # fmt: skip
        bell.tell(told)
        assert len(rung) == times
    other.deleteLater()


def test_a_clock_that_is_set_is_journalled(ward: Ward) -> None:
    clock, seconds = SetClock(NIGHT), [0.0]
    pulse = Pulse(clock.now, ward.window, steady=lambda: seconds[0])
    seen: list[tuple[datetime, datetime]] = []
    pulse.stepped.connect(lambda before, after: seen.append((before, after)))
    for minutes, passed in ((30, 1800.0), (31, 1860.0), (27, 1890.0)):
        clock.at, seconds[0] = NIGHT + timedelta(minutes=minutes), passed
        pulse.look()
    assert seen == [(NIGHT + timedelta(minutes=31, seconds=30), NIGHT + timedelta(minutes=27))]
    pulse.stop()
    ward.window.pulse.stepped.emit(*seen[0])
    (entry,) = ward.desk.store.acts("clock_set")
    assert entry.values == {"from": "2026-11-24T22:32", "to": "2026-11-24T22:28"}


_CUT = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.ui.ward import window_of
from welfare_desktop.actions import access
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.shell import theme
app = QApplication(sys.argv[:1])
theme.install(app)
clock = SetClock(datetime(2026, 11, 24, 22, 1))
desk = access.open_desk(Path(sys.argv[1]), "hushi1", practice.PASSWORD, clock)
window = window_of(desk)
window.resize(1366, 728)
window.show()
window.go("rounds", start=True)
for key in (Qt.Key.Key_Space, Qt.Key.Key_2, Qt.Key.Key_E):
    QTest.keyClick(window.focusWidget(), key)
window.go("rounds", tab="handover")
QTest.keyClicks(window.page.handover.census.seen, "4")
QTest.keyClicks(window.page.handover.remark, "lamp broken")
QTest.qWait(1900)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL stands for the power cut")
def test_a_power_cut_loses_no_mark_and_no_word(qtbot: QtBot, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for made in night_ward(qtbot, store, 4, NIGHT, watched=()):
        made.window.close()
    root = Path(__file__).parents[2]
    cut = subprocess.run(
        [sys.executable, "-c", _CUT, str(store)], cwd=root, check=False, capture_output=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert cut.returncode == -signal.SIGKILL, cut.stderr.decode()
    desk = access.open_desk(store, "hushi1", practice.PASSWORD, SetClock(NIGHT))
    assert [m["mark"] for m in desk.store.marks(NIGHT - timedelta(1), NIGHT + timedelta(1))] == [
        "1",
        "2",
    ]
    again = Ward(qtbot, desk, SetClock(NIGHT))
    again.press(Key.Key_F2)
    assert again.page.board.currentIndex().row() == 2, "on with the first unrecorded child"
    again.press(Key.Key_Space, Key.Key_Space)
    again.press(ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    again.sign()
    (walk,) = recent(desk, "F30")
    assert [m["mark"] for m in walk.rows("marks")] == ["1", "2", "1", "1"]
    again.window.go("rounds", tab="handover")
    tab = again.page.handover
    assert (tab.census.seen.text(), tab.remark.text()) == ("4", "lamp broken")
    findings: list[str] = []
    assert desk.store.check(findings.append), findings
    again.window.close()
    desk.close()
