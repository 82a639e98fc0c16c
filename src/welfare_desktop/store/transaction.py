"""Writing inside one commit: entries of the journal, and the records that they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.record import Record
from welfare_desktop.store import journal, projection, records

if TYPE_CHECKING:
    from welfare_desktop.store.store import Store


class Transaction:
    """Writing inside one commit."""

    def __init__(self, store: Store, connection: sa.Connection) -> None:
        self.store = store
        self.connection = connection
        self._seq, self._hash = journal.head(connection, store.device)
        self.touched: list[Record] = []

    def append(
        self,
        act: str,
        actor: str,
        *,
        form: str = "",
        record: str = "",
        parent: str = "",
        form_version: int = 1,
        body: dict[str, Any] | None = None,
    ) -> journal.Entry:
        """One journal entry; the record it changes follows at once."""
        entry = journal.chained(
            self._hash,
            device=self.store.device,
            seq=self._seq + 1,
            at=offset_text(self.store.clock.now()),
            actor=actor,
            act=act,
            form=form,
            record=record,
            parent=parent,
            form_version=form_version,
            body=journal.canonical(body or {}),
        )
        journal.append(self.connection, entry)
        self._seq, self._hash = entry.seq, entry.hash
        if act in projection.RECORD_ACTS:
            self._project(entry)
        return entry

    def _project(self, entry: journal.Entry) -> None:
        pending = next((r for r in reversed(self.touched) if r.id == entry.record), None)
        before = pending or self.store.record(entry.record)
        after = projection.apply(before, entry)
        records.write(self.connection, after, fresh=before is None)
        self.touched.append(after)

    def written(self, record_id: str) -> Record:
        """A record as this transaction leaves it."""
        return next(r for r in reversed(self.touched) if r.id == record_id)
