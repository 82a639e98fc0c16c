"""F41 社工需求评估与服务计划 · Social-work case (lifecycle.md §2.8)."""

from __future__ import annotations

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child

#: The six parts of clause C7.05.
PARTS = "1 需求评估 2 安置计划 3 心理辅导 4 社会融入 5 计划落实 6 安置评估"
#: Told when the case is closed.
_CLOSING = ("closed_on", "close_result")


def _review(child: Child | None) -> str | None:
    return addm(child.house.today, 6).isoformat() if child is not None else None


F41 = Form(
    id="F41",
    name="sw_case",
    title="社工需求评估与服务计划",
    english="Social-work case",
    secrecy="S3",
    phase="社工",
    happened="opened_on",
    close="closed_on",
    sections=(
        section(
            "开案",
            row("F41", "opened_on,trigger", "开案日期/缘由", "date,code", "Y", "S7",
                codes={"trigger": "1 入院 2 定期 3 事件 4 离院前"}),
            row("F41", "needs", "需求评估",
                "table(domain:code 领域, need:text 需求, strength:text 优势, risk:text 风险, "
                "level:code 程度)", "Y", "S7",
                codes={"domain": "CL-DOMAIN", "level": "1 低 2 中 3 高"}),
        ),
        section(
            "计划",
            row("F41", "plan", "服务计划",
                "table(part:code 部分, goal:text 目标, measure:text 措施, due:date 期限, "
                "result:text 结果)", "Y", "S7", codes={"part": PARTS}, future=("due",),
                default=[{"part": str(number)} for number in range(1, 7)],
                after_leaving=("due",), hint="六个部分各一行"),
            row("F41", "freq", "服务频次", "int", "Y", "S7", low=1, high=31, hint="每月次数"),
        ),
        section(
            "复评与结案",
            row("F41", "review_due,closed_on,close_result", "复评/结案/成效", "date,date,long",
                "Y,C,C", "D", default={"review_due": _review}, future={"review_due": True},
                when=dict.fromkeys(_CLOSING, c.any_filled(*_CLOSING)),
                when_label=dict.fromkeys(_CLOSING, "已结案"),
                needed_for={"close_result": ("close",)}, after_leaving={"closed_on": True},
                hint={"review_due": "开案后6个月内"}),
            row("F41", "supervisor_sig", "督导签字", "sig", "N", "D"),
        ),
    ),
)  # fmt: skip
