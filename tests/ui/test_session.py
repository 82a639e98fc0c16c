"""Login → window → lock → login, and Ctrl+K, with the real runner and the real store."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import NOW, PASSWORD, Begin
from welfare_desktop.actions import search
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import desktop
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.security import keyslots
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.by_sheet import RestoreWindow
from welfare_desktop.ui.start.login import LoginWindow, TroubleDialog
from welfare_desktop.ui.start.session import Session


@pytest.fixture
def session(begin: Begin, desk: Desk) -> Session:
    desk.close()
    return begin(desk.store_dir, SetClock(NOW))


def _unlocked(session: Session, qtbot: QtBot) -> MainWindow:
    login = session.window
    assert isinstance(login, LoginWindow)
    login.password.setText(PASSWORD)
    QTest.keyClick(login.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(session.window, MainWindow), timeout=10_000)
    assert isinstance(session.window, MainWindow)
    return session.window


def test_login_window_lock_login(session: Session, qtbot: QtBot) -> None:
    window = _unlocked(session, qtbot)
    assert window.page is not None
    assert window.header.chips["shift"].text() == "未排班"
    window.locked.emit()
    assert isinstance(session.window, LoginWindow)
    assert session.desk is None


def test_a_locked_pc_holds_nothing_of_the_desk(session: Session, qtbot: QtBot) -> None:
    """What was read of children goes with the window; locked again and again, no memory is lost."""
    window = _unlocked(session, qtbot)
    for page in ("rounds", "children", "today"):
        window.go(page)
    left = [weakref.ref(one) for one in (window, window.desk, window.desk.store)]
    window.locked.emit()
    del window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: gc.get_freeze_count() == 0)
    gc.collect()
    assert [one() for one in left] == [None, None, None]


def test_find_by_name_initials_and_pinyin(desk: Desk) -> None:
    for typed in ("程科长", "ckz", "chengke", "程"):
        assert search.find(desk, typed)[0].title == "程科长", typed
    assert search.find(desk, "f02")[0].id == "F02"
    assert search.find(desk, "  ") == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [("missing", "密钥文件不见了"), ("cut", "密钥文件已损坏")],
)
def test_a_store_that_cannot_be_opened_says_so_in_a_window(
    qapp: QApplication, look: Theme, desk: Desk, monkeypatch: pytest.MonkeyPatch,
    damage: str, told: str,
) -> None:  # fmt: skip
    folder = desk.store_dir
    desk.close()
    slots = folder / keyslots.FILE_NAME
    # With the file before it the store would still open.
    (folder / f"{keyslots.FILE_NAME}.previous").unlink()
    if damage == "missing":
        slots.unlink()
    else:
        slots.write_bytes(slots.read_bytes()[:40])
    seen: list[str] = []

    def shown(dialog: TroubleDialog) -> int:
        seen.extend(label.text() for label in dialog.findChildren(Label))
        assert not dialog.restore.isHidden() and dialog.restore.isDefault()
        dialog.reject()
        return dialog.result()

    monkeypatch.setattr(TroubleDialog, "exec", shown)
    with pytest.raises(SystemExit) as ended:
        desktop.main(["--data", str(folder)])
    assert ended.value.code == 3
    assert any(told in text and "资料没有改动" in text for text in seen)
    assert (folder / "store.db").exists()


def test_who_takes_the_way_out_is_asked_for_a_backup(
    qapp: QApplication, look: Theme, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk.store_dir
    desk.close()
    for path in folder.glob(f"{keyslots.FILE_NAME}*"):
        path.unlink()
    asked: list[RestoreWindow] = []

    def run(*_: object) -> int:
        asked.extend(
            one for one in QApplication.topLevelWidgets()
            if isinstance(one, RestoreWindow) and one.isVisible()
        )  # fmt: skip
        return 0

    monkeypatch.setattr(TroubleDialog, "exec", lambda dialog: TroubleDialog.DialogCode.Accepted)
    monkeypatch.setattr(QApplication, "exec", run)
    with pytest.raises(SystemExit) as ended:
        desktop.main(["--data", str(folder)])
    assert ended.value.code == 0 and len(asked) == 1
    asked[0].previous.click()
    assert not asked[0].isVisible() and (folder / "store.db").exists()
