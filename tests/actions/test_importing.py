"""Records of any form from Excel by label and from JSON Lines by identifier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.actions import filled
from welfare_desktop.actions import importing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS

INSURED = {
    "year": 2025,
    "state": "1",
    "verified_on": "2025-07-28",
    "verify_way": "1",
}


def child(desk: Desk, name: str) -> str:
    """File number of a child formally admitted."""
    made = filled.submit(desk, "F01", name=name, ward_id=None, bed_no=None)
    filled.submit(desk, "F04", made.id)
    filled.submit(desk, "F08", made.id)
    filled.submit(desk, "F02", made.id)
    return made.text("file_no")


def workbook(path: Path, title: str, rows: list[list[Any]]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def lines(path: Path, *found: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in found), "utf-8")
    return path


def test_excel_by_label_in_any_order_with_papers_and_people(desk: Desk, tmp_path: Path) -> None:
    file_no = child(desk, "赵小丁")
    (tmp_path / "走访.jpg").write_bytes(b"picture")
    (tmp_path / "签字.jpg").write_bytes(b"signed")
    heads = ["走访人", "档案编号", "到达", "离开时间", "走访方式", "走访地点", "见到儿童本人", "身体",
             "情绪", "发育", "就学", "居家安全检查·火", "居家安全检查·电", "居家安全检查·水",
             "居家安全检查·药", "居家安全检查·坠落", "居家安全检查·交通", "照料人在场", "是否更换", "问题",
             "照片", "家庭签字", "备注", "没有这一栏"]  # fmt: skip
    row = ["张玉兰", file_no, "2025-07-28 08:00", "2025-07-28 08:40", "实地走访", "寄养家庭", "是",
           "好", "好", "好", "上学", "是", "是", "是", "是", "没有护栏", "是", "是", "否", "无", "走访.jpg",
           "签字.jpg", "=1+1", "x"]  # fmt: skip
    carer = desk.record(filled.person(desk, "huli1")).text("name")
    path = workbook(
        tmp_path / "走访.xlsx", "家庭寄养走访记录表", [["走访登记"], heads, [carer, *row[1:]]]
    )
    form = importing.form_in(path, None)
    assert form == "F17"
    batch = importing.read(path, form)
    assert batch.unmapped == ("没有这一栏",) and [r.number for r in batch.rows] == [3]
    social = filled.seat(desk, FORMS["F17"])
    batch = importing.read(path, form)
    told: list[float] = []
    taken = importing.take(social, batch, told=told.append)
    assert taken.written and not taken.refused and told == [0.0], taken.refused
    (made,) = desk.house().of("F17")
    assert made.get("visitors") == [filled.person(desk, "huli1")]
    assert made.get("home_safety")["fall"] == "没有护栏" and made.get("remark") == "=1+1"
    assert {p.name for p in made.papers} == {"走访.jpg", "签字.jpg"}


def test_json_lines_by_identifier_all_or_nothing(desk: Desk, tmp_path: Path) -> None:
    file_no = child(desk, "钱小丙")
    good = {"form": "F10", "child": file_no, "data": INSURED}
    flat = {"form": "F10", "child": "钱小丙", **INSURED, "year": 2024}
    bad = {"form": "F10", "child": file_no, "data": INSURED | {"state": "没有这项"}}
    path = lines(tmp_path / "医保.jsonl", good, flat, bad)
    seat, before = filled.seat(desk, FORMS["F10"]), desk.store.counts().get("F10", 0)
    batch = importing.read(path, importing.form_in(path, None) or "")
    taken = importing.take(seat, batch)
    assert not taken.written and (taken.read, taken.accepted) == (3, 2)
    (why,) = taken.refused
    assert (why.row, why.field) == (3, "state") and why.why.endswith("。")
    assert desk.store.counts().get("F10", 0) == before, "nothing is kept"
    assert not importing.take(seat, batch, write=False, accept_good=True).written
    assert importing.take(seat, batch, accept_good=True).written
    assert desk.store.counts()["F10"] == before + 2


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"form": "F10", "child": "没有的人", "data": INSURED}, "child"),
        ({"form": "F10", "data": INSURED}, "child"),
        ({"form": "F10", "child": "孙小乙", "data": {"no_such": 1}}, "no_such"),
        ({"form": "F17", "child": "孙小乙", "data": {"visitors": "没有的人"}}, "visitors"),
        ({"form": "F13", "child": "孙小乙", "data": {"total": 3}}, "total"),
        ({"form": "F07", "child": "孙小乙", "data": {"result_file": "没有.pdf"}}, "result_file"),
    ],
)
def test_a_row_that_cannot_be_taken_says_which_cell(
    desk: Desk, tmp_path: Path, line: dict[str, Any], field: str
) -> None:
    if not any(known.name == "孙小乙" for known in desk.house().children):
        child(desk, "孙小乙")
    path = lines(tmp_path / "a.jsonl", line)
    seat = desk.seated(desk.find_account("shegong"))
    taken = importing.take(seat, importing.read(path, str(line["form"])))
    assert [c.field for c in taken.refused] == [field] and not taken.written


def test_stopping_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    child(desk, "李小甲")
    found = [
        {"form": "F10", "child": "李小甲", "data": INSURED | {"year": 2000 + n}} for n in range(5)
    ]
    path, before = lines(tmp_path / "a.jsonl", *found), desk.store.counts().get("F10", 0)

    def stop(done: float) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.take(filled.seat(desk, FORMS["F10"]), importing.read(path, "F10"), told=stop)
    assert desk.store.counts().get("F10", 0) == before


def test_what_is_no_such_file_is_told(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "a.jsonl"
    broken.write_text("{", "utf-8")
    with pytest.raises(Trouble, match="第1行"):
        importing.read(broken, "F10")
    path = workbook(tmp_path / "a.xlsx", "F10", [["随便", "什么"], [1, 2]])
    with pytest.raises(Refused, match="表头"):
        importing.read(path, "F10")
    with pytest.raises(Refused, match="F30"):
        importing.form_in(path, "F30")
    assert importing.form_in(workbook(tmp_path / "b.xlsx", "名册", [["姓名"]]), None) is None


def test_an_intake_on_paper_is_entered_with_those_who_signed_it(desk: Desk, tmp_path: Path) -> None:
    made = filled.submit(desk, "F01", name="吴小己", ward_id=None, bed_no=None)
    filled.submit(desk, "F04", made.id)
    filled.submit(desk, "F08", made.id)
    given = filled.values(desk, FORMS["F02"], made.id)
    data = {n: v for n, v in given.items() if not FORMS["F02"].field(n).calc and v is not None}
    data = {n: v for n, v in data.items() if FORMS["F02"].field(n).kind != "file"}
    line = {"form": "F02", "child": "吴小己", "data": data}
    seat = desk.seated(desk.find_account("shegong"))
    assert seat.account.staff not in (given["received_by"], given["witness"])
    taken = importing.take(seat, importing.read(lines(tmp_path / "a.jsonl", line), "F02"))
    assert not taken.refused and taken.written
    child = desk.house().child(made.id)
    assert child is not None and child.intake is not None
    assert [mark["by"] for mark in child.intake.get("exit_sign")] == [seat.account.staff]
