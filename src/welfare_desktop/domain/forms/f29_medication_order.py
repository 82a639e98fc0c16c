"""F29 用药医嘱 · Medication order (lifecycle.md §2.4)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F29 = Form(
    id="F29",
    name="medication_order",
    title="用药医嘱",
    english="Medication order",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="start_at",
    sections=(
        section(
            "用药医嘱",
            row("F29", "drug,strength,dose,route,freq", "药名/规格/剂量/途径/频次",
                "text(60),text(40),text(40),text(20),text(40)", "Y", "S3", part_of="N",
                hint={"strength": "如 0.1克/片", "dose": "如 半片", "route": "如 口服",
                      "freq": "如 每日3次、每8小时、08:00 20:00、必要时"}),
            row("F29", "start_at,stop_at", "开始时间/停止时间", "dt,dt", "Y,N", "S3", future=True,
                part_of="N"),
            row("F29", "ordered_by", "开立医师", "sig", "Y", "S16", part_of="N"),
            row("F29", "source", "医嘱来源", "code", "Y", "S3", codes="1 院内医嘱 2 外院医嘱",
                hint="外院医嘱附上原件", default="1", part_of="N"),
        ),
    ),
)  # fmt: skip
