"""Parameters: the [D] values an institution may change by X05 (clauses.md §0.5–0.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from welfare_desktop.domain.record import Record


class Parameter(msgspec.Struct, frozen=True):
    """``tag``: 1 [D] 机构可调, 2 [R] 只可更严, 3 [R?] 参考."""

    key: str
    default: Any
    unit: str
    label: str
    tag: str = "1"
    words: tuple[str, ...] = ()
    """Values that it may have, where it is a word."""


PARAMETERS: dict[str, Parameter] = {
    p.key: p
    for p in (
        Parameter("notice_extend_on_rest_day", True, "", "公告期满日遇法定休假日顺延"),
        Parameter("instant_minutes", 60, "分钟", "“立即”的红线"),
        Parameter("remind_days_before", "30,7,1", "日", "到期前提醒"),
        Parameter("entry_exam_hours", 24, "小时", "入院体检目标时限"),
        Parameter("notice_publish_days", 7, "日", "发布寻亲公告目标时限"),
        Parameter("dna_sample_days", 7, "日", "DNA采血目标时限"),
        Parameter("hukou_apply_days", 15, "日", "申请户籍登记目标时限"),
        Parameter("hukou_overdue_days", 90, "日", "未落户转为逾期"),
        Parameter("insurance_verify_days", 3, "日", "核实参保状态目标时限"),
        Parameter("insurance_enrol_days", 15, "日", "办理参保目标时限"),
        Parameter("care_plan_days", 30, "日", "首次抚养方案目标时限"),
        Parameter("care_plan_review_months", 6, "月", "抚养方案复评"),
        Parameter("foster_return_days", 7, "日", "解除寄养接回目标时限"),
        Parameter("foster_agreement_months", 12, "月", "寄养协议最长期限"),
        Parameter("foster_evaluation_months", 6, "月", "签约时寄养家庭评估的有效期"),
        Parameter("foster_area", 0.0, "平方米", "当地人均住房面积（寄养家庭，0为未录入）"),
        Parameter("foster_income", 0.0, "元", "当地中等人均月收入（寄养家庭，0为未录入）"),
        Parameter("foster_report_days", 7, "日", "寄养协议上报目标时限"),
        Parameter("foster_visit_entry_days", 3, "日", "走访记录录入目标时限"),
        Parameter("placement_plan_days", 30, "日", "成年安置方案目标时限"),
        Parameter("adoption_assess_days", 90, "日", "首次送养综合评估目标时限"),
        Parameter("adoption_meeting_days", 30, "日", "适合送养后集体研究目标时限"),
        Parameter("adoption_entry_days", 7, "日", "会议后录入收养评估系统目标时限"),
        Parameter("medical_file_days", 7, "日", "诊疗资料归档目标时限"),
        Parameter("edu_report_days", 15, "日", "适龄儿童报备目标时限"),
        Parameter("rehab_assess_days", 30, "日", "康复评估目标时限"),
        Parameter("rehab_plan_days", 15, "日", "康复方案目标时限"),
        Parameter("rehab_start_days", 15, "日", "康复开始目标时限"),
        Parameter("rehab_repeat_months", 6, "月", "康复评估的间隔"),
        Parameter("rehab_delivery_percent", 80, "%", "每月完成康复计划的比例"),
        Parameter("rehab_aid_age", 14, "周岁", "康复救助的年龄上限（国家0至6周岁）"),
        Parameter("school_cutoff", 831, "月日", "入园入学年龄的截止日"),
        Parameter("student_no_days", 60, "日", "取得学籍号目标时限"),
        Parameter("student_aid_days", 30, "日", "开学后申请福彩圆梦目标时限"),
        Parameter("teaching_plan_days", 30, "日", "开学后制定个别化教育计划目标时限"),
        Parameter("sw_case_days", 30, "日", "社工评估与服务计划目标时限"),
        Parameter("national_entry_days", 7, "日", "系统录入目标时限"),
        Parameter("death_report_hours", 24, "小时", "死亡书面报告目标时限"),
        Parameter("body_disposal_days", 7, "日", "遗体处置目标时限"),
        Parameter("hazard_fix_days", 15, "日", "一般隐患整改目标时限"),
        Parameter("rectify_days", 30, "日", "检查整改目标时限"),
        Parameter("exit_archive_days", 30, "日", "离院归档目标时限"),
        Parameter("archive_handover_years", 10, "年", "离院档案移交国家综合档案馆"),
        Parameter("opening_complete_days", 30, "日", "建账资料补齐目标时限"),
        Parameter("treatment_days", 3, "日", "需救治儿童就医目标时限"),
        Parameter("first_action_minutes", 10, "分钟", "异常首次干预目标时限"),
        Parameter("k_day", 1.0, "", "白天班次在岗系数"),
        Parameter("k_night", 0.5, "", "夜间班次在岗系数"),
        Parameter("round_ward_day_minutes", 120, "分钟", "区域巡查间隔（06–22时）"),
        Parameter("round_ward_night_minutes", 60, "分钟", "区域巡查间隔（22–06时）"),
        Parameter("round_watch_day_minutes", 60, "分钟", "重点儿童巡查间隔（06–22时）"),
        Parameter("round_watch_night_minutes", 30, "分钟", "重点儿童巡查间隔（22–06时）"),
        Parameter("round_on_time_minutes", 15, "分钟", "巡查准时范围"),
        Parameter("round_missing_minutes", 30, "分钟", "巡查视为缺失"),
        Parameter("recheck_minutes", 60, "分钟", "异常、发热后复查时限"),
        Parameter("medicine_late_minutes", 60, "分钟", "给药与应给时间的允许相差"),
        Parameter(
            "stop_from",
            "next_month",
            "",
            "基本生活费停发（next_month次月起，same_month当月起）",
            "3",
            words=("next_month", "same_month"),
        ),
    )
}


_TRUE = ("true", "1", "是", "y")
_BOOLS = (*_TRUE, "false", "0", "否", "n")


def _typed(text: Any, default: Any) -> Any:
    if isinstance(default, bool):
        return str(text).strip().lower() in _TRUE
    if isinstance(default, int):
        return int(float(text))
    if isinstance(default, float):
        return float(text)
    return str(text)


def parameter_value(changes: Sequence[Record], key: str, on: date) -> Any:
    """Value in force on a day: the newest approved X05 valid by then, else the default."""
    parameter = PARAMETERS[key]
    value = parameter.default
    newest = ("", "")
    for record in changes:
        start = record.text("valid_from")
        approved = record.state == "approved" and record.get("key") == key
        stamp = (start, record.approved_at)
        if approved and start <= on.isoformat() and stamp >= newest:
            value, newest = _typed(record.get("value"), parameter.default), stamp
    return value


def value_problem(key: str, text: str) -> str | None:
    """What is wrong with a value proposed for a parameter, in one sentence; ``None`` if nothing."""
    default = PARAMETERS[key].default
    if isinstance(default, bool):
        fits, shape = text.strip().lower() in _BOOLS, "是或否"
    elif isinstance(default, int):
        fits, shape = re.fullmatch(r"[1-9]\d{0,4}", text) is not None, "大于0的整数"
    elif isinstance(default, float):
        fits, shape = re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text) is not None, "数字，例如1.0"
    elif PARAMETERS[key].words:
        fits, shape = text in PARAMETERS[key].words, "或".join(PARAMETERS[key].words)
    else:
        fits, shape = re.fullmatch(r"\d{1,3}(,\d{1,3})*", text) is not None, "数字，用英文逗号隔开"
    return None if fits else f"“{PARAMETERS[key].label}”的取值应为{shape}。"
