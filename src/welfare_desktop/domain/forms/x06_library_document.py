"""X06 制度文件 · Library document (lifecycle.md §2): no kind for a donation standard (C13.11)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

X06 = Form(
    id="X06",
    name="library_document",
    title="制度文件",
    english="Library document",
    about="house",
    secrecy="S1",
    sections=(
        section(
            "文件",
            row(
                "X06", "kind", "类别", "code", "Y", "S18",
                codes="1 法规政策 2 本机构制度 3 技术标准 4 文书模板 5 个人信息保护 9 其他",
            ),
            row(
                "X06", "title,doc_no,issuer", "标题/文号/制定单位",
                "text(100),text(40),text(60)", "Y,N,Y", "D",
            ),
            row(
                "X06", "doc_version,issued_on,valid_from", "版本/发布日期/施行日期",
                "text(20),date,date", "Y", "D", future={"valid_from": True},
            ),
            row("X06", "review_on", "最近复核日期", "date", "Y", "S18", hint="每12个月复核一次"),
            row(
                "X06", "responsible", "责任人", "staff", "C", "S11",
                when=c.is_in("kind", "2"), when_label="本机构制度",
            ),
            row("X06", "file", "文本", "file", "Y", "D"),
            row("X06", "replaced_by", "替代文件", "ref:X06", "N", "D", hint="原文件保留"),
        ),
    ),
)  # fmt: skip
