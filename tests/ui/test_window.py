"""The frame: keys, chips, veil, bad news, size, names for every focusable."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import PIN, PlainPage
from tests.ui.walked import unnamed
from welfare_desktop.domain.errors import Refused, Trouble, trace
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow


@pytest.mark.parametrize("form", ["", "F01", "F02", "F31"])
def test_every_focusable_has_a_name(window: MainWindow, form: str) -> None:
    if form:
        window.go("record", form=form)
    assert QAccessible.queryAccessibleInterface(window).childCount() > 0
    assert unnamed(window) == []


def test_fits_the_small_screen(window: MainWindow) -> None:
    window.go("record", form="F02")
    hint = window.minimumSizeHint()
    assert hint.width() <= 1080
    assert hint.height() <= 570
    window.resize(1080, 570)
    assert (window.width(), window.height()) == (1080, 570)
    assert window.navigation.folded


def test_keys_change_page_and_light(window: MainWindow, look: Theme, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitActive(window).__enter__()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.navigation.buttons["children"].isChecked()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert look.night
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.help.isVisible()


def test_each_chip_opens_its_list(window: MainWindow, qtbot: QtBot) -> None:
    for name, chip in window.header.chips.items():
        popup = window.header.open_list(name)
        assert popup.isVisible(), name
        assert chip.accessibleName()
        popup.close()


def test_veil_clears_and_pin_lifts(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page
    assert isinstance(page, PlainPage)
    window.idle_watch.timer.timeout.emit()
    assert window.veiled
    assert page.cleared == 1
    window.veil.pin.setText("000000")
    QTest.keyClick(window.veil.pin, Qt.Key.Key_Return)
    assert window.veiled
    assert "签名码不对" in window.veil.error.text()
    window.veil.pin.setText(PIN)
    QTest.keyClick(window.veil.pin, Qt.Key.Key_Return)
    assert not window.veiled
    assert page.entered == 2


def test_second_f9_locks(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window).__enter__()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.veiled
    with qtbot.waitSignal(window.locked):
        QTest.keyClick(window, Qt.Key.Key_F9)


def test_bad_news_of_two_kinds(window: MainWindow) -> None:
    window.bad_news(Refused("须先审批。", clause="C1.09"))
    assert "C1.09" in window.message.text.text()
    window.bad_news(Trouble("磁盘已满。"))
    assert "磁盘已满" in window.message.text.text()
    with pytest.raises(KeyError):
        window.bad_news(KeyError("x"))


def test_bug_report_has_no_personal_data() -> None:
    try:
        raise KeyError("李𬱖 110105202409170015")
    except KeyError as error:
        text = trace(error)
    assert "KeyError" in text
    assert "李" not in text
    assert "1101" not in text
    assert "test_window.py" in text
