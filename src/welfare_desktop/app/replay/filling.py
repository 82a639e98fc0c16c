"""Neutral values for ``Y`` fields that a step does not give; they never cause a refusal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from welfare_desktop.app.practice import ORG_CODE, id_number
from welfare_desktop.app.replay import assumed, families, growing, health
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import permissions, rounds
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.checks_placing import PROOFS
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.values import normalise

#: Where the first code or a plain value would mean something.
_NEUTRAL: dict[str, Any] = {
    "F01.sex": "1", "F01.ethnic": "97", "F01.adm_cause": "A1", "F01.allergy": "无",
    "F01.birth_basis": "5",
    "F02.temp_c": 36.6, "F02.weight_kg": 3.5,
    "F02.delivered_by_phone": "无",
    "F05.length_cm": 50, "F05.weight_kg": 3.5, "F05.head_cm": 34, "F05.temp_c": 36.6,
    "F23.kind": "1", "F23.state": "2", "F24.hospital": "市人民医院",
    "F30.closed_as": "1", "F31.place": "本区域", "F64.phone": "13900000000",
    "F64.contract_hours": 40, "F64.sex": "2", "F64.post": "1",
    "F64.is_frontline": True, "F64.birth_date": "1990-01-01",
    "F70.way": "1", "F70.type": "OTHER", "X01.phone": "0559-2500000", "X01.org_code": ORG_CODE,
    "X01.first_responsible_phone": "0559-2500001", "X09.reason": "5", "X05.tag": "1",
    "F09.biz_type": "1", "F10.state": "1", "F10.verify_way": "1",
    "F46.recusal": [{"person": "无"}], "F48.related_people": [{"name": "无"}],
    **families.NEUTRAL, **health.NEUTRAL, **growing.NEUTRAL,
    "F55.children": ["all"], "F68.people": [{"name": "演示", "contact": "1"}],
}  # fmt: skip
#: A time that the step does not give is the step's, but not later than what it does give here.
_NOT_AFTER: dict[str, tuple[str, ...]] = {
    "F03.found_at": ("police_reported_at", "cert_on"), "F03.police_reported_at": ("cert_on",),
    "F05.exam_at": ("cleared_at",), "F07.sampled_on": ("entered_db_on", "result_on"),
    "F08.submitted_on": ("decided_on",), "F09.applied_on": ("done_on",),
    "F10.verified_on": ("applied_on", "enrolled_on"), "F12.decided_on": ("effective_at",),
    "F31.found_at": ("closed_at",), "F64.hired_on": ("left_on",), "X02.open_from": ("open_to",),
    "X07.from_at": ("to_at",), "F44.submitted_on": ("decided_on",),
    "F48.offered_on": ("received_on",), "F54.applied_on": ("approved_on", "sys_entered_on"),
    "F51.died_at": ("police_at", "proof_on", "disposed_on", "reported_oral_at"),
    "F65.asked_on": ("replied_on",), "F73.fact_on": ("entered_on",),
    "X06.issued_on": ("valid_from",), "X08.in_at": ("out_at",),
}  # fmt: skip
_VISIT_TIMES = ("found_at", "called_at", "sent_at", "arrived_at")


def expected_clauses(stage: Stage) -> set[str]:
    """Clauses named in an ``expect`` of the file."""
    named: set[str] = set()
    for step in stage.steps:
        expected = step.get("expect")
        if isinstance(expected, dict):
            named |= {str(v) for k, v in expected.items() if k in ("refused", "soft")}
        if step.get("clause"):
            named.add(str(step.get("clause")))
    return named


def untouchable(stage: Stage) -> set[str]:
    """Fields that a rule of a clause named in an ``expect`` of the file reads."""
    named = expected_clauses(stage)
    return {field for row in ALL_ROWS if row.id in named for field in row.reads}


def may_fill(stage: Stage, step: Step, path: str) -> bool:
    """Whether a field may be filled: no rule named in the file reads it, the step does not expect
    to be refused for it, and it is not strict."""
    named = to_be_refused(step, path.partition(".")[2])
    return not (step.get("strict") or named or path in untouchable(stage))


def to_be_refused(step: Step, field: str) -> bool:
    """Whether the step expects to be refused for a field."""
    expected = step.get("expect")
    return isinstance(expected, dict) and expected.get("refused") == f"field:{field}"


def signed_by(step: Step, name: str) -> list[str]:
    """Whom the step says to sign a field."""
    who = (step.get("sign") or {}).get(name) or []
    return [who] if isinstance(who, str) else [str(one) for one in who]


def fill(stage: Stage, step: Step, form: Form, given: dict[str, Any]) -> dict[str, Any]:
    """The step's values with the gaps filled."""
    if step.get("strict"):
        return given
    out = dict(given)
    for field in form.fields:
        path = f"{form.id}.{field.name}"
        skip = field.req != "Y" or field.calc or field.name in out or _not_asked(form, field, out)
        if skip or field.kind in ("sig", "sigs") or (field.kind == "file" and field.papers):
            continue
        own = _own(stage, step, field, path, out)
        if own is not None:
            out[field.name] = own
            continue
        # Staff are made or changed by their own verb, whatever a rule reads of them.
        if step.verb != "staff" and not may_fill(stage, step, path):
            continue
        value = _value(stage, step, form, field, out)
        if value is not None:
            out[field.name] = value
            stage.filled.append(field.name)
    return out


#: What a default begins and a person completes; F54 by what the scenario tells of the case.
_BEGUN = frozenset(("F05.infect_panel", "F54.rate", *health.BEGUN)) | growing.BEGUN


def _own(stage: Stage, step: Step, field: Field, path: str, out: dict[str, Any]) -> Any:
    """What stands in the form by itself and is not filled: its default, the hours of a shift."""
    if path in ("F67.planned_from", "F67.planned_to") and out.get("shift"):
        return _SPECIAL[path](stage, step, out)
    if path in _BEGUN:
        return None
    if not callable(field.default):
        return field.default
    name = step.get("child")
    return field.default(stage.child(name) if stage.forms.get(name) == "F01" else None)


def _not_asked(form: Form, field: Field, out: dict[str, Any]) -> bool:
    if form.id == "F24" and field.name in _VISIT_TIMES:
        return any(out.get(name) for name in _VISIT_TIMES)
    refused = form.id == "F02" and str(out.get("decision")) in ("2", "3", "不予接收", "转介")
    return refused and field.name not in ("referral_source", "decision", "refuse_ground")


def _value(stage: Stage, step: Step, form: Form, field: Field, out: dict[str, Any]) -> Any:
    path = f"{form.id}.{field.name}"
    if path in _SPECIAL:
        return _SPECIAL[path](stage, step, out)
    if path in _NEUTRAL:
        return _NEUTRAL[path]
    if field.kind == "ref":
        return families.newest(stage, step, field)
    value = _by_kind(stage, step, form, field)
    if path not in _NOT_AFTER:
        return value
    later = [str(out[name]) for name in _NOT_AFTER[path] if out.get(name)]
    arrived = stage.child(step.get("child")).arrived_at if path == "F03.found_at" else None
    later += [minute_text(arrived)] if arrived else []
    # A day counts from its beginning.
    earliest = min([value, *later], key=lambda text: f"{text}T00:00"[:16])
    return earliest[:10] if field.kind == "date" else f"{earliest}T00:00"[:16]


Special = Callable[[Stage, Step, dict[str, Any]], Any]


def _signs(signature: str, other: str) -> Special:
    """F02: receiver and witness are two people, those who sign if the step says who does."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> str:
        beside = str(out.get(other))
        told = [stage.person(who) for who in signed_by(step, signature)]
        free = [who for who in told if who != beside]
        return free[0] if free else stage.with_role("NMWK", (beside, *told)).staff

    return value


def _assessed(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, str]]:
    """F13: items that suggest the level given, so that no reason is asked."""
    level = code_list("CL-SELF").code_of(str(out.get("level") or "1")) or "1"
    score = {"1": "0", "2": "1", "3": "2"}[level]
    return [{"item": str(n), "score": score} for n in range(1, 7)]


def _mode(own: str, other: str) -> Special:
    """F12: from the mode the child lives in, to the other one of the house."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> str:
        now = stage.child(step.get("child")).care_mode or "INSTITUTION"
        known = code_list("CL-CARE").code_of(str(out.get(other) or "")) or ""
        if own == "from_mode" and now != known:
            return now
        return "FAMILY_HOME" if (known or now) == "INSTITUTION" else "INSTITUTION"

    return value


def _duty(part: str) -> Special:
    """F67: date, shift and times of one shift, whichever of them the step gives."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> str:
        at = step.at
        if out.get("planned_from"):
            at = at.fromisoformat(_read("F67.planned_from", out))
        elif out.get("date"):
            at = at.combine(date.fromisoformat(_read("F67.date", out)), at.time())
        own = "N" if at.hour < 8 else "D" if at.hour < 16 else "E"
        shift = code_list("CL-SHIFT").code_of(str(out.get("shift") or own)) or own
        begins = {"N": 0, "D": 8, "E": 16, "DA": 8, "NA": 20}[shift]
        first, last = rounds.shift_span(at.replace(hour=begins, minute=0), shift)
        return {"date": at.date().isoformat(), "shift": shift, "planned_from": minute_text(first),
                "planned_to": minute_text(last)}[part]  # fmt: skip

    return value


def _holidays(saturday: bool) -> Special:
    """X03: New Year's Day is free, the year's first Saturday is worked."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, str]]:
        day = date(_read("X03.year", out) if out.get("year") else step.at.year, 1, 1)
        if saturday:
            day += timedelta(days=(5 - day.weekday()) % 7 or 7)
        return [{"on": day.isoformat(), "name": "演示"}]

    return value


def _staff_number(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F64: the number under which the applicant was asked about, else one made up."""
    asked = [q for q in stage.desk.house().of("F65") if q.get("person_name") == out.get("name")]
    made_up = id_number("341000", date(1990, 1, 1), 100 + len(stage.names))
    return asked[-1].text("person_id_no") if asked else made_up


_SPECIAL: dict[str, Special] = {
    "F01.birth_date": lambda stage, step, out: step.at.date().isoformat(),
    "F02.received_by": _signs("exit_sign", "witness"),
    "F02.witness": _signs("exit_sign", "received_by"),
    "F04.cause": lambda stage, step, out: stage.child(step.get("child")).cause,
    "F05.infect_panel": lambda stage, step, out: [
        {"item": str(n), "result": "1"} for n in range(1, 7)
    ],
    "F09.police_div": lambda stage, step, out: _institution(stage, "div"),
    "F10.year": lambda stage, step, out: step.at.year,
    "F12.from_mode": _mode("from_mode", "to_mode"), "F12.to_mode": _mode("to_mode", "from_mode"),
    "F13.items": _assessed,
    "F31.found_by": lambda stage, step, out: _person(stage, step, "*"),
    **assumed.SPECIAL, **families.SPECIAL, **health.SPECIAL, **growing.SPECIAL,
    "F64.id_no": _staff_number,
    # Made by their own verb, staff are queried and at work; by the form they wait for the reply.
    "F64.state": lambda stage, step, out: "2" if step.verb == "staff" else "1",
    "F67.date": _duty("date"), "F67.shift": _duty("shift"),
    "F67.planned_from": _duty("planned_from"), "F67.planned_to": _duty("planned_to"),
    "X03.year": lambda stage, step, out: step.at.year,
    "X03.rest_days": _holidays(False), "X03.work_days": _holidays(True),
    "X09.bed": lambda stage, step, out: (
        stage.free_bed(out["to_ward"]) if out.get("to_ward") else None
    ),
    "X09.by": lambda stage, step, out: _person(stage, step, "NM"),
}  # fmt: skip


def _read(path: str, out: dict[str, Any]) -> Any:
    """A value that the step gives, as the form reads it; `Refused` if it cannot be read."""
    form, _, field = path.partition(".")
    return normalise(FORMS[form].field(field), out[field])


def _person(stage: Stage, step: Step, roles: str) -> str:
    """Whoever takes the step, else the first account that may."""
    return stage.person(step.get("by")) if step.get("by") else stage.with_role(roles).staff


def _institution(stage: Stage, field: str) -> str:
    institution = stage.desk.house().institution
    return institution.text(field) if institution else "341002"


def _division(stage: Stage, step: Step, form: Form) -> str:
    """The division of the child's case: where it was found, else the institution's."""
    name = step.get("child")
    if name in stage.names:
        child = stage.child(name)
        report = child.newest("F03")
        found = report.text("found_div") if report else child.record.text("discovery_div")
        if found:
            return found
    return _institution(stage, "office_div" if form.id == "F08" else "div")


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
        return _division(stage, step, form)
    if kind in ("staff", "staffs"):
        person = stage.with_role(permissions.fillers(form)).staff
        return person if kind == "staff" else [person]
    if kind == "table":
        return [_table_row(stage, step, form, field)]
    if kind == "checklist":
        return {point: True for point, _ in field.points}
    return [{"name": "演示材料"}] if kind == "file" else None


def _table_row(stage: Stage, step: Step, form: Form, field: Field) -> dict[str, Any]:
    row = {c.name: _by_kind(stage, step, form, c) for c in field.columns}
    return {k: v for k, v in row.items() if v is not None}


def papers(stage: Stage, step: Step, form: Form) -> tuple[Paper, ...]:
    """Practice scans: those the step names, and one for each ``Y`` file field."""
    types = list(step.get("files") or [])
    given = step.get("data") or {}
    if step.verb == "submit":
        for field in form.fields:
            wanted = field.kind == "file" and field.req == "Y" and field.papers
            if not wanted or field.name in given or set(types) & set(field.papers):
                continue
            if may_fill(stage, step, f"{form.id}.{field.name}"):
                leaving = (form.id, field.name) == ("F50", "proof")
                types.append(_proof(given) if leaving else field.papers[0])
                stage.filled.append(field.name)
    return tuple(stage.scan(kind) for kind in types)


def _proof(given: dict[str, Any]) -> str:
    """F50: the paper of the cause of leaving."""
    cause = code_list("CL-LEAVE").code_of(str(given.get("cause") or "L1")) or ""
    return PROOFS.get(cause, ("C03",))[0]


#: Forms whose ``cause`` is that of the admission, not of a leaving.
_TELL_CAUSE = {
    form.id for form in FORMS.values() if "cause" in form and form.field("cause").codes == "CL-ADM"
}


def _lived(form_id: str | None, data: dict[str, Any]) -> list[str]:
    """Days told of a child that it must have lived to see."""
    form, out = FORMS.get(form_id or ""), []
    for field in form.fields if form is not None else ():
        if field.kind in ("date", "dt") and not field.before_birth and data.get(field.name):
            # What is no date is refused by the step that brings it.
            with contextlib.suppress(Refused):
                out.append(str(normalise(field, data[field.name]))[:10])
    return out


def first_child(stage: Stage, name: str) -> dict[str, Any]:
    """F01 of a child used for the first time: what the file says of it anywhere."""
    values: dict[str, Any] = {"name": name}
    lived = [stage.clock.now().date().isoformat()]
    for step in stage.steps:
        if step.get("child") != name:
            continue
        data = step.get("data") or {}
        lived += _lived(step.get("form"), data)
        if data.get("cause") and step.get("form") in _TELL_CAUSE:
            values.setdefault("adm_cause", data["cause"])
        if step.get("form") == "F03" and data.get("found_div"):
            values["discovery_div"] = data["found_div"]
        for key in ("sex", "birth_date"):
            if step.get("form") in ("F01", None) and key in data:
                values[key] = data[key]
    return {"birth_date": min(lived)} | values


def other_papers(form: Form, record: Record, attached: tuple[Paper, ...]) -> dict[str, Any]:
    """Papers of a type whose own field is filled already go to the empty file field that names no
    type: the police's later confirmation beside a DNA result."""
    files = [f for f in form.fields if f.kind == "file"]
    own = {kind for f in files if record.get(f.name) for kind in f.papers}
    extra = [p for p in attached if p.type in own]
    free = [f for f in files if not f.papers and not record.get(f.name)]
    if not extra or not free:
        return {}
    return {free[0].name: [{"sha256": p.sha256, "name": p.name} for p in extra]}
