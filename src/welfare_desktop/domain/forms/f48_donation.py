"""F48 捐赠登记与送养关联审查表 · Donation and link check (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F48 = Form(
    id="F48",
    name="donation",
    title="捐赠登记与送养关联审查表",
    english="Donation and link check",
    about="house",
    secrecy="S4",
    happened="offered_on",
    sections=(
        section(
            "捐赠人",
            row("F48", "offered_on", "意向日期", "date", "Y", "S13"),
            row(
                "F48", "donor_type,donor_name,donor_id", "捐赠人类型/名称/证件号",
                "code,text(60),text(18)", "Y,Y,C", "S13",
                codes={"donor_type": "1 个人 2 单位 3 匿名"},
                when={"donor_id": c.is_in("donor_type", "1", "2")},
                when_label={"donor_id": "不是匿名"},
            ),
            row(
                "F48", "donor_phone,donor_address", "捐赠人电话/捐赠人地址",
                "text(20),text(100)", "N", "D",
            ),
            row(
                "F48", "related_people", "关联人",
                "table(name:text 姓名或名称, relation:code 关系, id_no:text 证件号, "
                "phone:text 电话)",
                "Y", "D", codes={"relation": "1 配偶 2 父母 3 子女 4 控制的单位 9 其他"},
                hint="由捐赠人申报；没有就填“无”",
            ),
            row("F48", "match_result", "关联比对", "calc:code", "Y", "S13",
                codes="1 命中 2 疑似 3 未命中"),
        ),
        section(
            "捐赠与处理",
            row(
                "F48", "kind,value,items", "种类/金额/物品",
                "code,money,table(name:text 物品, qty:int 数量, value:money 估值)", "Y,Y,C",
                "R:公益事业捐赠法art.16", codes={"kind": "1 现金 2 物资 3 服务"}, low={"value": 0},
                when={"items": c.is_in("kind", "2")}, when_label={"items": "捐赠物资"},
            ),
            row(
                "F48", "decision", "处理", "code", "Y", "S13",
                codes="1 接受 2 拒绝（送养关联） 3 退回 4 拒绝（其他）",
                hint="关联命中的，只能拒绝或退回",
            ),
            row(
                "F48", "suspect_clear_by", "疑似排除签字", "sigs", "C", "D",
                when=c.both(c.is_in("match_result", "2"), c.is_in("decision", "1")),
                when_label="比对疑似仍接受", needed_for=("submit",),
                hint="院长和财务两人签字，备注写明理由",
            ),
            row(
                "F48", "received_on,receipt_no,use", "接收日期/票据/用途", "date,text(40),long",
                "C", "R:公益事业捐赠法art.16", when=c.is_in("decision", "1"), when_label="接受捐赠",
            ),
        ),
    ),
)  # fmt: skip
