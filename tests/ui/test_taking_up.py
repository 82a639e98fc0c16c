"""Each duty of 今日 opens the form that mends it, or stands under those who do it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Sit
from welfare_desktop.actions import today
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.permissions import ROLE_NAMES, fillers
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.packages.page import PackagesPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.duties import take_up, why_not
from welfare_desktop.ui.today.page import TodayPage

#: What is not done by filling a form.
_PAGES = {"F30": RoundsPage, "F32": RoundsPage, "F74": PackagesPage}


def _whole_list(window: MainWindow) -> TodayPage:
    window.go("today")
    page = window.page
    assert isinstance(page, TodayPage)
    page.mine.setChecked(False)
    page.refresh()
    while page.list.more is not None:
        page.list.more.click()
    QApplication.processEvents()
    return page


@pytest.mark.parametrize(
    "login", ["huli1", "hushi1", "shegong", "caiwu", "dangan", "kezhang", "yuanzhang"]
)
def test_what_this_person_can_do_opens_and_the_rest_says_who(
    sit: Sit, first_weeks: Stage, login: str
) -> None:
    desk = first_weeks.seat(login)
    window = sit(desk)
    page = _whole_list(window)
    rows = [(row.duty, row.do.isEnabled()) for row in page.list.rows]
    assert rows and rows == sorted(rows, key=lambda one: not one[1]), "the own ones first"
    for duty, able in rows:
        assert able == today.may_do(desk, duty)
        if able:
            take_up(window, duty)
            opened = window.page
            if duty.form in _PAGES:
                assert isinstance(opened, _PAGES[duty.form])
                continue
            assert isinstance(opened, RecordPage) and opened.presenter is not None
            assert opened.presenter.form.id == duty.form
            assert opened.presenter.child == duty.child, "the child is carried in"
            assert not opened.presenter.why_not_fill()
        else:
            told = why_not(desk, duty)
            assert all(ROLE_NAMES[role] in told for role in fillers(FORMS[duty.form]))


def test_those_of_others_stand_under_who_does_them(sit: Sit, first_weeks: Stage) -> None:
    """C12.06: filing is the archivist's; it is no line of the social worker's own."""
    window = sit(first_weeks.seat("shegong"))
    page = _whole_list(window)
    headings = [label.text() for label in page.list.findChildren(Label)]
    assert "由档案员填写" in headings
    others = [row.duty.clause for row in page.list.rows if not row.do.isEnabled()]
    assert "C12.06" in others
    page.mine.setChecked(True)
    page.refresh()
    assert page.list.rows and all(row.do.isEnabled() for row in page.list.rows)
    archivist = _whole_list(sit(first_weeks.seat("dangan")))
    filed = next(row for row in archivist.list.rows if row.duty.clause == "C12.06")
    assert filed.do.isEnabled()
