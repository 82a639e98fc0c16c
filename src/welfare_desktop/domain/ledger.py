"""The ledger of the orphans' living money (F55): what an entry does, what was there before it."""

from __future__ import annotations

import re
from itertools import pairwise

from welfare_desktop.domain import benefit
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


def _after(number: str) -> str | None:
    match = re.fullmatch(r"(.*?)(\d+)", number)
    return f"{match[1]}{int(match[2]) + 1:0{len(match[2])}d}" if match else None


def next_number(house: House, entry: Record) -> str | None:
    """凭证号 that continues the newest one before; ``None`` for the first of a book."""
    before = earlier(house, entry)
    return _after(before[-1].text("entry_no")) if before else None


def holes(house: House) -> list[str]:
    """Numbers that do not continue the one before them."""
    book = sorted(house.of("F55"), key=lambda e: (e.submitted_at, e.id))
    numbers = [e.text("entry_no") for e in book]
    return [b for a, b in pairwise(numbers) if _after(a) not in (None, b)]


def booked_in(house: House, month: str) -> list[Record]:
    """Entries of a month that stand: no reversal, and none that is reversed."""
    undone = {e.get("reverses") for e in house.of("F55") if e.get("direction") == "3"}
    return [
        e for e in house.of("F55")
        if e.text("book_date")[:7] == month and e.get("direction") != "3" and e.id not in undone
    ]  # fmt: skip


def spent_in(house: House, month: str) -> list[Record]:
    """Expenses of a month."""
    return [e for e in booked_in(house, month) if e.get("direction") == "2"]


def received_for(house: House, month: str) -> int:
    """What came in for a month: the grants booked in it, and arrears paid for it later."""
    grants = [e for e in booked_in(house, month) if e.get("income_source") == "1"]
    total = sum(int(e.get("amount") or 0) for e in grants)
    later = [
        set(e.get("children") or ())
        for e in house.of("F55")
        if e.get("income_source") == "2" and e in booked_in(house, e.text("book_date")[:7])
    ]
    for case in house.of("F54"):
        paid = month in benefit.arrears_months(case) and any(
            named & {case.child, "all"} for named in later
        )
        total += (benefit.sum_of(house, case, [month]) or 0) if paid else 0
    return total


def closing(house: House, month: str) -> int:
    """Balance of the book at the end of a month: opening + in − out."""
    return sum(effect(house, e) for e in house.of("F55") if e.text("book_date")[:7] <= month)


def close_of(house: House, month: str) -> Record | None:
    """The close of a month (form ``M``)."""
    return next((r for r in reversed(house.of("M")) if r.get("month") == month), None)


def closed_until(house: House) -> str:
    """The last month into which nothing is booked any more: closed, or its package signed."""
    signed = [r.text("month") for r in house.of("F74") if r.state == "approved"]
    return max([*signed, *(r.text("month") for r in house.of("M"))], default="")


def forbidden(category: object) -> bool:
    """不得列支: running costs, works, wages (CL-FUND)."""
    return str(category or "").startswith("X-")
