"""The records as an earlier moment knew them: what a first package of a month was built from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from welfare_desktop.domain.house import Source
from welfare_desktop.domain.record import Record
from welfare_desktop.store import journal, projection


class Earlier:
    """The store as an earlier moment knew it."""

    def __init__(
        self, store: Source, later: set[str], before: Sequence[Record], moment: datetime
    ) -> None:
        self._store, self._later, self._moment = store, later, moment
        self._before = [record for record in before if record.in_force]

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form in the version of the moment."""
        kept = [r for r in self._store.of_form(form) if r.id not in self._later]
        return sorted(
            [*kept, *(r for r in self._before if r.form == form)],
            key=lambda r: (r.happened_at, r.id),
        )

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of rounds still open."""
        return self._store.marks(since, min(until, self._moment))


def folded(connection: sa.Connection, record_id: str, moment: str) -> Record | None:
    """A record from its entries before a moment (ISO with offset), ``None`` if there was none."""
    record: Record | None = None
    for entry in journal.entries(connection, record=record_id):
        if entry.at < moment and entry.act in projection.RECORD_ACTS:
            record = projection.apply(record, entry)
    return record
