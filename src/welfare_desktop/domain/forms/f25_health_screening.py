"""F25 身体状况全面筛查表 · Full screening (lifecycle.md §2.4)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_NEED: dict[str, Any] = {
    "when": c.either(c.true("need_treat"), c.true("need_rehab")), "when_label": "需救治或需康复",
}  # fmt: skip

F25 = Form(
    id="F25",
    name="health_screening",
    title="身体状况全面筛查表",
    english="Full screening",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="screened_on",
    sections=(
        section(
            "筛查",
            row("F25", "campaign,screened_on,org", "批次/日期/机构", "text(40),date,text(60)", "Y",
                "S3", hint={"campaign": "如 2026年度", "screened_on": "筛查的日期"}),
            row("F25", "systems", "分系统结果",
                "table(system:code 系统, result:code 结果, finding:text 所见)", "Y", "S3",
                codes={"system": "1 神经 2 心血管 3 骨骼 4 视听 5 口腔 6 营养 7 心理 9 其他",
                       "result": "1 正常 2 异常 3 待查"},
                default=[{"system": str(n)} for n in range(1, 8)]),
        ),
        section(
            "结论",
            row("F25", "need_treat,need_rehab", "需救治/需康复", "bool,bool", "Y", "S3"),
            row("F25", "next_step,due", "后续措施/期限", "code,date", "C", "S3",
                codes="1 送医 2 明天计划 3 康复 4 暂缓（医嘱）", future={"due": True}, **_NEED),
            row("F25", "report", "筛查报告", "file", "Y", "S3", papers=("B32",)),
        ),
    ),
)  # fmt: skip
