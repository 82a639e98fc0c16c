"""特大: every page in the largest type, on the usual screen and on the smallest; nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.cut_off import cut_off
from tests.ui.event import night, page_of
from tests.ui.screens import PAGE_IDS, SCREENS, show
from tests.ui.ward import Ward, event_of
from welfare_desktop.actions import records
from welfare_desktop.ui.rounds.asks import PickAsk
from welfare_desktop.ui.shell.tabs import Tabs
from welfare_desktop.ui.shell.theme import Theme, theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
from welfare_desktop.ui.shell.widgets import Label, Scroll
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.calendar import CalendarPage

USUAL, SMALL = (1366, 728), (1080, 570)
#: A month of days and a day of rounds are wider than any screen: they move under the cursor.
_WIDE = {"scrolls sideways: 巡查板", "scrolls sideways: 排班表"}


@pytest.fixture
def large(every_page: MainWindow) -> MainWindow:
    """The window in 特大."""
    if theme().size != "特大":
        theme().use(DAY, "特大")
    return every_page


def _settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def _cut(window: MainWindow) -> set[str]:
    _settle()
    return set(cut_off(window)) - _WIDE


@pytest.mark.parametrize(
    ("size", "screen"), [*((USUAL, p) for p in PAGE_IDS), *((SMALL, s) for s in SCREENS)]
)
def test_nothing_is_cut_off(large: MainWindow, size: tuple[int, int], screen: str) -> None:
    large.resize(*size)
    page = show(large, screen)
    assert not _cut(large)
    for tabs in page.findChildren(QTabWidget):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            assert not _cut(large), tabs.tabText(number)
        tabs.setCurrentIndex(0)


@pytest.mark.parametrize("size", [USUAL, SMALL])
def test_the_list_of_the_calendar_is_whole(large: MainWindow, size: tuple[int, int]) -> None:
    large.resize(*size)
    page = show(large, "calendar")
    assert isinstance(page, CalendarPage)
    page.whole.setChecked(True)
    page.mine.setChecked(False)
    page.refresh()
    _settle()
    assert page.list.rows
    assert cut_off(large) == []


def test_what_is_cut_is_found(qtbot: QtBot, look: Theme) -> None:
    """A button, a wrapped text and a list with less room than they ask for."""
    window = QWidget()
    qtbot.addWidget(window)
    button, text, inside = QPushButton("生成月报包", window), Label("字" * 20).wrap(), Scroll()
    text.setParent(window)
    inside.setParent(window)
    wide = QWidget()
    wide.setMinimumWidth(400)
    inside.inner.addWidget(wide)
    for number, widget in enumerate((button, text, inside)):
        widget.setGeometry(0, 80 * number, 300, 70)
    window.resize(300, 240)
    window.show()
    _settle()
    assert len(cut_off(window)) == 1, "only the list scrolls"
    for widget in (button, text):
        widget.resize(60, 40)
    assert len(cut_off(window)) == 3
    button.setGeometry(280, 0, 200, 50)
    assert any("beyond the edge" in one for one in cut_off(window))


def test_arrows_of_tabs_are_seen_in_both_lights(qtbot: QtBot, look: Theme) -> None:
    tabs = Tabs("档案的各部分")
    qtbot.addWidget(tabs)
    for number in range(9):
        tabs.addTab(QWidget(), f"第{number}部分")
    tabs.resize(400, 120)
    tabs.show()
    for tokens in (DAY, NIGHT):
        look.use(tokens, "特大")
        _settle()
        buttons = [b for b in tabs.findChildren(QToolButton) if b.isVisible()]
        assert len(buttons) == 2
        for button in buttons:
            assert button.accessibleName()
            assert button.width() >= 40 and button.focusPolicy() == Qt.FocusPolicy.NoFocus
            able = button.isEnabled()
            mode = QIcon.Mode.Normal if able else QIcon.Mode.Disabled
            drawn = button.icon().pixmap(button.iconSize(), 1.0, mode).toImage()
            points = [drawn.pixelColor(x, y) for x in range(drawn.width())
                      for y in range(drawn.height())]  # fmt: skip
            whole = {point.name().upper() for point in points if point.alpha() == 255}
            assert whole == {tokens.text if able else tokens.edge}


@pytest.fixture
def named_long(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    """A ward where the watched child has a very long name."""
    for made in night(qtbot, tmp_path / "store"):
        child = next(c for c in made.desk.house().children if c.bed == "2")
        boss = made.desk.seated(made.desk.find_account("kezhang"))
        records.correct(boss, child.id, {"name": "阿卜杜热合曼·吐尔逊江·买买提艾力"}, "改名")
        event_of(made, child.id)
        yield made


def test_a_long_name_and_a_long_event_have_their_room(named_long: Ward, look: Theme) -> None:
    ward, window = named_long, named_long.window
    look.use(DAY, "特大")
    ward.clock.at += timedelta(days=23, hours=13)
    for size in (USUAL, SMALL):
        window.resize(*size)
        for page, where in (
            ("today", {}), ("event", {}), ("rounds", {"tab": "board"}),
            ("rounds", {"tab": "handover"}), ("lead", {}), ("children", {}),
        ):  # fmt: skip
            window.go(page, **where)
            assert not _cut(window), page
    window.go("event")
    assert page_of(ward).work.clock.passed.text() == "23天13小时"


def test_all_nine_kinds_are_seen_at_once(named_long: Ward, look: Theme) -> None:
    """3, then a digit: no answer lies below the fold on the smallest screen."""
    ward = named_long
    look.use(DAY, "特大")
    ward.window.resize(*SMALL)
    ward.window.go("rounds", start=True)
    ward.press(Qt.Key.Key_3)
    _settle()
    side = ward.page.walk.side
    assert isinstance(side.question, PickAsk)
    last = side.question.answers.buttons[8]
    below = last.mapTo(side.list.viewport(), last.rect().bottomLeft()).y()
    assert below < side.list.viewport().height()
