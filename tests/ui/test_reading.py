"""What a person may read in the window: sealed fields, stars, the log and the grants."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import Sit
from welfare_desktop.actions import seeing
from welfare_desktop.app import practice
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.ui.admin.reading_page import ReadingPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.shell.window import MainWindow

At = Callable[[str], MainWindow]


@pytest.fixture(scope="module")
def stage(first_weeks: Stage) -> Stage:
    return first_weeks


@pytest.fixture
def at(sit: Sit, stage: Stage) -> At:
    return lambda login: sit(stage.seat(login))


def _page(window: MainWindow) -> RecordPage:
    return window.findChildren(RecordPage)[0]


def _texts(page: RecordPage) -> str:
    assert page.sheet is not None
    return "\n".join(label.text() for label in page.sheet.findChildren(Label))


def _sign(window: MainWindow, pin: str) -> None:
    panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
    panel.pin.setText(pin)
    panel.sign.click()


def test_a_sealed_record_says_so_and_opens_by_grant_and_reason(at: At, stage: Stage) -> None:
    child = stage.child("A")
    (report,) = child.all("F03")
    window = at("shegong")
    window.go("record", record=report.id, mode="view")
    page = _page(window)
    told = _texts(page)
    assert "有内容，已封存：" in told and "捡拾经过" in told and "找院长" in told
    assert report.text("finder_statement") not in told

    director = at("yuanzhang")
    director.go("reading")
    grants = director.findChildren(ReadingPage)[0]
    grants.give.click()
    assert grants._rows["child"].sentence, "what is missing is said at its field"
    for name, value in (("child", child.id), ("person", "shegong"), ("until", "2025-08-31"),
                        ("reason", "核对捡拾经过")):  # fmt: skip
        grants._editors[name].put(value)
    grants.give.click()
    _sign(director, practice.PIN)
    assert [g.child for g in seeing.grants(director.desk)] == [child.id]

    window.go("record", record=report.id, mode="view")
    assert page.sheet is not None
    (reason,) = page.sheet.findChildren(QLineEdit)
    reason.setText("补写报案材料")
    reason.returnPressed.emit()
    assert report.text("finder_statement") in _texts(page)
    director.go("reading")
    lines = [grants.table.rows.data(grants.table.rows.index(0, n)) for n in range(5)]
    assert lines[1:3] == ["周社工", "查看封存"] and lines[4] == "补写报案材料"
    back = next(b for b in grants.findChildren(Button) if b.accessibleName().startswith("收回"))
    back.click()
    _sign(director, practice.PIN)
    assert not seeing.grants(director.desk)


def test_the_log_is_the_directors(at: At) -> None:
    window = at("kezhang")
    window.go("reading")
    page = window.findChildren(ReadingPage)[0]
    assert "院长" in page.count.text() and not page.table.rows.things
    assert not page._side.isVisible()


def test_a_number_is_starred_until_asked_for_and_kept_when_corrected(at: At, stage: Stage) -> None:
    window = at("kezhang")
    staff = stage.account("shegong").staff
    window.go("record", record=staff, mode="view")
    page = _page(window)
    full = stage.desk.record(staff).text("id_no")
    assert full not in _texts(page) and f"{full[:6]}********{full[-4:]}" in _texts(page)
    assert page.sheet is not None
    show = next(b for b in page.sheet.findChildren(Button) if b.accessibleName().startswith("显示"))
    show.click()
    assert full in _texts(page)
    window._desk = stage.seat("kezhang")
    window.go("record", record=staff, mode="continue")
    assert page.view is not None and full not in str(page.view.raw())
    page._switch("correct")
    assert page.view is not None and page.view.raw()["id_no"] == full, "who corrects reads it"
    page.view.put({"phone": "13900000999"})
    page.why.setText("换了号码")
    page.hand_in()
    again = stage.desk.record(staff)
    assert (again.text("phone"), again.text("id_no")) == ("13900000999", full)


def test_a_teacher_finds_no_rounds_and_no_health_papers(at: At, stage: Stage) -> None:
    window = at("jiaoshi")
    window.go("rounds")
    window.go("children", child=stage.child("A").id)
    from welfare_desktop.ui.children.page import ChildrenPage

    page = window.findChildren(ChildrenPage)[0]
    page.file.tabs.setCurrentIndex(1)
    shown = {row.one.form.id for row in page.file.forms.rows}
    assert "F01" in shown and not shown & {"F05", "F07", "F23", "F24"}


def test_a_round_cannot_be_begun_by_who_has_no_part_in_it(at: At) -> None:
    window = at("jiaoshi")
    window.go("rounds", start=True)
    page = window.findChildren(RoundsPage)[0]
    assert page.closed.isVisible() and not page.tabs.isVisible()


def test_a_record_out_of_reach_leaves_the_page_before_it(at: At, stage: Stage) -> None:
    window = at("huli1")
    window.go("today")
    before = window.page
    window.go("record", record=stage.child("A").all("F06")[0].id, mode="view")
    assert window.page is before and "查看范围" in window.message.text.text()
    window.go("children")
    window.back()
    assert window.page is before, "what was refused is not gone back to"
