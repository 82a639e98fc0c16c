"""Files that a power cut leaves whole: written beside, synced, renamed, the folder synced."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file under a temporary name; it takes the name ``path`` only when whole.

    An error inside leaves the old file as it was and no temporary one. ``OSError`` passes through.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            yield cast(BinaryIO, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        settle(path.parent)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is whole, or the one before it stays."""
    with replacing(path) as out:
        out.write(data)


def settle(folder: Path) -> None:
    """Sync a folder, so that new names outlive a power cut; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
