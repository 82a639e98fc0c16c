"""F18 家庭寄养评估表 · Foster evaluation (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F18 = Form(
    id="F18",
    name="foster_evaluation",
    title="家庭寄养评估表",
    english="Foster evaluation",
    about="child",
    phase="寄养",
    happened="eval_on",
    sections=(
        section(
            "评估",
            row("F18", "type", "评估类型", "code", "Y", "S2",
                codes="1 到期续签 2 年度 3 变故 4 融合期满"),
            row("F18", "agreement", "对应协议", "ref:F16", "Y", "S2",
                default=carried.newest("F16")),
            row("F18", "eval_on", "评估日期", "date", "Y", "S2"),
            row("F18", "conditions", "寄养条件复核",
                "table(condition:code 条件, met:bool 是否符合, basis:text 依据)", "Y", "R:令54",
                codes={"condition": "1 本地户口与固定住所 2 人均住房面积 3 稳定收入 4 健康 "
                                    "5 无犯罪记录与不良嗜好 6 主要照料人年龄与学历 "
                                    "7 寄养人数与六周岁以下子女"}),
        ),
        section(
            "儿童",
            row("F18", "child_state,attachment_rel,school_health", "儿童状况/亲情关系/就学就医",
                "long,long,long", "Y", "S2"),
            row("F18", "adoption_eligible", "是否符合收养条件", "bool", "Y", "S2"),
            row("F18", "child_view", "儿童意见", "long", "C", "D", when=c.age_from(8),
                when_label="年满八周岁"),
        ),
        section(
            "结论",
            row("F18", "result", "结论", "code", "Y", "S2",
                codes="1 符合，可续 2 不符合，不再续签 3 整改后复评"),
            row("F18", "team_sig", "评估人签字", "sigs", "Y", "S2"),
        ),
    ),
)  # fmt: skip
