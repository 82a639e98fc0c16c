"""What is kept for this PC: size of type and light, small files beside the store, nothing personal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject

from welfare_desktop.domain.clock import Clock, minute_text
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT, SCALES

_SIZE, _LIGHT = "display.txt", "light.txt"
#: Hours of the night colours (look.md §2).
_NIGHT_FROM, _NIGHT_TO = 21, 6


def _kept(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _keep(folder: Path, name: str, text: str) -> None:
    """A full disk costs only the choice."""
    with contextlib.suppress(OSError):
        (folder / name).write_text(text, "utf-8")


def kept_size(folder: Path) -> str:
    """标准, 大 or 特大; 标准 where nothing readable is kept."""
    size = _kept(folder, _SIZE)
    return size if size in SCALES else "标准"


def keep_size(folder: Path, size: str) -> None:
    """Keep it."""
    _keep(folder, _SIZE, size)


def dark(now: datetime) -> bool:
    """Whether it is an hour of the night colours."""
    return now.hour >= _NIGHT_FROM or now.hour < _NIGHT_TO


def _turned(now: datetime) -> datetime:
    """When day or night began last."""
    turns = [
        now.replace(hour=hour, minute=0, second=0, microsecond=0) - timedelta(days=days)
        for hour in (_NIGHT_TO, _NIGHT_FROM) for days in (0, 1)
    ]  # fmt: skip
    return max(turn for turn in turns if turn <= now)


def kept_light(folder: Path, now: datetime) -> bool:
    """Night or not: what was chosen since day or night began, else what the hour asks."""
    light, _, at = _kept(folder, _LIGHT).partition(" ")
    chosen = light in (DAY.name, NIGHT.name) and minute_text(_turned(now)) <= at
    return light == NIGHT.name if chosen and at <= minute_text(now) else dark(now)


class Light(QObject):
    """Starts in the light of the hour, so that no night begins with a white window; a light that a
    person chooses is kept until day or night begins anew, when the other one is offered."""

    def __init__(self, folder: Path, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._clock = folder, clock
        self._offered = dark(clock.now())
        self._night = kept_light(folder, clock.now())
        theme().use(NIGHT if self._night else DAY, kept_size(folder))
        theme().changed.connect(self._changed)

    def _changed(self) -> None:
        if theme().night != self._night:
            self._night = theme().night
            light = NIGHT.name if self._night else DAY.name
            _keep(self._folder, _LIGHT, f"{light} {minute_text(self._clock.now())}")

    def offer(self, say: Callable[[str], object]) -> None:
        """Day or night began: the other light is offered, once."""
        now_dark = dark(self._clock.now())
        if now_dark != self._offered:
            self._offered = now_dark
            if now_dark != theme().night:
                hour, light = ("到夜间了", "夜间") if now_dark else ("天亮了", "日间")
                say(f"{hour}，按 F8 换成{light}配色。")
