"""F44 安置方案（一人一案）与审批表 · Placement plan and approval (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

#: The office decides while the child is still here; once of age it is waited for (C6.04).
_DECIDED = c.either(
    c.any_filled("approver_org", "wbw_members", "decision", "decided_on"),
    c.status("ADULT_PENDING"),
)

F44 = Form(
    id="F44",
    name="adult_placement",
    title="安置方案（一人一案）与审批表",
    english="Placement plan and approval",
    secrecy="S3",
    approval=True,
    acts_when_approved=True,
    phase="成年",
    happened="submitted_on",
    sections=(
        section(
            "方案",
            row(
                "F44", "assessment", "依据评估", "ref:F43", "Y", "S6", default=carried.newest("F43"),
            ),
            row("F44", "way", "安置方式", "code", "Y", "S6 R:皖安置办法art.3", codes="CL-PLACE"),
            row(
                "F44",
                "hukou_plan,housing,job,study,security,medical,savings,support_person",
                "户籍/住房/就业/就学/社保/医疗/财产移交/联系人",
                "long,long,long,long,long,long,long,long", "Y", "R:令63",
            ),
        ),
        section(
            "报审与审批",
            row("F44", "submitted_on", "报审日期", "date", "Y", "S6"),
            row(
                "F44", "approver_org,wbw_members", "审批民政部门/未保委成员单位意见",
                "text(60),table(unit:text 成员单位, opinion:code 意见, on:date 日期, "
                "signer:text 签字人)",
                "C", "S6", codes={"opinion": "1 同意 2 补正 3 不同意"},
                when=_DECIDED, when_label="已审批", needed_for=("T21",),
            ),
            row(
                "F44", "decision,decided_on", "审批结论/日期", "code,date", "C", "S6",
                codes="1 同意 2 补正 3 不同意",
                when=_DECIDED, when_label="已审批", needed_for=("T21",),
                after_leaving={"decided_on": True},
            ),
        ),
        section(
            "安置",
            row(
                "F44", "pending_reason", "成年待安置原因", "code", "C", "S6",
                codes="1 在读 2 服役 3 待审批 4 特困转接",
                when=c.status("ADULT_PENDING"), when_label="成年待安置",
            ),
            row(
                "F44", "executed", "执行清单",
                "table(task:text 事项, done_on:date 完成日期, proof:file 证明)", "C", "S6",
                when=c.either(c.is_in("decision", "1"), c.status("ADULT_PENDING")),
                when_label="安置落实后", needed_for=("T21",), papers=("C03",),
                after_leaving=("done_on",),
            ),
            row(
                "F44", "follow_up_to", "跟踪至", "date", "C", "D", future=True,
                when=c.status("LEFT_PLACED"), when_label="已安置",
            ),
        ),
    ),
)  # fmt: skip
