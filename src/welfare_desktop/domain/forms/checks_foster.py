"""Checks of care, foster and archive forms: the *validation* column as functions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from welfare_desktop.domain.deadlines import addm, age_on
from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms.checking import Check, order, problem
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.idnumber import id_number_problem
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

_SHORT_VISIT = timedelta(minutes=15)
_SOCIAL_WORKER = "7"
#: CL-EDU from 初中 upwards.
_SCHOOLED = ("10", "20", "30", "40", "60", "70")


def signed_by(field: str, number: int, *, posts: bool = False, social: bool = False) -> Check:
    """So many people sign.

    Args:
        posts: they are of so many different posts. social: a social worker is among them.
    """

    def check(s: Situation) -> list[Problem]:
        marks = s.get(field)
        if not marks:
            return []
        people = {str(mark.get("by")) for mark in marks}
        held = {p.text("post") for p in s.house.staff if p.id in people}
        who = "不同岗位的人" if posts else "人"
        label = s.form.field(field).label
        if len(held if posts else people) < number:
            return problem(field, f"“{label}”要{number}个{who}签字。")
        if social and _SOCIAL_WORKER not in held:
            return problem(field, f"“{label}”要有社工签字。")
        return []

    return check


def every_yes(s: Situation, name: str) -> bool:
    """Every point of a checklist is answered yes."""
    answers = s.get(name) or {}
    return all(answers.get(point) is True for point, _ in s.form.field(name).points)


def all_points(field: str) -> Check:
    """A checklist whose every point must be yes."""

    def check(s: Situation) -> list[Problem]:
        if not s.get(field) or every_yes(s, field):
            return []
        label = s.form.field(field).label
        return problem(field, f"“{label}”每一项都要是“是”，请补齐后再填。")

    return check


def id_numbers_of(table: str) -> Check:
    """Identity numbers in a table are real ones."""

    def check(s: Situation) -> list[Problem]:
        for line in s.record.rows(table):
            wrong = id_number_problem(str(line["id_no"])) if line.get("id_no") else None
            if wrong:
                return problem(table, f"{line.get('name') or ''}：{wrong}")
        return []

    return check


def complete_rows(table: str, optional: Collection[str] = ()) -> Check:
    """Every row of a table has all its columns."""

    def gaps(s: Situation) -> list[Field]:
        columns = [c for c in s.form.field(table).columns if c.name not in optional]
        rows = s.record.rows(table)
        return [c for c in columns if any(row.get(c.name) in (None, "") for row in rows)]

    def check(s: Situation) -> list[Problem]:
        label = s.form.field(table).label
        return [
            Problem(sentence=f"“{label}”每一行都要有“{c.label}”。", field=table) for c in gaps(s)
        ]

    return check


def couple(s: Situation) -> list[Problem]:
    """F14: two persons; 符合 only when every item is yes."""
    out: list[Problem] = []
    if s.get("couple") and len(s.record.rows("couple")) != 2:
        out += problem("couple", "家庭式养育夫妻要填两个人。")
    if s.get("screen_result") == "1" and not every_yes(s, "screen_items"):
        out += problem("screen_result", "有筛选项目不是“是”，结论应为“不符合”。")
    return out


def unique_home(s: Situation) -> list[Problem]:
    """F14: one number a home; a home with children is not closed."""
    from welfare_desktop.domain.foster import children_at

    number, out = s.get("home_no"), []
    if any(h.get("home_no") == number and h.id != s.record.id for h in s.house.of("F14")):
        out += problem("home_no", f"家庭编号{number}已有，请换一个。")
    if s.filled_now("closed_on"):
        there = children_at(s.house, s.record.id, s.now)
        if there:
            sentence = f"家里还有{len(there)}名儿童，请先办理养育方式变更。"
            out += problem("closed_on", sentence)
    return out


def unfit(s: Situation) -> list[str]:
    """F15: conditions of a foster family that are not met, in words [R: 令54 art.8]."""
    birth, day = s.date("main_carer_birth"), s.date("apply_on")
    age = age_on(birth, day) if birth and day else None
    area, income = s.get("area_per_head"), s.get("income_per_head")
    least, middle = s.house.param("foster_area"), s.house.param("foster_income")
    members = s.record.rows("members")
    told = {
        "没有本地户口": s.get("hukou_local") is False,
        f"人均住房面积不到{least}平方米": bool(least and area is not None and area < least),
        f"人均收入不到{middle}元": bool(middle and income is not None and income < middle * 100),
        "有家庭成员健康不合格": any(m.get("health") == "2" for m in members),
        "有家庭成员有违法犯罪记录": any(m.get("check_result") == "2" for m in members),
        "主要照料人不在30至65周岁之间": age is not None and not 30 <= age <= 65,
        "主要照料人学历低于初中": bool(s.get("main_carer_edu")) and (
            s.get("main_carer_edu") not in _SCHOOLED
        ),
        "有未满6周岁子女": s.get("own_child_under6") is True,
        "家庭成员没有一致同意": s.get("all_agree") is False,
    }  # fmt: skip
    return [words for words, holds in told.items() if holds]


def family_fits(s: Situation) -> list[Problem]:
    """F15: 符合 only when every condition is met; the main carer is a member."""
    out: list[Problem] = []
    wrong = unfit(s)
    if s.get("eval_result") == "1" and wrong:
        out += problem("eval_result", f"{'；'.join(wrong)}，评估结论应为“不符合”。")
    named = [str(m.get("name") or "").strip() for m in s.record.rows("members")]
    carer = str(s.get("main_carer") or "").strip()
    if named and carer and carer not in named:
        out += problem("members", "家庭成员里还没有主要照料人，请补上。")
    return out


def agreement_terms(s: Situation) -> list[Problem]:
    """F16: at most the months of the parameter, no overlap, the family found fit."""
    start, end = s.date("start_on"), s.date("end_on")
    out: list[Problem] = []
    if start and end:
        months = int(s.house.param("foster_agreement_months", start))
        latest = addm(start, months) - timedelta(days=1)
        if end > latest:
            out += problem("end_on", f"协议期最长{months}个月，到期日期不晚于{latest}。")
    family = s.house.record("F15", str(s.get("family") or ""))
    if family is not None and family.get("eval_result") != "1":
        out += problem("family", "这个家庭评估不符合，不能签寄养协议。")
    out += _overlap(s, start.isoformat() if start else "")
    previous = s.house.record("F16", str(s.get("prev_agreement") or ""))
    if previous is not None and previous.child != s.record.child:
        out += problem("prev_agreement", "原协议是别的儿童的，请重新选择。")
    return out


def _overlap(s: Situation, start: str) -> list[Problem]:
    others = [r for r in s.child.all("F16") if r.id != s.record.id] if s.child else []
    covers = [r for r in others if r.text("start_on") <= start <= r.text("end_on")]
    if start and covers and not _ended(s, covers[-1], start):
        return problem("start_on", f"与原协议（到{covers[-1].text('end_on')}）重叠，请核对。")
    return []


def _ended(s: Situation, agreement: Record, day: str) -> bool:
    ends = s.child.all("F19") if s.child else []
    return any(agreement.text("start_on") <= r.text("decided_on") <= day for r in ends)


def visit_length(s: Situation) -> list[Problem]:
    """F17: one day; a short visit and one outside the home have their reason in the remark."""
    start, end = s.at("visit_at"), s.at("leave_at")
    out: list[Problem] = []
    told = bool(s.get("remark"))
    if start and end and start.date() != end.date():
        out += problem("leave_at", "到达和离开要在同一天，跨日的请分开填。")
    elif start and end and end - start < _SHORT_VISIT and not told:
        out += problem("leave_at", "走访不到15分钟，请在备注写明原因。")
    if s.get("place") in ("2", "3") and not told:
        out += problem("place", "没有到寄养家庭走访，请在备注写明原因。")
    return out


def visit_counts(s: Situation) -> list[Problem]:
    """F17: what does not count as the visit of the month is told at once."""
    if s.get("mode") in ("2", "3"):
        return problem("mode", "电话、视频不能代替每月实地走访。", warning=True)
    if s.get("child_seen") is False:
        return problem("child_seen", "没有见到儿童，不算本月走访，请另行安排。", warning=True)
    if s.get("visitors") and len(s.get("visitors")) < 2:
        return problem("visitors", "建议两人一起走访。", warning=True)
    return []


def evaluation_window(s: Situation) -> list[Problem]:
    """F18: one for a renewal lies within two months before the end of its agreement."""
    agreement = s.house.record("F16", str(s.get("agreement") or ""))
    day, end = s.date("eval_on"), agreement.date("end_on") if agreement else None
    if agreement is not None and s.record.child and agreement.child != s.record.child:
        return problem("agreement", "这份协议是别的儿童的，请重新选择。")
    if s.get("type") != "1" or day is None or end is None:
        return []
    opens = addm(end, -2)
    if not opens <= day <= end:
        sentence = f"到期续签评估应在{opens}至{end}之间，请核对。"
        return problem("eval_on", sentence, warning=True)
    return []


def conditions_again(s: Situation) -> list[Problem]:
    """F18: every condition once, each answered; a result that they carry."""
    rows = s.record.rows("conditions")
    wanted = {code for code, _ in _codes("F18.conditions.condition")}
    if rows and sorted(str(r.get("condition")) for r in rows) != sorted(wanted):
        return problem("conditions", "七项寄养条件各复核一次。")
    if any(not isinstance(r.get("met"), bool) for r in rows):
        return problem("conditions", "每项条件都要选是否符合。")
    if s.get("result") == "1" and not all(r.get("met") for r in rows):
        return problem("result", "有条件不符合，结论不能是“符合，可续”。")
    return []


def _codes(list_id: str) -> Any:
    from welfare_desktop.domain.codes import code_list

    return code_list(list_id).items


def return_exam(s: Situation) -> list[Problem]:
    """F19: examined within three days of the return."""
    exam = s.house.record("F24", str(s.get("return_exam") or ""))
    back, day = s.at("returned_at"), exam.happened if exam else None
    if back is None or day is None or day.date() <= back.date() + timedelta(days=3):
        return []
    return problem("return_exam", "接回体检超过3日，请核对。", warning=True)


def archive_number(s: Situation) -> list[Problem]:
    """F52: of the child's own file, item numbers without a gap; a copy with its reason."""
    out: list[Problem] = []
    if s.child is not None and s.get("file_no") not in (None, s.child.file_no):
        out += problem("file_no", f"档案编号应为{s.child.file_no}。")
    others = {r.get("seq") for r in s.child.all("F52") if r.id != s.record.id} if s.child else set()
    seq = s.get("seq")
    if seq is not None and (seq in others or (seq > 1 and seq - 1 not in others)):
        out += problem("seq", f"件号要连续不重复，下一个是{carried.next_item(s.child) or 1}。")
    if s.get("original") == "2" and not s.get("remark"):
        out += problem("original", "归档复印件，请在备注写明原因并加盖核对章。")
    return out


def handed_list(s: Situation) -> list[Problem]:
    """F53: each item once; a copy stays when the file goes with the child (C12.13)."""
    items = [row.get("item") for row in s.record.rows("list")]
    if len(set(items)) < len(items):
        return problem("list", "移交清单里有重复的材料，请核对。")
    if s.get("kind") == "1" and s.get("copy_kept") is False:
        return problem("copy_kept", "随儿童转机构的档案必须留存副本。")
    return []


OF_FORM: dict[str, tuple[Check, ...]] = {
    "F11": (signed_by("team_sig", 3, posts=True, social=True),),
    "F14": (couple, unique_home, id_numbers_of("couple"), order("screen_date", "opened_on"),
            order("opened_on", "closed_on")),
    "F15": (family_fits, id_numbers_of("members"), signed_by("evaluators", 2),
            complete_rows("members", ("id_no", "checked_on", "check_result"))),
    "F16": (agreement_terms, order("start_on", "end_on"), order("signed_on", "reported_on"),
            all_points("rights_duties_ok")),
    "F17": (order("visit_at", "leave_at"), visit_length, visit_counts,
            complete_rows("actions", ("responsible", "done_on"))),
    "F18": (evaluation_window, conditions_again, signed_by("team_sig", 2, social=True)),
    "F19": (order("found_on", "decided_on", "reported_on"), return_exam),
    "F52": (archive_number, order("doc_date", "filed_on")),
    "F53": (handed_list,),
}  # fmt: skip
