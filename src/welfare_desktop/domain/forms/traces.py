"""Forms ``R`` and ``M``: what the program itself notes beside the papers of the handbook.

``R`` is a step that a gate without override refused (C9.06, C12.13): ids only, so that it can be
counted. ``M`` is the close of a month of the ledger against the bank (C9.04).
"""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

R = Form(
    id="R",
    name="refused_attempt",
    title="拦截记录",
    english="Refused attempt",
    about="house",
    secrecy="S1",
    internal=True,
    sections=(
        section(
            "拦截",
            row("R", "clause,form,field", "条款/表单/字段", "text(10),text(5),text(40)", "Y,Y,N", "D"),
            row("R", "about", "涉及记录", "text(40)", "N", "D"),
        ),
    ),
)  # fmt: skip

M = Form(
    id="M",
    name="month_close",
    title="专账月结",
    english="Month close",
    about="house",
    secrecy="S3",
    internal=True,
    sections=(
        section(
            "月结",
            row("M", "month,closed_on", "月份/结账日期", "month,date", "Y", "S9"),
            row("M", "closing,bank_balance", "账面余额/银行余额", "money,money", "Y", "S9"),
        ),
    ),
)  # fmt: skip
