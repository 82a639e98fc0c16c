"""F70 上报主管部门登记表 · Report to authority (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

F70 = Form(
    id="F70",
    name="authority_report",
    title="上报主管部门登记表",
    english="Report to authority",
    about="child",
    happened="sent_at",
    after_leaving=True,
    sections=(
        section(
            "上报主管部门登记表",
            row("F70", "type", "事项", "code", "Y", "S2 S3 S6 S11", codes="CL-REPORT"),
            row(
                "F70",
                "about",
                "所报表单",
                "ref:F02/F09/F10/F16/F19/F26/F31/F44/F46/F51/F56/F59/F61/F72/F74",
                "C",
                "D",
                when=lambda s: s.get("type") not in (None, "OTHER"),
                when_label="报送某份表单",
                hint="先报后填的，填好表单后再来续填",
            ),
            row(
                "F70",
                "to_org,way",
                "对象/方式",
                "text(60),code",
                "Y",
                "S11",
                codes={"way": "1 电话 2 书面 3 系统 4 当面"},
            ),
            row("F70", "sent_at,sent_by", "报送时间/人", "dt,staff", "Y", "S11"),
            row(
                "F70",
                "content,file",
                "内容/文书",
                "long,file",
                "Y,C",
                "S11",
                when={"file": c.is_in("way", "2")},
                when_label="书面报送",
            ),
            row(
                "F70",
                "receipt,receiver",
                "回执/接报人",
                "file,text(30)",
                "C",
                "S11",
                when=c.is_in("way", "2"),
                when_label="书面报送",
            ),
            row("F70", "reply,reply_on", "答复内容/答复日期", "long,date", "N", "D"),
        ),
    ),
)
