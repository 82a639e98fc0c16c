"""F61 侵害未成年人强制报告登记表 · Mandatory report (lifecycle.md §2)."""

from __future__ import annotations

from datetime import timedelta

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _late(s: Situation) -> bool:
    found, police = s.record.at("found_at"), s.record.at("police_at")
    return found is not None and police is not None and police - found > timedelta(minutes=60)


F61 = Form(
    id="F61",
    name="mandatory_report",
    title="侵害未成年人强制报告登记表",
    english="Mandatory report",
    secrecy="S4",
    approval=True,
    happened="found_at",
    always_open=True,
    after_leaving=True,
    sections=(
        section(
            "发现",
            row(
                "F61", "found_at,found_by,found_way", "发现时间/人/途径", "dt,staff,code",
                "Y,Y,C", "S11",
                codes={
                    "found_way": "1 亲眼发现 2 儿童自述 3 他人反映 4 体检或就医发现 5 监控发现 "
                    "6 来信来电或网络 9 其他"
                },
                own={"found_by": "author"}, when={"found_way": c.always},
                hint={"found_by": "发现的人", "found_way": "怎样发现的"},
                when_label={"found_way": "事件结束前补齐"}, needed_for={"found_way": ("close",)},
            ),
            row("F61", "place", "发生（发现）地点", "text(60)", "Y", "S11", hint="不知道就填“不详”"),
            row(
                "F61", "victim", "受侵害儿童", "ref:F01", "Y", "S11", own="child",
                hint="院外儿童在“简要情况”里写明",
            ),
            row(
                "F61", "situation", "情形", "codes", "C", "R:强制报告意见", codes="CL-MR",
                when=c.always, when_label="事件结束前补齐", needed_for=("close",),
            ),
            row(
                "F61", "facts", "简要情况", "long", "C", "S11", when=c.always,
                when_label="事件结束前补齐", needed_for=("close",),
                hint="只写事实，不反复询问儿童",
            ),
        ),
        section(
            "保护",
            row(
                "F61", "protect", "即时保护措施", "codes", "C", "S11",
                codes="1 隔离嫌疑人 2 送医 3 专人陪护 4 保全证据 9 其他",
                when=c.always, when_label="事件结束前补齐", needed_for=("close",),
            ),
            row(
                "F61", "suspect_relation", "嫌疑人关系", "code", "N", "S11",
                codes="1 工作人员 2 其他儿童 3 寄养家庭成员 4 亲属 5 学校人员 6 志愿者或来访者 "
                "7 陌生人 9 不明",
                hint="是工作人员的，立即停止其接触儿童",
            ),
        ),
        section(
            "报告",
            row(
                "F61", "police_at,police_unit,police_way,receipt_no", "报案时间/机关/方式/回执",
                "dt,text(60),code,text(40)", "C", "S11",
                codes={"police_way": "1 110电话 2 当面 3 网络平台 9 其他"},
                when=c.always, when_label="立即报案", needed_for=("close",),
            ),
            row(
                "F61", "mz_at,mz_unit,mz_person", "报民政时间/单位/接报人",
                "dt,text(60),text(30)", "C", "S11",
                when=c.always, when_label="报案同时报告", needed_for=("close",),
            ),
            row(
                "F61", "late_reason", "迟报原因", "long", "C", "D",
                when=_late, when_label="发现后超过60分钟报案", needed_for=("close",),
            ),
        ),
        section(
            "证据与反馈",
            row(
                "F61", "evidence", "证据保全",
                "table(item:text 物证或材料, secured_by:staff 保全人, at:dt 时间, "
                "place:text 存放处, file:file 文件)",
                "N", "R:强制报告意见",
            ),
            row(
                "F61", "feedback", "公安反馈", "table(on:date 日期, content:text 内容)", "N",
                "R:强制报告意见",
            ),
        ),
    ),
)  # fmt: skip
