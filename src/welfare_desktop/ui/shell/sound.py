"""The soft sound of this PC: off until somebody wants it, silent in the quiet hours.

A small file beside the store, nothing personal in it, as the size of type is kept.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_FILE = "sound.txt"
_KEPT = re.compile(r"(on|off) (\d{1,2}) (\d{1,2})")


@dataclass(frozen=True, slots=True)
class Sound:
    """``quiet_from`` to ``quiet_to``: hours in which only 漏巡 and grave events sound."""

    on: bool = False
    quiet_from: int = 22
    quiet_to: int = 6

    def quiet(self, at: datetime) -> bool:
        """Whether a moment lies in the quiet hours; the same hour twice means none."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at.hour < self.quiet_to
        return at.hour >= self.quiet_from or at.hour < self.quiet_to


def kept_sound(folder: Path) -> Sound:
    """As kept for this PC; off where nothing readable is kept."""
    try:
        found = _KEPT.fullmatch((folder / _FILE).read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return Sound()
    if found is None or max(int(found[2]), int(found[3])) > 23:
        return Sound()
    return Sound(found[1] == "on", int(found[2]), int(found[3]))


def keep_sound(folder: Path, sound: Sound) -> None:
    """Keep it; a full disk costs only the choice."""
    told = f"{'on' if sound.on else 'off'} {sound.quiet_from} {sound.quiet_to}"
    with contextlib.suppress(OSError):
        (folder / _FILE).write_text(told, "utf-8")
