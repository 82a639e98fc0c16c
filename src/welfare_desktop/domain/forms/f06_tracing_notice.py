"""F06 寻亲公告登记表 · Tracing notice (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F06 = Form(
    id="F06",
    name="tracing_notice",
    title="寻亲公告登记表",
    english="Tracing notice",
    about="child",
    phase="进入",
    happened="published_on",
    sections=(
        section(
            "公告",
            row("F06", "channel", "公告媒介", "codes", "Y", "S1", codes="CL-NOTICE"),
            row("F06", "media_name", "媒体名称", "text(60)", "Y", "S1"),
            row(
                "F06",
                "published_on",
                "公告发布日期",
                "date",
                "Y",
                "S1",
                hint="公众第一天能看到的日期",
            ),
            row(
                "F06",
                "notice_text",
                "公告内容",
                "long",
                "Y",
                "S1 R:个保法art.28",
                hint="不写健康情况和捡拾人信息",
                default=carried.notice_text,
            ),
            row("F06", "proof", "报样或截图", "file", "Y", "S1", papers={"proof": ("A06",)}),
            row(
                "F06",
                "period_days",
                "公告期（日）",
                "int",
                "Y",
                "S1",
                low=1,
                high=3650,
                hint="弃婴不少于60日，打拐解救不少于30日",
                default=carried.notice_days,
            ),
        ),
        section(
            "期限",
            row("F06", "last_day", "公告期满日", "calc:date", "Y", "R:民法典", future=True),
            row("F06", "opens_on", "可报审日期", "calc:date", "Y", "R:民法典", future=True),
        ),
        section(
            "认领与结果",
            row("F06", "republished", "重新公告", "bool", "N", "D"),
            row(
                "F06",
                "claims",
                "认领情况",
                "table(at:dt 时间, person:text 认领人, id_no:text 证件号, basis:text 认领依据, state:code 状态, police_reply:text 公安答复, closed_on:date 结案日期)",
                "N",
                "S1",
                codes={"state": "1 待核实 2 不成立 3 成立"},
                after_leaving=("at", "closed_on"),
            ),
            row(
                "F06",
                "result",
                "公告结果",
                "code",
                "C",
                "S1",
                codes="1 无人认领 2 认领成立 3 撤回",
                when=c.passed("last_day"),
                when_label="公告期已满",
            ),
        ),
    ),
)
