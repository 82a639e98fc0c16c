"""F65 从业查询登记表 · Background check (lifecycle.md §2)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_REPLIED: dict[str, Any] = {
    "when": c.any_filled("replied_on", "result", "reply_file"), "when_label": "已答复",
}  # fmt: skip

F65 = Form(
    id="F65",
    name="background_check",
    title="从业查询登记表",
    english="Background check",
    about="staff",
    secrecy="S3",
    happened="asked_on",
    sections=(
        section(
            "被查询人",
            row(
                "F65", "subject_type,subject", "对象类型/对象", "code,ref:F14/F15/F64/F68",
                "Y,C", "S11",
                codes={
                    "subject_type": "1 应聘者 2 工作人员 3 志愿者 4 寄养家庭成员 5 类家庭夫妻 "
                    "6 外聘人员"
                },
                when={"subject": c.is_in("subject_type", "2", "3", "4", "5", "6")},
                when_label={"subject": "已有登记"},
            ),
            row(
                "F65", "person_name,person_id_no", "被查询人/被查询人证件号",
                "text(30),text(18)", "Y", "S11", masked={"person_id_no": True},
                hint={"person_name": "一人一份"},
            ),
            row("F65", "reason", "查询原因", "code", "Y", "S11", codes="1 入职 2 年度 3 举报"),
        ),
        section(
            "查询",
            row("F65", "police_unit,police_div", "查询公安机关/所在区划", "text,div", "Y", "S11"),
            row(
                "F65", "asked_on,replied_on", "申请/答复日期", "date,date", "Y,C", "S11",
                when={"replied_on": c.always}, when_label={"replied_on": "答复后填写"},
            ),
            row(
                "F65", "scope", "查询范围", "codes", "Y", "S11",
                codes="1 虐待 2 拐卖 3 性侵害 4 暴力伤害",
            ),
        ),
        section(
            "结果",
            row(
                "F65", "result", "结果", "code", "C", "S11",
                codes="1 未发现 2 有记录 3 待核实", **_REPLIED,
            ),
            row(
                "F65", "action,action_on", "处理/日期", "code,date", "C", "S11",
                codes={"action": "1 不录用 2 解聘 3 停岗 4 不得接触儿童 9 其他"},
                when=c.is_in("result", "2"), when_label="有记录",
            ),
            row(
                "F65", "next_due", "下次查询", "calc:date", "C", "R:未保法art.62", future=True,
                when=c.filled("replied_on"), when_label="已答复",
            ),
            row("F65", "reply_file", "查询结果", "file", "C", "S11", **_REPLIED),
        ),
    ),
)  # fmt: skip
