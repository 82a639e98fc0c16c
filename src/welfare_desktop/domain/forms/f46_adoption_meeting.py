"""F46 集体研究会议纪要 · Meeting minutes (lifecycle.md §2): of foster care and hospitals too."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F46 = Form(
    id="F46",
    name="adoption_meeting",
    title="集体研究会议纪要",
    english="Meeting minutes",
    secrecy="S4",
    phase="送养",
    happened="held_at",
    sections=(
        section(
            "会议",
            row(
                "F46", "topic", "议题", "code", "Y", "S13 S2 S3",
                codes="1 送养 2 寄养 3 定点医院 4 其他重大",
            ),
            row(
                "F46", "held_at,place,chair,recorder", "时间/地点/主持/记录",
                "dt,text(60),staff,staff", "Y", "S13",
            ),
            row(
                "F46", "attendees", "参会人员",
                "table(person:staff 参会人, post:code 岗位, voter:bool 有表决权, note:text 备注)",
                "Y", "S13 D", codes={"post": "CL-POST"},
                hint="有表决权的至少三人；研究送养须有社工和医护",
            ),
            row(
                "F46", "children", "涉及儿童", "refs:F01", "C", "S13", own="child",
                when=c.is_in("topic", "1", "2"), when_label="送养、寄养", hint="逐人表决",
            ),
        ),
        section(
            "研究与表决",
            row("F46", "discussion", "讨论情况", "long", "Y", "S13", hint="逐人写明意见"),
            row(
                "F46", "votes", "表决",
                "table(child:ref:F01 儿童, person:staff 表决人, vote:code 意见, reason:text 理由)",
                "Y", "S13", codes={"vote": "1 同意 2 反对 3 弃权"}, key="person",
                hint="不涉及儿童的议题，“儿童”不填",
            ),
            row(
                "F46", "recusal", "回避", "table(person:staff 人员, relation:text 关系)", "Y",
                "R:评估办法 D", words=(("无", "无"),), hint="没有要回避的人，选“无”",
            ),
            row("F46", "resolution", "决议", "long", "Y", "S13"),
            row(
                "F46", "sigs", "参会人签名", "sigs", "Y", "S13",
                hint="参会人都要签；也可附签字页",
            ),
        ),
    ),
)  # fmt: skip
