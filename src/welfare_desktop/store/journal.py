"""The journal: the only thing ever written, one gap-free hash chain a device.

``hash = SHA-256(0x00 ‖ hash of seq−1 ‖ canonical JSON of the entry without hash)`` (RFC 8785).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import rfc8785
import sqlalchemy as sa
from uuid6 import uuid7

from welfare_desktop.store import schema

ZERO = bytes(32)
#: In the order in which entries came to this store: clocks may be wrong.
_ARRIVED, _LATEST = sa.text("rowid"), sa.text("rowid DESC")
_INSERT = schema.journal.insert()
_HEAD = (
    sa.select(schema.journal.c.seq, schema.journal.c.hash)
    .where(schema.journal.c.device == sa.bindparam("device"))
    .order_by(schema.journal.c.seq.desc())
    .limit(1)
)


class Entry(msgspec.Struct, frozen=True):
    """One act. ``body`` are the exact canonical bytes; ``at`` with offset, to the millisecond."""

    id: str
    device: str
    seq: int
    at: str
    actor: str
    act: str
    form: str = ""
    record: str = ""
    parent: str = ""
    form_version: int = 1
    body: bytes = b"{}"
    hash: bytes = ZERO

    @property
    def values(self) -> dict[str, Any]:
        """The body as an object."""
        found: dict[str, Any] = msgspec.json.decode(self.body)
        return found


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785) bytes of a JSON value."""
    return bytes(rfc8785.dumps(value))


class _Before(msgspec.Struct):
    """The fields of an entry that stand before its body, in the order of RFC 8785."""

    act: str
    actor: str
    at: str


class _After(msgspec.Struct):
    """Those that stand behind it. Of flat text and small numbers msgspec writes canonical JSON."""

    device: str
    form: str
    form_version: int
    id: str
    parent: str
    record: str
    seq: int


_encode = msgspec.json.Encoder().encode


def entry_hash(previous: bytes, entry: Entry) -> bytes:
    """The link of the chain."""
    before = _encode(_Before(entry.act, entry.actor, entry.at))
    after = _encode(
        _After(
            entry.device, entry.form, entry.form_version, entry.id, entry.parent, entry.record,
            entry.seq,
        )
    )  # fmt: skip
    # The body is canonical already; set in by bytes at its sorted place it need not be parsed.
    return hashlib.sha256(
        b"".join((b"\x00", previous, before[:-1], b',"body":', entry.body, b",", after[1:]))
    ).digest()


def chained(previous: bytes, **parts: Any) -> Entry:
    """A new entry with its id and hash."""
    entry = Entry(id=uuid7().hex, **parts)
    return msgspec.structs.replace(entry, hash=entry_hash(previous, entry))


def _row(entry: Entry) -> dict[str, Any]:
    return msgspec.structs.asdict(entry) | {"id": bytes.fromhex(entry.id)}


def append(connection: sa.Connection, entry: Entry) -> None:
    """Insert one entry."""
    connection.execute(_INSERT, _row(entry))


def entry_of(row: Any) -> Entry:
    """An entry from its row."""
    """The columns of the table are the fields of an entry, in their order."""
    return _made(*row)


def _made(identity: bytes, *rest: Any) -> Entry:
    return Entry(identity.hex(), *rest)


def head(connection: sa.Connection, device: str) -> tuple[int, bytes]:
    """Last sequence number and hash of a device; ``(0, zeros)`` for an empty chain."""
    found = connection.execute(_HEAD, {"device": device}).first()
    return (0, ZERO) if found is None else (int(found.seq), bytes(found.hash))


def last_at(connection: sa.Connection, device: str) -> datetime | None:
    """Time of a device's last entry, naive."""
    table = schema.journal
    query = sa.select(table.c.at).where(table.c.device == device)
    found = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).scalar()
    return None if found is None else datetime.fromisoformat(found).replace(tzinfo=None)


def _devices(connection: sa.Connection) -> Iterator[str]:
    """Every device, in order, without a look at every entry."""
    table = schema.journal
    device = ""
    while found := connection.execute(
        sa.select(sa.func.min(table.c.device)).where(table.c.device > device)
    ).scalar():
        device = found
        yield device


def heads(connection: sa.Connection) -> list[dict[str, Any]]:
    """One line per device: what leaves the house as proof."""
    table = schema.journal
    out = []
    for device in _devices(connection):
        last = connection.execute(
            sa.select(table.c.seq, table.c.hash, table.c.at)
            .where(table.c.device == device)
            .order_by(table.c.seq.desc())
            .limit(1)
        ).one()
        out.append(
            {"device": device, "seq": last.seq, "hash": bytes(last.hash).hex(), "at": last.at}
        )
    return out


def records_since(connection: sa.Connection, acts: Iterable[str], moment: str) -> set[str]:
    """Records with one of these acts at a moment or later; the index has acts by time."""
    table = schema.journal
    query = sa.select(table.c.record).where(table.c.act.in_(acts), table.c.at >= moment)
    return set(connection.execute(query).scalars())


def unproved(connection: sa.Connection, proved: Iterable[Mapping[str, Any]]) -> list[str]:
    """Heads that left the house and that the chain no longer contains: history was cut or changed."""
    table, bad = schema.journal, []
    for known in proved:
        query = sa.select(table.c.hash).where(
            table.c.device == known["device"], table.c.seq == known["seq"]
        )
        found = connection.execute(query).scalar()
        if found is None or bytes(found).hex() != known["hash"]:
            bad.append(f"{known['device']}：第{known['seq']}条与回执里的链头不符")
    return bad


def entries(
    connection: sa.Connection, *, record: str | None = None, device: str | None = None,
    act: str | None = None,
) -> Iterator[Entry]:  # fmt: skip
    """Entries in chain order, of one record, device or act if named."""
    table = schema.journal
    query = sa.select(table).order_by(table.c.device, table.c.seq)
    if record is not None:
        query = sa.select(table).where(table.c.record == record)
        query = query.order_by(_ARRIVED)
    if device is not None:
        query = query.where(table.c.device == device)
    if act is not None:
        query = query.where(table.c.act == act)
    for row in connection.execute(query):
        yield entry_of(row)


def newest(connection: sa.Connection, act: str) -> Entry | None:
    """The last entry of one kind of act."""
    table = schema.journal
    query = sa.select(table).where(table.c.act == act).order_by(_LATEST).limit(1)
    row = connection.execute(query).first()
    return None if row is None else entry_of(row)


def recent(connection: sa.Connection, acts: Sequence[str], limit: int) -> list[Entry]:
    """The newest entries of some kinds of act, newest first."""
    table = schema.journal
    query = sa.select(table).where(table.c.act.in_(acts)).order_by(_LATEST).limit(limit)
    return [entry_of(row) for row in connection.execute(query)]


def newest_of(
    connection: sa.Connection, record: str, acts: Sequence[str], until: Sequence[str]
) -> list[Entry]:
    """Entries of a record among some acts, newest first, up to one of ``until``: not all of them."""
    table, out = schema.journal, list[Entry]()
    query = sa.select(table).where(table.c.record == record, table.c.act.in_(acts))
    for row in connection.execute(query.order_by(_LATEST)):
        out.append(entry_of(row))
        if out[-1].act in until:
            break
    return out


def broken_links(connection: sa.Connection) -> list[str]:
    """Places where the chain does not hold: a changed, missing, added or moved entry."""
    bad: list[str] = []
    device, seq, previous = "", 0, ZERO
    for entry in entries(connection):
        if entry.device != device:
            device, seq, previous = entry.device, 0, ZERO
        if entry.seq != seq + 1:
            bad.append(f"{entry.device}：第{seq + 1}至{entry.seq - 1}条缺失")
        if entry_hash(previous, entry) != entry.hash:
            bad.append(f"{entry.device}：第{entry.seq}条与链不符")
        seq, previous = entry.seq, entry.hash
    return bad
