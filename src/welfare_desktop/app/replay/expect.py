"""Judging an ``expect`` step: every key given must hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import views
from welfare_desktop.domain import handover, rounds, staffing
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.rules import check

if TYPE_CHECKING:
    from welfare_desktop.app.replay.script import Step
    from welfare_desktop.app.replay.stage import Outcome, Stage

_SUBJECT = {"at", "do", "child", "ward", "staff", "family", "form", "record", "due"}


def judge(stage: Stage, step: Step, outcome: Outcome) -> Outcome:
    """Fill in what was found for each expected key."""
    wanted = {k: v for k, v in step.keys.items() if k not in _SUBJECT}
    got: dict[str, Any] = {}
    outcome.expected = wanted | _due(step)
    for key in wanted:
        if key == "verdict":
            continue
        got |= _FOUND[key](stage, step) if key in _FOUND else {key: "?"}
    outcome.got = got
    outcome.holds = all(_same(value, got.get(key)) for key, value in outcome.expected.items())
    return outcome


def _due(step: Step) -> dict[str, Any]:
    return {"due": step.get("due")} if "due" in step.keys else {}


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(got, set):
        names = wanted if isinstance(wanted, list) else [wanted]
        return all(
            (n[1:] not in got) if str(n).startswith("!") else (n in got) for n in map(str, names)
        )
    if isinstance(wanted, dict) and isinstance(got, dict):
        return all(_same(v, got.get(k)) for k, v in wanted.items())
    if isinstance(wanted, bool) or isinstance(got, bool) or wanted is None:
        return bool(wanted == got)
    try:
        return float(wanted) == float(got)
    except (TypeError, ValueError):
        return str(wanted) == str(got)


def _child_state(dimension: str) -> Callable[[Stage, Step], dict[str, Any]]:
    def found(stage: Stage, step: Step) -> dict[str, Any]:
        child = stage.child(step.get("child"))
        return {dimension: child.state_at(dimension, step.at)}

    return found


def _verdict(stage: Stage, step: Step) -> dict[str, Any]:
    clause = step.get("clause")
    subject = _subject(stage, step)
    found = check(stage.desk.house(), step.at, clause, subject)
    from welfare_desktop.domain.rules.verdict import GRAVITY

    if not found:
        return {"clause": clause, "verdict": "NA", "due": None}
    worst = min(found, key=lambda v: GRAVITY.index(v.verdict))
    due = worst.due.isoformat() if worst.due else None
    return {"clause": clause, "verdict": worst.verdict, "due": due}


def _subject(stage: Stage, step: Step) -> str | None:
    if step.get("child"):
        return stage.child(step.get("child")).file_no
    if step.get("ward"):
        record = stage.desk.record(stage.resolve(step.get("ward")))
        return record.text("ward_no")
    if step.get("staff") or step.get("family"):
        name = step.get("staff") or step.get("family")
        return stage.desk.record(stage.resolve(str(name))).form_no
    return None


def _record_values(stage: Stage, step: Step) -> dict[str, Any]:
    from welfare_desktop.app.replay.verbs import meant

    record = meant(stage, step)
    form, body = FORMS[record.form], views.shown(stage.desk, record)
    out = {}
    for name, wanted in step.get("values", {}).items():
        value = body.get(name)
        field = form.field(name) if name in form else None
        if field is not None and field.kind == "code" and value is not None:
            label = code_list(field.codes or "").label(str(value))
            value = label if str(wanted) == label else value
        if isinstance(wanted, str) and wanted.startswith("ref:"):
            value = wanted if value == stage.resolve(wanted[4:]) else value
        out[name] = value
    return {"values": out}


def _state(stage: Stage, step: Step) -> dict[str, Any]:
    from welfare_desktop.app.replay.verbs import meant

    record = meant(stage, step)
    return {"state": record.state}


def _ratio(stage: Stage, step: Step) -> dict[str, Any]:
    house = stage.desk.house()
    if step.get("ward"):
        load = staffing.load_at(house, step.at, stage.resolve(step.get("ward")))
        return {"required": load.required, "gap": max(0, load.required)}
    ratio = staffing.ratio_at(house, step.at)
    return {"required": ratio.load.required, "gap": max(0, ratio.gap)}


def _uncovered(stage: Stage, step: Step) -> dict[str, Any]:
    house, start = stage.desk.house(), datetime(step.at.year, step.at.month, step.at.day)
    if step.get("ward"):
        wards = [stage.resolve(step.get("ward"))]
    else:
        wards = [w.id for w in house.wards if rounds.in_ward(house, w.id, step.at)]
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
    return {"alarm": alarms | ({"round"} if rounds.alarms(house) else set())}


def _lists(stage: Stage, step: Step) -> set[str]:
    house = stage.desk.house()
    child = stage.child(step.get("child"))
    ward = child.ward_at(step.at)
    if ward is None:
        return set()
    on = {line.child for line in handover.special_list(house, ward, step.at)}
    return {"handover"} if child.id in on else set()


def _on_list(stage: Stage, step: Step) -> dict[str, Any]:
    return {"on_list": _lists(stage, step)}


def _not_on_list(stage: Stage, step: Step) -> dict[str, Any]:
    names = step.get("not_on_list")
    wanted = names if isinstance(names, list) else [names]
    found = _lists(stage, step)
    return {"not_on_list": {n for n in wanted if n not in found}}


def _documents(stage: Stage, step: Step) -> dict[str, Any]:
    from welfare_desktop.domain.archive import missing_documents

    return {"documents_missing": set(missing_documents(stage.child(step.get("child")), step.at))}


_FOUND: dict[str, Callable[[Stage, Step], dict[str, Any]]] = {
    "status": _child_state("status"), "care_mode": _child_state("care_mode"),
    "whereabouts": _child_state("whereabouts"), "clause": _verdict, "values": _record_values,
    "state": _state, "required": _ratio, "gap": _ratio, "uncovered_minutes": _uncovered,
    "due_list": _due_list, "alarm": _alarm, "on_list": _on_list, "not_on_list": _not_on_list,
    "documents_missing": _documents,
}  # fmt: skip
