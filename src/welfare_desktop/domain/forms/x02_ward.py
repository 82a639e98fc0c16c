"""X02 区域与床位 · Ward and beds (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

X02 = Form(
    id="X02",
    name="ward",
    title="区域与床位",
    english="Ward and beds",
    secrecy="S1",
    about="ward",
    sections=(
        section(
            "区域与床位",
            row(
                "X02",
                "ward_no,name,building",
                "区域编号/名称/楼栋楼层",
                "text(10),text(30),text(30)",
                "Y",
                "D",
            ),
            row(
                "X02",
                "kind",
                "类型",
                "code",
                "Y",
                "D",
                codes="1 普通 2 婴幼儿 3 隔离观察 4 医疗护理 5 类家庭",
            ),
            row(
                "X02",
                "sex_rule",
                "居住性别",
                "code",
                "Y",
                "R:令63",
                codes="1 男 2 女 3 六周岁以下或重残混住",
            ),
            row(
                "X02",
                "beds",
                "床位",
                "table(bed_no:text 床号, in_use:bool 是否启用, note:text 备注)",
                "Y",
                "D",
            ),
            row("X02", "leader", "责任组长", "staff", "N", "S11"),
            row(
                "X02",
                "open_from,open_to",
                "启用日期/停用日期",
                "date,date",
                "Y,N",
                "D",
                future=True,
            ),
        ),
    ),
)
