"""The validation column of the handbook: what is refused, what is only asked about."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.domain.forms.places import WARD, record, situation, told
from welfare_desktop.domain.forms import FORMS, checks
from welfare_desktop.domain.idnumber import check_character

MARK_A = {"by": "a", "name": "甲", "at": "2025-07-28T09:00", "sha256": "0"}
MARK_B = MARK_A | {"by": "b", "name": "乙"}
MARK_N = MARK_A | {"by": "n", "name": "钱二"}
SIX = [{"item": str(n), "score": "0"} for n in range(1, 7)]
ID17 = "34100020250720001"
ID_NO = ID17 + check_character(ID17)

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("F01", {"name": "😀"}, "name"),
    ("F01", {"birth_date": "2025-07-29"}, "birth_date"),
    ("F01", {"dis_cert_no": "123"}, "dis_cert_no"),
    ("F01", {"dis_cert_no": ID17 + "?41"}, "dis_cert_no"),
    ("F01", {"id_no": ID17 + ("0" if ID_NO[17] != "0" else "1")}, "id_no"),
    ("F01", {"id_no": "341000202502300019"}, "id_no"),
    ("F02", {"arrived_at": "2025-07-28T09:01"}, "arrived_at"),
    ("F02", {"received_by": "n", "witness": "n"}, "witness"),
    ("F02", {"entrust_start": "2025-08-02", "entrust_end": "2025-08-01"}, "entrust_end"),
    ("F02", {"delivered_by_phone": "12345"}, "delivered_by_phone"),
    ("F02", {"received_by": "n", "witness": "b", "exit_sign": [MARK_A, MARK_B]}, "exit_sign"),
    ("F02", {"received_by": "a", "witness": "b", "exit_sign": [MARK_A]}, "exit_sign"),
    (
        "F02",
        {"received_by": "a", "witness": "b", "exit_sign": [MARK_A, MARK_B, MARK_N]},
        "exit_sign",
    ),
    ("F01", {"primary_carer": "off"}, "primary_carer"),
    ("F01", {"ward_id": "closed"}, "ward_id"),
    ("F03", {"found_at": "2025-07-28T08:30"}, "found_at"),
    ("F03", {"found_div": "341000"}, "found_div"),
    ("F03", {"found_div": "341021", "police_div": "341022"}, "police_div"),
    ("F03", {"found_div": "341021", "cert_issuer_div": "341022"}, "cert_issuer_div"),
    ("F03", {"police_reported_at": "2025-07-28T07:00", "cert_on": "2025-07-27"}, "cert_on"),
    ("F04", {"cause": "A1"}, "cause"),
    ("F05", {"exam_at": "2025-07-27T10:00"}, "exam_at"),
    ("F06", {"period_days": 59}, "period_days"),
    ("F07", {"sampled_on": "2025-07-28", "result_on": "2025-07-27"}, "result_on"),
    ("F08", {"submitted_on": "2025-07-28", "decided_on": "2025-07-27"}, "decided_on"),
    ("F09", {"applied_on": "2025-07-28", "done_on": "2025-07-27"}, "done_on"),
    ("F10", {"blocked_reason": "现在是非集中参保期"}, "blocked_reason"),
    ("F12", {"from_mode": "FOSTER", "to_mode": "FOSTER"}, "to_mode"),
    ("F12", {"decided_on": "2025-07-28", "effective_at": "2025-07-27T08:00"}, "effective_at"),
    ("F12", {"decided_by": MARK_N}, "decided_by"),
    ("F13", {"items": SIX[:5]}, "items"),
    ("F13", {"items": [*SIX, SIX[0]]}, "items"),
    ("F13", {"items": [*SIX[:5], {"item": "6"}]}, "items"),
    ("F13", {"items": SIX, "assessors": [MARK_A]}, "assessors"),
    ("F13", {"level": "2", "suggest": "1"}, "level"),
    ("F23", {"icd10": "脑瘫"}, "icd10"),
    ("F24", {"hospital": "市医院"}, "found_at"),
    ("F24", {"found_at": "2025-07-28T08:00", "called_at": "2025-07-28T07:59"}, "called_at"),
    ("F24", {"found_at": "2025-07-28T08:00", "fee_total": 3, "fee_self": 2}, "fee_total"),
    ("F30", {"marks": [{"child": "c", "mark": "5"}]}, "marks"),
    ("F31", {"found_at": "2025-07-28T08:00", "closed_at": "2025-07-28T07:59"}, "closed_at"),
    ("F08", {"cause": "B1", "approver_div": "341021"}, "approver_div"),
    ("F32", {"by_out": MARK_A, "by_in": MARK_A}, "by_in"),
    ("F64", {"hired_on": "2025-07-28", "left_on": "2025-07-27"}, "left_on"),
    ("F67", {"planned_from": "2025-07-28T08:00", "planned_to": "2025-07-28T08:00"}, "planned_to"),
    ("F67", {"staff_list": ["off"], "planned_from": "2025-07-28T08:00"}, "staff_list"),
    ("F70", {"type": "DEATH", "about": "F02"}, "about"),
    ("F74", {"made_by": MARK_A, "approved_by": MARK_A}, "approved_by"),
    ("X01", {"org_code": "12341002MB0000017K"}, "org_code"),
    ("X02", {"ward_no": "2", "open_to": "2025-08-01"}, "open_to"),
    ("X02", {"beds": [{"bed_no": "1"}, {"bed_no": "1"}]}, "beds"),
    ("X03", {"work_days": [{"on": "2025-01-27", "name": "周一"}]}, "work_days"),
    ("X05", {"key": "no_such_key"}, "key"),
    ("X05", {"key": "k_night", "value": "很多"}, "value"),
    ("X05", {"key": "round_ward_day_minutes", "value": "0"}, "value"),
    ("X05", {"key": "notice_extend_on_rest_day", "value": "2"}, "value"),
    ("X07", {"from_at": "2025-07-28T08:00", "to_at": "2025-07-28T07:00"}, "to_at"),
    ("X09", {"child": "another", "to_ward": "X02", "bed": "1"}, "bed"),
    ("X09", {"child": "c", "to_ward": "closed"}, "to_ward"),
]
TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("F01", {"name": "买买提·艾𠮷", "id_no": ID_NO, "dis_cert_no": ID_NO + "41"}),
    ("F01", {"name": "无名-3", "ethnic": "97", "remark": "来源不明"}),
    ("F02", {"delivered_by_phone": "0559-2345678", "received_by": "a", "witness": "b"}),
    ("F02", {"received_by": "b", "witness": "a", "exit_sign": [MARK_A, MARK_B]}),
    ("F02", {"received_by": "a", "exit_sign": [MARK_B, MARK_N]}),
    ("F03", {"found_div": "341021", "police_div": "341021", "cert_on": "2025-07-28",
             "police_reported_at": "2025-07-28T08:40"}),
    ("F03", {"found_div": "441900"}),
    ("F03", {"finder_name": "无名", "remark": "夜间放下即离开"}),
    ("F04", {"cause": "B1"}),
    ("F06", {"period_days": 60}),
    ("F10", {"blocked_reason": "等待户籍"}),
    ("F12", {"decided_by": {**MARK_A, "by": "head"}}),
    ("F13", {"items": SIX, "assessors": [MARK_A, MARK_B], "level": "1", "suggest": "1"}),
    ("F23", {"icd10": "G80.900x001"}),
    ("F24", {"arrived_at": "2025-07-28T08:00", "fee_total": 3, "fee_self": 1, "fee_mtjh": 2}),
    ("F30", {"marks": [{"child": "c", "mark": "5", "note": "在浴室"}]}),
    ("F32", {"by_out": MARK_A, "by_in": MARK_B}),
    ("F70", {"type": "REFUSAL", "about": "F02"}),
    ("X01", {"org_code": "12341002MB0000017J", "go_live_on": "2026-01-01"}),
    ("X03", {"work_days": [{"on": "2025-01-26", "name": "周日"}]}),
    ("X05", {"key": "k_night", "value": "1.0"}),
    ("X09", {"child": "c", "to_ward": "X02", "bed": "1"}),
]  # fmt: skip


#: Beside the house of every check: somebody who left, the 院长, a nurse whose licence lapsed,
#: a ward that is closed and one for girls.
MORE = [
    record("F64", {"name": "孙三", "state": "4", "left_on": "2025-07-28"}, id="off", child=None),
    record("F64", {"name": "李四", "state": "2", "post": "12"}, id="head", child=None),
    record(
        "F64",
        {"name": "周五", "state": "2", "post": "3",
         "certs": [{"type": "1", "valid_to": "2025-07-27"}]},
        id="nurse", child=None,
    ),
    record("X02", {"ward_no": "8", "name": "旧区", "open_to": "2025-07-27"}, id="closed",
           child=None),
    record("X02", {"ward_no": "9", "sex_rule": "2"}, id="girls", child=None),
]  # fmt: skip


@pytest.mark.parametrize(("form", "body", "field"), REFUSED)
def test_is_refused_at_its_field(form: str, body: dict[str, Any], field: str) -> None:
    found = told(checks.problems(situation(form, body, *MORE)))
    assert (field, False) in found


@pytest.mark.parametrize(("form", "body"), TAKEN)
def test_is_taken(form: str, body: dict[str, Any]) -> None:
    found = checks.problems(situation(form, body, *MORE))
    assert [p for p in found if p.field != "last_day"] == []


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_crashes_no_check(form: str) -> None:
    found = told(checks.problems(situation(form, {})))
    assert found <= {("found_at", False)}


@pytest.mark.parametrize(
    ("form", "body", "field"),
    [
        ("F01", {"sex": "2", "id_no": ID_NO}, "id_no"),
        ("F01", {"birth_date": "2025-07-21", "id_no": ID_NO}, "id_no"),
        ("F01", {"ethnic": "97"}, "ethnic"),
        ("F01", {"primary_carer": "n"}, "primary_carer"),
        ("F01", {"ward_id": "X02", "bed_no": "9"}, "bed_no"),
        ("F01", {"ward_id": "girls", "birth_date": "2015-01-01"}, "ward_id"),
        ("F02", {"injury_signs": True}, "injury_signs"),
        ("F02", {"emergency_send": True}, "emergency_send"),
        ("F02", {"entrust_start": "2025-07-28", "entrust_end": "2026-07-29"}, "entrust_end"),
        ("F03", {"crime_suspected": True}, "crime_suspected"),
        ("F03", {"finder_name": "无名"}, "finder_name"),
        ("F05", {"needs_treatment": True}, "needs_treatment"),
        ("F06", {"published_on": "2025-07-28", "period_days": 60}, "last_day"),
        ("F08", {"cause": "B1", "approver_div": "341002"}, "cause"),
        ("F24", {"found_at": "2025-07-28T08:00", "province_out": True}, "province_out"),
        ("F31", {"type": "14"}, "type"),
        ("F31", {"severity": "4"}, "severity"),
        ("F31", {"harm_suspected": True}, "harm_suspected"),
        ("F67", {"girls_rule": False}, "staff_list"),
        ("F67", {"staff_list": ["nurse"], "date": "2025-07-28"}, "staff_list"),
        ("F09", {"registered_birth": "2025-07-19"}, "registered_birth"),
        ("F09", {"biz_type": "1", "police_div": "341021"}, "police_div"),
        ("F67", {"planned_from": "2025-07-28T08:00", "planned_to": "2025-07-28T21:00"},
         "planned_to"),
    ],
)  # fmt: skip
def test_is_only_asked_about(form: str, body: dict[str, Any], field: str) -> None:
    own = {"F01": {"sex": "1", "birth_date": "2025-07-20"}}.get(form, {})
    assert told(checks.problems(situation(form, own | body, *MORE))) == {(field, True)}


def test_refusals_that_the_handbook_names_carry_their_clause() -> None:
    season = checks.problems(situation("F10", {"blocked_reason": "非集中参保期"}))
    issuer = checks.problems(situation("F03", {"found_div": "341021", "cert_issuer_div": "341022"}))
    assert [p.clause for p in season] == ["C3.18"]
    assert [p.clause for p in issuer] == ["C1.04"]


def test_a_signature_names_who_must_sign_and_is_judged_by_the_step_that_signs() -> None:
    given = {"received_by": "n", "witness": "head", "exit_sign": [MARK_A, MARK_B]}
    (found,) = checks.problems(situation("F02", given, *MORE))
    assert found.sentence == "“移交双方签字”要接收人钱二、在场人李四都签，别人不能代签。"
    before = situation("F02", given, *MORE).record
    for step, changed, refused in (
        ("continue", {"note_left": "字条"}, False), ("correct", {"features": "胎记"}, False),
        ("correct", {"witness": "b"}, True),
        ("correct", {"exit_sign": [MARK_N, MARK_A | {"by": "head"}]}, False),
    ):  # fmt: skip
        later = situation("F02", given | changed, *MORE, step=step)
        after = checks.problems(msgspec.structs.replace(later, before=before))
        assert told(after) == ({("exit_sign", False)} if refused else set()), changed


def test_admission_is_not_before_the_consent() -> None:
    consent = record("F08", {"decision": "1", "decided_on": "2025-07-28"})
    early = situation("F02", {"admitted_on": "2025-07-27"}, consent)
    assert told(checks.problems(early)) == {("admitted_on", False)}
    assert not checks.problems(situation("F02", {"admitted_on": "2025-07-28"}, consent))


def test_urgent_care_is_closed_with_all_four_times() -> None:
    body = {"found_at": "2025-07-28T08:00", "sent_at": "2025-07-28T08:10", "urgent": True}
    assert not checks.problems(situation("F24", body))
    closing = checks.problems(situation("F24", body, step="approve"))
    assert told(closing) == {("called_at", False), ("arrived_at", False)}
    plain = situation("F24", body | {"urgent": False}, step="approve")
    assert not checks.problems(plain)


def test_a_person_rests_eleven_hours_between_shifts() -> None:
    night = {"planned_from": "2025-07-27T16:00", "planned_to": "2025-07-28T00:00"}
    other = record("F67", night | {"staff_list": ["n"]}, id="other", child=None,
                   happened_at=night["planned_from"])  # fmt: skip
    day = {"planned_from": "2025-07-28T08:00", "planned_to": "2025-07-28T16:00"}
    found = checks.problems(situation("F67", day | {"staff_list": ["n"]}, other))
    assert told(found) == {("staff_list", True)} and "钱二" in found[0].sentence
    assert not checks.problems(situation("F67", day | {"staff_list": ["m"]}, other))
    later = {"planned_from": "2025-07-28T11:00", "planned_to": "2025-07-28T16:00"}
    assert not checks.problems(situation("F67", later | {"staff_list": ["n"]}, other))


def test_go_live_stands_once_the_opening_list_is_signed() -> None:
    signed = {"go_live_on": "2025-01-01", "opening_signed": MARK_A}
    earlier = record("X01", signed, id="earlier", child=None)
    moved = situation("X01", {"go_live_on": "2025-02-01"}, earlier, id="new")
    assert told(checks.problems(moved)) == {("go_live_on", False)}
    assert not checks.problems(situation("X01", {"go_live_on": "2025-01-01"}, earlier, id="new"))


def test_ward_numbers_and_holiday_years_are_unique() -> None:
    assert told(checks.problems(situation("X02", {"ward_no": "1"}, id="new"))) == {
        ("ward_no", False)
    }
    assert not checks.problems(situation("X02", WARD.body))
    year = record("X03", {"year": 2025}, id="first", child=None)
    assert told(checks.problems(situation("X03", {"year": 2025}, year))) == {("year", False)}


def test_a_parameter_is_not_dated_into_a_closed_month() -> None:
    closed = record("F74", {"month": "2025-06"}, state="approved", child=None)
    body = {"key": "k_night", "value": "1"}
    early = situation("X05", body | {"valid_from": "2025-06-30"}, closed)
    assert told(checks.problems(early)) == {("valid_from", False)}
    assert not checks.problems(situation("X05", body | {"valid_from": "2025-07-01"}, closed))


def test_a_placed_child_is_moved_by_a_ward_move_only() -> None:
    first = record("F01", {"ward_id": "X02", "bed_no": "1"}, id="c")
    moved = situation("F01", {"ward_id": "X02", "bed_no": "2"}, step="correct", id="c")
    moved = msgspec.structs.replace(moved, before=first)
    assert told(checks.problems(moved)) == {("bed_no", False)}
    unplaced = msgspec.structs.replace(moved, before=record("F01", {}, id="c"))
    assert not checks.problems(unplaced)


def test_a_bed_is_free_at_the_minute_of_the_move() -> None:
    other = [
        record("F01", {"name": "赵二", "ward_id": "X02", "bed_no": "2"}, id="d", child="d"),
        record("T", {"dimension": "status", "value": "IN_CARE"}, id="td", child="d",
               happened_at="2025-07-01T00:00"),
        record("X09", {"child": "d", "to_ward": "X02", "bed": "3"}, child="d",
               happened_at="2025-07-28T08:30", id="moved"),
    ]  # fmt: skip
    body = {"child": "c", "to_ward": "X02", "bed": "2", "at": "2025-07-28T08:29"}
    assert told(checks.problems(situation("X09", body, *other, id="new"))) == {("bed", False)}
    later = situation("X09", body | {"at": "2025-07-28T08:30"}, *other, id="new")
    assert not checks.problems(later)


def test_a_change_of_care_mode_begins_with_the_mode_of_the_day() -> None:
    lives = record("T", {"dimension": "care_mode", "value": "INSTITUTION"}, id="m",
                   happened_at="2025-07-28T08:20")  # fmt: skip
    body = {"from_mode": "FAMILY_HOME", "effective_at": "2025-07-28T08:30"}
    assert told(checks.problems(situation("F12", body, lives))) == {("from_mode", False)}
    early = {"from_mode": "INSTITUTION", "effective_at": "2025-07-28T08:10"}
    assert told(checks.problems(situation("F12", early, lives))) == {("effective_at", False)}
    good = {"from_mode": "INSTITUTION", "effective_at": "2025-07-28T08:30"}
    assert not checks.problems(situation("F12", good, lives))


def test_a_round_is_signed_by_somebody_on_duty() -> None:
    duty = record("F67", {"ward": "X02", "staff_list": ["a"], "leader": "k", "medic": "m",
                          "planned_from": "2025-07-28T08:00", "planned_to": "2025-07-28T16:00"},
                  child=None, happened_at="2025-07-28T08:00")  # fmt: skip
    body = {"ward": "X02", "by": MARK_B}
    assert told(checks.problems(situation("F30", body, duty))) == {("by", False)}
    for mark in (MARK_A, MARK_A | {"by": "m"}, MARK_A | {"by": "k"}):
        assert not checks.problems(situation("F30", body | {"by": mark}, duty))
    assert not checks.problems(situation("F30", body)), "nobody is known to be on duty"


def test_a_notice_does_not_tell_who_found_the_child() -> None:
    report = record("F03", {"finder_name": "王五", "finder_phone": "13900000000"})
    told_name = situation("F06", {"notice_text": "王五在桥边发现"}, report)
    assert told(checks.problems(told_name)) == {("notice_text", True)}
    assert not checks.problems(situation("F06", {"notice_text": "在桥边发现"}, report))


def test_a_roster_without_a_gap() -> None:
    early = record("F67", {"ward": "X02", "planned_from": "2025-07-28T00:00",
                           "planned_to": "2025-07-28T08:00"}, child=None, id="early",
                   happened_at="2025-07-28T00:00")  # fmt: skip
    body = {"ward": "X02", "planned_from": "2025-07-28T08:30", "planned_to": "2025-07-28T16:00"}
    assert told(checks.problems(situation("F67", body, early))) == {("planned_from", True)}
    joined = body | {"planned_from": "2025-07-28T08:00"}
    assert not checks.problems(situation("F67", joined, early))


OTHER = record("F01", {"name": "赵一", "birth_date": "2020-05-01", "id_no": ID_NO, "file_no": "9"},
               id="o", child="o")  # fmt: skip


@pytest.mark.parametrize("status", ["", "IN_CARE", "LEFT_REUNITED"])
def test_a_number_is_one_childs_and_that_of_one_who_left_is_asked_about(status: str) -> None:
    span = record("T", {"dimension": "status", "value": status}, id="s", child="o",
                  happened_at="2025-07-28T08:00")  # fmt: skip
    house = [OTHER, span] if status else [OTHER]
    for form, body in (("F01", {"id_no": ID_NO}), ("F09", {"id_no": ID_NO}),
                       ("F23", {"dis_cert_no": ID_NO + "41"})):  # fmt: skip
        found = checks.problems(situation(form, body, *house))
        field = next(iter(body))
        told_of = [p for p in found if p.field == field and "（9）" in p.sentence]
        assert [p.warning for p in told_of] == [status == "LEFT_REUNITED"], form
        assert not [p for p in checks.problems(situation(form, body)) if "（9）" in p.sentence]


def test_a_child_of_the_same_name_and_birthday_is_asked_about() -> None:
    body = {"name": "赵一", "birth_date": "2020-05-01"}
    found = told(checks.problems(situation("F01", body, OTHER)))
    assert ("name", True) in found
    assert ("name", True) not in told(checks.problems(situation("F01", body)))


def test_the_police_register_no_birth_after_the_arrival() -> None:
    late = {"registered_birth": "2025-07-29"}
    assert ("registered_birth", False) in told(checks.problems(situation("F09", late)))
