"""Columns of the month's tables: identifier, Chinese label, type, code list (lifecycle.md §7)."""

from __future__ import annotations

import msgspec

from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import INLINE_CODES, CodeList, inline_codes


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


def _each(part: str, label: str, codes: str) -> tuple[tuple[str, str], ...]:
    """``inspections``, ``检查次数``, ``CL-HAZ`` → an item for every code."""
    return tuple((f"{part}.{code}", f"{told}{label}") for code, told in code_list(codes).items)


#: P04 (lifecycle.md §7).
_CHANGES = "1 养育方式 2 自理 3 残疾 4 户籍 5 姓名 6 学校 7 监护 8 区域床位"
INLINE_CODES["P04.change_type"] = CodeList("P04.change_type", inline_codes(_CHANGES))
_STATISTIC = _columns("item 项目; value 数值")
#: The list of services that P20 counts by.
_SERVICES = FORMS["F69"].field("service").codes or ""

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
            "P04",
            "本月变动",
            _columns(
                "file_no 档案编号; change_type:code:P04.change_type 变动类型; from 变动前; to 变动后;"
                "effective_at:time 生效时间; approval 依据表单"
            ),
        ),
        Table(
            "P05",
            "家庭寄养",
            _columns(
                "file_no 档案编号; family_no 家庭编号; agreement_from:date 协议开始;"
                "agreement_to:date 协议到期; days_to_end:int 距到期天数; visit_dates 走访日期;"
                "onsite_count:int 实地走访次数; child_seen:bool 见到儿童;"
                "last_evaluation:date 最近评估; result:code:F18.result 评估结论;"
                "problems:int 有问题的走访次数; dissolved_on:date 解除日期"
            ),
        ),
        Table(
            "P06",
            "医疗情况",
            _STATISTIC,
            _items(
                "outpatient 门诊人次; emergency 急诊人次; inpatient_persons 住院人数;"
                "inpatient_days 住院天数; critical_sends 危重送医次数;"
                "cross_province_approved 跨省已批准; cross_province_unapproved 跨省未批准;"
                "screening_done 已筛查人数; screening_need 应筛查人数; mtjh_cases 明天计划例数;"
                "mtjh_amount 明天计划金额; emergency_fund_cases 疾病应急救助例数;"
                "uninsured 未参保人数"
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
            "P08",
            "死亡情况",
            _columns(
                "file_no 档案编号; died_at:time 死亡时间; route:code:CL-DEATH 文书路径;"
                "proof 证明编号; issuer 出具机关; police_at:time 报案时间; reported_at:time 上报时间;"
                "hukou_cancel_on:date 户口注销日期; disposed_on:date 处置日期;"
                "archive_complete:bool 档案齐全"
            ),
        ),
        Table(
            "P09",
            "孤儿基本生活费收支",
            _STATISTIC,
            _items(
                "opening 期初余额; received 本期拨入; entitled_persons 应享受人数;"
                "entitled_amount 应拨金额; difference 差额; spent.FOOD 伙食费; spent.MED 医疗费;"
                "spent.EDU 教育费; spent.CLO 被服费; spent.DAY 日用品费用;"
                "spent.OTH 其他基本养育支出; reversal 冲销; closing 期末余额;"
                "bank_balance 银行余额; forbidden_attempts 不得列支拦截次数"
            ),
        ),
        Table(
            "P10",
            "保障申请与录入",
            _columns(
                "file_no 档案编号; benefit:code:F54.benefit 保障类别; applied_on:date 申请日期;"
                "approved_on:date 审批日期; start_month 计发起始月; arrears:int 补发金额;"
                "sys_entered_on:date 系统录入日期; on_time:bool 当月录入; no_benefit_reason 未保原因"
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
        Table(
            "P14",
            "教育与康复",
            _STATISTIC,
            _items(
                "school_age 适龄人数; enrolled 在校人数; special 特教人数; home_taught 送教人数;"
                "not_taught 未就学人数; deferred 延缓入学人数; aid 学生资助人数; fcym 福彩圆梦人数;"
                "rehab_need 需康复人数; rehab_plan 有方案人数; sessions_planned 计划次数;"
                "sessions_done 完成次数; rehab_assistance 康复救助人数"
            ),
        ),
        Table(
            "P15",
            "成年安置",
            _columns(
                "file_no 档案编号; window_from:date 评估窗口起; window_to:date 评估窗口止;"
                "assessed_on:date 评估日期; plan:code:CL-PLACE 安置方式; submitted_on:date 报审日期;"
                "decision:code:F44.decision 审批结论;"
                "pending_reason:code:F44.pending_reason 成年待安置原因"
            ),
        ),
        Table(
            "P16",
            "送养与捐赠审查",
            _columns(
                "candidates:int 适合送养人数; meetings:int 集体研究次数; sys_entered:int 录入系统;"
                "published:int 公告; evaluated:int 评估; registered:int 登记;"
                "blocked_donations:int 拦截捐赠次数; blocked_dates 拦截日期"
            ),
        ),
        Table(
            "P18",
            "安全、从业查询与强制报告",
            _STATISTIC,
            _each("inspections", "检查次数", "CL-HAZ")
            + _items(
                "hazards_open 未整改隐患; hazards_closed 已整改隐患; hazards_overdue 逾期隐患;"
                "drills 演练次数; checks_due 应查询人数; checks_done 已查询人数;"
                "checks_record 有记录人数; mandatory_reports 强制报告件数"
            ),
        ),
        Table(
            "P19",
            "档案与系统录入",
            _STATISTIC,
            (
                *_items(
                    "files_opened 新建档案; complete.A 进入阶段完整率; complete.B 在院阶段完整率;"
                    "complete.C 离开阶段完整率"
                ),
                *((f"missing.{n}", f"缺件最多的材料类型{n}") for n in range(1, 11)),
                *_items(
                    "digitised 数字化率; entries_due 应录入事项; entries_done 已录入事项;"
                    "entries_late 逾期录入事项; transfers_due 到期应移交卷数"
                ),
            ),
        ),
        Table(
            "P20",
            "机构外服务、社工、志愿、宣传",
            _STATISTIC,
            _each("outside_children", "机构外儿童数", _SERVICES)
            + _each("outside_hours", "服务小时", _SERVICES)
            + _each("sw_sessions", "次数", "CL-SW")
            + _items(
                "talks_done 已谈话人数; talks_need 应谈话人数; volunteers 志愿者人次;"
                "publicity 宣传件数"
            ),
        ),
        Table(
            "P21",
            "走访回访统计",
            _STATISTIC,
            _items(
                "follow_ups_expected 应回访次数; follow_ups_received 已回访次数;"
                "contacts_reported 儿童主任联系反馈次数"
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
