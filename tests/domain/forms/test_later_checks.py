"""The validation column of F43–F51: adulthood, adoption, leaving, death."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.forms.places import record, situation, told
from tests.domain.forms.test_checks import ID_NO, MARK_A, MARK_B, MARK_N
from welfare_desktop.domain import values
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS, checks
from welfare_desktop.domain.record import Paper, Record

MARK_C = MARK_A | {"by": "x"}
WORKS = {"n": "3", "w": "7", "k": "11", "d": "12", "f": "9", "m2": "4"}
STAFF = [
    record("F64", {"name": f"某{who}", "state": "2", "post": post}, id=who, child=None)
    for who, post in WORKS.items()
]
#: Registered on 29 February 2008: the window opens on 2025-08-29.
GROWN = record("F09", {"done_on": "2025-07-20", "registered_birth": "2008-02-29"}, id="b")
PRESENT = [{"person": p, "voter": True} for p in ("n", "w", "k")]
AGREED = [{"child": "c", "person": p, "vote": "1"} for p in ("n", "w", "k")]
MEETING = {"topic": "1", "children": ["c"], "attendees": PRESENT, "votes": AGREED}
HELD = record("F46", {"topic": "1", "held_at": "2025-07-02T09:00", "children": ["c"]}, child=None)
#: A man of 1980 alone; the child is a boy, unless the body of the test is about a girl.
MAN = {"name": "甲", "birth_date": "1980-01-01", "marital": "1"}


def marks(*who: str) -> list[dict[str, str]]:
    return [MARK_A | {"by": one} for one in who]


def paper(kind: str) -> dict[str, Any]:
    return {"papers": (Paper(kind, "0" * 64),)}


Case = tuple[str, dict[str, Any], str]
REFUSED: list[Case] = [
    ("F43", {"team_sig": marks("n", "w")}, "team_sig"),
    ("F43", {"team_sig": marks("n", "m2", "w")}, "team_sig"),
    ("F44", {"submitted_on": "2025-07-28", "decided_on": "2025-07-27"}, "decided_on"),
    ("F44", {"assessment": "other"}, "assessment"),
    ("F45", {"team_sig": marks("n", "w")}, "team_sig"),
    ("F45", {"assessed_on": "2025-07-28", "review_on": "2025-07-27"}, "review_on"),
    ("F46", {"chair": "n", "recorder": "n"}, "recorder"),
    ("F46", MEETING | {"votes": [{"child": "c", "person": "d"}]}, "votes"),
    ("F46", MEETING | {"recusal": [{"person": "w"}]}, "votes"),
    ("F46", MEETING | {"votes": [*AGREED, AGREED[0]]}, "votes"),
    ("F46", MEETING | {"votes": [{"child": "d", "person": "n"}]}, "votes"),
    ("F46", MEETING | {"votes": AGREED, "children": ["c", "c2"]}, "votes"),
    ("F46", MEETING | {"attendees": [*PRESENT, PRESENT[0]]}, "attendees"),
    ("F46", MEETING | {"sigs": marks("n", "w")}, "sigs"),
    ("F47", {"candidate": "others"}, "candidate"),
    ("F47", {"meeting": "foster"}, "meeting"),
    ("F47", {"meeting": "F46", "sys_entered_on": "2025-07-01"}, "sys_entered_on"),
    ("F47", {"dna_checked_on": "2025-07-20", "published_on": "2025-07-19"}, "published_on"),
    ("F47", {"applicants": [MAN | {"birth_date": "1995-07-29"}],
             "application_on": "2025-07-28"}, "applicants"),
    ("F47", {"applicants": [MAN, MAN, MAN]}, "applicants"),
    ("F47", {"applicants": [MAN | {"id_no": ID_NO[:17] + "?"}]}, "applicants"),
    ("F47", {"eval_agreed_on": "2025-07-20", "eval_report_on": "2025-07-19"}, "eval_report_on"),
    ("F47", {"fusion_start": "2025-07-20", "fusion_end": "2025-07-19"}, "fusion_end"),
    ("F47", {"fusion_end": "2025-07-20", "registered_on": "2025-07-19"}, "registered_on"),
    ("F47", {"registered_on": "2025-07-28", "handover_at": "2025-07-27T09:00"}, "handover_at"),
    ("F47", {"application_on": "2025-07-20", "registered_on": "2025-07-19"}, "registered_on"),
    ("F48", {"donor_type": "1", "donor_id": ID_NO[:17] + "?"}, "donor_id"),
    ("F48", {"donor_type": "2", "donor_id": "12341002MB0000017K"}, "donor_id"),
    ("F48", {"offered_on": "2025-07-28", "received_on": "2025-07-27"}, "received_on"),
    ("F48", {"match_result": "2", "decision": "1", "remark": "同名",
             "suspect_clear_by": marks("d", "n")}, "suspect_clear_by"),
    ("F48", {"match_result": "2", "decision": "1", "suspect_clear_by": marks("d", "f")},
     "suspect_clear_by"),
    ("F48", {"donor_type": "3", "kind": "1", "decision": "1", "value": 100_001}, "value"),
    ("F49", {"handover_at": "2025-07-27T09:00"}, "handover_at"),
    ("F50", {"left_at": "2025-07-27T09:00"}, "left_at"),
    ("F50", {"receiver_id": ID_NO[:17] + "?"}, "receiver_id"),
    ("F50", {"cause": "L9"}, "cause"),
    ("F50", {"left_at": "2025-07-28T09:00", "follow_up": [{"due": "2025-07-27"}]}, "follow_up"),
    ("F50", {"notified_reduction": "theirs"}, "notified_reduction"),
    ("F51", {"died_at": "2025-07-27T09:00"}, "died_at"),
    ("F51", {"died_at": "2025-07-28T08:40", "proof_on": "2025-07-27"}, "proof_on"),
    ("F51", {"proof_on": "2025-07-28", "disposed_on": "2025-07-27"}, "disposed_on"),
    ("F51", {"died_at": "2025-07-28T08:40", "police_at": "2025-07-28T08:39"}, "police_at"),
    ("F51", {"died_at": "2025-07-28T08:40", "reported_oral_at": "2025-07-28T08:39"},
     "reported_oral_at"),
    ("F51", {"died_at": "2025-07-28T08:40", "reported_written_on": "2025-07-27"},
     "reported_written_on"),
    ("F51", {"died_at": "2025-07-28T08:40", "hukou_cancel_on": "2025-07-27"}, "hukou_cancel_on"),
]  # fmt: skip
TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("F43", {"team_sig": marks("n", "w", "k"), "kind": "2", "assessed_on": "2025-07-28"}),
    ("F43", {"team_sig": marks("a", "b", "x"), "result": "3"}),
    ("F44", {"submitted_on": "2025-07-28", "decided_on": "2025-07-28", "assessment": "F43"}),
    ("F45", {"team_sig": marks("n", "m2", "w"), "review_on": "2026-07-28", "suitable": "2"}),
    ("F46", MEETING | {"sigs": marks("n", "w", "k"), "recusal": [{"person": "无"}],
                       "chair": "n", "recorder": "w"}),
    ("F46", {"topic": "3", "attendees": PRESENT, "votes": [{"person": "n"}]}),
    ("F47", {"candidate": "F45", "meeting": "F46", "sys_entered_on": "2025-07-09"}),
    ("F47", {"applicants": [MAN | {"birth_date": "1995-07-28"}], "application_on": "2025-07-28"}),
    ("F47", {"eval_agreed_on": "2025-05-28", "eval_report_on": "2025-07-27"}),
    ("F47", {"fusion_start": "2025-05-12", "fusion_end": "2025-06-20",
             "registered_on": "2025-07-15", "handover_at": "2025-07-15T09:00"}),
    ("F48", {"donor_type": "2", "donor_id": "12341002MB0000017J"}),
    ("F48", {"donor_type": "1", "donor_id": ID_NO, "kind": "2", "value": 300,
             "items": [{"name": "衣服", "value": 100}, {"name": "鞋", "value": 200}]}),
    ("F48", {"donor_type": "1", "donor_id": "E12345678"}),
    ("F48", {"match_result": "2", "decision": "1", "remark": "同名不同人",
             "suspect_clear_by": marks("d", "f")}),
    ("F48", {"donor_type": "3", "kind": "1", "decision": "1", "value": 100_000}),
    ("F48", {"donor_type": "3", "kind": "1", "decision": "4", "value": 100_001}),
    ("F49", {"handover_at": "2025-07-28T08:50"}),
    ("F50", {"cause": "L3", "receiver_id": ID_NO, "left_at": "2025-07-28T08:30",
             "notified_reduction": "F54"}),
    ("F51", {"died_at": "2025-07-28T08:40", "reported_oral_at": "2025-07-28T08:45",
             "police_at": "2025-07-28T08:41", "proof_on": "2025-07-28",
             "disposed_on": "2025-07-28", "treated_by_med": True, "is_normal": True}),
    ("F51", {"dispose_way": "2", "remark": "回族土葬"}),
]  # fmt: skip
ASKED: list[Case] = [
    ("F43", {"result": "3", "need_court": False}, "need_court"),
    ("F43", {"need_court": True}, "need_court"),
    ("F44", {"assessment": "draft"}, "assessment"),
    ("F45", {"legal_type": "3"}, "legal_type"),
    ("F45", {"suitable": "1"}, "suitable"),
    ("F47", {"meeting": "F46", "sys_entered_on": "2025-07-10"}, "sys_entered_on"),
    ("F47", {"eval_agreed_on": "2025-05-28", "eval_report_on": "2025-07-28"}, "eval_report_on"),
    ("F47", {"registered_on": "2025-07-28", "ended_on": "2025-07-28"}, "ended_on"),
    ("F47", {"end_reason": "4"}, "end_reason"),
    ("F48", {"match_result": "1"}, "match_result"),
    ("F48", {"value": 300, "items": [{"name": "衣服", "value": 100}]}, "items"),
    ("F50", {"left_at": "2025-07-28T09:00", "follow_up": [{"due": "2025-08-28"}]}, "follow_up"),
    ("F51", {"died_at": "2025-07-28T08:40"}, "reported_oral_at"),
    ("F51", {"is_normal": False}, "is_normal"),
    ("F51", {"route": "C"}, "route"),
    ("F51", {"dispose_way": "2"}, "dispose_way"),
]
MORE = [
    *STAFF, HELD,
    record("F01", {"name": "赵二"}, id="c2", child="c2"),
    record("F43", {}, state="approved"),
    record("F43", {}, id="draft"),
    record("F43", {}, id="other", child="c2", state="approved"),
    record("F45", {}), record("F45", {}, id="others", child="c2"),
    record("F46", {"topic": "2", "children": ["c"]}, id="foster", child=None),
    record("F54", {}), record("F54", {}, id="theirs", child="c2"),
]  # fmt: skip


def problems(form: str, body: dict[str, Any], *others: Record, **more: Any) -> set[Any]:
    return told(checks.problems(situation(form, body, *MORE, *others, **more)))


@pytest.mark.parametrize(("form", "body", "field"), REFUSED)
def test_is_refused_at_its_field(form: str, body: dict[str, Any], field: str) -> None:
    assert (field, False) in problems(form, body)


@pytest.mark.parametrize(("form", "body"), TAKEN)
def test_is_taken(form: str, body: dict[str, Any]) -> None:
    assert problems(form, body) == set()


@pytest.mark.parametrize(("form", "body", "field"), ASKED)
def test_is_only_asked_about(form: str, body: dict[str, Any], field: str) -> None:
    assert problems(form, body) == {(field, True)}


@pytest.mark.parametrize(
    ("day", "asked"), [("2025-08-28", True), ("2025-08-29", False), ("2026-02-27", False),
                       ("2026-02-28", True)],
)  # fmt: skip
def test_an_assessment_outside_the_window_is_kept_and_not_counted(day: str, asked: bool) -> None:
    found = checks.problems(situation("F43", {"kind": "1", "assessed_on": day}, GROWN))
    outside = [p for p in found if p.warning and p.sentence.startswith("窗口外")]
    assert bool(outside) is asked
    assert not asked or "2025-08-29至2026-02-27" in outside[0].sentence


def test_a_plan_submitted_when_of_age_is_late() -> None:
    adult = record("F09", {"done_on": "2025-07-20", "registered_birth": "2007-07-28"}, id="b")
    assert problems("F44", {"submitted_on": "2025-07-28"}, adult) == {("submitted_on", True)}
    assert problems("F44", {"submitted_on": "2025-07-27"}, adult) == set()


def test_a_placed_child_is_followed_for_twelve_months() -> None:
    left = record("T", {"dimension": "status", "value": "LEFT_PLACED"}, id="gone",
                  happened_at="2025-07-28T08:40")  # fmt: skip
    assert problems("F44", {"follow_up_to": "2026-07-27"}, left) == {("follow_up_to", False)}
    assert problems("F44", {"follow_up_to": "2026-07-28"}, left) == set()


@pytest.mark.parametrize(("born", "refused"), [("1980-05-02", True), ("1980-05-01", False)])
def test_a_single_applicant_of_the_other_sex_is_forty_years_older(born: str, refused: bool) -> None:
    from welfare_desktop.domain.idnumber import check_character

    first = f"341000{born.replace('-', '')}002"
    woman = MAN | {"birth_date": born, "marital": "2", "id_no": first + check_character(first)}
    found = problems("F47", {"applicants": [woman]})
    assert found == ({("applicants", False)} if refused else set())
    assert problems("F47", {"applicants": [woman | {"marital": "1"}]}) == set()


def test_a_signed_page_stands_for_signatures() -> None:
    body = MEETING | {"sigs": marks("n")}
    assert problems("F46", body, **paper("B51")) == set()


@pytest.mark.parametrize(
    ("cause", "kind", "refused"),
    [("L1", "C02", True), ("L1", "C12", False), ("L3", "C02", False), ("L4", "C11", True),
     ("L7", "C13", False), ("L99", "C01", False)],
)  # fmt: skip
def test_a_leaving_is_proved_by_the_paper_of_its_cause(
    cause: str, kind: str, refused: bool
) -> None:
    found = problems("F50", {"cause": cause, "proof": [{"name": "x"}]}, **paper(kind))
    assert found == ({("proof", False)} if refused else set())


def test_a_list_handed_over_goes_with_the_child() -> None:
    for kind, found in (("1", set()), ("2", {("archive_list", False)})):
        listed = record("F53", {"kind": kind})
        assert problems("F49", {"archive_list": "F53"}, listed) == found


def test_the_own_clinic_is_asked_about() -> None:
    clinic = record("X01", {"div": "341002", "med_mode": "1"}, id="x1", child=None)
    assert problems("F51", {"treated_by_med": True}, clinic) == {("treated_by_med", True)}
    assert problems("F51", {"treated_by_med": True}) == set()


def test_a_death_is_closed_with_every_paper_of_its_route() -> None:
    body = {"is_normal": True, "treated_by_med": False, "route": "A"}
    kinds = ("C31", "C34", "C35", "C38")
    whole = {"papers": tuple(Paper(kind, "0" * 64) for kind in kinds)}
    assert problems("F51", body, step="approve", **whole) == set()
    part = {"papers": whole["papers"][1:]}
    found = checks.problems(situation("F51", body, step="approve", **part))
    assert told(found) == {("archive_ok", False)} and "居民死亡医学证明" in found[0].sentence


def test_the_other_signatures_are_of_nobody_known() -> None:
    found = problems("F43", {"team_sig": [MARK_A, MARK_B, MARK_N]})
    assert found == set(), "who is not in the staff list is of a field of one's own"


def test_a_vote_needs_its_voter_and_a_child_only_where_the_meeting_is_about_children() -> None:
    votes = FORMS["F46"].field("votes")
    alone = [{"person": "n", "vote": "1"}]
    assert values.normalise(votes, alone) == alone
    with pytest.raises(Refused, match="第1行要填“表决人”"):
        values.normalise(votes, [{"child": "c", "vote": "1"}])
    body = MEETING | {"votes": alone}
    assert ("votes", False) in told(checks.problems(situation("F46", body, *STAFF)))
    hospital = {"topic": "3", "attendees": PRESENT, "votes": alone}
    assert not checks.problems(situation("F46", hospital, *STAFF))
