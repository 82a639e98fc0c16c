"""The verbs of a scenario: each does its step through the actions and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from welfare_desktop.actions import handover, records, rounds, whereabouts
from welfare_desktop.actions.desk import Signer
from welfare_desktop.app.replay import filling
from welfare_desktop.app.replay.expect import judge
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import rounds as round_rules
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Record

__all__ = ["VERBS", "judge"]


def _resolved(stage: Stage, form: Form, data: dict[str, Any]) -> dict[str, Any]:
    """``ref:N1`` and nicknames in reference fields become record ids."""
    out: dict[str, Any] = {}
    for name, value in data.items():
        field = form.field(name) if name in form else None
        out[name] = _value(stage, field, value)
    return out


def _value(stage: Stage, field: Field | None, value: Any) -> Any:
    if isinstance(value, str) and value.startswith("ref:"):
        return stage.resolve(value[4:])
    if field is None:
        return value
    if field.kind in ("staff", "ref") and isinstance(value, str):
        return _named(stage, field, value)
    if field.kind in ("staffs", "refs") and isinstance(value, list):
        return [_value(stage, None, v) if str(v).startswith("ref:") else _named(stage, field, v)
                for v in value]  # fmt: skip
    if field.kind == "table" and isinstance(value, list):
        columns = {c.name: c for c in field.columns}
        return [{k: _value(stage, columns.get(k), v) for k, v in row.items()} for row in value]
    return value


def _named(stage: Stage, field: Field, name: str) -> str:
    if field.kind in ("staff", "staffs"):
        return stage.person(name)
    return stage.names.get(name, name)


def _child(stage: Stage, name: str | None) -> str | None:
    """Record id of a child; the first use makes it (F01)."""
    if name is None:
        return None
    if name not in stage.names:
        desk = stage.seat(stage.with_role("WK").login)
        values = filling.first_child(stage, name)
        form = records.form_of("F01")
        step = Step(0, stage.clock.now(), "submit", {"child": name})
        values = filling.fill(stage, step, form, values)
        made = records.submit(
            desk, "F01", values, step=records.Step(papers=(stage.scan("A05"),), late_reason="场景")
        )
        stage.bind(name, made.id, "F01")
    return stage.names[name]


def _signers(stage: Stage, step: Step, form: Form) -> dict[str, Signer | list[Signer]]:
    out: dict[str, Signer | list[Signer]] = {}
    for name, who in (step.get("sign") or {}).items():
        people = [who] if isinstance(who, str) else list(who)
        signed = [stage.signer(stage.account(p)) for p in people]
        out[name] = signed if form.field(name).kind == "sigs" else signed[0]
    kept = filling.untouchable(stage)
    for field in filling.signing_fields(form, step.verb):
        if field.name in out or f"{form.id}.{field.name}" in kept or step.get("strict"):
            continue
        first = stage.account(step.get("by")) if step.get("by") else stage.with_role(form.fill)
        if field.name in ("decided_by", "approved_by"):
            first = stage.with_role("D")
        if field.kind == "sigs":
            second = stage.with_role("NMWK", (first.staff,))
            third = stage.with_role("NMWK", (first.staff, second.staff))
            out[field.name] = [stage.signer(p) for p in (first, second, third)]
        else:
            out[field.name] = stage.signer(first)
        stage.filled.append(field.name)
    return out


def _step_of(stage: Stage, step: Step, form: Form) -> records.Step:
    gate = None
    if step.get("gate") == "confirm":
        gate = records.Gate(step.get("reason", ""), stage.signer(stage.with_role("D")))
    return records.Step(
        papers=filling.papers(stage, step, form),
        signers=_signers(stage, step, form),
        late_reason=(step.get("data") or {}).get("late_entry_reason", "场景补录"),
        gate=gate,
    )


def _submit(stage: Stage, step: Step) -> str:
    form = records.form_of(step.get("form"))
    name = step.get("child")
    child = None if form.id == "F01" else _child(stage, name)
    desk = stage.seat(step.get("by") or stage.with_role(form.fill).login)
    data = {k: v for k, v in (step.get("data") or {}).items() if k != "late_entry_reason"}
    data = _resolved(stage, form, data)
    if form.id == "X09" and child and "child" not in data:
        data["child"] = child
    if form.id == "F31" and child and "children" not in data:
        data["children"] = [child]
    if form.id in ("F30", "F32", "F67") and step.get("ward") and "ward" not in data:
        data["ward"] = stage.resolve(step.get("ward"))
    values = filling.fill(stage, step, form, data)
    made = records.submit(desk, form.id, values, child=child, step=_step_of(stage, step, form))
    if form.id == "F01" and name:
        stage.bind(name, made.id, "F01")
    _remember(stage, step, made)
    return f"{form.id} {made.form_no}"


def _remember(stage: Stage, step: Step, made: Record) -> None:
    if step.get("as"):
        stage.bind(step.get("as"), made.id, made.form)


def meant(stage: Stage, step: Step) -> Record:
    """The record that a later step means: by name, else the latest of form and child."""
    if step.get("record"):
        return stage.desk.record(stage.resolve(step.get("record")))
    child = stage.resolve(step.get("child")) if step.get("child") else None
    house = stage.desk.house()
    found = house.of_child(step.get("form"), child) if child else house.of(step.get("form"))
    if not found and child:
        found = [r for r in house.of(step.get("form")) if child in (r.get("children") or [])]
    if not found:
        raise Trouble(f"第{step.line}行：没有可用的{step.get('form')}记录。")
    return max(found, key=lambda r: (r.submitted_at, r.id))


def _continue(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    form = records.form_of(record.form)
    desk = stage.seat(step.get("by") or stage.with_role(form.fill).login)
    data = _resolved(stage, form, step.get("data") or {})
    done = records.continue_record(desk, record.id, data, step=_step_of(stage, step, form))
    return f"{form.id} 第{done.version}版"


def _correct(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    form = records.form_of(record.form)
    desk = stage.seat(step.get("by") or stage.with_role(form.fill).login)
    data = _resolved(stage, form, step.get("data") or {})
    reason = step.get("reason", "")
    done = records.correct(desk, record.id, data, reason, step=_step_of(stage, step, form))
    return f"{form.id} 第{done.version}版"


def _approve(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    form = records.form_of(record.form)
    person = stage.account(step.get("by")) if step.get("by") else stage.with_role(form.approve)
    records.approve(stage.seat(person.login), record.id, stage.signer(person))
    return f"{form.id} 已审批"


def _void(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    by = step.get("by") or stage.with_role("K").login
    records.void(stage.seat(by), record.id, step.get("reason", ""))
    return f"{record.form} 已作废"


def _set(stage: Stage, step: Step) -> str:
    values = {
        "key": step.get("parameter"), "value": str(step.get("value")), "unit": "-",
        "valid_from": step.at.date().isoformat(), "tag": "1", "reason": "场景",
    }  # fmt: skip
    desk = stage.seat(stage.with_role("K").login)
    made = records.submit(desk, "X05", values)
    director = stage.with_role("D")
    records.approve(stage.seat(director.login), made.id, stage.signer(director))
    return f"{values['key']} = {values['value']}"


def _staff(stage: Stage, step: Step) -> str:
    desk = stage.seat(stage.with_role("K").login)
    form = records.form_of("F64")
    codes = {"post": step.get("post"), "state": step.get("state")}
    values: dict[str, Any] = {k: v for k, v in codes.items() if v is not None}
    if step.get("frontline") is not None:
        values["is_frontline"] = step.get("frontline")
    name, count = step.get("as"), int(step.get("count", 1))
    if name in stage.names:
        record = stage.desk.record(stage.names[name])
        changed = {k: v for k, v in values.items() if v != record.get(k)}
        records.correct(desk, record.id, changed, step.get("reason", "场景变更"))
        return f"{name} 已变更"
    for number in range(1, count + 1):
        own = name if count == 1 else f"{name}-{number}"
        values["name"] = f"演示员{own}"
        made = records.submit(desk, "F64", filling.fill(stage, step, form, values))
        stage.bind(own, made.id, "F64")
        if number == 1:
            stage.bind(name, made.id, "F64")
    return f"{count}人"


def _opening(stage: Stage, step: Step) -> str:
    return stage.opening(step)


def _mark(stage: Stage, step: Step) -> str:
    ward = stage.resolve(step.get("ward"))
    by = step.get("by") or stage.with_role("N").login
    desk = stage.seat(by)
    slot = step.get("slot")
    at = step.at
    if slot is not None:
        hour, minute = (int(p) for p in str(slot)[-5:].split(":"))
        due = at.replace(hour=hour, minute=minute)
        due -= timedelta(days=1) if due - at > timedelta(hours=12) else timedelta()
    walk = rounds.open_round(desk, ward, due if slot is not None else None)
    marks, temps = dict(step.get("marks") or {}), dict(step.get("temp") or {})
    notes = dict(step.get("note") or {}) if isinstance(step.get("note"), dict) else {}
    named = {stage.resolve(n): n for n in {*marks, *temps}}
    house = stage.desk.house()
    if slot is None:
        children = [c for c in round_rules.in_ward(house, ward, at) if c.id in named]
    else:
        children = round_rules.in_ward(house, ward, at)
        here = {c.id for c in round_rules.expected_children(house, ward, at)}
        due_ids = {c.id for c in round_rules.due_children(house, ward, due)}
        children = [c for c in children if c.id in named or (c.id in here and c.id in due_ids)]
    for child in children:
        name = named.get(child.id, "")
        code = marks.get(name, step.get("default"))
        if code is None:
            continue
        rounds.mark(desk, walk.id, child.id, _mark_code(code), temp=temps.get(name),
                    note=notes.get(name, "演示" if str(code) == "5" else ""))  # fmt: skip
    if step.get("sign", True):
        rounds.environment(desk, walk.id)
        rounds.sign_round(desk, walk.id, stage.signer(desk.account))
    return f"记{len(children)}名"


def _mark_code(value: Any) -> str:
    from welfare_desktop.domain.codes import code_list

    return code_list("CL-MARK").code_of(str(value)) or str(value)


def _move(stage: Stage, step: Step) -> str:
    child = stage.child(step.get("child"))
    at = filling.minute(step.at)
    if step.get("ward"):
        desk = stage.seat(step.get("by") or stage.with_role("NM").login)
        form = records.form_of("X09")
        data = {"child": child.id, "to_ward": stage.resolve(step.get("ward")), "at": at,
                "bed": step.get("bed") or stage.free_bed(stage.resolve(step.get("ward")))}  # fmt: skip
        values = filling.fill(stage, step, form, data)
        records.submit(desk, "X09", values, child=child.id, step=_step_of(stage, step, form))
        return "换区域"
    whereabouts.move(
        stage.desk, child.id, step.get("whereabouts"), reason=str(step.get("reason") or ""), at=at
    )
    return str(step.get("whereabouts"))


def _handover(stage: Stage, step: Step) -> str:
    ward = stage.resolve(step.get("ward"))
    giver, taker = stage.account(step.get("by")), stage.account(step.get("to"))
    desk = stage.seat(giver.login)
    sheet = handover.prepare(desk, ward)
    if step.get("refuse"):
        handover.refuse(desk, ward, str(step.get("refuse")))
        return "接班有异议"
    ack = step.get("ack", "all")
    wanted = {stage.resolve(n) for n in ack} if isinstance(ack, list) else None
    acks = {line.child: "已知" for line in sheet.special if wanted is None or line.child in wanted}
    done = handover.sign(
        stage.seat(taker.login), ward, stage.signer(giver), stage.signer(taker), acks,
        off_roster_reason=step.get("off_roster_reason") or ("" if step.get("strict") else "场景"),
        written=handover.Written(explained=step.get("explained", ""), seen=step.get("seen")),
    )  # fmt: skip
    _remember(stage, step, done)
    return f"交接 {done.form_no}"


VERBS: dict[str, Callable[[Stage, Step], str]] = {
    "opening": _opening, "staff": _staff, "set": _set, "mark": _mark, "move": _move,
    "handover": _handover, "submit": _submit, "continue": _continue, "correct": _correct,
    "approve": _approve, "void": _void,
}  # fmt: skip
