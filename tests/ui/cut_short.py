"""A handover in a process of its own, cut off as by a power failure where it is told to.

Run as ``python -m tests.ui.cut_short STORE STAGE``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.ward import window_of
from welfare_desktop.actions import access, drafts, rounds
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.window import MainWindow

NIGHT = datetime(2026, 11, 24, 23, 50)
#: Where the power fails, in the order of a handover.
STAGES = (
    "half given", "giver's PIN typed", "given", "half repeated back", "all repeated back",
    "within the second signature", "before the draft goes", "taken",
)  # fmt: skip


def cut(*_: object, **__: object) -> None:
    """The power fails."""
    os.kill(os.getpid(), signal.SIGKILL)


class Hands:
    """Keys of one handover."""

    def __init__(self, window: MainWindow, stage: str) -> None:
        self.window, self.stage = window, stage
        window.go("rounds", tab="handover")
        assert isinstance(window.page, RoundsPage)
        self.tab = window.page.handover
        QApplication.processEvents()

    def reached(self, stage: str) -> None:
        """The power fails here if it is to."""
        if stage == self.stage:
            cut()

    def keep(self) -> None:
        """Until what is typed was kept by itself."""
        assert self.tab._keep.isActive()
        while self.tab._keep.isActive():
            QTest.qWait(50)

    def sign(self, login: str, typed: Callable[[], object] = lambda: None) -> None:
        """Ctrl+Enter, then the PIN of somebody."""
        key(self.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        panel = next(p for p in self.window.findChildren(PinPanel) if p.isVisible())
        panel.person.setCurrentIndex(panel.person.findData(login))
        QTest.keyClicks(panel.pin, practice.PIN)
        typed()
        QTest.keyClick(panel.pin, Qt.Key.Key_Return)
        self.window.activateWindow()
        QApplication.processEvents()

    def give(self) -> None:
        """The giver's half."""
        QTest.keyClicks(self.tab.census.seen, "4")
        QTest.keyClicks(self.tab.remark, "lamp broken")
        self.keep()
        self.reached("half given")
        self.sign("hushi1", lambda: self.reached("giver's PIN typed"))
        assert self.tab.given is not None
        self.reached("given")

    def take(self) -> None:
        """The receiver's half, one child after the other."""
        for number, card in enumerate(list(self.tab.cards)):
            card.setFocus()
            key(card, Qt.Key.Key_1)
            key(card, Qt.Key.Key_B)
            if number == 0:
                self.keep()
                self.reached("half repeated back")
        self.keep()
        self.reached("all repeated back")
        if self.stage == "within the second signature":
            rounds.open_rounds.remove = cut  # type: ignore[attr-defined]
        if self.stage == "before the draft goes":
            drafts.drop_draft = cut
        self.sign("huli2")
        self.reached("taken")


def key(
    widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """One key to whatever has the keyboard there."""
    QTest.keyClick(widget.window().focusWidget() or widget, key, held)
    QApplication.processEvents()


def main(store: Path, stage: str) -> None:
    """One handover as far as the power lasts."""
    app = QApplication(sys.argv[:1])
    theme.install(app)
    desk = access.open_desk(store, "hushi1", practice.PASSWORD, SetClock(NIGHT))
    window = window_of(desk)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    hands = Hands(window, stage)
    hands.give()
    hands.take()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
