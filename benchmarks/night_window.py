"""What the real window takes at night: run in a process of its own, prints seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.years import LAST
from welfare_desktop.actions import access, rounds
from welfare_desktop.app.practice import PASSWORD, PIN
from welfare_desktop.domain import staffing
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.application import _application
from welfare_desktop.ui.start.session import Session

_KEYS, _CHILDREN, _SLOTS = 300, 60, 24
#: The night after the last day of the store: each hour a round of all children.
_NIGHT = LAST + timedelta(days=1)
_HOURS = range(6)


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _at(hour: int, minute: int = 1) -> datetime:
    return datetime(_NIGHT.year, _NIGHT.month, _NIGHT.day, hour, minute)


@contextmanager
def _window(folder: Path, hour: int) -> Iterator[tuple[MainWindow, SetClock]]:
    """The window of the leader of the shift at an hour."""
    clock = SetClock(_at(hour))
    desk = access.open_desk(folder, "kezhang", PASSWORD, clock)
    session = Session(_application(), folder, [("kezhang", "x")], clock)
    session.start()
    session.open(desk)
    assert isinstance(session.window, MainWindow)
    # The clock is set on by the hour here, which is a PC that slept.
    session.window.pulse.stop()
    _painted(session.window)
    yield session.window, clock
    session.window.close()
    desk.close()


def _painted(window: MainWindow) -> None:
    """What has changed is laid out and on the screen."""
    for _ in range(3):
        QApplication.processEvents()


def _rounds(window: MainWindow) -> RoundsPage:
    page = window.page
    assert isinstance(page, RoundsPage)
    return page


def _waiting(page: RoundsPage) -> int:
    board = page.board.cells.board
    assert board is not None and board.current is not None
    assert len(board.rows) == _CHILDREN and len(board.slots) >= _SLOTS
    return len(board.waiting(board.current))


def _signed(window: MainWindow) -> None:
    desk, page = window.desk, _rounds(window)
    slot = page.board.slot()
    walk = rounds.find(desk, page.walk.ward, slot)
    assert walk is not None
    rounds.environment(desk, walk.id)
    there = staffing.on_duty(desk.house(), page.walk.ward, desk.now())
    login = next(a.login for a in desk.accounts() if a.staff in there)
    rounds.sign_round(desk, walk.id, desk.signer(login, PIN))


def keys(folder: Path) -> None:
    """Each key of the rounds of a night, committed and painted: the 99th percentile, the middle."""
    took: list[float] = []
    with _window(folder, 0) as (window, clock):
        for hour in _HOURS:
            clock.at = _at(hour)
            window.go("rounds", start=True)
            _painted(window)
            page = _rounds(window)
            for left in range(_waiting(page), 0, -1):
                assert _waiting(page) == left
                clock.at += timedelta(seconds=4)
                took.append(_took(partial(_key, page, window)))
            _signed(window)
    assert len(took) >= _KEYS, len(took)
    print(sorted(took)[int(len(took) * 0.99)], sorted(took)[len(took) // 2])


def _key(page: RoundsPage, window: MainWindow) -> None:
    QTest.keyClick(page.board, Qt.Key.Key_Space)
    _painted(window)


def opening(folder: Path) -> None:
    """The board and the handover shown for the first time, and again."""
    with _window(folder, 0) as (window, _):
        for tab in ("board", "handover"):
            first = _took(partial(_shown, window, tab))
            again = []
            for _ in range(5):
                window.go("calendar")
                _painted(window)
                again.append(_took(partial(_shown, window, tab)))
            print(first, min(again))


def _shown(window: MainWindow, tab: str) -> None:
    window.go("rounds", tab=tab)
    _painted(window)
    window.grab()


def light(folder: Path) -> None:
    """F8 at each page of the night, all of them open; the slowest."""
    with _window(folder, 0) as (window, _):
        took = list[float]()
        for page, tab in (
            ("today", ""),
            ("children", ""),
            ("rounds", "handover"),
            ("rounds", "board"),
        ):
            window.go(page, tab=tab)
            _painted(window)
            took += [_took(partial(_light, window)) for _ in range(4)]
        print(max(took), min(took))


def _light(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    _painted(window)
    window.grab()
