"""The month to Excel and from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from welfare_desktop.actions import roster_sheet
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.keys import bind
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.widgets import Button
from welfare_desktop.ui.staffing.grid import PLAN_KEYS

if TYPE_CHECKING:
    from welfare_desktop.ui.staffing.plan import PlanTab


class SheetButtons:
    """The two buttons; what is read is laid over the month and saved like what is typed."""

    def __init__(self, tab: PlanTab) -> None:
        self._tab = tab
        self.out = Button("导出Excel", "file-spreadsheet", self._write, "导出Excel Ctrl+E")
        self.into = Button("读入Excel", "upload", self._read, "读入Excel Ctrl+O")
        bind(tab, PLAN_KEYS, {"export": self._write, "import": self._read})

    def _write(self) -> None:
        month, shell = self._tab.month, self._tab.page.shell
        if month is None or (folder := shell.ask_folder("排班表导出到哪里")) is None:
            return
        try:
            made = roster_sheet.export(shell.desk, month.book, month.cells, folder)
        except (Refused, Trouble) as error:
            shell.bad_news(error)
            return
        unsaved = "，里面有还没保存的改动" if month.fresh else ""
        shell.say(f"已导出到{made.path.name}{unsaved}。")

    def _read(self) -> None:
        month, shell = self._tab.month, self._tab.page.shell
        path = shell.ask_open_file("选排班表", "Excel (*.xlsx)") if month is not None else None
        if month is None or path is None:
            return
        try:
            told = roster_sheet.read(shell.desk, month.book, path)
        except (Refused, Trouble) as error:
            shell.bad_news(error)
            if isinstance(error, Refused) and error.also:
                rows = [Row(one.sentence) for one in error.also]
                ListPopup("没有读入的原因", rows, self._tab).open_under(self.into)
            return
        refused = month.take(told)
        self._tab.after(refused)
        self._tab.grid.setFocus()
        if not refused:
            shell.say(f"已读入，改了{len(month.fresh)}格，核对后保存。", "info")
