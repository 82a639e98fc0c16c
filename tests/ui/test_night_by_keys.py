"""A night without a mouse: Tab reaches all that can be pressed, and Enter presses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QTabBar, QWidget

from tests.ui.hall import Hall, night_hall
from tests.ui.hands import here, name, tab_to
from tests.ui.screens import controls
from welfare_desktop.actions import handover
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.popups import ListPopup

#: Put the window into a state of the night.
Reach = Callable[[Hall], None]


@pytest.fixture(scope="module")
def hall(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    yield from night_hall(qapp, tmp_path_factory.mktemp("night"))


def _walking(hall: Hall) -> None:
    hall.at("rounds")
    hall.hit("F2")


def _giver(hall: Hall) -> None:
    _tabs(hall).setCurrentIndex(1)
    hall.settle()


def _taker(hall: Hall) -> None:
    _giver(hall)
    tab = hall.page.handover
    if tab.given is None:
        tab.keep()  # what was pressed before is put aside
        handover.keep(hall.desk, tab.place, handover.Written())
        tab.show_ward(tab.ward)
        tab.begin()
        hall.type(str(handover.prepare(hall.desk, tab.place).census.expected))
        hall.hit("Ctrl+Return")
        hall.sign()
        hall.settle()
    assert tab.given is not None, hall.window.message.text.text()


def _spoken(hall: Hall) -> None:
    page = hall.at("event")
    assert isinstance(page, EventPage)
    hall.hit("S")
    assert page.work.reads_out


def _page(of: str) -> Reach:
    return lambda hall: [hall.at(of)].clear()


_STATES: dict[str, Reach] = {
    "board": _page("rounds"), "walking": _walking, "giver": _giver,
    "event": _page("event"), "spoken": _spoken, "lead": _page("lead"), "ratio": _page("staffing"),
}  # fmt: skip


def _tabs(hall: Hall) -> QTabBar:
    page = hall.at("rounds")
    assert isinstance(page, RoundsPage)
    return page.tabs.tabBar()


def _round(hall: Hall) -> list[QWidget]:
    """Where Tab leads until it comes back."""
    passed: list[QWidget] = []
    while (at := here()) not in passed:
        passed.append(at)
        assert len(passed) < 200
        QTest.keyClick(at, Qt.Key.Key_Tab)
        QApplication.processEvents()
    return passed


@pytest.mark.parametrize("reach", _STATES.values(), ids=list(_STATES))
def test_tab_reaches_all_that_can_be_pressed(hall: Hall, reach: Reach) -> None:
    reach(hall)
    passed = _round(hall)
    entries = hall.window.navigation.buttons.values()  # arrows go from one to the other
    lost = [c for c in controls(hall.window) if c not in entries
            and not any(c is one or c.isAncestorOf(one) for one in passed)]  # fmt: skip
    assert [name(one) for one in lost] == []
    assert any(one in passed for one in entries)


@pytest.mark.parametrize("reach", _STATES.values(), ids=list(_STATES))
def test_enter_presses_every_button(hall: Hall, reach: Reach) -> None:
    """Space does it for what is ticked."""
    reach(hall)
    names = [name(c) for c in controls(hall.window.stack) if isinstance(c, QAbstractButton)
             and not (c.isCheckable() and c.isChecked())]  # fmt: skip
    idle = []
    for word in dict.fromkeys(names):
        reach(hall)
        found = [c for c in controls(hall.window.stack) if name(c) == word]
        if not found:
            continue  # an answer given before has taken its place
        found[0].setFocus()
        before = hall.seen()
        hall.hit("Space" if isinstance(found[0], QCheckBox) else "Return")
        hall.settle()
        if hall.seen() == before:
            idle.append(word)
    assert idle == []


def test_the_receiver_too_needs_no_mouse(hall: Hall) -> None:
    test_tab_reaches_all_that_can_be_pressed(hall, _taker)
    test_enter_presses_every_button(hall, _taker)


def test_each_chip_of_the_header_opens_its_list_and_the_list_leads_on(hall: Hall) -> None:
    for chip in hall.window.header.chips.values():
        hall.at("rounds")
        tab_to(lambda w, chip=chip: w is chip)  # type: ignore[misc]
        hall.hit("Return")
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup)
        if popup.buttons:
            assert popup.buttons[0].hasFocus()
            before = hall.seen()
            hall.hit("Return")
            assert hall.seen() != before
        else:
            hall.hit("Esc")
        assert QApplication.activePopupWidget() is None


def test_tab_and_ward_are_changed_by_arrows(hall: Hall) -> None:
    page = hall.at("rounds")
    assert isinstance(page, RoundsPage)
    tab_to(lambda w: isinstance(w, QTabBar))
    hall.hit("Right")
    assert page.tabs.currentWidget() is page.handover
    hall.at("rounds")
    wards = tab_to(lambda w: isinstance(w, QComboBox))
    assert wards is page.ward and page.ward.count() > 1
    before = page.ward.currentData()
    hall.hit("Down")
    assert page.ward.currentData() != before == page.walk.ward or page.walk.ward != before
    hall.hit("Up")
    assert page.walk.ward == before


def test_missed_slots_papers_and_labels_open_by_keys(hall: Hall) -> None:
    page = hall.at("rounds")
    assert isinstance(page, RoundsPage)
    tab_to(lambda w: w is page.state)
    hall.hit("Return")
    slot = page.board.slot()
    hall.hit("Down")
    hall.hit("Return")
    assert page.board.hasFocus() and page.board.slot() != slot
    hall.hit("Ctrl+Shift+P")
    papers = QApplication.activePopupWidget()
    assert isinstance(papers, ListPopup) and len(papers.buttons) >= 3
    for number in range(len(papers.buttons)):
        hall.at("rounds")
        hall.hit("Ctrl+Shift+P")
        for _ in range(number):
            hall.hit("Down")
        asked = hall.asked
        hall.hit("Return")
        hall.settle()
        opened = [
            t for t in QApplication.topLevelWidgets() if t.isVisible() and t is not hall.window
        ]
        assert hall.asked > asked or opened, number
