"""F49 机构间转移登记表 · Transfer (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F49 = Form(
    id="F49",
    name="transfer",
    title="机构间转移登记表",
    english="Transfer",
    secrecy="S3",
    approval=True,
    acts_when_approved=True,
    phase="离院",
    happened="handover_at",
    after_leaving=True,
    sections=(
        section(
            "转移",
            row("F49", "direction", "方向", "code", "Y", "S12", codes="1 转出 2 转入"),
            row("F49", "other_org,other_div", "对方机构/区划", "text,div", "Y", "S12"),
            row(
                "F49", "reason,approval_file", "原因/批准文件", "text,file", "Y",
                "R:民发〔2021〕44号", papers={"approval_file": ("C05",)},
            ),
            row("F49", "handover_at,handover_place", "交接时间/地点", "dt,text(60)", "Y", "S12"),
        ),
        section(
            "交接",
            row("F49", "medical_brief", "健康与用药交接单", "file", "Y", "D"),
            row(
                "F49", "archive_list", "档案移交清单", "ref:F53", "Y", "S12",
                default=carried.newest("F53"), hint="逐件核对，接收方签字",
            ),
            row(
                "F49", "copy_locked_on", "副本锁定日期", "date", "C", "S12",
                when=c.is_in("direction", "1"), when_label="转出", needed_for=("T18",),
            ),
            row(
                "F49", "hukou_move,fund_balance,belongings", "户口迁移/个人资金/随身物品",
                "code,money,long", "Y", "D",
                codes={"hukou_move": "1 随迁 2 暂不迁 3 尚无户籍"}, low={"fund_balance": 0},
            ),
            row("F49", "sigs", "双方签字", "file", "Y", "S12", papers=("C06",)),
        ),
    ),
)  # fmt: skip
