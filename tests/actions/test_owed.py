"""待补: what records owe, with the last day where the handbook gives one."""

from __future__ import annotations

import pytest

from tests.actions import filled
from tests.actions.conftest import at
from tests.actions.test_effects import ARRIVED, known, seat, taken_in
from welfare_desktop.actions import opening, records, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.today import OWED, Duty
from welfare_desktop.domain.roster.model import OpeningRow
from welfare_desktop.domain.rules import ALL_ROWS


def owed(desk: Desk, child: str, form: str) -> list[Duty]:
    found = today.of_child(desk, known(desk, child))
    return [duty for duty in found if duty.clause == OWED and duty.form == form]


def test_a_visit_saved_in_haste_owes_the_rest_and_its_papers_by_the_clause(desk: Desk) -> None:
    child = taken_in(desk)
    values = {"sent_at": "2025-07-28T08:31", "hospital": "市人民医院"}
    visit = records.submit(seat(desk, "hushi1"), "F24", values, child=child)
    (duty,) = owed(desk, child, "F24")
    assert (duty.verdict, duty.due, duty.record) == ("DUE", None, visit.id)
    assert "诊断" in duty.sentence and "病历资料" in duty.sentence
    records.continue_record(seat(desk, "hushi1"), visit.id, {"arrived_at": "2025-07-28T08:55"})
    for moment, verdict in (("2025-07-29T00:00", "DUE"), ("2025-08-04T09:00", "DUE"),
                            ("2025-08-05T09:00", "WARN"), ("2025-08-12T09:00", "OVERDUE")):  # fmt: skip
        at(desk, moment)
        (duty,) = owed(desk, child, "F24")
        assert "诊断" in duty.sentence and "病历资料" not in duty.sentence
        (papers,) = [d for d in today.of_child(desk, known(desk, child)) if d.clause == "C3.21"]
        assert (papers.verdict, papers.form) == (verdict, "F24"), moment
        assert papers.due is not None and papers.due.isoformat() == "2025-08-04"


def test_what_an_open_row_reads_is_not_told_twice(desk: Desk) -> None:
    child = taken_in(desk)
    values = {
        "found_at": ARRIVED, "found_div": "341021", "found_place": "桥边", "clothing": "襁褓",
        "finder_name": "无名（夜间放下即离开）", "finder_statement": "清晨发现", "police_station": "派出所",
        "est_age_days": "两周", "police_reported_at": ARRIVED, "reported_by": "周社工",
        "police_div": "341021", "crime_suspected": False,
    }  # fmt: skip
    records.submit(seat(desk, "shegong"), "F03", values, child=child)
    clauses = {duty.clause for duty in today.of_child(desk, known(desk, child))}
    assert "C1.04" in clauses
    assert owed(desk, child, "F03") == [], "the certificate is C1.04's"


def test_a_grave_event_is_looked_back_on_within_seven_days(desk: Desk) -> None:
    child = taken_in(desk)
    event = {
        "found_at": "2025-07-28T08:30", "place": "寝室", "type": "2", "severity": "4",
        "desc": "抽搐", "harm_suspected": False, "closed_at": "2025-07-28T09:00", "outcome": "1",
        "timeline": [{"at": "2025-07-28T08:31", "action": "2"}], "sent_hospital": False,
    }  # fmt: skip
    records.submit(seat(desk, "huli1"), "F31", event, child=child)
    (duty,) = owed(desk, child, "F31")
    assert duty.due is not None and duty.due.isoformat() == "2025-08-04"
    assert "复盘" in duty.sentence and "通知人员" in duty.sentence


def test_a_death_is_discussed_within_fourteen_days(desk: Desk) -> None:
    child = taken_in(desk)
    died = {"died_at": "2025-07-28T08:40", "place": "市人民医院"}
    records.submit(seat(desk, "yisheng"), "F51", died, child=child)
    for moment, verdict in (("2025-08-11T09:00", "DUE"), ("2025-08-12T09:00", "WARN"),
                            ("2025-08-26T09:00", "OVERDUE")):  # fmt: skip
        at(desk, moment)
        (duty,) = owed(desk, child, "F51")
        assert (duty.verdict, str(duty.due)) == (verdict, "2025-08-11"), moment
    assert "死亡病例讨论" in duty.sentence


@pytest.mark.parametrize("login", ["hushi1", "shegong"])
def test_today_has_one_line_a_child_that_opens_what_this_person_fills(
    desk: Desk, login: str
) -> None:
    child = taken_in(desk)
    visit = {"sent_at": "2025-07-28T08:31", "hospital": "市人民医院"}
    records.submit(seat(desk, "hushi1"), "F24", visit, child=child)
    insured = {"verified_on": "2025-07-28", "verify_way": "1", "state": "1", "year": 2025}
    records.submit(seat(desk, "shegong"), "F10", insured, child=child)
    person = seat(desk, login)
    (line,) = [d for d in today.duties(person) if d.clause == OWED and d.child == child]
    assert line.title == "补齐3张表", "and its bed"
    assert today.may_do(person, line)
    assert line.form == {"hushi1": "F24", "shegong": "F01"}[login]


def test_a_child_of_the_roster_owes_what_no_roster_knows(desk: Desk) -> None:
    parts = {"name": "建账", "sex": "1", "birth_date": "2015-01-01", "adm_cause": "E3"}
    row = OpeningRow(
        row=1,
        forms=(("F01", parts), ("F02", {"arrived_at": ARRIVED}), ("F12", {"to_mode": "INSTITUTION"})),
        status="IN_CARE",
    )  # fmt: skip
    child = opening.admit_by_roster(desk, row).id
    told = today.gaps(desk, known(desk, child))
    assert {"近期照片", "过敏史", "监护单位", "密级", "是否暂用名"} <= set(told), (
        "nothing is guessed"
    )


def test_a_repeated_duty_is_met_by_a_new_record(desk: Desk, child: str) -> None:
    filled.submit(desk, "F33", child)
    school = filled.submit(desk, "F38", child, leave_on=None)

    def opened(clause: str, form: str) -> str | None:
        own = next(row for row in ALL_ROWS if row.id == clause)
        duty = Duty(clause=clause, title="", subject="", verdict="DUE", due=None, sentence="",
                    source="", child=child, form=form, anew=own.anew)  # fmt: skip
        record = today.to_open(desk, duty)
        return record.id if record is not None else None

    assert opened("C5.03", "F33") is None, "the next assessment is a further one"
    assert opened("C4.03", "F38") == school.id, "the number is continued where the school stands"
