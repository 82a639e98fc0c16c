"""F30 巡查记录 · Round entry (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F30 = Form(
    id="F30",
    name="round_entry",
    title="巡查记录",
    english="Round entry",
    secrecy="S3",
    about="ward",
    happened="done_at",
    sections=(
        section(
            "巡查记录",
            row("F30", "ward,shift", "区域/班次", "ref:X02,code", "Y", "S3", codes="CL-SHIFT"),
            row(
                "F30",
                "due_at,opened_at,done_at",
                "应巡时间/开始时间/完成时间",
                "dt,calc:dt,calc:dt",
                "C,Y,Y",
                "S3",
                when={"due_at": lambda s: any(m.get("slot") for m in s.record.rows("marks"))},
                when_label="按时点的巡查",
                # A round may be walked up to a quarter of an hour before its time.
                future={"due_at": True},
            ),
            row("F30", "expected,seen", "应在数/实见数", "calc:int,calc:int", "Y", "S3"),
            row(
                "F30",
                "marks",
                "逐人标记",
                "table(child:ref:F01 儿童, ward:ref:X02 区域, slot:dt 应巡时点, at:dt 实际时间, mark:code 标记, temp:dec 体温, note:text 说明, by:staff 巡查人)",
                "Y",
                "S3",
                codes={"mark": "CL-MARK"},
                future=("slot",),
            ),
            row(
                "F30",
                "vital",
                "体温等",
                "table(child:ref:F01 儿童, at:dt 时间, temp_c:dec 体温, pulse:int 脉搏, breath:int 呼吸, spo2:int 血氧, note:text 说明)",
                "C",
                "D",
                when=c.filled("vital"),
                when_label="按医嘱",
            ),
            row(
                "F30",
                "environment",
                "环境安全",
                "checklist(doors 门窗, utilities 水电气, fire_exit 消防通道, floor 地面, climate 温度)",
                "Y",
                "S11",
            ),
            row("F30", "result", "结论", "calc:code", "Y", "S3", codes="1 正常 2 异常"),
            row(
                "F30",
                "by",
                "巡查人",
                "sig",
                "C",
                "S3",
                when=c.is_in("closed_as", "1"),
                when_label="已签",
                needed_for=("submit",),
            ),
            row(
                "F30",
                "closed_as,unsigned_reason",
                "结束方式/未签原因",
                "code,text(100)",
                "Y,C",
                "D",
                codes="1 已签 2 未签（交接时关闭）",
                when={"unsigned_reason": c.is_in("closed_as", "2")},
                when_label="未签",
                needed_for={"unsigned_reason": ("submit",)},
            ),
        ),
    ),
)
