"""F62 走读就学儿童管理记录 · Day-school log (lifecycle.md §2.14)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child

#: F62 ``state_on_return``: 受伤, 情绪异常.
HURT = ("2", "3")


def _today(child: Child | None) -> str | None:
    return child.house.today.isoformat() if child is not None else None


def _as_last_time(child: Child | None) -> str | None:
    """School ends at the time of day it ended last."""
    last = child.newest("F62") if child is not None else None
    due = last.text("due_back_at") if last is not None else ""
    return f"{_today(child)}{due[10:]}" if due else None


F62 = Form(
    id="F62",
    name="day_school_log",
    title="走读就学儿童管理记录",
    english="Day-school log",
    phase="教育",
    happened="out_at",
    close="back_at",
    sections=(
        section(
            "离院",
            row("F62", "date,child", "日期/儿童", "date,ref:F01", "Y", "S11",
                own={"child": "child"}, default={"date": _today}),
            row("F62", "out_at,out_by", "离院时间/送出人", "dt,staff", "Y", "S11",
                own={"out_by": "author"}),
        ),
        section(
            "返院",
            row("F62", "due_back_at,back_at,back_by", "应返/实返/接回人", "dt,dt,staff", "Y,C,C",
                "D", future={"due_back_at": True}, default={"due_back_at": _as_last_time},
                when={"back_at": c.always, "back_by": c.filled("back_at")},
                when_label={"back_at": "返院时填写", "back_by": "已返院"}),
            row("F62", "state_on_return", "返回状态", "code", "C", "S11",
                codes="1 正常 2 受伤 3 情绪异常", when=c.filled("back_at"), when_label="已返院",
                secrecy="S3"),
            row("F62", "school_note", "学校反馈", "text(200)", "N", "S11"),
        ),
    ),
)  # fmt: skip
