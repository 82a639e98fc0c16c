"""What the real window takes at night: run in a process of its own, prints seconds."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.years import LAST
from welfare_desktop.actions import access, backups, incoming, rounds, scans
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.practice import PASSWORD, PIN
from welfare_desktop.domain import staffing
from welfare_desktop.domain.archive import CATALOGUE
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.application import _application
from welfare_desktop.ui.start.session import Session

_KEYS, _CHILDREN, _SLOTS = 300, 60, 24
_BEATS, _TICK_MS = 50, 10
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
    """What has changed is laid out and on the screen, and what went is gone as in a running loop."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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


def stalls(folder: Path) -> None:
    """The longest time the window answers nothing in an hour of the night, played fast: marks, the
    half-minute beats, a backup, scans taken in."""
    with _window(folder, 2) as (window, clock), tempfile.TemporaryDirectory() as disk:
        window.go("rounds", start=True)
        window.pulse.beat.emit()
        desk = window.desk
        backups.set_plan(desk.seated(desk.find_account("yuanzhang")), backups.Plan(folder=disk))
        _wait(0.5)
        watch = _Watch(window)
        for number in range(_BEATS):
            clock.at += timedelta(seconds=30)
            window.pulse.beat.emit()
            _wait(0.02)
            window.runner.run(partial(_filed, desk, number), lambda _: window.changed())
            for _ in range(3):
                clock.at += timedelta(seconds=4)
                QTest.keyClick(_rounds(window).board, Qt.Key.Key_Space)
                _wait(0.05)
        _wait(1)
        assert list(Path(disk).iterdir()), "a backup was made meanwhile"
        print(watch.worst)


class _Watch:
    """A timer of ten milliseconds and by how much it came too late at worst."""

    def __init__(self, window: MainWindow) -> None:
        self.worst, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._last - _TICK_MS / 1000)
        self._last = now


def _wait(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.001)


def _filed(desk: Desk, number: int) -> None:
    """One scanned paper taken into a child's file."""
    archivist = desk.seated(desk.find_account("dangan"))
    child = archivist.house().children[number % _CHILDREN]
    found = scans.of_bytes(f"{number}.jpg", _page(number), _NIGHT)
    values = incoming.prefilled(archivist, child, CATALOGUE["A05"], (found,))
    incoming.file(archivist, child.id, values, (found,))


def _page(number: int) -> bytes:
    """An A4 page of 200 dpi, each another one."""
    page = QImage(1654, 2339, QImage.Format.Format_Grayscale8)
    page.fill(200 + number)
    page.setDotsPerMeterX(7874)
    page.setDotsPerMeterY(7874)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    page.save(buffer, "JPG", 80)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
