"""The form that 办理 opens first mends what the row found, and somebody in the house may fill it."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.law.test_rows import EXAMPLES
from tests.domain.law.world import STATISTIC, Example, house
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.permissions import fillers
from welfare_desktop.domain.rules import ALL_ROWS, check
from welfare_desktop.domain.rules.verdict import Remedy, Row, Verdict
from welfare_desktop.domain.values import normalise

OPEN = ("BREACH", "OVERDUE", "UNKNOWN", "WARN", "DUE")
SHOWN = [e for e in EXAMPLES if e.verdict in OPEN]

#: Words of a finding → what is opened: the form, and whether a new one of it.
MENDED = {
    ("C1.02", "没有上报记录"): ("F70", True),
    ("C1.02", "没有法定依据"): ("F02", False),
    ("C1.07", "目标时限"): ("F24", True),
    ("C1.09", "等待中"): ("F06", False),
    ("C1.09", "09报审"): ("F08", False),
    ("C1.10", "认领成立"): ("F50", True),
    ("C2.01", "已过1日"): ("F11", True),
    ("C2.01", "没有写全"): ("F11", False),
    ("C2.03", "从业查询"): ("F65", True),
    ("C2.03", "有效至"): ("F14", False),
    ("C2.04", "会议"): ("F46", True),
    ("C2.04", "家庭评估"): ("F15", False),
    ("C2.05", "集体研究"): ("F46", True),
    ("C2.07", "到期前评估"): ("F18", True),
    ("C2.07", "已到期"): ("F19", True),
    ("C2.11", "当月没有办"): ("F17", True),
    ("C2.12", "家庭签字"): ("F17", False),
    ("C3.06", "巡查间隔"): ("F30", True),
    ("C3.06", "无人值守"): ("F67", True),
    ("C3.10", "处置记录"): ("F31", False),
    ("C3.11", "送医记录未填"): ("F24", True),
    ("C6.02", "评估窗口"): ("F43", True),
    ("C6.05", "最后日期"): ("F43", True),
    ("C9.01", "差额"): ("F55", True),
    ("C9.01", "标准未录入"): ("X04", True),
    ("C9.07", "没有票据"): ("F55", False),
    ("C11.08", "没有“未发现”"): ("F65", True),
    ("C11.10", "区划未填"): ("F65", False),
    ("C11.11", "仍登记为在岗"): ("F64", False),
    ("C11.11", "处理未登记"): ("F65", False),
    ("C11.12", "没有强制报告"): ("F61", True),
    ("C11.12", "发现侵害后报案"): ("F61", False),
    ("C11.23", "口头报告"): ("F51", False),
    ("C11.23", "06:00，已过"): ("F70", True),
    ("C12.03", "归还"): ("F52", False),
    ("C12.08", "还缺"): ("F52", True),
    ("C12.10", "数字化"): ("F52", False),
    ("C13.01", "上次"): ("F45", True),
    ("C13.11", "捐赠标准"): ("X06", False),
    ("C13.12", "有关联"): ("F48", False),
    ("C14.05", "标准未录入"): ("X04", True),
    ("C15.03", "缺口"): ("F64", True),
}


def found(example: Example) -> list[Verdict]:
    at = datetime.fromisoformat(example.at)
    world = house(example.world, example.at)
    told = check(world, at, example.clause, example.about or None)
    return [verdict for verdict in told if verdict.verdict in OPEN]


@pytest.mark.parametrize("row", ALL_ROWS, ids=[row.id for row in ALL_ROWS])
def test_somebody_fills_the_first_form_of_every_row(row: Row) -> None:
    if row.id not in STATISTIC:
        assert fillers(FORMS[row.forms[0]])


@pytest.mark.parametrize("example", SHOWN, ids=[f"{e.clause} {e.shows}" for e in SHOWN])
def test_what_is_opened_is_there_and_can_be_filled(example: Example) -> None:
    world = house(example.world, example.at)
    for verdict in found(example):
        remedy = verdict.remedy or Remedy(verdict.forms[0])
        form = FORMS[remedy.form]
        assert fillers(form), "nobody fills it"
        if remedy.record:
            record = world.record(form.id, remedy.record)
            assert record is not None, "it goes on with a record of this form"
            assert not remedy.values, "nothing is put into what stands already"
        for name, value in remedy.values.items():
            assert normalise(form.field(name), value) == value


@pytest.mark.parametrize(("clause", "words"), MENDED)
def test_the_form_that_mends_it_is_opened(clause: str, words: str) -> None:
    anew = {row.id for row in ALL_ROWS if row.anew}
    told = [
        v for e in SHOWN if e.clause == clause for v in found(e) if words in v.arithmetic
    ]  # fmt: skip
    assert told, "no example says so"
    for verdict in told:
        remedy = verdict.remedy or Remedy(verdict.forms[0])
        of_child = verdict.subject.kind == "child"
        new = not remedy.record and bool(verdict.remedy or clause in anew or not of_child)
        assert (remedy.form, new) == MENDED[clause, words], verdict.arithmetic
