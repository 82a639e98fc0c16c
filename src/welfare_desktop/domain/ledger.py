"""The ledger of the orphans' living money (F55): what an entry does, what was there before it."""

from __future__ import annotations

import re

from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record


def effect(house: House, entry: Record) -> int:
    """Money that an entry brings (+) or takes (−); 冲销 undoes the entry that it names."""
    amount = int(entry.get("amount") or 0)
    if entry.get("direction") != "3":
        return amount if entry.get("direction") == "1" else -amount
    other = house.record("F55", entry.text("reverses"))
    if other is None or other.get("direction") == "3":
        return 0
    return -amount if other.get("direction") == "1" else amount


def earlier(house: House, entry: Record) -> list[Record]:
    """Entries written before one, in the order of writing; before a new one all there are."""
    mine = (entry.submitted_at, entry.id)
    return sorted(
        (e for e in house.of("F55") if (e.submitted_at, e.id) < mine),
        key=lambda e: (e.submitted_at, e.id),
    )


def balance(house: House, entry: Record) -> int:
    """余额 after an entry."""
    return sum(effect(house, e) for e in (*earlier(house, entry), entry))


def next_number(house: House, entry: Record) -> str | None:
    """凭证号 that continues the newest one before; ``None`` for the first of a book."""
    before = earlier(house, entry)
    match = re.fullmatch(r"(.*?)(\d+)", before[-1].text("entry_no")) if before else None
    if match is None:
        return None
    return f"{match[1]}{int(match[2]) + 1:0{len(match[2])}d}"
