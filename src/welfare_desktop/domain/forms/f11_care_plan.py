"""F11 个性化抚养方案 · Individual care plan (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F11 = Form(
    id="F11",
    name="care_plan",
    title="个性化抚养方案",
    english="Individual care plan",
    about="child",
    approval=True,
    acts_when_approved=True,
    phase="养育",
    happened="plan_from",
    sections=(
        section(
            "方案",
            row("F11", "version,plan_from,review_due", "版次/起始/复评日期",
                "int,date,calc:date", "Y", "S2",
                default={"version": lambda child: len(child.all("F11")) + 1 if child else 1},
                low={"version": 1}, future={"plan_from": True, "review_due": True}),
        ),
        section(
            "儿童特点",
            row("F11", "age_desc", "年龄特点", "long", "Y", "S2"),
            row("F11", "body_desc", "身体状况", "long", "Y", "S2"),
            row("F11", "sex_temper_desc", "性别性格", "long", "Y", "S2"),
            row("F11", "intellect_desc,psych_desc", "智力/心理特征", "long,long", "Y", "S2"),
            row("F11", "child_view", "儿童意愿", "long", "C", "R:未保法art.4,19",
                when=c.age_from(8), when_label="年满八周岁", needed_for=("approve",)),
        ),
        section(
            "抚养安排",
            row("F11", "mode_suggest", "建议养育方式", "code", "Y", "S2", codes="CL-CARE"),
            row("F11", "goals", "目标与措施",
                "table(domain:code 领域, goal:text 目标, measure:text 措施, "
                "responsible:staff 责任人, due:date 期限, result:text 结果)", "Y", "S2",
                codes={"domain": "CL-DOMAIN"}, future=("due",), after_leaving=("due",)),
            row("F11", "diet,daily_care,risk_points", "饮食/生活照料/风险点", "long,long,long",
                "Y", "S3"),
            row("F11", "team_sig", "团队签字", "sigs", "Y", "S7"),
        ),
    ),
)  # fmt: skip
