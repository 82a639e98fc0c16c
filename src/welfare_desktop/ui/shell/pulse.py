"""The heartbeat of the window: twice a minute; a missed one means that the PC was asleep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

_BEAT_MS = 30_000
_SLEPT = timedelta(minutes=3)


class Pulse(QObject):
    """``beat`` each half minute; ``slept`` instead, where three minutes or more are missing."""

    beat = Signal()
    slept = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now, self._last = now, now()
        self.timer = QTimer(self)
        self.timer.setInterval(_BEAT_MS)
        self.timer.timeout.connect(self.tick)
        self.timer.start()

    def tick(self) -> None:
        """One beat."""
        gap, self._last = self._now() - self._last, self._now()
        (self.slept if gap > _SLEPT else self.beat).emit()
