"""X09 区域床位变动 · Ward move (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

X09 = Form(
    id="X09",
    name="ward_move",
    title="区域床位变动",
    english="Ward move",
    secrecy="S1",
    about="child",
    happened="at",
    sections=(
        section(
            "区域床位变动",
            row(
                "X09",
                "child",
                "儿童",
                "ref:F01",
                "Y",
                "D",
                own="child",
            ),
            row("X09", "from_ward,to_ward", "原区域/新区域", "calc:ref:X02,ref:X02", "Y", "S1"),
            row("X09", "bed", "床位", "text(10)", "Y", "D"),
            row("X09", "at", "变动时间", "dt", "Y", "D"),
            row(
                "X09",
                "reason",
                "原因",
                "code",
                "Y",
                "D",
                codes="1 解除隔离 2 病情需要 3 年龄或性别分室 4 类家庭入住 5 床位调整 6 返院 9 其他",
            ),
            row("X09", "by", "经办人", "staff", "Y", "D"),
        ),
    ),
)
