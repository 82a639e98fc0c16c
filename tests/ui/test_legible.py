"""Every page in both lights: letters of 7 : 1, the keyboard always seen, Tab in reading order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest

from tests.ui import walked
from tests.ui.screens import SCREENS, show
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT, Tokens
from welfare_desktop.ui.shell.window import MainWindow


@pytest.fixture(scope="module", params=[DAY, NIGHT], ids=["day", "night"])
def light(request: pytest.FixtureRequest, every_page: MainWindow) -> Iterator[Tokens]:
    """Each light once for all pages."""
    theme.theme().use(request.param, "标准")
    yield request.param
    theme.theme().use(DAY, "标准")


@pytest.fixture
def window(light: Tokens, every_page: MainWindow) -> MainWindow:
    every_page.resize(1366, 728)
    every_page.activateWindow()
    QTest.qWaitForWindowActive(every_page)
    return every_page


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_written_can_be_read(window: MainWindow, screen: str) -> None:
    show(window, screen)
    assert walked.faint(window) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_keyboard_is_always_seen(window: MainWindow, screen: str) -> None:
    assert walked.unseen(show(window, screen)) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_tab_goes_as_one_reads(window: MainWindow, screen: str) -> None:
    assert walked.backwards(show(window, screen)) == []
