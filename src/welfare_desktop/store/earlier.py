"""The records as an earlier moment knew them: what a first package of a month was built from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from welfare_desktop.domain.house import ListSource
from welfare_desktop.domain.record import Record, by_time
from welfare_desktop.domain.source import Source
from welfare_desktop.store import journal, projection


class Earlier:
    """The store as an earlier moment knew it."""

    def __init__(
        self, store: Source, later: set[str], before: Sequence[Record], moment: datetime
    ) -> None:
        self._store, self._later, self._moment = store, later, moment
        self._before = ListSource(before)

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form in the version of the moment."""
        return self._as_known(self._store.of_form(form), self._before.of_form(form))

    def _as_known(self, now: Sequence[Record], before: Sequence[Record]) -> Sequence[Record]:
        return sorted([*(r for r in now if r.id not in self._later), *before], key=by_time)

    def within(self, form: str, first: date, last: date, ward: str | None) -> Sequence[Record]:
        """Records of an hourly form on some days, in the version of the moment."""
        asked = (form, first, last, ward)
        return self._as_known(self._store.within(*asked), self._before.within(*asked))

    def edge(self, form: str, ward: str, until: datetime | None) -> Record | None:
        """A ward's newest record of an hourly form up to a minute, or its first."""
        found = self._store.edge(form, ward, until)
        while found is not None and found.id in self._later and until is not None:
            until = datetime.fromisoformat(found.happened_at) - timedelta(minutes=1)
            found = self._store.edge(form, ward, until)
        both = (found, self._before.edge(form, ward, until))
        known = [r for r in both if r is not None and (r is not found or r.id not in self._later)]
        return (max if until else min)(known, key=by_time, default=None)

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of rounds still open."""
        return self._store.marks(since, min(until, self._moment))

    def notes(self) -> Sequence[dict[str, Any]]:
        """Carers' notes not yet written as a record."""
        return self._store.notes()


def folded(connection: sa.Connection, record_id: str, moment: str) -> Record | None:
    """A record from its entries before a moment (ISO with offset), ``None`` if there was none."""
    record: Record | None = None
    for entry in journal.entries(connection, record=record_id):
        if entry.at < moment and entry.act in projection.RECORD_ACTS:
            record = projection.apply(record, entry)
    return record
