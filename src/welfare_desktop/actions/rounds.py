"""Walking a round: open, mark, take back, sign (lifecycle.md §2.5 F30, §4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.on_paper import OnPaper
from welfare_desktop.domain import board as boards
from welfare_desktop.domain import marked, permissions, rounds
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.store import open_rounds
from welfare_desktop.store.open_rounds import OpenRound
from welfare_desktop.store.transaction import Transaction

#: The five points that belong to every ward round.
POINTS = ("doors", "utilities", "fire_exit", "floor", "climate")


def ward_house(desk: Desk) -> House:
    """What the rules of rounds and handover read; refused to who has no part in them (§6.3)."""
    permissions.permit_view(FORMS["F30"], desk.account.roles)
    return desk.house()


def wards(desk: Desk) -> list[Record]:
    """Wards whose rounds this person may see.

    Every one of them, not the own alone: who steps in on another ward at night must find its
    children, roster or no roster.
    """
    return desk.house().wards if may_see(desk) else []


def may_see(desk: Desk) -> bool:
    """Whether the person has a part in rounds and handover."""
    return permissions.may_view(FORMS["F30"], desk.account.roles)


def board(desk: Desk, ward: str, since: datetime | None = None) -> boards.Board:
    """The ward's board of the duty day, or from a slot on; marks of open rounds as 未签."""
    return boards.board(ward_house(desk), ward, since)


def find(desk: Desk, ward: str, slot: datetime | None) -> OpenRound | None:
    """The open round of a ward and slot, ``None`` if nobody walks it."""
    text = minute_text(slot) if slot else None
    return next((w for w in open_rounds.all_open(desk.store, ward) if w.slot == text), None)


def open_round(desk: Desk, ward: str, slot: datetime | None) -> OpenRound:
    """The open round of a ward and slot; opened now if nobody has."""
    text = minute_text(slot) if slot else None
    return find(desk, ward, slot) or open_rounds.add(
        desk.store, ward, text, desk.account.id, desk.now()
    )


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
    paper: OnPaper | None = None,
) -> str:
    """One deliberate mark of one child, committed at once; its id.

    ``paper``: it stands on a sheet of paper, with that minute and that person. Mark 4 stands only where the child is known to be away; mark 5 needs a note. A child that is
    not due at the round's slot gets a mark without one: an unscheduled look.
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
        slot = datetime.fromisoformat(walk.slot) if walk.slot else None
        due = slot is not None and rounds.standing(house, known, slot) != "none"
        points = rounds.stated(known, desk.now()) if code in ("1", "2") else ""
        row = {
            "child": child, "ward": walk.ward, "slot": walk.slot if due else None,
            "at": (paper.moment if paper else desk.now()).isoformat(timespec="seconds"),
            "mark": code, "temp": temp,
            "note": "；".join(part for part in (note, points) if part),
            "by": by or (paper.by if paper else desk.account.staff),
        }  # fmt: skip
        row = {k: v for k, v in row.items() if v not in (None, "")}
        return open_rounds.add_mark(desk.store, round_id, row, desk.now())


def take_back(desk: Desk, round_id: str) -> dict[str, Any] | None:
    """Undo the own last mark of an unsigned round; the mark taken back."""
    marks: list[tuple[str, dict[str, Any]]] = open_rounds.marks(desk.store, round_id)
    for mark_id, row in reversed(marks):
        if row.get("by") == desk.account.staff or marked.from_paper(row):
            open_rounds.remove_mark(desk.store, mark_id)
            return dict(row)
    return None


def unmark(desk: Desk, mark_id: str) -> None:
    """Take back a mark that nobody meant."""
    open_rounds.remove_mark(desk.store, mark_id)


def not_looked(desk: Desk, round_id: str) -> None:
    """The five points have not been looked at after all."""
    open_rounds.set_environment(desk.store, round_id, None)


def looked(desk: Desk, round_id: str) -> bool:
    """Whether anybody was marked in an open round."""
    return bool(open_rounds.marks(desk.store, round_id))


def last_own(desk: Desk, walk: OpenRound | None, cell: boards.Cell | None) -> str:
    """When a cell was marked, or a round last by the person of the window; whichever is later."""
    marks = open_rounds.marks(desk.store, walk.id) if walk else []
    own = [str(row["at"]) for _, row in marks if row.get("by") == desk.account.staff]
    return max(cell.at if cell is not None else "", *own[-1:], "")


def environment(desk: Desk, round_id: str, points: Mapping[str, Any] | None = None) -> None:
    """The five points looked at; ``None`` = all right, exceptions carry a note."""
    kept: dict[str, Any] = dict.fromkeys(POINTS, True) | dict(points or {})
    for name, value in kept.items():
        if value is False:
            raise Refused("有异常的一项要写明情况。", field=name)
    open_rounds.set_environment(desk.store, _open(desk, round_id).id, kept)


def surveyed(desk: Desk, round_id: str) -> bool:
    """Whether the five points of a round have been looked at."""
    return _open(desk, round_id).environment is not None


def exceptions(desk: Desk, round_id: str) -> dict[str, str]:
    """Points of the surroundings that are not right, as written so far."""
    kept = _open(desk, round_id).environment or {}
    return {name: said for name, said in kept.items() if said is not True}


def add_to_mark(
    desk: Desk, round_id: str, child: str, *, temp: float | None = None, note: str = ""
) -> bool:
    """A temperature or note for a child already marked in this round; ``False`` if it is not.

    Beside another person's mark it stands as a mark of one's own.
    """
    walk = _open(desk, round_id)
    for mark_id, row in reversed(open_rounds.marks(desk.store, walk.id)):
        if row["child"] == child:
            old = str(row.get("note") or "")
            said = "；".join(p for p in (note, rounds.matter_of_course(old)) if p) if note else old
            more = {"temp": temp, "note": said}
            changed = dict(row) | {k: v for k, v in more.items() if v not in (None, "")}
            own = {"by": desk.account.staff, "at": desk.now().isoformat(timespec="seconds")}
            if row.get("by") == own["by"] or marked.from_paper(row):
                open_rounds.change_mark(desk.store, mark_id, changed)
            else:
                open_rounds.add_mark(desk.store, round_id, changed | own, desk.now())
            return True
    return False


class Progress(msgspec.Struct, frozen=True):
    """How far a round is.

    Args:
        minutes: until it turns late, negative when it is. hasty: 快速录入.
    """

    slot: str
    due: int
    done: int
    minutes: int
    signed: bool = False
    hasty: bool = False


def progress(desk: Desk, ward: str, slot: datetime) -> Progress:
    """How far the round of a slot is, signed or not."""
    house = desk.house()
    text = minute_text(slot)
    marks = marked.all_marks(house, ward, slot - timedelta(hours=1), house.now)
    own = [m for m in marks if m.get("slot") == text]
    done = {m["child"] for m in own}
    due = done | ({c.id for c in rounds.owed(house, ward, slot)} - marked.seen_at(house, slot))
    late_at = slot + timedelta(minutes=rounds.limits(house, slot.date()).late)
    left = int((late_at - desk.now()).total_seconds() // 60)
    signed = bool(own) and all(m["signed"] for m in own)
    return Progress(text, len(due), len(done), left, signed, marked.hasty(own))


def unsigned(desk: Desk, ward: str) -> list[OpenRound]:
    """Rounds of a ward with marks but without a signature, oldest first."""
    return [
        walk
        for walk in open_rounds.all_open(desk.store, ward)
        if open_rounds.marks(desk.store, walk.id)
    ]


def waiting(desk: Desk, round_id: str) -> list[Child]:
    """Children to be seen at the slot of this round who have no mark at it yet."""
    walk = _open(desk, round_id)
    if walk.slot is None:
        return []
    house, slot = desk.house(), datetime.fromisoformat(walk.slot)
    done = marked.seen_at(house, slot)
    return [child for child in rounds.owed(house, walk.ward, slot) if child.id not in done]


def sign_round(
    desk: Desk, round_id: str, signer: Signer, *, late_reason: str = "",
    paper: OnPaper | None = None,
) -> Record:  # fmt: skip
    """Sign: the record F30 with all its marks, one journal entry. ``late_reason``: of a 补录.

    The signer's own looks without a slot are signed with it, each a record of its own.
    """
    walk = _complete(desk, round_id)
    if paper is None and backfill_reason(desk, walk.id).startswith(marked.ON_PAPER):
        raise Refused("这一轮照纸表补录，还差照片。按 Ctrl+Shift+P，选“补录纸质巡查”再签。")
    if paper is not None and signer.staff != paper.by:
        raise Refused("要由纸上签名的人本人签。本人不在的，勾“本人不在”。", field="by")
    late = late_reason or _late_reason(desk, walk)
    step = records.Step(
        signers={"by": signer}, late_reason=late, papers=paper.photo if paper else ()
    )
    with desk.store.together():
        signed = _record(desk.for_signer(signer), walk, {"closed_as": "1"}, step)
        look = own_look(desk, walk.ward, signer.staff) if walk.slot and paper is None else None
        if look is not None:
            sign_round(desk, look.id, signer)
    return signed


def own_look(desk: Desk, ward: str, staff: str) -> OpenRound | None:
    """Unsigned looks without a slot, where all of them are this person's."""
    look = find(desk, ward, None)
    marks = open_rounds.marks(desk.store, look.id) if look else []
    return look if marks and all(row.get("by") == staff for _, row in marks) else None


def close_on_paper(desk: Desk, round_id: str, paper: OnPaper) -> Record:
    """Keep a round whose walker signed the paper and is not here: 未签, with the photograph."""
    walk = _complete(desk, round_id)
    reason = f"{backfill_reason(desk, walk.id) or marked.ON_PAPER}，本人不在，照片附后"
    step = records.Step(late_reason=f"{reason}，{desk.account.name}录入", papers=paper.photo)
    return _record(desk, walk, {"closed_as": "2", "unsigned_reason": reason[:100]}, step)


def _record(desk: Desk, walk: OpenRound, closed: dict[str, str], step: records.Step) -> Record:
    return records.submit(
        desk, "F30", _values(desk, walk) | closed, subject=walk.ward, step=step,
        beside=lambda transaction: open_rounds.remove(transaction, walk.id),
    )  # fmt: skip


def _complete(desk: Desk, round_id: str) -> OpenRound:
    """A round whose surroundings were looked at and in which nobody is left out."""
    walk = _open(desk, round_id)
    if walk.environment is None and walk.slot is not None:
        raise Refused("环境五项还没看：全部正常按E，有异常按数字写明。", field="environment")
    names = [child.name for child in waiting(desk, round_id)]
    if names:
        raise Refused(f"还有{len(names)}名未记：{'、'.join(names[:6])}。", field="marks")
    return walk


def backfill_reason(desk: Desk, round_id: str) -> str:
    """Why the marks of a past slot were made late, as it was written with the first of them."""
    found = (marked.backfill(row) for _, row in open_rounds.marks(desk.store, round_id))
    return next((reason for reason in found if reason), "")


def _late_reason(desk: Desk, walk: OpenRound) -> str:
    marks = open_rounds.marks(desk.store, walk.id)
    last = datetime.fromisoformat(marks[-1][1]["at"][:16]) if marks else desk.now()
    late = rounds.is_late(desk.house(), last)
    return backfill_reason(desk, walk.id) or ("巡查后补签" if late else "")


def close_unsigned(desk: Desk, round_id: str, reason: str, transaction: Transaction) -> Record:
    """Close a round as 未签 with the handover; its marks are kept, nobody signs for another."""
    walk = _open(desk, round_id)
    step = records.Step(late_reason="交接时关闭")
    values = _values(desk, walk) | {"closed_as": "2", "unsigned_reason": reason}
    open_rounds.remove(transaction, walk.id)
    return records.write(desk, transaction, "F30", values, None, step, subject=walk.ward)


def _values(desk: Desk, walk: OpenRound) -> dict[str, Any]:
    """F30 as the marks make it."""
    marks = [row for _, row in open_rounds.marks(desk.store, walk.id)]
    house = desk.house()
    started = datetime.fromisoformat(marks[0]["at"]) if marks else desk.now()
    values: dict[str, Any] = {
        "ward": walk.ward,
        "shift": rounds.shift_of(house, started, walk.ward),
        "due_at": walk.slot,
        "opened_at": minute_text(started),
        "done_at": marks[-1]["at"][:16] if marks else minute_text(started),
        "expected": _expected(house, walk, started, marks),
        "seen": seen(marks, walk.slot),
        "marks": marks,
        "environment": walk.environment or dict.fromkeys(POINTS, "不适用"),
        "result": rounds.result(house, marks, walk.environment or {}),
    }
    return {k: v for k, v in values.items() if v is not None}


def _expected(
    house: House, walk: OpenRound, started: datetime, marks: Iterable[Mapping[str, Any]]
) -> int:
    """应在数: who was to be seen at the slot as the round began, and who was seen beside them."""
    there = {m["child"] for m in marks if m.get("slot") == walk.slot and m["mark"] in marked.LOOKED}
    if walk.slot is not None:
        slot = datetime.fromisoformat(walk.slot)
        here = rounds.expected_children(house, walk.ward, started)
        there |= {c.id for c in here if rounds.standing(house, c, slot) == "here"}
    return len(there)


def seen(marks: Iterable[Mapping[str, Any]], slot: str | None) -> int:
    """实见数: children seen at the slot, whatever looks were made beside it."""
    at = (m for m in marks if m.get("slot") == slot)
    return len({m["child"] for m in at if m["mark"] in marked.LOOKED})
