"""F54 基本生活费申请、核定与减员登记表 · Benefit (lifecycle.md §2)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.forms.x04_benefit_rate import BENEFITS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.situation import Situation


def _ended(s: Situation) -> bool:
    left = s.child is not None and s.child.left_at is not None
    return left or c.any_filled("end_fact", "end_fact_on")(s)


def _kind(child: Child | None) -> str:
    return "2" if child is not None and child.care_mode == "FOSTER" else "1"


def _rate(child: Child | None) -> int | None:
    """The standard of this month, so that no figure is typed."""
    from welfare_desktop.domain.benefit import month_of, rate_in

    if child is None:
        return None
    return rate_in(child.house, _kind(child), month_of(child.house.today))


_APPROVED: dict[str, Any] = {"when": c.filled("approved_on"), "when_label": "已审批"}
_END: dict[str, Any] = {"when": _ended, "when_label": "保障终止"}

F54 = Form(
    id="F54",
    name="benefit_case",
    title="基本生活费申请、核定与减员登记表",
    english="Benefit",
    secrecy="S3",
    phase="资金",
    happened="applied_on",
    sections=(
        section(
            "申请与核定",
            row("F54", "benefit", "保障类别", "code", "Y", "S14", codes=BENEFITS, default=_kind),
            row(
                "F54", "applied_on,approved_on", "申请/审批日期", "date,date", "Y,C", "S14",
                when={"approved_on": c.always}, when_label={"approved_on": "民政审批后填写"},
                after_leaving={"approved_on": True},
                hint={"applied_on": "申请的日期"},
            ),
            row("F54", "start_month", "计发起始月", "calc:month", "C", "S14", **_APPROVED),
            row(
                "F54", "rate", "月标准", "money", "Y", "D", low=1, default=_rate,
                hint="按保障标准，不能自定",
            ),
            row(
                "F54", "arrears_months,arrears", "补发月数/金额", "calc:int,calc:money", "C",
                "S14", **_APPROVED,
            ),
            row(
                "F54", "sys_entered_on", "系统录入日期", "date", "C", "S14",
                hint="审批当月最后一日前", **_APPROVED,
                after_leaving=True,
            ),
        ),
        section(
            "减员",
            row(
                "F54", "end_fact,end_fact_on", "终止情形/发生日期", "code,date", "C", "S14",
                codes="CL-LEAVE + Z1 年满18周岁且不再就读 Z2 不再符合条件",
                **_END,
                after_leaving={"end_fact_on": True},
            ),
            row(
                "F54", "reduced_on", "系统减员日期", "date", "C", "S14",
                hint="与发生日期同一个月", **_END,
                after_leaving=True,
            ),
            row("F54", "last_paid_month", "末发月份", "calc:month", "C", "R?", **_END),
            row("F54", "overpaid", "应退回金额", "calc:money", "C", "D", **_END),
            row(
                "F54", "history", "变更记录",
                "table(from_month:month 起始月份, benefit:code 保障类别, rate:money 月标准, "
                "reason:text 原因)",
                "N", "D", codes={"benefit": BENEFITS},
            ),
        ),
    ),
)  # fmt: skip
