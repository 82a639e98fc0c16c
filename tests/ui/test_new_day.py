"""What a new day brings about is written while the window stands open (T20)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.actions.test_effects import known
from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import opening
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.roster.model import OpeningRow
from welfare_desktop.ui.shell.keeper import Keeper
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.page import TodayPage


def _clock(desk: Desk, moment: str) -> None:
    clock = desk.store.clock
    assert isinstance(clock, SetClock)
    clock.at = datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("later", "status"),
    [("2026-11-24T23:59", "IN_CARE"), ("2026-11-25T00:00", "ADULT_PENDING")],
)
def test_majority_comes_at_midnight(
    window: MainWindow, desk: Desk, later: str, status: str
) -> None:
    body = {"name": "甲", "sex": "1", "birth_date": "2008-11-25", "adm_cause": "B1"}
    taken = {"arrived_at": "2020-01-01T00:00", "admitted_on": "2020-01-01"}
    forms = (("F01", body), ("F02", taken), ("F12", {"to_mode": "INSTITUTION"}))
    child = opening.admit_by_roster(desk, OpeningRow(row=0, forms=forms, status="IN_CARE"))
    keeper = Keeper(window, ImmediateRunner())
    keeper.look()
    _clock(desk, later)
    keeper.look()
    assert known(desk, child.id).status == status
    keeper.stop()


def test_today_left_open_over_night_tells_the_hour(sit: Sit, houses: Houses) -> None:
    window = sit(houses(3))
    window.go("today")
    page = window.page
    assert isinstance(page, TodayPage)
    held = next(row.do for row in page.list.rows if row.do.isEnabled())
    held.setFocus()
    before = page.subtitle
    _clock(page.desk, f"{page.desk.now() + timedelta(days=1):%Y-%m-%dT00:10}")
    page.beat()
    assert page.subtitle != before, "also while the list has the keyboard"
    assert page.subtitle.startswith(f"{page.desk.now():%Y年%m月%d日}")
    assert window.focusWidget() is held
