"""F08 入院审批表 · Admission approval (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F08 = Form(
    id="F08",
    name="admission_approval",
    title="入院审批表",
    english="Admission approval",
    about="child",
    phase="进入",
    happened="submitted_on",
    sections=(
        section(
            "要件",
            row(
                "F08",
                "cause",
                "入院情形",
                "code",
                "Y",
                "S1",
                codes="CL-ADM",
                default=lambda child: child.cause if child else None,
            ),
            row(
                "F08",
                "check_list",
                "要件核对",
                "calc:table(guard:text 要件, clause:text 条款, met:bool 是否满足, on:date 日期)",
                "Y",
                "S1",
            ),
            row("F08", "institution_opinion", "机构意见", "long", "Y", "S1"),
        ),
        section(
            "报审",
            row("F08", "submitted_on", "报审日期", "date", "Y", "S1"),
            row(
                "F08",
                "approver_org,approver_div",
                "审核民政部门/区划",
                "text,div",
                "Y",
                "S1",
                default={
                    "approver_org": carried.approver_org,
                    "approver_div": carried.approver_div,
                },
            ),
        ),
        section(
            "审核",
            row(
                "F08",
                "decision",
                "审核结论",
                "code",
                "C",
                "S1",
                codes="1 同意 2 不同意 3 补正",
                when=c.always,
                when_label="审核后填写",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
            ),
            row(
                "F08",
                "decided_on",
                "审核日期",
                "date",
                "C",
                "S1",
                when=c.always,
                when_label="审核后填写",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
                after_leaving={"decided_on": True},
            ),
            row(
                "F08",
                "opinion_file",
                "审核意见文书",
                "file",
                "C",
                "S1",
                when=c.always,
                when_label="审核后附上",
                needed_for=(
                    "T04",
                    "T04b",
                    "T05",
                ),
                papers={"opinion_file": ("A08",)},
            ),
            row(
                "F08",
                "correction_due",
                "补正期限",
                "date",
                "C",
                "D",
                when=c.is_in("decision", "3"),
                when_label="须补正",
                future=True,
            ),
        ),
    ),
)
