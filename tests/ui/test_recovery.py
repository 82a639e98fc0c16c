"""Every password is lost, or the PC is: the recovery sheet and a backup, in the first windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from welfare_desktop.actions import access, backups, setup
from welfare_desktop.app.practice import PASSWORD, answers
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots
from welfare_desktop.security.passwords import FLOOR_KIB, Stretching
from welfare_desktop.security.recovery import new_words
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.by_sheet import BySheet, RestoreWindow
from welfare_desktop.ui.start.login import LoginWindow, TroubleDialog
from welfare_desktop.ui.start.session import Session
from welfare_desktop.ui.start.wizard import Wizard

NOW = datetime(2026, 11, 24, 9, 0)
NEW = "set with the sheet"


class Case:
    """A closed store, its sheet, a backup of it, and the program at a folder."""

    def __init__(self, tmp_path: Path, app: QApplication) -> None:
        self.app, self.folder, self.words = app, tmp_path / "store", new_words()
        desk = setup.create_store(
            self.folder, answers(date(2026, 11, 24)), self.words, SetClock(NOW),
            stretching=Stretching(FLOOR_KIB, 1, 2),
        )  # fmt: skip
        self.backup = backups.make(desk, tmp_path / "disk" / "a.backup").path
        desk.close()
        self.session: Session | None = None

    def start(self, folder: Path, now: datetime = NOW) -> Session:
        people = access.logins(folder) if access.store_exists(folder) else None
        self.session = Session(self.app, folder, people, SetClock(now))
        self.session.start()
        return self.session


@pytest.fixture
def case(tmp_path: Path, qapp: QApplication, look: Theme) -> Iterator[Case]:
    hook = sys.excepthook
    made = Case(tmp_path, qapp)
    yield made
    sys.excepthook = hook
    session = made.session
    if session is not None:
        session._runner.wait()
        if session._keeper is not None:
            session._keeper.stop()
        if session.window is not None:
            session.window.close()
        if session.desk is not None:
            session.desk.close()


def main_window(session: Session, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: isinstance(session.window, MainWindow), timeout=15_000)
    assert isinstance(session.window, MainWindow)
    return session.window


def test_the_sheet_opens_the_store_and_sets_a_password(case: Case, qtbot: QtBot) -> None:
    session = case.start(case.folder)
    login = session.window
    assert isinstance(login, LoginWindow)
    QTest.keyClick(login.sheet, Qt.Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BySheet)
    step, walk = dialog.step, dialog.walk
    step.words.setPlainText("".join(case.words[:-1]))
    assert "已输入23个" in step._notes["words"][0].text()
    walk.next.click()
    assert "现在输入了23个" in walk.error.text()
    step.words.setPlainText("".join([*case.words[1:], case.words[0]]))
    step.person.setCurrentIndex(step.person.findData("huli1"))
    for name, typed in (("password", NEW), ("password2", "another one")):
        step.fields[name].setText(typed)
    walk.next.click()
    assert "两次输入的密码不一样" in step._notes["password2"][0].text()
    step.fields["password2"].setText(NEW)
    walk.next.click()
    qtbot.waitUntil(lambda: walk.error.text().startswith("✕"), timeout=15_000)
    assert "恢复" in walk.error.text()
    step.words.setPlainText(" ".join(case.words))
    QTest.keyClick(step.fields["password2"], Qt.Key.Key_Return)
    window = main_window(session, qtbot)
    assert window.desk.account.login == "huli1"
    window.locked.emit()
    access.open_desk(case.folder, "huli1", NEW, SetClock(NOW)).close()
    with pytest.raises(Trouble, match="账号或密码不对"):
        access.open_desk(case.folder, "huli1", PASSWORD, SetClock(NOW))


def _restore_window(case: Case, folder: Path) -> tuple[Session, RestoreWindow]:
    session = case.start(folder)
    wizard = session.window
    assert isinstance(wizard, Wizard)
    QTest.keyClick(wizard.restore, Qt.Key.Key_Space)
    window = session.window
    assert isinstance(window, RestoreWindow)
    return session, window


@pytest.mark.parametrize("by_sheet", [True, False])
def test_a_backup_brings_the_house_back(
    case: Case, tmp_path: Path, qtbot: QtBot, by_sheet: bool
) -> None:
    session, window = _restore_window(case, tmp_path / "new")
    window.file.fields["file"].setText(str(tmp_path / "nothing.backup"))
    window.next.click()
    assert window.at == 0 and "找不到这份备份" in window.error.text()
    window.file.fields["file"].setText(str(case.backup))
    window.next.click()
    step = window.open
    step.person.setCurrentIndex(step.person.findData("kezhang"))
    if by_sheet:
        step.words.setPlainText("".join(case.words))
        step.fields["password"].setText(NEW)
        step.fields["password2"].setText(NEW)
    else:
        step.way.setCurrentIndex(1)
        assert step._sheet.isHidden() and step._again.isHidden()
        step.fields["password"].setText(PASSWORD)
    window.next.click()
    qtbot.waitUntil(lambda: isinstance(session.window, LoginWindow), timeout=15_000)
    login = session.window
    assert isinstance(login, LoginWindow) and "请对照纸质记录补录" in login.error.text()
    login.person.setCurrentIndex(login.person.findData("kezhang"))
    login.password.setText(NEW if by_sheet else PASSWORD)
    login.enter.click()
    assert main_window(session, qtbot).desk.store_dir == tmp_path / "new"


def test_one_can_go_back_to_the_first_run(case: Case, tmp_path: Path) -> None:
    session, window = _restore_window(case, tmp_path / "new")
    window.previous.click()
    assert isinstance(session.window, Wizard)


def test_a_wrong_clock_is_told_right_after_unlocking(case: Case, qtbot: QtBot) -> None:
    session = case.start(case.folder, NOW - timedelta(days=400))
    login = session.window
    assert isinstance(login, LoginWindow)
    login.password.setText(PASSWORD)
    login.enter.click()
    window = main_window(session, qtbot)
    assert window.message.isVisible() and "请先核对时钟" in window.message.text.text()


def test_a_lost_key_file_comes_back_out_of_a_backup(case: Case, qtbot: QtBot) -> None:
    for path in case.folder.glob(f"{keyslots.FILE_NAME}*"):
        path.unlink()
    dialog = TroubleDialog("资料库的密钥文件不见了，打不开。", True)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == TroubleDialog.DialogCode.Accepted, "Enter takes the way out"
    session = case.session = Session(case.app, case.folder, None, SetClock(NOW))
    session.bring_back()
    window = session.window
    assert isinstance(window, RestoreWindow)
    window.file.fields["file"].setText(str(case.backup))
    window.next.click()
    window.open.way.setCurrentIndex(1)
    window.open.person.setCurrentIndex(window.open.person.findData("kezhang"))
    window.open.fields["password"].setText(PASSWORD)
    window.next.click()
    qtbot.waitUntil(lambda: isinstance(session.window, LoginWindow), timeout=15_000)
    login = session.window
    assert isinstance(login, LoginWindow) and "内容一条不少" in login.error.text()
    login.person.setCurrentIndex(login.person.findData("kezhang"))
    login.password.setText(PASSWORD)
    login.enter.click()
    assert main_window(session, qtbot).desk.store_dir == case.folder


def test_without_a_backup_the_window_closes_and_nothing_is_changed(case: Case) -> None:
    for path in case.folder.glob(f"{keyslots.FILE_NAME}*"):
        path.unlink()
    session = case.session = Session(case.app, case.folder, None, SetClock(NOW))
    session.bring_back()
    window = session.window
    assert isinstance(window, RestoreWindow)
    window.previous.click()
    assert not window.isVisible() and (case.folder / "store.db").exists()
