"""F16 家庭寄养协议登记表 · Foster agreement (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F16 = Form(
    id="F16",
    name="foster_agreement",
    title="家庭寄养协议登记表",
    english="Foster agreement",
    about="child",
    approval=True,
    acts_when_approved=True,
    phase="寄养",
    happened="signed_on",
    sections=(
        section(
            "协议",
            row("F16", "family", "寄养家庭", "ref:F15", "Y", "S2",
                default=carried.in_foster(carried.of_newest("F16", "family"))),
            row("F16", "agreement_no,signed_on", "协议编号/签订日期", "text,date", "Y", "S2"),
            row("F16", "start_on,end_on", "协议开始日期/协议到期日期", "date,date", "Y", "S2",
                future=True, hint={"end_on": "含当日"}),
            row("F16", "integration_days", "融合期（日）", "int", "C", "R:令54",
                when=c.not_true("is_renewal"), when_label="首次协议", low=60, high=365),
            row("F16", "is_renewal,prev_agreement,evaluation", "是否续签/原协议/评估",
                "bool,ref:F16,ref:F18", "Y,C,C", "S2",
                when={"prev_agreement": c.true("is_renewal"), "evaluation": c.true("is_renewal")},
                when_label={"prev_agreement": "续签", "evaluation": "续签"},
                needed_for={"evaluation": ("submit",)},
                default={"is_renewal": carried.in_foster(lambda _: True),
                         "prev_agreement": carried.in_foster(carried.newest("F16")),
                         "evaluation": carried.in_foster(carried.newest("F18"))}),
        ),
        section(
            "内容",
            row("F16", "allowance", "寄养费标准", "money", "Y", "D", hint="每月",
                default=carried.in_foster(carried.of_newest("F16", "allowance"))),
            row("F16", "rights_duties_ok", "必备条款核对",
                "checklist(term 期限, rights_duties 权利义务, main_carer 主要照料人, "
                "integration 融合期, breach 违约责任)", "Y", "R:令54"),
            row("F16", "meeting_ref", "研究会议", "ref:F46", "Y", "S2",
                default=carried.meeting("2")),
            row("F16", "reported_on", "上报主管民政日期", "date", "C", "S2", when=c.always,
                when_label="签订后上报", after_leaving=True),
            row("F16", "file", "协议文本", "file", "Y", "S2", papers=("B21",)),
        ),
    ),
)  # fmt: skip
