"""All pages of the window, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from welfare_desktop.ui.admin.opening_page import OpeningPage
from welfare_desktop.ui.admin.page import AdminPage
from welfare_desktop.ui.admin.people_page import PeoplePage
from welfare_desktop.ui.admin.reading_page import ReadingPage
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.compliance.page import CompliancePage
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.filing.page import IntakePage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.packages.page import PackagesPage
from welfare_desktop.ui.registers.group import GroupPage
from welfare_desktop.ui.registers.page import RegistersPage
from welfare_desktop.ui.rounds.lead import LeadPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.page import PageEntry
from welfare_desktop.ui.shell.search import Hit
from welfare_desktop.ui.staffing.page import StaffingPage
from welfare_desktop.ui.today.calendar import CalendarPage
from welfare_desktop.ui.today.page import TodayPage

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk

#: Each screen family adds its entries here; the first is shown after unlocking.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", TodayPage, "今日", "house"),
    PageEntry("children", ChildrenPage, "儿童档案", "users"),
    PageEntry("rounds", RoundsPage, "巡查与交接", "clipboard-check"),
    PageEntry("staffing", StaffingPage, "排班与配比", "calendar"),
    PageEntry("registers", RegistersPage, "登记簿", "list"),
    PageEntry("compliance", CompliancePage, "合规检查", "shield-check"),
    PageEntry("packages", PackagesPage, "导出与上报", "send"),
    PageEntry("admin", AdminPage, "设置", "settings"),
    PageEntry("lead", LeadPage, under="rounds"),
    PageEntry("calendar", CalendarPage, under="today"),
    PageEntry("opening", OpeningPage, under="admin"),
    PageEntry("people", PeoplePage, under="admin"),
    PageEntry("reading", ReadingPage, under="admin"),
    PageEntry("record", RecordPage, under="children"),
    PageEntry("intake", IntakePage, under="children"),
    PageEntry("group", GroupPage, under="registers"),
    PageEntry("event", EventPage, under="rounds"),
)


def finder(desk: Desk) -> Callable[[str], Sequence[Hit]]:
    """Ctrl+K of a desk."""
    from welfare_desktop.actions.search import find

    return lambda text: find(desk, text)
