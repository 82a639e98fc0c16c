"""X07 人员缺勤 · Staff absence (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

X07 = Form(
    id="X07",
    name="staff_absence",
    title="人员缺勤",
    english="Staff absence",
    about="staff",
    happened="from_at",
    sections=(
        section(
            "人员缺勤",
            row(
                "X07",
                "staff,kind",
                "人员/类型",
                "staff,code",
                "Y",
                "D",
                codes="1 年休假 2 病假 3 产假或护理假 4 事假 5 培训出差 6 停岗 9 其他",
            ),
            row(
                "X07",
                "from_at,to_at",
                "开始时间/结束时间",
                "dt,dt",
                "Y,C",
                "S15",
                when={"to_at": c.always},
                when_label="缺勤结束后填写",
                future=True,
            ),
            row("X07", "cover", "替班人", "staffs", "N", "D"),
            row(
                "X07",
                "approved_by",
                "批准人",
                "sig",
                "C",
                "D",
                when=c.is_in("kind", "1", "4", "5"),
                when_label="休假、事假、出差",
            ),
        ),
    ),
)
