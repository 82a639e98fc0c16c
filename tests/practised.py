"""A practice store, made once; each test gets a copy: seventeen people take a while to enter."""

from __future__ import annotations

import functools
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path

from welfare_desktop.actions import access, keys
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.security.keyslots import Keys


def practised(folder: Path, clock: SetClock, go_live_on: date | None = None) -> Desk:
    """Like `practice.create`: an empty practice store in ``folder``, 业务科长 at the desk."""
    kept, key = _made(clock.now(), go_live_on)
    shutil.copytree(Path(kept.name) / "store", folder, dirs_exist_ok=True)
    return access.seat(keys.open_with(folder, Keys(key, None), clock), "kezhang")


@functools.cache
def _made(now: datetime, go_live_on: date | None) -> tuple[tempfile.TemporaryDirectory[str], bytes]:
    """The folder, which goes with the process, and the key of its store."""
    kept = tempfile.TemporaryDirectory(prefix="practised-", ignore_cleanup_errors=True)
    desk = practice.create(
        Path(kept.name) / "store", SetClock(now), go_live_on, practice.THROWN_AWAY
    )
    key = desk.store.key
    desk.close()
    return kept, key
