"""基本生活费 of a child: standards by month, what was paid, when it stops (C14.05, C14.06)."""

from __future__ import annotations

from datetime import date

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record


def month_of(day: date) -> str:
    """``2025-06`` of a day."""
    return f"{day:%Y-%m}"


def month_after(month: str, months: int) -> str:
    """A month so many months later (or earlier)."""
    return month_of(addm(date.fromisoformat(f"{month}-01"), months))


def month_end(day: date) -> date:
    """DL-9: last day of the month of a day."""
    return date.fromordinal(addm(day.replace(day=1), 1).toordinal() - 1)


def months(first: str, until: str) -> list[str]:
    """Whole months from one to before another."""
    out = []
    while first < until:
        out.append(first)
        first = month_after(first, 1)
    return out


def rate_in(house: House, benefit: str, month: str) -> int | None:
    """Standard in force in a month: the newest approved X04 that covers it."""
    fits = [
        rate for rate in house.of("X04")
        if rate.state == "approved" and rate.get("benefit") == benefit
        and rate.text("from_month") <= month
    ]  # fmt: skip
    newest = max(fits, key=lambda rate: (rate.text("from_month"), rate.id), default=None)
    if newest is None or month > (newest.text("to_month") or month):
        return None
    return int(newest.get("amount") or 0)


def benefit_in(case: Record, month: str) -> str:
    """保障类别 of a case in a month: its changes stand in ``history``."""
    changed = [
        row for row in case.rows("history")
        if row.get("benefit") and str(row["from_month"]) <= month
    ]  # fmt: skip
    newest = max(changed, key=lambda row: str(row["from_month"]), default=None)
    return str(newest["benefit"]) if newest else case.text("benefit")


def sum_of(house: House, case: Record, which: list[str]) -> int | None:
    """Money of some months, each at its own standard; ``None`` where one is not entered."""
    rates = [rate_in(house, benefit_in(case, month), month) for month in which]
    return None if None in rates else sum(rate or 0 for rate in rates)


def start_month(case: Record) -> str | None:
    """C14.05: benefit counts from the month of application."""
    applied = case.date("applied_on")
    return month_of(applied) if applied and case.get("approved_on") else None


def arrears_months(case: Record) -> list[str]:
    """From the month of application to the month before the first payment."""
    start, approved = start_month(case), case.date("approved_on")
    return months(start, month_of(approved)) if start and approved else []


def last_paid_month(house: House, case: Record) -> str | None:
    """C14.06: the month of the ending fact, or the one before if the office stops at once."""
    ended = case.date("end_fact_on")
    if ended is None:
        return None
    stays = house.param("stop_from", ended) == "next_month"
    return month_of(ended) if stays else month_after(month_of(ended), -1)


def paid_months(house: House, case: Record) -> list[str]:
    """Months paid for the child of a case, read from the receipts of the ledger (F55)."""
    entries = house.of("F55")
    undone = {entry.get("reverses") for entry in entries if entry.get("direction") == "3"}
    out: set[str] = set()
    for entry in entries:
        named = set(entry.get("children") or ())
        if entry.get("direction") != "1" or entry.id in undone or not named & {case.child, "all"}:
            continue
        booked = entry.date("book_date")
        if entry.get("income_source") == "1" and booked is not None:
            out.add(month_of(booked))
        elif entry.get("income_source") == "2":
            out |= set(arrears_months(case))
    return sorted(out)


def overpaid(house: House, case: Record) -> int | None:
    """What was paid for months after the last one."""
    last = last_paid_month(house, case)
    if last is None:
        return None
    return sum_of(house, case, [month for month in paid_months(house, case) if month > last])


def entitled(house: House, month: str) -> list[Record]:
    """Cases that a month's money is due for: from the month of application to the last one."""
    out = []
    for case in house.of("F54"):
        applied, last = case.text("applied_on")[:7], last_paid_month(house, case)
        if applied and applied <= month and (last is None or month <= last):
            out.append(case)
    return out


def expected(house: House, month: str) -> int | None:
    """Money due for a month; ``None`` where a standard is not entered."""
    sums = [sum_of(house, case, [month]) for case in entitled(house, month)]
    return None if None in sums else sum(one or 0 for one in sums)


def running(case: Record) -> bool:
    """享受: not yet taken off the system."""
    return not case.get("reduced_on")
