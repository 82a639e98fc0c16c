"""The validation column of F54, F55, F65, F68, F73, X04, X06, X08."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.forms.places import record, situation, told
from tests.domain.forms.test_checks import ID_NO, MARK_A, MARK_B
from welfare_desktop.domain.forms import checks
from welfare_desktop.domain.record import Record

MARK_C = MARK_A | {"by": "x"}
SIGNED = {"made_by": MARK_A, "checked_by": MARK_B, "approved_by": MARK_C}


def rate(record_id: str, first: str, amount: int, last: str = "", **more: Any) -> Record:
    body = {"benefit": "1", "from_month": first, "to_month": last or None, "amount": amount}
    return record("X04", body, **{"id": record_id, "child": None, "state": "approved"} | more)


OLD, NEW = rate("r1", "2025-01", 150_000, "2025-06"), rate("r2", "2025-07", 160_000)
PAID = record("F55", {"entry_no": "1", "direction": "1", "income_source": "1", "amount": 1000,
                      "book_date": "2025-07-01", "children": ["c"]}, id="e1", child=None)  # fmt: skip
SPENT = record("F55", {"entry_no": "2", "direction": "2", "category": "MED", "amount": 400,
                       "book_date": "2025-07-02", "children": ["c"]}, id="e2", child=None)  # fmt: skip
LEDGER = (PAID, SPENT)
HOUSE = [
    *LEDGER, OLD, NEW,
    record("F74", {"month": "2025-05"}, state="approved", child=None),
    record("F64", {"name": "孙三", "state": "4", "left_on": "2025-07-28"}, id="off", child=None),
    record("F68", {"name": "某社"}, id="p", child=None),
]  # fmt: skip
Case = tuple[str, dict[str, Any], str]
BASE: dict[str, dict[str, Any]] = {
    "F54": {"benefit": "1", "rate": 160_000},
    "F55": {"entry_no": "3", "book_date": "2025-07-28", "direction": "2", "amount": 600},
}
REFUSED: list[Case] = [
    ("F54", {"applied_on": "2025-07-20", "approved_on": "2025-07-19"}, "approved_on"),
    ("F54", {"approved_on": "2025-07-20", "sys_entered_on": "2025-07-19"}, "sys_entered_on"),
    ("F54", {"end_fact_on": "2025-07-20", "reduced_on": "2025-07-19"}, "reduced_on"),
    ("F54", {"applied_on": "2025-07-20", "rate": 150_000}, "rate"),
    ("F54", {"history": [{"from_month": "2025-07"}, {"from_month": "2025-06"}]}, "history"),
    ("F54", {"history": [{"from_month": "2025-07"}, {"from_month": "2025-07"}]}, "history"),
    ("F55", {"entry_no": "2"}, "entry_no"),
    ("F55", {"entry_no": "4"}, "entry_no"),
    ("F55", {"book_date": "2025-05-31"}, "book_date"),
    ("F55", {"amount": 601}, "amount"),
    ("F55", {"children": ["all", "c"]}, "children"),
    ("F55", {"direction": "3", "reverses": "e1", "amount": 999}, "amount"),
    ("F55", {"direction": "3", "reverses": "e1", "amount": 1000}, "amount"),
    ("F55", SIGNED | {"checked_by": MARK_A}, "checked_by"),
    ("F55", SIGNED | {"approved_by": MARK_A}, "approved_by"),
    ("F55", SIGNED | {"approved_by": MARK_B}, "approved_by"),
    ("F65", {"asked_on": "2025-07-20", "replied_on": "2025-07-19"}, "replied_on"),
    ("F65", {"replied_on": "2025-07-20", "action_on": "2025-07-19"}, "action_on"),
    ("F65", {"result": "1"}, "replied_on"),
    ("F65", {"subject_type": "3", "subject": "n"}, "subject"),
    ("F65", {"person_id_no": ID_NO[:17] + "?"}, "person_id_no"),
    ("F65", {"person_name": "😀"}, "person_name"),
    ("F68", {"contract_from": "2025-07-20", "contract_to": "2025-07-19"}, "contract_to"),
    ("F68", {"people": [{"name": "甲", "id_no": "123"}]}, "people"),
    ("F68", {"visits": [{"in_at": "2025-07-28T08:00", "out_at": "2025-07-28T07:59"}]}, "visits"),
    ("F73", {"fact_on": "2025-07-20", "entered_on": "2025-07-19"}, "entered_on"),
    ("X04", {"benefit": "1", "from_month": "2025-12", "to_month": "2025-11"}, "to_month"),
    ("X04", {"benefit": "1", "from_month": "2025-07"}, "from_month"),
    ("X04", {"benefit": "1", "from_month": "2024-01", "to_month": "2024-11"}, "to_month"),
    ("X04", {"benefit": "1", "from_month": "2025-05"}, "from_month"),
    ("X06", {"issued_on": "2025-07-20", "valid_from": "2025-07-19"}, "valid_from"),
    ("X06", {"replaced_by": "X06"}, "replaced_by"),
    ("X08", {"in_at": "2025-07-28T08:00", "out_at": "2025-07-28T07:59"}, "out_at"),
    ("X08", {"in_at": "2025-07-28T08:00", "companion": "off"}, "companion"),
    ("X08", {"phone": "123"}, "phone"),
]
TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("F54", {"applied_on": "2025-05-20", "approved_on": "2025-06-20", "rate": 150_000,
             "sys_entered_on": "2025-06-30"}),
    ("F54", {"applied_on": "2025-05-20"}),
    ("F54", {"history": [{"from_month": "2025-06"}, {"from_month": "2025-07"}]}),
    ("F54", {"end_fact_on": "2025-06-02", "reduced_on": "2025-06-30"}),
    ("F55", SIGNED | {"children": ["all"], "category": "MED", "purpose": "门诊药费"}),
    ("F55", {"direction": "3", "reverses": "e2", "amount": 400}),
    ("F55", {"direction": "1", "amount": 99_999, "purpose": "拨款（含补贴）"}),
    ("F65", {"asked_on": "2025-07-20", "replied_on": "2025-07-20", "result": "1",
             "police_div": "341002", "subject_type": "2", "subject": "n", "person_name": "钱二",
             "person_id_no": ID_NO}),
    ("F65", {"subject_type": "3", "subject": "p"}),
    ("F68", {"people": [{"name": "甲", "id_no": ID_NO}], "contract_to": "2026-07-19",
             "visits": [{"in_at": "2025-07-28T08:00", "out_at": "2025-07-28T09:00"}]}),
    ("F73", {"fact_type": "1", "fact_on": "2025-07-20", "entered_on": "2025-07-27"}),
    ("F73", {"fact_type": "5", "fact_on": "2025-07-01", "entered_on": "2025-07-28"}),
    ("X04", {"benefit": "1", "from_month": "2025-12"}),
    ("X04", {"benefit": "1", "from_month": "2024-01", "to_month": "2024-12"}),
    ("X04", {"benefit": "2", "from_month": "2025-05"}),
    ("X06", {"issued_on": "2025-07-20", "valid_from": "2025-09-01", "review_on": "2024-07-28"}),
    ("X08", {"in_at": "2025-07-28T08:00", "out_at": "2025-07-28T08:30", "companion": "n",
             "phone": "无", "id_no": ID_NO}),
]  # fmt: skip
ASKED: list[Case] = [
    ("F54", {"approved_on": "2025-06-20", "sys_entered_on": "2025-07-01"}, "sys_entered_on"),
    ("F54", {"end_fact_on": "2025-06-02", "reduced_on": "2025-07-01"}, "reduced_on"),
    ("F54", {"benefit": "4", "applied_on": "2025-07-20"}, "rate"),
    ("F55", {"purpose": "护理员加班费"}, "purpose"),
    ("F55", {"purpose": "走廊改造"}, "purpose"),
    ("F55", {"category": "OTH"}, "category"),
    ("F65", {"police_div": "341021"}, "police_div"),
    ("F65", {"replied_on": "2025-07-20", "result": "2"}, "result"),
    ("F65", {"subject_type": "2", "subject": "n", "person_name": "钱三"}, "person_name"),
    ("F73", {"fact_type": "1", "fact_on": "2025-07-20", "entered_on": "2025-07-28"}, "entered_on"),
    ("F73", {"fact_type": "6", "fact_on": "2025-06-30", "entered_on": "2025-07-01"}, "entered_on"),
    ("X06", {"review_on": "2024-07-27"}, "review_on"),
]


def problems(form: str, body: dict[str, Any], *others: Record, **more: Any) -> set[Any]:
    whole = BASE.get(form, {}) | body
    if form == "F55":
        more = {"id": "new"} | more  # written after those in the book
    return told(checks.problems(situation(form, whole, *HOUSE, *others, **more)))


@pytest.mark.parametrize(("form", "body", "field"), REFUSED)
def test_is_refused_at_its_field(form: str, body: dict[str, Any], field: str) -> None:
    assert (field, False) in problems(form, body)


@pytest.mark.parametrize(("form", "body"), TAKEN)
def test_is_taken(form: str, body: dict[str, Any]) -> None:
    assert problems(form, body) == set()


@pytest.mark.parametrize(("form", "body", "field"), ASKED)
def test_is_only_asked_about(form: str, body: dict[str, Any], field: str) -> None:
    assert problems(form, body) == {(field, True)}


def test_an_entry_is_reversed_once_and_a_reversal_never() -> None:
    undo = record("F55", {"entry_no": "3", "direction": "3", "reverses": "e2", "amount": 400},
                  id="e3", child=None)  # fmt: skip
    again = {"entry_no": "4", "direction": "3", "reverses": "e2", "amount": 400}
    assert problems("F55", again, undo) == {("reverses", False)}
    assert problems("F55", again | {"reverses": "e3"}, undo) == {("reverses", False)}


def test_the_first_voucher_of_a_book_has_any_number() -> None:
    alone = situation("F55", {"entry_no": "记-0007", "direction": "1", "amount": 1})
    assert not checks.problems(alone)
    before = record("F55", {"entry_no": "记-0007"}, id="e7", child=None)
    follows = {"direction": "1", "amount": 1}
    for number, found in (("记-0008", set()), ("记-0009", {("entry_no", False)})):
        there = situation("F55", follows | {"entry_no": number}, before, id="e8")
        assert told(checks.problems(there)) == found


def test_the_place_of_the_query_names_its_clause() -> None:
    found = checks.problems(situation("F65", {"police_div": "341021"}))
    assert [p.clause for p in found] == ["C11.10"]
