"""Conditions of ``C`` fields, what a step demands, what is due, what is computed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.forms.places import BABY, record, situation
from welfare_desktop.domain import values
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.computed import COMPUTED

#: Fields that hold or do not hold, and the body that decides.
CASES: list[tuple[str, str, dict[str, Any], bool]] = [
    ("F01", "special_watch_reason", {"special_watch": True}, True),
    ("F01", "special_watch_reason", {"special_watch": False}, False),
    ("F01", "discovery_div", {"adm_cause": "A1"}, True),
    ("F01", "discovery_div", {"adm_cause": "B1"}, False),
    ("F02", "refuse_ground", {"decision": "3"}, True),
    ("F02", "delivered_by_id", {"referral_source": "6"}, True),
    ("F02", "delivered_by_id", {"referral_source": "9"}, False),
    ("F03", "finder_phone", {"finder_name": "无名（夜间放下即离开）"}, False),
    ("F03", "finder_phone", {"finder_name": "王五"}, True),
    ("F04", "court", {"cause": "D1"}, True),
    ("F04", "court", {"cause": "G1"}, False),
    ("F04", "court", {"cause": "G1", "judgment_no": "（2025）1号"}, True),
    ("F04", "no_guardian_cert", {"cause": "B1"}, True),
    ("F04", "entrust_agreement", {"cause": "T3"}, True),
    ("F05", "newborn_screen", {"exam_at": "2025-08-16T09:00"}, True),
    ("F05", "newborn_screen", {"exam_at": "2025-08-17T09:00"}, False),
    ("F06", "result", {"last_day": "2025-07-27"}, True),
    ("F06", "result", {"last_day": "2025-07-28"}, False),
    ("F09", "hukou_no", {"biz_type": "5", "done_on": "2025-07-28"}, False),
    ("F09", "hukou_no", {"biz_type": "1", "done_on": "2025-07-28"}, True),
    ("F10", "proof", {"state": "3"}, False),
    ("F10", "proof", {"state": "3", "enrolled_on": "2025-07-28"}, True),
    ("F10", "blocked_reason", {"state": "3", "verified_on": "2025-07-12"}, True),
    ("F10", "blocked_reason", {"state": "3", "verified_on": "2025-07-13"}, False),
    ("F12", "basis_ref", {"from_mode": "FOSTER"}, True),
    ("F12", "child_view", {}, False),
    ("F23", "dis_grade", {"kind": "2"}, True),
    ("F23", "dis_cert_no", {"kind": "2"}, False),
    ("F24", "carer_in_hospital", {"visit_type": "3"}, True),
    ("F30", "unsigned_reason", {"closed_as": "2"}, True),
    ("F31", "notified", {"severity": "1"}, False),
    ("F31", "children", {"type": "21"}, False),
    ("F31", "children", {}, True),
    ("F64", "certs", {"post": "3"}, True),
    ("F70", "file", {"way": "1"}, False),
    ("X01", "hospitals", {"med_mode": "1"}, False),
    ("X07", "approved_by", {"kind": "2"}, False),
]


@pytest.mark.parametrize(("form", "field", "body", "holds"), CASES)
def test_a_condition_holds_as_the_handbook_says(
    form: str, field: str, body: dict[str, Any], holds: bool
) -> None:
    due = {f.name for f in values.due_fields(situation(form, body, BABY))}
    assert (field in due) is holds


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_condition_is_said_in_words(form: Any) -> None:
    for field in form.fields:
        if field.req == "C":
            assert field.when_label, field.name
        if field.req != "C":
            assert field.when is None, field.name


def test_a_refused_referral_asks_for_three_fields_only() -> None:
    found = values.missing(situation("F02", {"decision": "2"}), "submit")
    assert [f.name for f in found] == ["referral_source", "refuse_ground"]


def test_the_head_is_not_asked_from_seven_years_on() -> None:
    names = {f.name for f in values.missing(situation("F05", {}), "submit")}
    assert "head_cm" in names
    grown = situation("F05", {"exam_at": "2032-07-20T09:00"})
    assert "head_cm" not in {f.name for f in values.missing(grown, "submit")}


def test_one_of_four_times_is_enough_for_a_visit() -> None:
    found = {f.name for f in values.missing(situation("F24", {"found_at": "x"}), "submit")}
    assert found == {"hospital"}
    due = {f.name for f in values.due_fields(situation("F24", {"found_at": "x"}))}
    assert "visit_type" in due and not due & set(FORMS["F24"].one_of)
    closing = values.missing(situation("F24", {"found_at": "x"}, step="approve"), "approve")
    assert {"visit_type", "diagnosis", "papers"} <= {f.name for f in closing}


def test_the_closing_field_of_an_event_asks_for_the_rest() -> None:
    body = {"found_at": "2025-07-28T08:00", "place": "活动室", "found_by": "n"}
    assert not values.missing(situation("F31", body), "submit")
    closing = situation("F31", body | {"closed_at": "2025-07-28T08:30"}, step="continue")
    names = {f.name for f in values.missing(closing, "continue")}
    assert names == {"type", "severity", "desc", "timeline", "harm_suspected"}


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("F06.last_day", {"published_on": "2025-08-02", "period_days": 60}, "2025-10-01"),
        ("F06.opens_on", {"published_on": "2025-08-02", "period_days": 60}, "2025-10-02"),
        ("F13.suggest", {"items": [{"item": "1", "score": "2"}]}, "1"),
        ("F13.suggest", {"items": [{"item": "1", "score": s} for s in "222111"]}, "3"),
        ("F24.province_out", {"hospital_div": "320100"}, True),
        ("F24.province_out", {"hospital_div": "341021"}, False),
        ("X05.default_value", {"key": "k_night"}, "0.5"),
        ("X09.from_ward", {"child": "c", "at": "2025-07-28T09:00"}, "X02"),
        (
            "F31.first_action_at",
            {"timeline": [{"at": "2025-07-28T08:00", "action": "1"},
                          {"at": "2025-07-28T08:04", "action": "5"}]},
            "2025-07-28T08:04",
        ),
    ],
)  # fmt: skip
def test_a_computed_field(path: str, body: dict[str, Any], expected: Any) -> None:
    assert COMPUTED[path](situation(path[:3], body)) == expected


def test_a_notice_that_ends_in_a_holiday_opens_after_it() -> None:
    days = [{"on": f"2025-10-0{d}", "name": "国庆节"} for d in range(1, 9)]
    year = record("X03", {"year": 2025, "rest_days": days, "work_days": []}, child=None)
    s = situation("F06", {"published_on": "2025-08-02", "period_days": 60}, year)
    assert COMPUTED["F06.last_day"](s) == "2025-10-09"
    assert COMPUTED["F06.opens_on"](s) == "2025-10-10"
