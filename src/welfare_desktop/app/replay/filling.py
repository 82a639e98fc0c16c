"""Neutral values for ``Y`` fields that a step does not give; they never cause a refusal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.app.practice import id_number
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Paper
from welfare_desktop.domain.rules import ALL_ROWS

#: Where the first code or a plain value would mean something.
_NEUTRAL: dict[str, Any] = {
    "F01.sex": "1", "F01.ethnic": "97", "F01.adm_cause": "A1", "F01.allergy": "无",
    "F01.confidential_level": "3", "F01.birth_basis": "5",
    "F02.isolation": True, "F02.temp_c": 36.6, "F02.weight_kg": 3.5,
    "F02.delivered_by_phone": "无",
    "F05.length_cm": 50, "F05.weight_kg": 3.5, "F05.head_cm": 34, "F05.temp_c": 36.6,
    "F12.to_mode": "FAMILY_HOME", "F23.kind": "1", "F23.state": "2", "F24.hospital": "市人民医院",
    "F30.closed_as": "1", "F31.place": "本区域", "F64.phone": "13900000000",
    "F64.contract_hours": 40, "F64.state": "2", "F64.sex": "2", "F64.post": "1",
    "F64.is_frontline": True, "F70.way": "2", "X09.reason": "5", "X05.tag": "1",
    "F09.biz_type": "1", "F10.state": "1", "F10.verify_way": "1",
}  # fmt: skip


def untouchable(stage: Stage) -> set[str]:
    """Fields that a rule of a clause named in an ``expect`` of the file reads."""
    named: set[str] = set()
    for step in stage.steps:
        expected = step.get("expect")
        if isinstance(expected, dict):
            named |= {str(v) for k, v in expected.items() if k in ("refused", "soft")}
        if step.get("clause"):
            named.add(str(step.get("clause")))
    return {field for row in ALL_ROWS if row.id in named for field in row.reads}


def fill(stage: Stage, step: Step, form: Form, given: dict[str, Any]) -> dict[str, Any]:
    """The step's values with the gaps filled."""
    if step.get("strict"):
        return given
    kept = set() if step.verb == "staff" else untouchable(stage)
    out = dict(given)
    for field in form.fields:
        path = f"{form.id}.{field.name}"
        skip = field.req != "Y" or field.calc or field.name in out or path in kept
        if skip or field.kind in ("sig", "sigs", "file") or _not_asked(form, field, out):
            continue
        value = _value(stage, step, form, field)
        if value is not None:
            out[field.name] = value
            stage.filled.append(field.name)
    return out


_VISIT_TIMES = ("found_at", "called_at", "sent_at", "arrived_at")


def _not_asked(form: Form, field: Field, out: dict[str, Any]) -> bool:
    if form.id == "F24" and field.name in _VISIT_TIMES:
        return any(out.get(name) for name in _VISIT_TIMES)
    refused = form.id == "F02" and str(out.get("decision")) in ("2", "3", "不予接收", "转介")
    return refused and field.name not in ("referral_source", "decision", "refuse_ground")


def _value(stage: Stage, step: Step, form: Form, field: Field) -> Any:
    path = f"{form.id}.{field.name}"
    special = _special(stage, step, path)
    if special is not None:
        return special
    if path in _NEUTRAL:
        return _NEUTRAL[path]
    return _by_kind(stage, step, form, field)


def _special(stage: Stage, step: Step, path: str) -> Any:
    if path in ("F04.cause", "F08.cause"):
        return stage.child(step.get("child")).cause
    if path == "F06.period_days":
        return {"A1": 60, "A2": 30}.get(stage.child(step.get("child")).cause, 60)
    if path == "F02.witness":
        return stage.with_role("NM", (stage.with_role("NMWK").staff,)).staff
    if path in ("F64.id_no", "F65.person_id_no"):
        return id_number("341000", date(1990, 1, 1), 100 + len(stage.names))
    if path == "F13.items":
        return [{"item": str(n), "score": "0"} for n in range(1, 7)]
    if path == "F05.infect_panel":
        return [{"item": str(n), "result": "1"} for n in range(1, 7)]
    if path in ("F67.date", "F67.shift"):
        shift = "N" if step.at.hour < 8 else "D" if step.at.hour < 16 else "E"
        return step.at.date().isoformat() if path.endswith("date") else shift
    if path in ("F02.arrived_at",):
        return step.at.strftime("%Y-%m-%dT%H:%M")
    return None


def _division(stage: Stage, step: Step) -> str:
    name = step.get("child")
    if name in stage.names:
        child = stage.child(name)
        report = child.newest("F03")
        found = report.text("found_div") if report else child.record.text("discovery_div")
        if found:
            return found
    institution = stage.desk.house().institution
    return institution.text("div") if institution else "341002"


def _by_kind(stage: Stage, step: Step, form: Form, field: Field) -> Any:
    kind = field.kind
    if kind in ("text", "long"):
        return "演示"
    if kind in ("date", "dt", "month"):
        return step.at.strftime({"date": "%Y-%m-%d", "dt": "%Y-%m-%dT%H:%M"}.get(kind, "%Y-%m"))
    if kind in ("int", "dec", "money"):
        return int(field.low or 1)
    if kind == "bool":
        return False
    if kind in ("code", "codes"):
        first = code_list(field.codes or "").items[0][0]
        return first if kind == "code" else [first]
    if kind == "div":
        return _division(stage, step)
    if kind in ("staff", "staffs"):
        person = stage.with_role(form.fill).staff
        return person if kind == "staff" else [person]
    if kind == "table":
        return [_table_row(stage, step, form, field)]
    if kind == "checklist":
        return {point: True for point, _ in field.points}
    return None


def _table_row(stage: Stage, step: Step, form: Form, field: Field) -> dict[str, Any]:
    row = {c.name: _by_kind(stage, step, form, c) for c in field.columns}
    return {k: v for k, v in row.items() if v is not None}


def papers(stage: Stage, step: Step, form: Form) -> tuple[Paper, ...]:
    """Practice scans: those the step names, and one for each ``Y`` file field."""
    types = list(step.get("files") or [])
    kept = untouchable(stage)
    given = step.get("data") or {}
    if not step.get("strict") and step.verb == "submit":
        for field in form.fields:
            wanted = field.kind == "file" and field.req == "Y" and field.papers
            free = f"{form.id}.{field.name}" not in kept and field.name not in given
            if wanted and free and not set(types) & set(field.papers):
                types.append(field.papers[0])
                stage.filled.append(field.name)
    return tuple(stage.scan(kind) for kind in types)


def signing_fields(form: Form, verb: str) -> list[Field]:
    """Signature fields that a submission fills."""
    wanted = [f for f in form.fields if f.kind in ("sig", "sigs") and f.req == "Y"]
    return wanted if verb == "submit" else []


def first_child(stage: Stage, name: str) -> dict[str, Any]:
    """F01 of a child used for the first time: what the file says of it anywhere."""
    values: dict[str, Any] = {"name": name, "birth_date": stage.clock.now().date().isoformat()}
    for step in stage.steps:
        if step.get("child") != name:
            continue
        data = step.get("data") or {}
        if "cause" in data:
            values["adm_cause"] = data["cause"]
        if step.get("form") == "F03" and data.get("found_div"):
            values["discovery_div"] = data["found_div"]
        for key in ("sex", "birth_date"):
            if step.get("form") in ("F01", None) and key in data:
                values[key] = data[key]
    return values


def minute(at: datetime) -> str:
    """JSON time of a step."""
    return at.strftime("%Y-%m-%dT%H:%M")


def form_named(form_id: str) -> Form | None:
    """A declared form, ``None`` for one of a later issue."""
    return FORMS.get(form_id)
