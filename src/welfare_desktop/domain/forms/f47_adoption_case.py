"""F47 送养办理登记表 · Adoption case (lifecycle.md §2)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.conditions import Condition
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation

#: The case from step to step; a step is come to when it or a later one is begun.
_STEPS: dict[str, tuple[str, ...]] = {
    "reviewed": ("review_on", "dna_checked_on", "review_opinion"),
    "published": ("published_on", "pub_media"),
    "matched": ("applicants", "application_on", "informed_on"),
    "evaluated": ("eval_agreed_on", "eval_org", "eval_report_on", "eval_result"),
    "together": ("fusion_start", "fusion_end"),
    "registered": ("registered_on", "cert_no", "reg_office"),
    "handed": ("handover_at",),
}


def _reached(step: str) -> Condition:
    later = list(_STEPS)[list(_STEPS).index(step) :]
    return c.any_filled(*(name for one in later for name in _STEPS[one]))


def _notice(s: Situation) -> bool:
    """公告 is for a child whose parents cannot be found (登记办法 art.8)."""
    candidate = s.house.record("F45", str(s.get("candidate") or ""))
    sought = candidate is None or candidate.get("legal_type") == "2"
    return c.any_filled("published_on", "pub_media")(s) or (sought and _reached("matched")(s))


def _fostered(s: Situation) -> bool:
    applied = _reached("matched")(s)
    return applied and s.child is not None and s.child.care_mode == "FOSTER"


def _single(s: Situation) -> bool:
    rows = s.record.rows("applicants")
    return len(rows) == 1 and rows[0].get("marital") != "1"


_MATCHED: dict[str, Any] = {"when": _reached("matched"), "when_label": "已匹配收养申请人"}
_ENDED: dict[str, Any] = {
    "when": c.any_filled("end_reason", "ended_on"),
    "when_label": "未登记而终止",
}
_REGISTERED = c.either(_reached("registered"), c.is_in("eval_result", "1"))
_T17 = ("T17",)

F47 = Form(
    id="F47",
    name="adoption_case",
    title="送养办理登记表",
    english="Adoption case",
    secrecy="S4",
    phase="送养",
    close="ended_on",
    sections=(
        section(
            "立案",
            row(
                "F47", "candidate,meeting", "评估/会议", "ref:F45,ref:F46", "Y", "S13",
                default={"candidate": carried.newest("F45"), "meeting": carried.meeting("1")},
            ),
            row(
                "F47", "sys_entered_on", "录入安徽省收养评估系统日期", "date", "C", "S13",
                when=c.always, when_label="会议后7日内",
            ),
            row(
                "F47", "review_on,dna_checked_on,review_opinion", "民政审核/查验DNA/意见",
                "date,date,text(200)", "C", "S13", when=_reached("reviewed"),
                when_label="民政部门已审核", needed_for={"dna_checked_on": ("published_on",)},
            ),
            row(
                "F47", "published_on,pub_media,pub_last_day,opens_on",
                "公告日期/媒介/期满/可登记", "date,text(60),calc:date,calc:date", "C",
                "R:登记办法art.8", when=_notice, when_label="查找不到生父母的，公告60日",
                needed_for={"published_on": _T17, "pub_media": _T17}, future={
                    "pub_last_day": True, "opens_on": True,
                },
            ),
        ),
        section(
            "收养申请人",
            row(
                "F47", "applicants", "收养申请人",
                "table(name:text 姓名, id_no:text 证件号, birth_date:date 出生日期, "
                "phone:text 电话, address:text 住址, marital:code 婚姻状况, "
                "children_count:int 子女数, region:div 所在地区, companies:text 任职或控制的单位, "
                "kin:text 关联人)",
                "C", "R:民法典art.1098", codes={"marital": "1 已婚 2 未婚 3 离异 4 丧偶"},
                needed_for=_T17, **_MATCHED,
                before_birth=("birth_date",),
            ),
            row("F47", "application_on", "收养申请日期", "date", "C", "S13", **_MATCHED),
            row(
                "F47", "single_opposite_gap", "单身异性收养年龄差", "calc:int", "C",
                "R:民法典art.1102", when=_single, when_label="单身收养异性儿童",
            ),
            row(
                "F47", "declare_no_donation", "不与捐赠挂钩声明", "file", "Y", "S13",
                papers=("B55",), hint="先附本机构的，匹配前加申请人的",
            ),
            row("F47", "informed_on", "如实告知签收日期", "date", "C", "R:令63", **_MATCHED),
        ),
        section(
            "评估与融合",
            row(
                "F47", "eval_agreed_on,eval_org,eval_report_on,eval_result",
                "同意评估/机构/报告日期/结论", "date,text(60),date,code", "C", "R:评估办法",
                codes={"eval_result": "1 合格 2 不合格"},
                needed_for={"eval_report_on": _T17, "eval_result": _T17}, **_MATCHED,
            ),
            row(
                "F47", "fusion_start,fusion_end,fusion_days", "融合开始/融合结束/融合天数",
                "date,date,calc:int", "C", "R:评估办法", when=_reached("together"),
                when_label="登记前至少30日",
                needed_for={"fusion_start": _T17, "fusion_end": _T17},
            ),
        ),
        section(
            "登记与终止",
            row(
                "F47", "registered_on,cert_no,reg_office", "登记日期/收养登记证号/机关",
                "date,text(40),text(60)", "C", "S13", when=_REGISTERED, when_label="评估合格后登记",
                needed_for={"registered_on": _T17, "cert_no": _T17},
                hint={"reg_office": "机构所在地的收养登记机关"},
            ),
            row(
                "F47", "handover_at", "交接时间", "dt", "C", "S13",
                when=c.any_filled("registered_on", "handover_at"), when_label="登记后交接",
                after_leaving=True,
            ),
            row(
                "F47", "foster_family_told_on", "告知寄养家庭日期", "date", "C", "R:令54",
                when=_fostered, when_label="儿童在寄养家庭",
                after_leaving=True,
            ),
            row(
                "F47", "end_reason,ended_on", "未成原因/终止日期", "code,date", "C", "S13",
                codes="1 撤回 2 评估不合格 3 儿童不同意 4 监护人出现 9 其他",
                needed_for=("T16",), **_ENDED,
                after_leaving={"ended_on": True},
            ),
        ),
    ),
)  # fmt: skip
