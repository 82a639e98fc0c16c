"""What is calculated and demanded in the later life: windows, routes, arrears, balance, sheets."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.domain.forms.places import BABY, record, situation
from tests.domain.forms.test_checks import ID_NO
from tests.domain.forms.test_money_checks import LEDGER, NEW, OLD, PAID, rate
from welfare_desktop.domain import adoption, benefit, values
from welfare_desktop.domain.archive import death_papers
from welfare_desktop.domain.forms.computed import COMPUTED, LIVE
from welfare_desktop.domain.record import Paper, Record

GROWN = record("F09", {"done_on": "2025-07-20", "registered_birth": "2008-02-29"}, id="b")
APPROVED = {"benefit": "1", "applied_on": "2025-05-20", "approved_on": "2025-08-02"}
ENDED = {"benefit": "1", "end_fact_on": "2025-06-30"}
STOPS = record("X05", {"key": "stop_from", "value": "same_month", "valid_from": "2025-01-01"},
               id="stop", child=None, state="approved")  # fmt: skip


def calculated(path: str, body: dict[str, Any], *others: Record, **more: Any) -> Any:
    s = situation(path[:3], body, *others, **more)
    return (COMPUTED | LIVE)[path](s)


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("F47.pub_last_day", {"published_on": "2025-02-20"}, "2025-04-21"),
        ("F47.opens_on", {"published_on": "2025-02-20"}, "2025-04-22"),
        ("F47.fusion_days", {"fusion_start": "2025-05-12", "fusion_end": "2025-06-20"}, 39),
        ("F47.fusion_days", {"fusion_start": "2025-05-12"}, None),
        ("F51.route", {"is_normal": True, "treated_by_med": True}, "A"),
        ("F51.route", {"is_normal": True, "treated_by_med": False}, "A"),
        ("F51.route", {"is_normal": False, "treated_by_med": True}, "B"),
        ("F51.route", {"is_normal": False, "treated_by_med": False}, "C"),
        ("F51.route", {"is_normal": True}, "C"),
        ("F51.route", {"treated_by_med": True}, "C"),
        ("F51.route", {}, "C"),
        ("F54.start_month", APPROVED, "2025-05"),
        ("F54.start_month", {"applied_on": "2025-05-20"}, None),
        ("F54.arrears_months", APPROVED, 3),
        ("F54.arrears_months", APPROVED | {"approved_on": "2025-05-31"}, 0),
        ("F54.arrears", APPROVED, 150_000 * 2 + 160_000),
        ("F54.arrears", APPROVED | {"approved_on": "2025-05-31"}, 0),
        ("F54.arrears", APPROVED | {"benefit": "2"}, None),
        ("F54.arrears", APPROVED | {"history": [{"from_month": "2025-07", "benefit": "2"}]}, None),
        ("F54.last_paid_month", ENDED, "2025-06"),
        ("F54.last_paid_month", {}, None),
        ("F65.next_due", {"replied_on": "2024-04-28"}, "2025-04-28"),
        ("F73.due_on", {"fact_type": "1", "fact_on": "2025-02-28"}, "2025-03-07"),
        ("F73.due_on", {"fact_type": "5", "fact_on": "2025-02-01"}, "2025-02-28"),
        ("F73.due_on", {"fact_type": "6", "fact_on": "2025-07-31"}, "2025-07-31"),
    ],
)  # fmt: skip
def test_a_computed_field(path: str, body: dict[str, Any], expected: Any) -> None:
    assert calculated(path, body, OLD, NEW) == expected


def test_the_window_is_the_half_year_before_majority() -> None:
    assert calculated("F43.window_from", {}, GROWN) == "2025-08-29"
    assert calculated("F43.window_to", {}, GROWN) == "2026-02-27"


def test_a_standard_counts_from_its_approval_and_until_the_next() -> None:
    proposed = rate("r3", "2025-06", 1, state="submitted")
    house = situation("F54", {}, OLD, NEW, proposed).house
    told = [benefit.rate_in(house, "1", month) for month in ("2024-12", "2025-06", "2025-07")]
    assert told == [None, 150_000, 160_000]
    assert benefit.rate_in(situation("F54", {}, OLD).house, "1", "2025-07") is None


def test_the_office_may_stop_at_once() -> None:
    assert calculated("F54.last_paid_month", ENDED, STOPS) == "2025-05"


def test_months_paid_after_the_last_are_overpaid() -> None:
    assert calculated("F54.overpaid", ENDED, OLD, NEW, PAID) == 160_000
    assert calculated("F54.overpaid", ENDED, OLD, NEW) == 0
    undone = record("F55", {"direction": "3", "reverses": PAID.id}, id="undo", child=None)
    assert calculated("F54.overpaid", ENDED, OLD, NEW, PAID, undone) == 0
    late = msgspec.structs.replace(
        PAID, body=PAID.body | {"income_source": "2", "children": ["all"]}
    )
    owed = APPROVED | {"end_fact_on": "2025-06-30"}
    assert calculated("F54.overpaid", owed, OLD, NEW, late) == 160_000, "July was among the arrears"


def test_the_balance_is_what_was_written_before_and_the_entry() -> None:
    spend = {"direction": "2", "amount": 100}
    assert calculated("F55.balance", spend, *LEDGER, id="new") == 500
    assert calculated("F55.balance", spend, *LEDGER, id="e11") == 900, "written between the two"
    undo = {"direction": "3", "reverses": "e2", "amount": 400}
    assert calculated("F55.balance", undo, *LEDGER, id="new") == 1000
    back = {"direction": "3", "reverses": "e1", "amount": 1000}
    assert calculated("F55.balance", back, *LEDGER, id="new") == -400


# Donor and applicant ---------------------------------------------------------------------

MAN = {
    "name": "王甲", "id_no": ID_NO, "birth_date": "2025-07-20", "phone": "13900000000",
    "address": "屯溪区 某路1号", "companies": "甲公司、乙厂", "kin": "王乙",
}  # fmt: skip
CASE = {"application_on": "2025-03-10", "applicants": [MAN]}


@pytest.mark.parametrize(
    ("donor", "found"),
    [
        ({"donor_id": ID_NO}, "1"), ({"donor_name": "甲公司"}, "1"), ({"donor_name": "丙公司"}, "3"),
        ({"donor_phone": "13900000000"}, "2"), ({"donor_phone": "无"}, "3"),
        ({"donor_address": "屯溪区某路1号"}, "2"), ({"donor_name": "王乙"}, "2"),
        ({"donor_name": "王甲"}, "2"),
        ({"donor_name": "张三", "related_people": [{"name": "张四", "id_no": ID_NO}]}, "1"),
        ({"related_people": [{"name": "无"}]}, "3"),
        ({"donor_name": "张三", "related_people": [{"name": "乙厂", "relation": "4"}]}, "1"),
        ({"donor_id": ID_NO, "offered_on": "2025-03-09"}, "3"),
        ({"donor_id": ID_NO, "offered_on": "2025-03-10"}, "1"),
    ],
)  # fmt: skip
def test_a_donor_is_compared_with_the_applicants(donor: dict[str, Any], found: str) -> None:
    case = record("F47", CASE)
    assert calculated("F48.match_result", {"offered_on": "2025-05-20"} | donor, case) == found


def test_a_name_is_compared_by_the_birth_date_where_both_are_known() -> None:
    same, other = MAN | {"id_no": "E1"}, MAN | {"id_no": "E1", "birth_date": "1980-01-01"}
    donor = {"donor_name": "王甲", "donor_id": ID_NO, "offered_on": "2025-05-20"}
    for applicant, found in ((same, "1"), (other, "3")):
        case = record("F47", CASE | {"applicants": [applicant]})
        assert calculated("F48.match_result", donor, case) == found


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ({"registered_on": "2025-07-15"}, "2025-07-15"), ({"ended_on": "2025-07-15"}, "2026-07-15"),
        ({"ended_on": "2024-02-29"}, "2025-02-28"),
    ],
)  # fmt: skip
def test_a_family_is_blocked_until_its_case_is_over(end: dict[str, Any], last: str) -> None:
    span = adoption.block(record("F47", CASE | end))
    assert span is not None and [str(day) for day in span] == ["2025-03-10", last]
    assert adoption.block(record("F47", end)) is None


def test_nobody_is_blocked_the_day_after() -> None:
    case = record("F47", CASE | {"registered_on": "2025-07-15"})
    for day, found in (("2025-07-15", "1"), ("2025-07-16", "3")):
        body = {"donor_id": ID_NO, "offered_on": day}
        assert calculated("F48.match_result", body, case) == found


# Death and entry sheet --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "registered", "wanted"),
    [
        ({"route": "A"}, False, "C31 C34 C35 C38"),
        ({"route": "B", "police_at": "x", "treated_by_med": True}, True,
         "C31 C33 C34 C35 C36 C37 C38"),
        ({"route": "C"}, False, "C32 C33 C34 C35 C38"),
    ],
)  # fmt: skip
def test_the_papers_of_a_death_follow_its_route(
    body: dict[str, Any], registered: bool, wanted: str
) -> None:
    assert death_papers(record("F51", body), registered) == wanted.split()


def test_the_file_of_a_death_is_whole_with_all_of_them() -> None:
    papers = tuple(Paper(kind, "0" * 64) for kind in ("C31", "C34", "C35", "C38"))
    assert calculated("F51.archive_ok", {"route": "A"}, papers=papers) is True
    assert calculated("F51.archive_ok", {"route": "A"}, papers=papers[1:]) is False


def test_what_the_archivist_filed_is_in_the_file() -> None:
    filed = [
        record("F52", {"doc_type": kind, "seq": number}, id=f"item{number}")
        for number, kind in enumerate(("C31", "C34", "C35", "C38"))
    ]
    assert calculated("F51.archive_ok", {"route": "A"}, *filed) is True
    assert calculated("F51.archive_ok", {"route": "C"}, *filed) is False


def test_the_sheet_marks_what_changed_since_it_was_entered_last() -> None:
    entry = {"system": "1", "fact_type": "1", "fact_on": "2025-07-28"}
    first = {row["field"]: row for row in calculated("F73.sheet", entry)}
    name = first["儿童基本信息表：姓名"]
    assert name == {"field": "儿童基本信息表：姓名", "new": "赵一", "changed": True}
    rows = [
        {"field": "儿童基本信息表：姓名", "new": "无名-1", "changed": True},
        {"field": "儿童基本信息表：性别", "new": "男性", "changed": True},
        {"field": "儿童基本信息表：曾用名", "new": "小一", "changed": True},
    ]
    copied = record("F73", entry | {"entered_on": "2025-07-20", "sheet": rows}, id="old")
    sheet = {row["field"][8:]: row for row in calculated("F73.sheet", entry, copied)}
    assert sheet["姓名"]["old"] == "无名-1" and sheet["姓名"]["changed"] is True
    assert sheet["性别"]["changed"] is False
    assert sheet["曾用名"] == {"field": "儿童基本信息表：曾用名", "old": "小一", "changed": True}
    other = record("F73", copied.body | {"system": "2"}, id="old")
    assert calculated("F73.sheet", entry, other)[0].get("old") is None
    again = situation("F73", entry, step="continue")
    assert COMPUTED["F73.sheet"](msgspec.structs.replace(again, before=again.record)) is None


def test_what_is_sealed_is_never_copied_out() -> None:
    basis = record("F04", {"cause": "B1", "property_list": "房一间", "relatives": "赵大"}, id="f4")
    told = calculated("F73.sheet", {"fact_type": "7"}, basis)
    assert any("房一间" in str(row) for row in told)
    assert not any("赵大" in str(row) for row in told)


# Conditions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "field", "body", "holds"),
    [
        ("F43", "school_end", {"in_school": True}, True),
        ("F43", "school_end", {"in_school": False}, False),
        ("F44", "decision", {}, False), ("F44", "decision", {"approver_org": "民政局"}, True),
        ("F44", "executed", {"decision": "1"}, True), ("F44", "executed", {"decision": "2"}, False),
        ("F45", "unsuitable_reason", {"suitable": "3"}, True),
        ("F45", "review_on", {"suitable": "3"}, False),
        ("F45", "review_on", {"suitable": "2"}, True),
        ("F46", "children", {"topic": "2"}, True), ("F46", "children", {"topic": "3"}, False),
        ("F47", "dna_checked_on", {}, False),
        ("F47", "dna_checked_on", {"application_on": "2025-07-28"}, True),
        ("F47", "published_on", {"application_on": "2025-07-28"}, True),
        ("F47", "eval_result", {"application_on": "2025-07-28"}, True),
        ("F47", "fusion_start", {"application_on": "2025-07-28"}, False),
        ("F47", "fusion_start", {"registered_on": "2025-07-28"}, True),
        ("F47", "cert_no", {"eval_result": "1"}, True),
        ("F47", "end_reason", {"ended_on": "2025-07-28"}, True), ("F47", "end_reason", {}, False),
        ("F48", "donor_id", {"donor_type": "3"}, False),
        ("F48", "items", {"kind": "2"}, True), ("F48", "received_on", {"decision": "2"}, False),
        ("F49", "copy_locked_on", {"direction": "2"}, False),
        ("F50", "receiver_name", {"left_at": "2025-07-28T08:30"}, True),
        ("F50", "receiver_name", {"left_at": "2043-07-20T08:30"}, False),
        ("F50", "child_view", {"left_at": "2033-07-19T08:30"}, False),
        ("F50", "child_view", {"left_at": "2033-07-20T08:30"}, True),
        ("F50", "capability_visit", {"cause": "L2"}, True),
        ("F50", "kin_proof", {"cause": "L3"}, False),
        ("F50", "follow_up", {"cause": "L4"}, True),
        ("F51", "police_at", {"route": "C"}, True), ("F51", "police_at", {"route": "A"}, False),
        ("F51", "report_proof", {"route": "B", "police_at": "2025-07-28T08:00"}, True),
        ("F51", "report_proof", {"route": "B"}, False),
        ("F51", "cremation_no", {"dispose_way": "2"}, False),
        ("F51", "hukou_cancel_on", {}, False),
        ("F54", "sys_entered_on", {"approved_on": "2025-07-28"}, True),
        ("F54", "reduced_on", {}, False), ("F54", "reduced_on", {"end_fact": "Z1"}, True),
        ("F55", "category", {"direction": "1"}, False),
        ("F65", "subject", {"subject_type": "1"}, False), ("F65", "subject", {"subject_type": "2"}, True),
        ("F65", "action", {"result": "2"}, True), ("F65", "reply_file", {"result": "1"}, True),
        ("F68", "contract_to", {"contract_from": "2025-07-28"}, True), ("F68", "contract_to", {}, False),
        ("F73", "proof", {"entered_on": "2025-07-28"}, True), ("F73", "proof", {}, False),
        ("X06", "responsible", {"kind": "2"}, True), ("X08", "id_no", {"children": ["c"]}, True),
        ("X08", "id_no", {}, False), ("X08", "provider", {"purpose": "2"}, True),
    ],
)  # fmt: skip
def test_a_condition_holds_as_the_handbook_says(
    form: str, field: str, body: dict[str, Any], holds: bool
) -> None:
    due = {f.name for f in values.due_fields(situation(form, body, BABY))}
    assert (field in due) is holds


def test_states_of_a_child_and_other_records_decide() -> None:
    pending = record("T", {"dimension": "status", "value": "ADULT_PENDING"}, id="p",
                     happened_at="2025-07-28T08:30")  # fmt: skip
    grown = record("F09", {"done_on": "2025-07-20", "registered_birth": "2017-07-28"}, id="b")
    told = {f.name for f in values.due_fields(situation("F44", {}, pending))}
    assert {"pending_reason", "decision", "executed"} <= told
    young = record("F09", {"done_on": "2025-07-20", "registered_birth": "2017-07-29"}, id="b")
    for birth, asked in ((grown, True), (young, False)):
        names = {f.name for f in values.due_fields(situation("F45", {}, birth))}
        assert ("child_view" in names) is asked
    orphan = record("F45", {"legal_type": "1"})
    case = {"candidate": "F45", "application_on": "2025-07-28"}
    names = {f.name for f in values.due_fields(situation("F47", case, orphan))}
    assert "published_on" not in names and "eval_result" in names
    benefit_case = record("F54", {})
    due = {f.name for f in values.due_fields(situation("F50", {}, benefit_case))}
    assert "notified_reduction" in due


def test_a_body_is_not_disposed_of_before_proof_and_police() -> None:
    body = {"route": "C", "disposed_on": "2025-07-28"}
    s = situation("F51", body, step="continue")
    s = msgspec.structs.replace(s, before=record("F51", {"route": "C"}))
    asked = {f.name for f in values.missing(s, "continue")}
    assert {"police_at", "proof_type", "proof_file"} <= asked
    whole = body | {"police_at": "x", "proof_type": "2", "proof_file": [{"name": "x"}]}
    there = msgspec.structs.replace(s, record=record("F51", whole))
    assert not values.missing(there, "continue")


def test_a_notice_waits_for_the_dna_check() -> None:
    before = record("F47", {"candidate": "x"})
    for body, asked in (({"published_on": "2025-07-28"}, True),
                        ({"published_on": "2025-07-28", "dna_checked_on": "2025-07-28"}, False)):  # fmt: skip
        s = situation("F47", {"candidate": "x"} | body, step="continue")
        names = {
            f.name for f in values.missing(msgspec.structs.replace(s, before=before), "continue")
        }
        assert ("dna_checked_on" in names) is asked


@pytest.mark.parametrize(
    ("form", "body", "field"),
    [("F55", {"direction": "2"}, "category"), ("F55", {"direction": "1"}, "income_source"),
     ("F55", {"direction": "3"}, "reverses"), ("X08", {"purpose": "2"}, "provider"),
     ("F48", {"match_result": "2", "decision": "1"}, "suspect_clear_by")],
)  # fmt: skip
def test_another_answer_makes_it_necessary(form: str, body: dict[str, Any], field: str) -> None:
    assert field in {f.name for f in values.missing(situation(form, body), "submit")}
    assert field not in {f.name for f in values.missing(situation(form, {}), "submit")}


def test_words_stand_where_records_are_named() -> None:
    from welfare_desktop.domain.forms import FORMS

    children = FORMS["F55"].field("children")
    assert values.normalise(children, "全体") == ["all"]
    assert values.show(children, ["all"]) == "全体"
    rows = values.normalise(FORMS["F46"].field("recusal"), [{"person": "无"}])
    assert values.show(FORMS["F46"].field("recusal"), rows) == "无"
