"""F19 解除家庭寄养关系审批表 · Foster dissolution (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F19 = Form(
    id="F19",
    name="foster_dissolution",
    title="解除家庭寄养关系审批表",
    english="Foster dissolution",
    about="child",
    approval=True,
    acts_when_approved=True,
    phase="寄养",
    happened="found_on",
    sections=(
        section(
            "解除",
            row("F19", "reasons", "解除情形", "codes", "Y", "S2 R:令54", codes="CL-FDIS",
                default=carried.signal("dissolve_signal")),
            row("F19", "found_on", "情形出现日期", "date", "Y", "S2",
                default=carried.signal_day),
            row("F19", "family_notice_on", "书面通知家庭日期", "date", "Y", "R:令54",
                needed_for=("approve",), after_leaving=True),
            row("F19", "decided_on", "机构批准日期", "date", "Y", "R:令54",
                needed_for=("approve",), after_leaving=True),
        ),
        section(
            "接回",
            row("F19", "returned_at", "接回时间", "dt", "C", "S2", when=c.always,
                when_label="接回后填写", needed_for=("T14",)),
            row("F19", "placement_after", "接回后安置", "code", "Y", "S2",
                codes="INSTITUTION 机构集中抚养 FAMILY_HOME 院内类家庭养育 FOSTER 家庭寄养 "
                      "ADOPTION 收养 HOSPITAL 就医"),
            row("F19", "return_exam", "接回体检", "ref:F24", "C", "D", when=c.filled("returned_at"),
                when_label="接回后3日内"),
            row("F19", "reported_on", "报备案日期", "date", "Y", "R:令54",
                needed_for=("T14",), after_leaving=True),
        ),
    ),
)  # fmt: skip
