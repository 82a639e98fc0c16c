"""Every page in both lights: letters of 7 : 1, the keyboard always seen, Tab in reading order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from tests.ui.pixels import changed, legibility, picture, place_of
from tests.ui.screens import SCREENS, controls, show
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.page import into_view
from welfare_desktop.ui.shell.tokens import DAY, NIGHT, Tokens
from welfare_desktop.ui.shell.window import MainWindow

#: A thin letter never quite reaches its colour.
_LEGIBLE = 6.6
#: Points that must change where the keyboard comes: a line along the shorter sides of a button.
_SEEN = 60


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


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    assert isinstance(widget, QLabel | QAbstractButton)
    return widget.text()


def _in_sight(widget: QWidget) -> bool:
    """Wholly inside all it lies in, and large enough to hold a letter."""
    place, above = place_of(widget), widget.parentWidget()
    while above is not None and place_of(above).contains(place):
        if above.isWindow():
            return min(place.width(), place.height()) > 8
        above = above.parentWidget()
    return False


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_written_can_be_read(window: MainWindow, screen: str) -> None:
    show(window, screen)
    found, faint = picture(window), list[str]()
    for kind in (QLabel, QAbstractButton, QLineEdit, QComboBox):
        for widget in window.findChildren(kind):
            if not widget.isVisible() or not _words(widget).strip() or not _in_sight(widget):
                continue
            ratio = legibility(found, place_of(widget, -3))
            if ratio < _LEGIBLE:
                faint.append(f"{type(widget).__name__} {_words(widget)[:20]} {ratio:.1f}")
    assert faint == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_keyboard_is_always_seen(window: MainWindow, screen: str) -> None:
    page, unseen = show(window, screen), list[str]()
    for control in controls(page):
        into_view(control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        at = window.focusWidget()
        if at is None or not (at is control or control.isAncestorOf(at)):
            continue
        place = place_of(control, 4).intersected(window.rect())
        here = picture(window, place)
        at.clearFocus()
        QApplication.processEvents()
        if not control.isVisible() or place != place_of(control, 4).intersected(window.rect()):
            continue
        points = changed(here, picture(window, place))
        if points < _SEEN:
            unseen.append(f"{type(control).__name__} {control.accessibleName()} {points}")
    assert unseen == []


def _backwards(one: QWidget, other: QWidget) -> bool:
    """Of two that stand side by side in one place: the second above, or left in the same line."""
    if one.parentWidget() is not other.parentWidget():
        return False
    a, b = one.geometry(), other.geometry()
    level = b.top() < a.bottom() and a.top() < b.bottom()
    return b.bottom() <= a.top() or (level and b.left() < a.left())


@pytest.mark.parametrize("screen", SCREENS)
def test_tab_goes_as_one_reads(window: MainWindow, screen: str) -> None:
    page, seen, back = show(window, screen), list[QWidget | None](), list[str]()
    QApplication.processEvents()  # a form finds its height in two steps
    while (at := window.focusWidget()) is not None and at not in seen:
        before = seen[-1] if seen else None
        seen.append(at if page.isAncestorOf(at) else None)
        if before is not None and seen[-1] is not None and _backwards(before, at):
            back.append(f"{before.accessibleName()} → {at.accessibleName()}")
        QTest.keyClick(at, Qt.Key.Key_Tab)
        if seen.count(None) > 60:
            break  # once through the frame of the window
    assert back == []
