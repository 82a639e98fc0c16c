"""F50 儿童离院确认书 · Leaving confirmation (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _minor(s: Situation) -> bool:
    return not c.age_from(18, "left_at")(s)


def _benefit(s: Situation) -> bool:
    return s.child is not None and bool(s.child.all("F54"))


F50 = Form(
    id="F50",
    name="departure",
    title="儿童离院确认书",
    english="Leaving confirmation",
    approval=True,
    acts_when_approved=True,
    phase="离院",
    happened="left_at",
    after_leaving=True,
    sections=(
        section(
            "离院",
            row("F50", "cause", "离院原因", "code", "Y", "S1", codes="CL-LEAVE",
                default=carried.leaving),
            row("F50", "left_at", "离院时间", "dt", "Y", "S1"),
            row(
                "F50", "receiver_name,receiver_id,relation", "接领人/证件/关系",
                "text(30),text(18),code", "C", "S1",
                codes={
                    "relation": "1 父母 2 祖父母或外祖父母 3 其他亲属 4 收养人 5 接收机构人员 "
                    "6 乡镇街道或村居人员 9 其他"
                },
                when=_minor, when_label="未成年", secrecy={"receiver_id": "S3"},
                masked={"receiver_id": True},
            ),
            row(
                "F50", "proof", "依据材料", "file", "Y", "R:令63",
                papers=("C02", "C03", "C05", "C06", "C11", "C12", "C13"),
            ),
            row(
                "F50", "kin_proof", "亲子或身份核实", "file", "C", "D", papers=("C12",),
                when=c.is_in("cause", "L1", "L2"), when_label="回归家庭", needed_for=("T03",),
            ),
            row(
                "F50", "capability_visit", "监护能力评估", "long", "C", "R:未保法art.93",
                when=c.is_in("cause", "L2"), when_label="监护人恢复能力",
                needed_for=("T06", "T19"),
            ),
            row(
                "F50", "child_view", "儿童意见", "long", "C", "D",
                when=c.age_from(8, "left_at"), when_label="年满八周岁",
            ),
        ),
        section(
            "移交与回访",
            row(
                "F50", "belongings_out,money_out", "物品/个人财产移交", "long,money", "Y",
                "R:民法典art.35", low={"money_out": 0}, secrecy={"money_out": "S3"},
            ),
            row(
                "F50", "notified_reduction", "减员办理", "ref:F54", "C", "S14",
                when=_benefit, when_label="享受基本生活费", default=carried.newest("F54"),
            ),
            row(
                "F50", "follow_up", "回访记录",
                "table(due:date 应回访日期, done_on:date 实际日期, way:code 方式, "
                "by:text 回访人, result:text 情况)",
                "C", "S17", codes={"way": "1 实地 2 电话 3 儿童主任反馈"},
                when=c.is_in("cause", "L1", "L2", "L4", "L5"), when_label="回归家庭或成年安置",
                hint="离院后满1、3、6、12个月各回访一次",
                future=("due",),
            ),
            row("F50", "sigs", "签字", "file", "Y", "R:令63", papers=("C01",)),
        ),
    ),
)  # fmt: skip
