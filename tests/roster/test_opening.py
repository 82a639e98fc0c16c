"""建账 from a file to the signed list: who may, all or nothing, what lands in which form."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from welfare_desktop.actions import opening, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.opening import Choices
from welfare_desktop.actions.opening_paper import opening_paper
from welfare_desktop.actions.today import duties
from welfare_desktop.app.practice import id_number
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.rules import check

BORN = date(2018, 10, 24)
NUMBER = id_number("341000", BORN, 823)
HEAD = ("姓名", "性别", "出生日期", "身份证号", "入院日期", "入院原因", "养育方式", "户口", "医保",
        "自理能力", "残疾情况", "班组", "床号")  # fmt: skip
ROW = ("宋星", "男", "2018-10-24", NUMBER, "2018-11-13", "弃婴", "院内", "已落户", "已参保", "半护",
       "肢体二级、脑瘫", "一区", 1)  # fmt: skip


def written(folder: Path, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Path:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    path = folder / "名册.xlsx"
    book.save(path)
    return path


def entries(desk: Desk) -> int:
    return sum(int(head["seq"]) for head in desk.store.heads())


def test_facts_go_to_the_forms_they_belong_to(desk: Desk, tmp_path: Path) -> None:
    (record,) = opening.accept(desk, opening.read(desk, written(tmp_path, ROW)))
    (child,) = desk.house().children
    assert record.id == child.id and child.by_roster
    forms = ("F01", "F02", "F12", "F09", "F10", "F13", "F23")
    assert all(r.basis == "roster" for f in forms for r in child.all(f))
    assert child.intake is not None and child.intake.get("arrived_at") == "2018-11-13T00:00"
    assert child.intake.get("remark") == "时刻不详" and child.admitted_on == date(2018, 11, 13)
    assert [r.get("name") for r in child.all("F23")] == ["肢体残疾二级", "脑瘫"]
    facts = {"F12": ("to_mode", "INSTITUTION"), "F09": ("id_no", NUMBER), "F10": ("state", "1"),
             "F13": ("level", "2")}  # fmt: skip
    for form, (field, value) in facts.items():
        assert [r.get(field) for r in child.all(form)] == [value]
    live = desk.house().go_live_on
    assert live == desk.now().date()
    assert {(s.get("dimension"), s.get("value"), s.happened_at, s.get("transition"))
            for s in child.all("T")} == {
        (dimension, value, f"{live}T00:00", "T-0") for dimension, value in
        (("status", "IN_CARE"), ("care_mode", "INSTITUTION"), ("whereabouts", "ON_SITE"))
    }  # fmt: skip


def test_the_past_is_no_breach_and_gaps_are_due(desk: Desk, tmp_path: Path) -> None:
    opening.accept(desk, opening.read(desk, written(tmp_path, ROW, ("李明",) + (None,) * 12)))
    found = check(desk.house(), desk.now())
    of_children = {v.verdict for v in found if v.subject.kind == "child"}
    assert of_children <= {"NA", "DUE", "PASS"}
    gaps = [d for d in duties(desk) if d.clause == "建账"]
    due = desk.now().date() + timedelta(days=30)
    assert len(gaps) == 2 and {(d.verdict, d.due) for d in gaps} == {("DUE", due)}


@pytest.mark.parametrize("said", ["已落户", "已办", "集体户"])
def test_registered_without_a_number_is_registered(desk: Desk, tmp_path: Path, said: str) -> None:
    head = ("姓名", "户口")
    path = written(tmp_path, ("宋星", said), ("宋月", "办理中"), ("宋明", "未落户"), head=head)
    opening.accept(desk, opening.read(desk, path))
    done = {c.name: c.hukou is not None for c in desk.house().children}
    assert done == {"宋星": True, "宋月": False, "宋明": False}
    assert {c.name for c in desk.house().children if c.all("F09")} == {"宋星", "宋月"}


def test_care_mode_told_later_takes_effect(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, ("宋星", "看情况"), head=("姓名", "养育方式"))
    reading = opening.read(desk, path)
    assert [f.field for f in reading.of_kind("ask")] == ["F12.to_mode"]
    opening.accept(desk, reading)
    (child,) = desk.house().children
    (mode,) = child.all("F12")
    records.continue_record(desk, mode.id, {"to_mode": "FOSTER"})
    (child,) = desk.house().children
    assert (child.care_mode, child.whereabouts) == ("FOSTER", "FOSTER_HOME")


def test_a_child_that_came_after_go_live_is_there_from_its_arrival(
    desk: Desk, clock: SetClock, tmp_path: Path
) -> None:
    head = ("姓名", "入院日期")
    opening.accept(desk, opening.read(desk, written(tmp_path, ("老生", "2020-01-01"), head=head)))
    clock.at += timedelta(days=5)
    reading = opening.read(desk, written(tmp_path, ("新生", "2025-07-30"), head=head))
    assert [f.field for f in reading.of_kind("ask")] == ["F02.arrived_at"]
    opening.accept(desk, reading)
    came = {c.name: c.spans("status")[0].happened_at for c in desk.house().children}
    assert came == {"老生": "2025-07-28T00:00", "新生": "2025-07-30T00:00"}


def test_all_or_nothing_even_when_it_fails_in_the_middle(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, ROW, ("李明", *ROW[1:3], None, *ROW[4:12], 2))
    reading, before = opening.read(desk, path), entries(desk)
    whole = opening.admit_by_roster

    def breaks(at: Desk, row: Any) -> Any:
        if row.row == 3:
            raise OSError(28, "disk full")
        return whole(at, row)

    monkeypatch.setattr(opening, "admit_by_roster", breaks)
    with pytest.raises(OSError, match="disk"):
        opening.accept(desk, reading)
    assert not desk.house().children and entries(desk) == before
    monkeypatch.undo()
    assert len(opening.accept(desk, reading)) == 2
    told: list[str] = []
    assert desk.store.check(told.append), told


def test_refused_rows_stand_on_the_list_until_they_are_taken(desk: Desk, tmp_path: Path) -> None:
    bad = ("李明", "男", "不清", *ROW[3:])
    reading = opening.read(desk, written(tmp_path, bad, ROW))
    with pytest.raises(Refused, match="一行都没有写入"):
        opening.accept(desk, reading)
    opening.accept(desk, reading, accept_good=True)
    first = opening.opening_list(desk)
    assert [(r.row, r.name) for r in first.refused] == [(2, "李明")] and first.refused[0].why
    assert opening_paper(desk).startswith(b"%PDF")
    number = id_number("341000", BORN, 825)
    good = ("李明", "男", "2018-10-24", number, *ROW[4:12], 2)
    again = opening.read(desk, written(tmp_path, ROW, good))
    assert [(f.row, f.to) for f in again.of_kind("duplicate")] == [
        (2, desk.house().children[0].file_no)
    ]
    opening.accept(desk, again)
    last = opening.opening_list(desk)
    assert not last.refused and len(last.children) == 2 and last.sha256 != first.sha256
    with pytest.raises(Refused, match="重新读"):
        opening.accept(desk, again)


def test_who_may_take_children_in(desk: Desk, tmp_path: Path) -> None:
    reading = opening.read(desk, written(tmp_path, ROW))
    for login in ("huli1", "xitong", "caiwu"):
        with pytest.raises(Refused, match="社工"):
            opening.accept(desk.seated(desk.find_account(login)), reading)
    opening.accept(desk.seated(desk.find_account("shegong")), reading)


def test_a_ward_of_another_name_and_a_name_two_people_share(desk: Desk, tmp_path: Path) -> None:
    records.submit(
        desk, "F64", {"name": "王秀英", "sex": "2", "post": "1"}, step=records.Step(first_run=True)
    )
    path = written(tmp_path, ("宋星", "三楼", "王秀英"), head=("姓名", "班组", "护理员"))
    asked = opening.read(desk, path)
    assert asked.asks == ("三楼",)
    assert {f.field for f in asked.of_kind("ask")} == {"F01.ward_id", "F01.primary_carer"}
    reading = opening.read(desk, path, Choices(wards={"三楼": "W2"}))
    child = dict(reading.rows[0].forms)["F01"]
    assert child["ward_id"] == desk.house().ward_by_no("W2").id  # type: ignore[union-attr]
    assert "primary_carer" not in child, "which of the two is not guessed"
    with pytest.raises(Refused, match="没有编号"):
        opening.read(desk, path, Choices(wards={"三楼": "W9"}))


def test_a_roster_of_lines(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "名册.jsonl"
    lines = [dict(zip(HEAD, ROW, strict=True)), {"姓名": "李明", "身份证号": float(NUMBER)}]
    path.write_text(
        "\ufeff" + "\n\n".join(json.dumps(x, ensure_ascii=False) for x in lines), "utf-8"
    )
    reading = opening.read(desk, path)
    assert [r.row for r in reading.rows] == [1] and [f.row for f in reading.of_kind("refused")] == [
        3
    ]
