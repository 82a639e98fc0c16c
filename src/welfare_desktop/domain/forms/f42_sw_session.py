"""F42 社工服务与谈心谈话记录 · Session and talk (lifecycle.md §2.8).

What was said is of class S3: 业务科长 sees that there was a session, with whom, and its signals,
never the words (§6.3, *V summary*).
"""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

F42 = Form(
    id="F42",
    name="sw_session",
    title="社工服务与谈心谈话记录",
    english="Session and talk",
    phase="社工",
    happened="at",
    sections=(
        section(
            "服务",
            row("F42", "type", "类型", "code", "Y", "S7 S11", codes="CL-SW", part_of="K"),
            row("F42", "at,minutes,place,delivery", "时间/时长/地点/方式", "dt,int,text(60),code",
                "Y", "S7", codes={"delivery": "1 面谈 2 电话 3 远程"}, part_of="K",
                low={"minutes": 1}, high={"minutes": 480}, hint={"minutes": "分钟"},
                default={"delivery": "1"}),
            row("F42", "children", "服务对象", "refs:F01", "Y", "S7", own="child", part_of="K",
                hint="小组活动可以选多名"),
        ),
        section(
            "内容",
            row("F42", "content,child_words", "内容/儿童原话要点", "long,long", "Y,N", "S11",
                secrecy="S3"),
            row("F42", "mood,risk", "情绪/风险信号", "code,code", "Y", "S7", part_of="K",
                codes={"mood": "1 愉快 2 平稳 3 低落 4 焦虑 5 激动 9 其他",
                       "risk": "0 无 1 关注 2 紧急"}),
        ),
        section(
            "跟进",
            row("F42", "follow_up", "后续跟进",
                "table(action:text 措施, responsible:staff 责任人, due:date 期限, "
                "done_on:date 完成日期)", "N", "S7", future=("due",),
                after_leaving=("due", "done_on"), part_of="K"),
        ),
    ),
)  # fmt: skip
