"""Orders and doses through the store: where they are seen, and that none is given twice."""

from __future__ import annotations

from datetime import date, datetime
from typing import get_args

import pytest

from tests.actions import filled
from tests.actions.conftest import at
from tests.actions.test_effects import seat
from welfare_desktop.actions import child_file, linking, records, registers, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain import medication
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS, named
from welfare_desktop.domain.forms.declare import Phase
from welfare_desktop.domain.record import Record

DAY = "2025-07-28"


def dose(desk: Desk, order: Record, due: str, **more: str) -> Record:
    values = {"order": order.id, "due_at": f"{DAY}T{due}", "given_at": f"{DAY}T{due}", "state": "1"}
    signers = {"given_by": desk.signer("hushi1", practice.PIN),
               "second_check": desk.signer("huli1", practice.PIN)}  # fmt: skip
    return records.submit(seat(desk, "hushi1"), "F29b", values | more, child=order.child,
                          step=records.Step(signers=signers))  # fmt: skip


def test_a_dose_is_written_once_and_the_second_loses_nothing(desk: Desk, child: str) -> None:
    order = filled.submit(desk, "F29", child)
    first = dose(desk, order, "08:00")
    before = desk.revision
    with pytest.raises(Refused) as refused:
        dose(desk, order, "08:00")
    assert refused.value.field == "due_at" and first.form_no in refused.value.sentence
    assert desk.revision == before
    with pytest.raises(Refused) as unchecked:
        records.submit(seat(desk, "hushi1"), "F29b", {"order": order.id, "due_at": f"{DAY}T08:00",
                       "state": "1", "given_at": f"{DAY}T08:00"}, child=child)  # fmt: skip
    assert {one.field for one in (unchecked.value, *unchecked.value.also)} >= {"second_check"}


def test_what_is_due_is_told_until_it_is_written(desk: Desk, child: str) -> None:
    filled.here(desk, child)
    order = filled.submit(desk, "F29", child)

    def due() -> list[tuple[str, bool]]:
        found = medication.doses_due(desk.house(), datetime(2025, 7, 28, 9), datetime(2025, 7, 29))
        return [(f"{d.due_at:%H:%M}", d.record is not None) for d in found if d.child.id == child]

    assert due() == [("14:00", False), ("20:00", False)]
    nurse = seat(at(desk, f"{DAY}T13:40"), "hushi1")
    offered = linking.defaults(nurse, FORMS["F29b"], child)
    assert (offered["order"], offered["due_at"]) == (order.id, f"{DAY}T14:00")
    at(desk, f"{DAY}T14:05")
    dose(desk, order, "14:00")
    assert due() == [("14:00", True), ("20:00", False)]


def test_a_dose_stands_in_the_childs_file_its_register_and_behind_its_order(
    desk: Desk, child: str
) -> None:
    order = filled.submit(desk, "F29", child)
    made = dose(desk, order, "08:00")
    nurse = seat(desk, "hushi1")
    known = desk.house().child(child)
    assert known is not None
    rows = {one.form.id: one for one in child_file.paperwork(nurse, known)["医疗"]}
    assert [r.id for r in rows["F29b"].records] == [made.id]
    assert made.id in {one.record.id for one in registers.entries(nurse, FORMS["F29b"])}
    (behind,) = [f for f in linking.followers(nurse, order) if f.form.id == "F29b"]
    assert behind.values == {"order": order.id} and not behind.why_not
    label = dict(linking.choices(nurse, child, FORMS["F29b"].field("order")))[order.id]
    assert label.startswith("苯巴比妥片")


def test_the_two_records_of_one_number_are_named_apart() -> None:
    assert named("F29") is FORMS["F29"] and named("medication_admin") is FORMS["F29b"]
    assert named("F29", {"due_at": "x", "order": "y"}) is FORMS["F29b"]
    assert named("F29", {"drug": "x"}) is FORMS["F29"] and named("F99") is None


def test_a_licence_is_recalled_ninety_days_before_it_ends(desk: Desk) -> None:
    own = desk.house().institution
    assert own is not None
    records.correct(desk, own.id, {"med_mode": "1", "med_valid_to": "2025-10-26",
                    "med_paper": [{"name": "许可证"}]}, "核对")  # fmt: skip
    director = desk.find_account("yuanzhang")
    records.approve(desk.seated(director), own.id, desk.signer("yuanzhang", practice.PIN))
    told = [d for d in today.coming_round(desk) if d.clause == "C3.03"]
    assert [d.due for d in told] == [date(2025, 10, 26)] and told[0].recalled
    at(desk, "2025-07-29T09:00")
    assert not [d for d in today.coming_round(desk) if d.clause == "C3.03"]


@pytest.mark.parametrize(
    ("login", "first"),
    [("yisheng", "医疗"), ("hushi1", "医疗"), ("kangfu", "康复"), ("jiaoshi", "教育"),
     ("shegong", "社工"), ("kezhang", "进入")],
)  # fmt: skip
def test_everybody_finds_the_own_work_first(desk: Desk, login: str, first: str) -> None:
    made = filled.submit(desk, "F01", ward_id=None, bed_no=None)
    known = desk.house().child(made.id)
    assert known is not None
    phases = list(child_file.paperwork(desk.seated(desk.find_account(login)), known))
    assert phases[0] == first
    rest = [phase for phase in get_args(Phase) if phase in phases and phase != first]
    assert phases[1:] == rest
