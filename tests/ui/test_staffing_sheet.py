"""排班 to Excel and back: whole, by hand, and refused cell by cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.test_staffing import DECEMBER, Office, office, plan_december
from tests.ui.ward import CTRL
from welfare_desktop.actions import roster, roster_sheet
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.popups import ListPopup

Key = Qt.Key

__all__ = ["office"]


def sheet(path: Path, *lines: list[Any]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append(line)
    book.save(path)
    return path


def test_the_month_goes_to_excel_and_comes_back_whole(office: Office, tmp_path: Path) -> None:
    plan_december(office)
    plan = office.staffing.plan
    assert plan.month is not None
    office.window.ask_folder = lambda title: tmp_path  # type: ignore[method-assign]
    office.press(Key.Key_E, modifier=CTRL)
    (path,) = tmp_path.glob("排班*.xlsx")
    page = load_workbook(path).worksheets[0]
    assert [c.value for c in page[2]][:5] == ["王秀英", "护理员", "D", "D", "E"]
    cells = plan.month.cells
    plan.drop.click()
    assert plan.month.cells != cells
    office.window.ask_open_file = lambda title, kinds: path  # type: ignore[method-assign]
    office.press(Key.Key_O, modifier=CTRL)
    assert plan.month.cells == cells
    office.press(Key.Key_Return, modifier=CTRL)
    assert len(office.rosters()) == 31 * 3


def test_a_sheet_kept_by_hand_is_read(office: Office, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "hand.xlsx", ["十二月排班"], ["序号", "姓名", *range(1, 32)],
        [1, "王秀英", "白", "白班", "夜", "休", *[""] * 27], [2, "李 桂兰", *["A"] * 31],
        ["备注", "请大家按时到岗"],
    )  # fmt: skip
    office.plan()
    office.window.ask_open_file = lambda title, kinds: path  # type: ignore[method-assign]
    office.press(Key.Key_O, modifier=CTRL)
    assert office.line("huli1") == "DDN" + "·" * 28
    assert office.line("huli2") == "DA" * 31
    assert office.rosters() == [], "nothing is saved before it was looked at"


DAYS = ["姓名", *range(1, 32)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([DAYS, ["王秀英", "X", *[""] * 30]], "第2行1日：“X”看不懂"),
        ([DAYS, ["王五", "D", *[""] * 30]], "第2行：“王五”不在工作人员里"),
        ([DAYS, ["", "D", *[""] * 30]], "第2行：有班次，没有姓名"),
        ([DAYS, ["王秀英", "D"], ["王秀英", "N"]], "在第2行已有一行"),
        ([DAYS, ["白班带班", "某某", *[""] * 30]], "“某某”不是工作人员"),
        ([DAYS], "没有读到任何人的班次"),
        ([["姓名", "电话"], ["王秀英", "139"]], "没有找到表头"),
    ],
)
def test_a_bad_sheet_is_refused_cell_by_cell_and_nothing_is_taken(
    office: Office, tmp_path: Path, lines: list[list[Any]], said: str
) -> None:
    book = roster.book(office.desk, office.desk.house().wards[0].id, DECEMBER)
    with pytest.raises(Refused, match=said):
        roster_sheet.read(office.desk, book, sheet(tmp_path / "bad.xlsx", *lines))


def test_every_unreadable_cell_is_named(office: Office, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "bad.xlsx", DAYS, ["王秀英", "D", "??", "!!", *[""] * 28], ["赵六", "D"]
    )
    office.plan()
    office.window.ask_open_file = lambda title, kinds: path  # type: ignore[method-assign]
    office.press(Key.Key_O, modifier=CTRL)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup) and "共3处" in office.window.message.text.text()
    popup.close()
    assert office.line("huli1") == "·" * 31
    other = roster.book(office.desk, office.desk.house().wards[0].id, date(2027, 1, 1))
    office.window.ask_folder = lambda title: tmp_path  # type: ignore[method-assign]
    office.press(Key.Key_D, Key.Key_E)
    office.press(Key.Key_E, modifier=CTRL)
    (made,) = tmp_path.glob("排班*.xlsx")
    with pytest.raises(Refused, match="这张表是2026-12的"):
        roster_sheet.read(office.desk, other, made)
