"""F55 孤儿基本生活费专账 · Fund ledger (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F55 = Form(
    id="F55",
    name="fund_entry",
    title="孤儿基本生活费专账",
    english="Fund ledger",
    about="house",
    secrecy="S3",
    happened="book_date",
    sections=(
        section(
            "凭证",
            row(
                "F55", "entry_no,book_date", "凭证号/记账日期", "text,date", "Y", "S9",
                hint={"entry_no": "接着上一号，不能跳号"},
            ),
            row("F55", "direction", "收支", "code", "Y", "S9", codes="1 收 2 支 3 冲销"),
            row(
                "F55", "category", "支出类别", "code", "C", "S9", codes="CL-FUND",
                when=c.is_in("direction", "2"), when_label="支出", needed_for=("submit",),
                hint="机构运营、设施设备改造、人员工资发放不得列支",
            ),
            row(
                "F55", "income_source", "收入来源", "code", "C", "S9",
                codes="1 孤儿基本生活费拨款 2 补发 3 退款",
                when=c.is_in("direction", "1"), when_label="收入", needed_for=("submit",),
            ),
            row("F55", "amount", "金额", "money", "Y", "S9", low=1),
            row(
                "F55", "reverses", "冲销凭证", "ref:F55", "C", "S9",
                when=c.is_in("direction", "3"), when_label="冲销", needed_for=("submit",),
            ),
        ),
        section(
            "用途与签字",
            row(
                "F55", "children", "受益儿童", "refs:F01", "Y", "S9", words=(("all", "全体"),),
                hint="可选“全体”，按在院人日分摊",
            ),
            row("F55", "payee,invoice", "收款方/票据", "text(60),file", "Y", "S9"),
            row("F55", "purpose", "用途说明", "text(200)", "Y", "S9"),
            row(
                "F55", "made_by,checked_by,approved_by", "经办/复核/审批", "sig,sig,sig", "Y", "D",
                hint="三个不同的人",
            ),
            row("F55", "balance", "余额", "calc:money", "Y", "S9"),
        ),
    ),
)  # fmt: skip
