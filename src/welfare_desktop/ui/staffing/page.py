"""排班与配比: the ratio, the month to plan, the staff."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.ui.shell.keys import Key
from welfare_desktop.ui.shell.page import Page, Shell, wake
from welfare_desktop.ui.shell.tabs import Tabs
from welfare_desktop.ui.staffing.grid import PEOPLE_KEYS, PLAN_KEYS, RATIO_KEYS
from welfare_desktop.ui.staffing.people import PeopleTab
from welfare_desktop.ui.staffing.plan import PlanTab
from welfare_desktop.ui.staffing.ratio import RatioTab

_TABS = ("ratio", "plan", "people")


class StaffingPage(Page):
    """``shell.go("staffing", ward=…, month=…)`` opens a month to plan."""

    title = "排班与配比"
    subtitle = "谁在岗、够不够、谁能来"
    keys: tuple[Key, ...] = RATIO_KEYS
    help = (
        "点线框是还没保存的；! 是提醒，可以保存；✕ 不改不能保存。没保存的离开也不丢，下次接着排。"
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.tabs = Tabs("配比、排班、人员")
        self.ratio, self.plan, self.people = RatioTab(self), PlanTab(self), PeopleTab(self)
        for tab, word in ((self.ratio, "配比"), (self.plan, "排班"), (self.people, "人员")):
            self.tabs.addTab(tab, word)
        self.tabs.currentChanged.connect(self._turned)
        layout.addWidget(self.tabs)

    def enter(
        self, tab: str = "", ward: str = "", month: date | None = None, **arguments: Any
    ) -> None:
        wanted = "plan" if ward or month is not None else tab
        self.tabs.blockSignals(True)
        if wanted in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(wanted))
        self.tabs.blockSignals(False)
        self._tell_keys()
        if self.tabs.currentWidget() is self.plan:
            self.plan.enter(ward, month)
        else:
            self.refresh()

    def refresh(self) -> None:
        shown = self.tabs.currentWidget()
        self._tell_keys()
        if shown is self.plan:
            self.plan.refresh()
        elif shown is self.ratio:
            self.ratio.refresh()
        else:
            self.people.refresh()

    def _tell_keys(self) -> None:
        self.keys = (RATIO_KEYS, PLAN_KEYS, PEOPLE_KEYS)[self.tabs.currentIndex()]
        self.header_changed.emit()

    def _turned(self) -> None:
        self._tell_keys()
        if self.tabs.currentWidget() is self.plan:
            self.plan.enter()
        else:
            self.plan.keep()
            self.refresh()
        focus = self.first_focus()
        if focus is not None and self.isVisible():
            wake(focus, self)
            focus.setFocus()

    def leave(self) -> bool:
        """What is typed and not saved stays as a draft."""
        self.plan.keep()
        return True

    def clear(self) -> None:
        for tab in (self.ratio, self.plan, self.people):
            tab.clear()

    def not_done(self, error: Exception) -> None:
        """What a plan is refused for; a reason is asked in its place."""
        self.plan.refused(error)
        super().not_done(error)

    def first_focus(self) -> QWidget | None:
        shown = self.tabs.currentWidget()
        lists: dict[QWidget, QWidget] = {self.plan: self.plan.grid, self.people: self.people.list}
        wanted = lists.get(shown, self.ratio.first_focus())
        return wanted if wanted.isVisibleTo(self) else self.tabs.tabBar()
