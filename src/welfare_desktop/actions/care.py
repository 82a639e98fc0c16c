"""Carers' notes on the board: one key each, one record X11 a ward and shift."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import care, permissions, rounds
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.store import care_notes
from welfare_desktop.store.transaction import Transaction

#: Days that a child's file shows.
DAYS = 7
_Note = tuple[str, dict[str, Any]]
_DAY = timedelta(days=1)
_LATE = "逐笔记下，随班次写入"


class Cared(msgspec.Struct, frozen=True):
    """Day and lines, the newest first; ``why_not``: this person may not look at them."""

    days: tuple[tuple[date, list[str]], ...]
    why_not: str = ""


def note(desk: Desk, ward: str, child: str, what: str) -> str:
    """One note of one child, committed at once; its id. What earlier shifts left is written."""
    permissions.permit_fill(FORMS["X11"], desk.account.roles)
    house, now = desk.house(), desk.now()
    known = house.child(child)
    if known is None or known.whereabouts not in rounds.IN_HOUSE:
        where = label("CL-WHERE", known.whereabouts or "") if known else ""
        name = known.name if known else "这名儿童"
        raise Refused(f"{name}登记为{where or '不在院'}，照护记录没有记。先登记已回来。")
    began, _ = rounds.shift_span(now, rounds.shift_of(house, now, ward))
    row = {
        "child": child, "at": now.isoformat(timespec="seconds"), "what": what,
        "by": desk.account.staff,
    }  # fmt: skip
    with desk.store.connection():
        last = last_own(desk, ward, child)
        if last is not None and last[1]["what"] == what and last[1]["at"][:16] == row["at"][:16]:
            return last[0]  # the same key once more says nothing new
        if _before(care_notes.of_ward(desk.store, ward), began):
            with desk.store.transaction() as transaction:
                close(desk, ward, began, transaction)
        return care_notes.add(desk.store, ward, row, now)


def of_child(desk: Desk, child: str) -> Cared:
    """What was noted of a child in the last days, as this person sees it."""
    if why_not := permissions.why_not_view(FORMS["X11"], desk.account.roles):
        return Cared((), why_not)
    return Cared(tuple(care.by_day(desk.seen(), child, DAYS)))


def last_own(desk: Desk, ward: str, child: str) -> _Note | None:
    """The own last note of a child that is not written yet."""
    found = reversed(care_notes.of_ward(desk.store, ward))
    own = (n for n in found if n[1]["child"] == child and n[1].get("by") == desk.account.staff)
    return next(own, None)


def take_back(desk: Desk, note_id: str) -> None:
    """A note that was not meant."""
    care_notes.take_back(desk.store, note_id)


def _before(notes: list[_Note], until: datetime) -> list[_Note]:
    return [n for n in notes if n[1]["at"] < until.isoformat(timespec="seconds")]


def close(desk: Desk, ward: str, until: datetime, transaction: Transaction) -> None:
    """Write a ward's notes before a minute: one record a shift, by the person at ``desk``."""
    house, shifts = desk.house(), dict[tuple[datetime, str], list[_Note]]()
    for one in _before(care_notes.of_ward(desk.store, ward), until):
        at = datetime.fromisoformat(one[1]["at"])
        shift = rounds.shift_of(house, at, ward)
        shifts.setdefault((rounds.shift_span(at, shift)[0], shift), []).append(one)
    for (_, shift), notes in sorted(shifts.items()):
        rows = [row for _, row in notes]
        values = {
            "ward": ward, "shift": shift, "from_at": rows[0]["at"][:16],
            "to_at": rows[-1]["at"][:16], "notes": rows,
        }  # fmt: skip
        # Nobody handed over and nobody noted: written a day later, it says why.
        late = desk.now() - datetime.fromisoformat(rows[-1]["at"]) > _DAY
        step = records.Step(late_reason=_LATE if late else "")
        records.write(desk, transaction, "X11", values, None, step, subject=ward)
        care_notes.remove(transaction, [note_id for note_id, _ in notes])


def handed_over(
    desk: Desk, ward: str, to_shift: str, transaction: Transaction, at: datetime
) -> None:
    """The notes of the shift that is handed over become its record; the new one's stay open.

    ``at``: when it was handed over, on paper maybe; what was noted since stays open too.
    """
    current = rounds.shift_of(desk.house(), at, ward)
    began, _ = rounds.shift_span(at, current)
    until = began if current == to_shift else at + timedelta(minutes=1)
    close(desk, ward, until, transaction)
