"""F10 基本医疗保险登记表 · Basic medical insurance (lifecycle.md §2)."""

from __future__ import annotations

from datetime import timedelta

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _past_enrolment(s: Situation) -> bool:
    verified = s.date("verified_on")
    days = int(s.house.param("insurance_enrol_days"))
    return (
        s.get("state") == "3"
        and verified is not None
        and s.now.date() > verified + timedelta(days=days)
    )


def _insured(s: Situation) -> bool:
    return s.get("state") in ("1", "2") or bool(s.get("enrolled_on"))


F10 = Form(
    id="F10",
    name="insurance_record",
    title="基本医疗保险登记表",
    english="Basic medical insurance",
    secrecy="S3",
    about="child",
    phase="进入",
    happened="verified_on",
    sections=(
        section(
            "基本医疗保险登记表",
            row("F10", "verified_on", "核实日期", "date", "Y", "S3"),
            row(
                "F10",
                "verify_way",
                "核实方式",
                "code",
                "Y",
                "S3",
                codes="1 医保窗口 2 电话 3 系统截图",
            ),
            row(
                "F10",
                "state",
                "参保状态",
                "code",
                "Y",
                "S3",
                codes="1 已参保正常 2 已参保中断 3 未参保 4 无户籍暂不能参保",
            ),
            row(
                "F10",
                "ins_type",
                "险种",
                "code",
                "C",
                "R?",
                codes="1 城乡居民 2 职工 9 其他",
                when=_insured,
                when_label="已参保",
            ),
            row(
                "F10",
                "applied_on,enrolled_on",
                "申请参保/参保日期",
                "date,date",
                "C",
                "S3",
                when=c.is_in("state", "3"),
                when_label="由本机构办理参保",
            ),
            row(
                "F10",
                "effective_on",
                "待遇生效日期",
                "date",
                "C",
                "S3",
                when=c.filled("enrolled_on"),
                when_label="已办参保",
                future=True,
            ),
            row(
                "F10",
                "premium,payer",
                "缴费金额/资助来源",
                "money,code",
                "C",
                "R?",
                codes={"payer": "1 医疗救助资助 2 财政 3 机构 9 其他"},
                when=c.filled("enrolled_on"),
                when_label="已办参保",
            ),
            row(
                "F10",
                "blocked_reason",
                "未能参保原因",
                "long",
                "C",
                "S3",
                when=_past_enrolment,
                when_label="未参保且已过目标时限",
                hint="“非集中参保期”不能作为原因",
            ),
            row("F10", "year", "参保年度", "int", "Y", "D", low=2000, high=2100),
            row(
                "F10",
                "proof",
                "参保凭证",
                "file",
                "C",
                "S3",
                when=_insured,
                when_label="已参保",
                papers={"proof": ("B04",)},
            ),
        ),
    ),
)
