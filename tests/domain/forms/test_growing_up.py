"""Rehabilitation, school, social work: what is refused, what is asked about, what passes."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from tests.domain.forms.places import record, situation, told
from welfare_desktop.domain import rehab, schooling
from welfare_desktop.domain.forms import FORMS, checks
from welfare_desktop.domain.forms.computed import COMPUTED
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.values import missing

Body = dict[str, Any]
#: The child of `places` was born on 1 May 2020 and came on 28 July 2025 at 08:20.
DAY, AT = "2025-07-28", "2025-07-28T08:40"
THERAPIST = record(
    "F64",
    {
        "name": "马",
        "post": "5",
        "state": "2",
        "hired_on": "2024-01-01",
        "certs": [{"type": "3", "valid_to": "2030-01-01"}],
    },
    id="r",
    child=None,
)
LAPSED = record(
    "F64",
    {"name": "牛", "post": "5", "state": "2", "certs": [{"type": "3", "valid_to": "2025-01-01"}]},
    id="l",
    child=None,
)
DOCTOR = record("F64", {"name": "郑", "post": "4", "state": "2"}, id="d", child=None)
OTHER_CHILD = record("F01", {"name": "赵二", "birth_date": "2012-05-01"}, id="c2", child="c2")
ASSESSED = record("F33", {"assessed_on": DAY, "need_rehab": True}, happened_at=f"{DAY}T00:00")
OLD = record(
    "F33",
    {"assessed_on": "2025-01-10", "need_rehab": False},
    id="F33-old",
    happened_at="2025-01-10T00:00",
)
PLAN = record("F34", {"from_on": DAY, "to_on": "2025-12-31", "items": [{"item": "1"}]})
SESSION = record(
    "F35", {"plan": "F34", "item": "1", "start_at": AT, "minutes": 30}, id="done", happened_at=AT
)
IN_HOSPITAL = record(
    "T",
    {"dimension": "whereabouts", "value": "HOSPITAL"},
    id="hospital",
    happened_at="2025-07-28T08:30",
)
CONTRACT = record(
    "F68",
    {"name": "康复公司", "contract_from": "2025-01-01", "contract_to": "2025-06-30"},
    id="p",
    child=None,
)
AT_SCHOOL = record("F38", {"enrol_on": DAY, "school": "一小", "way": "1", "stage": "21"})
CASE = record("F41", {"opened_on": "2025-07-01"}, id="open", happened_at="2025-07-01T00:00")
TALK = record(
    "F42", {"at": AT, "type": "9", "children": ["c2", "c"]}, id="talk", child=None, happened_at=AT
)
LESSON = record(
    "F60", {"at": AT, "type": "4", "attendees": ["c"]}, id="lesson", child=None, happened_at=AT
)
LOG = record("F62", {"child": "c", "out_at": AT}, id="log", happened_at=AT)
GOAL = {"term": "2", "goal": "独坐", "measure": "独坐5分钟", "due": DAY}
ITEM = {"item": "1", "minutes": 30, "per_week": 2}
PARTS = [{"part": str(n), "goal": "适应"} for n in range(1, 7)]
ALL_TRUE = {"orphan": True, "not_adopted": True, "adult": True, "fulltime": True}


def sign(who: str) -> Body:
    return {"by": who, "name": who, "at": AT, "sha256": "0"}


REFUSED: list[tuple[str, Body, tuple[Record, ...], str]] = [
    ("F33", {"need_rehab": False}, (), "need_rehab"),
    ("F33", {"assessor": sign("l"), "assessed_on": DAY}, (LAPSED,), "assessor"),
    ("F34", {"assessment": "F33-old", "from_on": DAY}, (OLD,), "assessment"),
    ("F34", {"assessment": "F33", "from_on": "2025-07-20"}, (ASSESSED,), "assessment"),
    ("F34", {"assessment": "x", "from_on": DAY},
     (msgspec.structs.replace(ASSESSED, id="x", child="c2"),), "assessment"),
    ("F34", {"from_on": DAY, "to_on": "2026-01-29"}, (), "to_on"),
    ("F34", {"from_on": DAY, "to_on": "2025-07-27"}, (), "to_on"),
    ("F34", {"goals": [{"term": "1"}]}, (), "goals"),
    ("F34", {"goals": [{"term": "1", "goal": "独坐", "due": DAY}]}, (), "goals"),
    ("F34", {"items": [{"item": "1", "minutes": 30}]}, (), "items"),
    ("F34", {"items": [ITEM | {"per_week": 22}]}, (), "items"),
    ("F34", {"items": [ITEM, ITEM]}, (), "items"),
    ("F34", {"doctor_agree": sign("r")}, (THERAPIST,), "doctor_agree"),
    ("F35", {"plan": "F34", "item": "3"}, (PLAN,), "item"),
    ("F35", {"plan": "F34", "item": "1", "start_at": AT, "minutes": 30}, (PLAN, SESSION),
     "start_at"),
    ("F35", {"plan": "F34", "item": "1", "start_at": AT, "minutes": 30}, (PLAN, IN_HOSPITAL),
     "start_at"),
    ("F35", {"provider": "p", "start_at": AT, "delivery": "4", "minutes": 30}, (CONTRACT,),
     "provider"),
    ("F36", {"applied_on": DAY, "approved_on": "2025-07-27"}, (), "approved_on"),
    ("F37", {"school_year": "2025"}, (), "school_year"),
    ("F37", {"school_year": "2025-2027"}, (), "school_year"),
    ("F38", {"enrol_on": DAY, "leave_on": "2025-07-27"}, (), "leave_on"),
    ("F39", {"log": [{"on": DAY, "minutes": 481}]}, (), "log"),
    ("F39", {"log": [{"on": DAY, "minutes": 40}, {"on": DAY, "minutes": 40}]}, (), "log"),
    ("F39", {"log": [{"on": DAY, "minutes": 40}]}, (IN_HOSPITAL,), "log"),
    ("F40", {"school_year": "2025-2026", "term": "秋季"}, (), "term"),
    ("F40", {"fcym_cond": ALL_TRUE | {"adult": "未满18"}}, (), "fcym_cond"),
    ("F41", {"plan": PARTS[:5]}, (), "plan"),
    ("F41", {"plan": [*PARTS, PARTS[0]]}, (), "plan"),
    ("F42", {"at": AT, "type": "9", "children": ["c", "c2"]}, (TALK, OTHER_CHILD), "at"),
    ("F60", {"at": AT, "type": "4", "attendees": ["c"], "age_band": "1"}, (LESSON,), "at"),
    ("F60", {"at": AT, "type": "4", "attendees": ["c"], "age_band": "1"}, (IN_HOSPITAL,),
     "attendees"),
    ("F62", {"date": "2025-07-27", "out_at": AT, "child": "c"}, (), "out_at"),
    ("F62", {"date": DAY, "out_at": AT, "child": "c"}, (LOG,), "out_at"),
    ("F62", {"date": DAY, "out_at": AT, "child": "c"}, (IN_HOSPITAL,), "out_at"),
    ("F62", {"out_at": AT, "back_at": "2025-07-28T08:30"}, (), "back_at"),
    ("F69", {"child_name": "甲1@"}, (), "child_name"),
    ("F69", {"sessions": [{"on": DAY, "minutes": 60}], "ended_on": "2025-07-27"}, (), "sessions"),
    ("F69", {"fee": 100}, (), "fee_source"),
]  # fmt: skip
ASKED: list[tuple[str, Body, tuple[Record, ...], str]] = [
    ("F33", {"assessed_on": DAY, "kind": "1"}, (OLD,), "kind"),
    ("F33", {"assessed_on": DAY, "kind": "4"}, (), "kind"),
    ("F33", {"assessed_on": DAY, "kind": "4"}, (OLD,), "assessed_on"),
    ("F33", {"need_device": True}, (), "need_device"),
    ("F35", {"plan": "F34", "item": "1", "start_at": "2025-07-27T09:00"}, (PLAN,), "plan"),
    ("F36", {"approved_on": DAY, "valid_to": "2026-07-29"}, (), "valid_to"),
    ("F36", {"applied_on": DAY, "not_apply_reason": "无"}, (), "not_apply_reason"),
    ("F38", {"enrol_on": DAY}, (msgspec.structs.replace(AT_SCHOOL, id="first"),), "enrol_on"),
    ("F38", {"student_no": "123"}, (), "student_no"),
    ("F38", {"vacc_checked": False}, (), "vacc_checked"),
    ("F38", {"way": "2", "commute": "1"}, (), "commute"),
    ("F39", {"term": "秋季班"}, (), "term"),
    ("F40", {"type": "6", "amount": 500_000}, (), "amount"),
    ("F41", {"plan": [{"part": str(n)} for n in range(1, 7)]}, (), "plan"),
    ("F41", {"opened_on": DAY}, (CASE,), "opened_on"),
    ("F41", {"opened_on": DAY, "review_due": "2026-01-29"}, (), "review_due"),
    ("F42", {"at": AT, "children": ["c"]}, (IN_HOSPITAL,), "children"),
    ("F42", {"child_words": "他打我"}, (), "child_words"),
    ("F42", {"risk": "2"}, (), "risk"),
    ("F60", {"at": AT, "lecturer": "外请讲师"}, (), "lecturer"),
    ("F60", {"at": AT, "age_band": "4", "attendees": ["c"]}, (), "age_band"),
    ("F62", {"date": DAY, "out_at": AT, "child": "c"}, (), "child"),
    ("F62", {"date": "2025-07-27"}, (), "date"),
    ("F62", {"state_on_return": "2"}, (), "state_on_return"),
    ("F62", {"school_note": "被同学欺负"}, (), "school_note"),
]  # fmt: skip
PASSES: list[tuple[str, Body, tuple[Record, ...]]] = [
    ("F33", {"assessed_on": DAY, "kind": "1", "need_rehab": True, "assessor": sign("r")},
     (THERAPIST,)),
    ("F34", {"assessment": "F33", "from_on": DAY, "to_on": "2026-01-28", "goals": [GOAL],
             "items": [ITEM], "doctor_agree": sign("d")}, (ASSESSED, DOCTOR)),
    ("F35", {"plan": "F34", "item": "1", "start_at": AT, "minutes": 30, "therapist": "r"},
     (PLAN, THERAPIST)),
    ("F35", {"plan": "F34", "item": "1", "start_at": AT, "minutes": 0, "not_done_reason": "住院"},
     (PLAN, IN_HOSPITAL)),
    ("F37", {"school_year": "2025-2026", "reported_on": DAY}, ()),
    ("F38", {"enrol_on": DAY, "way": "2", "commute": "5", "student_no": "G341002202005010011"}, ()),
    ("F39", {"term": "2025-2026第一学期", "log": [{"on": DAY, "minutes": 40, "content": "认读"},
                                            {"on": DAY, "minutes": 40, "content": "数数"}]}, ()),
    ("F40", {"school_year": "2025-2026", "term": "全年", "type": "6", "amount": 1_000_000,
             "fcym_cond": ALL_TRUE}, ()),
    ("F41", {"opened_on": DAY, "plan": PARTS, "review_due": "2026-01-28"}, ()),
    ("F42", {"at": AT, "type": "9", "children": ["c"], "child_words": "想去上学", "risk": "0"},
     (TALK,)),
    ("F60", {"at": AT, "type": "4", "attendees": ["c"], "age_band": "1", "lecturer": "马"},
     (THERAPIST,)),
    ("F62", {"date": DAY, "out_at": AT, "child": "c", "due_back_at": "2025-07-28T16:30"},
     (AT_SCHOOL,)),
    ("F69", {"child_name": "外小一", "guardian": "外某", "phone": "13900000000",
             "sessions": [{"on": DAY, "minutes": 60}], "fee": 100, "fee_source": "1"}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("form", "body", "others", "field"), REFUSED)
def test_bad_input_is_refused_at_its_field(
    form: str, body: Body, others: tuple[Record, ...], field: str
) -> None:
    assert (field, False) in told(
        checks.problems(situation(form, body, *others, id="new", happened_at=AT))
    )


@pytest.mark.parametrize(("form", "body", "others", "field"), ASKED)
def test_what_is_odd_is_asked_about(
    form: str, body: Body, others: tuple[Record, ...], field: str
) -> None:
    found = told(checks.problems(situation(form, body, *others, id="new", happened_at=AT)))
    assert (field, True) in found and (field, False) not in found


@pytest.mark.parametrize(("form", "body", "others"), PASSES)
def test_what_is_right_passes(form: str, body: Body, others: tuple[Record, ...]) -> None:
    found = checks.problems(situation(form, body, *others, id="new", happened_at=AT))
    assert not [p for p in found if not p.warning], found


def test_what_was_not_done_wants_its_reason_and_no_reaction() -> None:
    asked = {f.name for f in missing(situation("F35", {"minutes": 0}), "submit")}
    assert "not_done_reason" in asked and not {"performance", "reaction"} & asked
    done = {f.name for f in missing(situation("F35", {"minutes": 30}), "submit")}
    assert {"performance", "reaction"} <= done and "not_done_reason" not in done


@pytest.mark.parametrize(
    ("path", "body", "value"),
    [
        ("F33.next_due", {"assessed_on": "2025-08-31"}, "2026-02-28"),
        ("F33.next_due", {}, None), ("F36.age_band", {"applied_on": "2027-04-30"}, "1"),
        ("F36.age_band", {"applied_on": "2027-05-01"}, "2"),
        ("F36.age_band", {"applied_on": "2035-05-01"}, "3"),
        ("F69.qualified", {"service": "1"}, False), ("F69.qualified", {"service": "9"}, True),
    ],
)  # fmt: skip
def test_calculated_fields(path: str, body: Body, value: Any) -> None:
    assert COMPUTED[path](situation(path[:3], body)) == value


@pytest.mark.parametrize(
    ("day", "label", "year"),
    [("2025-08-31", "2024-2025第二学期", 2024), ("2025-09-01", "2025-2026第一学期", 2025),
     ("2026-02-28", "2025-2026第一学期", 2025), ("2026-03-01", "2025-2026第二学期", 2025)],
)  # fmt: skip
def test_terms_follow_each_other_without_a_gap(day: str, label: str, year: int) -> None:
    term = schooling.term_on(date.fromisoformat(day))
    assert (term.label, schooling.school_year(date.fromisoformat(day))) == (label, year)
    assert term.first <= date.fromisoformat(day) <= term.last
    assert term.next.before == term and term.last < term.next.first


def test_the_cut_off_is_a_parameter_and_an_impossible_day_is_none() -> None:
    known = situation("F37", {}).child
    changed = record("X05", {"key": "school_cutoff", "value": "1231", "valid_from": "2020-01-01"},
                     child=None, state="approved")  # fmt: skip
    wrong = record("X05", {"key": "school_cutoff", "value": "1341", "valid_from": "2020-01-01"},
                   child=None, state="approved")  # fmt: skip
    assert known is not None and schooling.cutoff(known, 2025) == date(2025, 8, 31)
    for setting, day in ((changed, date(2025, 12, 31)), (wrong, date(2025, 8, 31))):
        child = situation("F37", {}, setting).child
        assert child is not None and schooling.cutoff(child, 2025) == day


def test_delivered_against_planned_leaves_out_days_in_hospital() -> None:
    plan = record(
        "F34",
        {
            "from_on": "2025-06-01",
            "to_on": "2025-11-30",
            "items": [{"item": "1", "per_week": 3}, {"item": "2", "per_week": 2}],
        },
    )
    sessions = [
        record("F35", {"plan": "F34", "start_at": f"2025-06-{n:02}T09:00", "minutes": 30}, id=f"s{n}",
               happened_at=f"2025-06-{n:02}T09:00") for n in range(2, 12)
    ]  # fmt: skip
    month, last = date(2025, 6, 1), date(2025, 6, 30)
    child = situation("F34", {}, plan, *sessions).child
    assert child is not None
    told_ = rehab.delivered(child, month, last)
    assert told_ is not None and (told_.planned, told_.done, told_.percent) == (21, 10, 47)
    away = [
        record("T", {"dimension": "whereabouts", "value": value}, id=value, happened_at=at)
        for value, at in (("HOSPITAL", "2025-06-12T09:00"), ("ON_SITE", "2025-06-26T09:00"))
    ]
    ill = situation("F34", {}, plan, *sessions, *away).child
    assert ill is not None
    told_ = rehab.delivered(ill, month, last)
    assert told_ is not None and (told_.planned, told_.percent) == (11, 90)
    assert rehab.delivered(ill, date(2025, 4, 1), date(2025, 4, 30)) is None


def test_an_outside_child_belongs_to_no_file() -> None:
    assert FORMS["F69"].about == "house" and not FORMS["F69"].of_one_child
    assert not any(f.forms == ("F01",) for f in FORMS["F69"].fields)
    groups = {form.id: form.group for form in FORMS.values() if form.group}
    assert groups == {"F31": "children", "F42": "children", "F46": "children", "F55": "children",
                      "F60": "attendees", "X08": "children"}  # fmt: skip


def test_the_next_school_day_ends_when_the_last_one_did() -> None:
    log = record("F62", {"due_back_at": "2025-07-25T16:20"}, happened_at="2025-07-25T07:30")
    default = FORMS["F62"].field("due_back_at").default
    assert default(situation("F62", {}, log).child) == "2025-07-28T16:20"
    assert default(situation("F62", {}).child) is None and default(None) is None
