"""Columns of the month's tables: identifier, Chinese label, type, code list (lifecycle.md §7)."""

from __future__ import annotations

import msgspec


class Column(msgspec.Struct, frozen=True):
    """``kind``: ``text``, ``date``, ``time`` (with offset), ``int``, ``bool`` (Y/N) or ``code``.

    ``codes``: id of a code list, or ``verdict`` for the words of the checker.
    """

    name: str
    label: str
    kind: str = "text"
    codes: str = ""


class Table(msgspec.Struct, frozen=True):
    """One table. ``items`` are ``(identifier, label)`` of a statistic of ``item,value`` lines."""

    id: str
    title: str
    columns: tuple[Column, ...]
    items: tuple[tuple[str, str], ...] = ()


def _columns(text: str) -> tuple[Column, ...]:
    """``file_no 档案编号; sex:code:CL-SEX 性别`` → columns."""
    out = []
    for part in text.split(";"):
        head, label = part.strip().split(" ", 1)
        name, kind, codes = (*head.split(":"), "", "")[:3]
        out.append(Column(name, label.strip(), kind or "text", codes))
    return tuple(out)


def _items(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.strip().split(" ", 1) for part in text.split(";"))
    return tuple((name, label) for name, label in pairs)


_STATISTIC = _columns("item 项目; value 数值")

TABLES: dict[str, Table] = {
    t.id: t
    for t in (
        Table(
            "P00",
            "封面与签发",
            _columns(
                "month 月份; institution 机构名称; code 统一社会信用代码; revision:int 版次;"
                "office 主管民政部门; first_responsible 第一责任人; built_at:time 生成时间;"
                "cut_at:time 数据截止; row_counts 各表行数; hash 内容校验值; makers 制表人;"
                "approver 签发人"
            ),
        ),
        Table(
            "P01",
            "月末在册名册",
            _columns(
                "file_no 档案编号; name 姓名; sex:code:CL-SEX 性别; birth_date:date 出生日期;"
                "ethnic:code:CL-ETH 民族; id_no_masked 公民身份号码;"
                "adm_cause:code:CL-ADM 入院情形; arrived_on:date 到院日期;"
                "admitted_on:date 正式入院日期; status:code:CL-STATUS 在册状态;"
                "care_mode:code:CL-CARE 养育方式; whereabouts:code:CL-WHERE 当前位置;"
                "selfcare:code:CL-SELF 生活自理能力; disability 残疾类别与等级;"
                "hukou_done:bool 已落户; insurance_state:code:F10.state 参保状态;"
                "benefit_state 保障状态"
            ),
        ),
        Table(
            "P02",
            "本月增加",
            _columns(
                "file_no 档案编号; name 姓名; adm_cause:code:CL-ADM 入院情形;"
                "source:code:CL-REFSRC 线索来源; arrived_at:time 到院时间;"
                "police_cert_no 报案证明编号; notice_on:date 公告发布日期;"
                "opens_on:date 可报审日期; stage:code:CL-STATUS 办理阶段"
            ),
        ),
        Table(
            "P03",
            "本月减少（减员）",
            _columns(
                "file_no 档案编号; name 姓名; leave_cause:code:CL-LEAVE 离院原因;"
                "left_at:time 离院时间; document 依据文书; fact_on:date 事实日期;"
                "reduced_on:date 减员日期; same_month:bool 当月减员;"
                "last_paid_month 最后发放月份"
            ),
        ),
        Table(
            "P07",
            "异常与突发事件",
            _columns(
                "event_no 事件编号; at:time 发现时间; type:code:CL-ABN 异常类型;"
                "severity:code:CL-SEV 等级; file_no 档案编号; actions 处置; sent_at:time 送医时间;"
                "outcome:code:F31.outcome 结果; reported_at:time 上报时间; open:bool 未结"
            ),
        ),
        Table(
            "P11",
            "人员与配比",
            _STATISTIC,
            _items(
                "frontline 一线护理人数; n1 自理人数; n2 半自理人数; n3 不能自理人数;"
                "units 折算单位; required 应配人数; gap 缺口; worst_day 缺口最大日;"
                "worst_gap 最大缺口; coverage.D 白班覆盖率; coverage.E 中班覆盖率;"
                "coverage.N 夜班覆盖率; uncovered_minutes 无人值守分钟;"
                "professionals.medical 医疗人员; professionals.rehab 康复人员;"
                "professionals.education 特教人员; professionals.social 社工; vacancies 空缺岗位"
            ),
        ),
        Table(
            "P12",
            "条款合规状态",
            _columns(
                "clause_row 条款; verdict:code:verdict 结论; pass:int 合规; due:int 待办; warn:int 预警;"
                "overdue:int 逾期; breach:int 违规; unknown:int 资料缺失; na:int 不适用;"
                "numerator:int 已达标; denominator:int 应达标; open_items:int 未结;"
                "earliest_overdue:date 最早逾期日; note 说明"
            ),
        ),
        Table(
            "P13",
            "待批事项与60日内到期",
            _columns(
                "item 事项; subject 对象; clause_row 条款; due_on:date 最后日期;"
                "days_left:int 剩余天数; responsible_office 责任部门"
            ),
        ),
    )
}

#: The marks of the month (exchange.md §3): file numbers and staff numbers, no names, no notes.
ROUNDS = Table(
    "rounds",
    "巡查标记",
    _columns(
        "file_no 档案编号; ward 区域; slot:time 应巡时点; at:time 实际时间;"
        "mark:code:CL-MARK 标记; temp 体温; by 巡查人编号"
    ),
)
