"""Backups: one file with the encrypted database and the key file, attachments beside it.

The file is the database as it lies on disk, so that SQLCipher opens it where it is, and behind it
a ZIP with ``keyslots.json`` and ``backup.json``. The ZIP's comment ends with the SHA-256 of the
whole file (these 64 digits taken as zeros), so that one changed byte anywhere is found.
Attachments never change: each is copied once to ``attachments/`` in the same folder and serves
every backup there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
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

_MANIFEST = "backup.json"
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


def make(store: Store, target: Path, *, whole: bool = True) -> Made:
    """Write a backup and read it back; `Trouble` if it cannot be written or does not verify.

    Args:
        whole: attachments too. Before an upgrade they need not be copied: it never touches them.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copied = _copy_attachments(store, target.parent) if whole else 0
        with replacing(target) as out, store.still():
            manifest = _manifest(store)
            digest = _write(store.folder, manifest, out)
    except FileNotFoundError:
        raise Trouble(f"备份没有做：找不到{target.parent}。请把备份盘接上再试。") from None
    except OSError:
        raise Trouble(
            f"备份没有做成：{target.parent}已满或写不进去。请换一块盘再试，资料没有动。"
        ) from None
    read = verified(target)
    if read != manifest:
        raise Trouble(_DAMAGED)
    _opens(target, read, store.key)
    return Made(
        path=target, sha256=digest, bytes=target.stat().st_size, copied=copied,
        made_at=manifest.made_at,
    )  # fmt: skip


def _manifest(store: Store) -> Manifest:
    return Manifest(
        store=(store.meta("store_id") or b"").decode(), made_at=minute_text(store.clock.now()),
        version=version(), revision=database.head_revision(),
        database_bytes=(store.folder / database.FILE_NAME).stat().st_size, heads=store.heads(),
        attachments=sorted(item.disk_sha256 for item in attachments.all_kept(store)),
    )  # fmt: skip


def _write(folder: Path, manifest: Manifest, out: BinaryIO) -> str:
    through = _Hashing(out)
    with (folder / database.FILE_NAME).open("rb") as source:
        while piece := source.read(_PIECE):
            through.write(piece)
    with zipfile.ZipFile(through, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, data in (
            (_MANIFEST, msgspec.json.encode(manifest)),
            (keyslots.FILE_NAME, (folder / keyslots.FILE_NAME).read_bytes()),
        ):
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
        archive.comment = b"sha256:" + b"0" * _DIGITS
    digest = through.sha.hexdigest()
    out.seek(-_DIGITS, os.SEEK_END)
    out.write(digest.encode())
    return digest


def _copy_attachments(store: Store, folder: Path) -> int:
    copied = 0
    for kept in attachments.all_kept(store):
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
