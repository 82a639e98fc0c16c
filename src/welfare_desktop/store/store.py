"""The encrypted store: one folder, one open connection, one writer.

Everything a person does is one `Store.transaction`: its journal entries and the records they
change are committed together or not at all.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
import sqlcipher3
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from uuid6 import uuid7

from welfare_desktop.domain.clock import Clock, offset_text
from welfare_desktop.domain.record import Record
from welfare_desktop.store import database, journal, projection, schema


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
        write_record(self.connection, after, fresh=before is None)
        self.touched.append(after)

    def written(self, record_id: str) -> Record:
        """A record as this transaction leaves it."""
        return next(r for r in reversed(self.touched) if r.id == record_id)


def write_record(connection: sa.Connection, record: Record, *, fresh: bool) -> None:
    """Insert or replace one current record."""
    row = {
        "id": record.id,
        "form": record.form,
        "child": record.child,
        "subject": record.subject,
        "happened_at": record.happened_at,
        "state": record.state,
        "version": record.version,
        "body": msgspec.json.encode(record, order="sorted"),
    }
    table = schema.record
    if fresh:
        connection.execute(table.insert(), row)
    else:
        connection.execute(table.update().where(table.c.id == record.id), row)


class Store:
    """An open store; also the `Source` of `welfare_desktop.domain.house.House`."""

    def __init__(
        self, folder: Path, engine: sa.Engine, clock: Clock, lock: contextlib.ExitStack
    ) -> None:
        self.folder = folder
        self.engine = engine
        self.clock = clock
        self.revision = 0
        self._lock = lock
        self._active: sa.Connection | None = None
        self._turn = threading.RLock()
        self._forms: dict[str, list[Record]] = {}
        self.device = self._device()

    def _device(self) -> str:
        known = self.meta("device")
        if known is None:
            known = uuid7().hex.encode()
            self.set_meta("device", known)
        return known.decode()

    def close(self) -> None:
        """Close the connection and let the folder go."""
        self.engine.dispose()
        self._lock.close()

    @contextlib.contextmanager
    def connection(self) -> Iterator[sa.Connection]:
        """One transaction on the connection; database errors come out as `Trouble`.

        One thread at a time: a draft that is kept while a package is built waits its turn, it does
        not join the other's transaction.
        """
        with self._turn:
            if self._active is not None:
                yield self._active
                return
            try:
                with self.engine.begin() as connection:
                    self._active = connection
                    try:
                        yield connection
                    finally:
                        self._active = None
            except (DBAPIError, sqlcipher3.dbapi2.Error) as error:
                raise database.told(error) from error

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One action: all entries and records, or none."""
        with self.connection() as connection:
            transaction = Transaction(self, connection)
            yield transaction
        for record in transaction.touched:
            self._remember(record)
        self.revision += 1

    def _remember(self, record: Record) -> None:
        known = self._forms.get(record.form)
        if known is None:
            return
        kept = [r for r in known if r.id != record.id] if record.version > 1 else known
        if record.in_force:
            kept.append(record)
            kept.sort(key=_by_time)
        self._forms[record.form] = kept

    # Reading ---------------------------------------------------------------------------

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form that are not void, by business time."""
        if form not in self._forms:
            table = schema.record
            query = sa.select(table.c.body).where(table.c.form == form, table.c.state != "void")
            with self.connection() as connection:
                raw = connection.execute(query).scalars().all()
            records = [msgspec.json.decode(item, type=Record) for item in raw]
            self._forms[form] = sorted(records, key=_by_time)
        return self._forms[form]

    def record(self, record_id: str) -> Record | None:
        """A record by id, void ones too."""
        table = schema.record
        with self.connection() as connection:
            found = connection.execute(
                sa.select(table.c.body).where(table.c.id == record_id)
            ).scalar()
        return None if found is None else msgspec.json.decode(found, type=Record)

    def void_of_child(self, child: str) -> list[Record]:
        """Void records of a child, by business time: readable, never counted."""
        table = schema.record
        query = sa.select(table.c.body).where(table.c.child == child, table.c.state == "void")
        with self.connection() as connection:
            raw = connection.execute(query).scalars().all()
        return sorted((msgspec.json.decode(item, type=Record) for item in raw), key=_by_time)

    def count(self, form: str) -> int:
        """How many records of a form were ever written, void ones too."""
        query = sa.select(sa.func.count()).where(schema.record.c.form == form)
        with self.connection() as connection:
            return int(connection.execute(query).scalar_one())

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of rounds still open, by their real time."""
        table = schema.round_mark
        query = sa.select(table.c.body, table.c.round).where(
            table.c.at >= since.isoformat(timespec="seconds"),
            table.c.at < until.isoformat(timespec="seconds"),
        )
        with self.connection() as connection:
            found = connection.execute(query.order_by(table.c.at)).all()
        return [msgspec.json.decode(row.body) | {"round": row.round} for row in found]

    def history(self, record_id: str) -> list[journal.Entry]:
        """Every entry of a record, oldest first."""
        with self.connection() as connection:
            return list(journal.entries(connection, record=record_id))

    def acts(self, act: str) -> list[journal.Entry]:
        """Every entry of one kind of act, oldest first."""
        with self.connection() as connection:
            return list(journal.entries(connection, act=act))

    def heads(self) -> list[dict[str, Any]]:
        """Chain heads, one per device."""
        with self.connection() as connection:
            return journal.heads(connection)

    # Small facts -----------------------------------------------------------------------

    def meta(self, key: str) -> bytes | None:
        """A fact of the store itself (device, office keys, chosen folder)."""
        query = sa.select(schema.meta.c.value).where(schema.meta.c.key == key)
        with self.connection() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else bytes(found)

    def set_meta(self, key: str, value: bytes) -> None:
        """Set a fact of the store itself."""
        statement = insert(schema.meta).values(key=key, value=value)
        with self.connection() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
            )

    # Checking --------------------------------------------------------------------------

    def check(
        self, report: Callable[[str], None], proved: Sequence[Mapping[str, Any]] = ()
    ) -> bool:
        """Chain, heads proved elsewhere, damaged pages, records against a rebuild."""
        findings: list[str] = []
        with self.connection() as connection:
            findings += journal.broken_links(connection)
            findings += journal.unproved(connection, proved)
            damaged = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            findings += [f"数据库页损坏：{row[0]}" for row in damaged]
            findings += _differences(connection)
        for finding in findings:
            report(finding)
        return not findings


def _by_time(record: Record) -> tuple[str, str]:
    return (record.happened_at, record.id)


def rebuilt(connection: sa.Connection) -> dict[str, Record]:
    """All records from the journal alone."""
    found: dict[str, Record] = {}
    for entry in journal.entries(connection):
        if entry.act in projection.RECORD_ACTS:
            found[entry.record] = projection.apply(found.get(entry.record), entry)
    return found


def _differences(connection: sa.Connection) -> list[str]:
    fresh = rebuilt(connection)
    rows = connection.execute(sa.select(schema.record.c.id, schema.record.c.body)).all()
    kept = {row.id: msgspec.json.decode(row.body, type=Record) for row in rows}
    out = []
    for key in sorted(fresh.keys() | kept.keys()):
        if fresh.get(key) != kept.get(key):
            known = kept.get(key) or fresh[key]
            out.append(f"{known.form} {known.form_no}：与流水重算的结果不一致")
    return out


def open_store(folder: Path, key: bytes, clock: Clock, *, create: bool = False) -> Store:
    """Open (or create) the store of a folder and bring it to this version's tables."""
    folder.mkdir(parents=True, exist_ok=True)
    holder = contextlib.ExitStack()
    holder.enter_context(database.only_process(folder))
    try:
        engine = database.open_engine(folder / database.FILE_NAME, key, create=create)
        database.migrate(engine)
        return Store(folder, engine, clock, holder)
    except BaseException:
        holder.close()
        raise
