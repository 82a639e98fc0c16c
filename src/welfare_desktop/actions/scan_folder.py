"""扫描仪文件夹: a folder of this PC whose new files wait to be filed. It is only ever read."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import archive
from welfare_desktop.domain.errors import Refused

_FOLDER, _ASIDE = "scan_folder", "scans_put_aside"
#: A file written to so lately may still be on its way from the scanner, in seconds.
_QUIET = 2.0
_MOST = 2000
#: Path, size, time of change → digest of what was read once.
_READ: dict[tuple[str, int, int], str] = {}


class Waiting(msgspec.Struct, frozen=True):
    """A file in the folder that is in nobody's file yet."""

    path: Path
    sha256: str


def folder(desk: Desk) -> Path | None:
    """The folder of this PC; none is set at first."""
    kept = desk.store.meta(_FOLDER)
    return Path(kept.decode()) if kept else None


def set_folder(desk: Desk, path: Path) -> None:
    """Watch a folder from now on; `Refused` for one that cannot be one."""
    if not path.is_dir():
        raise Refused("找不到这个文件夹，请重新选。", field="folder")
    if path.resolve().is_relative_to(desk.store_dir.resolve()):
        raise Refused("扫描仪文件夹不能在资料文件夹里面，请另选。", field="folder")
    desk.store.set_meta(_FOLDER, str(path).encode())


def waiting(desk: Desk) -> list[Waiting]:
    """New files, the oldest first: neither filed nor put aside, and wholly written."""
    place = folder(desk)
    if place is None:
        return []
    known = _filed(desk) | set(_aside(desk))
    found = [Waiting(path, digest) for path in _files(place) if (digest := _digest(path))]
    return [one for one in found if one.sha256 not in known]


def put_aside(desk: Desk, sha256: str) -> None:
    """A file is no paper of a child: it waits no more, and stays where it is."""
    kept = [*_aside(desk), sha256]
    desk.store.set_meta(_ASIDE, msgspec.json.encode(kept[-_MOST:]))


def _aside(desk: Desk) -> list[str]:
    kept = desk.store.meta(_ASIDE)
    return msgspec.json.decode(kept, type=list[str]) if kept else []


def _filed(desk: Desk) -> set[str]:
    """Digests of every scan of every item."""
    facts = desk.house().facts("F52")
    if "digests" not in facts:
        items = desk.house().of("F52")
        facts["digests"] = set().union(*(archive.digests(item) for item in items))
    found: set[str] = facts["digests"]
    return found


def _files(place: Path) -> list[Path]:
    """Files by the time they were written; a folder that is away has none."""
    try:
        there = [p for p in place.iterdir() if p.is_file() and not p.name.startswith((".", "~"))]
        return sorted(there, key=lambda p: (p.stat().st_mtime, p.name))[:_MOST]
    except OSError:
        return []


def _digest(path: Path) -> str:
    """SHA-256; empty while the file is being written, or cannot be read."""
    try:
        state = path.stat()
        key = (str(path), state.st_size, state.st_mtime_ns)
        if not state.st_size or 0 <= time.time() - state.st_mtime < _QUIET:
            return ""
        if key not in _READ:
            with path.open("rb") as stream:
                _READ[key] = hashlib.file_digest(stream, "sha256").hexdigest()
        return _READ[key]
    except OSError:
        return ""
