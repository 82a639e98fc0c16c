"""What is committed key by key and not journalled yet: marks of open rounds, carers' notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from welfare_desktop.store import schema

# Built once: they are asked with every key.
_AT, _NOTE = schema.round_mark.c.at, schema.care_note.c
_MARKS = (
    sa.select(schema.round_mark.c.body, schema.round_mark.c.round)
    .where(sa.bindparam("since") <= _AT, sa.bindparam("until") > _AT)
    .order_by(_AT, schema.round_mark.c.id)
)
_NOTES = sa.select(_NOTE.ward, _NOTE.body).order_by(_NOTE.at, _NOTE.id)


def marks(connection: sa.Connection, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Marks of rounds still open, by their real time, each with its ``round``."""
    asked = {
        "since": since.isoformat(timespec="seconds"),
        "until": until.isoformat(timespec="seconds"),
    }
    found = connection.execute(_MARKS, asked).all()
    return [msgspec.json.decode(row.body) | {"round": row.round} for row in found]


def notes(connection: sa.Connection) -> list[dict[str, Any]]:
    """Carers' notes of the shifts under way, by their time, each with its ``ward``."""
    found = connection.execute(_NOTES).all()
    return [msgspec.json.decode(row.body) | {"ward": row.ward} for row in found]
