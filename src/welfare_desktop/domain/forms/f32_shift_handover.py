"""F32 交接班记录 · Shift handover (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _off_roster(s: Situation) -> bool:
    from welfare_desktop.domain.staffing import rostered

    mark, at = s.get("by_in"), s.at("handover_at")
    if not mark or at is None:
        return False
    return not rostered(s.house, s.get("ward"), mark["by"], at, coming=True)


F32 = Form(
    id="F32",
    name="shift_handover",
    title="交接班记录",
    english="Shift handover",
    secrecy="S3",
    about="ward",
    happened="handover_at",
    final=True,
    sections=(
        section(
            "交接",
            row(
                "F32",
                "ward,from_shift,to_shift,handover_at",
                "区域/交班/接班/时间",
                "ref:X02,code,code,dt",
                "Y",
                "S3",
                codes="CL-SHIFT",
            ),
        ),
        section(
            "人数核对",
            row(
                "F32",
                "census",
                "人数核对",
                "table(listed:int 在册, expected:int 应在, seen:int 实在, hospital:int 住院, away:int 外出, boarding:int 住校, foster:int 寄养, arrived:int 新入, left:int 离院, explained:text 差异说明)",
                "Y",
                "S3",
            ),
        ),
        section(
            "重点儿童",
            row(
                "F32",
                "special_list",
                "特殊状况儿童",
                "calc:table(child:ref:F01 儿童, reason:text 列入原因, attention:code 关注程度, todo:text 待办, next_at:dt 下次时间, contingency:text 若…则…, summary:text 概况, repeat_back:text 接班者复述, ack_at:dt 确认时间, bedside_at:dt 床头交接时间)",
                "Y",
                "S3",
                codes={"attention": "1 平稳 2 关注 3 危急"},
            ),
        ),
        section(
            "待办",
            row(
                "F32",
                "open_events",
                "未结异常",
                "calc:table(event:ref:F31 异常事件, state:text 现状, todo:text 下一步, accepted:code 接收意见)",
                "Y",
                "S3",
                codes={"accepted": "1 接收 2 退回"},
            ),
            row(
                "F32",
                "orders_due",
                "下一班到点医嘱",
                "calc:table(child:ref:F01 儿童, order:ref:F29 医嘱, due_at:dt 应给时间, accepted:code 接收意见)",
                "Y",
                "S3",
                codes={"accepted": "1 接收 2 退回"},
            ),
            row(
                "F32",
                "open_rounds",
                "未签巡查",
                "calc:table(due_at:dt 应巡时间, marked:int 已记人数, reason:text 未签原因)",
                "Y",
                "S3",
            ),
            row(
                "F32",
                "expected_moves",
                "预计进出",
                "table(child:ref:F01 儿童, kind:code 类型, at:dt 预计时间, note:text 说明)",
                "N",
                "D",
                codes={"kind": "1 返回 2 新入 3 外出 4 离院 5 就诊 6 来访"},
                future=("at",),
            ),
        ),
        section(
            "清点与签字",
            row(
                "F32",
                "facility",
                "设施钥匙物资",
                "checklist(med_cabinet 药柜, keys 钥匙, rescue_box 抢救箱, fire 消防, cctv 监控)",
                "N",
                "D",
            ),
            row("F32", "by_out,by_in", "交班人/接班人", "sig,sig", "Y", "S3"),
            row(
                "F32",
                "off_roster_reason",
                "未排班接班原因",
                "text(100)",
                "C",
                "D",
                when=_off_roster,
                when_label="接班人未排班",
                needed_for=("submit",),
            ),
            row(
                "F32",
                "proxy_leader,proxy_reason",
                "代交批准人/代交原因",
                "staff,text(100)",
                "C",
                "D",
                when=lambda s: bool(s.get("proxy_leader") or s.get("proxy_reason")),
                when_label="代交",
                needed_for=("submit",),
            ),
            row(
                "F32",
                "warnings",
                "警示",
                "calc:table(kind:code 类型, note:text 说明)",
                "Y",
                "D",
                codes={
                    "kind": "1 巡查未签 2 未清点 3 清点数目不符 4 表单逾期 5 提前或迟交接 9 其他"
                },
            ),
            row("F32", "refusal", "接班异议", "long", "N", "D"),
        ),
    ),
)
