"""The store against its floor: a mark, the chain, a backup, and years of days against a month."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import sqlalchemy as sa

from benchmarks import years
from welfare_desktop.actions import access, handover, keys, overview, rounds, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.security import keyslots
from welfare_desktop.store import backup, database, journal, schema
from welfare_desktop.store.store import Store, open_store

Row = dict[str, str]
_KEY = bytes(range(32))
_MARKS, _ENTRIES, _MEGABYTES = 300, 200_000, 1000
#: Ten years; fewer for a quick look.
DAYS = int(os.environ.get("WELFARE_BENCH_DAYS", "3650"))
_CHILDREN = 300


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def mark(folder: Path) -> Row:
    """One mark committed by the action, in turn with a bare insert of the same row."""
    clock = SetClock(datetime(2026, 11, 1, 0, 1))
    desk = access.open_desk(folder / "demo", "kezhang", PASSWORD, clock)
    bare = database.open_engine(folder / "bare.db", _KEY)
    schema.metadata.create_all(bare)
    raw = database._raw(bare)
    ward = desk.house().wards[0].id
    slot = rules.current_slot(desk.house(), ward, desk.now())
    walk = rounds.open_round(desk, ward, slot)
    child = rules.in_ward(desk.house(), ward, desk.now())[0].id
    rounds.mark(desk, walk.id, child, "1")
    body = msgspec.json.encode(rounds.unsigned(desk, ward)) + b" " * 100
    own, floor = [], []
    for number in range(_MARKS):
        clock.at += timedelta(seconds=1)
        own.append(_took(lambda: rounds.mark(desk, walk.id, child, "1")))
        row = (f"{number:032d}", walk.id, clock.at.isoformat(), body)
        floor.append(_took(lambda row=row: _insert(raw, row)))  # type: ignore[misc]
    desk.close()
    bare.dispose()
    one, other = statistics.median(own), statistics.median(floor)
    told = f"{one * 1000:.2f} ms / {other * 1000:.2f} ms = {one / other:.2f} ×"
    return {"what": "one committed mark, against a bare insert as durable", "measured": told,
            "limit": "3 ×"}  # fmt: skip


def _insert(raw: sa.Connection, row: tuple[str, str, str, bytes]) -> None:
    """One row in a transaction of its own."""
    for statement, values in (
        ("BEGIN IMMEDIATE", ()), ("INSERT INTO round_mark VALUES (?, ?, ?, ?)", row), ("COMMIT", ()),
    ):  # fmt: skip
        raw.execute(statement, values)  # type: ignore[call-overload]


def chain(folder: Path) -> Row:
    """Checking every link of a long chain."""
    store = open_store(folder / "chain", _KEY, SetClock(datetime(2026, 1, 1)), create=True)
    last, rows = journal.ZERO, []
    for seq in range(1, _ENTRIES + 1):
        entry = journal.chained(
            last, device=store.device, seq=seq, at="2026-01-01T08:00:00.000+08:00", actor="a" * 32,
            act="sign", record="b" * 32, body=b'{"field":"by","value":{"by":"c"}}',
        )  # fmt: skip
        last = entry.hash
        rows.append(msgspec.structs.asdict(entry) | {"id": bytes.fromhex(entry.id)})
    with store.connection() as connection:
        years.insert(connection.exec_driver_sql, schema.journal, rows)
        taken = _took(lambda: journal.broken_links(connection))
    store.close()
    return {"what": f"checking a chain of {_ENTRIES:,} entries",
            "measured": f"{_ENTRIES / taken:,.0f} entries/s", "limit": "at least 100,000"}  # fmt: skip


def copied(folder: Path) -> Row:
    """A backup of a large store, verified, against a copy of its file."""
    store = open_store(folder / "large", _KEY, SetClock(datetime(2026, 1, 1)), create=True)
    (folder / "large" / keyslots.FILE_NAME).write_bytes(b"{}")
    for number in range(_MEGABYTES):
        row = {"key": str(number), "account": "", "saved_at": "", "body": os.urandom(1_000_000)}
        with store.connection() as connection:
            connection.execute(schema.draft.insert(), row)
    store.settle()
    floors, owns = [], []
    for _ in range(3):
        floors.append(_took(lambda: _copy(store, folder / "copy.db")))
        # What was just freed serves the next one: neither pays for memory never used before.
        (folder / "copy.db").unlink()
        owns.append(_took(lambda: backup.make(store, folder / "a.backup")))
        (folder / "a.backup").unlink()
    store.close()
    own, floor = min(owns), min(floors)
    told = f"{own:.2f} s / {floor:.2f} s = {own / floor:.2f} ×"
    return {"what": f"backup of {_MEGABYTES} MB, read back, against a copy of the file, best of 3",
            "measured": told, "limit": "2 ×"}  # fmt: skip


def _copy(store: Store, target: Path) -> None:
    with (store.folder / database.FILE_NAME).open("rb") as source, target.open("wb") as out:
        while piece := source.read(1 << 20):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _opened(folder: Path) -> tuple[float, float]:
    """Seconds to open a store once its key is known, and to read what its pages show."""
    clock = SetClock(datetime.combine(years.LAST + timedelta(days=1), datetime.min.time()))
    found = keyslots.unlock(keyslots.load(folder), "kezhang", PASSWORD)
    started = time.perf_counter()
    desk = access.seat(keys.open_with(folder, found, clock), "kezhang")
    opening = time.perf_counter() - started
    paging = _took(lambda: _pages(desk))
    desk.close()
    return opening, paging


def _pages(desk: Desk) -> None:
    ward = desk.house().wards[0].id
    overview.overview(desk)
    today.duties(desk)
    rounds.board(desk, ward)
    handover.prepare(desk, ward)
    handover.past(desk, ward, 12)
    today.of_child(desk, desk.house().children[0])


def ten_years(folder: Path) -> list[Row]:
    """Opening and reading the pages with years of days, against a month; and their size."""
    figures, found = {}, {}
    for days in (31, DAYS):
        place = folder / f"days{days}"
        found = years.fill(place, _CHILDREN, days)
        runs = [_opened(place) for _ in range(5)]
        figures[days] = tuple(min(run[n] for run in runs) for n in (0, 1))
    month, long = figures[31], figures[DAYS]
    size = (folder / f"days{DAYS}" / database.FILE_NAME).stat().st_size / 1e9
    about = f"{_CHILDREN} children, {found['rounds a day']} rounds a day"
    rows = [
        {"what": f"{name} with {DAYS} days ({about}), against 31", "limit": "1.3 ×",
         "measured": f"{long[n]:.2f} s / {month[n]:.2f} s = {long[n] / month[n]:.2f} ×"}
        for n, name in enumerate(("opening", "the pages"))
    ]  # fmt: skip
    return [*rows, {"what": f"size of {DAYS} days ({about}), attachments apart",
                    "measured": f"{size:.2f} GB", "limit": "4 GB"}]  # fmt: skip
