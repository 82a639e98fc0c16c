"""Rows of the month about what befalls single children: leaving, changes, foster care, death,
benefit, majority, adoption (P03–P05, P08–P10, P15, P16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import benefit, foster, ledger, schooling
from welfare_desktop.domain.archive import exit_cause, missing_of_death
from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import CARE_CHANGES
from welfare_desktop.domain.monthly.columns import TABLES
from welfare_desktop.domain.monthly.month import Month, Move, moves
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.money import attempts

Row = dict[str, Any]
#: Transition by which a child left → CL-LEAVE, where no form of leaving says it.
_CAUSE_OF = {"T03": "L1", "T06": "L7", "T17": "L3", "T18": "L6", "T19": "L2", "T21": "L4",
             "T22": "L9"}  # fmt: skip
#: P04 ``change_type``.
_MODE, _SELFCARE, _DISABILITY, _HUKOU, _SCHOOL, _BED = "1", "2", "3", "4", "6", "8"
#: P15 has the children from seventeen and a half.
_NEAR_MAJORITY = 210


def at_text(moment: datetime | None) -> str:
    """A time with its offset; empty for none."""
    return offset_text(moment) if moment else ""


def day_text(value: Any) -> str:
    """A day; empty for none."""
    return str(value)[:10] if value else ""


def by_cut(child: Child, form: str, month: Month) -> list[Record]:
    """Records of a form about a child up to the cut: a correction is built months later."""
    return [r for r in child.all(form) if r.happened is None or r.happened < month.cut]


def before_cut(value: Any, month: Month) -> str:
    """A day as text; empty if it lies past the cut."""
    text = day_text(value)
    return text if text < month.cut.date().isoformat() else ""


def _has(record: Record, name: str, month: Month) -> bool:
    return month.has(record.at(name))


# Leaving --------------------------------------------------------------------------------


def reductions(house: House, month: Month) -> list[Row]:
    """P03: every child that left, with the end of its benefit."""
    return [
        _reduction(child, move, month)
        for child in house.children for move in moves(child, month) if move.exit
    ]  # fmt: skip


def _reduction(child: Child, move: Move, month: Month) -> Row:
    papers = {p.type for form in ("F06", "F49", "F50", "F51") for r in child.all(form)
              for p in r.papers}  # fmt: skip
    cases = by_cut(child, "F54", month)
    case = cases[-1] if cases else None
    fact = day_text(case.get("end_fact_on")) if case else ""
    reduced = before_cut(case.get("reduced_on"), month) if case else ""
    last = benefit.last_paid_month(child.house, case) if case else None
    return {
        "file_no": child.file_no, "name": child.name,
        "leave_cause": exit_cause(child) or _CAUSE_OF.get(move.span.text("transition"), "L99"),
        "left_at": at_text(move.at),
        "document": ";".join(sorted(kind for kind in papers if kind.startswith("C"))),
        "fact_on": fact or day_text(move.at.date()), "reduced_on": reduced,
        "same_month": ("Y" if reduced[:7] == (fact or reduced)[:7] else "N") if reduced else "",
        "last_paid_month": last or "",
    }  # fmt: skip


# Changes --------------------------------------------------------------------------------


def changes(house: House, month: Month) -> list[Row]:
    """P04: care mode, level of help, disability, registration, school, ward and bed."""
    return [row for child in house.children for row in _changes(child, month)]


def _changes(child: Child, month: Month) -> Iterator[Row]:
    def row(kind: str, old: str, new: str, at: str, approval: str) -> Row:
        return {"file_no": child.file_no, "change_type": kind, "from": old, "to": new,
                "effective_at": at, "approval": approval}  # fmt: skip

    for span in child.spans("care_mode"):
        if month.has(span.happened) and span.text("transition") in CARE_CHANGES:
            form = child.house.record("F12", span.text("cause"))
            yield row(_MODE, span.text("previous"), span.text("value"), at_text(span.happened),
                      form.form_no if form else "")  # fmt: skip
    for form_id, name, kind in (("F13", "level", _SELFCARE), ("F23", "dis_grade", _DISABILITY)):
        told = [r for r in by_cut(child, form_id, month) if r.get(name)]
        for old, new in zip([None, *told], told, strict=False):
            was = old.text(name) if old is not None else ""
            if month.has(new.happened) and was != new.text(name) and new.basis == "normal":
                yield row(kind, was, new.text(name), at_text(new.happened), new.form_no)
    for record in child.all("F09"):
        if _has(record, "done_on", month):
            yield row(_HUKOU, "", record.text("biz_type"), at_text(record.at("done_on")),
                      record.form_no)  # fmt: skip
    for day, old_school, new_school, form_no in _schools(child, month):
        yield row(_SCHOOL, old_school, new_school, at_text(_midnight(day)), form_no)
    for move in child.house.of("X09"):
        if move.get("child") == child.id and month.has(move.happened):
            places = [child.house.record("X02", move.text(n)) for n in ("from_ward", "to_ward")]
            old_ward, new_ward = (place.text("ward_no") if place else "" for place in places)
            yield row(_BED, old_ward, f"{new_ward} {move.text('bed')}".strip(),
                      at_text(move.happened), move.form_no)  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _schools(child: Child, month: Month) -> Iterator[tuple[date, str, str, str]]:
    """Days of the month on which the school (F38) is another than the day before."""
    told = {
        day: record.form_no for record in child.all("F38") if record.basis == "normal"
        for name in ("leave_on", "enrol_on")
        if (day := record.date(name)) is not None and month.has_day(day)
    }  # fmt: skip
    for day in sorted(told):
        days = (day - timedelta(days=1), day)
        found = [schooling.enrolment(child, one) for one in days]
        old, new = (one.text("school") if one else "" for one in found)
        if old != new:
            yield day, old, new, told[day]


# Foster care ----------------------------------------------------------------------------


def fostered(house: House, month: Month) -> list[Row]:
    """P05: every child with a day in foster care this month."""
    return [
        _fostered(child, month)
        for child in house.children
        if any(a < month.cut and (b is None or b > month.first) for a, b in foster.stays(child))
    ]


def _fostered(child: Child, month: Month) -> Row:
    last_day = month.last_minute.date()
    agreement = foster.last_agreement(child, last_day)
    family = child.house.record("F15", agreement.text("family")) if agreement else None
    end = agreement.date("end_on") if agreement else None
    visits = [r for r in child.all("F17") if _has(r, "visit_at", month)]
    counted = [r for r in visits if r.get("mode") == "1" and r.get("child_seen") is True]
    evaluated = by_cut(child, "F18", month)
    ended = [r for r in child.all("F19") if r.state == "approved" and _has(r, "decided_on", month)]
    return {
        "file_no": child.file_no, "family_no": family.form_no if family else "",
        "agreement_from": day_text(agreement.get("start_on")) if agreement else "",
        "agreement_to": day_text(end), "days_to_end": (end - last_day).days if end else "",
        "visit_dates": ";".join(day_text(r.get("visit_at")) for r in visits),
        "onsite_count": len(counted), "child_seen": "Y" if counted else "N",
        "last_evaluation": day_text(evaluated[-1].get("eval_on")) if evaluated else "",
        "result": evaluated[-1].text("result") if evaluated else "",
        "problems": sum(r.text("problems") not in ("", "无") for r in visits),
        "dissolved_on": day_text(ended[-1].get("decided_on")) if ended else "",
    }  # fmt: skip


# Death ----------------------------------------------------------------------------------


def deaths(house: House, month: Month) -> list[Row]:
    """P08: every death of the month, as far as it is settled by the cut."""
    return [_death(house, r, month) for r in house.of("F51") if _has(r, "died_at", month)]


def _death(house: House, death: Record, month: Month) -> Row:
    child = house.child(death.child or "")
    told = [r for r in house.of("F70") if r.get("type") == "DEATH" and r.get("about") == death.id]
    complete = child is not None and not missing_of_death(child, death)
    return {
        "file_no": child.file_no if child else "", "died_at": at_text(death.at("died_at")),
        "route": death.text("route"), "proof": death.text("proof_no"),
        "issuer": death.text("proof_org"), "police_at": at_text(death.at("police_at")),
        "reported_at": at_text(told[0].at("sent_at")) if told else "",
        "hukou_cancel_on": before_cut(death.get("hukou_cancel_on"), month),
        "disposed_on": before_cut(death.get("disposed_on"), month),
        "archive_complete": "Y" if complete else "N",
    }  # fmt: skip


# Money ----------------------------------------------------------------------------------


def funds(house: House, month: Month) -> list[Row]:
    """P09: the orphans' money of the month, in 分."""
    name = str(month)
    before = benefit.month_after(name, -1)
    due, received = benefit.expected(house, name), ledger.received_for(house, name)
    spent: dict[str, int] = {}
    for entry in ledger.spent_in(house, name):
        kind = entry.text("category")
        spent[kind] = spent.get(kind, 0) + int(entry.get("amount") or 0)
    close = ledger.close_of(house, name)
    undone = [
        r for r in house.of("F55") if r.get("direction") == "3" and _has(r, "book_date", month)
    ]
    values: dict[str, Any] = {
        "opening": ledger.closing(house, before), "received": received,
        "entitled_persons": len(benefit.entitled(house, name)),
        "entitled_amount": "" if due is None else due,
        "difference": "" if due is None else due - received,
        "reversal": sum(int(r.get("amount") or 0) for r in undone),
        "closing": ledger.closing(house, name),
        "bank_balance": close.get("bank_balance") if close is not None else "",
        "forbidden_attempts": attempts(house, "C9.06", name),
    }  # fmt: skip
    return [
        {"item": item, "value": spent.get(item[6:], 0) if item[:6] == "spent." else values[item]}
        for item, _ in TABLES["P09"].items
    ]


def benefits(house: House, month: Month) -> list[Row]:
    """P10: a line for every living child of the books at the cut."""
    return [_benefit(c, month) for c in house.children if c.here_at(month.last_minute)]


def benefit_state(child: Child, month: Month) -> str:
    """P01: whether a benefit runs, is asked for, or has ended; empty for none."""
    cases = by_cut(child, "F54", month)
    if not cases:
        return ""
    if cases[-1].get("end_fact"):
        return "停发"
    return "享受" if before_cut(cases[-1].get("approved_on"), month) else "申请中"


def _benefit(child: Child, month: Month) -> Row:
    cases = by_cut(child, "F54", month)
    case = cases[-1] if cases else None
    if case is None:
        blank = dict.fromkeys(("benefit", "applied_on", "approved_on", "start_month", "arrears",
                               "sys_entered_on", "on_time"), "")  # fmt: skip
        return {"file_no": child.file_no, **blank, "no_benefit_reason": "未申请"}
    approved, entered = before_cut(case.get("approved_on"), month), case.get("sys_entered_on")
    entered = before_cut(entered, month)
    on_time = "" if not approved else "Y" if entered and entered[:7] == approved[:7] else "N"
    return {
        "file_no": child.file_no, "benefit": case.text("benefit"),
        "applied_on": day_text(case.get("applied_on")), "approved_on": approved,
        "start_month": case.text("start_month"), "arrears": case.get("arrears") or "",
        "sys_entered_on": entered, "on_time": on_time,
        "no_benefit_reason": "" if approved else "待审批",
    }  # fmt: skip


# Majority and adoption ------------------------------------------------------------------


def majority(house: House, month: Month) -> list[Row]:
    """P15: the children from seventeen and a half."""
    last = month.last_minute
    return [
        _majority(child, month)
        for child in house.children
        if child.birth_date is not None and child.here_at(last)
        and addm(child.birth_date, _NEAR_MAJORITY) <= last.date()
    ]  # fmt: skip


def _majority(child: Child, month: Month) -> Row:
    birth = child.birth_date
    assert birth is not None, "chosen by age"
    told = [r for r in by_cut(child, "F43", month) if r.state == "approved"]
    plans = by_cut(child, "F44", month)
    plan = plans[-1] if plans else None
    window_to: date = addm(birth, _NEAR_MAJORITY + 6) - timedelta(days=1)
    return {
        "file_no": child.file_no, "window_from": day_text(addm(birth, _NEAR_MAJORITY)),
        "window_to": day_text(window_to),
        "assessed_on": day_text(told[-1].get("assessed_on")) if told else "",
        "plan": plan.text("way") if plan else "",
        "submitted_on": day_text(plan.get("submitted_on")) if plan else "",
        "decision": plan.text("decision") if plan else "",
        "pending_reason": plan.text("pending_reason") if plan else "",
    }  # fmt: skip


def adoptions(house: House, month: Month) -> list[Row]:
    """P16: one line of counts; no child, no applicant (class S4)."""
    newest = [r for c in house.children if (r := c.newest("F45")) is not None and c.here]
    blocked = [
        r for r in house.of("F48")
        if r.get("match_result") == "1" and _has(r, "offered_on", month)
    ]  # fmt: skip
    tried = attempts(house, "C13.13", str(month))

    def counted(form: str, name: str) -> int:
        return sum(_has(r, name, month) for r in house.of(form))

    return [{
        "candidates": sum(r.get("suitable") == "1" for r in newest),
        "meetings": sum(r.get("topic") == "1" and month.has(r.happened) for r in house.of("F46")),
        "sys_entered": counted("F47", "sys_entered_on"), "published": counted("F47", "published_on"),
        "evaluated": counted("F47", "eval_report_on"),
        "registered": counted("F47", "registered_on"),
        "blocked_donations": max(len(blocked), tried),
        "blocked_dates": ";".join(sorted({day_text(r.get("offered_on")) for r in blocked})),
    }]  # fmt: skip
