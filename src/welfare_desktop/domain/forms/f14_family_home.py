"""F14 类家庭登记表 · In-house family home (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F14 = Form(
    id="F14",
    name="family_home",
    title="类家庭登记表",
    english="In-house family home",
    about="family",
    happened="opened_on",
    close="closed_on",
    sections=(
        section(
            "类家庭",
            row("F14", "home_no,home_name,location", "家庭编号/名称/位置",
                "text(20),text(40),text(60)", "Y", "S2"),
            row("F14", "couple", "家庭式养育夫妻",
                "table(name:text 姓名, id_no:text 证件号, health_on:date 体检日期, "
                "edu:code 学历, background:ref:F65 从业查询, marriage_proof:file 婚姻证明)",
                "Y", "S2", codes={"edu": "CL-EDU"}),
        ),
        section(
            "筛选",
            row("F14", "screen_date,screen_items,screen_result", "筛选日期/项目/结论",
                "date,checklist(health 健康, no_record 无违法犯罪记录, marriage 婚姻稳定, "
                "skill 养育能力, willing 自愿承诺),code", "Y", "S2",
                codes="1 符合 2 不符合"),
        ),
        section(
            "启用",
            row("F14", "capacity", "额定儿童数", "int", "Y", "D", low=1, high=6, default=4),
            row("F14", "opened_on,closed_on", "启用/停用日期", "date,date", "Y,N", "S2"),
            row("F14", "children", "在住儿童", "calc:refs:F01", "Y", "S2"),
        ),
    ),
)  # fmt: skip
