"""F39 特殊教育与送教上门记录 · Special education (lifecycle.md §2.7)."""

from __future__ import annotations

from welfare_desktop.domain import schooling
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.situation import Situation


def _this_term(child: Child | None) -> str | None:
    return schooling.term_on(child.house.today).label if child is not None else None


def _over(s: Situation) -> bool:
    """The term that the plan is for has ended."""
    return schooling.term_of_plan(s.record).last < s.now.date()


F39 = Form(
    id="F39",
    name="special_edu",
    title="特殊教育与送教上门记录",
    english="Special education",
    phase="教育",
    sections=(
        section(
            "评估与计划",
            row("F39", "form", "形式", "code", "Y", "S4",
                codes="1 特教学校 2 机构特教班 3 随班就读 4 送教上门 5 技能培训 6 学前教育"),
            row("F39", "assessment", "教育评估", "long", "Y", "S4", secrecy="S3"),
            row("F39", "term,iep_goals", "学期/个别化教育目标",
                "text(20),table(goal:text 目标, measure:text 措施, due:date 期限, result:text 结果)",
                "Y", "S4", default={"term": _this_term}, future={"iep_goals": ("due",)},
                after_leaving={"iep_goals": ("due",)},
                hint={"term": "写成 2025-2026第一学期"}),
            row("F39", "weekly_hours", "周课时", "dec", "Y", "D", low=0, high=60, hint="课时"),
        ),
        section(
            "授课",
            row("F39", "log", "授课记录",
                "table(on:date 日期, minutes:int 分钟, content:text 内容, teacher:staff 教师, "
                "result:text 效果)", "C", "S4", when=c.always, when_label="授课后逐次添加"),
            row("F39", "delivery", "授课方式（现场、远程）", "code", "Y", "S8", codes="1 现场 2 远程",
                default="1"),
            row("F39", "evaluate", "学期评价", "long", "C", "S4", when=_over,
                when_label="学期已结束"),
        ),
    ),
)  # fmt: skip
