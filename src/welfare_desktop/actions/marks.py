"""Marks looked at closely: who was not seen, what a mark was before, 更正 of a signed one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.actions import records
from welfare_desktop.actions import rounds as walking
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import marked, rounds
from welfare_desktop.domain.board import Cell
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.store import open_rounds


def unseen(desk: Desk, round_id: str) -> list[str]:
    """Children marked in an open round and not seen, by name with what was marked."""
    house, newest = desk.house(), dict[str, str]()
    for _, row in open_rounds.marks(desk.store, round_id):
        newest[row["child"]] = row["mark"]
    return [
        f"{known.name}{label('CL-MARK', mark)}" for child, mark in newest.items()
        if mark not in marked.LOOKED and (known := house.child(child)) is not None
    ]  # fmt: skip


def before(desk: Desk, cell: Cell, child: str, slot: datetime) -> list[str]:
    """What a signed mark was before each 更正, with who changed it and why; the last one first."""
    if not cell.corrected:
        return []
    out: list[str] = []
    known: Mapping[str, Any] | None = None
    names = {account.id: account.name for account in desk.accounts()}
    for entry in desk.store.history(cell.corrected):
        row = _row(entry.values.get("values") or {}, child, minute_text(slot))
        if row is None:
            continue
        if known is not None and row["mark"] != known["mark"]:
            sign = rounds.SIGNS[known["mark"]][1]
            who = f"{entry.at[5:16].replace('T', ' ')} {names.get(entry.actor, '')}".strip()
            out.insert(0, f"原记{sign}，{who}更正：{entry.values.get('reason', '')}")
        known = row
    return out


def _row(values: Mapping[str, Any], child: str, slot: str) -> Mapping[str, Any] | None:
    rows = values.get("marks") or []
    place = marked.shown(rows, child, slot)
    return None if place is None else rows[place]


def correct(desk: Desk, slot: datetime, child: str, code: str, reason: str) -> Record:
    """更正 of a signed mark, the newest of the child: the version before keeps the old value."""
    text = minute_text(slot)
    house = desk.house()
    # A round is signed in its shift, or closed with the handover.
    for walk in reversed(house.within("F30", slot - timedelta(days=1), slot + timedelta(days=3))):
        rows = walk.rows("marks")
        place = marked.shown(rows, child, text) if walk.get("due_at") == text else None
        if place is not None:
            marks = [*rows]
            marks[place] = _corrected(house, rows[place], code, reason)
            environment = walk.get("environment") or {}
            changed = {
                "marks": marks, "seen": walking.seen(marks, text),
                "result": rounds.result(house, marks, environment),
            }  # fmt: skip
            return records.correct(desk, walk.id, changed, reason)
    raise Refused("这一格还没有签过的记录，直接按键记就行。")


def _corrected(house: House, row: Mapping[str, Any], code: str, reason: str) -> dict[str, Any]:
    """A mark as it should have been; it states the points of a look only where it is one."""
    known, at = house.child(row["child"]), datetime.fromisoformat(row["at"])
    if known is not None and code == "4" and known.state_at("whereabouts", at) in rounds.IN_HOUSE:
        raise Refused(f"{known.name}那时登记为在院，不能更正为不在场。请选别的标记。")
    points = (rounds.FOUR_POINTS, rounds.TWO_POINTS)
    parts = [p for p in str(row.get("note") or "").split("；") if p and p not in points]
    if code == "5" and not rounds.own_words("；".join(parts)):
        parts.insert(0, reason)
    if code in ("1", "2") and known is not None:
        parts += [p for p in (rounds.stated(known, at),) if p]
    kept = {k: v for k, v in row.items() if k != "note"} | {"mark": code}
    return kept | ({"note": "；".join(parts)} if parts else {})
