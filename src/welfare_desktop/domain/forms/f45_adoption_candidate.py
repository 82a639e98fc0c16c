"""F45 送养综合评估表 · Child's adoption assessment (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _eight(s: Situation) -> bool:
    """Eight or older on the day of the registration (T17), else today (T15)."""
    case = s.child.newest("F47") if s.child else None
    day = (case.date("registered_on") if case else None) or s.now.date()
    birth = s.child.birth_date if s.child else None
    return birth is not None and age_on(birth, day) >= 8


def _siblings(s: Situation) -> bool:
    return s.child is not None and bool(s.child.record.get("siblings"))


F45 = Form(
    id="F45",
    name="adoption_candidate",
    title="送养综合评估表",
    english="Child's adoption assessment",
    secrecy="S4",
    phase="送养",
    happened="assessed_on",
    sections=(
        section(
            "条件",
            row("F45", "assessed_on", "评估日期", "date", "Y", "S13", hint="每年一次"),
            row(
                "F45", "legal_type", "可送养类别", "code", "Y", "R:民法典art.1093",
                codes="1 丧失父母的孤儿 2 查找不到生父母 3 生父母特殊困难",
            ),
            row(
                "F45", "legal_ready", "法律条件核对",
                "checklist(notice_over 公告期满, dna_no_match DNA无比中, "
                "rescued_ok 打拐儿童满12个月证明, other_guardian 其他监护人同意, "
                "no_dispute 无诉讼争议)",
                "Y", "S13 R:民法典", hint="不适用的写“不适用”",
            ),
            row(
                "F45", "health_truth", "智力 精神 患病 残疾告知书", "file", "Y", "R:令63",
                papers=("B50",), hint="如实填写，交收养申请人",
            ),
        ),
        section(
            "意见",
            row(
                "F45", "child_view", "儿童意愿", "long", "C", "R:民法典art.1104",
                when=_eight, when_label="年满八周岁，须本人同意", needed_for=("T15", "T17"),
            ),
            row(
                "F45", "siblings_plan", "同胞共同安置意见", "long", "C", "D",
                when=_siblings, when_label="有同胞在院",
            ),
            row(
                "F45", "suitable", "适合回归家庭", "code", "Y", "S13",
                codes="1 适合 2 暂不适合 3 不适合",
            ),
            row(
                "F45", "unsuitable_reason,review_on", "不适合原因/复评日期", "long,date", "C",
                "S13", future=True,
                when={
                    "unsuitable_reason": c.is_in("suitable", "2", "3"),
                    "review_on": c.is_in("suitable", "2"),
                },
                when_label={"unsuitable_reason": "暂不适合或不适合", "review_on": "暂不适合"},
            ),
            row("F45", "team_sig", "评估组签字", "sigs", "Y", "S13", hint="至少三人签字"),
        ),
    ),
)  # fmt: skip
