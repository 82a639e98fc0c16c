"""X05 参数 · Parameter (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

X05 = Form(
    id="X05",
    name="parameter",
    title="参数",
    english="Parameter",
    secrecy="S1",
    about="house",
    approval=True,
    acts_when_approved=True,
    sections=(
        section(
            "参数",
            row("X05", "key,value,unit", "参数/取值/单位", "text(60),text(60),text(20)", "Y", "D"),
            row("X05", "default_value", "默认值", "calc:text", "Y", "D"),
            row("X05", "valid_from", "生效日期", "date", "Y", "D", future=True),
            row(
                "X05",
                "tag",
                "来源标记",
                "code",
                "Y",
                "D",
                codes="1 [D] 机构可调 2 [R] 法定，只可更严 3 [R?] 参考",
            ),
            row("X05", "reason", "理由", "long", "Y", "D"),
            row(
                "X05",
                "approved_by",
                "批准人",
                "sig",
                "C",
                "D",
                when=c.always,
                when_label="院长批准后生效",
            ),
        ),
    ),
)
