"""F04 其他入院情形依据材料登记表 · Legal basis for other admissions (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation

_JUDGMENT = ("judgment_no", "court", "effective_on")


def _by_judgment(s: Situation) -> bool:
    """B2 and D1 rest on a judgment; G1 may rest on a proof instead."""
    begun = any(s.get(name) for name in _JUDGMENT)
    return c.cause("B2", "D1")(s) or (c.cause("G1")(s) and begun)


F04 = Form(
    id="F04",
    name="admission_basis",
    title="其他入院情形依据材料登记表",
    english="Legal basis for other admissions",
    secrecy="S3",
    about="child",
    phase="进入",
    sections=(
        section(
            "其他入院情形依据材料登记表",
            row("F04", "cause", "入院情形", "code", "Y", "R:令63", codes="CL-ADM"),
            row(
                "F04",
                "father_state,mother_state",
                "父亲/母亲情况",
                "code,code",
                "Y",
                "R:民法典art.27",
                codes="CL-PARENT",
                secrecy="S4",
            ),
            row(
                "F04",
                "parent_proof",
                "父母情况证明",
                "file",
                "C",
                "R:令63",
                when=c.cause("B", "G1"),
                when_label="父母双亡、失踪或无监护能力",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
                papers={
                    "parent_proof": (
                        "A10",
                        "A12",
                    )
                },
                secrecy="S4",
            ),
            row(
                "F04",
                "judgment_no,court,effective_on",
                "判决书号/法院/生效日期",
                "text(40),text(60),date",
                "C",
                "R:令63",
                when=_by_judgment,
                when_label="依据为判决",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
                before_birth={"effective_on": True},
            ),
            row("F04", "other_guardian_check", "其他监护人核查情况", "long", "Y", "R:民法典art.27"),
            row(
                "F04",
                "no_guardian_cert",
                "无其他监护人证明",
                "file",
                "C",
                "R:令63",
                when=c.cause("B", "G1"),
                when_label="父母双亡、失踪或无监护能力",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
                papers={"no_guardian_cert": ("A11",)},
            ),
            row(
                "F04",
                "entrust_org,entrust_agreement",
                "委托单位/委托协议",
                "text,file",
                "C",
                "R:令63",
                when=c.cause("T"),
                when_label="临时监护",
                needed_for=("T02",),
                papers={"entrust_agreement": ("A14",)},
            ),
            row(
                "F04",
                "rescue_notice",
                "打拐解救儿童临时照料通知书",
                "file",
                "C",
                "R:打拐收养通知",
                when=c.cause("A2"),
                when_label="打拐解救儿童",
                needed_for=("T04",),
                papers={"rescue_notice": ("A15",)},
            ),
            row(
                "F04",
                "handed_over_on",
                "公安移交日期",
                "date",
                "C",
                "R:打拐收养通知",
                when=c.cause("A2"),
                when_label="打拐解救儿童",
                needed_for=("T04",),
            ),
            row(
                "F04",
                "tekun_no",
                "特困供养认定文号",
                "text(40)",
                "C",
                "R:社会救助暂行办法art.14",
                when=c.cause("E1"),
                when_label="特困供养",
                needed_for=(
                    "T04",
                    "T04b",
                ),
            ),
            row("F04", "relatives", "亲属联系表", "long", "N", "D", secrecy="S4"),
            row("F04", "property_list", "儿童财产清单", "long", "N", "R:民法典art.35"),
        ),
    ),
)
