"""F23 诊断登记 · Diagnosis (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain import diagnoses
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F23 = Form(
    id="F23",
    name="diagnosis",
    title="诊断登记",
    english="Diagnosis",
    secrecy="S3",
    about="child",
    phase="医疗",
    happened="diag_on",
    sections=(
        section(
            "诊断登记",
            row(
                "F23", "kind", "类别", "code", "Y", "S3", codes="1 疾病 2 残疾 3 精神心理 4 传染病"
            ),
            row(
                "F23",
                "name,icd10",
                "诊断名称/ICD-10",
                "text(60),text(10)",
                "Y,N",
                "R?",
                offers={"name": diagnoses.offered},
                follows={"icd10": ("name", diagnoses.code_of)},
                hint={
                    "name": "可用拼音首字母或编码查找，名录里没有的直接写",
                    "icd10": "如 G80.0",
                },
            ),
            row(
                "F23",
                "diag_on,hospital,doctor",
                "日期/医院/医师",
                "date,text(60),text(30)",
                "Y",
                "S3",
            ),
            row(
                "F23",
                "dis_type,dis_grade,dis_cert_no,cert_valid_to",
                "残疾类别/等级/证号/有效期",
                "code,code,text(20),date",
                "C",
                "R:GB/T26341",
                codes={"dis_type": "CL-DIS", "dis_grade": "CL-DIS-GRADE"},
                when={
                    "dis_type": c.is_in("kind", "2"),
                    "dis_grade": c.is_in("kind", "2"),
                    "dis_cert_no": c.both(c.is_in("kind", "2"), c.filled("cert_valid_to")),
                    "cert_valid_to": c.both(c.is_in("kind", "2"), c.filled("dis_cert_no")),
                },
                when_label={
                    "dis_type": "残疾",
                    "dis_grade": "残疾",
                    "dis_cert_no": "已领残疾人证",
                    "cert_valid_to": "已领残疾人证",
                },
                future={"cert_valid_to": True},
            ),
            row(
                "F23",
                "infectious_class",
                "传染病类别",
                "code",
                "C",
                "R:传染病防治法",
                codes="1 甲类 2 乙类 3 丙类 9 其他",
                when=c.is_in("kind", "4"),
                when_label="传染病",
            ),
            row("F23", "state", "状态", "code", "Y", "S3", codes="1 治疗中 2 稳定 3 痊愈 4 排除"),
            row("F23", "watch", "列入交接重点", "bool", "Y", "S3", part_of="N"),
        ),
    ),
)
