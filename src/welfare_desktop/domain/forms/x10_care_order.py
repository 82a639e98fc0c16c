"""X10 护理医嘱 · Care order: what a doctor orders beside drugs (§4.2, §4.3); an own record."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

X10 = Form(
    id="X10",
    name="care_order",
    title="护理医嘱",
    english="Care order",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="from_at",
    sections=(
        section(
            "护理医嘱",
            row("X10", "kind", "类型", "code", "Y", "D",
                codes="1 巡查间隔 2 禁食 3 体位 4 定时测体温 9 其他"),
            row("X10", "minutes", "间隔分钟", "int", "C", "D", when=c.is_in("kind", "1", "4"),
                when_label="巡查间隔、定时测体温", needed_for=("submit",), low=10, high=1440,
                hint="如 15、30；10分钟以内请专人看护"),
            row("X10", "text", "医嘱内容", "text(100)", "C", "D", when=c.is_in("kind", "3", "9"),
                when_label="体位、其他", needed_for=("submit",),
                hint="如 左侧卧、手术前禁食禁水"),
            row("X10", "from_at,to_at", "开始时间/停止时间", "dt,dt", "Y,N", "D", future=True),
            row("X10", "ordered_by", "开立医师", "sig", "Y", "D"),
        ),
    ),
)  # fmt: skip
