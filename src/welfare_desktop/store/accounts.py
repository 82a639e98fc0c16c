"""Accounts of an open store. Passwords live in the key slots, never here; only PIN hashes do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from welfare_desktop.store import schema
from welfare_desktop.store.store import Store
from welfare_desktop.store.transaction import Transaction


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """``staff``: record id of F64; ``roles``: letters of lifecycle.md §6.1."""

    id: str
    login: str
    name: str
    staff: str
    roles: str
    active: bool = True


def all_accounts(store: Store) -> list[AccountRow]:
    """Every account, by login."""
    with store.connection() as connection:
        raw = connection.execute(
            sa.select(schema.account.c.body).order_by(schema.account.c.login)
        ).scalars()
        return [msgspec.json.decode(item, type=AccountRow) for item in raw]


def kept_pin(store: Store, account: str) -> str:
    """PIN hash of an account, empty if it has none."""
    query = sa.select(schema.account.c.pin_hash).where(schema.account.c.id == account)
    with store.connection() as connection:
        return connection.execute(query).scalar() or ""


def add_account(transaction: Transaction, row: AccountRow, pin_hash: str, actor: str) -> None:
    """A new account and its journal entry (ids and roles only)."""
    transaction.connection.execute(
        schema.account.insert(),
        {"id": row.id, "login": row.login, "body": msgspec.json.encode(row), "pin_hash": pin_hash},
    )
    transaction.append(
        "account", actor, record=row.id, body={"login": row.login, "roles": row.roles}
    )


def change_account(
    transaction: Transaction, row: AccountRow, act: str, actor: str, by: Sequence[str] = ()
) -> None:
    """Other roles, or no longer active. ``by``: accounts of those who signed."""
    _update(transaction, row.id, body=msgspec.json.encode(row))
    body = {"login": row.login, "roles": row.roles, "active": row.active, "by": list(by)}
    transaction.append(act, actor, record=row.id, body=body)


def set_pin(transaction: Transaction, account: str, pin_hash: str, actor: str) -> None:
    """Another 签名码; the entry tells that it changed, nothing of it."""
    _update(transaction, account, pin_hash=pin_hash)
    transaction.append("pin", actor, record=account)


def _update(transaction: Transaction, account: str, **values: Any) -> None:
    table = schema.account
    transaction.connection.execute(table.update().where(table.c.id == account).values(**values))
