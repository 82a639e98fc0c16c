"""F35 康复训练记录 · Rehab session (lifecycle.md §2.6)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Field, Form, row, section
from welfare_desktop.domain.situation import Situation


def not_done(s: Situation) -> bool:
    """Planned, but not carried out."""
    return bool(s.get("minutes") == 0)


def _asked(s: Situation, field: Field) -> bool:
    """How the child took it is asked of what took place."""
    return field.name not in ("performance", "reaction") or not not_done(s)


F35 = Form(
    id="F35",
    name="rehab_session",
    title="康复训练记录",
    english="Rehab session",
    secrecy="S3",
    phase="康复",
    happened="start_at",
    asked=_asked,
    sections=(
        section(
            "训练",
            row("F35", "plan,item", "方案/项目", "ref:F34,code", "Y", "S5",
                codes={"item": "CL-RHITEM"}, default={"plan": carried.newest("F34")}),
            row("F35", "start_at,minutes", "开始时间/分钟", "dt,int", "Y", "S5",
                low={"minutes": 0}, high={"minutes": 240},
                hint={"minutes": "1到240；没有做的填0并写原因"}),
            row("F35", "delivery", "方式", "code", "Y", "S8 S16",
                codes="1 院内 2 外出 3 远程指导 4 外聘", default="1"),
        ),
        section(
            "表现",
            row("F35", "performance,reaction", "表现/反应", "code,text(200)", "Y", "S5",
                codes={"performance": "1 好 2 一般 3 差 4 拒绝"}),
            row("F35", "therapist,provider", "治疗师/服务方", "staff,ref:F68", "Y,C", "S16",
                own={"therapist": "author"}, when={"provider": c.is_in("delivery", "2", "3", "4")},
                when_label={"provider": "外出、远程或外聘"}),
            row("F35", "not_done_reason", "未实施原因", "text(100)", "C", "S5", when=not_done,
                when_label="分钟为0", needed_for=("submit",)),
        ),
    ),
)  # fmt: skip
