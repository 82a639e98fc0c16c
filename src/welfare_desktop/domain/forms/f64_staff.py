"""F64 工作人员登记表 · Staff (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F64 = Form(
    id="F64",
    name="staff",
    title="工作人员登记表",
    english="Staff",
    about="staff",
    sections=(
        section(
            "个人",
            row(
                "F64",
                "name,sex,birth_date,id_no,phone",
                "姓名/性别/出生/身份证/电话",
                "text(30),code,date,text(18),text(20)",
                "Y",
                "S11",
                codes="CL-SEX",
                secrecy={"name": "S1", "sex": "S1", "id_no": "S3"},
                masked={"id_no": True},
            ),
        ),
        section(
            "岗位",
            row(
                "F64",
                "post,is_frontline",
                "岗位/是否一线护理",
                "code,bool",
                "Y",
                "S15",
                codes="CL-POST",
                secrecy="S1",
            ),
            row(
                "F64",
                "employ_type",
                "用工形式",
                "code",
                "Y",
                "S15",
                codes="1 编制 2 聘用 3 劳务派遣 4 购买服务 5 公益岗",
            ),
            row(
                "F64",
                "contract_hours",
                "每周合同工时",
                "dec",
                "Y",
                "D",
                low=0,
                high=60,
                hint="小时",
            ),
            row(
                "F64",
                "hired_on,left_on,leave_reason",
                "入职/离职/原因",
                "date,date,code",
                "Y,N,C",
                "S11",
                codes="1 辞职 2 合同期满 3 解聘 4 退休 5 调离 9 其他",
                when={"leave_reason": c.filled("left_on")},
                when_label="已离职",
            ),
        ),
        section(
            "资质",
            row(
                "F64",
                "certs",
                "资格证书",
                "table(type:code 证书类型, no:text 证号, valid_to:date 有效期至, file:file 证书)",
                "C",
                "S16",
                codes={
                    "type": "1 护士执业 2 医师资格与执业 3 康复治疗 4 教师资格 5 社会工作者 6 护理员技能 9 其他"
                },
                when=c.is_in("post", "3", "4", "5", "6", "7"),
                when_label="须持证岗位",
                future=("valid_to",),
            ),
            row("F64", "title,edu", "职称/学历", "text,code", "N", "S16", codes="CL-EDU"),
            row("F64", "health_cert_to", "健康证有效期", "date", "Y", "R?", future=True),
        ),
        section(
            "薪酬与状态",
            row(
                "F64",
                "pay_basis,pay_meets_guidance",
                "薪酬依据/达到指导标准",
                "text(60),bool",
                "N",
                "S15",
            ),
            row(
                "F64",
                "state",
                "状态",
                "code",
                "Y",
                "S11",
                codes="1 待查询 2 在岗 3 停岗 4 离职",
                secrecy="S1",
            ),
        ),
    ),
)
