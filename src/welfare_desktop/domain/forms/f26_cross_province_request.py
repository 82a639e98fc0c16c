"""F26 跨省医疗（康复、特教）审批表 · Cross-province approval (lifecycle.md §2.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.carried import Profile
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation

_LONG_STAY = timedelta(days=30)


def _stays_long(s: Situation) -> bool:
    """A stay of more than 30 days is visited or called every month."""
    gone = s.at("depart_at")
    return gone is not None and (s.at("return_at") or s.now) - gone > _LONG_STAY


#: What a departure needs is asked by the gate of C3.16, which a life in danger passes.
_DECIDED: dict[str, Any] = {"when": c.always, "when_label": "出发前，经所属民政部门批准"}

F26 = Form(
    id="F26",
    name="cross_province_request",
    title="跨省医疗（康复、特教）审批表",
    english="Cross-province approval",
    about="child",
    secrecy="S3",
    phase="医疗",
    sections=(
        section(
            "申请",
            row("F26", "purpose", "事由", "code", "Y", "S3 R:令63",
                codes="1 手术医治 2 康复训练 3 特殊教育"),
            row("F26", "necessity", "必要性说明", "long", "Y", "S3", hint="为什么本省不能办"),
            row("F26", "target_org,target_div", "拟往机构/区划", "text(60),div", "Y", "S3"),
            row("F26", "qualification", "机构资质证明", "file", "Y", "S3"),
            row("F26", "plan_depart,plan_return", "计划出发日期/计划返回日期", "date,date", "Y",
                "S3", future=True),
            row("F26", "escorts", "随行人员", "staffs", "Y", "D", hint="女童须有女性人员随行"),
        ),
        section(
            "批准与出行",
            row("F26", "approver_org,approved_on,decision", "审批部门/日期/结论",
                "text(60),date,code", "C", "S3", codes={"decision": "1 同意 2 不同意"},
                default={"approver_org": Profile("office_name")},
                hint={"approved_on": "批准的日期"}, after_leaving={"approved_on": True},
                **_DECIDED),
            row("F26", "emergency_exception", "危急先行", "bool", "Y", "D",
                hint="抢救生命可先走，24小时内补报", default=False),
            row("F26", "depart_at,return_at", "实际出发时间/实际返回时间", "dt,dt", "C", "S3",
                when={"depart_at": c.passed("plan_depart"),
                      "return_at": c.both(c.filled("depart_at"), c.passed("plan_return"))},
                when_label={"depart_at": "出发时填写", "return_at": "返回时填写"}),
            row("F26", "visits_log", "探望记录",
                "table(at:dt 时间, way:code 方式, visitor:staff 探望人, note:text 情况)", "C",
                "R:令63", codes={"way": "1 实地 2 电话 3 视频"}, when=_stays_long,
                when_label="在外超过30日，每月至少一次"),
        ),
    ),
)  # fmt: skip
