"""排班与配比 in the real window: a month planned by keys, weighed, saved, taken to Excel and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.practised import practised
from tests.ui.walked import foreign, unnamed
from tests.ui.ward import CTRL, Ward
from welfare_desktop.actions import drafts, records, roster
from welfare_desktop.app import demo
from welfare_desktop.domain import cover
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.duty_plan import post_row
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import NIGHT
from welfare_desktop.ui.staffing.page import StaffingPage

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
NOW = datetime(2026, 11, 28, 9, 0)
DECEMBER = date(2026, 12, 1)
TEN_MINUTES_OF_KEYS = 120


class Office(Ward):
    """科长 at the window, planning December."""

    @property
    def staffing(self) -> StaffingPage:
        page = self.window.page
        assert isinstance(page, StaffingPage)
        return page

    def plan(self, month: date = DECEMBER) -> None:
        self.window.go("staffing", tab="plan", month=month)

    def line(self, login: str) -> str:
        """A person's month as letters."""
        month, who = self.staffing.plan.month, self.who(login)
        assert month is not None
        cells = (month.cells.get((who, day), ("·",)) for day in month.book.days)
        return "".join(cell[0] for cell in cells)

    def who(self, login: str) -> str:
        return self.desk.find_account(login).staff

    def rosters(self) -> list[Record]:
        return self.desk.house().within("F67", datetime(2026, 11, 1), datetime(2027, 3, 1))


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    clock = SetClock(datetime(2026, 11, 27, 20, 0))
    desk = practised(tmp_path / "store", clock)
    demo._children(desk, 12, date(2026, 11, 27), Random(7))
    clock.at = NOW
    made = Office(qtbot, desk, clock)
    yield made
    made.window.close()
    desk.close()


def plan_december(office: Office) -> None:
    """Six carers in a turn of six days, two a shift, led and nursed: all by keys."""
    turn = [Key.Key_D, Key.Key_D, Key.Key_E, Key.Key_E, Key.Key_N, Key.Key_N]
    office.plan()
    for row in range(6):
        office.press(*turn[row:], *turn[:row], Key.Key_R)
        office.press(Key.Key_Home, Key.Key_Down)
    for _ in range(6):
        office.press(Key.Key_1, Key.Key_Down)


def test_a_month_of_a_ward_is_planned_by_keys_in_ten_minutes(office: Office) -> None:
    plan_december(office)
    assert office.line("huli1") == "DDEENN" * 5 + "D"
    assert office.line("huli3") == "EENNDD" * 5 + "E"
    office.press(Key.Key_Return, modifier=CTRL)
    assert office.keys <= TEN_MINUTES_OF_KEYS, f"{office.keys} keys"
    assert len(office.rosters()) == 31 * 3
    assert {len(r.get("staff_list")) for r in office.rosters()} == {2}
    assert office.staffing.plan.state.text() == "✓ 已保存"
    assert not drafts.my_drafts(office.desk)
    forecast = cover.forecast(
        office.desk.house().at(datetime(2026, 12, 4, 9)), office.rosters()[0].text("ward"),
        datetime(2026, 12, 5),
    )  # fmt: skip
    assert [len(s.planned or ()) for s in forecast] == [2, 2]


def test_the_next_month_takes_seven_keys(office: Office) -> None:
    """Week by week as the last one: Shift+C until the month is full."""
    plan_december(office)
    office.press(Key.Key_Return, modifier=CTRL)
    office.keys = 0
    office.press(Key.Key_PageDown, Key.Key_Home)
    for _ in range(5):
        office.press(Key.Key_C, modifier=SHIFT)
    office.press(Key.Key_Return, modifier=CTRL)
    assert office.keys <= 10
    assert len(office.rosters()) == 31 * 6
    led = {r.get("leader") for r in office.rosters() if r.happened_at > "2027"}
    assert len(led) == 1 and None not in led


def test_what_is_typed_outlives_leaving_and_a_power_cut(office: Office) -> None:
    office.plan()
    office.press(Key.Key_D, Key.Key_D, Key.Key_N)
    office.window.go("today")
    (draft,) = drafts.my_drafts(office.desk)
    assert roster.place_of(draft.record) == (office.desk.house().wards[0].id, DECEMBER)
    page: Any = office.window.page
    page.drafts._open(draft)
    assert office.line("huli1")[:4] == "DDN·"
    office.press(Key.Key_E)
    QTest.qWait(2300)
    again = roster.book(office.desk, office.desk.house().wards[0].id, DECEMBER)
    assert roster.kept(office.desk, again)[office.who("huli1"), date(2026, 12, 4)] == ("E",)
    office.staffing.plan.drop.click()
    assert office.line("huli1") == "·" * 31 and not drafts.my_drafts(office.desk)


def test_steps_back_and_a_block_of_cells(office: Office) -> None:
    office.plan()
    office.press(Key.Key_Right, Key.Key_Right, modifier=SHIFT)
    office.press(Key.Key_Down, modifier=SHIFT)
    office.press(Key.Key_A)
    assert office.line("huli1")[:7] == office.line("huli2")[:7] == "DADADA·"
    office.press(Key.Key_Z, modifier=CTRL)
    assert office.line("huli1") == "·" * 31


def test_what_stands_against_a_plan_is_said_at_once(office: Office) -> None:
    office.plan()
    office.press(Key.Key_E, Key.Key_N, Key.Key_Home)
    plan = office.staffing.plan
    assert "连上16小时" in plan.said.text() and plan.said.text().startswith("✕")
    assert "中班没排带班领导" in plan.said.text() and "无人排班" in plan.said.text()
    told = plan.grid.cells.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "王秀英 12月1日 中班 连上16小时"
    office.press(Key.Key_W)
    assert plan.grid.day() == date(2026, 12, 2) and "连上16小时" in plan.said.text()
    office.press(Key.Key_Return, modifier=CTRL)
    assert office.rosters() == [], "no leader, no shift"
    assert "带班领导" in office.window.message.text.text()


def test_somebody_suspended_is_not_planned(office: Office) -> None:
    office.plan()
    office.press(Key.Key_D, Key.Key_Home, *[Key.Key_Down] * 6, Key.Key_1, Key.Key_Down, Key.Key_1)
    office.press(Key.Key_Return, modifier=CTRL)
    assert len(office.rosters()) == 1
    person = office.desk.house().record("F64", office.who("huli1"))
    assert person is not None
    records.correct(office.desk, person.id, {"state": "3"}, "停岗")
    office.plan()
    plan = office.staffing.plan
    plan.grid.go(person.id, DECEMBER)
    assert "王秀英停岗，不能排班" in plan.said.text()
    plan.grid.go(person.id, date(2026, 12, 7))
    office.press(Key.Key_D)
    assert office.line("huli1") == "D" + "·" * 30
    assert office.window.message.text.text() == "! 王秀英停岗，12月7日不能排班。"
    plan.grid.go(person.id, DECEMBER)
    office.press(Key.Key_R)
    assert office.line("huli1") == "D" + "·" * 30
    assert "等30格不能排班" in office.window.message.text.text()


def test_a_shift_taken_back_is_signed_by_the_director(office: Office) -> None:
    plan_december(office)
    office.press(Key.Key_Return, modifier=CTRL)
    grid = office.staffing.plan.grid
    grid.go(office.who("huli1"), date(2026, 12, 1))
    office.press(*[Key.Key_Down] * 5, modifier=SHIFT)
    office.press(Key.Key_Delete)
    office.press(Key.Key_Return, modifier=CTRL)
    office.sign("yuanzhang")
    assert len(office.rosters()) == 30 * 3
    assert "撤3班" in office.window.message.text.text()


def test_a_shift_that_has_begun_asks_for_the_reason_in_its_place(office: Office) -> None:
    plan_december(office)
    office.press(Key.Key_Return, modifier=CTRL)
    office.clock.at = datetime(2026, 12, 2, 10)
    office.plan()
    office.staffing.plan.grid.go(office.who("huli6"), date(2026, 12, 1))
    office.press(Key.Key_Space)
    plan = office.staffing.plan
    assert plan.reason.isVisible()
    office.press(Key.Key_Return, modifier=CTRL)
    assert plan.reason.hasFocus() and "写明" in office.window.message.text.text()
    plan.reason.setText("杨小红请假")
    office.press(Key.Key_Return, modifier=CTRL)
    assert not plan.reason.isVisible()
    assert [r.version for r in office.rosters()[:3]].count(2) == 1


def test_a_carer_sees_no_whole_month(office: Office) -> None:
    office.window._desk = office.desk.seated(office.desk.find_account("huli1"))
    office.plan()
    plan = office.staffing.plan
    assert plan.closed.isVisible() and not plan.grid.isVisible() and plan.month is None
    office.window.go("staffing", tab="people")
    people = office.staffing.people
    assert people.list.rows.things == [] and not people.card.isVisible()
    assert people.closed.isVisible() and not plan.earlier.isVisible()


# 配比 and 人员 -------------------------------------------------------------------------------


def test_the_ratio_tells_what_is_short_and_who_could_come(office: Office) -> None:
    plan_december(office)
    office.press(Key.Key_Return, modifier=CTRL)
    office.clock.at = datetime(2026, 12, 1, 9, 0)
    records.submit(office.desk, "X07", {"staff": office.who("huli3"), "kind": "2",
                                        "from_at": "2026-12-01T08:30"})  # fmt: skip
    office.window.go("staffing", tab="ratio")
    ratio = office.staffing.ratio
    assert ratio.words.text().startswith("自理") and "应配" in ratio.words.text()
    assert "当班应到" in ratio.summed.text() and "法定看全院" in ratio.summed.text()
    evening = next(s for s in ratio.shifts.rows.things if s.cover.shift == "E" and s.cover.planned)
    assert "张玉梅病假" in evening.said
    ratio.shifts.setFocus()
    ratio.shifts.selectRow(ratio.shifts.rows.things.index(evening))
    office.press(Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.accessibleName().endswith("谁能来")
    popup.close()
    ratio.only.click()
    assert all(s.said for s in ratio.shifts.rows.things)


def test_the_ratio_is_read_whole_on_a_small_screen_in_large_type(
    office: Office, look: Theme
) -> None:
    plan_december(office)
    office.window.go("staffing", tab="ratio")
    look.use(NIGHT, "特大")
    office.window.resize(1080, 570)
    QApplication.processEvents()
    ratio = office.staffing.ratio
    line = ratio.shifts.verticalHeader().defaultSectionSize()
    assert ratio.shifts.viewport().height() >= 3 * line, "a day's shifts, none of them cut"
    assert ratio.wards.horizontalScrollBar().maximum() == 0, "no column is out of sight"


def test_the_staff_are_listed_with_what_is_due(office: Office) -> None:
    person = office.desk.house().record("F64", office.who("huli2"))
    assert person is not None
    records.correct(office.desk, person.id, {"health_cert_to": "2026-12-05"}, "换证")
    office.window.go("staffing", tab="people")
    people = office.staffing.people.list
    one = next(p for p in people.rows.things if p.record.id == person.id)
    assert "健康证7日后到期" in one.said and one.state == "在岗"
    people.selectRow(people.rows.things.index(one))
    office.press(Key.Key_J, modifier=CTRL)
    page = office.window.page
    assert isinstance(page, RecordPage) and page.presenter is not None
    assert page.presenter.form.id == "X07" and page.presenter.record is None
    office.window.go("staffing", tab="people")
    office.press(Key.Key_Return)
    assert isinstance(office.window.page, RecordPage)


@pytest.mark.parametrize("tab", ["ratio", "plan", "people"])
@pytest.mark.parametrize("size", ["标准", "特大"])
def test_every_part_is_named_chinese_and_fits(office: Office, tab: str, size: str) -> None:
    from welfare_desktop.ui.shell import theme

    look = theme.theme()
    look.use(look.tokens, size)
    try:
        office.window.resize(1080, 570)
        office.window.go("staffing", tab=tab)
        QApplication.processEvents()
        assert unnamed(office.window) == []
        assert foreign(office.staffing, office.desk) == []
        hint, room = office.staffing.minimumSizeHint(), office.window.stack.size()
        assert hint.width() <= room.width() and hint.height() <= room.height()
    finally:
        look.use(look.tokens, "标准")


def test_under_the_veil_nothing_of_the_plan_is_left(office: Office) -> None:
    office.plan()
    office.press(Key.Key_D)
    office.window.draw_veil()
    plan = office.staffing.plan
    assert plan.month is None and plan.grid.cells.rowCount() == 0 and plan.said.text() == ""
    (draft,) = drafts.my_drafts(office.desk)
    assert draft.form == "F67"


def test_leader_rows_take_a_name_by_digit_or_from_everybody(office: Office) -> None:
    office.plan()
    office.press(Key.Key_D, Key.Key_Home, *[Key.Key_Down] * 6)
    plan = office.staffing.plan
    assert plan.hint.text().startswith("1 程科长")
    office.press(Key.Key_2)
    month = plan.month
    assert month is not None
    assert month.cells[post_row("leader", "D"), DECEMBER] == (office.who("yuanzhang"),)
    office.press(Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    popup.buttons[0].click()
    assert month.cells[post_row("leader", "D"), DECEMBER] != (office.who("yuanzhang"),)


def test_a_key_is_answered_at_once(office: Office) -> None:
    """A whole month is weighed anew at each key."""
    plan_december(office)
    began = datetime.now()
    for _ in range(20):
        office.press(Key.Key_D)
        office.press(Key.Key_Left)
    assert datetime.now() - began < timedelta(seconds=4)
