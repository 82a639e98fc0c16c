"""What `Store.check` asks of an open store besides its chain: pages, and records against a rebuild."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from welfare_desktop.domain.record import Record
from welfare_desktop.store import journal, projection, schema


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
    for row in connection.execute(sa.select(schema.record.c.id, schema.record.c.body)):
        try:
            kept[row.id] = msgspec.json.decode(row.body, type=Record)
        except (msgspec.DecodeError, UnicodeDecodeError):
            out.append(f"记录{row.id}：内容读不懂")
    for key in sorted(fresh.keys() | kept.keys()):
        if fresh.get(key) != kept.get(key):
            known = kept.get(key) or fresh[key]
            out.append(f"{known.form} {known.form_no}：与流水重算的结果不一致")
    return out
