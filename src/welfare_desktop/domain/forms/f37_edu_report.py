"""F37 适龄儿童信息报备表 · Education report (lifecycle.md §2.7)."""

from __future__ import annotations

from welfare_desktop.domain import schooling
from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child


def _reported_year(child: Child | None) -> str | None:
    """The year that is reported now: from May on the next one (C4.01)."""
    if child is None:
        return None
    return schooling.year_text(schooling.reporting_years(child.house.today)[-1])


#: Told of a deferral alone.
_DEFERRED = ("defer_reason", "defer_approved_on", "defer_until")

F37 = Form(
    id="F37",
    name="edu_report",
    title="适龄儿童信息报备表",
    english="Education report",
    phase="教育",
    happened="reported_on",
    sections=(
        section(
            "儿童",
            row("F37", "school_year", "学年", "text(9)", "Y", "S4", default=_reported_year,
                hint="写成 2025-2026"),
            row("F37", "ordinary_edu_able", "具备接受普通教育能力", "bool", "Y", "S4",
                hint="依据抚养方案和康复评估"),
            row("F37", "stage_due", "应入学段", "code", "Y", "S4", codes="CL-EDST"),
        ),
        section(
            "报备",
            row("F37", "reported_on,edu_office,receipt", "报备日期/教育部门/回执",
                "date,text(60),file", "Y,Y,C", "S4", when={"receipt": c.always},
                when_label={"receipt": "回执回来后附上"}, papers={"receipt": ("B40",)},
                default={"edu_office": carried.of_newest("F37", "edu_office")}),
            row("F37", "suggest_school", "拟就近学校", "text(60)", "N", "S4"),
        ),
        section(
            "延缓入学",
            row("F37", "defer,defer_reason,defer_approved_on,defer_until", "延缓入学/原因/批准/至",
                "bool,text(100),date,date", "Y,C,C,C", "R:义务教育法art.11",
                when=dict.fromkeys(_DEFERRED, c.true("defer")),
                when_label=dict.fromkeys(_DEFERRED, "延缓入学"),
                future={"defer_until": True},
                hint={"defer_approved_on": "教育部门或乡镇街道批准的日期"}),
        ),
    ),
)  # fmt: skip
