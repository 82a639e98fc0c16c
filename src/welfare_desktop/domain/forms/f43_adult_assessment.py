"""F43 成年前综合能力评估表 · Pre-adult assessment (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_LAW = "R:皖安置办法art.4"

F43 = Form(
    id="F43",
    name="adult_assessment",
    title="成年前综合能力评估表",
    english="Pre-adult assessment",
    secrecy="S3",
    approval=True,
    acts_when_approved=True,
    phase="成年",
    happened="assessed_on",
    sections=(
        section(
            "评估",
            row(
                "F43", "window_from,window_to", "评估窗口起/评估窗口止", "calc:date,calc:date", "Y",
                "S6", future=True,
            ),
            row("F43", "assessed_on", "评估日期", "date", "Y", "S6"),
            row(
                "F43", "kind", "类别", "code", "Y", f"S6 {_LAW}",
                codes="1 成年前 2 离校后（1个月内） 3 退役后 4 复评",
            ),
        ),
        section(
            "能力",
            row(
                "F43", "labour,capacity,selfcare", "劳动能力/民事行为能力/自理能力",
                "code,code,code", "Y", _LAW, codes="1 具备 2 部分具备 3 不具备",
            ),
            row(
                "F43", "ability_basis", "认定依据", "long", "Y", _LAW,
                hint="三项能力分别写明依据",
            ),
            row(
                "F43", "mental,physical", "精神状况/身体状况", "long,long", "Y", _LAW,
                hint="按医疗机构材料填写",
            ),
            row("F43", "social_skill,study_job", "社会适应/学业就业", "long,long", "Y", "S6"),
            row(
                "F43", "in_school,school_end", "是否在读/预计毕业", "bool,date", "Y,C",
                "R:皖安置办法art.2", future=True, when={"school_end": c.true("in_school")},
                when_label={"school_end": "在读"},
            ),
            row("F43", "own_wish", "本人意愿", "long", "Y", "R:民法典art.35"),
        ),
        section(
            "结论",
            row(
                "F43", "result", "结论", "code", "Y", "S6",
                codes="1 具备回归社会能力 2 部分具备需支持 3 不具备",
            ),
            row("F43", "need_court", "需申请认定行为能力", "bool", "Y", "D"),
            row(
                "F43", "team_sig", "评估组签字", "sigs", "Y", "S6",
                hint="至少三个专业的人员签字",
            ),
        ),
    ),
)  # fmt: skip
