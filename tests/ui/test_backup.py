"""备份 in the window: the plan, the two buttons, on schedule, at closing, and what is told."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.practised import practised
from welfare_desktop.actions import access, backups, papers
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.admin.page import AdminPage
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell.keeper import ClosingNote, Keeper
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.session import Session
from welfare_desktop.ui.today.page import TodayPage

NOW = datetime(2026, 11, 24, 9, 0)


@pytest.fixture
def now() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def house(tmp_path: Path, now: SetClock) -> Iterator[Desk]:
    made = practised(tmp_path / "store", now)
    yield made.seated(made.find_account("xitong"))
    made.close()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    made = tmp_path / "备份盘"
    made.mkdir()
    return made


@pytest.fixture
def window(house: Desk, look: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(
        house, PAGES, desk_sources(house, finder(house), lambda page, **a: made.go(page, **a)),
        ImmediateRunner(),
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    made.close()


def planned(desk: Desk, disk: Path) -> None:
    backups.set_plan(desk, backups.Plan(folder=str(disk), carrier="方院长", every_hours=12))


def admin(window: MainWindow) -> AdminPage:
    window.go("admin")
    assert isinstance(window.page, AdminPage)
    return window.page


def chip(window: MainWindow) -> list[str]:
    popup = window.header.open_list("backup")
    assert isinstance(popup, ListPopup)
    words = [button.accessibleName() for button in popup.buttons]
    popup.close()
    return words


def test_the_plan_is_made_by_keyboard(window: MainWindow, house: Desk, disk: Path) -> None:
    page = admin(window)
    card = page.backup
    assert not card.make.isEnabled() and "先定好" in card.make.toolTip()
    QTest.keyClick(card.change, Qt.Key.Key_Space)
    assert card.fields["folder"].hasFocus()
    for name, typed, told in (
        ("folder", str(disk / "nowhere"), "找不到"), ("folder", str(house.store_dir), "资料文件夹里面"),
        ("every_hours", "0", "1到168"),
    ):  # fmt: skip
        card.fields["folder"].setText(str(disk))
        card.fields[name].setText(typed)
        QTest.keyClick(card.fields[name], Qt.Key.Key_Return)
        assert told in card.error.text() and card.fields[name].hasFocus()
    card.fields["carrier"].setText("方院长")
    card.fields["every_hours"].setText("12")
    QTest.keyClick(card.fields["every_hours"], Qt.Key.Key_Return)
    assert backups.plan(house) == backups.Plan(folder=str(disk), carrier="方院长", every_hours=12)
    assert page.backup is not card and page.backup.make.isEnabled()


def test_others_see_why_they_do_not_decide(house: Desk, look: Theme, qtbot: QtBot) -> None:
    nurse = house.seated(house.find_account("huli1"))
    window = MainWindow(
        nurse, PAGES, desk_sources(nurse, finder(nurse), lambda page, **a: None), ImmediateRunner()
    )
    qtbot.addWidget(window)
    window.show()
    card = admin(window).backup
    assert not card.change.isEnabled() and "系统管理员或院长" in card.change.toolTip()
    window.close()


def test_backup_and_rehearsal_are_told_everywhere(
    window: MainWindow, house: Desk, disk: Path, now: SetClock
) -> None:
    assert "未备份" in window.header.chips["backup"].text()
    planned(house, disk)
    page = admin(window)
    page.backup.make.setFocus()
    QTest.keyClick(page.backup.make, Qt.Key.Key_Space)
    assert page.backup.make.hasFocus(), "the keyboard stays where it was"
    assert len(list(disk.glob("*.backup"))) == 1 and "已备份并核对" in window.message.text.text()
    assert window.header.chips["backup"].text() == "已备份 09:00"
    assert any("还没有" not in words and "方院长" in words for words in chip(window))
    assert any("没有演练过" in words and "该演练了" in words for words in chip(window))
    QTest.keyClick(page.backup.rehearse, Qt.Key.Key_Space)
    assert "演练成功" in window.message.text.text()
    window.go("today")
    assert isinstance(window.page, TodayPage)
    told = window.page.backup.words.text()
    assert all(w in told for w in ("11-24 09:00", str(disk), "方院长带走", "恢复演练11-24成功"))
    now.at += timedelta(hours=13)
    window.changed()
    assert window.page.backup.state.text() == "! 该备份了"
    assert window.header.chips["backup"].text() == "该备份了"


def test_a_rehearsal_that_fails_says_so(window: MainWindow, house: Desk, disk: Path) -> None:
    planned(house, disk)
    made = backups.make(house)
    raw = bytearray(made.path.read_bytes())
    raw[5000] ^= 1
    made.path.write_bytes(raw)
    admin(window).backup.rehearse.click()
    assert "演练没有成功" in window.message.text.text()
    assert "未成功" in backups.words(backups.state(house))


def test_a_due_backup_is_made_beside_the_work(
    window: MainWindow, house: Desk, disk: Path, now: SetClock, qtbot: QtBot
) -> None:
    keeper = Keeper(window)
    keeper.look()
    assert keeper._task is None, "no plan yet"
    planned(house, disk)
    window.go("today")
    window.pulse.beat.emit()
    qtbot.waitUntil(lambda: backups.state(house).last_at == NOW, timeout=10_000)
    qtbot.waitUntil(lambda: window.header.chips["backup"].text() == "已备份 09:00")
    assert not window.message.isVisible() and not window.progress.isVisible()
    now.at += timedelta(hours=12)
    shutil.rmtree(disk)
    keeper.look()
    assert keeper._task is not None and keeper._task.done, "without the disk nothing is tried"
    keeper.stop()


def test_a_damaged_paper_is_an_alarm_of_the_frame(
    window: MainWindow, house: Desk, tmp_path: Path
) -> None:
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.4 " + b"x" * 4000)
    paper = papers.take_in(house, scan, "A02")
    keeper = Keeper(window, ImmediateRunner())
    keeper.look()
    assert "附件" not in window.header.chips["alarm"].text() and not papers.damaged(house)
    (kept,) = (house.store_dir / "attachments").rglob("*.age")
    kept.unlink()
    keeper.look()
    assert papers.damaged(house) == [paper.sha256]
    assert (
        window.header.chips["alarm"].isVisible() and "警报" in window.header.chips["alarm"].text()
    )
    keeper.stop()


def test_a_failure_is_told_once_and_tried_later(
    window: MainWindow, house: Desk, disk: Path, now: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(house, disk)
    tried: list[int] = []

    def full(*_: object) -> None:
        tried.append(1)
        raise OSError("no space")

    monkeypatch.setattr("welfare_desktop.store.backup._write", full)
    keeper = Keeper(window, ImmediateRunner())
    keeper.look()
    assert "写不进去" in window.message.text.text()
    window.message.hide()
    keeper.look()
    now.at += timedelta(minutes=31)
    keeper.look()
    assert len(tried) == 2 and not window.message.isVisible()
    keeper.stop()


@pytest.fixture
def session(
    qapp: QApplication, look: Theme, house: Desk, disk: Path, now: SetClock
) -> Iterator[Session]:
    """The whole program at a store with a plan."""
    planned(house, disk)
    folder = house.store_dir
    house.close()
    hook = sys.excepthook
    made = Session(qapp, folder, access.logins(folder), now)
    made.open(access.open_desk(folder, "kezhang", practice.PASSWORD, now))
    yield made
    sys.excepthook = hook
    if made._keeper is not None:
        made._keeper.stop()
    if made.window is not None:
        made.window.close()
    if made.desk is not None:
        made.desk.close()


def _closing(session: Session) -> tuple[MainWindow, Desk, ClosingNote]:
    """The window is asked to close while something is not backed up yet."""
    window, desk = session.window, session.desk
    assert isinstance(window, MainWindow) and desk is not None
    window.close()
    note = QApplication.activeModalWidget()
    assert isinstance(note, ClosingNote)
    return window, desk, note


def test_closing_backs_up_first(session: Session, disk: Path, qtbot: QtBot) -> None:
    window, *_ = _closing(session)
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert len(list(disk.glob("*.backup"))) == 1
    assert session.desk is not None and not backups.take_missed(session.desk)
    assert not backups.behind(session.desk)


def test_closing_can_skip_the_backup(session: Session, disk: Path, qtbot: QtBot) -> None:
    window, _, note = _closing(session)
    QTest.keyClick(note, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert not list(disk.glob("*.part"))
    assert session.desk is not None
    assert "没有做完备份" in backups.take_missed(session.desk)


def test_f3_while_closing_keeps_the_window_and_the_backup(
    session: Session, disk: Path, qtbot: QtBot
) -> None:
    window, desk, note = _closing(session)
    QTest.keyClick(note, Qt.Key.Key_F3)
    (event,) = desk.house().of("F31")
    assert isinstance(window.page, EventPage) and window.page.shown == event
    qtbot.waitUntil(lambda: not backups.behind(desk), timeout=10_000)
    qtbot.wait(50)  # what closing still had in mind would come now
    assert window.isVisible() and window.page.shown == event and len(list(disk.glob("*"))) == 1
    assert QApplication.activeModalWidget() is None and not backups.take_missed(desk)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_2)
    assert [len(one.rows("timeline")) for one in desk.house().of("F31")] == [2]
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert not backups.behind(desk), "what was written since is backed up as well"


def test_the_veil_over_closing_hides_it_and_the_window_closes_when_it_is_backed_up(
    session: Session, disk: Path, qtbot: QtBot
) -> None:
    window, desk, note = _closing(session)
    QTest.keyClick(note, Qt.Key.Key_F9)
    assert window.veiled and not note.isVisible()
    window.veil.lifted.emit()
    assert not window.veiled and note.isVisible(), "whoever lifts it sees what goes on"
    QTest.keyClick(note, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert not backups.behind(desk) and not backups.take_missed(desk)


def test_without_the_disk_closing_waits_for_nothing_and_tells_next_time(
    session: Session, disk: Path, now: SetClock, qtbot: QtBot
) -> None:
    shutil.rmtree(disk)
    window, desk = session.window, session.desk
    assert isinstance(window, MainWindow) and desk is not None
    window.close()
    assert not window.isVisible()
    folder = desk.store_dir
    desk.close()
    session.open(access.open_desk(folder, "kezhang", practice.PASSWORD, now))
    assert isinstance(session.window, MainWindow)
    said = session.window.message.text.text()
    assert "上次关闭时备份没有做" in said and str(disk) in said


def test_locking_never_waits_for_a_backup(session: Session, disk: Path) -> None:
    assert isinstance(session.window, MainWindow)
    session.window.locked.emit()
    assert session.desk is None and not list(disk.glob("*.backup"))
