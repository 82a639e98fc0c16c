"""Current records as rows: written, and read back as values.

A round, handover or roster that stands as it was signed *is* the entry that wrote it: its row holds
the keys alone, and the record is folded from that entry when it is read. Held twice they would be
most of a store of many years (docs/decisions/0013).
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from welfare_desktop.domain.house import HOURLY
from welfare_desktop.domain.record import Record
from welfare_desktop.store import journal, projection, schema

TABLE = schema.record
_LOG = schema.journal
_THIN = b""
_COUNT = sa.select(sa.func.count()).where(TABLE.c.form == sa.bindparam("form"))
_COUNTS = sa.select(TABLE.c.form, sa.func.count()).group_by(TABLE.c.form).order_by(TABLE.c.form)
_INSERT = TABLE.insert()
_UPDATE = TABLE.update().where(TABLE.c.id == sa.bindparam("of"))
#: Rows as `record_of` reads them; narrowed by ``where``.
READ = sa.select(
    TABLE.c.body.label("kept"), *(column.label(f"log_{column.name}") for column in _LOG.columns)
).select_from(
    TABLE.outerjoin(
        _LOG,
        sa.and_(TABLE.c.body == _THIN, _LOG.c.record == TABLE.c.id, _LOG.c.act == "submit"),
    )
)


def record_of(row: Any) -> Record:
    """The record of a row; ``LookupError`` if the entry that it stands for is gone."""
    if row.kept != _THIN:
        return msgspec.json.decode(row.kept, type=Record)
    if row.log_id is None:
        raise LookupError("entry")
    return projection.apply(None, journal.entry_of(row[1 : 1 + len(_LOG.columns)]))


def keys(record: Record) -> dict[str, Any]:
    """Columns of a record's row but its body."""
    return {
        "id": record.id, "form": record.form, "child": record.child, "subject": record.ward,
        "happened_at": record.happened_at, "state": record.state, "version": record.version,
    }  # fmt: skip


def body(record: Record) -> bytes:
    """What a record's row holds beside its keys."""
    if record.form in HOURLY and record.version == 1:
        return _THIN
    return msgspec.json.encode(record, order="sorted")


def write(connection: sa.Connection, record: Record, *, fresh: bool) -> None:
    """Insert or replace one current record."""
    row = keys(record) | {"body": body(record)}
    connection.execute(_INSERT if fresh else _UPDATE, row | {"of": record.id})


def count(connection: sa.Connection, form: str) -> int:
    """How many records of a form there are, void ones too."""
    return int(connection.execute(_COUNT, {"form": form}).scalar_one())


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many records there are of each form, void ones too."""
    return {form: int(number) for form, number in connection.execute(_COUNTS)}
