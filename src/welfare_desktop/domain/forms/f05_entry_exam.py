"""F05 入院体检与传染病检查表 · Entry examination (lifecycle.md §2)."""

from __future__ import annotations

from datetime import date

from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.forms.declare import Field, Form, row, section
from welfare_desktop.domain.situation import Situation

#: CL-INFECT, the default panel (§3.2).
DEFAULT_PANEL = ("1", "2", "3", "4", "5", "6")


def _exam_day(s: Situation) -> date:
    return s.date("exam_at") or s.now.date()


def _newborn(s: Situation) -> bool:
    birth = s.child.birth_date if s.child else None
    return birth is not None and (_exam_day(s) - birth).days < 28


def _asked(s: Situation, field: Field) -> bool:
    """The head is measured below 7 years; an unknown age is asked."""
    birth = s.child.birth_date if s.child else None
    return field.name != "head_cm" or birth is None or age_on(birth, _exam_day(s)) < 7


F05 = Form(
    id="F05",
    name="entry_exam",
    title="入院体检与传染病检查表",
    english="Entry examination",
    secrecy="S3",
    about="child",
    phase="进入",
    happened="exam_at",
    asked=_asked,
    sections=(
        section(
            "检查",
            row("F05", "hospital,exam_at", "医疗机构/检查时间", "text,dt", "Y", "S1"),
            row(
                "F05",
                "length_cm,weight_kg,head_cm,temp_c",
                "身长(高)/体重/头围/体温",
                "dec,dec,dec,dec",
                "Y",
                "S1",
                hint={"length_cm": "厘米", "weight_kg": "千克", "head_cm": "厘米", "temp_c": "℃"},
                low={"length_cm": 20, "weight_kg": 0.3, "head_cm": 15, "temp_c": 30},
                high={"length_cm": 220, "weight_kg": 150, "head_cm": 70, "temp_c": 45},
            ),
        ),
        section(
            "查体",
            row(
                "F05",
                "general,skin,heart_lung,abdomen,limbs_spine,neuro,genitals",
                "一般/皮肤/心肺/腹部/四肢脊柱/神经/外生殖器",
                "long,long,long,long,long,long,long",
                "Y",
                "S1",
            ),
            row(
                "F05",
                "vision,hearing",
                "视力/听力筛查",
                "code,code",
                "Y",
                "D",
                codes="1 正常 2 异常 3 无法配合",
            ),
            row("F05", "congenital", "先天畸形", "text(200)", "Y", "S1", hint="没有就填“未见”"),
            row(
                "F05",
                "bone_age",
                "骨龄（推断年龄）",
                "text(30)",
                "C",
                "D",
                when=lambda s: (
                    s.child is not None and s.child.record.get("birth_basis") in ("4", "5")
                ),
                when_label="出生日期为推断",
            ),
        ),
        section(
            "传染病与筛查",
            row(
                "F05",
                "infect_panel",
                "传染病检查结果",
                "table(item:code 项目, method:text 方法, tested_on:date 检查日期, result:code 结果, report:file 报告)",
                "Y",
                "S1",
                codes={"item": "CL-INFECT", "result": "1 阴性 2 阳性 3 可疑 4 待出 5 医学豁免"},
                papers=("A04",),
                sealed_rows=("3", "4"),
                default=[{"item": item} for item in DEFAULT_PANEL],
            ),
            row(
                "F05",
                "newborn_screen",
                "新生儿疾病筛查",
                "code",
                "C",
                "D",
                codes="1 未见异常 2 异常待复查 3 结果待出 4 未做",
                when=_newborn,
                when_label="出生不满28天",
            ),
            row("F05", "needs_treatment", "是否需救治", "bool", "Y", "S1"),
            row(
                "F05",
                "cleared_at",
                "解除隔离时间",
                "dt",
                "C",
                "S1",
                when=lambda s: (
                    s.child is not None
                    and s.child.intake is not None
                    and s.child.intake.get("isolation") is True
                ),
                when_label="解除隔离时填写",
            ),
        ),
        section(
            "结论",
            row("F05", "disability_suspect", "疑似残疾", "codes", "N", "S5", codes="CL-DIS"),
            row("F05", "conclusion", "体检结论", "long", "Y", "S1"),
            row(
                "F05",
                "report_file",
                "体检报告",
                "file",
                "Y",
                "S1",
                papers={"report_file": ("A03",)},
            ),
        ),
    ),
)
