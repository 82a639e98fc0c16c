"""F74 月度报送包 · Monthly package (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F74 = Form(
    id="F74",
    name="monthly_package",
    title="月度报送包",
    english="Monthly package",
    about="house",
    approval=True,
    acts_when_approved=True,
    sections=(
        section(
            "月度报送包",
            row("F74", "month,revision", "月份/版次", "month,int", "Y", "S12 S14 D"),
            row("F74", "built_at,cut_at", "生成时间/数据截止", "dt,dt", "Y", "D"),
            row("F74", "balance_ok", "名册平衡核对", "calc:bool", "Y", "D"),
            row(
                "F74",
                "made_by,approved_by",
                "制表人/签发人",
                "sig,sig",
                "Y,C",
                "D",
                when={"approved_by": c.always},
                when_label="签发后",
            ),
            row(
                "F74",
                "sent_at,receipt",
                "报送时间/回执",
                "dt,file",
                "C",
                "D",
                when=c.filled("sent_at"),
                when_label="已报送",
            ),
            row(
                "F74",
                "hash",
                "校验值",
                "calc:text",
                "C",
                "D",
                when=c.filled("approved_by"),
                when_label="已封装",
            ),
        ),
    ),
)
