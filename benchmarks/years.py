"""A store of many years: one day played through the actions, then entered again for every later day.

Each day has the rounds, rosters and handovers that §4.2 asks of its wards, under ids, numbers and
times of its own, in one chain: `Store.check` passes.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
import sqlcipher3
from uuid6 import uuid7

from welfare_desktop.actions import opening
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.record import Record
from welfare_desktop.store import database, journal, projection, records, schema

#: The last day of every store: one law, and children of one age, whatever lies before.
LAST = date(2026, 9, 30)


def _begun(folder: Path, children: int, first: date, beds: int) -> Desk:
    """A practice house of so many children with its first two days: the first opens the books, the
    second is the one that is entered again."""
    clock = SetClock(datetime.combine(first, datetime.min.time()))
    desk, chance = practice.create(folder, clock), random.Random(7)
    with desk.store.together():
        demo._wards(desk, children, beds)
        demo._children(desk, children, first, chance, beds)
        director = desk.find_account("yuanzhang")
        opening.sign_opening(desk.seated(director), desk.signer("yuanzhang", practice.PIN))
    people = {a.login: desk.signer(a.login, practice.PIN) for a in desk.accounts()}
    made = {"rounds": 0, "handovers": 0}
    for day in (first, first + timedelta(days=1)):
        demo._day(desk, clock, day, chance, people, made, lambda moment: None)
    return desk


class _Model(msgspec.Struct):
    """An entry of the model day and, if it made one, its record with its bytes."""

    day: date
    entry: journal.Entry
    record: Record | None
    raw: bytes = b""

    def on(self, day: date, number: int) -> tuple[journal.Entry, dict[str, Any] | None]:
        """The same on another day; ``number`` makes the record's number."""
        at, body = (_moved(raw, self.day, day) for raw in (self.entry.at.encode(), self.entry.body))
        new: dict[str, Any] = {"id": uuid7().hex, "at": at.decode(), "body": body}
        if self.record is None:
            return msgspec.structs.replace(self.entry, **new), None
        old, record = self.record, uuid7().hex
        form_no = f"{old.form}-{day.year}-{number:07d}"
        new |= {"record": record, "body": body.replace(old.form_no.encode(), form_no.encode())}
        raw = _moved(self.raw, self.day, day)
        for was, now in ((old.id, record), (old.head, new["id"]), (old.form_no, form_no)):
            raw = raw.replace(was.encode(), now.encode())
        happened = _moved(old.happened_at.encode(), self.day, day).decode()
        row = records.keys(old) | {"id": record, "happened_at": happened, "body": raw}
        return msgspec.structs.replace(self.entry, **new), row


def _moved(raw: bytes, model: date, day: date) -> bytes:
    """The model day's text on another day, the days beside it too."""
    around = range(-1, 2)
    # By way of marks that no text has: one day's new date may be another's old one.
    for n in around:
        raw = raw.replace((model + timedelta(days=n)).isoformat().encode(), b"\x1a%d" % (n + 1))
    for n in around:
        raw = raw.replace(b"\x1a%d" % (n + 1), (day + timedelta(days=n)).isoformat().encode())
    return raw


def _model(desk: Desk, day: date) -> list[_Model]:
    with desk.store.connection() as connection:
        found = [e for e in journal.entries(connection) if e.at[:10] == day.isoformat()]
    out = []
    for entry in found:
        record = desk.record(entry.record) if entry.act in projection.RECORD_ACTS else None
        assert record is None or record.head == entry.id
        out.append(_Model(day, entry, record, records.body(record) if record else b""))
    return out


def fill(folder: Path, children: int, days: int, beds: int = 20) -> dict[str, int]:
    """A store with so many days; how many rounds and entries a day it holds.

    Args:
        beds: of each ward.
    """
    first = LAST - timedelta(days=days - 1)
    desk = _begun(folder, children, first, beds)
    model, key = _model(desk, first + timedelta(days=1)), desk.store.key
    with desk.store.connection() as connection:
        head = journal.head(connection, desk.store.device)
    desk.close()
    # In a process of its own: without the memory's protection, which costs four fifths of the time
    # and once switched on stays on.
    work = (folder / database.FILE_NAME, key, model, head, first)
    process = multiprocessing.get_context("spawn").Process(target=_enter, args=work)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("the days were not entered")
    rounds = sum(one.record is not None and one.record.form == "F30" for one in model)
    return {"rounds a day": rounds, "entries a day": len(model), "days": days}


def _enter(
    path: Path, key: bytes, model: list[_Model], head: tuple[int, bytes], first: date
) -> None:
    """Every later day in one chain, a month a commit."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cache_size = -1000000")
    (seq, last), number = head, 100_000
    entries, rows = list[Any](), list[Any]()
    for offset in range(2, (LAST - first).days + 1):
        day = first + timedelta(days=offset)
        for one in model:
            number, seq = number + 1, seq + 1
            entry, row = one.on(day, number)
            entry = msgspec.structs.replace(entry, seq=seq)
            entry = msgspec.structs.replace(entry, hash=journal.entry_hash(last, entry))
            last = entry.hash
            entries.append(_packed(msgspec.structs.asdict(entry) | {"id": bytes.fromhex(entry.id)}))
            rows += [_packed(row)] if row is not None else []
        if offset % 30 == 0 or day == LAST:
            connection.execute("BEGIN")
            insert(connection.executemany, schema.journal, entries)
            insert(connection.executemany, schema.record, rows)
            connection.execute("COMMIT")
            entries.clear()
            rows.clear()
    connection.close()


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the table's type would have it."""
    return row | {"body": schema.packed(row["body"])}


def insert(
    write: Callable[[str, Any], object], table: sa.Table, rows: list[dict[str, Any]]
) -> None:
    """Rows as they are to lie in a table; ``write`` takes a statement and its rows."""
    names = [column.name for column in table.columns]
    places = ", ".join("?" * len(names))
    write(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})",
        [tuple(row[name] for name in names) for row in rows],
    )
