"""本班用药 on 今日: what is due in the shift, by keys to the record of the dose, gone when written."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import PIN, Houses, Sit
from welfare_desktop.actions import overview, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.popups import RowButton
from welfare_desktop.ui.today.page import TodayPage

#: In the middle of the day shift.
AT = datetime(2026, 11, 2, 11, 0)


@pytest.fixture
def house(houses: Houses) -> Desk:
    desk = houses(3)
    clock = desk.store.clock
    assert isinstance(clock, SetClock)
    clock.at = AT
    return desk


def ordered(house: Desk, freq: str, drug: str = "苯巴比妥片") -> str:
    """An order of the doctor for the first child, since this morning."""
    doctor = house.seated(house.find_account("yisheng"))
    told = {"drug": drug, "strength": "15毫克/片", "dose": "1片", "route": "口服", "freq": freq,
            "start_at": "2026-11-02T07:00", "source": "1"}  # fmt: skip
    child = house.house().children[0].id
    return records.submit(doctor, "F29", told, child=child, step=Step(first_run=True)).id


def test_the_doses_of_the_shift_are_listed_by_time_and_late_ones_say_so(house: Desk) -> None:
    ordered(house, "08:00 12:00 15:00 20:00")
    ordered(house, "必要时", "布洛芬")
    doses = overview.overview(house.seated(house.find_account("hushi1"))).doses
    assert [(f"{d.due_at:%H:%M}", d.late) for d in doses] == [
        ("08:00", True), ("12:00", False), ("15:00", False),
    ]  # fmt: skip
    assert doses[0].drug == "苯巴比妥片 1片"


def test_who_may_not_see_orders_sees_no_doses(house: Desk) -> None:
    ordered(house, "12:00")
    teachers = [a for a in house.accounts() if a.roles == "T"]
    assert teachers
    for account in teachers:
        assert not overview.overview(house.seated(account)).doses


def test_from_the_list_by_keys_to_the_written_dose(sit: Sit, house: Desk) -> None:
    order = ordered(house, "12:00 15:00")
    clock = house.store.clock
    assert isinstance(clock, SetClock)
    clock.at = AT + timedelta(hours=1)
    window = sit(house.seated(house.find_account("hushi1")))
    window.go("today")
    page = window.page
    assert isinstance(page, TodayPage) and page.doses.isVisibleTo(page)
    rows = page.doses.findChildren(RowButton)
    assert [row.accessibleName()[5:10] for row in rows] == ["12:00", "15:00"]
    rows[0].setFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_Space)
    form = window.page
    assert isinstance(form, RecordPage) and form.view is not None
    values = form.view.raw()
    assert values["order"] == order and str(values["due_at"])[:16] == "2026-11-02T12:00"
    signer = page.desk.signer("hushi1", PIN)
    told = {
        "order": order,
        "due_at": "2026-11-02T12:00",
        "given_at": "2026-11-02T12:00",
        "state": "1",
    }
    checker = house.signer("huli1", PIN)
    step = Step(signers={"given_by": signer, "second_check": checker}, first_run=True)
    child = house.house().children[0].id
    records.submit(page.desk, "F29b", told, child=child, step=step)
    window.go("today")
    assert [r.accessibleName()[5:10] for r in page.doses.findChildren(RowButton)] == ["15:00"]
    page.clear()
    assert not page.doses.findChildren(RowButton)


def test_without_orders_the_card_is_not_there(sit: Sit, house: Desk) -> None:
    window = sit(house.seated(house.find_account("hushi1")))
    window.go("today")
    page = window.page
    assert isinstance(page, TodayPage) and not page.doses.isVisibleTo(page)
