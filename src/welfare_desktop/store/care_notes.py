"""Carers' notes of the shifts under way: committed key by key, journalled once a ward and shift."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from uuid6 import uuid7

from welfare_desktop.store import schema
from welfare_desktop.store.store import Store
from welfare_desktop.store.transaction import Transaction

_NOTE = schema.care_note
_ADD = _NOTE.insert()
_OF_WARD = (
    sa.select(_NOTE.c.id, _NOTE.c.body)
    .where(_NOTE.c.ward == sa.bindparam("of"))
    .order_by(_NOTE.c.at, _NOTE.c.id)
)


def add(store: Store, ward: str, note: dict[str, Any], at: datetime) -> str:
    """Commit one note at once; a power cut after this call loses nothing."""
    note_id = uuid7().hex
    row = {
        "id": note_id, "ward": ward, "at": at.isoformat(timespec="seconds"),
        "body": msgspec.json.encode(note),
    }  # fmt: skip
    with store.connection() as connection:
        connection.execute(_ADD, row)
    return note_id


def of_ward(store: Store, ward: str) -> list[tuple[str, dict[str, Any]]]:
    """``(id, note)`` of a ward in the order they were made."""
    with store.connection() as connection:
        found = connection.execute(_OF_WARD, {"of": ward}).all()
    return [(row.id, msgspec.json.decode(row.body, type=dict[str, Any])) for row in found]


def take_back(store: Store, note_id: str) -> None:
    """A note that was not meant."""
    with store.connection() as connection:
        connection.execute(_NOTE.delete().where(_NOTE.c.id == note_id))


def remove(transaction: Transaction, notes: list[str]) -> None:
    """The notes have become a record."""
    transaction.connection.execute(_NOTE.delete().where(_NOTE.c.id.in_(notes)))
