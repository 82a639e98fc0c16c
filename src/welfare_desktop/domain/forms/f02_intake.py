"""F02 接收（入院）登记表 · Intake (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Field, Form, row, section
from welfare_desktop.domain.situation import Situation


def _asked(s: Situation, field: Field) -> bool:
    """With decision 2 or 3 only source, decision and ground are asked."""
    return s.get("decision") not in ("2", "3") or field.name in (
        "referral_source",
        "decision",
        "refuse_ground",
    )


F02 = Form(
    id="F02",
    name="intake",
    title="接收（入院）登记表",
    english="Intake",
    secrecy="S3",
    about="child",
    phase="进入",
    happened="arrived_at",
    asked=_asked,
    sections=(
        section(
            "线索与决定",
            row("F02", "referral_source", "线索来源", "code", "Y", "S1 S17", codes="CL-REFSRC"),
            row("F02", "decision", "接收决定", "code", "Y", "S1", codes="1 接收 2 不予接收 3 转介"),
            row(
                "F02",
                "refuse_ground",
                "不予接收依据",
                "long",
                "C",
                "S1",
                when=c.is_in("decision", "2", "3"),
                when_label="不予接收或转介",
                needed_for=("submit",),
            ),
        ),
        section(
            "到院与送交",
            row("F02", "arrived_at", "到院时间", "dt", "Y", "S1"),
            row(
                "F02",
                "delivered_by_name,delivered_by_unit,delivered_by_phone",
                "送交人/送交单位/送交人电话",
                "text(30),text(60),text(20)",
                "Y",
                "S1",
                hint="没见到送交人就填“无”",
            ),
            row(
                "F02",
                "delivered_by_id",
                "送交人证件号",
                "text(18)",
                "C",
                "D",
                when=c.is_in("referral_source", "6"),
                when_label="由公民送交",
                masked=True,
            ),
            row("F02", "received_by,witness", "接收人/在场人", "staff,staff", "Y", "D"),
        ),
        section(
            "到院状况",
            row("F02", "condition_on_arrival", "到院时身体状况", "long", "Y", "S1"),
            row(
                "F02",
                "temp_c,weight_kg",
                "体温/体重",
                "dec,dec",
                "Y",
                "D",
                hint={"temp_c": "℃", "weight_kg": "千克"},
                low={"temp_c": 30, "weight_kg": 0.3},
                high={"temp_c": 45, "weight_kg": 150},
            ),
            row("F02", "injury_signs", "体表伤痕", "bool", "Y", "S11"),
            row("F02", "features", "体貌特征", "long", "Y", "S1"),
            row(
                "F02", "belongings", "随身物品清单", "long", "Y", "D", hint="逐件拍照，没有就填“无”"
            ),
            row("F02", "note_left", "随身字条内容", "long", "N", "D", secrecy="S4"),
            row(
                "F02",
                "isolation",
                "隔离观察",
                "bool",
                "Y",
                "S1",
                hint="入院体检解除隔离前填“是”",
                default=True,
            ),
            row("F02", "emergency_send", "是否立即送医", "bool", "Y", "S1 S3"),
        ),
        section(
            "委托与正式入院",
            row(
                "F02",
                "entrust_start,entrust_end",
                "委托开始日期/委托结束日期",
                "date,date",
                "C",
                "R:令63",
                when=c.cause("T"),
                when_label="临时监护",
                needed_for=("T02",),
                future=True,
            ),
            row(
                "F02",
                "admitted_on",
                "正式入院日期",
                "date",
                "C",
                "S1",
                when=lambda s: (
                    s.child is not None
                    and any(r.get("decision") == "1" for r in s.child.all("F08"))
                ),
                when_label="入院审批已同意",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
            ),
        ),
        section(
            "签字",
            row(
                "F02",
                "exit_sign",
                "移交双方签字",
                "sigs",
                "Y",
                "D",
                signers=("received_by", "witness"),
                hint="接收人、在场人各输自己的签名码，两人都要签",
            ),
        ),
    ),
)
