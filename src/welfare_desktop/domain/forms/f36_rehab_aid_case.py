"""F36 康复救助与辅助器具登记表 · Rehab assistance and aids (lifecycle.md §2.6)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _not_applied(s: Situation) -> bool:
    """Assistance that was due by now and was not asked for (C5.06)."""
    from welfare_desktop.domain.rehab import assistance_due

    if s.get("type") != "1" or s.get("applied_on") or s.child is None:
        return False
    due = assistance_due(s.child, s.now.date())
    return due is not None and due < s.now.date()


_APPROVED: dict[str, Any] = {"when": c.filled("approved_on"), "when_label": "已批准"}
_DEVICE: dict[str, Any] = {"when": c.is_in("type", "2"), "when_label": "辅助器具"}

F36 = Form(
    id="F36",
    name="rehab_aid_case",
    title="康复救助与辅助器具登记表",
    english="Rehab assistance and aids",
    secrecy="S3",
    phase="康复",
    happened="applied_on",
    sections=(
        section(
            "类别",
            row("F36", "type", "类别", "code", "Y", "S5", codes="1 残疾儿童康复救助 2 辅助器具"),
            row("F36", "age_band,basis", "年龄段/依据", "calc:code,text(60)", "Y",
                "R:残疾预防和残疾人康复条例art.26",
                codes={"age_band": "1 0–6周岁 2 7–14周岁 3 15–17周岁"}),
        ),
        section(
            "申请与批准",
            row("F36", "applied_on,approved_on,valid_to,amount", "申请/批准/有效期/额度",
                "date,date,date,money", "C", "S5", part_of="F",
                when={"applied_on": lambda s: not s.get("not_apply_reason"),
                      "approved_on": c.filled("applied_on"), "valid_to": c.filled("approved_on"),
                      "amount": c.filled("approved_on")},
                when_label={"applied_on": "申请后填写", "approved_on": "批准后填写",
                            "valid_to": "已批准", "amount": "已批准"},
                future={"valid_to": True}, after_leaving={"approved_on": True},
                hint={"applied_on": "康复救助每年申请一次"}),
            row("F36", "org", "定点机构", "text(60)", "C", "S5", **_APPROVED),
            row("F36", "device,fitted_on,review_on", "辅具名称/适配日期/复检",
                "text(60),date,date", "C", "D", **_DEVICE, future={"review_on": True},
                hint={"review_on": "适配后6个月内"}),
            row("F36", "not_apply_reason", "未申请原因", "long", "C", "S5", when=_not_applied,
                when_label="30日内没有申请"),
        ),
    ),
)  # fmt: skip
