"""Walking a round: open, mark, take back, sign (lifecycle.md §2.5 F30, §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import rounds
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.store import open_rounds
from welfare_desktop.store.open_rounds import OpenRound
from welfare_desktop.store.store import Transaction

#: The five points that belong to every ward round.
POINTS = ("doors", "utilities", "fire_exit", "floor", "climate")


def board(desk: Desk, ward: str, day: date) -> rounds.Board:
    """The ward's board of a duty day, with the marks of open rounds as 未签."""
    return rounds.board(desk.house(), ward, day)


def open_round(desk: Desk, ward: str, slot: datetime | None) -> OpenRound:
    """The open round of a ward and slot; opened now if nobody has."""
    text = minute_text(slot) if slot else None
    for known in open_rounds.all_open(desk.store, ward):
        if known.slot == text:
            return known
    return open_rounds.add(desk.store, ward, text, desk.account.id, desk.now())


def _open(desk: Desk, round_id: str) -> OpenRound:
    found = open_rounds.get(desk.store, round_id)
    if found is None:
        raise Refused("这一轮已经签过或关闭，请按F2开始新的一轮。")
    return found


def mark(
    desk: Desk,
    round_id: str,
    child: str,
    code: str,
    *,
    temp: float | None = None,
    note: str = "",
    by: str = "",
) -> str:
    """One deliberate mark of one child, committed at once; its id.

    Mark 4 stands only where the child is known to be away; mark 5 needs a note.
    """
    # The look at the round and the mark are one transaction.
    with desk.store.connection():
        walk = _open(desk, round_id)
        house = desk.house()
        known = house.child(child)
        if known is None:
            raise Refused("这个区域没有这名儿童，请核对。")
        if code == "4" and known.whereabouts == "ON_SITE":
            raise Refused(f"{known.name}登记为在院。请先说明去向，或登记走失。", field="mark")
        if code == "5" and not note.strip():
            raise Refused("未能查看须写明原因。", field="note")
        row = {
            "child": child, "ward": walk.ward, "slot": walk.slot,
            "at": desk.now().isoformat(timespec="seconds"), "mark": code, "temp": temp,
            "note": note, "by": by or desk.account.staff,
        }  # fmt: skip
        row = {k: v for k, v in row.items() if v not in (None, "")}
        return open_rounds.add_mark(desk.store, round_id, row, desk.now())


def take_back(desk: Desk, round_id: str) -> dict[str, Any] | None:
    """Undo the own last mark of an unsigned round; the mark taken back."""
    marks: list[tuple[str, dict[str, Any]]] = open_rounds.marks(desk.store, round_id)
    for mark_id, row in reversed(marks):
        if row.get("by") == desk.account.staff:
            open_rounds.remove_mark(desk.store, mark_id)
            return dict(row)
    return None


def environment(desk: Desk, round_id: str, points: Mapping[str, Any] | None = None) -> None:
    """The five points looked at; ``None`` = all right, exceptions carry a note."""
    kept: dict[str, Any] = dict.fromkeys(POINTS, True) | dict(points or {})
    for name, value in kept.items():
        if value is False:
            raise Refused("有异常的一项要写明情况。", field=name)
    open_rounds.set_environment(desk.store, _open(desk, round_id).id, kept)


def add_to_mark(
    desk: Desk, round_id: str, child: str, *, temp: float | None = None, note: str = ""
) -> bool:
    """A temperature or note for a child already marked in this round; ``False`` if it is not."""
    walk = _open(desk, round_id)
    for mark_id, row in reversed(open_rounds.marks(desk.store, walk.id)):
        if row["child"] == child:
            more = {"temp": temp, "note": note}
            changed = dict(row) | {k: v for k, v in more.items() if v not in (None, "")}
            open_rounds.change_mark(desk.store, mark_id, changed)
            return True
    return False


class Progress(msgspec.Struct, frozen=True):
    """How far a round is. ``minutes``: until it turns late, negative when it is."""

    slot: str
    due: int
    done: int
    minutes: int
    signed: bool = False


def progress(desk: Desk, ward: str, slot: datetime) -> Progress:
    """How far the round of a slot is, signed or not."""
    house = desk.house()
    text = minute_text(slot)
    due = {c.id for c in rounds.due_children(house, ward, slot)}
    marks = rounds.all_marks(house, ward, slot - timedelta(hours=1), slot + timedelta(hours=2))
    own = [m for m in marks if m.get("slot") == text]
    done = {m["child"] for m in own} & due
    on_time = int(house.param("round_on_time_minutes", slot.date()))
    left = int((slot + timedelta(minutes=on_time) - desk.now()).total_seconds() // 60)
    signed = bool(own) and all(m["signed"] for m in own)
    return Progress(text, len(due), len(done), left, signed)


def unsigned(desk: Desk, ward: str) -> list[OpenRound]:
    """Rounds of a ward with marks but without a signature, oldest first."""
    return [
        walk
        for walk in open_rounds.all_open(desk.store, ward)
        if open_rounds.marks(desk.store, walk.id)
    ]


def correct_mark(
    desk: Desk, ward: str, slot: datetime, child: str, code: str, reason: str
) -> Record:
    """更正 of a signed mark: the old value stays readable in the version before."""
    text = minute_text(slot)
    for walk in reversed(desk.house().of("F30")):
        rows = walk.rows("marks")
        if walk.get("ward") != ward or walk.get("due_at") != text:
            continue
        if any(row["child"] == child for row in rows):
            changed = [row | {"mark": code} if row["child"] == child else row for row in rows]
            return records.correct(desk, walk.id, {"marks": changed}, reason)
    raise Refused("这一格还没有签过的记录，直接按键记就行。")


def coming(desk: Desk) -> list[tuple[datetime, str]]:
    """Times and wards of the rounds of the next twelve hours, for a PC that is being locked."""
    return rounds.upcoming(desk.house(), desk.now() + timedelta(hours=12))


def waiting(desk: Desk, round_id: str) -> list[Child]:
    """Children due in this round who have no mark in it yet."""
    walk = _open(desk, round_id)
    done = {row["child"] for _, row in open_rounds.marks(desk.store, round_id)}
    house = desk.house()
    if walk.slot is None:
        return []
    due = rounds.due_children(house, walk.ward, datetime.fromisoformat(walk.slot))
    here = {c.id for c in rounds.expected_children(house, walk.ward, desk.now())}
    return [child for child in due if child.id not in done and child.id in here]


def sign_round(desk: Desk, round_id: str, signer: Signer, *, late_reason: str = "") -> Record:
    """Sign: the record F30 with all its marks, one journal entry. ``late_reason``: of a 补录."""
    walk = _open(desk, round_id)
    if walk.environment is None:
        raise Refused("环境五项还没看：全部正常按E，有异常按数字写明。", field="environment")
    names = [child.name for child in waiting(desk, round_id)]
    if names:
        raise Refused(f"还有{len(names)}名未记：{'、'.join(names[:6])}。", field="marks")
    step = records.Step(signers={"by": signer}, late_reason=late_reason or _late_reason(desk, walk))
    return _close(desk.for_signer(signer), walk, {"closed_as": "1"}, step)


def _late_reason(desk: Desk, walk: OpenRound) -> str:
    return "巡查后补签" if walk.slot and rounds.is_late(walk.slot, desk.now()) else ""


def close_unsigned(desk: Desk, round_id: str, reason: str) -> Record:
    """Close a round as 未签 at handover; its marks are kept, nobody signs for another."""
    if not reason.strip():
        raise Refused("请写明未签原因。", field="unsigned_reason")
    walk = _open(desk, round_id)
    step = records.Step(late_reason="交接时关闭")
    return _close(desk, walk, {"closed_as": "2", "unsigned_reason": reason}, step)


def _close(desk: Desk, walk: OpenRound, ending: dict[str, Any], step: records.Step) -> Record:
    marks = [row for _, row in open_rounds.marks(desk.store, walk.id)]
    house = desk.house()
    started = datetime.fromisoformat(marks[0]["at"]) if marks else desk.now()
    expected = rounds.expected_children(house, walk.ward, started)
    values: dict[str, Any] = {
        "ward": walk.ward,
        "shift": rounds.shift_of(house, started),
        "due_at": walk.slot,
        "opened_at": minute_text(started),
        "done_at": marks[-1]["at"][:16] if marks else minute_text(started),
        "expected": len(expected),
        "seen": len({m["child"] for m in marks if m["mark"] in ("1", "2", "3")}),
        "marks": marks,
        "environment": walk.environment or dict.fromkeys(POINTS, "不适用"),
        "result": rounds.result(house, marks, walk.environment or {}),
    } | ending  # fmt: skip

    def forget(transaction: Transaction) -> None:
        open_rounds.remove(transaction, walk.id)

    return records.submit(
        desk, "F30", {k: v for k, v in values.items() if v is not None},
        subject=walk.ward, step=step, beside=forget,
    )  # fmt: skip
