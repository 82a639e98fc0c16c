"""One operation on a store, in a process of its own that may be killed at any moment.

What is done is told by ``writev``, which no fault is put into.
"""

from __future__ import annotations

import ctypes
import io
import os
import sys
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from welfare_desktop.actions import access, backups, drafts, keys, people, records, restoring
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.practice import PASSWORD, PIN
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.store import attachments, open_rounds

NOW = datetime(2026, 10, 2, 9, 0)
OTHER = "quite another password"
DAMAGED, SCAN = "damaged", b"scan " * 200_000


def tell(text: str) -> None:
    """One line on standard output, at once."""
    os.writev(1, [(text + "\n").encode()])


def opened(folder: Path) -> Desk:
    """The desk of 业务科长."""
    return access.open_desk(folder, "kezhang", PASSWORD, SetClock(NOW))


def both(desk: Desk) -> people.Approval:
    """The two signatures under a change of accounts."""
    return people.Approval(desk.signer("xitong", PIN), desk.signer("yuanzhang", PIN))


def child_of(number: int) -> dict[str, str]:
    """A child that a first-run step may enter as it is."""
    return {"name": f"安宁{number}", "sex": "1", "birth_date": "2024-03-05", "adm_cause": "A1"}


def rotate(folder: Path) -> None:
    """A new key."""
    keys.rotate(opened(folder).store)


def dismiss(folder: Path) -> None:
    """Somebody leaves."""
    desk = opened(folder)
    people.dismiss(desk, "huli6", both(desk))


def password(folder: Path) -> None:
    """Another password."""
    people.change_password(opened(folder), PASSWORD, OTHER)


def submit(folder: Path) -> None:
    """One record."""
    step = records.Step(first_run=True)
    records.submit(opened(folder), "F01", child_of(1), step=step)


def attach(folder: Path) -> None:
    """One attachment."""
    attachments.add(opened(folder).store, io.BytesIO(SCAN), "image/png")


def back_up(folder: Path) -> None:
    """A backup beside the store."""
    backups.make(opened(folder), folder.parent / "disk" / "a.backup")


def restore(folder: Path) -> None:
    """A backup made before becomes a store."""
    way = restoring.WayIn(login="kezhang", password=PASSWORD)
    restoring.restore(folder.parent / "disk" / "a.backup", folder.parent / "new", way)


def upgrade(folder: Path) -> None:
    """Opening a store of an earlier version."""
    opened(folder).close()


def load(folder: Path) -> None:
    """Write without end: records, attachments, drafts, marks; each told once it is committed."""
    desk = opened(folder)
    ward, clock = desk.house().wards[0].id, desk.store.clock
    assert isinstance(clock, SetClock)
    number = desk.store.counts().get("F01", 0)
    round_ = open_rounds.add(desk.store, ward, None, desk.account.id, clock.now())
    while True:
        number += 1
        clock.at += timedelta(seconds=1)
        made = records.submit(desk, "F01", child_of(number), step=records.Step(first_run=True))
        tell(f"record {made.id}")
        kept = attachments.add(desk.store, io.BytesIO(made.id.encode() * 500), "text/plain")
        tell(f"attachment {kept.sha256}")
        drafts.save_draft(desk, "F02", {"features": f"第{number}次"})
        tell(f"draft 第{number}次")
        mark = open_rounds.add_mark(desk.store, round_.id, {"child": made.id}, clock.now())
        tell(f"mark {round_.id} {mark}")
        records.correct(desk, made.id, {"name": f"安乐{number}"}, "录入错误")
        tell(f"corrected {made.id} 安乐{number}")


OPERATIONS: dict[str, Callable[[Path], None]] = {
    f.__name__: f
    for f in (rotate, dismiss, password, submit, attach, back_up, restore, upgrade, load)
}

#: ``prctl``: who may trace this process (``man 2 PR_SET_PTRACER``); on most machines, anybody may.
_SET_TRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


def main(operation: str, folder: Path, output: Connection, begin: Connection) -> None:
    """The life of a child: it waits for the word to begin, and tells on ``output``."""
    # Nothing is written but what the program itself writes.
    sys.dont_write_bytecode = True
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    ctypes.CDLL(None).prctl(_SET_TRACER, _ANYBODY, 0, 0, 0)
    begin.recv_bytes()
    try:
        OPERATIONS[operation](folder)
    except (Trouble, Refused) as error:
        tell(error.sentence)
        os._exit(3)
    except BaseException:
        tell(traceback.format_exc())
        os._exit(1)
    tell("done")
    # Without closing: what was told is committed, whatever comes after.
    os._exit(0)
