"""The month of the orphans' ledger closed against the bank (C9.04)."""

from __future__ import annotations

import re

from welfare_desktop.actions import effects
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import benefit, ledger
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record


def close_month(desk: Desk, month: str, bank_balance: int, signer: Signer) -> Record:
    """Close a month: its balance is that of the bank, and nothing is booked into it any more."""
    house = desk.house()
    if "F" not in signer.roles:
        raise Refused("专账由财务结账，请财务签字。")
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) is None:
        raise Refused("月份写成 2026-10 这样。", field="month")
    if month >= benefit.month_of(house.today):
        raise Refused(f"{month}还没有结束，下月1日起才能结账。", clause="C9.04", field="month")
    if month <= ledger.closed_until(house):
        raise Refused(f"{month}已结账，不用再结。", field="month")
    book = ledger.closing(house, month)
    if book != bank_balance:
        raise Refused(
            f"账面余额{book / 100:.2f}元与银行余额{bank_balance / 100:.2f}元不符，"
            "请核对后再结账。",
            clause="C9.04", field="bank_balance",
        )  # fmt: skip
    values = {
        "month": month, "closed_on": house.today.isoformat(), "closing": book,
        "bank_balance": bank_balance,
    }  # fmt: skip
    with desk.store.transaction() as transaction:
        made = effects.noted(desk, transaction, "M", values, signer.account)
        transaction.append("sign", signer.account, form="M", record=made.id, body={"field": "M"})
        return made
