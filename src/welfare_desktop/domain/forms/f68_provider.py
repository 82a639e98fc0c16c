"""F68 服务提供方与志愿者登记表 · Providers and volunteers (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F68 = Form(
    id="F68",
    name="provider",
    title="服务提供方与志愿者登记表",
    english="Providers and volunteers",
    about="house",
    sections=(
        section(
            "提供方",
            row(
                "F68", "type,name,reg_no", "类型/名称/登记号", "code,text(60),text(40)", "Y",
                "S7 S16",
                codes={"type": "1 社会组织 2 社工机构 3 志愿组织 4 个人 5 医疗康复服务商"},
            ),
            row(
                "F68", "contract_from,contract_to,scope", "合同开始/合同结束/服务范围",
                "date,date,text(200)", "C", "S16", future=True,
                when=c.any_filled("contract_from", "contract_to", "scope"), when_label="签有合同",
            ),
        ),
        section(
            "人员与到访",
            row(
                "F68", "people", "服务人员",
                "table(name:text 姓名, id_no:text 证件号, background:ref:F65 从业查询, "
                "contact:code 接触方式)",
                "Y", "S7 S11", codes={"contact": "1 有人陪同 2 单独"}, secrecy="S3",
                hint="单独接触儿童的，先做从业查询",
            ),
            row(
                "F68", "visits", "到访记录",
                "table(in_at:dt 到达, out_at:dt 离开, companion:staff 陪同人, "
                "children:refs:F01 接触儿童)",
                "N", "S7",
            ),
            row("F68", "photo_promise", "保密与肖像承诺", "file", "Y", "R:未保法art.103 D"),
        ),
    ),
)  # fmt: skip
