"""F34 康复方案 · Rehab plan (lifecycle.md §2.6)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation

#: F23 ``kind`` of a disease, ``state`` of one that is not over.
_DISEASES, _RUNNING = ("1", "3", "4"), ("1", "2")


def _at_risk(s: Situation) -> bool:
    """A disease that training may touch: the doctor says so before."""
    return s.child is not None and any(
        r.get("kind") in _DISEASES and r.get("state") in _RUNNING for r in s.child.all("F23")
    )


F34 = Form(
    id="F34",
    name="rehab_plan",
    title="康复方案",
    english="Rehab plan",
    secrecy="S3",
    phase="康复",
    happened="from_on",
    sections=(
        section(
            "依据与期限",
            row("F34", "assessment", "依据评估", "ref:F33", "Y", "S5",
                default=carried.newest("F33"), hint="开始时不超过30日的评估"),
            row("F34", "from_on,to_on", "开始日期/结束日期", "date,date", "Y", "S5", future=True,
                hint={"to_on": "最长6个月"}),
        ),
        section(
            "目标与项目",
            row("F34", "goals", "长短期目标",
                "table(term:code 期限类型, goal:text 目标, measure:text 评价标准, due:date 日期)",
                "Y", "S5", codes={"term": "1 长期 2 短期"}, future=("due",),
                after_leaving=("due",), hint="每个目标都写怎样算达到"),
            row("F34", "items", "训练项目",
                "table(item:code 项目, minutes:int 分钟, per_week:int 每周次数, place:text 地点, "
                "therapist:staff 治疗师)", "Y", "S5", codes={"item": "CL-RHITEM"}),
        ),
        section(
            "安全",
            row("F34", "contraindications", "禁忌与注意", "long", "Y", "D"),
            row("F34", "doctor_agree", "医生意见", "sig", "C", "D", when=_at_risk,
                when_label="有疾病风险"),
        ),
    ),
)  # fmt: skip
