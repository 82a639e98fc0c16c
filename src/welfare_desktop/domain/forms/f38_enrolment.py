"""F38 入学（园）与学籍登记表 · Enrolment (lifecycle.md §2.7)."""

from __future__ import annotations

from welfare_desktop.domain import schooling
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _registered(s: Situation) -> bool:
    """Primary school and above keep a national register."""
    return bool(s.get("stage")) and s.get("stage") not in schooling.BEFORE_SCHOOL


F38 = Form(
    id="F38",
    name="enrolment",
    title="入学（园）与学籍登记表",
    english="Enrolment",
    phase="教育",
    happened="enrol_on",
    sections=(
        section(
            "学校",
            row("F38", "school,school_code,school_nature", "学校/标识码/办学性质",
                "text(60),text(10),code", "Y", "S4", codes={"school_nature": "CL-SCHN"}),
            row("F38", "stage,grade,class", "学段/年级/班级", "code,text(20),text(20)", "Y", "S4",
                codes={"stage": "CL-EDST"}),
            row("F38", "way", "就读方式", "code", "Y", "S4", codes="CL-EDWAY"),
        ),
        section(
            "入学与学籍",
            row("F38", "enrol_on,leave_on,leave_reason", "入学/离校日期/原因", "date,date,code",
                "Y,N,C", "S4", codes={"leave_reason": "1 毕业 2 转学 3 退学 4 休学 5 升学"},
                when={"leave_reason": c.filled("leave_on")}, when_label={"leave_reason": "已离校"}),
            row("F38", "student_no", "全国学籍号", "text(19)", "C", "S4 R?", when=_registered,
                when_label="小学及以上，入学后60日内", secrecy="S3", hint="字母加18位"),
            row("F38", "vacc_checked", "预防接种证查验", "bool", "Y", "R:疫苗管理法art.48"),
        ),
        section(
            "接送",
            row("F38", "commute,pickup_person", "上学方式/接送人", "code,text(60)", "Y", "S11",
                codes={"commute": "1 步行接送 2 校车 3 机构车辆 4 公共交通 5 住校"}),
        ),
        section(
            "成绩与表现",
            row("F38", "term_reports", "学期成绩与表现",
                "table(term:text 学期, score:text 成绩, comment:text 评语, file:file 材料)",
                "N", "S4", papers=("B42",), hint="每学期一行"),
        ),
    ),
)  # fmt: skip
