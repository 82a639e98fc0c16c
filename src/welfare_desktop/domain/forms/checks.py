"""Cross-field checks of the forms: the *validation* column of the handbook.

Each returns problems by field; gates that a clause row names stand in ``domain/rules/gates.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from welfare_desktop.domain.forms import (
    checks_entry,
    checks_foster,
    checks_growing,
    checks_health,
    checks_house,
    checks_life,
    checks_medication,
    checks_money,
    checks_people,
    checks_placing,
    checks_school,
)
from welfare_desktop.domain.forms.checking import Check, id_numbers, phones
from welfare_desktop.domain.situation import Problem, Situation

#: Checks of every form.
EVERYWHERE: tuple[Check, ...] = (
    checks_life.not_in_future, checks_life.within_life, checks_life.codes_in_force, phones,
    id_numbers, checks_people.signed_by_those_named,
)  # fmt: skip
#: Checks of single forms.
OF_FORM: Mapping[str, tuple[Check, ...]] = {
    **checks_entry.OF_FORM,
    **checks_house.OF_FORM,
    **checks_foster.OF_FORM,
    **checks_health.OF_FORM,
    **checks_medication.OF_FORM,
    **checks_placing.OF_FORM,
    **checks_money.OF_FORM,
    **checks_growing.OF_FORM,
    **checks_school.OF_FORM,
}


#: What an answer asks to be done next, told as soon as it is given.
PROMPTS: Mapping[str, tuple[object, str]] = {
    "F02.injury_signs": (True, "体表有伤痕：疑似受侵害的，立即报警并报告主管民政部门。"),
    "F02.emergency_send": (True, "立即送医：请同时填《门诊住院就医记录》。"),
    "F03.crime_suspected": (True, "疑似遗弃犯罪：立即报警并报告主管民政部门。"),
    "F05.needs_treatment": (True, "需要救治：请填《门诊住院就医记录》。"),
    "F17.carer_changed": (True, "照料人已更换：请填《家庭寄养评估表》（变故）。"),
    "F18.result": ("2", "不再续签：请在协议到期前接回，填《解除家庭寄养关系审批表》。"),
    "F18.adoption_eligible": (True, "符合收养条件：请填《送养综合评估表》并集体研究。"),
    "F24.province_out": (True, "跨省就医：须有审批，抢救可先送后补。"),
    "F25.need_treat": (True, "需要救治：请填《门诊住院就医记录》或《“明天计划”资助登记表》。"),
    "F29b.state": ("5", "漏给：请报告医生，并填《异常情况处置记录》（用药差错）。"),
    "F31.harm_suspected": (True, "疑似侵害：立即报警并报告主管民政部门。"),
    "F31.type": ("14", "走失：立即报警并报告主管民政部门。"),
    "F31.severity": ("4", "危重：先急救，立即呼叫120，再补记录。"),
    "F33.need_device": (True, "需要辅具：请填《康复救助与辅助器具登记表》。"),
    "F35.performance": ("4", "拒绝训练：有身体或情绪异常的，请填《异常情况处置记录》。"),
    "F37.defer": (True, "延缓入学：须经教育部门或乡镇街道批准，批准后续填。"),
    "F38.way": ("1", "走读：每个上学日填《走读就学儿童管理记录》。"),
    "F42.risk": (
        "2",
        "紧急：请填《异常情况处置记录》；疑似侵害的，立即报警并填《侵害未成年人强制报告登记表》。",
    ),
    "F43.need_court": (True, "请向法院申请认定民事行为能力。"),
    "F45.suitable": ("1", "适合回归家庭：请提请集体研究，填《集体研究会议纪要》。"),
    "F47.end_reason": ("4", "监护人出现：请先报公安核实身份。"),
    "F48.match_result": ("1", "与送养申请人有关联：只能拒绝或退回。"),
    "F51.is_normal": (
        False,
        "非正常死亡：疑似侵害的，立即报警并填《侵害未成年人强制报告登记表》。",
    ),
    "F51.route": ("C", "先报警，遗体和现场保持原样；死亡证明由公安或司法部门出具。"),
    "F55.category": ("OTH", "其他基本养育支出：用途写明理由，由院长审批。"),
    "F61.suspect_relation": (
        "1",
        "嫌疑人是工作人员：立即停止其接触儿童，在《工作人员登记表》把其状态改为停岗。",
    ),
    "F65.result": ("2", "有犯罪记录：不得录用，在岗的立即停岗并解聘。"),
}


def prompts(s: Situation) -> list[Problem]:
    """Reminders of answers given in this step."""
    return [
        Problem(sentence=sentence, field=path.split(".")[1], warning=True)
        for path, (answer, sentence) in PROMPTS.items()
        if path.startswith(f"{s.form.id}.")
        and s.get(path.split(".")[1]) == answer
        and s.filled_now(path.split(".")[1])
    ]


def problems(s: Situation) -> list[Problem]:
    """All problems of a form's own fields."""
    own = (*EVERYWHERE, *OF_FORM.get(s.form.id, ()), prompts)
    return [p for check in own for p in check(s)]
