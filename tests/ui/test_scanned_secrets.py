"""A scanner that types for a 签名码 or a password, or on the month of a roster: counted as nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.test_scanner import EAN, NIGHT, Gun
from tests.ui.test_staffing import Office, office
from tests.ui.ward import CTRL, ENTER, Ward, night_ward
from welfare_desktop.actions import access
from welfare_desktop.app import practice
from welfare_desktop.domain.errors import Refused
from welfare_desktop.security import attempts
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.start.login import LoginWindow

__all__ = ["office"]  # a fixture

Key = Qt.Key
#: As long as a 签名码, and no digit of one.
SIX = "690123"
WHOSE = "扫码枪"


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 2, NIGHT):
        made.press(Key.Key_F2)
        yield made


def panel(ward: Ward) -> PinPanel:
    """Asked for the signature of a round, in front."""
    if ward.panel() is None:
        ward.press(Key.Key_Space, Key.Key_Space, Key.Key_E)
        ward.press(ENTER, modifier=CTRL)
    found = ward.panel()
    assert found is not None
    found.activateWindow()
    QApplication.processEvents()
    return found


def lock_pin(ward: Ward) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            ward.desk.signer("hushi1", "111111")
    assert ward.desk.pin_locked("hushi1")


@pytest.mark.parametrize("code", [SIX, EAN, "/2026-0001"])
def test_a_code_in_the_panel_is_no_wrong_pin(ward: Ward, code: str) -> None:
    for _ in range(6):
        asked = panel(ward)
        Gun().scan(code)
        assert WHOSE in asked.error.text() and asked.pin.text() == "" and asked.pin.hasFocus()
    assert not ward.desk.pin_locked("hushi1"), "nobody tried"
    ward.sign()
    assert ward.panel() is None


def test_what_a_person_types_there_is_a_try(ward: Ward) -> None:
    asked, gun = panel(ward), Gun()
    for digit in SIX:
        gun.key(Key(ord(digit)), digit, 90)
    gun.key(Key.Key_Return, "\r", 90)
    assert "签名码不对" in asked.error.text()


def test_a_code_in_stead_of_a_password_is_no_try_and_nothing_is_none(ward: Ward) -> None:
    lock_pin(ward)
    asked = panel(ward)
    assert asked.by_password
    for _ in range(4):
        Gun().scan(EAN)
        assert WHOSE in asked.error.text() and asked.pin.text() == ""
        ward.press(ENTER)
        assert "请输入登录密码" in asked.error.text()
    assert attempts.untold(ward.desk.store_dir) == {}
    ward.type(practice.PASSWORD)
    ward.press(ENTER)
    assert ward.panel() is None and not ward.desk.pin_locked("hushi1")


def test_a_code_under_the_veil_is_no_wrong_pin(ward: Ward) -> None:
    ward.press(Key.Key_F9)
    veil = ward.window.veil
    for _ in range(6):
        Gun().scan(SIX)
        assert WHOSE in veil.error.text() and veil.pin.text() == "" and veil.pin.hasFocus()
    assert not ward.desk.pin_locked("hushi1")
    ward.type(practice.PIN)
    ward.press(ENTER)
    assert not ward.window.veiled


def test_a_code_at_the_login_is_no_wrong_password(ward: Ward, qtbot: QtBot) -> None:
    folder = ward.desk.store_dir
    window = LoginWindow(
        [("hushi1", "许护士")], lambda who, word: access.open_desk(folder, who, word),
        ImmediateRunner(),
    )  # fmt: skip
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    assert window.password.hasFocus()
    for _ in range(4):
        Gun().scan(EAN)
        assert WHOSE in window.error.text() and window.password.text() == ""
    assert attempts.untold(folder) == {}
    window.password.setText("wrong-password")
    QTest.keyClick(window.password, ENTER)
    assert attempts.untold(folder)["hushi1"].count == 1, "a person's try counts"


@pytest.mark.parametrize("code", [EAN, "DNE2025", "/2026-0001", "C3141"])
@pytest.mark.parametrize("enter", [True, False])
def test_a_code_on_the_roster_is_no_shift(office: Office, code: str, enter: bool) -> None:
    office.plan()
    plan = office.staffing.plan
    assert plan.month is not None
    before, gun = dict(plan.month.cells), Gun()
    place = (plan.grid.row(), plan.grid.day())
    gun.scan(code, enter=enter)
    QTest.qWait(200)
    assert plan.month.cells == before and (plan.grid.row(), plan.grid.day()) == place
    assert "没有填进排班" in office.window.message.text.text()
    assert QApplication.activePopupWidget() is None
    gun.key(Key.Key_D, "d", 1000)
    QTest.qWait(80)
    assert office.line("huli1").startswith("D"), "the next key is a person's again"


@pytest.mark.parametrize("first", [Key.Key_D, Key.Key_Z, Key.Key_W, Key.Key_C])
def test_a_first_key_that_acted_in_a_busy_window_is_taken_back(office: Office, first: Key) -> None:
    office.plan()
    plan = office.staffing.plan
    office.press(Key.Key_D, Key.Key_D)
    assert plan.month is not None
    before, place, gun = plan.month.stand, (plan.grid.row(), plan.grid.day()), Gun()
    gun.key(first, chr(first).lower(), 1000)
    QTest.qWait(80)
    assert (plan.month.stand, (plan.grid.row(), plan.grid.day())) != (before, place)
    for digit in "3141":
        gun.key(Key(ord(digit)), digit)
    gun.key(Key.Key_Return, "\r")
    assert (plan.month.stand, (plan.grid.row(), plan.grid.day())) == (before, place)
    assert QApplication.activePopupWidget() is None
