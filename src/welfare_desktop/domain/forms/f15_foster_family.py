"""F15 寄养家庭申请与评估表 · Foster family (lifecycle.md §2.3)."""

from __future__ import annotations

from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_TAG = "R:令54"
_ART8 = "R:令54art.8"

F15 = Form(
    id="F15",
    name="foster_family",
    title="寄养家庭申请与评估表",
    english="Foster family",
    about="family",
    happened="apply_on",
    sections=(
        section(
            "申请",
            row("F15", "apply_on", "申请日期", "date", "Y", _TAG),
            row("F15", "householder,main_carer", "户主/主要照料人", "text(30),text(30)", "Y", _TAG),
            row("F15", "main_carer_birth,main_carer_edu", "照料人出生日期/学历", "date,code", "Y",
                _ART8, codes="CL-EDU"),
            row("F15", "members", "家庭成员",
                "table(name:text 姓名, id_no:text 证件号, relation:code 与主要照料人关系, "
                "health:code 健康状况, checked_on:date 查询日期, check_result:code 查询结果)",
                "Y", _ART8,
                codes={"relation": "1 本人 2 配偶 3 子女 4 父母 9 其他",
                       "health": "1 合格 2 不合格",
                       "check_result": "1 未发现 2 有记录 3 待核实"},
                hint="住在一起的每个人都要填"),
            row("F15", "own_child_under6", "有未满6周岁子女", "bool", "Y", _TAG),
        ),
        section(
            "住房与收入",
            row("F15", "hukou_local,address,house_area", "本地户口/住址/住房面积",
                "bool,text(100),dec", "Y", _ART8, hint={"house_area": "平方米"},
                low={"house_area": 1}, high={"house_area": 2000}),
            row("F15", "area_per_head", "寄养后人均面积", "calc:dec", "Y", _ART8, hint="平方米"),
            row("F15", "income_per_head", "家庭人均收入", "money", "Y", _ART8, hint="每人每月"),
        ),
        section(
            "评估",
            row("F15", "home_visit_on,neighbour_view", "实地调查日期/邻里意见", "date,long", "Y",
                _TAG),
            row("F15", "all_agree", "家庭成员一致同意", "bool", "Y", _TAG),
            row("F15", "eval_result,evaluators", "评估结论/评估人", "code,sigs", "Y", _TAG,
                codes="1 符合 2 不符合"),
            row("F15", "trained_on", "培训日期", "date", "C", _TAG, when=c.is_in("eval_result", "1"),
                when_label="儿童入户前", needed_for=("T12",)),
            row("F15", "filed_on", "报主管民政备案日期", "date", "C", _TAG,
                when=c.is_in("eval_result", "1"), when_label="评估符合"),
            row("F15", "children_now", "现寄养儿童数", "calc:int", "Y", _TAG),
        ),
    ),
)  # fmt: skip
