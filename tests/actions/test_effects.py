"""What a saved record brings about by itself, and takes back when it is corrected or void."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.actions import filled
from tests.actions.conftest import at
from welfare_desktop.actions import child_file, opening, records, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.roster.model import OpeningRow

ARRIVED = "2025-07-28T08:20"


def seat(desk: Desk, login: str) -> Desk:
    return desk.seated(desk.find_account(login))


def pin(desk: Desk, login: str) -> Any:
    return desk.signer(login, practice.PIN)


def new_child(desk: Desk, **body: Any) -> str:
    """A child entered and not yet taken in."""
    given: dict[str, Any] = {"ward_id": None, "bed_no": None, "id_no": None, "dis_cert_no": None}
    return filled.submit(desk, "F01", **(given | {"siblings": None} | body)).id


def taken_in(desk: Desk, **body: Any) -> str:
    """A foundling in temporary care."""
    child = new_child(desk, adm_cause="A1", discovery_div="341021", **body)
    filled.submit(desk, "F02", child, arrived_at=ARRIVED, admitted_on=None)
    return child


def known(desk: Desk, child: str) -> Child:
    found = desk.house().child(child)
    assert found is not None
    return found


def test_other_rest_days_move_an_open_notice_and_old_and_new_stay_readable(desk: Desk) -> None:
    child = taken_in(desk)
    notice = filled.submit(desk, "F06", child, published_on="2025-07-28", period_days=90,
                           result=None)  # fmt: skip
    assert notice.get("last_day") == "2025-10-27"
    year = next(y for y in desk.house().of("X03") if y.get("year") == 2025)
    rest = [*year.rows("rest_days"), {"on": "2025-10-27", "name": "临时放假"}]
    corrected = records.correct(desk, year.id, {"rest_days": rest}, "临时通知")
    now = desk.record(notice.id)
    assert (now.get("last_day"), now.get("opens_on")) == ("2025-10-28", "2025-10-29")
    told = views.versions(desk, notice.id)[-1]
    assert (told.old["last_day"], told.new["last_day"]) == ("2025-10-27", "2025-10-28")
    assert corrected.form_no in told.reason
    records.correct(desk, year.id, {"rest_days": rest[:-1]}, "通知撤回")
    assert desk.record(notice.id).get("last_day") == "2025-10-27"


def test_a_corrected_arrival_moves_the_whole_beginning(desk: Desk) -> None:
    child = taken_in(desk)
    intake = known(desk, child).intake
    assert intake is not None
    records.correct(desk, intake.id, {"arrived_at": "2025-07-28T07:50"}, "看错钟")
    for dimension in ("status", "care_mode", "whereabouts"):
        (span,) = known(desk, child).spans(dimension)
        assert span.happened_at == "2025-07-28T07:50", dimension


def test_what_a_void_record_brought_about_is_void_with_it(desk: Desk) -> None:
    child = taken_in(desk)
    visit = filled.submit(desk, "F24", child, admit_at="2025-07-28T08:40", discharge_at=None)
    assert known(desk, child).whereabouts == "HOSPITAL"
    records.correct(seat(desk, "hushi1"), visit.id, {"admit_at": "2025-07-28T08:50"}, "看错钟")
    before = datetime(2025, 7, 28, 8, 45)
    assert known(desk, child).state_at("whereabouts", before) == "ON_SITE"
    records.void(seat(desk, "yisheng"), visit.id, "填错了人")
    assert known(desk, child).whereabouts == "ON_SITE"


def test_a_visit_happened_at_its_first_time_not_when_it_was_written(desk: Desk) -> None:
    child = taken_in(desk)
    values = {"sent_at": "2025-07-28T08:31", "hospital": "市人民医院"}
    visit = records.submit(seat(desk, "hushi1"), "F24", values, child=child)
    assert visit.happened_at == "2025-07-28T08:31"


def test_a_lost_child_is_missing_until_found(desk: Desk) -> None:
    child = taken_in(desk)
    found = {"found_at": "2025-07-28T08:55", "place": "操场"}
    event = records.submit(seat(desk, "huli1"), "F31", found, child=child)
    assert event.get("found_by") == filled.person(desk, "huli1"), "the person who enters it"
    assert event.get("children") == [child], "the child for whom it is opened"
    assert known(desk, child).whereabouts == "ON_SITE"
    records.continue_record(seat(desk, "huli1"), event.id, {"type": "14", "severity": "4"})
    assert known(desk, child).whereabouts == "MISSING"
    rest = {"desc": "在仓库", "harm_suspected": False, "closed_at": "2025-07-28T09:00",
            "timeline": [{"at": "2025-07-28T08:56", "action": "10"}], "outcome": "1"}  # fmt: skip
    records.continue_record(seat(desk, "huli1"), event.id, rest)
    assert known(desk, child).whereabouts == "ON_SITE"


def test_a_day_school_child_goes_and_comes_back(desk: Desk) -> None:
    child = taken_in(desk)
    filled.submit(desk, "F38", child, enrol_on="2025-07-28", leave_on=None, way="1")
    away: dict[str, Any] = dict.fromkeys(("back_at", "back_by", "state_on_return", "school_note"))
    log = filled.submit(desk, "F62", child, out_at="2025-07-28T08:30", **away)
    assert known(desk, child).whereabouts == "DAY_SCHOOL"
    records.continue_record(desk, log.id, {"back_at": "2025-07-28T08:50"})
    assert known(desk, child).whereabouts == "ON_SITE"
    records.correct(desk, log.id, {"out_at": "2025-07-28T08:25"}, "记错")
    then = known(desk, child).state_at("whereabouts", datetime(2025, 7, 28, 8, 26))
    assert then == "DAY_SCHOOL"


def test_a_boarder_lives_at_school_until_it_is_left(desk: Desk) -> None:
    child = taken_in(desk)
    school = filled.submit(desk, "F38", child, enrol_on="2025-07-28", leave_on=None, way="2",
                           leave_reason=None, commute="5")  # fmt: skip
    assert known(desk, child).whereabouts == "BOARDING"
    left = {"leave_on": "2025-07-28", "leave_reason": "2"}
    records.continue_record(seat(desk, "jiaoshi"), school.id, left)
    assert known(desk, child).whereabouts == "ON_SITE"


def test_siblings_name_each_other(desk: Desk) -> None:
    first = new_child(desk)
    second = new_child(desk, siblings=[first])
    assert known(desk, first).record.get("siblings") == [second]
    records.correct(desk, second, {"siblings": None}, "不是同胞")
    assert known(desk, first).record.get("siblings") is None


def test_a_refused_referral_has_its_ground_and_its_report(desk: Desk) -> None:
    child = new_child(desk)
    refusal = {"referral_source": "3", "decision": "2", "refuse_ground": "父母健在有能力"}
    step = {s.id: s for s in child_file.next_steps(desk, known(desk, child))}["T00"]
    assert [gap.form for gap in step.gaps] == ["F02", "F70"] and not step.open
    with pytest.raises(Refused) as refused:
        records.submit(desk, "F02", refusal, child=child)
    assert refused.value.clause == "C1.02"
    report = filled.submit(desk, "F70", child, type="REFUSAL", about=None)
    with pytest.raises(Refused) as no_ground:
        records.submit(desk, "F02", refusal | {"refuse_ground": ""}, child=child)
    assert no_ground.value.clause == "C1.02" and no_ground.value.field == "refuse_ground"
    made = records.submit(desk, "F02", refusal, child=child)
    records.continue_record(desk, report.id, {"about": made.id})
    assert known(desk, child).status is None


def entrusted(desk: Desk) -> str:
    child = new_child(desk, adm_cause="T1")
    filled.submit(desk, "F04", child, cause="T1")
    filled.submit(desk, "F02", child, arrived_at=ARRIVED, admitted_on=None,
                  entrust_start="2025-07-28", entrust_end="2026-07-27")  # fmt: skip
    return child


def test_entrusting_wants_the_agreement_and_its_term(desk: Desk) -> None:
    child = new_child(desk, adm_cause="T1")
    with pytest.raises(Refused) as refused:
        filled.submit(desk, "F02", child, admitted_on=None, entrust_start=None)
    fields = [refused.value.field, *(also.field for also in refused.value.also)]
    assert fields[:2] == ["entrust_agreement", "entrust_start"]
    assert known(desk, entrusted(desk)).status == "TEMP_GUARD"


def test_long_guardianship_wants_a_new_ground_and_the_entrusting_ended(desk: Desk) -> None:
    child = entrusted(desk)
    filled.submit(desk, "F08", child)
    intake = known(desk, child).intake
    assert intake is not None
    with pytest.raises(Refused) as refused:
        records.continue_record(desk, intake.id, {"admitted_on": "2025-07-28"})
    told = {refused.value.field, *(also.field for also in refused.value.also)}
    assert {"cause", "entrust_end"} <= told
    filled.submit(desk, "F04", child, cause="B1")
    records.correct(desk, intake.id, {"entrust_end": "2025-07-28"}, "委托提前解除")
    records.continue_record(desk, intake.id, {"admitted_on": "2025-07-28"})
    assert known(desk, child).status == "IN_CARE"


def test_a_change_of_care_mode_asks_the_view_of_a_child_of_eight(desk: Desk) -> None:
    child = taken_in(desk, birth_date="2017-07-28")
    with pytest.raises(Refused) as refused:
        filled.submit(desk, "F12", child, child_view=None)
    assert refused.value.field == "child_view"
    younger = taken_in(desk, birth_date="2017-07-29")
    assert filled.submit(desk, "F12", younger, child_view=None)


def test_fostering_waits_for_its_papers(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        filled.submit(desk, "F12", taken_in(desk), to_mode="FOSTER", basis_ref=None)
    assert refused.value.clause == "C2.04"
    assert "basis_ref" in {also.field for also in refused.value.also}


def test_a_change_acts_when_approved_and_again_when_corrected_and_approved(desk: Desk) -> None:
    child = taken_in(desk)
    change = filled.submit(desk, "F12", child)
    assert known(desk, child).care_mode == "INSTITUTION", "not before its approval"
    records.approve(seat(desk, "yuanzhang"), change.id, pin(desk, "yuanzhang"))
    assert known(desk, child).care_mode == "FAMILY_HOME"
    with pytest.raises(Refused, match="已审批过"):
        records.approve(seat(desk, "yuanzhang"), change.id, pin(desk, "yuanzhang"))
    at(desk, "2025-07-28T10:30")
    records.correct(desk, change.id, {"effective_at": "2025-07-28T10:00"}, "改时间")
    records.approve(seat(desk, "yuanzhang"), change.id, pin(desk, "yuanzhang"))
    changed = known(desk, child)
    assert changed.state_at("care_mode", datetime(2025, 7, 28, 9, 30)) == "INSTITUTION"
    assert changed.care_mode == "FAMILY_HOME"


def test_a_child_of_the_opening_list_goes_on_like_any_other(desk: Desk) -> None:
    row = OpeningRow(
        row=1,
        forms=(
            ("F01", {"name": "建账", "sex": "1", "birth_date": "2015-01-01", "adm_cause": "E3"}),
            ("F02", {"arrived_at": "2025-06-01T00:00"}),
            ("F12", {"to_mode": "INSTITUTION"}),
        ),
        status="TEMP_CARE",
    )
    child = opening.admit_by_roster(desk, row).id
    intake = known(desk, child).intake
    assert intake is not None
    with pytest.raises(Refused) as refused:
        records.continue_record(desk, intake.id, {"admitted_on": "2025-07-28"})
    assert "F04" in {refused.value.field, *(also.field for also in refused.value.also)}
    filled.submit(desk, "F04", child)
    filled.submit(desk, "F05", child)
    filled.submit(desk, "F08", child)
    exam = known(desk, child).newest("F05")
    assert exam is not None
    panel = [{"item": str(n), "result": "1"} for n in range(2, 7)]
    records.continue_record(seat(desk, "yisheng"), exam.id, {"infect_panel": panel})
    records.continue_record(desk, intake.id, {"admitted_on": "2025-07-28"})
    assert known(desk, child).status == "IN_CARE"


def test_a_claim_made_good_hands_the_child_back(desk: Desk) -> None:
    child = taken_in(desk)
    claim = {"at": "2025-07-28T08:30", "person": "张某", "state": "3"}
    notice = filled.submit(desk, "F06", child, claims=[claim], result=None, period_days=60)
    with pytest.raises(Refused, match="公安书面答复"):
        filled.submit(desk, "F50", child, cause="L1", left_at="2025-07-28T09:00")
    told = [claim | {"police_reply": "属实"}]
    records.continue_record(seat(desk, "shegong"), notice.id, {"claims": told, "result": "2"})
    leaving = filled.submit(desk, "F50", child, cause="L1", left_at="2025-07-28T09:00")
    assert known(desk, child).status == "TEMP_CARE", "not before its approval"
    records.approve(seat(desk, "yuanzhang"), leaving.id, pin(desk, "yuanzhang"))
    gone = known(desk, child)
    assert (gone.status, gone.whereabouts, gone.care_mode) == ("LEFT_REUNITED", "LEFT", "")
    assert gone.left_at == datetime(2025, 7, 28, 9, 0)
    assert "养育方式结束" in [moment.title for moment in child_file.timeline(gone)]


def test_calculated_fields_of_a_child_follow_its_records(desk: Desk) -> None:
    child = new_child(desk, birth_date="2021-01-01", adm_cause="A1")
    shown = views.whole(desk, known(desk, child).record).body
    assert (shown["status"], shown["selfcare"]) == ("LEAD", "2"), "not taken in, not assessed"
    assert "whereabouts" not in shown and "disability" not in shown
    filled.submit(desk, "F02", child, arrived_at=ARRIVED, admitted_on=None)
    filled.submit(desk, "F13", child)
    for kind, grade, state in (("4", "2", "2"), ("1", "1", "2"), ("4", "3", "2"), ("5", "1", "4")):
        filled.submit(desk, "F23", child, kind="2", dis_type=kind, dis_grade=grade, state=state)
    shown = views.whole(desk, known(desk, child).record).body
    assert (shown["status"], shown["care_mode"]) == ("TEMP_CARE", "INSTITUTION")
    assert (shown["whereabouts"], shown["selfcare"]) == ("ON_SITE", "1")
    assert shown["disability"] == "视力残疾一级、肢体残疾三级"
    assert not {"status", "selfcare"} & set(known(desk, child).record.body), "never written"


def test_a_roster_shows_when_it_was_really_worked(desk: Desk) -> None:
    ward = desk.house().wards[1].id
    night = filled.submit(desk, "F67", ward=ward, planned_from="2025-07-28T00:00",
                          planned_to="2025-07-28T08:00", shift="N")  # fmt: skip
    assert "actual_to" not in views.whole(desk, night).body
    at(desk, "2025-07-28T07:52")
    filled.submit(desk, "F32", ward=ward, handover_at="2025-07-28T07:52", expected_moves=None)
    assert views.whole(desk, night).body["actual_to"] == "2025-07-28T07:52"
    assert "actual_from" not in views.whole(desk, night).body, "nobody handed over at midnight"


def test_the_check_list_tells_each_guard_as_it_stood(desk: Desk) -> None:
    child = new_child(desk)
    filled.submit(desk, "F04", child)
    filled.submit(desk, "F02", child, arrived_at=ARRIVED, admitted_on=None)
    made = filled.submit(desk, "F08", child, decision=None, decided_on=None)
    rows = {row["clause"]: row for row in made.rows("check_list")}
    assert rows["C1.01"]["met"] is True and rows["C1.06"]["met"] is False
    filled.submit(desk, "F05", child)
    records.continue_record(desk, made.id, {"decision": "1", "decided_on": "2025-07-28"})
    assert desk.record(made.id).rows("check_list") == made.rows("check_list")


def test_a_new_store_knows_the_holidays_that_ship_with_the_program(desk: Desk) -> None:
    assert {y.get("year") for y in desk.house().of("X03")} >= {2023, 2024, 2025, 2026}
    assert desk.house().calendar.note(datetime(2025, 10, 3).date()) == ""


def test_a_filled_remark_is_changed_by_correcting_it(desk: Desk) -> None:
    child = new_child(desk, remark="原编号7")
    with pytest.raises(Refused, match="更正"):
        records.continue_record(desk, child, {"remark": "原编号8"})
