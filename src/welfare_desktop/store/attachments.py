"""Attachments: age files, content-addressed by the digest of the file on disk.

Sealed to a store identity that lies inside the encrypted database. Written under a temporary
name, synced, renamed, and only then entered.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import IO, Any, BinaryIO

import msgspec
import sqlalchemy as sa

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security.sealing import (
    CannotOpen,
    Writable,
    new_identity,
    open_stream,
    public_of,
    seal_stream,
)
from welfare_desktop.store import schema
from welfare_desktop.store.store import Store

_IDENTITY = "attachment_identity"


class Attachment(msgspec.Struct, frozen=True):
    """One kept file: digests of the clear bytes and of the file on disk, size in bytes."""

    sha256: str
    disk_sha256: str
    size: int
    media: str


class _Counting(io.RawIOBase):
    """Reads through while hashing and counting."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.sha, self.size = source, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        self.sha.update(data)
        self.size += len(data)
        return len(data)


def _identity(store: Store) -> str:
    known = store.meta(_IDENTITY)
    if known is None:
        known = new_identity().encode()
        store.set_meta(_IDENTITY, known)
    return known.decode()


def add(store: Store, source: BinaryIO, media: str) -> Attachment:
    """Keep a file, streamed; the same bytes are kept once."""
    folder = store.folder / "attachments"
    folder.mkdir(exist_ok=True)
    identity = _identity(store)
    handle, name = tempfile.mkstemp(prefix="new-", dir=folder)
    part = Path(name)
    reader = _Counting(source)
    try:
        with os.fdopen(handle, "wb") as out:
            seal_stream(reader, out, [public_of(identity)])
            out.flush()
            os.fsync(out.fileno())
        return _enter(store, part, reader, media)
    except OSError:
        raise Trouble("附件没有存下：磁盘已满或写不进去。请腾出空间再添加。") from None
    finally:
        part.unlink(missing_ok=True)


def _enter(store: Store, part: Path, reader: _Counting, media: str) -> Attachment:
    known = get(store, reader.sha.hexdigest())
    if known is not None:
        return known
    disk = digest_on_disk(part)
    target = place(store.folder, disk)
    target.parent.mkdir(exist_ok=True)
    part.replace(target)
    kept = Attachment(reader.sha.hexdigest(), disk, reader.size, media)
    row = msgspec.structs.asdict(kept) | {"added_at": minute_text(store.clock.now())}
    with store.connection() as connection:
        connection.execute(schema.attachment.insert(), row)
    return kept


def place(folder: Path, disk: str) -> Path:
    """Where an attachment lies below a store's or a backup's folder."""
    return folder / "attachments" / disk[:2] / f"{disk}.age"


def all_kept(store: Store) -> list[Attachment]:
    """Every attachment entered, by digest."""
    table = schema.attachment
    with store.connection() as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.sha256)).all()
    return [_of(row) for row in rows]


def _of(row: Any) -> Attachment:
    return Attachment(row.sha256, row.disk_sha256, row.size, row.media)


def get(store: Store, sha256: str) -> Attachment | None:
    """An attachment by the digest of its clear bytes."""
    table = schema.attachment
    with store.connection() as connection:
        row = connection.execute(sa.select(table).where(table.c.sha256 == sha256)).first()
    return None if row is None else _of(row)


def copy(store: Store, sha256: str, out: Writable) -> None:
    """Write the clear bytes to a stream, memory bounded; `Trouble` if it is missing or damaged."""
    found = get(store, sha256)
    path = None if found is None else place(store.folder, found.disk_sha256)
    if path is None or not path.exists():
        raise Trouble("这个附件不在本机。请从备份恢复，或向存有它的电脑取回。")
    try:
        with path.open("rb") as sealed:
            open_stream(sealed, out, [_identity(store)])
    except CannotOpen:
        raise Trouble("这个附件已损坏。请从备份恢复，或向存有它的电脑取回。") from None


def content(store: Store, sha256: str) -> bytes:
    """The clear bytes of a small attachment."""
    out = io.BytesIO()
    copy(store, sha256, out)
    return out.getvalue()


def altered(store: Store) -> list[str]:
    """Digests of attachments whose file on disk is missing or changed."""
    return [kept.sha256 for kept in all_kept(store) if not whole(store, kept)]


def whole(store: Store, kept: Attachment) -> bool:
    """Whether the file on disk is there, can be read and is unchanged."""
    return is_whole(place(store.folder, kept.disk_sha256), kept.disk_sha256)


def is_whole(path: Path, digest: str) -> bool:
    """Whether a sealed file is there, can be read and has this digest."""
    try:
        return digest_on_disk(path) == digest
    except OSError:
        return False


def after(store: Store, sha256: str, count: int) -> list[Attachment]:
    """The next few attachments by digest, for a check that goes on where it stopped."""
    table = schema.attachment
    query = sa.select(table).where(table.c.sha256 > sha256).order_by(table.c.sha256).limit(count)
    with store.connection() as connection:
        return [_of(row) for row in connection.execute(query).all()]


def digest_on_disk(path: Path) -> str:
    """SHA-256 of a sealed file: its own name, unless it was altered."""
    with path.open("rb") as sealed:
        return hashlib.file_digest(sealed, "sha256").hexdigest()
