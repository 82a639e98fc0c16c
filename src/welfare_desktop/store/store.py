"""The encrypted store: one folder, one open connection, one writer.

Everything a person does is one `Store.transaction`: its journal entries and the records they
change are committed together or not at all.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
import sqlcipher3
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from uuid6 import uuid7

from welfare_desktop.domain.clock import Clock, minute_text, offset_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record, by_time
from welfare_desktop.domain.source import Source
from welfare_desktop.store import (
    checking,
    database,
    declarations,
    earlier,
    journal,
    projection,
    records,
    schema,
    unsigned,
)
from welfare_desktop.store.current import Current
from welfare_desktop.store.transaction import Transaction

_NOT_REKEYED = "密钥没有换成：磁盘已满或写不进去。请腾出空间，再打开程序，会接着换，资料没有动。"

# Built once: they are asked with every key.
_RECORD = records.READ.where(records.TABLE.c.id == sa.bindparam("of"))
_META = sa.select(schema.meta.c.value).where(schema.meta.c.key == sa.bindparam("of"))


Seen = TypeVar("Seen")


class Store:
    """An open store; also the `Source` of `welfare_desktop.domain.house.House`."""

    def __init__(
        self, folder: Path, engine: sa.Engine, clock: Clock, lock: contextlib.ExitStack, key: bytes
    ) -> None:
        self.folder, self._file = folder, folder / database.FILE_NAME
        self.engine = engine
        self.clock = clock
        self.key = key
        self.revision = 0
        self._lock = lock
        self._active: sa.Connection | None = None
        self._turn = threading.RLock()
        self._alone = threading.Lock()
        self._unmoved = False
        self._current = Current(self.connection)
        self._house: House | None = None
        #: Every version written since the opening, oldest first; ``None``: what was read may be
        #: wrong. Who keeps something made from records asks what came after.
        self.writings: list[Record | None] = []
        self.device = self._device()

    def _device(self) -> str:
        known = self.meta("device")
        if known is None:
            known = uuid7().hex.encode()
            self.set_meta("device", known)
        return known.decode()

    def become(self, device: str) -> None:
        """Write under another device id from now on; the chain of the one before stays as it is."""
        self.set_meta("device", device.encode())
        self.device = device

    def close(self) -> None:
        """Close the connection and let the folder go."""
        self._house = None
        self.engine.dispose()
        self._lock.close()

    def rekey(self, key: bytes) -> None:
        """Encrypt every page with another key: wholly, or after an interruption not at all.

        The file is opened anew afterwards, with the key that opens it: SQLCipher does not tell
        when a full disk stopped it.
        """
        with self._turn:
            self._rekey(key)

    def _rekey(self, key: bytes) -> None:
        with contextlib.suppress(DBAPIError, sqlcipher3.dbapi2.Error):
            database.rekey(self.engine, key)
        self.engine.dispose()
        before = self.key
        try:
            self.key, self.engine = _unlocked(self._file, key, before)
        except Trouble:
            raise Trouble(_NOT_REKEYED) from None
        if self.key == before:
            raise Trouble(_NOT_REKEYED)

    def settle(self) -> None:
        """Everything committed lies in the file itself, nothing in the log beside it.

        While the file is kept `unmoved` the log stays: it would be waited for in vain.
        """
        with self._turn, _told():
            if not self._unmoved:
                database.settle(self.engine)

    def lighten(self) -> None:
        """Bring the log into the file beside everybody's work: else some commit does, and waits."""
        if not self._alone.locked():
            with _told():
                database.lighten(self._file, self.key)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Backup, rehearsal and change of key, one at a time; `Refused` while another is at work."""
        if not self._alone.acquire(blocking=False):
            raise Refused("正在备份或演练，请等它做完。")
        try:
            yield
        finally:
            self._alone.release()

    @contextlib.contextmanager
    def unmoved(self, seen: Callable[[], Seen]) -> Iterator[Seen]:
        """The file as it lies now may be copied at leisure; nobody has to wait with writing.

        Yields what ``seen`` found at the very moment of which the file is.
        """
        with _told():
            database.lighten(self._file, self.key)
        with contextlib.ExitStack() as held:
            with self._turn:
                self.settle()
                with self.connection(), _told():
                    held.enter_context(database.unmoved(self._file, self.key))
                    found = seen()
                    held.callback(setattr, self, "_unmoved", False)
                    self._unmoved = True
            yield found

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
            with _told(), self.engine.begin() as connection:
                self._active = connection
                try:
                    yield connection
                finally:
                    self._active = None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One action: all entries and records, or none."""
        with self.together(), self.connection() as connection:
            transaction = Transaction(self, connection)
            yield transaction
        for record in transaction.touched:
            self._current.remember(record)
            self.writings.append(record)
        self.revision += 1

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Several actions, committed together or not at all."""
        try:
            with self.connection():
                yield
        except BaseException:
            # What was read meanwhile may hold what was not kept.
            self._current, self._house = Current(self.connection), None
            self.writings.append(None)
            self.revision += 1
            raise

    # Reading ---------------------------------------------------------------------------

    def house(self) -> House:
        """All that is known, for this moment."""
        with self._turn:
            now, written = self.clock.now(), self._current.written
            if self._house is None:
                self._house = House(self, now)
            elif written or self._house.now != now:
                self._house = self._house.after(written, now)
            self._current.written = set()
            return self._house

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form that are not void, by business time."""
        return self._current.whole(form)

    def within(self, form: str, first: date, last: date, ward: str | None) -> Sequence[Record]:
        """Records of an hourly form on some days, by business time."""
        return self._current.within(form, first, last, ward)

    def edge(self, form: str, ward: str, until: datetime | None) -> Record | None:
        """A ward's newest record of an hourly form up to a minute, or its first."""
        return self._current.edge(form, ward, minute_text(until) if until else None)

    def record(self, record_id: str) -> Record | None:
        """A record by id, void ones too."""
        with self.connection() as connection:
            found = connection.execute(_RECORD, {"of": record_id}).first()
        return None if found is None else records.record_of(found)

    def void_of_child(self, child: str) -> list[Record]:
        """Void records of a child, by business time: readable, never counted."""
        table = records.TABLE
        query = records.READ.where(table.c.child == child, table.c.state == "void")
        with self.connection() as connection:
            found = connection.execute(query).all()
        return sorted((records.record_of(row) for row in found), key=by_time)

    def count(self, form: str) -> int:
        """How many records of a form were ever written, void ones too."""
        with self.connection() as connection:
            return records.count(connection, form)

    def counts(self) -> dict[str, int]:
        """How many records there are of each form."""
        with self.connection() as connection:
            return records.counts(connection)

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of rounds still open, by their real time."""
        with self.connection() as connection:
            return unsigned.marks(connection, since, until)

    def notes(self) -> Sequence[dict[str, Any]]:
        """Carers' notes not yet written as a record, by their time."""
        with self.connection() as connection:
            return unsigned.notes(connection)

    def history(self, record_id: str) -> list[journal.Entry]:
        """Every entry of a record, oldest first."""
        with self.connection() as connection:
            return list(journal.entries(connection, record=record_id))

    def newest_acts(self, of: str, acts: Sequence[str], to: Sequence[str]) -> list[journal.Entry]:
        """A record's entries among some acts, newest first, no further than to one of ``to``."""
        with self.connection() as connection:
            return journal.newest_of(connection, of, acts, to)

    def acts(self, act: str) -> list[journal.Entry]:
        """Every entry of one kind of act, oldest first."""
        with self.connection() as connection:
            return list(journal.entries(connection, act=act))

    def recent_acts(self, acts: Sequence[str], limit: int) -> list[journal.Entry]:
        """The newest entries of some kinds of act, newest first."""
        with self.connection() as connection:
            return journal.recent(connection, acts, limit)

    def newest_act(self, act: str) -> journal.Entry | None:
        """The newest entry of one kind of act."""
        with self.connection() as connection:
            return journal.newest(connection, act)

    def last_at(self) -> datetime | None:
        """Time of the last entry of this device."""
        with self.connection() as connection:
            return journal.last_at(connection, self.device)

    def heads(self) -> list[dict[str, Any]]:
        """Chain heads, one per device."""
        with self.connection() as connection:
            return journal.heads(connection)

    def as_entered_by(self, moment: datetime) -> Source:
        """The records as they were entered by a moment, whatever came after."""
        with self.connection() as connection:
            at = offset_text(moment)
            later = journal.records_since(connection, projection.RECORD_ACTS, at)
            before = [
                record for record_id in later
                if (record := earlier.folded(connection, record_id, at)) is not None
            ]  # fmt: skip
        return earlier.Earlier(self, later, before, moment) if later else self

    # Small facts -----------------------------------------------------------------------

    def meta(self, key: str) -> bytes | None:
        """A fact of the store itself (device, office keys, chosen folder)."""
        with self.connection() as connection:
            found = connection.execute(_META, {"of": key}).scalar()
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
        for part in (
            checking.damaged_pages, journal.broken_links, lambda c: journal.unproved(c, proved),
            checking.differences,
        ):  # fmt: skip
            # A damaged page stops one question, not the others.
            try:
                # The check of pages reads the file alone: what lies in the log must be in it.
                self.settle()
                with self.connection() as connection:
                    findings += part(connection)
            except Trouble as trouble:
                findings.append(trouble.sentence)
            except (msgspec.DecodeError, UnicodeDecodeError, LookupError, TypeError):
                findings.append("流水里有读不懂的条目，记录无法重算")
        for finding in dict.fromkeys(findings):
            report(finding)
        return not findings


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors of the database come out as `Trouble` in words."""
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error) as error:
        raise database.told(error) from error


def open_store(
    folder: Path, key: bytes, clock: Clock, *, create: bool = False,
    pending: bytes | None = None, before_upgrade: Callable[[Store], object] | None = None,
) -> Store:  # fmt: skip
    """Open (or create) the store of a folder and bring it to this version's tables.

    Args:
        pending: the key to come, if a change of key was interrupted; tried when ``key`` fails.
        before_upgrade: called with the store as it is, if its tables are to be changed; what it
            raises stops the upgrade.
    """
    path = folder / database.FILE_NAME
    database.refuse_network_share(folder)
    if create:
        with database.writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        raise Trouble("这里没有资料库。请核对文件夹，或先建库。")
    elif not path.stat().st_size:
        # SQLite would take an empty file for a new database and hide that the store is gone.
        raise Trouble(database.NO_STORE)
    holder = contextlib.ExitStack()
    holder.enter_context(database.only_process(folder))
    try:
        key, engine = _unlocked(path, key, pending)
        with _told():
            outdated = database.outdated(engine) or declarations.outdated(engine)
            if before_upgrade is not None and outdated:
                before_upgrade(Store(folder, engine, clock, holder, key))
            database.migrate(engine)
            declarations.bring_up(engine)
        return Store(folder, engine, clock, holder, key)
    except BaseException:
        holder.close()
        raise


def _unlocked(path: Path, key: bytes, pending: bytes | None) -> tuple[bytes, sa.Engine]:
    try:
        return key, database.open_engine(path, key)
    except Trouble:
        if pending is None:
            raise
        return pending, database.open_engine(path, pending)
