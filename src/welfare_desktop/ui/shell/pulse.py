"""The heartbeat of the window: twice a minute; a missed one means that the PC was asleep."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

_BEAT_MS = 30_000
#: After sleep nothing may stay readable until the next beat.
_WATCH_MS = 2_000
_SLEPT = timedelta(minutes=3)
#: A larger step of the device's clock is journalled (lifecycle.md §4.2).
_STEP = timedelta(minutes=2)
#: Where the steady seconds stand still in sleep, a clock that jumps may have been asleep.
_FORGETS_SLEEP = sys.platform == "darwin"


def _since_boot() -> float:
    """Seconds that no setting of the clock changes; sleep counts, but for a Mac's."""
    known = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if known is None else time.clock_gettime(known)


class Pulse(QObject):
    """``beat`` each half minute; ``slept`` instead, where three minutes or more are missing.

    ``stepped``: the clock of the device was set; the moment it showed and the one it shows.
    """

    beat = Signal()
    slept = Signal()
    stepped = Signal(object, object)

    def __init__(
        self, now: Callable[[], datetime], parent: QObject,
        steady: Callable[[], float] = _since_boot,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._now, self._last = now, now()
        self._steady, self._was = steady, steady()
        self.timer, self.watch = QTimer(self), QTimer(self)
        for timer, every, what in (
            (self.timer, _BEAT_MS, self.tick), (self.watch, _WATCH_MS, self.look),
        ):  # fmt: skip
            timer.setInterval(every)
            timer.timeout.connect(what)
            timer.start()

    def look(self) -> bool:
        """Whether the PC was awake all the time since the last look."""
        before, passed = self._last, timedelta(seconds=self._steady() - self._was)
        self._last, self._was = self._now(), self._steady()
        if abs(self._last - before - passed) > _STEP:
            self.stepped.emit(before + passed, self._last)
        # A clock set forward locks nobody out in the middle of a round.
        away = self._last - before if _FORGETS_SLEEP else passed
        if away <= _SLEPT:
            return True
        self.slept.emit()
        return False

    def tick(self) -> None:
        """One beat."""
        if self.look():
            self.beat.emit()

    def stop(self) -> None:
        """No beat any more (at closing)."""
        self.timer.stop()
        self.watch.stop()
