"""Rosters of other shapes: what people do to a sheet in ten years of keeping it by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from welfare_desktop.actions.opening_files import sheet_of
from welfare_desktop.app.practice import id_number
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.roster import Known, RosterReading, read_roster, result_json
from welfare_desktop.domain.roster.days import read_day
from welfare_desktop.domain.roster.model import Cell
from welfare_desktop.reports.workbook import read_sheets, with_reasons

TODAY = date(2026, 11, 24)
BORN = date(2018, 10, 24)
NUMBER = id_number("341000", BORN, 823)
OTHER = id_number("341000", BORN, 825)
HEAD = ("姓名", "性别", "出生日期", "身份证号")
WARDS = {"一区": "w1", "二区": "w2"}
BEDS = {"w1": {str(n): "" for n in range(1, 9)}, "w2": {"1": ""}}


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., RosterReading]:
    """Writes a workbook, reads it back as the action does, and judges it."""

    def made(*rows: tuple[Any, ...], shape: Callable[[Any], None] = lambda sheet: None,
             **more: Any) -> RosterReading:  # fmt: skip
        book = Workbook()
        for row in rows:
            book.active.append(row)
        shape(book.active)
        book.save(tmp_path / "r.xlsx")
        sheet, first, _ = sheet_of(tmp_path / "r.xlsx")
        facts: dict[str, Any] = {"wards": WARDS, "staff": {"王芳": "s1"}, "today": TODAY}
        reading = read_roster(
            sheet.rows, first_row=first, spread=sheet.spread, hidden_rows=sheet.hidden_rows,
            **facts | more,
        )  # fmt: skip
        told = result_json(reading, False)
        refused = {f["row"] for f in told["refused"]}
        assert told["read"] == told["accepted"] + len(refused) + len(told["duplicates"])
        return reading

    return made


Made = Callable[..., RosterReading]


def kinds(reading: RosterReading, kind: str) -> set[tuple[int, str]]:
    return {(f.row, f.field) for f in reading.of_kind(kind)}


def child(reading: RosterReading, number: int = 0) -> dict[str, Any]:
    return dict(reading.rows[number].forms)["F01"]


def test_a_ward_merged_over_several_rows_is_the_ward_of_each(roster: Made) -> None:
    def merged(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C2:C4")

    head = ("区域", "姓名", "护理员")
    got = roster(head, ("一区", "宋星", "王芳"), (None, "宋月", None), ("二区", "宋明", None),
                 shape=merged)  # fmt: skip
    assert [child(got, n)["ward_id"] for n in range(3)] == ["w1", "w1", "w2"]
    assert [child(got, n)["primary_carer"] for n in range(3)] == ["s1"] * 3


def test_a_child_on_two_merged_rows_is_not_two_children(roster: Made) -> None:
    def merged(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    got = roster(("姓名", "性别", "残疾情况"), ("宋星", "男", "肢体二级"), (None, "男", "智力一级"),
                 shape=merged)  # fmt: skip
    assert len(got.rows) == 1 and kinds(got, "refused") == {(3, "F01.name")}


def test_two_header_lines_with_merged_headings_on_a_later_row(roster: Made) -> None:
    def merged(sheet: Any) -> None:
        for cells in ("A3:A4", "B3:C3", "D3:D4", "A1:D1"):
            sheet.merge_cells(cells)

    got = roster(
        ("某市儿童福利院",), ("填报：业务科", None, None, "2026-10-08"),
        ("姓名", "入院", None, "性别"), (None, "日期", "原因", None),
        ("宋星", "2019.1.2", "弃婴", "男"), shape=merged,
    )  # fmt: skip
    forms = dict(got.rows[0].forms)
    assert forms["F01"]["adm_cause"] == "A1" and forms["F01"]["sex"] == "1"
    assert forms["F02"]["admitted_on"] == "2019-01-02" and got.unmapped_columns == ()


def test_the_sheet_that_is_a_roster_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = Workbook()
    money = book.active
    money.title = "费用"
    for number in range(20):
        money.append([number] * 6)
    ward = book.create_sheet("二区")
    ward.append(HEAD)
    ward.append(("宋星", "男", BORN, NUMBER))
    old = book.create_sheet("旧")
    old.sheet_state = "hidden"
    for _ in range(9):
        old.append(HEAD)
    book.save(tmp_path / "r.xlsx")
    sheet, _, others = sheet_of(tmp_path / "r.xlsx")
    assert sheet.name == "二区" and set(others) == {"费用", "旧"}
    assert sheet_of(tmp_path / "r.xlsx", "旧")[0].hidden
    with pytest.raises(Refused, match="没有叫"):
        sheet_of(tmp_path / "r.xlsx", "三区")


@pytest.mark.parametrize(
    "written", [float(NUMBER), 341000201810240000, 3.41e17, "3.41E+17", NUMBER[:17], "身份证号"]
)
def test_a_number_that_lost_digits_is_never_taken(roster: Made, written: Cell) -> None:
    got = roster(HEAD, ("宋星", "男", BORN, written))
    assert kinds(got, "refused") == {(2, "F01.id_no")} and not got.rows


def test_every_number_that_excel_rounded_is_noticed_whatever_its_check_digit(
    roster: Made,
) -> None:
    numbers = [float(id_number("341000", BORN, n).replace("X", "0")) for n in range(101, 201, 2)]
    rows = [(f"宋{chr(0x4E00 + n)}", "男", BORN, number) for n, number in enumerate(numbers)]
    assert len({f.row for f in roster(HEAD, *rows).of_kind("refused")}) == len(numbers)


@pytest.mark.parametrize(
    "written", [NUMBER.lower(), " ".join(NUMBER), f"'{NUMBER}", f"{NUMBER}\u200b",
                "".join(chr(ord(c) + 0xFEE0) for c in NUMBER)],
)  # fmt: skip
def test_a_number_as_people_type_it_is_repaired(roster: Made, written: str) -> None:
    got = roster(HEAD, ("宋星", "男", BORN, written))
    assert child(got)["id_no"] == NUMBER
    assert bool(got.of_kind("repaired")) == (written != NUMBER)


@pytest.mark.parametrize(
    "written", ["2016 8 31", "2016.08.31.", "二零一六年8月31日", "二〇一六年八月三十一号"]
)
def test_further_ways_of_writing_a_day(written: str) -> None:
    assert read_day(written)[0] == date(2016, 8, 31)


@pytest.mark.parametrize(
    "written",
    ["农历二〇一六年七月廿九", "二〇一六年八月十五", "2016年闰七月初九", "丙申年七月廿九", "20168",
     "2016年8月31日（农历）", "31/8/2016", "约2016年"],
)  # fmt: skip
def test_a_day_of_another_calendar_or_of_two_readings_is_not_read(written: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        read_day(written)


def test_columns_about_others_or_in_another_calendar_are_not_the_childs(roster: Made) -> None:
    head = (
        "出生日期（农历）",
        "监护人（姓名）",
        "姓名（必填）",
        "出生日期",
        "监护人身份证号",
        None,
    )
    got = roster(head, ("七月廿九", "某某", "宋星", BORN, NUMBER, "没有表头的一格"))
    assert child(got) == {"name": "宋星", "birth_date": BORN.isoformat()}
    assert got.unmapped_columns == (
        "出生日期(农历)", "监护人(姓名)", "监护人身份证号", "F列（没有表头）",
    )  # fmt: skip


def test_no_two_columns_may_be_given_one_field(roster: Made) -> None:
    with pytest.raises(Refused, match="两列"):
        roster((*HEAD, "电话"), overrides={"姓名": "F01.name", "电话": "F01.name"})


def test_rows_that_are_no_children_are_said(roster: Made) -> None:
    got = roster(
        HEAD, ("宋星", "男", BORN, NUMBER), ("马小小",), ("本页小计", None, 2), ("共2人",),
        ("注：以上为在册",), ("制表人：张三", None, None, "审核：李四"), ("以下空白",),
    )  # fmt: skip
    assert [child(got, n)["name"] for n in range(2)] == ["宋星", "马小小"]
    assert got.read == 2 and [f.row for f in got.of_kind("skipped")] == [4, 5, 6, 7, 8]


def test_a_hidden_row_is_taken_and_asked(roster: Made) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    got = roster(HEAD, ("宋星", "男", BORN, NUMBER), shape=hide)
    assert len(got.rows) == 1 and kinds(got, "ask") == {(2, "F01.name")}


def test_who_is_the_same_child(roster: Made) -> None:
    got = roster(
        HEAD, ("宋星", "男", BORN, NUMBER), ("宋星", "男", BORN, NUMBER), ("宋星", None, BORN, None),
        ("李明", "男", BORN, NUMBER), ("宋星", "男", BORN, OTHER), ("宋星", "男", None, None),
    )  # fmt: skip
    assert [(f.row, f.of) for f in got.of_kind("duplicate")] == [(3, 2), (4, 2)]
    assert kinds(got, "refused") == {(5, "F01.id_no")}, "one number, two names: whose is it?"
    assert {(6, "F01.name"), (7, "F01.name"), (2, "F01.id_no")} <= kinds(got, "ask")


def test_a_good_row_replaces_a_refused_one(roster: Made) -> None:
    got = roster(HEAD, ("宋星", "男", "不清", NUMBER), ("宋星", "男", BORN, NUMBER))
    assert kinds(got, "refused") == {(2, "F01.birth_date")} and [r.row for r in got.rows] == [3]


def test_children_already_in_the_books(roster: Made) -> None:
    known = [
        Known(file_no="0001", name="宋星", birth_date=BORN.isoformat(), sex="1", id_no=NUMBER),
        Known(file_no="0002", name="宋月", birth_date=BORN.isoformat(), sex="2", id_no=""),
    ]
    got = roster(
        HEAD, ("宋星", "男", None, NUMBER), ("宋月", "女", BORN, None), ("李明", "男", BORN, NUMBER),
        ("宋月", "女", date(2019, 1, 1), None), known=known,
    )  # fmt: skip
    assert [(f.row, f.to) for f in got.of_kind("duplicate")] == [(2, "0001"), (3, "0002")]
    assert kinds(got, "refused") == {(4, "F01.id_no")} and [r.row for r in got.rows] == [5]


def test_one_bed_holds_one_child_known_ward_or_not(roster: Made) -> None:
    got = roster(
        ("姓名", "班组", "床号"), ("宋星", "一区", "1床"), ("宋月", "一区", 1), ("宋明", "九区", 2),
        ("宋亮", "九区", 2.0), ("宋光", "二区", 7), ("宋辉", "一区", 3), beds=BEDS,
    )  # fmt: skip
    assert [child(got, n).get("bed_no") for n in range(6)] == ["1", None, "2", None, None, "3"]
    assert {row for row, field in kinds(got, "ask") if field == "F01.bed_no"} == {3, 5, 6}
    assert got.asks == ("九区",), "asked once per value"


def test_kind_grade_and_disease_in_three_columns(roster: Made) -> None:
    got = roster(
        ("姓名", "残疾类别", "残疾等级", "疾病诊断"), ("宋星", "肢体残疾", "二级", "脑瘫、癫痫"),
        ("宋月", "视力、智力", "一级", "无"),
    )  # fmt: skip
    first = [v for f, v in got.rows[0].forms if f == "F23"]
    assert [(d["kind"], d["name"], d.get("dis_grade")) for d in first] == [
        ("2", "肢体残疾二级", "2"), ("1", "脑瘫", None), ("1", "癫痫", None),
    ]  # fmt: skip
    second = [v for f, v in got.rows[1].forms if f == "F23"]
    assert [d.get("dis_grade") for d in second] == [None, None], "whose grade it is, is not guessed"
    assert (3, "F23.dis_grade") in kinds(got, "ask")


def test_private_use_characters_outside_the_name(roster: Made) -> None:
    got = roster(
        ("姓名", "备注", "过敏史"), ("宋星", "原名\ue863", None), ("宋月", "见\ue000", None),
        ("宋明", None, "花生\ue001"), ("宋亮", None, "青霉素" * 80),
    )  # fmt: skip
    assert got.rows[0].remark == "原名䶮" and kinds(got, "repaired") == {(2, "F01.remark")}
    assert kinds(got, "refused") == {(3, "F01.remark"), (4, "F01.allergy")}
    assert "allergy" not in child(got, 1) and "青霉素" * 80 in child(got, 1)["remark"]


@pytest.mark.parametrize("written", [date(1850, 1, 1), "0216-08-31"])
def test_what_a_form_would_refuse_refuses_the_row(roster: Made, written: Cell) -> None:
    got = roster(HEAD, ("宋星", "男", str(written), None))
    assert kinds(got, "refused") == {(2, "F01.birth_date")}


def test_arrivals_against_birth_and_go_live(roster: Made) -> None:
    head = (*HEAD, "入院日期")
    got = roster(
        head, ("宋星", "男", None, NUMBER, BORN - timedelta(days=1)),
        ("宋月", "女", BORN, None, date(2026, 11, 10)), go_live_on=date(2026, 11, 1),
    )  # fmt: skip
    assert kinds(got, "refused") == {(2, "F02.arrived_at")}, "the number tells the birth"
    assert kinds(got, "ask") == {(3, "F02.arrived_at")}


def test_a_sheet_formatted_to_its_last_row_and_one_of_5000_children(roster: Made) -> None:
    def tall(sheet: Any) -> None:
        sheet.cell(1_048_576, 4).number_format = "@"

    days = [BORN + timedelta(days=n) for n in range(2500)]
    rows = [(f"宋{chr(0x4E00 + n)}", "男", day, None) for n, day in enumerate(days)]
    got = roster(HEAD, *rows, *rows, shape=tall)
    assert got.read == 5000 and len(got.of_kind("duplicate")) == 2500


def test_a_result_of_a_formula_is_its_value_and_one_never_calculated_is_shown(
    tmp_path: Path,
) -> None:
    book = Workbook()
    book.active.append(("姓名", "备注"))
    book.active.append(("宋星", "=1+1"))
    book.save(tmp_path / "r.xlsx")
    (sheet,) = read_sheets(tmp_path / "r.xlsx")
    assert sheet.rows[1] == ("宋星", "=1+1")
    assert with_reasons(sheet, 0, {2: "不收"}).startswith(b"PK")
