"""Every page and form: named, reached by Tab, large enough, Chinese, fit for 1080×570."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui import walked
from tests.ui.screens import PLAIN, SCREENS, show
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.window import MainWindow


@pytest.fixture
def size() -> str:
    """The size of type, where a test does not ask for another."""
    return "标准"


@pytest.fixture
def window(every_page: MainWindow, size: str) -> MainWindow:
    """The window in front, at its usual size."""
    if theme.theme().size != size:
        theme.theme().use(DAY, size)
    every_page.resize(1366, 728)
    every_page.activateWindow()
    QTest.qWaitForWindowActive(every_page)
    return every_page


@pytest.mark.parametrize("screen", PLAIN)
def test_everything_has_a_name_and_is_chinese(window: MainWindow, screen: str) -> None:
    show(window, screen)
    assert walked.unnamed(window) == []
    assert walked.foreign(window, window.desk) == []


@pytest.mark.parametrize("screen", PLAIN)
def test_tab_reaches_everything(window: MainWindow, screen: str) -> None:
    page = show(window, screen)
    assert page.isAncestorOf(window.focusWidget() or window), "the keyboard starts in the page"
    assert walked.unreached(page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_is_large_enough_to_hit(window: MainWindow, screen: str) -> None:
    show(window, screen)
    assert walked.small(window) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_every_page_fits_the_small_screen(window: MainWindow, screen: str, size: str) -> None:
    window.resize(1080, 570)
    page = show(window, screen)
    hint, room = page.minimumSizeHint(), window.stack.size()
    assert window.size().toTuple() == (1080, 570)
    assert hint.width() <= room.width(), (hint, room)
    assert hint.height() <= room.height(), (hint, room)


def test_qt_speaks_chinese(look: Theme) -> None:
    """Qt's own words too: buttons of its dialogs, menus of its lines."""
    line = QLineEdit()
    menu = line.createStandardContextMenu()
    words = "".join(action.text() for action in menu.actions())
    assert "复制" in words and "Copy" not in words
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert theme.theme() is look
