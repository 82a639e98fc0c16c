"""Backups: one file with the encrypted database and the key file, attachments beside it.

The file is the database as it lies on disk, so that SQLCipher opens it where it is, and behind it
a ZIP with ``keyslots.json`` and ``backup.json``. The ZIP's comment ends with the SHA-256 of the
whole file (these 64 digits taken as zeros), so that one changed byte anywhere is found.
Attachments never change: each is copied once to ``attachments/`` in the same folder and serves
every backup there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.places import version
from welfare_desktop.security import keyslots
from welfare_desktop.security.durable import replacing
from welfare_desktop.store import attachments, database, journal
from welfare_desktop.store.store import Store

#: Hears how far the work is, 0…1; what it raises stops the work and leaves nothing half-written.
Told = Callable[[float], object]

_MANIFEST = "backup.json"
#: The database as it lay at one moment, while it is written to a slower disk.
SPOOL = "backup.spool"
_DIGITS = 64
_PIECE = 1024 * 1024
_DAMAGED = "这份备份已损坏或不完整，不会用它恢复。请换另一份备份。"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself. ``attachments``: digests of files on disk, tell nothing."""

    store: str
    made_at: str
    version: str
    revision: str
    database_bytes: int
    heads: list[dict[str, Any]]
    attachments: list[str]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A backup just made and verified. ``copied``: attachments that were not there yet."""

    path: Path
    sha256: str
    bytes: int
    copied: int
    made_at: str


class _Hashing:
    """Write through while hashing; not seekable, so that the ZIP is written in one pass."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.sha = out, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()


class _Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    database: Path
    key_file: bytes
    key: bytes
    manifest: Manifest


def _silent(part: float) -> None:
    """Nobody asked how far it is."""


def make(store: Store, target: Path, *, whole: bool = True, told: Told = _silent) -> Made:
    """Write a backup and read it back; `Trouble` if it cannot be written or does not verify.

    Args:
        whole: attachments too. Before an upgrade they need not be copied: it never touches them.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copied = _copy_attachments(store, target.parent, told) if whole else 0
        with _snapshot(store) as shot, replacing(target) as out:
            digest = _write(shot, out, told)
    except FileNotFoundError:
        raise Trouble(f"备份没有做：找不到{target.parent}。请把备份盘接上再试。") from None
    except OSError:
        raise Trouble(
            f"备份没有做成：{target.parent}已满或写不进去。请换一块盘再试，资料没有动。"
        ) from None
    told(0.8)
    read = verified(target)
    if read != shot.manifest:
        raise Trouble(_DAMAGED)
    _opens(target, read, shot.key)
    return Made(
        path=target, sha256=digest, bytes=target.stat().st_size, copied=copied,
        made_at=read.made_at,
    )  # fmt: skip


@contextlib.contextmanager
def _snapshot(store: Store) -> Iterator[_Snapshot]:
    """The store at one moment, copied beside itself: nobody waits for the slower disk.

    Without room for the copy the store stays still until it is written out.
    """
    spool = store.folder / SPOOL
    try:
        with store.still():
            shot = _Snapshot(
                database=spool, key_file=(store.folder / keyslots.FILE_NAME).read_bytes(),
                key=store.key, manifest=_manifest(store),
            )  # fmt: skip
            own = store.folder / database.FILE_NAME
            try:
                shutil.copyfile(own, spool)
            except OSError:
                spool.unlink(missing_ok=True)
                yield msgspec.structs.replace(shot, database=own)
                return
        yield shot
    finally:
        spool.unlink(missing_ok=True)


def _manifest(store: Store) -> Manifest:
    return Manifest(
        store=(store.meta("store_id") or b"").decode(), made_at=minute_text(store.clock.now()),
        version=version(), revision=database.head_revision(),
        database_bytes=(store.folder / database.FILE_NAME).stat().st_size, heads=store.heads(),
        attachments=sorted(item.disk_sha256 for item in attachments.all_kept(store)),
    )  # fmt: skip


def _write(shot: _Snapshot, out: BinaryIO, told: Told) -> str:
    through, written, whole = _Hashing(out), 0, max(1, shot.manifest.database_bytes)
    with shot.database.open("rb") as source:
        while piece := source.read(_PIECE):
            written += through.write(piece)
            told(0.3 + 0.5 * written / whole)
    with zipfile.ZipFile(through, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, data in (
            (_MANIFEST, msgspec.json.encode(shot.manifest)),
            (keyslots.FILE_NAME, shot.key_file),
        ):
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
        archive.comment = b"sha256:" + b"0" * _DIGITS
    digest = through.sha.hexdigest()
    out.seek(-_DIGITS, os.SEEK_END)
    out.write(digest.encode())
    return digest


def _copy_attachments(store: Store, folder: Path, told: Told) -> int:
    copied, wanted = 0, attachments.all_kept(store)
    for number, kept in enumerate(wanted):
        told(0.3 * number / len(wanted))
        source = attachments.place(store.folder, kept.disk_sha256)
        target = attachments.place(folder, kept.disk_sha256)
        if not source.exists() or (
            target.exists() and target.stat().st_size == source.stat().st_size
        ):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as out, source.open("rb") as data:
            shutil.copyfileobj(data, out, _PIECE)
        copied += 1
    return copied


def verified(path: Path) -> Manifest:
    """What a backup says of itself; `Trouble` if one byte of it was changed or cut off."""
    try:
        sha = hashlib.sha256()
        left = path.stat().st_size - _DIGITS
        with path.open("rb") as source:
            while left > 0 and (piece := source.read(min(_PIECE, left))):
                sha.update(piece)
                left -= len(piece)
            told = source.read()
        sha.update(b"0" * _DIGITS)
        if left or told != sha.hexdigest().encode():
            raise Trouble(_DAMAGED)
        with zipfile.ZipFile(path) as archive:
            return msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except FileNotFoundError:
        raise Trouble("找不到这份备份。请核对路径，或把备份盘接上。") from None
    except (OSError, zipfile.BadZipFile, KeyError, msgspec.DecodeError, UnicodeDecodeError):
        raise Trouble(_DAMAGED) from None


def _opens(path: Path, manifest: Manifest, key: bytes) -> None:
    """The copy opens under its key, where it lies, and ends at the entries it says."""
    with database.reading(path, key) as connection:
        if journal.heads(connection) != manifest.heads:
            raise Trouble(_DAMAGED)


def key_file(path: Path) -> keyslots.KeySlots:
    """The key file of a verified backup."""
    with zipfile.ZipFile(path) as archive:
        return keyslots.parse(archive.read(keyslots.FILE_NAME))


def unpack(path: Path, folder: Path) -> None:
    """Database and key file of a verified backup into a folder."""
    with path.open("rb") as source, replacing(folder / database.FILE_NAME) as out:
        left = verified(path).database_bytes
        while piece := source.read(min(_PIECE, left)):
            out.write(piece)
            left -= len(piece)
    with zipfile.ZipFile(path) as archive, replacing(folder / keyslots.FILE_NAME) as out:
        out.write(archive.read(keyslots.FILE_NAME))
