"""F51 儿童死亡处置登记表 · Death (lifecycle.md §2; routes §1.8)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _hukou(s: Situation) -> bool:
    return s.child is not None and s.child.hukou is not None


def _reported(s: Situation) -> bool:
    return s.get("route") == "C" or bool(s.get("police_at"))


_CLOSE: dict[str, Any] = {"when": c.always, "when_label": "办结前补齐", "needed_for": ("close",)}
_ROUTE_C: dict[str, Any] = {"when": c.is_in("route", "C"), "when_label": "未经救治非正常死亡（C）"}

F51 = Form(
    id="F51",
    name="death_case",
    title="儿童死亡处置登记表",
    english="Death",
    secrecy="S3",
    approval=True,
    phase="离院",
    happened="died_at",
    after_leaving=True,
    sections=(
        section(
            "死亡",
            row("F51", "died_at,place", "死亡（发现）时间/地点", "dt,text(60)", "Y", "S11"),
            row(
                "F51", "is_normal,treated_by_med", "是否正常死亡/是否经医疗卫生机构救治",
                "bool,bool", "C", "S11", hint="不清楚的先不填，先报案", **_CLOSE,
            ),
            row("F51", "route", "文书路径", "calc:code", "Y", "S11", codes="CL-DEATH"),
            row(
                "F51", "rescue_record", "救治记录", "file", "C", "S11", papers=("C37",),
                when=c.true("treated_by_med"), when_label="经救治", needed_for=("close",),
            ),
        ),
        section(
            "报案、报告与证明",
            row(
                "F51", "police_at,police_unit,police_no", "报案时间/机关/编号",
                "dt,text(60),text(40)", "C", "S11", needed_for={"police_at": ("disposed_on",)},
                hint={"police_at": "先报案，遗体不移动"}, **_ROUTE_C,
            ),
            row(
                "F51", "report_proof", "报案证明", "file", "C", "S11", papers=("C33",),
                when=_reported, when_label="未经救治非正常死亡，或已报案", needed_for=("close",),
            ),
            row(
                "F51", "proof_type", "死亡证明类型", "code", "C", "S11",
                codes="1 居民死亡医学证明（推断）书 2 公安司法部门死亡证明",
                when=c.always, when_label="处置遗体前", needed_for=("disposed_on",),
            ),
            row(
                "F51", "proof_no,proof_org,proof_on,proof_file", "证明编号/机关/日期/文件",
                "text(40),text(60),date,file", "C", "S11",
                papers={"proof_file": ("C31", "C32")}, when=c.always, when_label="办结前补齐",
                hint={"proof_org": "出具死亡证明的机关", "proof_on": "死亡证明上的日期",
                      "proof_file": "死亡证明"},
                needed_for={
                    "proof_no": ("close",), "proof_org": ("close",), "proof_on": ("close",),
                    "proof_file": ("disposed_on",),
                },
            ),
            row(
                "F51", "cause_text", "死亡原因", "text(100)", "C", "S11", hint="照死亡证明填写",
                **_CLOSE,
            ),
            row(
                "F51", "reported_oral_at,reported_written_on", "口头/书面报告主管民政",
                "dt,date", "C", "S11", hint={"reported_oral_at": "口头报告主管民政的时间"}, **_CLOSE,
            ),
        ),
        section(
            "处置与办结",
            row("F51", "police_hold", "公安暂扣遗体", "bool", "C", "D", **_ROUTE_C),
            row(
                "F51", "disposed_on,dispose_way,cremation_no", "处置日期/方式/火化证明号",
                "date,code,text(40)", "C", "S11",
                codes={"dispose_way": "1 火化 2 依法土葬 3 捐献 9 其他"},
                when={
                    "disposed_on": c.always, "dispose_way": c.always,
                    "cremation_no": lambda s: s.get("dispose_way") in (None, "1"),
                },
                when_label="办结前补齐", needed_for=("close",),
            ),
            row(
                "F51", "ashes", "骨灰或遗体处置情况", "long", "C", "S11",
                when=c.filled("disposed_on"), when_label="已处置", needed_for=("close",),
            ),
            row(
                "F51", "hukou_cancel_on", "户口注销日期", "date", "C", "S11",
                when=_hukou, when_label="已落户", needed_for=("close",),
            ),
            row("F51", "family_notified", "亲属告知", "text(100)", "N", "D"),
            row(
                "F51", "review_meeting", "死亡病例讨论（复盘）", "file", "C", "D",
                hint="死亡后14日内", **_CLOSE,
            ),
            row("F51", "archive_ok", "档案齐全核对", "calc:bool", "Y", "S11"),
        ),
    ),
)  # fmt: skip
