"""What a round says when it is looked at closely: who was not seen, what a mark was before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import rounds
from welfare_desktop.domain.board import Cell
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.store import open_rounds

_SEEN = ("1", "2", "3")


def unseen(desk: Desk, round_id: str) -> list[str]:
    """Children marked in an open round and not seen, by name with what was marked."""
    house, newest = desk.house(), dict[str, str]()
    for _, row in open_rounds.marks(desk.store, round_id):
        newest[row["child"]] = row["mark"]
    return [
        f"{known.name}{label('CL-MARK', mark)}" for child, mark in newest.items()
        if mark not in _SEEN and (known := house.child(child)) is not None
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
    rows = values.get("marks") or ()
    return next((m for m in rows if m["child"] == child and m.get("slot") == slot), None)
