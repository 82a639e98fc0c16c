"""F60 安全教育活动记录 · Safety and sex education (lifecycle.md §2.14)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F60 = Form(
    id="F60",
    name="edu_talk",
    title="安全教育活动记录",
    english="Safety and sex education",
    phase="教育",
    happened="at",
    sections=(
        section(
            "活动",
            row("F60", "type", "类型", "code", "Y", "S11",
                codes="1 人身安全 2 性教育 3 防性侵害性骚扰 4 消防 5 交通防溺水 6 网络安全 9 其他"),
            row("F60", "age_band", "适用年龄", "code", "Y", "S11",
                codes="1 3–5岁 2 6–8岁 3 9–11岁 4 12–14岁 5 15–17岁"),
            row("F60", "at,lecturer,material", "时间/讲师/材料", "dt,text(30),file", "Y", "S11",
                hint={"lecturer": "外请的讲师，先做从业查询"}),
        ),
        section(
            "参加",
            row("F60", "attendees", "参加儿童", "refs:F01", "Y", "S11", own="child"),
            row("F60", "check", "效果检查", "text(200)", "N", "D"),
        ),
    ),
)  # fmt: skip
