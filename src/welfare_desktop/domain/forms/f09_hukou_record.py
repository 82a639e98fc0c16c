"""F09 户籍业务登记表 · Household registration (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F09 = Form(
    id="F09",
    name="hukou_record",
    title="户籍业务登记表",
    english="Household registration",
    secrecy="S3",
    about="child",
    phase="进入",
    happened="applied_on",
    sections=(
        section(
            "户籍业务登记表",
            row(
                "F09",
                "biz_type",
                "业务类型",
                "code",
                "Y",
                "S1",
                codes="1 出生（弃婴）登记 2 迁入 3 变更 4 迁出 5 注销",
            ),
            row("F09", "police_station,police_div", "办理派出所/区划", "text,div", "Y", "S1"),
            row("F09", "applied_on", "申请日期", "date", "Y", "S1"),
            row(
                "F09",
                "registered_name,registered_birth,registered_ethnic",
                "登记姓名/出生日期/民族",
                "text,date,code",
                "C",
                "S1",
                codes={"registered_ethnic": "CL-ETH"},
                when=c.filled("done_on"),
                when_label="已办结",
                before_birth={"registered_birth": True},
            ),
            row(
                "F09",
                "done_on",
                "办结日期",
                "date",
                "C",
                "S1",
                when=c.always,
                when_label="办结后填写",
                after_leaving={"done_on": True},
            ),
            row(
                "F09",
                "id_no,hukou_no,hukou_type",
                "身份号码/户号/户别",
                "text(18),text(30),code",
                "C",
                "S1",
                codes={"hukou_type": "1 集体户 2 家庭户"},
                when=c.both(c.filled("done_on"), c.is_in("biz_type", "1", "2", "3")),
                when_label="登记、迁入、变更已办结",
                masked={"id_no": True},
            ),
            row("F09", "refuse_reason", "未受理原因", "long", "N", "D"),
            row(
                "F09",
                "page_file",
                "户口页或注销证明",
                "file",
                "C",
                "S1 S11",
                when=c.filled("done_on"),
                when_label="已办结",
                papers={
                    "page_file": (
                        "A09",
                        "C36",
                    )
                },
            ),
        ),
    ),
)
