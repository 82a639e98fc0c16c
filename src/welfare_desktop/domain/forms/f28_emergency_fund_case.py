"""F28 疾病应急救助基金申请登记表 · Emergency fund (lifecycle.md §2.4)."""

from __future__ import annotations

from welfare_desktop.domain import insurance
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.situation import Situation


def _visit(child: Child | None) -> str | None:
    """The newest urgent visit."""
    urgent = [r.id for r in child.all("F24") if r.get("urgent") is True] if child else []
    return urgent[-1] if urgent else None


def _no_hukou(child: Child | None) -> bool | None:
    return None if child is None else child.hukou is None


def _no_insurance(child: Child | None) -> bool | None:
    return None if child is None else not insurance.insured_on(child, child.house.today)


def _not_that_day(s: Situation) -> bool:
    """Not applied for on the day of the visit."""
    visit = s.house.record("F24", str(s.get("visit") or ""))
    applied = s.date("applied_on")
    at = visit.happened if visit is not None else None
    return applied is None or (at is not None and applied > at.date())


_FILED = {"when": c.filled("applied_on"), "when_label": "已申请"}

F28 = Form(
    id="F28",
    name="emergency_fund_case",
    title="疾病应急救助基金申请登记表",
    english="Emergency fund",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="applied_on",
    sections=(
        section(
            "条件",
            row("F28", "cond_new,cond_no_hukou,cond_no_ins,cond_urgent",
                "新入院/未落户/无医保/需紧急救治", "bool,bool,bool,bool", "Y", "S3",
                hint="四项都是才能申请",
                default={"cond_no_hukou": _no_hukou, "cond_no_ins": _no_insurance}),
            row("F28", "visit", "就医记录", "ref:F24", "Y", "S3", default=_visit),
            row("F28", "hospital_contact", "医院经办", "text(60)", "Y", "R?",
                hint="一般由医院提交"),
        ),
        section(
            "申请",
            row("F28", "applied_on,accepted_on,result,amount", "申请/受理/结果/金额",
                "date,date,code,money", "C", "S3",
                codes={"result": "1 同意支付 2 部分支付 3 不予支付 4 待定"},
                when={"applied_on": c.not_filled("not_apply_reason"),
                      "accepted_on": _FILED["when"], "result": _FILED["when"],
                      "amount": c.is_in("result", "1", "2")},
                when_label={"applied_on": "就医当日申请", "accepted_on": "已申请",
                            "result": "已申请", "amount": "同意支付"},
                hint={"applied_on": "申请的日期"}, part_of={"amount": "F"},
                after_leaving={"accepted_on": True}),
            row("F28", "not_apply_reason", "未申请原因", "long", "C", "S3", when=_not_that_day,
                when_label="就医当日没有申请"),
            row("F28", "papers", "申请材料", "file", "C", "S3", papers=("B38",),
                when=_FILED["when"], when_label="已申请"),
        ),
    ),
)  # fmt: skip
