"""What a record found, a leaving and a closed file bring about in the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.actions import filled
from tests.actions.conftest import at
from welfare_desktop.actions import access, backups, child_file, filing, keys, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.security import keyslots
from welfare_desktop.store import accounts

ARRIVED = "2025-07-28T08:20"


def known(desk: Desk, child: str) -> Child:
    found = desk.house().child(child)
    assert found is not None
    return found


def taken_in(desk: Desk) -> str:
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None, id_no=None, siblings=None).id
    filled.submit(desk, "F04", child)
    filled.submit(desk, "F08", child)
    filled.submit(desk, "F02", child, arrived_at=ARRIVED)
    return child


def query(desk: Desk, login: str, **body: Any) -> str:
    """A query about somebody with an account."""
    person = desk.record(desk.find_account(login).staff)
    told = {"subject": person.id, "person_name": person.text("name"),
            "person_id_no": person.text("id_no"), "subject_type": "2"} | body  # fmt: skip
    return filled.submit(desk, "F65", **told).id


def test_a_record_found_ends_the_account_and_the_shifts_to_come(desk: Desk) -> None:
    ward, account = desk.house().wards[0].id, desk.find_account("huli5")
    both = [account.staff, filled.person(desk, "huli1")]
    shift = filled.submit(desk, "F67", ward=ward, planned_from="2025-07-29T08:00",
                          planned_to="2025-07-29T16:00", staff_list=both)  # fmt: skip
    asked = query(desk, "huli5", result=None, replied_on=None, action=None, action_on=None)
    access.seat(desk.store, "huli5")
    key = desk.store.key
    assert "huli5" in {slot.login for slot in keyslots.load(desk.store_dir).slots}
    records.continue_record(desk, asked, {"replied_on": "2025-07-28", "result": "2"})
    assert "huli5" not in {slot.login for slot in keyslots.load(desk.store_dir).slots}
    assert desk.store.key != key, "the password opens no copy made from now on"
    assert desk.record(account.staff).get("state") == "3"
    assert desk.record(shift.id).get("staff_list") == both[1:]
    with pytest.raises(Trouble, match="停用"):
        access.seat(desk.store, "huli5")
    with pytest.raises(Refused) as refused:
        filled.submit(desk, "F67", ward=ward, planned_from="2025-07-30T08:00",
                      planned_to="2025-07-30T16:00", staff_list=both)  # fmt: skip
    assert refused.value.clause == "C11.11"
    with pytest.raises(Refused) as still:
        records.correct(desk, account.staff, {"state": "2"}, "回岗")
    assert still.value.clause == "C11.11"


def test_a_login_closed_while_a_backup_is_made_ends_with_the_next_opening(
    desk: Desk, tmp_path: Path
) -> None:
    asked = query(desk, "huli4", result=None, replied_on=None, action=None, action_on=None)
    key, told = desk.store.key, list[float]()

    def found(part: float) -> None:
        if not told:
            records.continue_record(desk, asked, {"replied_on": "2025-07-28", "result": "2"})
        told.append(part)

    backups.make(desk, tmp_path / "a.backup", found)
    assert desk.store.key == key
    assert "huli4" not in {account.login for account in desk.accounts()}
    keys.close_ways_in(desk.store, accounts.all_accounts(desk.store))
    assert desk.store.key != key
    assert "huli4" not in {slot.login for slot in keyslots.load(desk.store_dir).slots}


def test_the_last_of_a_role_keeps_the_account_but_not_the_duty(desk: Desk) -> None:
    account = desk.find_account("xitong")
    query(desk, "xitong", result="2")
    assert desk.record(account.staff).get("state") == "3"
    assert access.seat(desk.store, "xitong")


def test_an_applicant_without_a_reply_does_not_begin(desk: Desk) -> None:
    number = practice.id_number("341000", date(2020, 5, 1), 303)
    told = filled.values(desk, FORMS["F64"], None) | {"name": "丙丁", "id_no": number}
    with pytest.raises(Refused) as refused:
        records.submit(desk, "F64", told)
    assert refused.value.clause == "C11.08"
    assert records.submit(desk, "F64", told | {"state": "1"}).get("state") == "1"


def died(desk: Desk, child: str) -> str:
    told = {"died_at": "2025-07-28T08:40", "place": "院内"}
    return records.submit(filled.seat(desk, FORMS["F51"]), "F51", told, child=child).id


def test_a_file_is_closed_whole_by_the_archivist_alone(desk: Desk) -> None:
    child = taken_in(desk)
    archivist = desk.signer("dangan", practice.PIN)
    with pytest.raises(Refused, match="还没有离院"):
        filing.close_file(desk, child, archivist)
    death = died(desk, child)
    steps = {step.id: step for step in child_file.next_steps(desk, known(desk, child))}
    assert {gap.problem.clause for gap in steps["F51+"].gaps} >= {"C11.21", "C11.22"}
    with pytest.raises(Refused) as refused:
        filing.close_file(desk, child, archivist)
    assert refused.value.clause == "C12.08" and "火化" in refused.value.sentence
    for kind in ("C32", "C33", "C34", "C35", "C36", "C37", "C38"):
        filled.submit(desk, "F52", child, doc_type=kind, seq=len(known(desk, child).all("F52")) + 1)
    with pytest.raises(Refused, match="档案员"):
        filing.close_file(desk, child, desk.signer("kezhang", practice.PIN))
    filing.close_file(desk, child, archivist)
    assert known(desk, child).status == "FILE_CLOSED" and desk.record(death)
    with pytest.raises(Refused, match="已归结"):
        filing.close_file(desk, child, archivist)
    assert "T31" in {step.id for step in child_file.next_steps(desk, known(desk, child))}


def test_a_case_to_be_reduced_is_the_next_step_of_a_child_who_left(desk: Desk) -> None:
    child = taken_in(desk)
    case = filled.submit(desk, "F54", child, end_fact=None, end_fact_on=None, reduced_on=None,
                         applied_on="2025-07-28", approved_on="2025-07-28",
                         sys_entered_on="2025-07-28", history=None)  # fmt: skip
    died(desk, child)
    at(desk, "2025-07-28T10:00")
    step = {s.id: s for s in child_file.next_steps(desk, known(desk, child))}["F54+"]
    assert step.open and step.record == case.id
    records.continue_record(filled.seat(desk, FORMS["F54"]), case.id, {"reduced_on": "2025-07-28"})
    assert "F54+" not in {s.id for s in child_file.next_steps(desk, known(desk, child))}


def test_the_copy_of_a_file_that_went_with_the_child_is_changed_by_nobody(desk: Desk) -> None:
    child = taken_in(desk)
    item = filled.submit(desk, "F52", child)
    handed = filled.submit(desk, "F53", child, kind="1", list=[{"item": item.id}])
    assert handed.rows("list")[0]["title"] == item.get("title"), "the list says what the item says"
    moved = filled.submit(desk, "F49", child, archive_list=handed.id)
    archivist = filled.seat(desk, FORMS["F52"])
    records.correct(archivist, item.id, {"title": "前"}, "移交前可改")
    director = desk.signer("yuanzhang", practice.PIN)
    records.approve(desk.seated(desk.find_account("yuanzhang")), moved.id, director)
    before = len(desk.house().of("R"))
    with pytest.raises(Refused) as refused:
        records.correct(archivist, item.id, {"title": "后"}, "改")
    with pytest.raises(Refused):
        records.void(desk, item.id, "不要")
    assert refused.value.clause == "C12.13"
    tried = desk.house().of("R")[before:]
    assert [r.get("about") for r in tried] == [item.id, item.id]
    lent = [{"borrower": "甲", "out_on": "2025-07-28"}]
    told = item.rows("loan")
    records.continue_record(archivist, item.id, {"loan": [*told, *lent]})
