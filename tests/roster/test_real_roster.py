"""A hand-kept roster against the faults that were planted in it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.names import clean_name, pinyin_keys
from welfare_desktop.domain.roster import RosterReading, read_roster, result_json
from welfare_desktop.domain.roster.days import read_day
from welfare_desktop.domain.roster.model import Cell
from welfare_desktop.reports.workbook import read_workbook

TODAY = date(2026, 11, 24)
WARDS = {"一区": "w1", "W1": "w1"}
HEAD: tuple[Cell, ...] = (
    "备注", "公民\n身份号码", "来院时间", "儿童姓名", "性别", "出生年月日", "鞋码",
)  # fmt: skip
GOOD: tuple[Cell, ...] = (None, "341000201810248236", "2018.11.13", "宋星", "男", "20181024", 30)


def reading(*rows: tuple[Cell, ...], reason: str | None = None) -> RosterReading:
    return read_roster(rows, wards=WARDS, staff={"王芳": "s1"}, today=TODAY, reason=reason)


def test_other_headings_order_and_extra_columns() -> None:
    title: tuple[Cell, ...] = ("儿童花名册",)
    got = reading(title, HEAD, GOOD, (None,) * 7, HEAD, ("合计", "1人"))
    assert (got.read, len(got.rows), got.unmapped_columns) == (1, 1, ("鞋码",))
    forms = dict(got.rows[0].forms)
    assert forms["F01"]["id_no"] == "341000201810248236"
    assert forms["F02"]["arrived_at"] == "2018-11-13T00:00"


def test_question_is_taken_with_a_reason_and_kept() -> None:
    girl = (*GOOD[:4], "女", *GOOD[5:])
    without = result_json(reading(HEAD, girl), False)
    assert [q["row"] for q in without["questions"]] == [2] == [r["row"] for r in without["refused"]]
    taken = reading(HEAD, girl, reason="户口登记有误")
    assert "户口登记有误" in dict(taken.rows[0].forms)["F01"]["remark"]


@pytest.mark.parametrize(
    "written",
    ["2016-08-31", "2016.8.31", "2016/8/31", "2016年8月31日", "20160831", 20160831, 42613,
     "２０１６．８．３１", "二〇一六年八月三十一日", datetime(2016, 8, 31), date(2016, 8, 31)],
)  # fmt: skip
def test_a_day_in_every_usual_way(written: Cell) -> None:
    assert read_day(written)[0] == date(2016, 8, 31)


@pytest.mark.parametrize(
    "written", ["16/8/31", "3/4/2016", "160831", "2016年8月", "2015-02-29", "?"]
)
def test_a_day_that_is_not_certain_is_not_read(written: str) -> None:
    with pytest.raises(ValueError):
        read_day(written)


def test_names_keep_their_characters() -> None:
    assert clean_name(" 朱雨\ue863\u3000").text == "朱雨䶮"
    assert clean_name("阿依•古丽").text == "阿依·古丽"
    with pytest.raises(Refused):
        clean_name("朱\ue000")
    assert pinyin_keys("单雄")[:2] == ("shanxiong", "sx")
    assert "ouyangle" in pinyin_keys("欧阳乐")


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 x", b"PK\x03\x04broken", b"a,b\n", bytes.fromhex("d0cf11e0a1b11ae1")],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "名册.xlsx"
    file.write_bytes(content)
    with pytest.raises(Trouble):
        read_workbook(file)


def test_workbook_gives_the_fullest_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["x"])
    sheet = book.create_sheet("名册")
    sheet.append(["姓名", "性别"])
    sheet.merge_cells("A1:B1")
    sheet.append(["甲", "男"])
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx").rows == (("姓名", None), ("甲", "男"))
