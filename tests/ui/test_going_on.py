"""From one record to the next, by the screen: the child's file, and the forms that name it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.window import MainWindow


@pytest.fixture
def house(houses: Houses) -> Desk:
    return houses(2)


@pytest.fixture
def window(sit: Sit, house: Desk) -> MainWindow:
    return sit(house.seated(house.find_account("kezhang")))


def _on(window: MainWindow) -> ListPopup:
    page = window.page
    assert isinstance(page, RecordPage)
    page.foot.next.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    return popup


def test_a_record_leads_to_the_childs_file_by_enter(window: MainWindow, house: Desk) -> None:
    child = house.house().children[1]
    window.go("record", form="F01", record=child.id)
    assert isinstance(window.page, RecordPage)
    QTest.keyClick(window.page.foot.next, Qt.Key.Key_Space)
    page = window.page
    assert isinstance(page, ChildrenPage) and page.file.child is not None
    assert page.file.child.id == child.id


def test_what_a_record_says_stands_in_the_form_that_goes_on(
    window: MainWindow, house: Desk
) -> None:
    child = house.house().children[0].id
    death = records.submit(house, "F51", {"died_at": "2026-11-01T03:00"}, child=child,
                           step=Step(first_run=True))  # fmt: skip
    window.go("record", form="F51", record=death.id)
    popup = _on(window)
    button = next(b for b in popup.buttons if "上报主管部门" in b.accessibleName())
    button.click()
    page = window.page
    assert isinstance(page, RecordPage) and page.view is not None and page.presenter is not None
    assert page.presenter.form.id == "F70" and page.presenter.child == child
    raw = page.view.raw()
    assert (raw["about"], raw["type"]) == (death.id, "DEATH")
