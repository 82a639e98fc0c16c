"""F40 学生资助与福彩圆梦登记表 · Student aid (lifecycle.md §2.7)."""

from __future__ import annotations

from welfare_desktop.domain import schooling
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child


def _this_year(child: Child | None) -> str | None:
    if child is None:
        return None
    return schooling.year_text(schooling.school_year(child.house.today))


F40 = Form(
    id="F40",
    name="student_aid",
    title="学生资助与福彩圆梦登记表",
    english="Student aid",
    phase="教育",
    happened="applied_on",
    sections=(
        section(
            "资助",
            row("F40", "type", "资助类型", "code", "Y", "S4", part_of="F",
                codes="1 学前资助 2 义务教育补助 3 普高助学金 4 中职助学金/免学费 5 高校资助 "
                "6 福彩圆梦·孤儿助学 9 其他"),
            row("F40", "school_year,term", "学年/学期", "text(9),text(20)", "Y", "S4", part_of="F",
                default={"school_year": _this_year, "term": "全年"},
                hint={"school_year": "写成 2025-2026", "term": "第一学期、第二学期或全年"}),
            row("F40", "fcym_cond", "福彩圆梦条件核对",
                "checklist(orphan 成年前已认定孤儿, not_adopted 未被收养（残疾被收养孤儿除外）, "
                "adult 年满18周岁, fulltime 全日制连续就读)", "C", "S4",
                when=c.is_in("type", "6"), when_label="福彩圆梦",
                hint="在普通高中、中职、普通高校就读，或全日制硕士研究生"),
            row("F40", "study_proof", "在读证明", "file", "C", "S4", when=c.always,
                when_label="每学年附一次", papers=("B45",)),
        ),
        section(
            "申请与到账",
            row("F40", "applied_on,approved_on,amount,pay_way", "申请/审批/金额/发放",
                "date,date,money,code", "C", "S4", codes={"pay_way": "1 按月 2 按季度 9 其他"},
                part_of="F",
                when={"applied_on": lambda s: not schooling.told_unneeded(s.record),
                      "approved_on": c.filled("applied_on"), "amount": c.filled("approved_on"),
                      "pay_way": c.filled("approved_on")},
                when_label={"applied_on": "申请后填写", "approved_on": "审批后填写",
                            "amount": "已审批", "pay_way": "已审批"},
                after_leaving={"approved_on": True},
                hint={"applied_on": "不用申请的，在备注写“不适用”和原因"}),
            row("F40", "received", "到账记录", "table(on:date 日期, amount:money 金额)", "N", "S4",
                part_of="F", after_leaving=("on",)),
        ),
    ),
)  # fmt: skip
