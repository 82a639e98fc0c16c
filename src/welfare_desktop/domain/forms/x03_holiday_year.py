"""X03 节假日年度安排 · Holiday year (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

X03 = Form(
    id="X03",
    name="holiday_year",
    title="节假日年度安排",
    english="Holiday year",
    secrecy="S1",
    about="house",
    sections=(
        section(
            "节假日年度安排",
            row("X03", "year", "年度", "int", "Y", "D", low=2000, high=2100),
            row(
                "X03",
                "rest_days",
                "放假日期",
                "table(on:date 日期, name:text 节日)",
                "Y",
                "D",
                future=("on",),
            ),
            row(
                "X03",
                "work_days",
                "调休上班日期",
                "table(on:date 日期, name:text 说明)",
                "Y",
                "D",
                future=("on",),
            ),
            row(
                "X03",
                "notice_no,notice_on,notice_file",
                "通知文号/通知日期/通知文件",
                "text(40),date,file",
                "Y,Y,N",
                "D",
            ),
        ),
    ),
)
