"""A store of many years: one day played through the actions, then entered again for every later day.

Each day has the rounds, rosters and handovers that §4.2 asks of its wards, under ids, numbers and
times of its own, in one chain: `Store.check` passes.
"""

from __future__ import annotations

import random
import zlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from uuid6 import uuid7

from welfare_desktop.actions import opening
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.record import Record
from welfare_desktop.store import journal, projection, schema

#: The first day opens the books, the second is the one that is entered again.
FIRST = date(2016, 10, 1)
_MODEL = FIRST + timedelta(days=1)


def _begun(folder: Path, children: int) -> tuple[Desk, SetClock]:
    """A practice house of so many children with its first two days."""
    clock = SetClock(datetime(FIRST.year, FIRST.month, FIRST.day))
    desk, chance = practice.create(folder, clock), random.Random(7)
    with desk.store.together():
        demo._wards(desk, children)
        demo._children(desk, children, FIRST, chance)
        director = desk.find_account("yuanzhang")
        opening.sign_opening(desk.seated(director), desk.signer("yuanzhang", practice.PIN))
    people = {a.login: desk.signer(a.login, practice.PIN) for a in desk.accounts()}
    made = {"rounds": 0, "handovers": 0}
    for day in (FIRST, _MODEL):
        demo._day(desk, clock, day, chance, people, made, lambda moment: None)
    return desk, clock


class _Model(msgspec.Struct):
    """An entry of the model day and, if it made one, its record as JSON."""

    entry: journal.Entry
    record: Record | None

    def on(self, day: date, number: int) -> tuple[journal.Entry, dict[str, Any] | None]:
        """The same on another day; ``number`` makes the record's number."""
        dates = [
            ((_MODEL + timedelta(days=n)).isoformat(), (day + timedelta(days=n)).isoformat())
            for n in (-1, 0, 1)
        ]
        # By way of marks that no date has: one day's new date may be another's old one.
        marked = [(old, f"\x1a{n}", new) for n, (old, new) in enumerate(dates)]

        def moved(raw: bytes) -> bytes:
            for old, mark, _ in marked:
                raw = raw.replace(old.encode(), mark.encode())
            for _, mark, new in marked:
                raw = raw.replace(mark.encode(), new.encode())
            return raw

        at, body = moved(self.entry.at.encode()).decode(), moved(self.entry.body)
        identity = uuid7().hex
        if self.record is None:
            return msgspec.structs.replace(self.entry, id=identity, at=at, body=body), None
        form_no = f"{self.record.form}-{day.year}-{number:04d}"
        body = body.replace(self.record.form_no.encode(), form_no.encode())
        entry = msgspec.structs.replace(
            self.entry, id=identity, at=at, body=body, record=uuid7().hex
        )
        return entry, _row(projection.apply(None, entry))


def _row(record: Record) -> dict[str, Any]:
    return {
        "id": record.id, "form": record.form, "child": record.child, "subject": record.ward,
        "happened_at": record.happened_at, "state": record.state, "version": record.version,
        "body": msgspec.json.encode(record, order="sorted"),
    }  # fmt: skip


def _model(desk: Desk) -> list[_Model]:
    with desk.store.connection() as connection:
        found = [e for e in journal.entries(connection) if e.at[:10] == _MODEL.isoformat()]
    return [
        _Model(e, desk.record(e.record) if e.act in projection.RECORD_ACTS else None) for e in found
    ]


def fill(folder: Path, children: int, days: int) -> dict[str, int]:
    """A store with so many days; how many rounds and entries a day it holds."""
    desk, _ = _begun(folder, children)
    model = _model(desk)
    with desk.store.connection() as connection:
        seq, last = journal.head(connection, desk.store.device)
    number = 100_000
    for offset in range(2, days):
        day, entries, rows = FIRST + timedelta(days=offset), list[Any](), list[Any]()
        for one in model:
            number, seq = number + 1, seq + 1
            entry, row = one.on(day, number)
            entry = msgspec.structs.replace(entry, seq=seq)
            entry = msgspec.structs.replace(entry, hash=journal.entry_hash(last, entry))
            last = entry.hash
            entries.append(_packed(msgspec.structs.asdict(entry) | {"id": bytes.fromhex(entry.id)}))
            rows += [_packed(row)] if row is not None else []
        with desk.store.connection() as connection:
            _insert(connection, schema.journal, entries)
            _insert(connection, schema.record, rows)
    desk.close()
    rounds = sum(one.record is not None and one.record.form == "F30" for one in model)
    return {"rounds a day": rounds, "entries a day": len(model), "days": days}


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    """Packed beforehand at zlib's quickest: the table reads any."""
    return row | {
        "body": zlib.compress(row["body"], 1) if len(row["body"]) >= 1024 else row["body"]
    }


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    names = [column.name for column in table.columns]
    places = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})",
        [tuple(row[name] for name in names) for row in rows],
    )
