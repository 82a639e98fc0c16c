"""F12 养育方式变更审批表 · Care-mode change (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F12 = Form(
    id="F12",
    name="care_mode_change",
    title="养育方式变更审批表",
    english="Care-mode change",
    about="child",
    approval=True,
    acts_when_approved=True,
    phase="养育",
    happened="effective_at",
    sections=(
        section(
            "养育方式变更审批表",
            row(
                "F12",
                "from_mode,to_mode",
                "原/新养育方式",
                "code,code",
                "Y",
                "S2",
                codes="CL-CARE",
                default={"from_mode": lambda child: child.care_mode if child else None},
            ),
            row("F12", "reason", "变更理由", "long", "Y", "S2"),
            row(
                "F12",
                "basis_ref",
                "依据（评估、协议）",
                "refs:F15/F16/F18",
                "C",
                "S2",
                when=lambda s: "FOSTER" in (s.get("from_mode"), s.get("to_mode")),
                when_label="涉及家庭寄养",
                needed_for=("T12",),
                default=carried.foster_links,
            ),
            row(
                "F12",
                "child_view",
                "儿童意见",
                "long",
                "C",
                "D",
                when=c.age_from(8),
                when_label="年满八周岁",
                needed_for=(
                    "T10",
                    "T11",
                    "T12",
                ),
            ),
            row("F12", "decided_by,decided_on", "审批人/日期", "sig,date", "Y", "S2"),
            row("F12", "effective_at", "生效时间", "dt", "Y", "D", future=True),
            row(
                "F12", "to_ward", "新区域或家庭", "text(40)", "Y", "D", forms=("X02", "F14", "F15")
            ),
        ),
    ),
)
