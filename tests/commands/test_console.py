"""What a person is told of a command line that cannot be done: one Chinese sentence, one code."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from welfare_desktop.actions import setup
from welfare_desktop.app import desktop, office, practice
from welfare_desktop.domain.clock import SetClock, SystemClock
from welfare_desktop.domain.errors import Refused


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands")
    practice.create(folder / "store", SetClock(datetime(2026, 10, 31, 9, 0))).close()
    (folder / "password").write_text(practice.PASSWORD)
    return folder


def ended(call: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        call()
    said = capsys.readouterr()
    return int(end.value.code or 0), said.out, said.err


def run(store: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    common = ["--data", str(store / "store"), "--as", "kezhang",
              "--password-file", str(store / "password")]  # fmt: skip
    return ended(lambda: desktop.main([*common, *words]), capsys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nonsense"], "没有“nonsense”"),
        (["check"], "还缺 --on"),
        (["check", "--on"], "--on 后面要写内容"),
        (["check", "--on", "2026-02-30"], "“2026-02-30”不是日期"),
        (["check", "--on", "2026-10-31", "--clau", "C1.01"], "不认识 --clau"),
        (["check", "--on", "2026-10-31", "--clause", "C9.99"], "没有条款“C9.99”"),
        (["check", "--on", "2026-10-31", "--subject", "X-1"], "没有编号为“X-1”的对象"),
        (["demo", "--children", "many"], "“many”不对"),
        (["demo", "--days", "0"], "--days"),
        (["demo", "--days", "99999999"], "--days"),
        (["package", "build", "--month", "202610"], "“202610”不是月份"),
        (["package"], "还缺"),
        (["--format", "xml", "package", "status"], "没有“xml”"),
        (["replay"], "还缺 FILE"),
    ],
)
def test_wrong_usage_is_one_chinese_sentence(
    store: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    code, out, err = run(store, capsys, *words)
    assert code == 2 and not out and told in err
    assert len(err.splitlines()) == 1
    assert not any(english in err for english in ("argument", "invalid", "required", "expected"))


def test_a_check_that_does_not_hold_says_so_beside_its_document(
    store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [{"姓名": "王安", "性别": "男", "出生日期": "2016-03-02", "入院日期": "2020-03-02",
             "入院原因": "弃婴"}]  # fmt: skip
    roster = tmp_path / "roster.jsonl"
    roster.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert run(store, capsys, "import", str(roster))[0] == 0
    # The day of the import is the go-live date; a day to come is judged by its own calendar.
    later = (SystemClock().now().date() + timedelta(days=91)).isoformat()
    code, out, err = run(store, capsys, "--format", "json", "check", "--on", later)
    found = json.loads(out)
    gone = [row for row in found["rows"] if row["verdict"] in ("BREACH", "OVERDUE", "UNKNOWN")]
    assert code == 1 and gone and "逾期" in err and len(err.splitlines()) == 1
    assert list(found) == ["on", "rows", "summary"]
    assert list(found["rows"][0])[:8] == [
        "clause", "subject", "verdict", "due", "facts", "arithmetic", "source", "forms",
    ]  # fmt: skip
    assert {row["clause"] for row in found["rows"]} == set(found["summary"])
    seeds = {f"S{row['clause'][1:].split('.')[0]}" for row in found["rows"]}
    assert {row["source"] for row in found["rows"]} <= seeds | {"R", "D"}
    child = next(r["subject"]["id"] for r in found["rows"] if r["clause"] == "C1.14")
    of_child = {r["clause"]: r["verdict"] for r in found["rows"] if r["subject"]["id"] == child}
    assert of_child["C1.14"] == "OVERDUE" and of_child["C1.09"] == "NA"
    assert len(of_child) >= 16, "a line per clause and child, NA where it does not apply"


def test_a_file_that_cannot_be_written_is_named(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(store, capsys, "office", "request", "--out", "/nowhere/x.csr")
    assert code == 3 and "/nowhere/x.csr" in err and "No such" not in err and ".part" not in err


def test_the_office_says_when_a_folder_is_none_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "p.zip.age"
    package.write_bytes(b"x")
    for verb in ("verify", "receive"):
        words = [verb, str(tmp_path / "none"), str(package)]
        code, _, err = ended(lambda words=words: office.main(words), capsys)
        assert code == 3 and "不是主管部门文件夹" in err


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("[]", "内容不对"),
        ("{", "不是JSON"),
        ('{"institution":{},"people":[],"wards":[],"more":1}', "没有“more”"),
        ('{"institution":{},"people":[{"login":"a"}],"wards":[]}', "缺“name”"),
        ('{"institution":{},"people":[],"wards":[],"go_live_on":"soon"}', "“go_live_on”写得不对"),
    ],
)
def test_answers_that_cannot_be_read_are_named(answers: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        setup.read_answers(answers.encode())


def test_an_empty_go_live_date_is_not_given() -> None:
    empty = '{"institution":{},"people":[],"wards":[],"go_live_on":""}'
    assert setup.read_answers(empty.encode()).go_live_on is None
