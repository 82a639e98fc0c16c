"""F27 “明天计划”资助登记表 · Tomorrow Plan case (lifecycle.md §2.4)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_RULES = "R:明天计划办法"
_SETTLED: dict[str, Any] = {"when": c.filled("settled_on"), "when_label": "已结算"}

#: All of it is about money: 财务, who fill it too, see it whole (§6.3 “v (fees)”).
F27 = Form(
    id="F27",
    name="tomorrow_plan_case",
    title="“明天计划”资助登记表",
    english="Tomorrow Plan case",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="applied_on",
    sections=(
        section(
            "申请",
            row("F27", "eligible", "对象类别", "code", "Y", _RULES, part_of="F",
                codes="1 0–18周岁孤儿 2 年满18周岁在校孤儿 3 被收养残疾孤儿"),
            row("F27", "item", "资助项目", "codes", "Y", _RULES, part_of="F",
                codes="1 诊疗 2 康复 3 特殊药品 4 辅具 5 体检 6 住院服务"),
            row("F27", "hospital,designated", "医院/是否定点", "text(60),bool", "Y", "S3",
                part_of="F", hint={"designated": "不是定点医院的，在备注写明理由"}),
            row("F27", "applied_on,approved_on,amount_approved", "申请/审批/核定金额",
                "date,date,money", "C", "R?", part_of="F",
                when={"applied_on": c.always, "approved_on": c.filled("applied_on"),
                      "amount_approved": c.filled("approved_on")},
                when_label={"applied_on": "申请时填写", "approved_on": "审批后填写",
                            "amount_approved": "已审批"},
                hint={"applied_on": "申请的日期"}, after_leaving={"approved_on": True}),
        ),
        section(
            "结算",
            row("F27", "fee_total,fee_insurance,fee_claim", "总费用/医保等报销/申请资助",
                "money,money,money", "C", _RULES, part_of="F", low=0, **_SETTLED),
            row("F27", "settled_on", "结算日期", "date", "C", "R?", part_of="F",
                when=c.filled("amount_approved"), when_label="付款后填写", after_leaving=True),
            row("F27", "papers", "申请与票据", "file", "Y", "S3", part_of="F", papers=("B37",)),
        ),
    ),
)  # fmt: skip
