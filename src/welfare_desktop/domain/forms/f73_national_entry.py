"""F73 系统录入核对表 · External system entry log (lifecycle.md §2)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_ENTERED: dict[str, Any] = {
    "when": c.any_filled("entered_on", "entered_by", "proof"),
    "when_label": "已录入",
}

F73 = Form(
    id="F73",
    name="national_entry",
    title="系统录入核对表",
    english="External system entry log",
    secrecy="S3",
    happened="entered_on",
    after_leaving=True,
    sections=(
        section(
            "事项",
            row(
                "F73", "system", "系统", "code", "Y", "S12 S13",
                codes="1 全国儿童福利信息管理系统 2 安徽省收养评估系统 3 其他",
            ),
            row(
                "F73", "fact_type", "事项", "code", "Y", "S12 S14",
                codes="1 基本 2 医疗 3 康复 4 教育 5 审批 6 减员 7 家庭 8 送养",
            ),
            row(
                "F73", "fact_on,due_on,entered_on", "事实/应录/已录日期",
                "date,calc:date,date", "Y,Y,C", "S12", future={"due_on": True},
                when={"entered_on": c.always}, when_label={"entered_on": "录入后填写"},
            ),
        ),
        section(
            "录入",
            row(
                "F73", "sheet", "录入对照单",
                "calc:table(field:text 字段, old:text 原录入值, new:text 现值, "
                "changed:bool 是否变更)",
                "Y", "D", hint="照现值录入，有变更的已标出；本程序不联网代录",
            ),
            row("F73", "entered_by,proof", "录入人/截图", "staff,file", "C", "D", **_ENTERED),
        ),
    ),
)  # fmt: skip
