"""Foster care and the archive: what the validation column refuses, and what it lets pass."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.domain.forms.places import BABY, NOW, record, situation, told
from welfare_desktop.app.practice import id_number
from welfare_desktop.domain.forms import FORMS, checks, conditions
from welfare_desktop.domain.forms.computed import COMPUTED, LIVE
from welfare_desktop.domain.foster import agreement_on, children_at, family_at
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Situation

POSTS = {"a": "7", "b": "1", "d": "4", "e": "1"}
STAFF = tuple(
    record("F64", {"name": who, "post": post, "state": "2"}, id=who, child=None)
    for who, post in POSTS.items()
)


def signed(*people: str) -> list[dict[str, str]]:
    """Signatures of these staff."""
    return [{"by": who, "name": who, "at": "2025-07-28T09:00", "sha256": "0"} for who in people]


def family(**body: Any) -> Record:
    """A family found fit."""
    return record("F15", {"eval_result": "1", "home_visit_on": "2025-07-01"} | body, id="fam",
                  child=None)  # fmt: skip


def agreement(start: str, end: str, **more: Any) -> Record:
    """An approved agreement with the family."""
    body = {"family": "fam", "start_on": start, "end_on": end}
    given: dict[str, Any] = {"id": f"F16-{start}", "state": "approved"} | more
    return record("F16", body, happened_at=f"{start}T00:00", **given)


THIS_YEAR = agreement("2025-01-01", "2025-12-31")
OTHER_CHILD = agreement("2025-01-01", "2025-12-31", child="other", id="F16-other")
YES = {"health": True, "no_record": True, "marriage": True, "skill": True, "willing": True}
TERMS = {"term": True, "rights_duties": True, "main_carer": True, "integration": True,
         "breach": True}  # fmt: skip
SEVEN = [{"condition": str(n), "met": True, "basis": "看过"} for n in range(1, 8)]
ID = id_number("341000", datetime(1985, 5, 1).date(), 101)
PAIR = [{"name": "甲", "id_no": ID}, {"name": "乙", "id_no": ID}]
CARER = {"name": "甲", "relation": "1", "health": "1"}
FIT: dict[str, Any] = {
    "apply_on": "2025-07-01", "main_carer": "甲", "main_carer_birth": "1985-05-01",
    "main_carer_edu": "70", "members": [CARER], "own_child_under6": False, "hukou_local": True,
    "all_agree": True, "eval_result": "1", "house_area": 90, "income_per_head": 300000,
}  # fmt: skip
VISIT = {"visit_at": "2025-07-28T08:00", "leave_at": "2025-07-28T08:40"}

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("F11", {"team_sig": signed("a", "b")}, "team_sig"),
    ("F11", {"team_sig": signed("a", "b", "e")}, "team_sig"),
    ("F14", {"couple": PAIR[:1]}, "couple"),
    ("F14", {"couple": [PAIR[0], PAIR[1] | {"id_no": ID[:17] + "?"}]}, "couple"),
    ("F14", {"screen_items": YES | {"skill": "没有经验"}, "screen_result": "1"}, "screen_result"),
    ("F14", {"home_no": "7"}, "home_no"),
    ("F14", {"screen_date": "2025-07-02", "opened_on": "2025-07-01"}, "opened_on"),
    ("F15", FIT | {"own_child_under6": True}, "eval_result"),
    ("F15", FIT | {"hukou_local": False}, "eval_result"),
    ("F15", FIT | {"main_carer_birth": "1996-01-01"}, "eval_result"),
    ("F15", FIT | {"main_carer_birth": "1959-06-30"}, "eval_result"),
    ("F15", FIT | {"main_carer_edu": "80"}, "eval_result"),
    ("F15", FIT | {"members": [CARER | {"health": "2"}]}, "eval_result"),
    ("F15", FIT | {"members": [CARER | {"check_result": "2"}]}, "eval_result"),
    ("F15", FIT | {"all_agree": False}, "eval_result"),
    ("F15", FIT | {"main_carer": "丙"}, "members"),
    ("F15", FIT | {"evaluators": signed("a")}, "evaluators"),
    ("F15", FIT | {"members": [{"name": "甲", "health": "1"}]}, "members"),
    ("F16", {"start_on": "2026-01-01", "end_on": "2027-01-01"}, "end_on"),
    ("F16", {"start_on": "2026-01-01", "end_on": "2025-12-31"}, "end_on"),
    ("F16", {"start_on": "2025-12-31", "end_on": "2026-12-30"}, "start_on"),
    ("F16", {"family": "unfit"}, "family"),
    ("F16", {"prev_agreement": "F16-other"}, "prev_agreement"),
    ("F16", {"rights_duties_ok": TERMS | {"breach": "没写"}}, "rights_duties_ok"),
    ("F17", {"visit_at": "2025-07-28T08:00", "leave_at": "2025-07-28T08:14"}, "leave_at"),
    ("F17", {"visit_at": "2025-07-27T23:50", "leave_at": "2025-07-28T00:20"}, "leave_at"),
    ("F17", VISIT | {"place": "2"}, "place"),
    ("F17", VISIT | {"actions": [{"action": "修护栏"}]}, "actions"),
    ("F18", {"conditions": SEVEN[:6]}, "conditions"),
    ("F18", {"conditions": [*SEVEN[:6], {"condition": "7"}]}, "conditions"),
    ("F18", {"conditions": [*SEVEN[:6], SEVEN[6] | {"met": False}], "result": "1"}, "result"),
    ("F18", {"team_sig": signed("b", "d")}, "team_sig"),
    ("F18", {"agreement": "F16-other"}, "agreement"),
    ("F19", {"found_on": "2025-07-10", "decided_on": "2025-07-09"}, "decided_on"),
    ("F52", {"file_no": "别的"}, "file_no"),
    ("F52", {"seq": 3}, "seq"),
    ("F52", {"original": "2"}, "original"),
    ("F52", {"doc_date": "2025-07-28", "filed_on": "2025-07-27"}, "filed_on"),
    ("F53", {"list": [{"item": "one"}, {"item": "one"}]}, "list"),
    ("F53", {"kind": "1", "copy_kept": False}, "copy_kept"),
]
ASKED: list[tuple[str, dict[str, Any], str]] = [
    ("F17", VISIT | {"mode": "3"}, "mode"),
    ("F17", VISIT | {"child_seen": False}, "child_seen"),
    ("F17", VISIT | {"visitors": ["a"]}, "visitors"),
    ("F17", VISIT | {"carer_changed": True}, "carer_changed"),
    ("F18", {"type": "1", "agreement": THIS_YEAR.id, "eval_on": "2025-07-28"}, "eval_on"),
    ("F18", {"result": "2"}, "result"),
    ("F19", {"returned_at": "2025-07-20T09:00", "return_exam": "late"}, "return_exam"),
]
ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("F11", {"team_sig": signed("a", "b", "d")}),
    ("F14", {"couple": PAIR, "screen_items": YES, "screen_result": "1", "home_no": "8"}),
    ("F14", {"screen_items": YES | {"skill": "没有经验"}, "screen_result": "2"}),
    ("F15", FIT | {"evaluators": signed("a", "b")}),
    ("F15", FIT | {"own_child_under6": True, "eval_result": "2"}),
    ("F15", FIT | {"main_carer_birth": "1995-07-01"}),
    ("F16", {"start_on": "2026-01-01", "end_on": "2026-12-31", "family": "fam",
             "prev_agreement": THIS_YEAR.id, "rights_duties_ok": TERMS}),
    ("F17", VISIT | {"place": "2", "remark": "住院", "visitors": ["a", "b"], "child_seen": True,
                     "actions": [{"action": "修护栏", "due": "2025-08-01"}]}),
    ("F18", {"conditions": SEVEN, "result": "1", "team_sig": signed("a", "d")}),
    ("F19", {"found_on": "2025-07-10", "decided_on": "2025-07-10", "reported_on": "2025-07-12"}),
    ("F52", {"file_no": "", "seq": 2, "original": "2", "remark": "原件在公安"}),
    ("F53", {"kind": "1", "copy_kept": True, "list": [{"item": "one"}, {"item": "two"}]}),
]  # fmt: skip
AROUND = (
    *STAFF, family(), family(eval_result="2"), THIS_YEAR, OTHER_CHILD,
    record("F52", {"seq": 1}, id="one"),
    record("F14", {"home_no": "7", "home_name": "向阳"}, id="home", child=None),
    record("F24", {"arrived_at": "2025-07-28T08:00"}, id="late", happened_at="2025-07-28T08:00"),
)  # fmt: skip


def here(form: str, body: dict[str, Any]) -> Situation:
    """The form in the house, the unfit family beside the fit one."""
    fit, unfit = AROUND[4], msgspec.structs.replace(AROUND[5], id="unfit")
    rest = (*AROUND[:4], fit, unfit, *AROUND[6:])
    return situation(form, body, *rest, id="new")


@pytest.mark.parametrize(("form", "body", "field"), REFUSED)
def test_refused_by_field(form: str, body: dict[str, Any], field: str) -> None:
    assert (field, False) in told(checks.problems(here(form, body)))


@pytest.mark.parametrize(("form", "body", "field"), ASKED)
def test_asked_about_and_taken(form: str, body: dict[str, Any], field: str) -> None:
    found = told(checks.problems(here(form, body)))
    assert (field, True) in found and not [f for f, warning in found if not warning]


@pytest.mark.parametrize(("form", "body"), ACCEPTED)
def test_accepted(form: str, body: dict[str, Any]) -> None:
    assert told(checks.problems(here(form, body))) == set()


def computed(form: str, field: str, body: dict[str, Any]) -> Any:
    return COMPUTED[f"{form}.{field}"](here(form, body))


def test_a_plan_is_reviewed_after_three_months_below_three_years_and_six_above() -> None:
    assert computed("F11", "review_due", {"plan_from": "2022-11-30"}) == "2023-02-28"
    assert computed("F11", "review_due", {"plan_from": "2024-08-31"}) == "2025-02-28"


def test_the_area_a_head_counts_one_child_more_and_two_at_most() -> None:
    assert computed("F15", "area_per_head", {"house_area": 90, "members": [CARER, CARER]}) == 30.0


def test_the_next_visit_is_due_by_the_end_of_the_month_after() -> None:
    assert computed("F17", "next_due", {"visit_at": "2024-01-31T09:00"}) == "2024-02-29"
    assert computed("F17", "next_due", {"visit_at": "2025-12-01T09:00"}) == "2026-01-31"


def test_a_file_goes_to_the_archive_years_after_it_was_closed() -> None:
    closed = record("T", {"dimension": "status", "value": "FILE_CLOSED"}, id="t9",
                    happened_at="2025-02-28T10:00")  # fmt: skip
    s = situation("F53", {"kind": "2"}, closed)
    assert COMPUTED["F53.due_on"](s) == "2035-02-28"
    assert COMPUTED["F53.due_on"](situation("F53", {"kind": "2"})) is None


def test_a_fostered_child_lives_with_the_family_of_the_agreement() -> None:
    fostered = record("T", {"dimension": "care_mode", "value": "FOSTER"}, id="t1",
                      happened_at="2025-07-28T08:30")  # fmt: skip
    s = situation("F15", {}, fostered, family(), THIS_YEAR, id="fam")
    assert s.child is not None
    assert [c.id for c in children_at(s.house, "fam", NOW)] == ["c"]
    assert LIVE["F15.children_now"](s) == 1
    assert family_at(s.child, datetime(2025, 7, 28, 8, 25)) is None
    assert agreement_on(s.child, datetime(2025, 12, 31).date()) == THIS_YEAR
    assert agreement_on(s.child, datetime(2026, 1, 1).date()) is None


def test_children_at_a_family_home_are_those_whose_newest_change_names_it() -> None:
    at_home = record("T", {"dimension": "care_mode", "value": "FAMILY_HOME"}, id="t2",
                     happened_at="2025-07-28T08:30")  # fmt: skip
    moved = record("F12", {"to_mode": "FAMILY_HOME", "to_ward": "向阳"}, state="approved")
    s = situation("F14", {"closed_on": "2025-07-28", "home_no": "7", "home_name": "向阳"}, at_home,
                  moved, AROUND[-2], id="home")  # fmt: skip
    assert LIVE["F14.children"](s) == ["c"]
    assert ("closed_on", False) in told(checks.problems(s))


def test_the_safety_of_the_home_is_not_asked_in_a_hospital() -> None:
    asked = FORMS["F17"].asked
    assert asked is not None
    safety = FORMS["F17"].field("home_safety")
    assert asked(here("F17", {"place": "1"}), safety)
    assert not asked(here("F17", {"place": "2"}), safety)


def test_who_can_talk_is_known_from_the_assessment_else_by_age() -> None:
    silent = record("F13", {"items": [{"item": "6", "score": "2"}]})
    talks = record("F13", {"items": [{"item": "6", "score": "1"}]})
    assert conditions.can_talk(situation("F17", {}, talks))
    assert not conditions.can_talk(situation("F17", {}, silent))
    assert not conditions.can_talk(situation("F17", {}, BABY))
    assert conditions.can_talk(situation("F17", {}))
