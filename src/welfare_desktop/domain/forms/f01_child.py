"""F01 儿童基本信息表 · Child master (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F01 = Form(
    id="F01",
    name="child",
    title="儿童基本信息表",
    english="Child master",
    about="child",
    fill="WK",
    approve="",
    phase="A",
    sections=(
        section(
            "身份",
            row("F01", "file_no", "档案编号", "text(20)", "Y", "S12", calc=True),
            row("F01", "name", "姓名", "text(30)", "Y", "S12", hint="不知道姓名可先用暂用名"),
            row("F01", "name_is_temp", "是否暂用名", "bool", "Y", "D"),
            row("F01", "former_names", "曾用名", "text(60)", "N", "D"),
            row("F01", "sex", "性别", "code", "Y", "R:GB/T2261.1", codes="CL-SEX"),
            row("F01", "birth_date", "出生日期", "date", "Y", "S12"),
            row("F01", "birth_basis", "出生日期依据", "code", "Y", "D", codes="CL-BIRTHB"),
            row(
                "F01",
                "ethnic",
                "民族",
                "code",
                "Y",
                "R:GB/T3304",
                codes="CL-ETH",
                hint="不详选“其他”，备注原因，落户后更正",
            ),
            row(
                "F01",
                "id_no",
                "公民身份号码",
                "text(18)",
                "C",
                "S1",
                when=lambda s: (
                    s.child is not None and any(r.get("done_on") for r in s.child.all("F09"))
                ),
                when_label="已落户",
            ),
            row("F01", "photo", "近期照片", "file", "Y", "S12", papers={"photo": ("A05",)}),
            row(
                "F01",
                "blood_abo,blood_rh",
                "血型/Rh",
                "code,code",
                "N",
                "D",
                codes={"blood_abo": "CL-ABO", "blood_rh": "CL-RH"},
            ),
        ),
        section(
            "入院与状态",
            row("F01", "adm_cause", "入院情形", "code", "Y", "S1", codes="CL-ADM"),
            row(
                "F01",
                "status,care_mode,whereabouts",
                "在册状态/养育方式/当前位置",
                "calc:code,calc:code,calc:code",
                "Y",
                "D",
                codes={"status": "CL-STATUS", "care_mode": "CL-CARE", "whereabouts": "CL-WHERE"},
            ),
            row(
                "F01",
                "discovery_div",
                "发现地区划",
                "div",
                "C",
                "S1",
                when=c.cause("A"),
                when_label="弃婴、打拐解救、流浪儿童",
            ),
            row(
                "F01",
                "hukou_div,hukou_address",
                "户籍地/户籍地址",
                "div,text(100)",
                "C",
                "S1",
                when=lambda s: (
                    s.child is not None and any(r.get("done_on") for r in s.child.all("F09"))
                ),
                when_label="已落户",
            ),
            row("F01", "native_place", "籍贯", "div", "N", "D"),
        ),
        section(
            "健康与照料",
            row("F01", "disability", "残疾类别与等级", "calc:text", "N", "R:GB/T26341"),
            row(
                "F01",
                "dis_cert_no",
                "残疾人证号",
                "text(20)",
                "C",
                "R:残疾人证numbering",
                when=lambda s: (
                    s.child is not None and any(r.get("dis_cert_no") for r in s.child.all("F23"))
                ),
                when_label="已领残疾人证",
            ),
            row("F01", "selfcare", "生活自理能力", "calc:code", "Y", "S15", codes="CL-SELF"),
            row("F01", "allergy", "过敏史", "text(200)", "Y", "D", hint="没有就填“无”"),
            row("F01", "special_watch", "重点关注", "bool", "Y", "S3"),
            row(
                "F01",
                "special_watch_reason",
                "重点关注原因",
                "codes",
                "C",
                "S3",
                codes="CL-WATCH",
                when=c.true("special_watch"),
                when_label="列为重点关注",
            ),
        ),
        section(
            "安排",
            row(
                "F01",
                "ward_id,bed_no",
                "所在区域/床位",
                "ref:X02,text(10)",
                "C",
                "D",
                when=lambda s: s.child is not None and s.child.whereabouts == "ON_SITE",
                when_label="在院",
            ),
            row("F01", "primary_carer", "责任护理员", "staff", "Y", "D"),
            row("F01", "guardian_org", "监护单位", "text(60)", "Y", "R:民法典art.32"),
            row("F01", "siblings", "同胞儿童", "refs:F01", "N", "D"),
            row(
                "F01", "confidential_level", "密级", "code", "Y", "D", codes="CL-CONF", default="3"
            ),
        ),
    ),
)
