"""到期日历: days with what falls due, worked by keys; the sheet for the wall tells no names."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import MORNING, Houses, Sit
from welfare_desktop.actions import agenda, records, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.reports.wall_sheet import WallSheet, fitted, wall_sheet
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.widgets import StatusLabel
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.calendar import CalendarPage
from welfare_desktop.ui.today.page import TodayPage


@pytest.fixture
def house(houses: Houses) -> Desk:
    return houses(4)


def _shown(sit: Sit, desk: Desk, login: str = "kezhang") -> tuple[MainWindow, CalendarPage]:
    window = sit(desk.seated(desk.find_account(login)))
    window.go("today")
    QTest.keyClick(_focus(window), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    page = window.page
    assert isinstance(page, CalendarPage)
    return window, page


def _focus(window: MainWindow) -> QWidget:
    return window.focusWidget() or window


def _press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(_focus(window), key)
        QApplication.processEvents()


def test_every_open_last_day_is_on_the_calendar_and_is_recalled_before(house: Desk) -> None:
    found = agenda.agenda(house)
    open_ = {(d.clause, d.child, d.due) for d in today.duties(house) if d.due}
    there = {(d.clause, d.child, d.due) for duties in found.due.values() for d in duties}
    assert open_ and open_ <= there
    day, duties = next((day, d) for day, d in found.due.items() if day > date(2026, 11, 20))
    assert duties[0] in found.remind[day - timedelta(days=7)]
    assert all(day >= MORNING.date() for day in found.remind)


def remind(house: Desk, days: str) -> None:
    """Another parameter: so many days before."""
    told = {"key": "remind_days_before", "value": days, "valid_from": "2026-11-01",
            "reason": "试行"}  # fmt: skip
    assert records.submit(house, "X05", told, step=Step(first_run=True)).state == "approved"


def test_the_days_of_recall_follow_the_parameter(house: Desk) -> None:
    due = next(day for day in agenda.agenda(house).due if day > date(2026, 11, 20))
    remind(house, "3")
    found = agenda.agenda(house)
    assert due - timedelta(days=3) in found.remind
    assert due - timedelta(days=7) not in found.remind


def test_what_the_day_brings_to_mind_is_a_list_of_today_by_keys(sit: Sit, house: Desk) -> None:
    chief = house.seated(house.find_account("kezhang"))
    first = next(
        d for d in today.duties(chief) if d.verdict == "DUE" and d.due and d.due > MORNING.date()
    )
    assert first.due is not None
    left = (first.due - MORNING.date()).days
    remind(house, str(left))
    window = sit(chief)
    window.go("today")
    page = window.page
    assert isinstance(page, TodayPage)
    chip = page._chips["RECALLED"]
    recalled = [d for d in today.duties(chief) if d.recalled]
    again = today.coming_round(chief)
    assert recalled and all(d.due == first.due for d in (*recalled, *again))
    assert chip.text() == f"! 提醒 {len(recalled) + len(again)}"
    chip.setFocus()
    _press(window, Qt.Key.Key_Space)
    shown = {(row.duty.clause, row.duty.subject) for row in page.list.rows}
    assert shown == {(d.clause, d.subject) for d in (*recalled, *again)[:12]}
    states = [row.findChildren(StatusLabel)[0].text() for row in page.list.rows]
    assert states and all("提醒 剩" in state for state in states)


def test_a_duty_in_force_stands_at_the_day_it_comes_round_again(house: Desk) -> None:
    person = house.house().staff[0]
    (query,) = [d for d in today.dated(house)
                if d.verdict == "PASS" and d.subject == person.text("name")]  # fmt: skip
    assert query.due == date(2027, 11, 2) and query.sentence.startswith("上次2026-11-02")
    assert query in agenda.agenda(house).due[query.due]


def test_days_and_months_are_walked_by_keys_and_a_duty_is_taken_up(sit: Sit, house: Desk) -> None:
    window, page = _shown(sit, house)
    assert page.calendar.day == MORNING.date()
    _press(window, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert page.calendar.day == date(2026, 11, 10)
    _press(window, Qt.Key.Key_PageDown)
    assert page.calendar.month == date(2026, 12, 1) and "2026年12月" in page.name.text()
    due = next(day for day, d in agenda.agenda(house).due.items()
               if day > MORNING.date() and any(today.may_do(window.desk, one) for one in d))  # fmt: skip
    page.calendar.setSelectedDate(QDate(due.year, due.month, due.day))
    assert page.list.rows and f"到期{len(page.list._rest)}件" in page.told.text()
    page.calendar.setFocus()
    _press(window, Qt.Key.Key_Return)
    row = next(row for row in page.list.rows if row.do.hasFocus())
    wanted = row.duty.form
    _press(window, Qt.Key.Key_Space)
    assert isinstance(window.page, RecordPage) and window.page.presenter is not None
    assert window.page.presenter.form.id == wanted


def test_the_whole_month_is_a_list_by_day(sit: Sit, house: Desk) -> None:
    _, page = _shown(sit, house)
    page.calendar.showNextMonth()
    page.whole.click()
    shown = [row.duty.due for row in page.list.rows]
    assert shown == sorted(d for d in shown if d) and shown
    page.mine.setChecked(True)
    page.refresh()
    assert all(row.do.isEnabled() for row in page.list.rows)


def test_the_sheet_for_the_wall_is_one_page_without_names(house: Desk) -> None:
    child = house.house().children[0]
    month = next(d.due for d in today.dated(house) if d.child == child.id and d.due)
    (page,) = pypdfium2.PdfDocument(agenda.wall_sheet(house, month))
    told = page.get_textpage().get_text_bounded()
    assert f"{month:%Y年%m月}" in told.replace(" ", "")
    assert not {c.name for c in house.house().children if c.name in told}
    folded = told.replace("\r", "").replace("\n", "").replace("　", "")
    assert f"{child.bed}床" in folded or f"{child.bed}、" in folded
    secret = {f.title for f in FORMS.values() if f.secrecy in ("S3", "S4")}
    assert not {title for title in secret if title in told}
    assert house.store.acts("print")


def test_a_ward_is_told_once_before_its_beds(house: Desk) -> None:
    (ward,) = {child.ward for child in house.house().children}
    name = next(w.text("name") for w in house.house().wards if w.id == ward)
    lines = [line for same in agenda.agenda(house).due.values()
             for line in agenda._lines(house, same) if name in line]  # fmt: skip
    assert lines and all(line.count(name) == line.count("床") == 1 for line in lines)
    assert any("、" in line.split(name)[1] for line in lines), "several beds in one line"


def test_more_than_fits_a_day_is_counted() -> None:
    lines = [f"3床 第{n}项" for n in range(20)]
    kept = fitted(lines, 6, 90)
    assert len(kept) == 6 and kept[-1] == "另有15项，见电脑"
    assert fitted(lines[:6], 6, 90) == lines[:6]
    sheet = WallSheet(institution="某院", month=date(2026, 8, 1), printed_on=date(2026, 8, 1),
                      lines={date(2026, 8, 3): lines}, practice=True)  # fmt: skip
    (page,) = pypdfium2.PdfDocument(wall_sheet(sheet))
    assert "演示" in page.get_textpage().get_text_bounded()
    assert page.get_width() > page.get_height()


def test_the_sheet_is_shown_from_the_page_by_keys(
    sit: Sit, house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = _shown(sit, house)
    shown: list[str] = []
    monkeypatch.setattr(window, "show_paper", lambda title, pdf, name: shown.append(name))
    QTest.keyClick(_focus(window), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown == ["到期日历-2026-11.pdf"]
