"""F24 门诊住院就医记录 · Medical visit (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation

#: Words of a treatment that is an operation or carries a risk.
_RISKS = ("手术", "麻醉", "穿刺", "插管", "内镜", "介入", "输血", "造影", "活检", "切开")


def _risky(s: Situation) -> bool:
    return any(word in str(s.get("treatment") or "") for word in _RISKS)


_TIMES = ("found_at", "called_at", "sent_at", "arrived_at")


F24 = Form(
    id="F24",
    name="medical_visit",
    title="门诊住院就医记录",
    english="Medical visit",
    secrecy="S3",
    about="child",
    approval=True,
    phase="医疗",
    always_open=True,
    one_of=_TIMES,
    sections=(
        section(
            "就医",
            row(
                "F24",
                "visit_type",
                "就医类型",
                "code",
                "C",
                "S3",
                codes="1 门诊 2 急诊 3 住院 4 院内诊疗 5 远程",
                when=c.always,
                when_label="就诊结束前补齐",
                needed_for=("close",),
                part_of="N",
            ),
            row(
                "F24",
                "urgent",
                "是否紧急救治",
                "bool",
                "C",
                "S3",
                when=c.always,
                when_label="就诊结束前补齐",
                needed_for=("close",),
            ),
            row(
                "F24",
                "found_at,called_at,sent_at,arrived_at",
                "发现/呼救/送出/到院时间",
                "dt,dt,dt,dt",
                "Y",
                "S3",
                hint="四个时间至少填一个；紧急救治结案前全部填写",
                part_of="N",
            ),
        ),
        section(
            "医院",
            row(
                "F24",
                "hospital,hospital_div,province_out",
                "医院/区划/是否跨省",
                "text(60),div,calc:bool",
                "Y,C,Y",
                "S3",
                when={"hospital_div": c.always},
                when_label={"hospital_div": "就诊结束前补齐"},
                needed_for={"hospital_div": ("close",)},
                part_of="N",
            ),
            row(
                "F24",
                "green_channel",
                "绿色通道",
                "bool",
                "C",
                "S3",
                when=c.always,
                when_label="就诊结束前补齐",
                needed_for=("close",),
            ),
            row(
                "F24",
                "escort,carer_in_hospital",
                "陪送/陪护人员",
                "staff,staff",
                "C",
                "D",
                when={"escort": c.always, "carer_in_hospital": c.is_in("visit_type", "3")},
                when_label="住院须有陪护",
                needed_for=("close",),
                part_of="N",
            ),
        ),
        section(
            "诊治",
            row(
                "F24",
                "diagnosis,treatment",
                "诊断/处理",
                "long,long",
                "C",
                "S3",
                when=c.always,
                when_label="就诊结束前补齐",
                needed_for=("close",),
            ),
            row(
                "F24",
                "admit_at,discharge_at,outcome",
                "入院/出院/转归",
                "dt,dt,code",
                "C",
                "S3",
                codes={"outcome": "CL-OUTCOME"},
                when=c.is_in("visit_type", "3"),
                when_label="住院",
                needed_for=("close",),
                part_of="N",
                after_leaving={"discharge_at": True},
            ),
            row(
                "F24",
                "consent_by",
                "知情同意签字人",
                "text(30)",
                "C",
                "R:民法典art.34",
                when=_risky,
                when_label="手术或有风险的处置",
            ),
        ),
        section(
            "费用与资料",
            row(
                "F24",
                "fee_total,fee_insurance,fee_mtjh,fee_other,fee_self",
                "总费用/医保/明天计划/其他/自付",
                "money,money,money,money,money",
                "C",
                "S3",
                when=c.filled("fee_total"),
                when_label="已结算",
                part_of="F",
            ),
            row(
                "F24",
                "papers",
                "病历资料",
                "file",
                "C",
                "S3",
                when=c.always,
                when_label="就诊结束后附上",
                needed_for=("close",),
                papers={
                    "papers": (
                        "B30",
                        "B31",
                    )
                },
            ),
        ),
    ),
)
