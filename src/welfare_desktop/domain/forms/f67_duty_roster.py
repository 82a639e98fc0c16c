"""F67 排班表 · Roster (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F67 = Form(
    id="F67",
    name="duty_roster",
    title="排班表",
    english="Roster",
    secrecy="S1",
    about="ward",
    happened="planned_from",
    sections=(
        section(
            "排班表",
            row(
                "F67",
                "date,ward,shift",
                "日期/区域/班次",
                "date,ref:X02,code",
                "Y",
                "S3",
                codes="CL-SHIFT",
                future=True,
            ),
            row("F67", "staff_list", "值班人员", "staffs", "Y", "S3 S11"),
            row("F67", "leader,medic", "带班领导/医护", "staff,staff", "Y", "S3"),
            row(
                "F67",
                "planned_from,planned_to",
                "计划开始/计划结束",
                "dt,dt",
                "Y",
                "S3",
                future=True,
            ),
            row("F67", "actual_from,actual_to", "实际开始/实际结束", "calc:dt,calc:dt", "N", "S3"),
            row("F67", "girls_rule", "女童照料女性在岗", "calc:bool", "Y", "R:令63"),
        ),
    ),
)
