"""Every page, form and dialog: named, reached by Tab, large enough, Chinese, fit for 1080×570."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from tests.ui.screens import PLAIN, SCREENS, controls, dialogs, only_read, show
from welfare_desktop.actions.desk import Desk
from welfare_desktop.ui.admin.people_page import PeoplePage
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.window import MainWindow

#: Latin words that belong in a Chinese text.
_LATIN = re.compile(r"[A-Za-z]{3,}")
_ALLOWED = {"Ctrl", "Shift", "Enter", "Tab", "Alt", "Excel", "PDF", "DNA", "ICD", "CWX", "xlsx", "jsonl",
            "BMI", "WHO"}  # fmt: skip
#: Least height and width of what is pressed (look.md §2); the round board has its own cells.
_HIT = 38


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


def unnamed(root: QAccessibleInterface) -> list[str]:
    """Focusables below that have no name."""
    out: list[str] = []
    for number in range(root.childCount()):
        child = root.child(number)
        if child is None or not child.isValid():
            continue
        state = child.state()
        if (
            state.focusable
            and not state.invisible
            and not child.text(QAccessible.Text.Name).strip()
        ):
            thing = child.object()
            out.append(f"{type(thing).__name__} {thing.objectName() if thing else ''}")
        out += unnamed(child)
    return out


def foreign(root: QWidget, allowed: set[str]) -> list[str]:
    """Texts that are not Chinese."""
    told: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        told += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QAbstractButton | QLabel):
            told.append(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            told.append(widget.placeholderText())
    return sorted({t for t in told if set(_LATIN.findall(t)) - _ALLOWED - allowed})


def names_of(desk: Desk) -> set[str]:
    """Logins and numbers that are data."""
    return {a.login.rstrip("0123456789") for a in desk.accounts()}


@pytest.mark.parametrize("screen", PLAIN)
def test_everything_has_a_name_and_is_chinese(window: MainWindow, screen: str) -> None:
    show(window, screen)
    assert unnamed(QAccessible.queryAccessibleInterface(window)) == []
    assert foreign(window, names_of(window.desk)) == []


@pytest.mark.parametrize("screen", PLAIN)
def test_tab_reaches_everything(window: MainWindow, screen: str) -> None:
    page = show(window, screen)
    assert page.isAncestorOf(window.focusWidget() or window), "the keyboard starts in the page"
    wanted = set(controls(page))
    seen: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 60):
        at = window.focusWidget()
        if at is not None:
            seen.add(at)
            seen |= {w for w in wanted if w.focusProxy() is at or w.isAncestorOf(at)}
        if wanted <= seen:
            break
        QTest.keyClick(at or window, Qt.Key.Key_Tab)
    assert [f"{type(w).__name__} {w.accessibleName()}" for w in wanted - seen] == []
    assert [w.accessibleName() for w in seen if only_read(w)] == [], "there is nothing to do"


@pytest.mark.parametrize("screen", PLAIN)
def test_everything_is_large_enough_to_hit(window: MainWindow, screen: str) -> None:
    page = show(window, screen)
    small = [
        f"{type(w).__name__} {w.accessibleName()} {w.width()}×{w.height()}"
        for w in controls(page)
        if not isinstance(w, QTabBar) and (w.height() < _HIT or w.width() < _HIT)
    ]
    assert small == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_every_page_fits_the_small_screen(window: MainWindow, screen: str, size: str) -> None:
    window.resize(1080, 570)
    page = show(window, screen)
    hint, room = page.minimumSizeHint(), window.stack.size()
    assert window.size().toTuple() == (1080, 570)
    assert hint.width() <= room.width(), (hint, room)
    assert hint.height() <= room.height(), (hint, room)


def test_dialogs_and_first_windows_keep_the_same_rules(window: MainWindow) -> None:
    for dialog in dialogs(window):
        if isinstance(dialog, QDialog):
            dialog.open()
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        told = type(dialog).__name__
        assert unnamed(QAccessible.queryAccessibleInterface(dialog)) == [], told
        assert foreign(dialog, names_of(window.desk)) == [], told
        for control in controls(dialog):
            assert control.height() >= _HIT, (told, control.accessibleName(), control.height())
        hint = dialog.minimumSizeHint()
        assert hint.width() <= 1080 and hint.height() <= 570, (told, hint)
        dialog.hide()


@pytest.mark.parametrize("act", ["roles", "password", "end", "own_password", "own_pin", "sheet"])
def test_every_act_on_an_account_keeps_the_same_rules(window: MainWindow, act: str) -> None:
    window._desk = window.desk.seated(window.desk.find_account("xitong"))
    page = show(window, "people")
    assert isinstance(page, PeoplePage)
    getattr(page, act).click()
    QApplication.processEvents()
    assert page.walk is not None
    assert unnamed(QAccessible.queryAccessibleInterface(window)) == []
    assert foreign(window, names_of(window.desk)) == []
    assert all(c.height() >= _HIT for c in controls(page.walk))
    assert page.walk.isAncestorOf(window.focusWidget() or window)


def test_qt_speaks_chinese(look: Theme) -> None:
    """Qt's own words too: buttons of its dialogs, menus of its lines."""
    line = QLineEdit()
    menu = line.createStandardContextMenu()
    words = "".join(action.text() for action in menu.actions())
    assert "复制" in words and "Copy" not in words
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert theme.theme() is look
