"""The pages of the window on a real practice store: read, pressed, signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.practised import practised
from welfare_desktop.actions import opening, opening_paper, packages, rounds, today
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.today import OPENING
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.names import pinyin_keys
from welfare_desktop.reports.workbook import read_workbook
from welfare_desktop.ui.admin.opening_page import OpeningPage
from welfare_desktop.ui.admin.page import AdminPage
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.packages.page import PackagesPage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell import display, theme
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.widgets import Button, Label, StatusLabel
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.page import TodayPage

NIGHT = datetime(2026, 11, 2, 22, 1)
ROSTER = Path(__file__).resolve().parents[1] / "roster" / "data" / "roster.xlsx"


class House:
    """A window at a practice store of forty children in one round."""

    def __init__(self, qtbot: QtBot, desk: Desk, clock: SetClock) -> None:
        self.desk, self.clock = desk, clock
        theme.install(_app())
        self.window = MainWindow(
            desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: self.go(page, **a)),
            ImmediateRunner(),
        )  # fmt: skip
        qtbot.addWidget(self.window)
        self.window.resize(1366, 728)
        self.window.show()
        self.signers: list[str] = []
        self.window.ask_signature = self._signature  # type: ignore[method-assign]

    def go(self, page: str, **arguments: Any) -> None:
        self.window.go(page, **arguments)

    def _signature(self, what: str, done: Any, **_: Any) -> None:
        """The panel is tested by itself; here the PIN of the next signer is verified."""
        signer: Signer = self.desk.signer(self.signers.pop(0), practice.PIN)
        done(signer)

    def page(self, kind: type[Any]) -> Any:
        found = self.window.findChildren(kind)
        assert found
        return found[0]


def _app() -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.instance()


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    clock = SetClock(datetime(2026, 11, 2, 20, 0))
    desk = practised(tmp_path / "store", clock)
    import random

    demo._children(desk, 20, date(2026, 11, 2), random.Random(7))
    clock.at = NIGHT
    made = House(qtbot, desk, clock)
    yield made
    made.window.close()
    desk.close()


def test_today_lists_duties_gravest_first_and_filters(house: House) -> None:
    house.go("today")
    page: TodayPage = house.page(TodayPage)
    words = [row.duty.verdict for row in page.list.rows]
    order = ["BREACH", "OVERDUE", "UNKNOWN", "WARN", "DUE"]
    assert words and words == sorted(words, key=order.index)
    page._chips["DUE"].click()
    assert {row.duty.verdict for row in page.list.rows} == {"DUE"}
    gaps = [row.duty for row in page.list.rows if row.duty.clause == OPENING]
    assert len({duty.child for duty in gaps}) == len(gaps), "one line a child"


def test_today_counts_what_the_actions_made(house: House) -> None:
    house.go("today")
    page: TodayPage = house.page(TodayPage)
    assert page.present.number.text() == "20 / 20"
    assert page.round.number.text() == "0 / 20" and page.round.state.text() == "! 余14分"
    board = house.desk.house().wards[0].id
    walk = rounds.open_round(house.desk, board, NIGHT.replace(minute=0))
    first = house.desk.house().children[0].id
    rounds.mark(house.desk, walk.id, first, "1")
    page.refresh()
    assert page.round.number.text() == "1 / 20"
    assert page.ratio.number.text().startswith("6 / ")
    page.ratio.setFocus()
    QTest.keyClick(page.ratio, Qt.Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.accessibleName() == "照护配比"
    popup.close()


def test_a_duty_opens_the_form_that_mends_it_by_keys(house: House) -> None:
    house.go("today")
    page: TodayPage = house.page(TodayPage)
    if not page.mine.isChecked():
        page.mine.click()
    rows = page.list.rows
    below = next(row for row in rows[1:] if row.duty.child and row.duty.form)
    row = rows[rows.index(below) - 1]
    row.do.setFocus()
    QTest.keyClick(row.do, Qt.Key.Key_Down)
    assert below.do.hasFocus()
    below.do.click()
    record = house.page(RecordPage)
    assert record.presenter.form.id == below.duty.form
    known = record.presenter.record
    assert below.duty.record in ("", known.id if known is not None else "")


def test_a_carer_sees_first_what_is_theirs(house: House) -> None:
    desk = house.desk.seated(house.desk.find_account("huli1"))
    house.window._desk = desk
    house.go("today")
    page: TodayPage = house.page(TodayPage)
    assert page.mine.isChecked()
    assert all(today.may_do(desk, row.duty) for row in page.list.rows)
    page.mine.click()
    while page.list.more is not None:
        page.list.more.click()
    able = [row.do.isEnabled() for row in page.list.rows]
    assert able == [today.may_do(desk, row.duty) for row in page.list.rows]
    assert len(able) == len(page._all)
    assert able == sorted(able, reverse=True) and not able[-1], "others' below"


def test_a_child_is_found_by_pinyin_and_its_file_shown(house: House) -> None:
    house.go("children")
    page: ChildrenPage = house.page(ChildrenPage)
    child = page.table.rows.things[3]
    page.search.setText(pinyin_keys(child.name)[0])
    assert child.id in {c.id for c in page.table.rows.things}
    house.go("children", child=child.id)
    assert page.file.child is not None and page.file.child.id == child.id
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.file.child.id != child.id
    page.ward.setCurrentIndex(1)
    page.which.setCurrentIndex(1)
    assert page.table.rows.things == [] and page.file.child is None


def test_the_file_shows_steps_forms_and_life(house: House) -> None:
    house.go("children")
    page: ChildrenPage = house.page(ChildrenPage)
    file = page.file
    assert "✕ 还不能办" in {label.text() for label in file.next.findChildren(StatusLabel)}
    file.tabs.setCurrentWidget(file.forms)
    shown = {b.accessibleName(): b for b in file.forms.findChildren(Button)}
    assert not shown["新填《诊断登记》"].isEnabled(), "业务科长 does not fill F23"
    assert shown["新填《基本医疗保险登记表》"].isEnabled()
    file.tabs.setCurrentWidget(file.life)
    file.life.chips["state"].click()
    told = [label.text() for label in file.life.findChildren(Label)]
    assert "状态：在院" in told


def test_the_month_is_built_and_approved_by_two_people(house: House) -> None:
    practice.join_office(house.desk, house.clock)
    house.clock.at = datetime(2026, 12, 1, 9, 0)
    house.go("packages")
    page: PackagesPage = house.page(PackagesPage)
    assert page.month.currentText() == "2026-11"
    house.signers = ["kezhang", "yuanzhang"]
    page.build.click()
    name = packages.packages(house.desk)[0].name
    rows = {table: count for table, _, count in packages.contents(house.desk, name)}
    assert rows["P01"] == 20
    page._cover(name)
    (view,) = house.window.findChildren(PaperView)
    view.reject()
    page._approve(name)
    assert packages.packages(house.desk)[0].state == "queued"


def test_a_roster_is_read_shown_accepted_and_signed(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.go("opening")
    page: OpeningPage = house.page(OpeningPage)
    page.read(ROSTER)
    assert page.reading is not None and page.mapping.columns.boxes["姓名"].currentText() == "姓名"
    page.next.click()
    planted = {f.row for f in page.reading.of_kind("refused")}
    page._only("question")
    assert {f.row for f in page.findings.rows.things} == {8, 9, 26, 29, 44, 50}
    monkeypatch.setattr(house.window, "ask_folder", lambda title: tmp_path)
    page.save.click()
    kept = read_workbook(tmp_path / "roster-不能收的行.xlsx").rows
    assert kept[1][-1] == "原因", "the heading stands below the title, as it was"
    assert len(kept) == 2 + len(planted) + 1 and all(row[-1] for row in kept[1:])
    page.reason.setText("身份证登记有误，正在更正")
    page.give.click()
    taken = planted - {f.row for f in page.reading.of_kind("refused")}
    assert taken == {8, 9, 26, 44}, "rows 29 and 50 arrived before they were born: no reason helps"
    page.next.click()
    assert len(opening.opening_list(house.desk).children) == 20 + 49 + 4
    assert opening_paper.opening_paper(house.desk).startswith(b"%PDF")
    house.signers = ["yuanzhang"]
    page.next.click()
    assert opening.closed(house.desk) and not page.next.isEnabled()


def test_a_column_not_taken_is_read_anew(house: House) -> None:
    house.go("opening")
    page: OpeningPage = house.page(OpeningPage)
    page.read(ROSTER)
    page.mapping._column("身份证号", None)
    assert page.reading is not None and not page.reading.of_kind("question")
    assert page.mapping.columns.boxes["身份证号"].currentText() == "不取"


def test_sheet_and_wards_of_a_roster_are_chosen(house: House, tmp_path: Path) -> None:
    book = Workbook()
    for name in ("东楼", "西楼"):
        page_of = book.create_sheet(name)
        page_of.append(("姓名", "性别", "班组"))
        page_of.append((f"宋{name[0]}", "男", name))
    book.save(tmp_path / "楼.xlsx")
    house.go("opening")
    page: OpeningPage = house.page(OpeningPage)
    page.read(tmp_path / "楼.xlsx")
    assert page.reading is not None and page.reading.other_sheets == ("西楼",)
    (sheets,) = page.mapping.sheets.boxes.values()
    sheets.setCurrentText("西楼")
    sheets.activated.emit(1)
    assert page.reading.sheet == "西楼" and list(page.mapping.wards.boxes) == ["西楼"]
    ward = house.desk.house().wards[0]
    box = page.mapping.wards.boxes["西楼"]
    box.setCurrentIndex(box.findData(ward.text("ward_no")))
    box.activated.emit(box.currentIndex())
    assert dict(page.reading.rows[0].forms)["F01"]["ward_id"] == ward.id
    assert page.mapping.wards.boxes["西楼"].currentData() == ward.text("ward_no"), "still shown"


@pytest.mark.parametrize("entry", [e.id for e in PAGES if e.label])
def test_every_page_fits_the_small_screen(house: House, entry: str) -> None:
    house.go(entry)
    house.window.resize(1080, 570)
    hint = house.window.minimumSizeHint()
    assert hint.width() <= 1080 and hint.height() <= 570


def test_the_size_of_type_is_kept_for_this_pc(house: House) -> None:
    house.go("admin")
    page: AdminPage = house.page(AdminPage)
    page._size("特大")
    try:
        assert theme.theme().size == "特大" and display.kept_size(house.desk.store_dir) == "特大"
        (house.desk.store_dir / "display.txt").write_text("大极了", "utf-8")
        assert display.kept_size(house.desk.store_dir) == "标准"
    finally:
        page._size("标准")
