"""紧急记录 on a locked PC: sealed at once to the store's public key (lifecycle.md §6.5).

Nothing of a note can be read while the store is locked; only its number of files is known.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import msgspec
import pyrage

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots
from welfare_desktop.security.durable import replacing

_FOLDER = "pending-notes"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in the writer's own words. ``when`` and ``written_at`` to the minute."""

    id: str
    written_at: str
    writer: str
    when: str
    place: str
    child: str
    text: str


def seal(folder: Path, note: Note) -> None:
    """Keep a note sealed; a power cut leaves it whole or not at all."""
    public = pyrage.x25519.Recipient.from_str(keyslots.load(folder).public)
    sealed = bytes(pyrage.encrypt(msgspec.json.encode(note), [public]))
    place = folder / _FOLDER
    try:
        place.mkdir(exist_ok=True)
        with replacing(place / f"{note.id}.age") as out:
            out.write(sealed)
    except OSError:
        raise Trouble("没有存成：磁盘已满或不能写。请先写在纸上。") from None


def sealed(folder: Path) -> list[Path]:
    """Notes not yet taken in, oldest first."""
    return sorted((folder / _FOLDER).glob("*.age"))


def opened(path: Path, identity: str) -> Note:
    """Read a note with the store's identity."""
    try:
        clear = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, OSError):
        raise Trouble(f"紧急记录{path.stem[:8]}打不开，文件保留着。请系统管理员查看。") from None
    return msgspec.json.decode(clear, type=Note)


def forget(folder: Path, note_id: str) -> None:
    """The note has become a record."""
    (folder / _FOLDER / f"{note_id}.age").unlink(missing_ok=True)


def carry_over(source: Path, target: Path, identity: str) -> None:
    """Take the notes that wait beside one store along to another that opens them."""
    for path in sealed(source):
        with contextlib.suppress(Trouble):
            opened(path, identity)
            (target / _FOLDER).mkdir(exist_ok=True)
            shutil.copyfile(path, target / _FOLDER / path.name)
