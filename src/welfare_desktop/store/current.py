"""The records as they stand now, each read once: small forms whole, hourly ones by the day."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from welfare_desktop.domain.house import HOURLY
from welfare_desktop.domain.record import Record, by_time
from welfare_desktop.store import records

#: Days of hourly forms kept, the latest asked for: a month of rounds would fill the memory.
_DAYS = 32
#: A longer span of one ward is asked by the ward.
_LONG = 8
#: Later than any business time.
_EVER = "~"
_TABLE = records.TABLE
_IN_FORCE = records.READ.where(_TABLE.c.form == sa.bindparam("form"), _TABLE.c.state != "void")
_WITHIN = _IN_FORCE.where(
    _TABLE.c.happened_at >= sa.bindparam("first"), _TABLE.c.happened_at < sa.bindparam("after")
)
_OF_WARD = _TABLE.c.subject == sa.bindparam("ward")
_FIRST = _IN_FORCE.where(_OF_WARD).order_by(_TABLE.c.happened_at).limit(1)
_LAST = (
    _IN_FORCE.where(_OF_WARD, _TABLE.c.happened_at <= sa.bindparam("until"))
    .order_by(_TABLE.c.happened_at.desc())
    .limit(1)
)


class Current:
    """What was read, kept true by every record written."""

    def __init__(self, connect: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._connect = connect
        self._forms: dict[str, list[Record]] = {}
        self._days: OrderedDict[tuple[str, date], list[Record]] = OrderedDict()
        self._edges: dict[tuple[str, str, str], Record | None] = {}
        #: Forms written since somebody asked.
        self.written: set[str] = set()

    def _read(self, query: sa.Select[Any], **asked: str) -> list[Record]:
        with self._connect() as connection:
            found = connection.execute(query, asked).all()
        return sorted((records.record_of(row) for row in found), key=by_time)

    def whole(self, form: str) -> list[Record]:
        """All records of a form in force, by business time."""
        if form not in self._forms:
            assert form not in HOURLY, f"{form} is read by span of time"
            self._forms[form] = self._read(_IN_FORCE, form=form)
        return self._forms[form]

    def within(self, form: str, first: date, last: date, ward: str | None) -> list[Record]:
        """Records of an hourly form on some days, of one ward or all, by business time."""
        if ward is not None and (last - first).days > _LONG:
            asked = {"first": first.isoformat(), "after": _after(last), "ward": ward}
            return self._read(_WITHIN.where(_OF_WARD), form=form, **asked)
        return [r for day in self._each(form, first, last) for r in day if ward in (None, r.ward)]

    def _each(self, form: str, first: date, last: date) -> Iterator[list[Record]]:
        for number in range((last - first).days + 1):
            key = (form, first + timedelta(days=number))
            if key not in self._days:
                asked = {"first": key[1].isoformat(), "after": _after(key[1])}
                self._days[key] = self._read(_WITHIN, form=form, **asked)
            self._days.move_to_end(key)
            yield self._days[key]
            while len(self._days) > _DAYS:
                self._days.popitem(last=False)

    def edge(self, form: str, ward: str, until: str | None) -> Record | None:
        """A ward's newest record of an hourly form up to a minute, or its first."""
        if until and until != _EVER:
            newest = self.edge(form, ward, _EVER)
            if newest is None or newest.happened_at <= until:
                return newest
        key = (form, ward, until or "")
        if key not in self._edges:
            asked = {"until": until} if until else {}
            found = self._read(_LAST if until else _FIRST, form=form, ward=ward, **asked)
            self._edges[key] = found[0] if found else None
        return self._edges[key]

    def remember(self, record: Record) -> None:
        """A record was written."""
        form = record.form
        self.written.add(form)
        if form in HOURLY:
            day = date.fromisoformat(record.happened_at[:10])
            for key, known in self._days.items():
                if key[0] == form:
                    self._days[key] = _with(known, record, here=key[1] == day)
            self._edges = {key: kept for key, kept in self._edges.items() if key[0] != form}
        elif form in self._forms:
            self._forms[form] = _with(self._forms[form], record, here=True)


def _after(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()


def _with(known: list[Record], record: Record, *, here: bool) -> list[Record]:
    """Records with one of them as it stands now."""
    kept = [r for r in known if r.id != record.id]
    if here and record.in_force:
        kept.append(record)
        kept.sort(key=by_time)
    return kept
