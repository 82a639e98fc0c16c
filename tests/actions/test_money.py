"""The ledger: what is refused is kept and counted, a month is closed against the bank."""

from __future__ import annotations

import pytest

from tests.actions import filled
from tests.actions.conftest import at
from welfare_desktop.actions import funds, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules import check


def test_a_forbidden_expense_is_kept_with_ids_only_and_counted(desk: Desk) -> None:
    before = len(desk.house().of("R"))
    with pytest.raises(Refused) as refused:
        filled.submit(desk, "F55", direction="2", category="X-WAGE", reverses=None,
                      income_source=None, purpose="甲的工资")  # fmt: skip
    assert refused.value.clause == "C9.06" and not refused.value.soft
    (attempt,) = desk.house().of("R")[before:]
    assert attempt.body["clause"] == "C9.06" and attempt.body["form"] == "F55"
    assert "甲" not in str(attempt.body)
    told = {v.subject.id: v for v in check(desk.house(), desk.now(), "C9.06")}
    assert f"拦截{before + 1}次" in told["2025-07"].arithmetic


def test_a_refusal_that_may_be_mended_is_not_kept(desk: Desk) -> None:
    before = len(desk.house().of("R"))
    with pytest.raises(Refused):
        filled.submit(desk, "F55", direction="2", category="OTH", purpose=None)
    assert len(desk.house().of("R")) == before


def test_a_month_is_closed_by_the_balance_of_the_bank_and_then_shut(desk: Desk) -> None:
    entry = filled.submit(desk, "F55", direction="1", income_source="1", category=None,
                          reverses=None, amount=5000)  # fmt: skip
    money = desk.signer("caiwu", practice.PIN)
    there = desk.house().of("F55")
    book = sum(int(e.get("amount")) for e in there)
    with pytest.raises(Refused, match="还没有结束"):
        funds.close_month(desk, "2025-07", book, money)
    at(desk, "2025-08-01T09:00")
    with pytest.raises(Refused) as refused:
        funds.close_month(desk, "2025-07", book - 1, money)
    assert refused.value.clause == "C9.04" and refused.value.field == "bank_balance"
    with pytest.raises(Refused, match="财务"):
        funds.close_month(desk, "2025-07", book, desk.signer("kezhang", practice.PIN))
    with pytest.raises(Refused, match="2026-10"):
        funds.close_month(desk, "七月", book, money)
    assert [m.month for m in funds.open_months(desk)] == ["2025-07"]
    done = funds.close_month(desk, "2025-07", book, money)
    assert (done.get("closing"), done.get("bank_balance")) == (book, book)
    with pytest.raises(Refused, match="已结账"):
        funds.close_month(desk, "2025-07", book, money)
    assert not funds.open_months(desk)
    before = funds.close_month(desk, "2025-06", 0, money)
    assert before.get("month") == "2025-06", "a month before one that is closed"
    number = str(int(entry.text("entry_no")) + 1)
    with pytest.raises(Refused) as shut:
        filled.submit(desk, "F55", direction="1", income_source="1", entry_no=number,
                      book_date="2025-07-31", category=None, reverses=None)  # fmt: skip
    assert shut.value.field == "book_date"
    verdicts = {v.subject.id: v.verdict for v in check(desk.house(), desk.now(), "C9.04")}
    assert verdicts["2025-07"] == "PASS"


def test_a_corrected_death_moves_the_end_of_the_benefit(desk: Desk) -> None:
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None).id
    filled.submit(desk, "F04", child)
    filled.submit(desk, "F08", child)
    filled.submit(desk, "F02", child, arrived_at="2025-07-27T10:00")
    case = filled.submit(desk, "F54", child, end_fact=None, end_fact_on=None, reduced_on=None,
                         applied_on="2025-07-28", approved_on="2025-07-28",
                         sys_entered_on="2025-07-28", history=None)  # fmt: skip
    doctor = filled.seat(desk, FORMS["F51"])
    told = {"died_at": "2025-07-28T08:40", "place": "院内"}
    death = records.submit(doctor, "F51", told, child=child)
    now = desk.record(case.id)
    assert (now.get("end_fact"), now.get("end_fact_on")) == ("L9", "2025-07-28")
    assert now.get("last_paid_month") == "2025-07"
    records.correct(doctor, death.id, {"died_at": "2025-07-27T23:40"}, "核对死亡时间")
    assert desk.record(case.id).get("end_fact_on") == "2025-07-27"
