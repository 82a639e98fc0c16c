"""X04 保障标准 · Benefit rate (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

#: 保障类别, the same in F54.
BENEFITS = "1 孤儿（集中养育） 2 孤儿（寄养/散居） 3 事实无人抚养儿童 4 特困 9 其他"

X04 = Form(
    id="X04",
    name="benefit_rate",
    title="保障标准",
    english="Benefit rate",
    about="house",
    secrecy="S1",
    approval=True,
    acts_when_approved=True,
    sections=(
        section(
            "标准",
            row("X04", "benefit", "保障类别", "code", "Y", "S9 S14", codes=BENEFITS),
            row("X04", "div", "适用区划", "div", "Y", "D"),
            row("X04", "amount", "月标准", "money", "Y", "D", low=1),
            row(
                "X04", "from_month,to_month", "执行起始月/执行终止月", "month,month", "Y,N", "D",
                hint={"to_month": "不填就到下一标准开始为止"},
            ),
            row("X04", "doc_no,doc_file", "文号/文件", "text(40),file", "Y,N", "D"),
        ),
    ),
)  # fmt: skip
