"""F33 康复评估表 · Rehab assessment (lifecycle.md §2.6)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child


def _kind(child: Child | None) -> str:
    """初评 for a child never assessed, else 复评."""
    return "4" if child is not None and child.all("F33") else "1"


F33 = Form(
    id="F33",
    name="rehab_assessment",
    title="康复评估表",
    english="Rehab assessment",
    secrecy="S3",
    phase="康复",
    happened="assessed_on",
    sections=(
        section(
            "评估",
            row("F33", "assessed_on,kind", "评估日期/类型", "date,code", "Y", "S5",
                codes={"kind": "1 初评 2 中期 3 末期 4 复评"}, default={"kind": _kind},
                hint={"assessed_on": "每6个月至少评估一次"}),
            row("F33", "domains", "功能领域",
                "table(domain:code 领域, tool:text 量表, score:text 得分, finding:text 所见)",
                "Y", "S5", codes={"domain": "CL-RHDOM"}),
        ),
        section(
            "结论",
            row("F33", "main_problem,potential", "主要问题/康复潜力", "long,code", "Y", "S5",
                codes={"potential": "1 高 2 中 3 低"}),
            row("F33", "need_rehab", "是否需要康复", "bool", "Y", "S5",
                hint="不需要的，在备注写明医生的理由"),
            row("F33", "need_device", "是否需辅具", "bool", "Y", "S5"),
            row("F33", "next_due", "下次评估", "calc:date", "Y", "D", future=True),
            row("F33", "assessor", "评估人", "sig", "Y", "S16"),
        ),
    ),
)  # fmt: skip
