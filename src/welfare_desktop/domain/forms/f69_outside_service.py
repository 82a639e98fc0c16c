"""F69 机构外儿童服务登记表 · Outside-child service (lifecycle.md §2.15).

A child of another family: its record belongs to no F01, and so stands in no roster, no ratio and no
account of the orphans' money (C8.03).
"""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F69 = Form(
    id="F69",
    name="outside_service",
    title="机构外儿童服务登记表",
    english="Outside-child service",
    about="house",
    secrecy="S3",
    close="ended_on",
    sections=(
        section(
            "服务与儿童",
            row("F69", "service", "服务类型", "code", "Y", "S8",
                codes="1 特殊教育 2 康复 3 远程养育指导 4 远程教育 5 远程医疗 6 远程康复指导 9 其他"),
            row("F69", "child_name,birth_date,guardian,phone", "儿童/出生日期/监护人/电话",
                "text(30),date,text(30),text(20)", "Y", "S8"),
            row("F69", "hardship,disability", "困难类别/残疾", "code,code", "Y", "S8",
                codes={"hardship": "1 低保 2 低保边缘 3 特困 4 其他困难 5 非困难",
                       "disability": "CL-DIS + 0 无"}),
            row("F69", "consent", "监护人同意书", "file", "Y", "R:个保法art.31",
                hint="未满14周岁的，附个人信息处理告知"),
            row("F69", "qualified", "机构资质有效", "calc:bool", "Y", "S8",
                hint="特殊教育看办学许可，康复看定点证书"),
        ),
        section(
            "服务记录",
            row("F69", "sessions", "服务记录",
                "table(on:date 日期, minutes:int 分钟, provider:staff 服务人员, "
                "delivery:code 方式)", "N", "S8", codes={"delivery": "1 现场 2 远程"}),
            row("F69", "fee,fee_source", "费用/来源", "money,code", "N", "S9",
                codes={"fee_source": "1 自费 2 康复救助 3 财政 4 慈善 9 其他"},
                hint={"fee_source": "不得用孤儿基本生活费"}),
            row("F69", "ended_on", "结束日期", "date", "N", "D"),
        ),
    ),
)  # fmt: skip
