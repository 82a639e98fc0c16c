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

# Built once: every key of a round asks them.
_ROUND, _MARK = schema.open_round, schema.round_mark
_ALL = sa.select(_ROUND).order_by(_ROUND.c.opened_at)
_OF_WARD = _ALL.where(_ROUND.c.ward == sa.bindparam("of"))
_GET = sa.select(_ROUND).where(_ROUND.c.id == sa.bindparam("of"))
_ADD, _ADD_MARK = _ROUND.insert(), _MARK.insert()
_ENVIRONMENT = _ROUND.update().where(_ROUND.c.id == sa.bindparam("of"))
_MARKS = (
    sa.select(_MARK.c.id, _MARK.c.body)
    .where(_MARK.c.round == sa.bindparam("of"))
    .order_by(_MARK.c.at, _MARK.c.id)
)


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
        connection.execute(_ADD, msgspec.structs.asdict(new))
    return new


def all_open(store: Store, ward: str | None = None) -> list[OpenRound]:
    """Rounds not yet signed, oldest first."""
    query, asked = (_ALL, {}) if ward is None else (_OF_WARD, {"of": ward})
    with store.connection() as connection:
        return [_of(row) for row in connection.execute(query, asked)]


def get(store: Store, round_id: str) -> OpenRound | None:
    """An open round by id."""
    with store.connection() as connection:
        found = connection.execute(_GET, {"of": round_id}).first()
    return None if found is None else _of(found)


def add_mark(store: Store, round_id: str, mark: dict[str, Any], at: datetime) -> str:
    """Commit one mark at once; a power cut after this call loses nothing."""
    mark_id = uuid7().hex
    row = {
        "id": mark_id, "round": round_id, "at": at.isoformat(timespec="seconds"),
        "body": msgspec.json.encode(mark),
    }  # fmt: skip
    with store.connection() as connection:
        connection.execute(_ADD_MARK, row)
    return mark_id


def marks(store: Store, round_id: str) -> list[tuple[str, dict[str, Any]]]:
    """``(id, mark)`` of a round in the order they were made."""
    with store.connection() as connection:
        found = connection.execute(_MARKS, {"of": round_id}).all()
    return [(row.id, msgspec.json.decode(row.body, type=dict[str, Any])) for row in found]


def change_mark(store: Store, mark_id: str, mark: dict[str, Any]) -> None:
    """Add a temperature or note to a mark of an unsigned round."""
    with store.connection() as connection:
        connection.execute(
            _MARK.update().where(_MARK.c.id == mark_id).values(body=msgspec.json.encode(mark))
        )


def remove_mark(store: Store, mark_id: str) -> None:
    """Take back a mark of an unsigned round."""
    with store.connection() as connection:
        connection.execute(_MARK.delete().where(_MARK.c.id == mark_id))


def set_environment(store: Store, round_id: str, points: dict[str, Any] | None) -> None:
    """Keep the five points looked at; ``None``: nobody looked."""
    row = {"of": round_id, "environment": None if points is None else msgspec.json.encode(points)}
    with store.connection() as connection:
        connection.execute(_ENVIRONMENT, row)


def remove(transaction: Transaction, round_id: str) -> None:
    """The round has become a record."""
    connection = transaction.connection
    connection.execute(_MARK.delete().where(_MARK.c.round == round_id))
    connection.execute(_ROUND.delete().where(_ROUND.c.id == round_id))
