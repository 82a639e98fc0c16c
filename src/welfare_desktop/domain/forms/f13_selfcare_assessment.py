"""F13 生活自理能力评估表 · Self-care assessment (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F13 = Form(
    id="F13",
    name="selfcare_assessment",
    title="生活自理能力评估表",
    english="Self-care assessment",
    secrecy="S3",
    about="child",
    phase="养育",
    happened="assessed_on",
    sections=(
        section(
            "生活自理能力评估表",
            row("F13", "assessed_on", "评估日期", "date", "Y", "S15"),
            row(
                "F13",
                "items",
                "评估项目",
                "table(item:code 项目, score:code 得分)",
                "Y",
                "D",
                codes={
                    "item": "1 进食 2 洗漱 3 穿衣 4 如厕 5 移动 6 沟通",
                    "score": "0 独立 1 部分协助 2 完全依赖",
                },
            ),
            row("F13", "total", "合计分", "calc:int", "Y", "D"),
            row("F13", "suggest", "建议等级", "calc:code", "Y", "D", codes="CL-SELF"),
            row(
                "F13",
                "level",
                "认定等级",
                "code",
                "Y",
                "S15",
                codes="CL-SELF",
                hint="与建议等级不同，在备注写明理由",
            ),
            row("F13", "assessors", "评估人", "sigs", "Y", "D"),
        ),
    ),
)
