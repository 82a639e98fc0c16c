"""X08 来访登记 · Visitor (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

X08 = Form(
    id="X08",
    name="visitor",
    title="来访登记",
    english="Visitor",
    about="house",
    happened="in_at",
    sections=(
        section(
            "来访人",
            row(
                "X08", "in_at,out_at", "到达时间/离开时间", "dt,dt", "Y,C", "S7",
                when={"out_at": c.always}, when_label={"out_at": "离开时填写"},
            ),
            row(
                "X08", "name,id_no,phone,unit", "姓名/证件号/电话/单位",
                "text(30),text(18),text(20),text(60)", "Y,C,N,N", "S11",
                when={"id_no": c.filled("children")}, when_label={"id_no": "接触儿童"},
                secrecy={"id_no": "S3", "phone": "S3"}, masked={"id_no": True},
            ),
            row(
                "X08", "purpose", "事由", "code", "Y", "S7",
                codes="1 探视亲属 2 志愿服务 3 捐赠 4 检查指导 5 收养或寄养事务 6 维修送货 7 采访 "
                "9 其他",
            ),
            row(
                "X08", "provider", "所属服务方", "ref:F68", "C", "S7",
                when=c.is_in("purpose", "2"), when_label="志愿服务", needed_for=("submit",),
            ),
        ),
        section(
            "陪同",
            row(
                "X08", "children", "接触儿童", "refs:F01", "C", "S7",
                when=c.is_in("purpose", "1"), when_label="接触儿童",
            ),
            row(
                "X08", "companion", "陪同人", "staff", "Y", "S7",
                hint="没有从业查询结果的来访人，不能单独与儿童在一起",
            ),
            row("X08", "note", "情况记录", "text(200)", "N", "D", hint="在交接班中显示"),
        ),
    ),
)  # fmt: skip
