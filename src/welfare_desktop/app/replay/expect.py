"""Judging an ``expect`` step: every key given must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from welfare_desktop.actions import views
from welfare_desktop.app.replay import naming, verbs
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Outcome, Stage
from welfare_desktop.domain import adulthood, attention, handover, staffing
from welfare_desktop.domain import alarms as alarms_of
from welfare_desktop.domain.archive import missing_documents
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.cover import occupied
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import STATES
from welfare_desktop.domain.rules import check
from welfare_desktop.domain.rules.citation import row_of
from welfare_desktop.domain.rules.verdict import GRAVITY, WORDS

_COMMON = ("remark", "late_entry_reason", "record_state", "record_version", "record_basis",
           "void_reason", "form_no")  # fmt: skip


def judge(stage: Stage, step: Step, outcome: Outcome) -> Outcome:
    """Fill in what was found for each expected key."""
    got: dict[str, Any] = {}
    for key in outcome.expected:
        if key in _FOUND:
            got |= _FOUND[key](stage, step)
        elif key not in ("verdict", "due"):
            raise Trouble(f"本版还不能核对“{key}”。")
    outcome.holds = all(_same(value, got.get(key)) for key, value in outcome.expected.items())
    outcome.got = {k: sorted(v) if isinstance(v, set) else v for k, v in got.items()}
    return outcome


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(got, set):
        names = wanted if isinstance(wanted, list) else [wanted]
        return all(
            (n[1:] not in got) if str(n).startswith("!") else (n in got) for n in map(str, names)
        )
    if isinstance(wanted, dict) and isinstance(got, dict):
        return all(_same(v, got.get(k)) for k, v in wanted.items())
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(_same, wanted, got))
    if isinstance(wanted, bool) or isinstance(got, bool) or wanted is None:
        return bool(wanted == got)
    try:
        return float(wanted) == float(got)
    except (TypeError, ValueError):
        return str(wanted) == str(got)


def _worded(codes: str, wanted: Any, code: str | None) -> str | None:
    """A code, or its label where the scenario asks by label."""
    label = code_list(codes).label(code) if code else None
    return label if wanted == label else code


def _child_state(dimension: str, codes: str) -> Callable[[Stage, Step], dict[str, Any]]:
    def found(stage: Stage, step: Step) -> dict[str, Any]:
        value = stage.child(step.get("child")).state_at(dimension, step.at)
        if dimension == "status":
            value = value or "LEAD"
        return {dimension: _worded(codes, step.get(dimension), value)}

    return found


_MONTH = re.compile(r"(^|/)\d{4}-\d{2}$")


def _verdict(stage: Stage, step: Step) -> dict[str, Any]:
    clause, wanted = step.get("clause"), step.get("verdict")
    if row_of(clause) is None:
        raise Trouble(f"没有条款{clause}，或本版还没有这一条。")
    if wanted not in WORDS and wanted not in WORDS.values():
        raise Trouble(f"没有结论“{wanted}”，可写：{'、'.join(WORDS)}。")
    found = check(stage.desk.house(), step.at, clause, _subject(stage, step))
    if not found:
        return {"clause": clause, "verdict": "NA", "due": None}
    word = next((w for w in WORDS if wanted in (w, WORDS[w])), wanted)
    # A row by the month has a line for each: the one asked about is meant, else the gravest.
    lines = [v for v in found if _MONTH.search(v.subject.id) and v.verdict == word]
    lines = [v for v in lines if step.get("due") in (None, v.due and v.due.isoformat())]
    worst = min(lines or found, key=lambda v: GRAVITY.index(v.verdict))
    due = worst.due.isoformat() if worst.due else None
    word = WORDS[worst.verdict] if wanted == WORDS[worst.verdict] else worst.verdict
    return {"clause": clause, "verdict": word, "due": due}


def _subject(stage: Stage, step: Step) -> str | None:
    if step.get("child"):
        return stage.child(step.get("child")).file_no
    if step.get("ward"):
        return stage.desk.record(stage.resolve(step.get("ward"), "X02")).text("ward_no")
    if step.get("staff"):
        return stage.desk.record(stage.resolve(step.get("staff"), "F64")).form_no
    if step.get("family"):
        return stage.desk.record(stage.resolve(step.get("family"), "F15")).form_no
    return None


def _record_values(stage: Stage, step: Step) -> dict[str, Any]:
    record = verbs.meant(stage, step)
    form, body = FORMS[record.form], views.whole(stage.desk, record).body
    out = {}
    for name, wanted in step.get("values").items():
        if name not in form and name not in _COMMON:
            raise Trouble(f"《{form.title}》没有字段“{name}”。")
        if name in form:
            value = body.get(name)
            out[name] = naming.shown(stage, form.field(name), value, wanted)
        else:
            out[name] = record.get(name) or getattr(record, name.removeprefix("record_"), None)
    return {"values": out}


def _state(stage: Stage, step: Step) -> dict[str, Any]:
    state = verbs.meant(stage, step).state
    return {"state": STATES[state] if step.get("state") == STATES[state] else state}


def _ratio(stage: Stage, step: Step) -> dict[str, Any]:
    """Of the house: the headcount; of a ward: who is on duty there (§4.6)."""
    house = stage.desk.house()
    if step.get("ward"):
        ward = stage.resolve(step.get("ward"), "X02")
        required = staffing.load_at(house, step.at, ward).required
        carers = {p.id for p in staffing.in_post(house, step.at)}
        there = len(carers & set(staffing.on_duty(house, ward, step.at)))
        return {"required": required, "gap": required - there}
    ratio = staffing.ratio_at(house, step.at)
    return {"required": ratio.load.required, "gap": ratio.gap}


def _uncovered(stage: Stage, step: Step) -> dict[str, Any]:
    house, start = stage.desk.house(), datetime(step.at.year, step.at.month, step.at.day)
    if step.get("ward"):
        wards = [stage.resolve(step.get("ward"), "X02")]
    else:
        wards = [w.id for w in occupied(house, step.at)]
    return {"uncovered_minutes": sum(staffing.uncovered(house, w, start, step.at) for w in wards)}


def _open_clauses(house: House, step: Step, subject: str | None) -> set[str]:
    found = check(house, step.at, None, subject)
    return {v.clause for v in found if v.verdict in ("DUE", "WARN", "OVERDUE", "BREACH", "UNKNOWN")}


def _due_list(stage: Stage, step: Step) -> dict[str, Any]:
    return {"due_list": _open_clauses(stage.desk.house(), step, _subject(stage, step))}


def _alarm(stage: Stage, step: Step) -> dict[str, Any]:
    house = stage.desk.house()
    found = check(house, step.at, None, _subject(stage, step))
    alarms = {v.clause for v in found if v.verdict in ("OVERDUE", "BREACH")}
    over = {a.kind for a in alarms_of.alarms(house) if a.state in ("missed", "overdue")}
    return {"alarm": alarms | over}


#: Lists of which a child may be asked; the others come with their forms.
def _on_handover(child: Child, at: datetime) -> bool:
    ward = child.ward_at(at)
    if ward is None:
        # Not yet placed in a ward: what would put it on the list there.
        return bool(attention.reasons(child, at, None)[0])
    return any(line.child == child.id for line in handover.special_list(child.house, ward, at))


_LISTS: dict[str, Callable[[Child, datetime], bool]] = {
    "handover": _on_handover, "aid": adulthood.aided,
}  # fmt: skip


def _lists(stage: Stage, step: Step, names: Any) -> set[str]:
    for name in names if isinstance(names, list) else [names]:
        if name.removeprefix("!") not in _LISTS:
            raise Trouble(f"本版没有名单“{name}”，可写：{'、'.join(_LISTS)}。")
    child = stage.child(step.get("child"))
    return {name for name, on in _LISTS.items() if on(child, step.at)}


def _on_list(stage: Stage, step: Step) -> dict[str, Any]:
    return {"on_list": _lists(stage, step, step.get("on_list"))}


def _not_on_list(stage: Stage, step: Step) -> dict[str, Any]:
    on = _lists(stage, step, step.get("not_on_list"))
    return {"not_on_list": set(_LISTS) - on}


def _documents(stage: Stage, step: Step) -> dict[str, Any]:
    return {"documents_missing": set(missing_documents(stage.child(step.get("child")), step.at))}


def _benefit(stage: Stage, step: Step) -> dict[str, Any]:
    """Of the child's latest F54."""
    asked = Step(step.line, step.at, step.verb, {"form": "F54", "child": step.get("child")})
    body = verbs.meant(stage, asked).body
    return {"start_month": body.get("start_month"), "arrears": body.get("arrears")}


_FOUND: dict[str, Callable[[Stage, Step], dict[str, Any]]] = {
    "status": _child_state("status", "CL-STATUS"),
    "care_mode": _child_state("care_mode", "CL-CARE"),
    "whereabouts": _child_state("whereabouts", "CL-WHERE"), "clause": _verdict, "values": _record_values,
    "state": _state, "required": _ratio, "gap": _ratio, "uncovered_minutes": _uncovered,
    "due_list": _due_list, "alarm": _alarm, "on_list": _on_list, "not_on_list": _not_on_list,
    "documents_missing": _documents, "start_month": _benefit, "arrears": _benefit,
}  # fmt: skip
