"""The sample roster against the list of faults planted in it, and rosters of other shapes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.idnumber import check_character, id_number_problem
from welfare_desktop.domain.roster import propose_mapping, read_roster, result_json
from welfare_desktop.domain.roster.model import Cell
from welfare_desktop.domain.roster.readings import diagnoses
from welfare_desktop.reports.workbook import read_workbook

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 24)


def planted(*words: str) -> set[int]:
    lines = (DATA / "roster-faults.txt").read_text("utf-8").splitlines()
    return {
        int(match[1])
        for line in lines
        if (match := re.match(r" row (\d+) (.*)", line)) and any(w in match[2] for w in words)
    }


def test_findings_are_exactly_what_was_planted() -> None:
    rows = read_workbook(DATA / "roster.xlsx").rows
    result = result_json(read_roster(rows, wards={}, staff={}, today=TODAY), False)
    found = {key: {f["row"] for f in result[key]} for key in
             ("repaired", "questions", "refused", "duplicates")}  # fmt: skip
    questions = planted("disagrees")
    assert found["questions"] == questions
    assert found["refused"] == questions | planted("check digit", "before birth")
    assert found["repaired"] == planted("repairable", "private-use")
    assert result["duplicates"] == [{"row": 35, "of": 34}]
    assert planted("duplicate") == {35}
    assert result["read"] == 63 == result["accepted"] + len(found["refused"]) + 1
    assert result["unmapped_columns"] == []


def test_two_header_lines_and_overrides() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("花名册", None, None, None, None),
        ("姓名", "入院", None, "班组", "家乡"),
        (None, "日期", "原因", None, None),
        ("宋星", "2018.11.13", "弃婴", "一区", "歙县"),
    ]
    mapping = propose_mapping(rows, {"家乡": None})
    assert mapping.header_row == 3
    assert mapping.columns == {
        0: "F01.name", 1: "F02.arrived_at", 2: "F01.adm_cause", 3: "F01.ward_id",
    }  # fmt: skip
    assert mapping.unmapped == ()
    got = read_roster(rows, wards={"一区": "w1"}, staff={}, today=TODAY)
    assert dict(got.rows[0].forms)["F01"]["ward_id"] == "w1"
    assert got.rows[0].row == 4 and got.asks == ()
    with pytest.raises(Refused):
        propose_mapping(rows, {"家乡": "F99.nothing"})


def test_a_sheet_without_names_is_refused() -> None:
    with pytest.raises(Refused):
        propose_mapping([("甲", "乙"), ("1", "2")])


def test_disabilities_and_diseases_become_one_record_each() -> None:
    both = diagnoses("视力一级、智力2级，脑瘫")
    assert [(d["kind"], d.get("dis_type"), d.get("dis_grade")) for d in both] == [
        ("2", "1", "1"), ("2", "5", "2"), ("1", None, None),
    ]  # fmt: skip
    assert both[2]["name"] == "脑瘫"
    assert diagnoses("听力残疾 三级")[0]["name"] == "听力残疾三级"
    assert diagnoses("无") == []


@pytest.mark.parametrize("place", range(17))
def test_any_single_wrong_digit_of_an_id_number_is_found(place: int) -> None:
    right = "34100020181024823"
    number = right + check_character(right)
    assert id_number_problem(number) is None
    for digit in set("0123456789") - {number[place]}:
        assert id_number_problem(number[:place] + digit + number[place + 1 :]) is not None
