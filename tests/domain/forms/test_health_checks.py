"""The validation column of F20–F29: wrong units, doses twice, the right child, drug and time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.forms.places import BABY, record, situation, told
from tests.domain.forms.test_checks import MARK_A
from welfare_desktop.domain import values
from welfare_desktop.domain.forms import checks
from welfare_desktop.domain.record import Paper, Record

DAY = "2025-07-28"
DOCTOR = record("F64", {"name": "郑医生", "state": "2", "post": "4", "sex": "1",
                        "certs": [{"type": "2", "valid_to": "2030-01-01"}]}, id="d", child=None)  # fmt: skip
LAPSED = record("F64", {"name": "旧医生", "state": "2", "post": "4"}, id="old", child=None)
NURSE = record("F64", {"name": "李护士", "state": "2", "post": "3", "sex": "2"}, id="s", child=None)
MARK_D, MARK_S = (MARK_A | {"by": who} for who in ("d", "s"))
VISIT = record(
    "F24", {"urgent": True, "found_at": f"{DAY}T08:00"}, id="v", happened_at=f"{DAY}T08:00"
)
CALM = record("F24", {"found_at": f"{DAY}T08:00"}, id="calm", happened_at=f"{DAY}T08:00")
OTHERS = record("F24", {"urgent": True}, id="others", child="x")
ORDER = record("F29", {"drug": "甲药", "freq": "每日3次", "start_at": "2025-07-01T08:00",
                       "stop_at": f"{DAY}T20:00"}, id="o")  # fmt: skip
FREE = record("F29", {"drug": "乙药", "freq": "遵医嘱", "start_at": "2025-07-01T08:00"}, id="free")
FOREIGN = record("F29", {"drug": "甲药", "freq": "每日3次", "start_at": "2025-07-01T08:00"},
                 id="x", child="x")  # fmt: skip
GIVEN = record("F29b", {"order": "free", "due_at": f"{DAY}T08:00", "given_at": f"{DAY}T08:00",
                        "state": "1"}, id="g", happened_at=f"{DAY}T08:00")  # fmt: skip
ALLERGIC = record("F20", {"allergy": "对青霉素过敏、头孢类"}, id="h")
HEPB = record("F22", {"vaccine": "HEPB", "dose_no": 1, "given_on": "2020-05-01"}, id="v1")
PUT_OFF = record(
    "F22", {"vaccine": "BCG", "dose_no": 1, "deferred": True, "given_on": DAY}, id="v2"
)
MEASURED = record("F21", {"measured_on": "2025-07-08", "weight_kg": 15.0}, id="m")
MORE: tuple[Record, ...] = (
    DOCTOR, LAPSED, NURSE, VISIT, CALM, OTHERS, ORDER, FREE, FOREIGN, GIVEN, ALLERGIC, HEPB,
    PUT_OFF, MEASURED,
)  # fmt: skip
PAPER = (Paper("B30", "0" * 64),)

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("F20", {"opened_on": "2025-07-27"}, "opened_on"),
    ("F21", {"measured_on": DAY, "weight_kg": 85}, "weight_kg"),
    ("F21", {"measured_on": DAY, "weight_kg": 2.9}, "weight_kg"),
    ("F21", {"measured_on": DAY, "length_cm": 1.1 * 20}, "length_cm"),
    ("F21", {"measured_on": "2020-04-30", "weight_kg": 3.5}, "measured_on"),
    ("F22", {"vaccine": "HEPB", "dose_no": 2, "given_on": "2020-04-30"}, "given_on"),
    ("F22", {"vaccine": "HEPB", "dose_no": 1, "given_on": DAY}, "dose_no"),
    ("F22", {"vaccine": "HEPB", "dose_no": 2, "given_on": "2020-05-01"}, "given_on"),
    ("F22", {"vaccine": "MMR", "dose_no": 1, "given_on": "2020-09-01"}, "given_on"),
    ("F25", {"systems": [{"system": "1"}, {"system": "1"}]}, "systems"),
    ("F26", {"target_div": "341021"}, "target_div"),
    ("F26", {"plan_depart": DAY, "plan_return": "2025-07-27"}, "plan_return"),
    ("F26", {"depart_at": f"{DAY}T08:00", "return_at": f"{DAY}T07:00"}, "return_at"),
    ("F26", {"return_at": f"{DAY}T08:00"}, "depart_at"),
    ("F27", {"designated": False}, "designated"),
    ("F27", {"fee_total": 100, "fee_insurance": 40, "fee_claim": 61}, "fee_claim"),
    ("F27", {"applied_on": DAY, "approved_on": "2025-07-27"}, "approved_on"),
    ("F28", {"cond_new": False}, "cond_new"),
    ("F28", {"visit": "calm"}, "visit"),
    ("F28", {"visit": "others"}, "visit"),
    ("F28", {"applied_on": DAY, "accepted_on": "2025-07-27"}, "accepted_on"),
    ("F29", {"ordered_by": MARK_S}, "ordered_by"),
    ("F29", {"source": "2"}, "source"),
    ("F29", {"drug": "注射用青霉素钠"}, "drug"),
    ("F29", {"drug": "头孢克洛"}, "drug"),
    ("F29", {"start_at": f"{DAY}T08:00", "stop_at": f"{DAY}T07:00"}, "stop_at"),
    ("F29b", {"order": "none"}, "order"),
    ("F29b", {"order": "x", "due_at": f"{DAY}T08:00"}, "order"),
    ("F29b", {"order": "o", "due_at": "2025-06-30T20:00"}, "due_at"),
    ("F29b", {"order": "o", "due_at": f"{DAY}T20:00"}, "due_at"),
    ("F29b", {"order": "o", "due_at": f"{DAY}T09:00"}, "due_at"),
    ("F29b", {"order": "free", "due_at": f"{DAY}T08:00"}, "due_at"),
    ("F29b", {"order": "free", "due_at": f"{DAY}T08:40", "given_at": f"{DAY}T08:40"}, "given_at"),
    ("F29b", {"order": "o", "due_at": f"{DAY}T08:00", "given_at": f"{DAY}T06:59"}, "given_at"),
    ("F29b", {"order": "free", "due_at": f"{DAY}T10:01"}, "due_at"),
    ("F29b", {"order": "o", "due_at": f"{DAY}T08:00", "expiry": "2025-07-27"}, "expiry"),
    ("F29b", {"given_by": MARK_S, "second_check": MARK_S}, "second_check"),
]  # fmt: skip
TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("F20", {"opened_on": DAY, "allergy": "无", "blood": "9"}),
    ("F21", {"measured_on": DAY, "weight_kg": 17.9, "length_cm": 108, "head_cm": 50, "posture": "2"}),
    ("F22", {"vaccine": "HEPB", "dose_no": 2, "given_on": "2020-05-29", "reaction": "无"}),
    ("F22", {"vaccine": "BCG", "dose_no": 1, "given_on": DAY}),
    ("F22", {"vaccine": "HEPB", "dose_no": 1, "deferred": True}),
    ("F25", {"systems": [{"system": "9"}, {"system": "9"}, {"system": "1"}]}),
    ("F26", {"target_div": "310104", "plan_depart": DAY, "plan_return": DAY, "escorts": ["d"]}),
    ("F27", {"designated": False, "remark": "定点医院没有这项手术"}),
    ("F27", {"fee_total": 100, "fee_insurance": 40, "fee_claim": 60}),
    ("F28", {"visit": "v", "cond_new": True}),
    ("F29", {"ordered_by": MARK_D, "drug": "青霉素V钾片", "remark": "皮试阴性，郑医生确认"}),
    ("F29", {"ordered_by": MARK_D, "drug": "布洛芬", "freq": "必要时"}),
    ("F29b", {"order": "o", "due_at": f"{DAY}T08:00", "given_at": f"{DAY}T08:59", "expiry": DAY}),
    ("F29b", {"order": "o", "due_at": f"{DAY}T08:00", "given_at": f"{DAY}T06:59", "remark": "外出"}),
    ("F29b", {"order": "free", "due_at": f"{DAY}T08:40", "given_at": f"{DAY}T08:40", "remark": "遵医嘱"}),
]  # fmt: skip
ASKED: list[tuple[str, dict[str, Any], str]] = [
    ("F21", {"measured_on": DAY, "weight_kg": 18.1}, "weight_kg"),
    ("F21", {"measured_on": DAY, "weight_kg": 11.9}, "weight_kg"),
    ("F21", {"measured_on": DAY, "posture": "1"}, "posture"),
    ("F22", {"vaccine": "BCG", "dose_no": 2}, "dose_no"),
    ("F22", {"cert_made_on": DAY}, ""),
    ("F22", {"reaction": "发热"}, "reaction"),
    ("F25", {"need_treat": True}, "need_treat"),
    ("F27", {"eligible": "2"}, "eligible"),
    ("F29", {"ordered_by": MARK_A | {"by": "old"}}, "ordered_by"),
    ("F29", {"dose": "1片"}, "dose"),
    ("F29", {"freq": "遵医嘱"}, "freq"),
    ("F29", {"drug": "甲药", "start_at": f"{DAY}T08:00"}, "drug"),
    ("F29b", {"state": "5"}, "state"),
]


@pytest.mark.parametrize(("form", "body", "field"), REFUSED)
def test_is_refused_at_its_field(form: str, body: dict[str, Any], field: str) -> None:
    assert (field, False) in told(checks.problems(situation(form, body, *MORE)))


@pytest.mark.parametrize(("form", "body"), TAKEN)
def test_is_taken(form: str, body: dict[str, Any]) -> None:
    assert not checks.problems(situation(form, body, *MORE))


@pytest.mark.parametrize(("form", "body", "field"), ASKED)
def test_is_only_asked_about(form: str, body: dict[str, Any], field: str) -> None:
    found = told(checks.problems(situation(form, body, *MORE)))
    assert found == ({(field, True)} if field else set())


def test_a_certificate_made_late_is_asked_about() -> None:
    """Born on the 20th, here on the 28th: a month from the arrival."""
    late = situation("F22", {"cert_made_on": "2025-08-29"}, BABY)
    assert ("cert_made_on", True) in told(checks.problems(late))
    assert not checks.problems(situation("F22", {"cert_made_on": DAY}, BABY))


def test_an_age_that_is_an_estimate_refuses_no_dose() -> None:
    body = {"vaccine": "MMR", "dose_no": 1, "given_on": "2020-09-01"}
    guessed = record("F01", {"birth_date": "2020-05-01", "birth_basis": "4", "sex": "1"}, id="c")
    assert told(checks.problems(situation("F22", body, guessed))) == {("given_on", True)}


def test_with_a_girl_goes_a_woman_but_a_life_is_not_kept_waiting() -> None:
    girl = record("F01", {"birth_date": "2020-05-01", "sex": "2"}, id="c")
    alone, urgent = {"escorts": ["d"]}, {"escorts": ["d"], "emergency_exception": True}
    assert told(checks.problems(situation("F26", alone, girl, *MORE))) == {("escorts", False)}
    assert told(checks.problems(situation("F26", urgent, girl, *MORE))) == {("escorts", True)}
    assert not checks.problems(situation("F26", {"escorts": ["d", "s"]}, girl, *MORE))


def test_an_order_from_outside_comes_with_its_paper() -> None:
    assert not checks.problems(situation("F29", {"source": "2"}, *MORE, papers=PAPER))


def test_the_dose_is_shown_beside_the_newest_weight() -> None:
    (shown,) = checks.problems(situation("F29", {"dose": "1片"}, *MORE))
    assert shown.sentence == "体重15千克（2025-07-08测量），请核对剂量。"
    (none,) = checks.problems(situation("F29", {"dose": "1片"}))
    assert "没有体重记录" in none.sentence


#: Fields that hold or do not hold, and the body that decides.
CONDITIONS: list[tuple[str, str, dict[str, Any], bool]] = [
    ("F21", "head_cm", {"measured_on": "2027-04-30"}, True),
    ("F21", "head_cm", {"measured_on": "2027-05-01"}, False),
    ("F22", "batch", {"deferred": False}, True),
    ("F22", "batch", {"deferred": True}, False),
    ("F22", "defer_until", {"deferred": True}, True),
    ("F25", "next_step", {"need_rehab": True}, True),
    ("F25", "next_step", {"need_treat": False, "need_rehab": False}, False),
    ("F26", "decision", {}, True),
    ("F26", "depart_at", {"plan_depart": "2025-07-27"}, True),
    ("F26", "depart_at", {"plan_depart": DAY}, False),
    ("F26", "visits_log", {"depart_at": "2025-06-28T09:00"}, False),
    ("F26", "visits_log", {"depart_at": "2025-06-28T08:59"}, True),
    ("F26", "visits_log", {"depart_at": "2025-05-01T09:00", "return_at": "2025-05-31T09:00"}, False),
    ("F27", "approved_on", {}, False),
    ("F27", "settled_on", {"amount_approved": 100}, True),
    ("F27", "fee_claim", {"settled_on": DAY}, True),
    ("F28", "applied_on", {"not_apply_reason": "已减免"}, False),
    ("F28", "not_apply_reason", {"visit": "v", "applied_on": DAY}, False),
    ("F28", "not_apply_reason", {"visit": "v"}, True),
    ("F28", "amount", {"result": "3"}, False),
    ("F29b", "second_check", {"state": "1"}, True),
    ("F29b", "second_check", {"state": "2"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("form", "field", "body", "holds"), CONDITIONS)
def test_a_condition_holds_as_the_handbook_says(
    form: str, field: str, body: dict[str, Any], holds: bool
) -> None:
    due = {f.name for f in values.due_fields(situation(form, body, *MORE))}
    assert (field in due) is holds


def test_the_age_is_corrected_for_a_child_born_early_only() -> None:
    early = record("F20", {"gest_weeks": 34}, id="w")
    asked = {f.name for f in values.due_fields(situation("F21", {}, BABY, early))}
    assert "corrected_age" in asked
    for others in ((BABY,), (early,)):
        asked = {f.name for f in values.due_fields(situation("F21", {}, *others))}
        assert "corrected_age" not in asked, "at term, or older than two years"
