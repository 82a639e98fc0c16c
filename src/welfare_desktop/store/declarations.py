"""Forms that changed since the store was last opened: their records are folded anew.

The journal keeps every body as it was written; each fold brings it to the form's version of today
(architecture.md, Records). What the store was last folded with lies in its meta table.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Record
from welfare_desktop.store import database, journal, projection, records, schema

_KEY = "declarations"
#: Stands for the fold itself: where it changes, every record is folded anew.
_FOLD = "fold"


def _ours() -> dict[str, int]:
    return {form.id: form.version for form in FORMS.values()} | {_FOLD: projection.VERSION}


def _kept(connection: sa.Connection) -> dict[str, int]:
    """What the store was folded with; a store from before this was written down: all first."""
    query = sa.select(schema.meta.c.value).where(schema.meta.c.key == _KEY)
    found = connection.execute(query).scalar()
    return msgspec.json.decode(found, type=dict[str, int]) if found else {}


def _changed(connection: sa.Connection) -> set[str]:
    """Forms to be folded anew; `Trouble` if the store knows newer ones than this program."""
    ours = _ours()
    kept = dict.fromkeys(ours, 1) | _kept(connection)
    if any(version > ours.get(form, 0) for form, version in kept.items()):
        raise Trouble(database.NEWER)
    return {form for form, version in ours.items() if version > kept[form]}


def outdated(engine: sa.Engine) -> bool:
    """Whether records of a store that exists are to be folded anew; `Trouble` if it is newer."""
    if not sa.inspect(engine).has_table(schema.meta.name):
        return False
    with engine.begin() as connection:
        return bool(_changed(connection))


def bring_up(engine: sa.Engine) -> None:
    """Fold the records of changed forms anew, in one transaction."""
    with engine.begin() as connection:
        changed = _changed(connection)
        if changed:
            try:
                _fold(connection, changed)
            except Exception as error:
                raise database.not_upgraded(error) from error
        if changed or _kept(connection) != _ours():
            statement = insert(schema.meta).values(key=_KEY, value=msgspec.json.encode(_ours()))
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["key"], set_={"value": statement.excluded.value}
                )
            )


def _fold(connection: sa.Connection, changed: set[str]) -> None:
    found: dict[str, Record] = {}
    for entry in journal.entries(connection):
        if entry.act not in projection.RECORD_ACTS:
            continue
        if _FOLD in changed or entry.form in changed:
            found[entry.record] = projection.apply(found.get(entry.record), entry)
    for record in found.values():
        records.write(connection, record, fresh=False)
