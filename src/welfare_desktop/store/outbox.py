"""Packages on their way: one row a package, its state kept through every stop."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from welfare_desktop.store import schema
from welfare_desktop.store.store import Store


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One package. ``facts`` holds what its state needs (digests, URLs, receipt, papers)."""

    name: str
    month: str
    revision: int
    state: str
    facts: dict[str, Any] = {}


def put(store: Store, row: OutboxRow) -> None:
    """Insert or replace."""
    values = {
        "name": row.name, "month": row.month, "revision": row.revision, "state": row.state,
        "body": msgspec.json.encode(row),
    }  # fmt: skip
    statement = insert(schema.outbox).values(**values)
    with store.connection() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def rows(store: Store) -> list[OutboxRow]:
    """All packages, by month and revision."""
    table = schema.outbox
    query = sa.select(table.c.body).order_by(table.c.month, table.c.revision)
    with store.connection() as connection:
        raw = connection.execute(query).scalars().all()
    return [msgspec.json.decode(item, type=OutboxRow) for item in raw]


def get(store: Store, name: str) -> OutboxRow | None:
    """One package by name."""
    return next((row for row in rows(store) if row.name == name), None)
