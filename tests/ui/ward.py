"""A ward of forty children in the real window, worked by keys alone; keys are counted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.window import MainWindow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


class Ward:
    """The window at one ward; `press` sends a key to whatever has the keyboard."""

    def __init__(self, qtbot: QtBot, desk: Desk, clock: SetClock) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.install(app)
        self.desk, self.clock, self.keys = desk, clock, 0
        self.window = MainWindow(
            desk, PAGES,
            desk_sources(desk, finder(desk), lambda page, **a: self.window.go(page, **a)),
            ImmediateRunner(),
        )  # fmt: skip
        qtbot.addWidget(self.window)
        self.window.resize(1366, 728)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.window.go("today")

    @property
    def page(self) -> RoundsPage:
        page = self.window.page
        assert isinstance(page, RoundsPage)
        return page

    def panel(self) -> PinPanel | None:
        """The PIN panel that is open."""
        return next((p for p in self.window.findChildren(PinPanel) if p.isVisible()), None)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after the other, counting them."""
        for key in keys:
            self.keys += 1
            held = modifier or Qt.KeyboardModifier.NoModifier
            QTest.keyClick(self._target(), key, held)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type text, a key a letter."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(self._target(), letter)
        QApplication.processEvents()

    def _target(self) -> QWidget:
        top: QWidget = self.panel() or self.window
        found = top.focusWidget()
        assert found is None or found.isVisible(), f"the keyboard is at the hidden {found}"
        return found or top

    def sign(self, login: str = "") -> None:
        """Six digits and Enter in the panel; another person is chosen first, if need be."""
        panel = self.panel()
        assert panel is not None
        if login:
            panel.person.setCurrentIndex(panel.person.findData(login))
        panel.pin.setFocus()
        self.type(practice.PIN)
        self.press(ENTER)
        self.window.activateWindow()
        QApplication.processEvents()


def night_ward(qtbot: QtBot, folder: Path, children: int, at: datetime) -> Iterator[Ward]:
    """A practice store with one ward of children, ``hushi1`` at the window."""
    clock = SetClock(at.replace(hour=at.hour - 2))
    boss = practice.create(folder, clock)
    if children > 20:
        beds = [{"bed_no": str(n), "in_use": True} for n in range(1, children + 1)]
        ward = boss.house().wards[0]
        records.correct(boss, ward.id, {"beds": beds}, "加床")
    demo._children(boss, children, date(at.year, at.month, at.day), random.Random(7))
    clock.at = at
    desk = boss.seated(boss.find_account("hushi1"))
    made = Ward(qtbot, desk, clock)
    yield made
    made.window.close()
    boss.close()


def event_of(ward: Ward, child: str, kind: str = "2", severity: str = "3") -> None:
    """An open event of a child."""
    values = {
        "found_at": ward.clock.at.strftime("%Y-%m-%dT%H:%M"), "place": "一区",
        "found_by": ward.desk.account.staff, "children": [child], "type": kind,
        "severity": severity, "desc": "抽搐约1分钟，已侧卧", "carry_over": True,
    }  # fmt: skip
    records.submit(ward.desk, "F31", values, step=Step())
