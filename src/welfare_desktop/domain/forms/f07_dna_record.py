"""F07 DNA采血与信息比对登记表 · DNA sample and comparison (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _before_last_day(s: Situation) -> bool:
    notice = s.child.newest("F06") if s.child else None
    last, result = notice.date("last_day") if notice else None, s.date("result_on")
    return last is not None and result is not None and result < last


F07 = Form(
    id="F07",
    name="dna_record",
    title="DNA采血与信息比对登记表",
    english="DNA sample and comparison",
    secrecy="S4",
    about="child",
    phase="进入",
    happened="sampled_on",
    sections=(
        section(
            "采血",
            row("F07", "sampled_on", "采血日期", "date", "Y", "S12"),
            row("F07", "police_unit", "采血比对公安机关", "text(60)", "Y", "S12"),
            row(
                "F07",
                "sample_no",
                "样本编号",
                "text(40)",
                "C",
                "S12",
                when=c.always,
                when_label="公安给出后填写",
            ),
            row("F07", "escort", "陪同人员", "staff", "Y", "D"),
            row("F07", "entered_db_on", "入库日期", "date", "N", "S12", after_leaving=True),
        ),
        section(
            "结果",
            row(
                "F07",
                "result_code",
                "比对结果",
                "code",
                "C",
                "S1",
                codes="1 无比中 2 比中 3 待比对 4 样本不合格需重采",
                when=c.filled("sampled_on"),
                when_label="已采血",
                needed_for=("F08",),
            ),
            row(
                "F07",
                "result_on",
                "结果出具日期",
                "date",
                "C",
                "S1",
                when=c.filled("sampled_on"),
                when_label="已采血",
                needed_for=("F08",),
                after_leaving={"result_on": True},
            ),
            row(
                "F07",
                "result_no,result_file",
                "结果文书编号/文书",
                "text,file",
                "C",
                "S1",
                when=c.filled("result_on"),
                when_label="结果已出",
                needed_for={"result_file": ("F08",)},
                papers={"result_file": ("A07",)},
            ),
            row(
                "F07",
                "late_confirm",
                "期满后公安复核确认",
                "file",
                "C",
                "D",
                when=_before_last_day,
                when_label="结果早于公告期满日",
                needed_for=("F08",),
            ),
            row(
                "F07",
                "match_action",
                "比中后处理",
                "long",
                "C",
                "S1",
                when=c.is_in("result_code", "2"),
                when_label="比中",
            ),
            row("F07", "is_legacy", "在院补采", "bool", "Y", "S12"),
        ),
    ),
)
