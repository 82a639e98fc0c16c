"""Handing a shift over: prepared by the program, signed by two (lifecycle.md §4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from welfare_desktop.actions import records, rounds
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import handover
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record
from welfare_desktop.store import open_rounds


def prepare(desk: Desk, ward: str) -> handover.Sheet:
    """The sheet as it stands now."""
    slots = tuple(walk.slot or "" for walk in open_rounds.all_open(desk.store, ward))
    return handover.sheet(desk.house(), ward, desk.now(), slots)


def refuse(desk: Desk, ward: str, text: str) -> None:
    """The receiver refuses: the reason goes to 带班领导, the giver stays on duty."""
    if not text.strip():
        raise Refused("请写明不接班的原因。", field="refusal")
    with desk.store.transaction() as transaction:
        transaction.append(
            "handover_refused", desk.account.id, form="F32", record=ward, body={"refusal": text}
        )


def sign(
    desk: Desk,
    ward: str,
    giver: Signer,
    taker: Signer,
    acks: Mapping[str, str],
    *,
    off_roster_reason: str = "",
    explained: str = "",
    facility: Mapping[str, Any] | None = None,
    unsigned_reason: str = "交接时未签",
    notes: Mapping[str, Mapping[str, Any]] | None = None,
) -> Record:
    """Both signatures: open rounds are closed as 未签, then F32 is written, unchangeable.

    Args:
        acks: child → what the receiver repeated back; every special line needs one.
        notes: child → further columns of its line (todo, next_at, contingency, bedside_at).
    """
    sheet = prepare(desk, ward)
    house = desk.house()
    stopping = handover.cannot_sign(
        house, sheet, giver.staff, taker.staff, acks, off_roster_reason, explained
    )
    if stopping:
        first = stopping[0]
        raise Refused(first.sentence, clause=first.clause, field=first.field)
    warned = handover.warnings(house, sheet, facility)
    seat = desk.for_signer(giver)
    closed = [_closed(seat, walk.id, unsigned_reason) for walk in _open(desk, ward)]
    values = _values(desk, sheet, acks, notes or {}, closed, warned, explained)
    if off_roster_reason and not handover.rostered(house, ward, taker.staff, desk.now()):
        values["off_roster_reason"] = off_roster_reason
    if facility:
        values["facility"] = dict(facility)
    step = records.Step(signers={"by_out": giver, "by_in": taker})
    return records.submit(desk.for_signer(giver), "F32", values, subject=ward, step=step)


def _open(desk: Desk, ward: str) -> list[open_rounds.OpenRound]:
    return open_rounds.all_open(desk.store, ward)


def _closed(desk: Desk, round_id: str, reason: str) -> dict[str, Any]:
    walk = open_rounds.get(desk.store, round_id)
    marked = len({m["child"] for _, m in open_rounds.marks(desk.store, round_id)})
    rounds.close_unsigned(desk, round_id, reason)
    row = {"due_at": walk.slot if walk else None, "marked": marked, "reason": reason}
    return {k: v for k, v in row.items() if v is not None}


def _values(
    desk: Desk,
    sheet: handover.Sheet,
    acks: Mapping[str, str],
    notes: Mapping[str, Mapping[str, Any]],
    closed: list[dict[str, Any]],
    warned: list[dict[str, str]],
    explained: str,
) -> dict[str, Any]:
    now = minute_text(desk.now())
    count = sheet.census
    census: dict[str, Any] = {
        "listed": count.listed, "expected": count.expected, "seen": count.seen,
        "hospital": count.hospital, "away": count.away, "boarding": count.boarding,
        "foster": count.foster, "explained": explained,
    }  # fmt: skip
    special = [
        {
            "child": line.child, "reason": "；".join(line.reasons), "attention": line.attention,
            "summary": line.summary, "repeat_back": acks[line.child], "ack_at": now,
        }
        | dict(notes.get(line.child, {}))
        for line in sheet.special
    ]  # fmt: skip
    events = [{"event": e, "accepted": "1"} for e in sheet.events]
    return {
        "ward": sheet.ward, "from_shift": sheet.from_shift, "to_shift": sheet.to_shift,
        "handover_at": now, "census": [census], "special_list": special,
        "open_events": events, "orders_due": [], "open_rounds": closed, "warnings": warned,
    }  # fmt: skip
