"""Open rounds and their marks: committed key by key, journalled when the round is signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from uuid6 import uuid7

from welfare_desktop.store import schema
from welfare_desktop.store.store import Store
from welfare_desktop.store.transaction import Transaction


class OpenRound(msgspec.Struct, frozen=True, kw_only=True):
    """A round somebody is walking. ``slot``: due time, ``None`` for an unscheduled look."""

    id: str
    ward: str
    slot: str | None
    opened_at: str
    opened_by: str
    environment: dict[str, Any] | None = None


def _of(row: Any) -> OpenRound:
    environment = None if row.environment is None else msgspec.json.decode(row.environment)
    return OpenRound(
        id=row.id, ward=row.ward, slot=row.slot, opened_at=row.opened_at,
        opened_by=row.opened_by, environment=environment,
    )  # fmt: skip


def add(store: Store, ward: str, slot: str | None, by: str, at: datetime) -> OpenRound:
    """Open a round."""
    new = OpenRound(
        id=uuid7().hex, ward=ward, slot=slot, opened_by=by,
        opened_at=at.isoformat(timespec="seconds"),
    )  # fmt: skip
    with store.connection() as connection:
        connection.execute(schema.open_round.insert(), msgspec.structs.asdict(new))
    return new


def all_open(store: Store, ward: str | None = None) -> list[OpenRound]:
    """Rounds not yet signed, oldest first."""
    query = sa.select(schema.open_round).order_by(schema.open_round.c.opened_at)
    if ward is not None:
        query = query.where(schema.open_round.c.ward == ward)
    with store.connection() as connection:
        return [_of(row) for row in connection.execute(query)]


def get(store: Store, round_id: str) -> OpenRound | None:
    """An open round by id."""
    query = sa.select(schema.open_round).where(schema.open_round.c.id == round_id)
    with store.connection() as connection:
        found = connection.execute(query).first()
    return None if found is None else _of(found)


def add_mark(store: Store, round_id: str, mark: dict[str, Any], at: datetime) -> str:
    """Commit one mark at once; a power cut after this call loses nothing."""
    mark_id = uuid7().hex
    row = {
        "id": mark_id, "round": round_id, "at": at.isoformat(timespec="seconds"),
        "body": msgspec.json.encode(mark),
    }  # fmt: skip
    with store.connection() as connection:
        connection.execute(schema.round_mark.insert(), row)
    return mark_id


def marks(store: Store, round_id: str) -> list[tuple[str, dict[str, Any]]]:
    """``(id, mark)`` of a round in the order they were made."""
    table = schema.round_mark
    query = sa.select(table.c.id, table.c.body).where(table.c.round == round_id)
    with store.connection() as connection:
        found = connection.execute(query.order_by(table.c.at, table.c.id)).all()
    return [(row.id, msgspec.json.decode(row.body, type=dict[str, Any])) for row in found]


def change_mark(store: Store, mark_id: str, mark: dict[str, Any]) -> None:
    """Add a temperature or note to a mark of an unsigned round."""
    table = schema.round_mark
    with store.connection() as connection:
        connection.execute(
            table.update().where(table.c.id == mark_id).values(body=msgspec.json.encode(mark))
        )


def remove_mark(store: Store, mark_id: str) -> None:
    """Take back a mark of an unsigned round."""
    with store.connection() as connection:
        connection.execute(schema.round_mark.delete().where(schema.round_mark.c.id == mark_id))


def set_environment(store: Store, round_id: str, points: dict[str, Any]) -> None:
    """Keep the five points looked at."""
    table = schema.open_round
    with store.connection() as connection:
        connection.execute(
            table.update()
            .where(table.c.id == round_id)
            .values(environment=msgspec.json.encode(points))
        )


def remove(transaction: Transaction, round_id: str) -> None:
    """The round has become a record."""
    connection = transaction.connection
    connection.execute(schema.round_mark.delete().where(schema.round_mark.c.round == round_id))
    connection.execute(schema.open_round.delete().where(schema.open_round.c.id == round_id))
