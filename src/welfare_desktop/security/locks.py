"""A file that one process holds at a time; the system lets go of it when the process ends."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_PAUSE = 0.1


class Taken(Exception):
    """Another process holds the file."""


@contextlib.contextmanager
def held(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold a lock file, waiting at most so many seconds for it; `Taken` if another keeps it."""
    until = time.monotonic() + wait
    with path.open("a+b") as handle:
        while not _locked(handle):
            if time.monotonic() >= until:
                raise Taken
            time.sleep(_PAUSE)
        yield


def _locked(handle: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            getattr(msvcrt, "locking")(handle.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
