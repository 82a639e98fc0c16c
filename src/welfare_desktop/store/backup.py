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
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Self

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
_DIGITS = 64
#: What is read, written, hashed and synced at once.
_PIECE = 4 * 1024 * 1024
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


class _OtherCore:
    """Work on another core beside the next piece's; one at most waits, so that memory is bounded."""

    def __init__(self) -> None:
        self._core = ThreadPoolExecutor(1)
        self._last: Future[object] | None = None

    def do(self, work: Callable[..., object], *of: object) -> None:
        self.wait()
        self._last = self._core.submit(work, *of)

    def wait(self) -> None:
        if self._last is not None:
            self._last.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._core.shutdown()


class _Digest(_OtherCore):
    """SHA-256 of pieces, each reckoned while the next one is read or written."""

    def __init__(self) -> None:
        super().__init__()
        self._sha = hashlib.sha256()

    def update(self, data: bytes) -> None:
        self.do(self._sha.update, data)

    def text(self) -> str:
        self.wait()
        return self._sha.hexdigest()


class _Hashing:
    """Write through while hashing; not seekable, so that the ZIP is written in one pass."""

    def __init__(self, out: BinaryIO, digest: _Digest) -> None:
        self._out, self._digest = out, digest

    def write(self, data: bytes) -> int:
        self._digest.update(bytes(data))
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()


class _Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with the file as it lay at one moment."""

    key_file: bytes
    key: bytes
    manifest: Manifest

    def beside(self) -> list[tuple[str, bytes]]:
        """The files behind the database: name, bytes."""
        return [
            (_MANIFEST, msgspec.json.encode(self.manifest)), (keyslots.FILE_NAME, self.key_file)
        ]  # fmt: skip


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
        with store.unmoved(lambda: _moment(store)) as moment, replacing(target) as out:
            own = store.folder / database.FILE_NAME
            digest = _write(own, moment, out, told)
            told(0.8)
            _read_back(own, moment, out)
    except FileNotFoundError:
        raise Trouble(f"备份没有做：找不到{target.parent}。请把备份盘接上再试。") from None
    except OSError:
        raise Trouble(
            f"备份没有做成：{target.parent}已满或写不进去。请换一块盘再试，资料没有动。"
        ) from None
    return Made(
        path=target, sha256=digest, bytes=target.stat().st_size, copied=copied,
        made_at=moment.manifest.made_at,
    )  # fmt: skip


def _moment(store: Store) -> _Moment:
    key_file = (store.folder / keyslots.FILE_NAME).read_bytes()
    return _Moment(key_file=key_file, key=store.key, manifest=_manifest(store))


def _manifest(store: Store) -> Manifest:
    return Manifest(
        store=(store.meta("store_id") or b"").decode(), made_at=minute_text(store.clock.now()),
        version=version(), revision=database.head_revision(),
        database_bytes=(store.folder / database.FILE_NAME).stat().st_size, heads=store.heads(),
        attachments=sorted(item.disk_sha256 for item in attachments.all_kept(store)),
    )  # fmt: skip


def _write(own: Path, moment: _Moment, out: BinaryIO, told: Told) -> str:
    whole = left = moment.manifest.database_bytes
    with _Digest() as digest, _OtherCore() as disk:
        through = _Hashing(out, digest)
        with own.open("rb") as source:
            while piece := source.read(min(_PIECE, left)):
                left -= through.write(piece)
                through.flush()
                # The disk never has much to take in at once: a mark that somebody makes meanwhile
                # waits for what lies before it.
                disk.do(os.fsync, out.fileno())
                told(0.8 - 0.5 * left / whole)
        disk.wait()
        with zipfile.ZipFile(through, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
            for name, data in moment.beside():
                archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
            archive.comment = b"sha256:" + b"0" * _DIGITS
        text = digest.text()
    out.seek(-_DIGITS, os.SEEK_END)
    out.write(text.encode())
    return text


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
        left = path.stat().st_size - _DIGITS
        with path.open("rb") as source, _Digest() as digest:
            while left > 0 and (piece := source.read(min(_PIECE, left))):
                digest.update(piece)
                left -= len(piece)
            told = source.read()
            digest.update(b"0" * _DIGITS)
            if left or told != digest.text().encode():
                raise Trouble(_DAMAGED)
        with zipfile.ZipFile(path) as archive:
            return msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except FileNotFoundError:
        raise Trouble("找不到这份备份。请核对路径，或把备份盘接上。") from None
    except (OSError, zipfile.BadZipFile, KeyError, msgspec.DecodeError, UnicodeDecodeError):
        raise Trouble(_DAMAGED) from None


def _read_back(own: Path, moment: _Moment, out: BinaryIO) -> None:
    """`Trouble` unless the copy is the original, byte for byte, and opens under its key.

    It is asked before it gets its name.
    """
    path, left = Path(out.name), moment.manifest.database_bytes
    out.flush()
    with own.open("rb") as original, path.open("rb") as copy:
        while piece := original.read(min(_PIECE, left)):
            if piece != copy.read(len(piece)):
                raise Trouble(_DAMAGED)
            left -= len(piece)
    with database.reading(path, moment.key) as connection:
        if left or journal.heads(connection) != moment.manifest.heads:
            raise Trouble(_DAMAGED)
    with zipfile.ZipFile(path) as archive:
        if any(archive.read(name) != data for name, data in moment.beside()):
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
