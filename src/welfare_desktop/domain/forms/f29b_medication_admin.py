"""F29 给药记录 · Medication given, one a dose (lifecycle.md §2.4): the second record type of F29."""

from __future__ import annotations

from welfare_desktop.domain import medication
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_GIVEN = ("given_at", "second_check")

F29B = Form(
    id="F29b",
    name="medication_admin",
    title="给药记录",
    english="Medication given",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="due_at",
    sections=(
        section(
            "给药记录",
            row("F29b", "order", "对应医嘱", "ref:F29", "Y", "S3", part_of="N",
                default=medication.next_order),
            row("F29b", "due_at,given_at,given_by,second_check", "应给/实给时间/给药人/核对人",
                "dt,dt,sig,sig", "Y,C,Y,C", "D", part_of="N",
                when=dict.fromkeys(_GIVEN, c.is_in("state", medication.GIVEN)),
                when_label=dict.fromkeys(_GIVEN, "已给"),
                needed_for=dict.fromkeys(_GIVEN, ("submit",)), future={"due_at": True},
                default={"due_at": medication.next_time},
                hint={"due_at": "医嘱的给药时间", "given_at": "早晚超过60分钟，在备注写明原因"}),
            row("F29b", "state", "状态", "code", "Y", "D", part_of="N",
                codes="1 已给 2 拒服 3 呕吐 4 暂停 5 漏给", default=medication.GIVEN),
            row("F29b", "stock_batch,expiry", "批号/效期", "text(40),date", "N", "D", part_of="N",
                future={"expiry": True}),
        ),
    ),
)  # fmt: skip
