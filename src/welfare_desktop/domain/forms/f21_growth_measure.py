"""F21 生长发育测量记录 · Growth (lifecycle.md §2.4)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain import growth
from welfare_desktop.domain.forms.declare import Field, Form, row, section
from welfare_desktop.domain.situation import Situation


def _small(s: Situation) -> bool:
    """Below the age of the standard; an unknown age is asked."""
    birth = s.child.birth_date if s.child else None
    return birth is None or growth.in_standard(birth, s.date("measured_on") or s.now.date())


def _preterm(s: Situation) -> bool:
    day = s.date("measured_on") or s.now.date()
    return s.child is not None and growth.to_correct(s.child, day)


def _asked(s: Situation, field: Field) -> bool:
    if field.name == "head_cm":
        return _small(s)
    return field.name != "corrected_age" or _preterm(s)


_Z: dict[str, Any] = {
    "when": _small, "when_label": "不满7岁，参考表已装，出生日期不是推断",
}  # fmt: skip

F21 = Form(
    id="F21",
    name="growth_measure",
    title="生长发育测量记录",
    english="Growth",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="measured_on",
    asked=_asked,
    sections=(
        section(
            "测量",
            row("F21", "measured_on,age_months", "日期/月龄", "date,calc:int", "Y", "S3",
                hint={"measured_on": "测量的日期"}),
            row("F21", "length_cm,posture", "身长（高）/体位", "dec,code", "Y", "R:WS/T423-2022",
                codes={"posture": "1 卧位 2 立位"}, low={"length_cm": 20}, high={"length_cm": 220},
                hint={"length_cm": "厘米", "posture": "不满24月龄卧位，满24月龄立位"},
                default={"posture": growth.posture_of}),
            row("F21", "weight_kg,head_cm", "体重/头围", "dec,dec", "Y,C", "R:WS/T423-2022",
                low={"weight_kg": 0.3, "head_cm": 15}, high={"weight_kg": 150, "head_cm": 70},
                hint={"weight_kg": "千克", "head_cm": "厘米"}, when={"head_cm": _small},
                when_label={"head_cm": "不满7岁"}),
        ),
        section(
            "评价",
            row("F21", "bmi", "体质指数", "calc:dec", "Y", "R:WS/T423-2022"),
            row("F21", "z_wfa,z_hfa,z_wfh,z_bmi",
                "年龄别体重Z/年龄别身高Z/身高别体重Z/年龄别BMI Z",
                "calc:dec,calc:dec,calc:dec,calc:dec", "C", "R:WS/T423-2022", **_Z),
            row("F21", "growth_eval", "评价", "calc:code", "C", "R:WS/T423-2022",
                codes="CL-GROWTH", **_Z),
            row("F21", "corrected_age", "按矫正月龄", "bool", "C", "D", when=_preterm,
                when_label="早产，不满24月龄", default=growth.corrected_at_first),
        ),
    ),
)  # fmt: skip
