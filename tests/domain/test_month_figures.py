"""The month's statistics (P06, P14, P18–P21), counted by hand."""

from __future__ import annotations

from typing import Any

from tests.domain.law import filing_examples as filing
from tests.domain.law import harm_examples as harm
from tests.domain.law import health_examples as health
from tests.domain.law import rehab_examples as rehab
from tests.domain.law import school_examples as school
from tests.domain.law import social_examples as social
from tests.domain.law.world import World, child, rec, state
from tests.domain.test_month_lives import table
from welfare_desktop.domain.monthly.columns import TABLES

#: Items whose forms are not in use yet.
WAITING = {
    "P18": {"inspections", "hazards_open", "hazards_closed", "hazards_overdue", "drills"},
    "P20": {"publicity"},
}


def figures(name: str, world: World, month: str) -> dict[str, Any]:
    """Item → value; every item of the handbook stands there, and only what waits is empty."""
    values = {row["item"]: row["value"] for row in table(name, world, month)}
    assert list(values) == [item for item, _ in TABLES[name].items]
    waiting = {item for item in values if item.partition(".")[0] in WAITING.get(name, ())}
    assert all(values[item] == "" for item in waiting)
    return {item: value for item, value in values.items() if item not in waiting}


def other(key: str, born: str = "2018-03-01") -> World:
    return child(id=key, at="2025-03-10T09:00", status="IN_CARE", birth_date=born,
                 intake={"admitted_on": "2025-03-10"})  # fmt: skip


def test_medicine_by_visits_beds_and_journeys() -> None:
    def stay(key: str, begun: str, ended: str = "") -> Any:
        told = {"discharge_at": ended} if ended else {}
        return rec("F24", begun, child=key, visit_type="3", admit_at=begun, **told)

    world: World = (
        *social.HERE, *other("d"), *other("e"),
        health.visited("2025-07-03T09:00", visit_type="1"),
        health.visited("2025-06-30T09:00", visit_type="1"),
        health.visited("2025-07-05T09:00", visit_type="4"),
        rec("F24", "2025-07-04T02:00", visit_type="2", urgent=True, sent_at="2025-07-04T02:31"),
        stay("c", "2025-06-28T10:00", "2025-07-03T08:30"), stay("c", "2025-07-20T08:00",
                                                                "2025-07-20T17:00"),
        stay("d", "2025-07-30T10:00"), stay("e", "2025-08-01T00:00"),
        health.request(yes="2025-07-08", depart_at="2025-07-10T07:00"), health.abroad(),
        health.abroad("2025-07-06T09:00"),
        health.ill(), health.screened("2024-07-31"),
        rec("F23", "2025-04-01T00:00", child="d", kind="2", state="2", diag_on="2025-04-01"),
        rec("F25", "2024-07-30T00:00", child="d", screened_on="2024-07-30"),
        rec("F27", "2025-06-20T00:00", applied_on="2025-06-20", approved_on="2025-07-15",
            amount_approved=300000),
        rec("F28", "2025-07-04T00:00", applied_on="2025-07-04"),
        rec("F10", "2025-04-01T00:00", state="1", enrolled_on="2025-04-01"),
    )  # fmt: skip
    assert figures("P06", world, "2025-07") == {
        # c: the nights of 1 and 2 July and a day without a night; d: 30 and 31 July.
        "outpatient": 1, "emergency": 1, "inpatient_persons": 2, "inpatient_days": 5,
        "critical_sends": 1, "cross_province_approved": 1, "cross_province_unapproved": 1,
        "screening_done": 1, "screening_need": 2, "mtjh_cases": 1, "mtjh_amount": 300000,
        "emergency_fund_cases": 1, "uninsured": 2,
    }  # fmt: skip


def test_school_and_rehabilitation() -> None:
    term = "2025-2026第一学期"
    world: World = (
        *school.SEVEN, school.f38("2025-09-01"),
        school.f40("2025-09-20", "2025-2026", approved_on="2025-10-09"),
        rehab.f33("2025-09-10"), rehab.f34("2025-09-20", "2026-03-19"),
        *(rehab.f35(f"2025-{day}T09:00") for day in ("09-30", "10-01", "10-14", "10-31")),
        rehab.f35("2025-10-20T09:00", 0, not_done_reason="发热"),
        rehab.f36("2025-09-12", approved_on="2025-10-05", valid_to="2026-08-31"),
        *other("d", "2017-05-01"), rec("F39", "2025-09-10T09:00", child="d", term=term, form="4"),
        *other("e", "2019-05-01"),
        rec("F37", "2025-06-20T00:00", child="e", school_year="2025-2026", defer=True,
            reported_on="2025-06-20", defer_approved_on="2025-06-25", defer_until="2026-08-31"),
        *other("f"), *other("g", "2007-10-10"),
        rec("F38", "2024-09-01T00:00", child="g", school="职校", school_nature="1", stage="36",
            way="2", enrol_on="2024-09-01"),
        rec("F40", "2025-10-12T00:00", child="g", type="6", school_year="2025-2026",
            applied_on="2025-10-12", approved_on="2025-10-20"),
        *other("h", "2024-03-01"),
    )  # fmt: skip
    told = figures("P14", world, "2025-10")
    assert told == {
        "school_age": 4, "enrolled": 2, "special": 1, "home_taught": 1, "not_taught": 1,
        "deferred": 1, "aid": 1, "fcym": 1, "rehab_need": 1, "rehab_plan": 1,
        # 31 days of two sessions a week: 62 / 7.
        "sessions_planned": 8, "sessions_done": 3, "rehab_assistance": 1,
    }  # fmt: skip
    assert figures("P14", world, "2025-09")["aid"] == 0, "approved after the cut"


def test_another_school_is_a_change_of_the_month() -> None:
    world: World = (
        *school.SEVEN, school.f38("2025-09-01", leave_on="2025-10-15"),
        school.f38("2025-10-15", school="二小"),
    )  # fmt: skip
    (came,) = table("P04", world, "2025-09")
    assert (came["change_type"], came["from"], came["to"]) == ("6", "", "一小")
    (moved,) = table("P04", world, "2025-10")
    assert (moved["from"], moved["to"]) == ("一小", "二小")
    assert moved["effective_at"].startswith("2025-10-15T00:00")
    assert moved["approval"] == "F38-2025-10-15"


def test_checks_and_reports_of_harm() -> None:
    unasked = rec("F64", "2025-01-02T00:00", id="t", child=None, name="王五", id_no="3", post="1",
                  state="2", hired_on="2025-01-02")  # fmt: skip
    found = harm.f65("2025-06-01", "2025-06-10", "2", subject="", person_name="李四",
                     person_id_no="2")  # fmt: skip
    world: World = (*social.HERE, *harm.CLEARED, unasked, found, harm.f61())
    assert figures("P18", world, "2025-06") == {
        "checks_due": 2, "checks_done": 1, "checks_record": 1, "mandatory_reports": 1,
    }  # fmt: skip
    later = figures("P18", world, "2025-07")
    assert (later["checks_record"], later["mandatory_reports"]) == (0, 0)


def entrusted(key: str) -> World:
    """Five papers of phase A (A01, A03, A04, A05, A14), two of phase B (B10, B13)."""
    return child(id=key, cause="T1", at="2025-03-02T09:00", status="TEMP_GUARD",
                 birth_date="2018-03-01")  # fmt: skip


def test_files_complete_digitised_and_told_the_national_system() -> None:
    def item(key: str, kind: str, **more: Any) -> Any:
        return filing.item(kind, "2025-03-05", child=key, id=f"{key}-{kind}", **more)

    world: World = (
        *entrusted("c"), item("c", "A01", digital=[]), item("c", "A03"), filing.entered("2025-03-05"),
        *entrusted("d"),
        *(item("d", kind) for kind in ("A01", "A03", "A04", "A05", "A14", "B13")),
    )  # fmt: skip
    told = figures("P19", world, "2025-03")
    # c: 2 of 5 and 0 of 2; d: 5 of 5 and 1 of 2.
    assert (told["complete.A"], told["complete.B"], told["complete.C"]) == ("70.0", "25.0", "")
    missing = [told[f"missing.{n}"] for n in range(1, 11)]
    assert missing == ["B10=2", "A04=1", "A05=1", "A14=1", "B13=1", *[""] * 5]
    assert (told["files_opened"], told["digitised"], told["transfers_due"]) == (2, "87.5", 0)
    assert (told["entries_due"], told["entries_done"], told["entries_late"]) == (2, 1, 1)
    assert figures("P19", world, "2025-04")["files_opened"] == 0


def test_a_file_closed_ten_years_ago_is_due_at_the_archive() -> None:
    gone: World = (
        *child(id="z", cause="T1", at="2010-03-02T09:00", status="TEMP_GUARD"),
        state("LEFT_REUNITED", "2015-03-01T09:00", child="z"),
        state("FILE_CLOSED", "2015-03-20T09:00", child="z"),
    )  # fmt: skip
    assert figures("P19", gone, "2025-02")["transfers_due"] == 0
    assert figures("P19", gone, "2025-03")["transfers_due"] == 1
    handed = rec("F53", "2025-03-25T00:00", child="z", kind="2", done_on="2025-03-25")
    assert figures("P19", (*gone, handed), "2025-03")["transfers_due"] == 0
    assert figures("P19", (*gone, handed), "2025-03")["complete.A"] == "", "only who is here"


def test_services_to_others_social_work_and_talks() -> None:
    outside = {"child_name": "外甲", "birth_date": "2018-01-01"}
    world: World = (
        *social.HERE, *other("d", "2016-03-01"),
        rehab.f69("2025-04-01T09:00", "1", "2025-04-02", "2025-04-09", **outside),
        rehab.f69("2025-04-10T09:00", "1", "2025-04-16", **outside),
        rehab.f69("2025-04-11T09:00", "2", "2025-05-02", **outside),
        *social.TWICE, social.f42("2025-04-28T10:00", "9"),
        rec("X08", "2025-04-05T09:00", child=None, in_at="2025-04-05T09:00", purpose="2"),
        rec("X08", "2025-04-06T09:00", child=None, in_at="2025-04-06T09:00", purpose="1"),
    )  # fmt: skip
    told = figures("P20", world, "2025-04")
    assert (told["outside_children.1"], told["outside_hours.1"]) == (1, "3.0")
    assert (told["outside_children.2"], told["outside_hours.2"]) == (0, "0.0")
    held = {item: value for item, value in told.items() if item.startswith("sw_") and value}
    assert held == {"sw_sessions.1": 1, "sw_sessions.3": 1, "sw_sessions.9": 1}
    assert (told["talks_need"], told["talks_done"], told["volunteers"]) == (2, 1, 1)


def test_follow_up_of_those_who_left() -> None:
    def visit(due: str, done: str = "", way: str = "1") -> dict[str, str]:
        return {"due": due} | ({"done_on": done, "way": way} if done else {})

    seen = [visit("2025-08-20", "2025-08-22"), visit("2025-08-28", "2025-08-30", "3"),
            visit("2025-08-31"), visit("2025-10-20", "2025-10-20")]  # fmt: skip
    left = rec("F50", "2025-07-20T10:00", cause="L2", follow_up=seen)
    world = (*social.HERE, filing.approved(left))
    assert figures("P21", world, "2025-08") == {
        "follow_ups_expected": 3, "follow_ups_received": 2, "contacts_reported": 1,
    }  # fmt: skip
    assert figures("P21", (*social.HERE, left), "2025-08")["follow_ups_expected"] == 0
