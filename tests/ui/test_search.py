"""Ctrl+K: every reading, the surname's first; a hit opens what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.practised import practised
from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.actions.search import find
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow

NAMES = ("丹增", "单安", "曾乐", "查理", "解和", "仇英", "区平", "覃宁", "朴正", "李䶮𫖯", "王𬱖")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    clock = SetClock(datetime(2026, 11, 2, 9, 0))
    desk = practised(tmp_path_factory.mktemp("search") / "store", clock)
    for name in NAMES:
        records.submit(desk, "F01", {"name": name, "sex": "1"}, step=Step(basis="roster"))
    yield desk
    desk.close()


def children(house: Desk, typed: str) -> list[str]:
    return [hit.title for hit in find(house, typed) if hit.kind == "child"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("shan", "单安"), ("zeng", "曾乐"), ("zha", "查理"), ("xie", "解和"), ("qiu", "仇英"),
        ("ou", "区平"), ("qin", "覃宁"), ("piao", "朴正"), ("sa", "单安"), ("lyf", "李䶮𫖯"),
        ("wangdi", "王𬱖"), ("𬱖", "王𬱖"), ("0002", "单安"), ("dan", "丹增"),
    ],
)  # fmt: skip
def test_the_surname_reading_comes_first(house: Desk, typed: str, name: str) -> None:
    assert children(house, typed)[0] == name


def test_every_other_reading_is_found_too(house: Desk) -> None:
    assert children(house, "dan") == ["丹增", "单安"], "单 is read shan as a surname"
    assert "曾乐" in children(house, "ceng") and "解和" in children(house, "jie")


@pytest.fixture
def window(house: Desk, look: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(
        house, PAGES, desk_sources(house, finder(house), lambda page, **a: None),
        ImmediateRunner(),
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.go("today")
    QTest.qWaitForWindowActive(made)
    yield made
    made.close()


def search(window: MainWindow, typed: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.header.search
    assert box.hasFocus()
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_keys_alone_open_the_child(window: MainWindow) -> None:
    search(window, "shan")
    page = window.page
    assert isinstance(page, ChildrenPage) and page.file.child is not None
    assert page.file.child.name == "单安"


def test_a_form_of_a_child_asks_for_the_child_first(window: MainWindow) -> None:
    search(window, "F10")
    page = window.page
    assert isinstance(page, ChildrenPage) and page.file.tabs.currentWidget() is page.file.forms
    assert "基本医疗保险登记表" in window.message.text.text()
    row = page.file.forms.row("F10")
    assert row is not None and row.new.hasFocus()


def test_rounds_are_written_at_the_board(window: MainWindow) -> None:
    search(window, "F30")
    assert isinstance(window.page, RoundsPage)


def test_nothing_found_says_what_to_try(window: MainWindow) -> None:
    box = window.header.search
    box.setFocus()
    QTest.keyClicks(box, "zzzz")
    assert box._none.isVisible() and not box.list.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
