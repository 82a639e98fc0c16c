"""紧急记录: written on a locked PC, taken in at the next unlock, confirmed by its writer (§6.5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain.clock import Clock, SystemClock, lasted, minute_text, past_time
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record
from welfare_desktop.security import notes
from welfare_desktop.security.notes import Note
from welfare_desktop.store.transaction import Transaction

__all__ = [
    "Note",
    "Unconfirmed",
    "alarm_words",
    "confirm",
    "take_in",
    "unconfirmed",
    "waiting",
    "write",
]

TAKEN_IN, CONFIRMED = "emergency_note", "confirm"


def write(
    folder: Path, *, writer: str, text: str, when: str = "", place: str = "", child: str = "",
    clock: Clock | None = None,
) -> None:  # fmt: skip
    """Seal a note while the store is locked. ``writer``: login; ``when``: a time of day typed."""
    if not text.strip():
        raise Refused("请写明发生了什么。", field="text")
    now = (clock or SystemClock()).now()
    at = past_time(when, now) if when.strip() else now
    if at is None:
        raise Refused("发生时间读不懂，例如 0210。", field="when")
    note = Note(
        id=uuid7().hex, written_at=minute_text(now), writer=writer, when=minute_text(at),
        place=place.strip(), child=child.strip(), text=text.strip(),
    )  # fmt: skip
    notes.seal(folder, note)


def waiting(desk: Desk) -> list[Note]:
    """Notes not yet taken in, oldest first."""
    found = notes.sealed(desk.store_dir)
    if not found:
        return []
    identity = (desk.store.meta("store_identity") or b"").decode()
    return [notes.opened(path, identity) for path in found]


def take_in(desk: Desk, note: Note) -> Record:
    """Enter a note as F31 in one step; never refused, its author stays 待确认.

    The record's id is the note's, so that a power cut in between cannot enter it twice.
    """
    known = desk.store.record(note.id)
    if known is None:
        known = _entered(desk, note)
    notes.forget(desk.store_dir, note.id)
    return known


def _entered(desk: Desk, note: Note) -> Record:
    house = desk.house()
    children = [c.id for c in house.children if note.child and c.name == note.child]
    named = "" if children or not note.child else f"儿童：{note.child}。"
    writer = next((a for a in desk.accounts() if a.login == note.writer), desk.account)
    written = note.written_at.replace("T", " ")
    values = {
        "found_at": note.when, "place": note.place or "未写明", "found_by": writer.staff,
        "children": children, "desc": f"{named}{note.text}",
        "remark": f"紧急记录，{writer.name}写于{written}，待本人确认",
    }  # fmt: skip

    def noted(transaction: Transaction) -> None:
        body = {"writer": writer.id, "written_at": note.written_at}
        transaction.append(TAKEN_IN, desk.account.id, form="F31", record=note.id, body=body)

    step = records.Step(late_reason="紧急记录录入")
    return records.submit(
        desk, "F31", {k: v for k, v in values.items() if v}, step=step, record_id=note.id,
        beside=noted,
    )  # fmt: skip


class Unconfirmed(msgspec.Struct, frozen=True):
    """A note taken in whose writer has not yet confirmed it."""

    record: str
    login: str
    name: str


def unconfirmed(desk: Desk) -> list[Unconfirmed]:
    """Notes waiting for their writer's 签名码."""
    done = {entry.record for entry in desk.store.acts(CONFIRMED)}
    people = {a.id: a for a in desk.accounts()}
    out = []
    for entry in desk.store.acts(TAKEN_IN):
        writer = people.get(str(entry.values.get("writer")))
        if entry.record not in done and writer is not None:
            out.append(Unconfirmed(entry.record, writer.login, writer.name))
    return out


def confirm(desk: Desk, record: str, signer: Signer) -> None:
    """The named writer confirms with the own 签名码."""
    wanted = next((one for one in unconfirmed(desk) if one.record == record), None)
    if wanted is None:
        raise Refused("这条紧急记录已经确认过。")
    if desk.find_account(wanted.login).id != signer.account:
        raise Refused(f"要由书写人{wanted.name}本人确认。", field="pin")
    with desk.store.transaction() as transaction:
        transaction.append(CONFIRMED, signer.account, form="F31", record=record, body={})


def alarm_words(note: Note, now: datetime) -> str:
    """A note in the list of alarms: no text, only when it was written."""
    minutes = int((now - datetime.fromisoformat(note.written_at)).total_seconds() // 60)
    return f"紧急记录 {note.written_at[11:]}写，已过{lasted(minutes)}，待录入"
