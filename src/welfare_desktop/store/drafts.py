"""Drafts: encrypted with the store, one per person, form and record; never records."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Paper
from welfare_desktop.store import schema
from welfare_desktop.store.store import Store


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody had typed. ``record``: the record being continued, empty for a new one;
    ``mode``: how it is filled (``new``, ``continue``, ``correct``)."""

    account: str
    form: str
    child: str = ""
    record: str = ""
    mode: str = ""
    saved_at: str = ""
    form_version: int = 1
    values: dict[str, Any] = {}
    papers: tuple[Paper, ...] = ()


def _key(draft: Draft) -> str:
    return "/".join((draft.account, draft.form, draft.child, draft.record))


def save(store: Store, draft: Draft) -> Draft:
    """Keep a draft; the newer replaces the older."""
    kept = msgspec.structs.replace(
        draft, saved_at=minute_text(store.clock.now()), form_version=FORMS[draft.form].version
    )
    row = {
        "key": _key(kept), "account": kept.account, "saved_at": kept.saved_at,
        "body": msgspec.json.encode(kept),
    }  # fmt: skip
    statement = insert(schema.draft).values(**row)
    with store.connection() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))
    return kept


def load(store: Store, wanted: Draft) -> Draft | None:
    """The draft of that person, form, child and record."""
    query = sa.select(schema.draft.c.body).where(schema.draft.c.key == _key(wanted))
    with store.connection() as connection:
        found = connection.execute(query).scalar()
    return None if found is None else _draft(found)


def _draft(raw: bytes) -> Draft:
    """A draft as it was kept, in the shape of the form's version of today."""
    kept = msgspec.json.decode(raw, type=Draft)
    values = FORMS[kept.form].upgraded(kept.values, kept.form_version)
    return msgspec.structs.replace(kept, values=values)


def drop(store: Store, wanted: Draft) -> None:
    """Forget a draft: it was submitted or given up."""
    with store.connection() as connection:
        connection.execute(schema.draft.delete().where(schema.draft.c.key == _key(wanted)))


def of_account(store: Store, account: str) -> list[Draft]:
    """A person's drafts, newest first."""
    query = sa.select(schema.draft.c.body).where(schema.draft.c.account == account)
    with store.connection() as connection:
        raw = connection.execute(query.order_by(schema.draft.c.saved_at.desc())).scalars().all()
    return [_draft(item) for item in raw]
