"""The month of the orphans' ledger closed against the bank (C9.04)."""

from __future__ import annotations

import re

import msgspec

from welfare_desktop.actions import effects, people
from welfare_desktop.actions.checks import check_on
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import benefit, ledger
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.verdict import Word

_CLAUSE = "C9.04"

#: 财务 closes a month.
_CLOSER = "F"


class OpenMonth(msgspec.Struct, frozen=True):
    """A month that is over and not closed. ``said``: what C9.04 says of it."""

    month: str
    book: int
    verdict: Word
    said: str


def closers(desk: Desk) -> list[str]:
    """Logins of those who may close a month."""
    return people.logins(desk, _CLOSER)


def open_months(desk: Desk) -> list[OpenMonth]:
    """Months that wait to be closed, the oldest first."""
    house, this = desk.house(), benefit.month_of(desk.now().date())
    return [
        OpenMonth(v.subject.id, ledger.closing(house, v.subject.id), v.verdict, v.arithmetic)
        for v in check_on(desk, desk.now().date(), _CLAUSE)
        if v.subject.kind == "month" and v.subject.id < this
        and ledger.close_of(house, v.subject.id) is None
    ]  # fmt: skip


def close_month(desk: Desk, month: str, bank_balance: int, signer: Signer) -> Record:
    """Close a month: its balance is that of the bank, and nothing is booked into it any more."""
    house = desk.house()
    if _CLOSER not in signer.roles:
        raise Refused("专账由财务结账，请财务签字。")
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) is None:
        raise Refused("月份写成 2026-10 这样。", field="month")
    if month >= benefit.month_of(house.today):
        raise Refused(f"{month}还没有结束，下月1日起才能结账。", clause=_CLAUSE, field="month")
    if ledger.close_of(house, month) is not None:
        raise Refused(f"{month}已结账，不用再结。", field="month")
    book = ledger.closing(house, month)
    if book != bank_balance:
        raise Refused(
            f"账面余额{book / 100:.2f}元与银行余额{bank_balance / 100:.2f}元不符，"
            "请核对后再结账。",
            clause=_CLAUSE, field="bank_balance",
        )  # fmt: skip
    values = {
        "month": month, "closed_on": house.today.isoformat(), "closing": book,
        "bank_balance": bank_balance,
    }  # fmt: skip
    with desk.store.transaction() as transaction:
        made = effects.noted(desk, transaction, "M", values, signer.account)
        transaction.append("sign", signer.account, form="M", record=made.id, body={"field": "M"})
        return made
