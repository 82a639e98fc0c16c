"""F17 家庭寄养走访记录表 · Foster visit (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Field, Form, row, section
from welfare_desktop.domain.situation import Situation


def _asked(s: Situation, field: Field) -> bool:
    """The safety of the home is looked at in the home; without a problem nothing is to be done."""
    if field.name == "home_safety":
        return s.get("place") not in ("2", "3")
    return field.name != "actions" or s.get("problems") != "无"


F17 = Form(
    id="F17",
    name="foster_visit",
    title="家庭寄养走访记录表",
    english="Foster visit",
    about="child",
    phase="寄养",
    happened="visit_at",
    asked=_asked,
    sections=(
        section(
            "走访",
            row("F17", "visit_at,leave_at", "到达/离开时间", "dt,dt", "Y", "S2",
                hint={"visit_at": "走访到达的时间"}),
            row("F17", "mode", "走访方式", "code", "Y", "S2", codes="1 实地走访 2 电话 3 视频",
                default="1"),
            row("F17", "place", "走访地点", "code", "Y", "S2", codes="1 寄养家庭 2 医院 3 学校",
                default="1"),
            row("F17", "child_seen", "见到儿童本人", "bool", "Y", "S2"),
            row("F17", "visitors", "走访人", "staffs", "Y", "S2", own="author"),
        ),
        section(
            "儿童情况",
            row("F17", "body,mood,growth,school", "身体/情绪/发育/就学", "long,long,long,long",
                "Y", "S2"),
            row("F17", "child_talk", "与儿童单独谈话", "long", "C", "D", when=c.can_talk,
                when_label="儿童能说话"),
        ),
        section(
            "家庭情况",
            row("F17", "home_safety", "居家安全检查",
                "checklist(fire 火, power 电, water 水, medicine 药, fall 坠落, traffic 交通)",
                "Y", "D"),
            row("F17", "carer_present,carer_changed", "照料人在场/是否更换", "bool,bool", "Y",
                "R:令54"),
        ),
        section(
            "处理",
            row("F17", "problems,actions", "问题/处理意见",
                "long,table(action:text 处理措施, responsible:staff 责任人, due:date 期限, "
                "done_on:date 完成日期)", "Y", "S2", hint={"problems": "没有写“无”"},
                future=("due",), after_leaving=("due", "done_on")),
            row("F17", "dissolve_signal", "出现解除情形", "codes", "N", "S2", codes="CL-FDIS"),
            row("F17", "photo,family_sig", "照片/家庭签字", "file,file", "Y", "S2",
                papers=("B23",)),
            row("F17", "next_due", "下次走访最迟日期", "calc:date", "Y", "S2", future=True),
        ),
    ),
)  # fmt: skip
