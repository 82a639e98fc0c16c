"""One application, one practice store in a temporary folder, a window at its desk."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.practised import practised
from tests.ui.ward import window_of
from welfare_desktop.actions import access, setup
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import demo, practice
from welfare_desktop.app.replay import play, read_script, staged
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.clock import Clock, SetClock
from welfare_desktop.security.recovery import new_words
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.keys import Key
from welfare_desktop.ui.shell.page import Page, PageEntry
from welfare_desktop.ui.shell.popups import Row
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.window import ChipState, MainWindow, Sources
from welfare_desktop.ui.start.session import Session

PASSWORD, PIN, HEAD_PIN = "practice-2026", "246810", "135791"
NOW = datetime(2026, 11, 24, 9, 0)
#: The moment of a practice house, and that of the foundling's first weeks.
MORNING, WEEKS = datetime(2026, 11, 2, 9, 0), datetime(2025, 8, 20, 9, 0)
_SCRIPT = Path(__file__).resolve().parents[1] / "scenarios" / "sc-01.jsonl"
Sit = Callable[[Desk], MainWindow]
Houses = Callable[[int], Desk]
Begin = Callable[[Path, Clock], Session]


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """What a test left open would stand before the next one."""
    yield
    for left in QApplication.topLevelWidgets():
        if isinstance(left, QDialog) and left.isVisible():
            left.close()


class PlainPage(Page):
    """A page that counts what the window asks of it."""

    title, subtitle = "今日", "测试页"
    keys = (Key("Enter", "办理"),)
    entered = cleared = 0

    def enter(self, **arguments: object) -> None:
        self.entered += 1

    def clear(self) -> None:
        self.cleared += 1


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The theme, put back to day afterwards."""
    found = theme.install(qapp)
    yield found
    # Every widget there is would be styled anew, also those that go with this test.
    if found.night or found.size != "标准":
        found.use(DAY, "标准")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A fresh practice store with a 业务科长 and a 院长."""
    answers = setup.Answers(
        institution={"name": "晨曦儿童福利院", "org_code": "12341002MB0000017J", "div": "110105"},
        people=[
            setup.Person(login="ke", name="程科长", password=PASSWORD, pin=PIN, post="11",
                         roles="K"),
            setup.Person(login="yuan", name="方院长", password=PASSWORD, pin=HEAD_PIN, post="12"),
        ],
        wards=[{"ward_no": "W1", "name": "B区", "kind": "1", "sex_rule": "3", "beds": 4}],
    )  # fmt: skip
    opened = setup.create_store(
        tmp_path / "store", answers, new_words(), SetClock(NOW), practice=True,
        stretching=practice.THROWN_AWAY,
    )  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def begin(qapp: QApplication, look: Theme) -> Iterator[Begin]:
    """Starts the program on a store: the login window, and what comes of it."""
    made: list[Session] = []
    hook = sys.excepthook

    def started(folder: Path, clock: Clock) -> Session:
        made.append(Session(qapp, folder, access.logins(folder), clock))
        made[-1].start()
        return made[-1]

    yield started
    sys.excepthook = hook
    for session in made:
        if session.window is not None:
            session.window.close()
        if session.desk is not None:
            session.desk.close()
    gc.unfreeze()


@pytest.fixture
def window(qtbot: QtBot, look: Theme, desk: Desk) -> Iterator[MainWindow]:
    """The window with a plain page, the record page and chips with lists."""
    entries = [
        PageEntry("today", PlainPage, "今日", "house"),
        PageEntry("children", PlainPage, "儿童档案", "users"),
        PageEntry("record", RecordPage, under="children"),
    ]
    chips = {
        name: ChipState(text, "info", text, [Row("一项", "说明")])
        for name, text in (("shift", "白班"), ("backup", "已备份"), ("outbox", "待发 0"))
    }
    sources = Sources(lambda text: [], lambda: chips, lambda kind, key: ("children", {}))
    hook = sys.excepthook
    made = MainWindow(desk, entries, sources, ImmediateRunner())
    qtbot.addWidget(made)
    made.go("today")
    made.resize(1366, 728)
    made.show()
    yield made
    made.close()
    sys.excepthook = hook


@pytest.fixture
def sit(qtbot: QtBot, look: Theme) -> Iterator[Sit]:
    """The real window at a desk, in front."""
    windows: list[MainWindow] = []

    def shown(desk: Desk) -> MainWindow:
        made = window_of(desk)
        windows.append(made)
        qtbot.addWidget(made)
        made.resize(1366, 728)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    yield shown
    for made in windows:
        made.close()


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[Houses]:
    """A practice house of so many children."""
    made: list[Desk] = []

    def house(children: int) -> Desk:
        desk = practised(tmp_path / "store", SetClock(MORNING))
        made.append(desk)
        demo._children(desk, children, MORNING.date(), Random(7))
        return desk

    yield house
    for desk in made:
        desk.close()


@pytest.fixture(scope="module")
def every_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A practice house of twelve children, read only."""
    clock = SetClock(MORNING)
    desk = practised(tmp_path_factory.mktemp("house") / "store", clock)
    demo._children(desk, 12, MORNING.date(), Random(7))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def every_page(qapp: QApplication, every_store: Desk) -> Iterator[MainWindow]:
    """One window for all pages, as a person has it."""
    look = theme.install(qapp)
    made = MainWindow(
        every_store, PAGES, desk_sources(every_store, finder(every_store), lambda page, **a: None),
        ImmediateRunner(),
    )  # fmt: skip
    made.show()
    yield made
    made.close()
    made.deleteLater()
    look.use(DAY, "标准")


@pytest.fixture(scope="module")
def first_weeks() -> Iterator[Stage]:
    """The foundling's first weeks: her DNA record and her report hold sealed fields."""
    script = read_script(_SCRIPT)
    with staged(script) as found:
        for step in script:
            if step.at < WEEKS:
                play(found, step)
        found.clock.at = WEEKS
        yield found
