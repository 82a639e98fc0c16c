"""What `Store.check` asks of an open store besides its chain: pages, and records against a rebuild."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from welfare_desktop.domain.record import Record
from welfare_desktop.store import journal, projection, records, schema

_KEYS = [column for column in schema.record.columns if column.name != "body"]


def damaged_pages(connection: sa.Connection) -> list[str]:
    """Pages whose bytes are not as they were written."""
    found = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    return [f"数据库页损坏：{row[0]}" for row in found]


def rebuilt(connection: sa.Connection) -> dict[str, Record]:
    """All records from the journal alone."""
    found: dict[str, Record] = {}
    for entry in journal.entries(connection):
        if entry.act in projection.RECORD_ACTS:
            found[entry.record] = projection.apply(found.get(entry.record), entry)
    return found


def differences(connection: sa.Connection) -> list[str]:
    """Records that are not what the journal says."""
    fresh = rebuilt(connection)
    kept: dict[str, Record] = {}
    out = []
    for row in connection.execute(records.READ.add_columns(*_KEYS)):
        try:
            kept[row.id] = records.record_of(row)
        except (msgspec.DecodeError, UnicodeDecodeError, LookupError):
            out.append(f"记录{row.id}：内容读不懂")
            continue
        known = kept[row.id]
        if any(getattr(row, name) != value for name, value in records.keys(known).items()):
            out.append(f"{known.form} {known.form_no}：目录与内容不一致")
    for key in sorted(fresh.keys() | kept.keys()):
        if fresh.get(key) != kept.get(key):
            known = kept.get(key) or fresh[key]
            out.append(f"{known.form} {known.form_no}：与流水重算的结果不一致")
    return out
