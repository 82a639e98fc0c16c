"""The verbs of a scenario: each does its step through the actions and says what happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import handover, records, rounds, whereabouts
from welfare_desktop.app.replay import closing, families, filling, signing
from welfare_desktop.app.replay.naming import resolved
from welfare_desktop.app.replay.openings import open_books, where_code
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import permissions
from welfare_desktop.domain import rounds as round_rules
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import children_named, named
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import HOURLY
from welfare_desktop.domain.record import Record

__all__ = ["VERBS"]

#: Why the scenario enters something late or takes a shift off the roster, where it does not say.
_REASON = "场景"


def form_named(form_id: str | None, given: Collection[str] = ()) -> Form:
    """A form that a person fills, by number or name; `Trouble` for any other."""
    form = named(form_id or "", given)
    if form is None or form.internal:
        raise Trouble(f"没有编号为{form_id}的表单，或本版还没有这张表。")
    return form


def child_of(stage: Stage, name: str) -> str:
    """Record id of a child; the first use makes it (F01)."""
    if name not in stage.names:
        desk = stage.seat(stage.with_role("WK").login)
        form = form_named("F01")
        step = Step(0, stage.clock.now(), "submit", {"child": name})
        values = filling.fill(stage, step, form, filling.first_child(stage, name))
        made = records.submit(
            desk, "F01", values, step=records.Step(papers=(stage.scan("A05"),))
        )  # fmt: skip
        stage.bind(name, made.id, "F01")
    return stage.resolve(name, "F01")


def staff_of(stage: Stage, name: str) -> str:
    """Record id of somebody of the staff; the first use makes them (F64)."""
    if name not in stage.names:
        _hire(stage, Step(0, stage.clock.now(), "staff", {"as": name}), name, {})
    return stage.resolve(name, "F64")


def step_of(stage: Stage, step: Step, form: Form, values: Mapping[str, Any]) -> records.Step:
    """Papers, signatures and reasons of a step, the missing ones assumed."""
    gate = None
    if step.get("gate") == "confirm":
        gate = records.Gate(step.get("reason", ""), stage.signer(stage.with_role("D")))
    return records.Step(
        papers=filling.papers(stage, step, form),
        signers=signing.signers(stage, step, form, values),
        late_reason=str((step.get("data") or {}).get("late_entry_reason") or ""),
        gate=gate,
    )


#: Forms that a nickname of this kind stands for: submitting one makes the thing.
_MAKES = {"F01": "child", "X02": "ward", "F64": "staff", "F15": "family"}


def _data(stage: Stage, step: Step, form: Form) -> dict[str, Any]:
    """The step's values, with the child, ward or staff that it names beside them."""
    data = {k: v for k, v in (step.get("data") or {}).items() if k != "late_entry_reason"}
    made, named = _MAKES.get(form.id), dict[str, Any]()
    if step.get("family") and made != "family":
        named["family"] = families.family(stage, step.get("family"))
    if step.get("ward") and made != "ward":
        ward = stage.ward(step.get("ward"))
        named |= {"ward": ward, "to_ward": ward, "ward_id": ward} if form.id != "F12" else {}
    if step.get("staff") and made != "staff":
        named["subject" if form.id == "F65" else "staff"] = staff_of(stage, step.get("staff"))
    if step.get("child") and made != "child":
        child = child_of(stage, step.get("child"))
        named |= {"child": child} | ({form.group: [child]} if form.group else {})
    named = {k: v for k, v in named.items() if k in form and k not in data}
    return _new(stage, step, form) | resolved(stage, form, data) | named


def _new(stage: Stage, step: Step, form: Form) -> dict[str, Any]:
    """What the nickname of a thing that this step makes says of it."""
    name = step.get(_MAKES.get(form.id, ""))
    if name is None:
        return {}
    if name in stage.names:
        raise Trouble(f"“{name}”已经有{form.id}《{form.title}》。")
    if form.id == "F01":
        return filling.first_child(stage, name)
    named = {"X02": {"ward_no": name}, "F15": {"householder": name}}
    return dict(named.get(form.id, {"name": f"演示员{name}"}))


def _submit(stage: Stage, step: Step) -> str:
    form = form_named(step.get("form"), step.get("data") or ())
    desk = stage.seat(step.get("by") or stage.with_role(permissions.fillers(form)).login)
    data = _data(stage, step, form)
    name = step.get("child")
    child = stage.resolve(name, "F01") if name and form.id != "F01" else data.get("child")
    if form.phase and child is None and form.id != "F01" and not form.group:
        raise Trouble(f"《{form.title}》要写明child。")
    values = filling.fill(stage, step, form, data)
    made = _with_reason(
        stage, step,
        lambda reason: records.submit(
            desk, form.id, values, child=child,
            step=msgspec.structs.replace(step_of(stage, step, form, values), **reason),
        ),
    )  # fmt: skip
    thing = step.get(_MAKES.get(form.id, ""))
    if thing:
        stage.bind(thing, made.id, form.id)
    _remember(stage, step, made)
    return f"{form.id} {made.form_no}"


def _with_reason(stage: Stage, step: Step, submit: Callable[[dict[str, str]], Record]) -> Record:
    """Submit; a late entry for which the step gives no reason takes a plain one."""
    try:
        return submit({})
    except Refused as refused:
        late = refused.field == "late_entry_reason"
        if not late or not filling.may_fill(stage, step, ".late_entry_reason"):
            raise
    stage.filled.append("late_entry_reason")
    return submit({"late_reason": _REASON})


def _remember(stage: Stage, step: Step, made: Record) -> None:
    if step.get("as"):
        stage.bind(step.get("as"), made.id, made.form)


def meant(stage: Stage, step: Step) -> Record:
    """The record that a later step means: by name, else the latest of form and child."""
    if step.get("record"):
        return stage.desk.record(stage.resolve(step.get("record")))
    form = form_named(step.get("form"), step.get("data") or ())
    child = stage.resolve(step.get("child"), "F01") if step.get("child") else None
    house, month = stage.desk.house(), timedelta(days=31)
    if form.id in HOURLY:
        found = house.within(form.id, house.now - month, house.now + month)
    else:
        found = list(house.of(form.id))
    if child:
        found = [r for r in found if child in children_named(r)]
    if not found:
        whose = f"“{step.get('child')}”的" if child else ""
        raise Trouble(f"还没有{whose}{form.id}《{form.title}》。")
    return max(found, key=lambda r: (r.submitted_at, r.id))


def _change(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    form = form_named(record.form)
    desk = stage.seat(step.get("by") or stage.with_role(permissions.fillers(form)).login)
    data = resolved(stage, form, step.get("data") or {})
    told = step_of(stage, step, form, data)
    if step.verb == "correct":
        done = records.correct(desk, record.id, data, step.get("reason", ""), step=told)
    else:
        data = filling.other_papers(form, record, told.papers) | data
        done = records.continue_record(desk, record.id, data, step=told)
    return f"{form.id} 第{done.version}版"


def _approve(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    form = form_named(record.form)
    if not form.approval:
        raise Trouble(f"《{form.title}》提交即生效，不用审批。")
    person = stage.account(step.get("by")) if step.get("by") else stage.approver(form)
    data = records.clean(form, resolved(stage, form, step.get("data") or {}))
    records.approve(stage.seat(person.login), record.id, stage.signer(person), data)
    return f"{form.id} 已审批"


def _void(stage: Stage, step: Step) -> str:
    record = meant(stage, step)
    by = step.get("by") or stage.with_role("K").login
    records.void(stage.seat(by), record.id, step.get("reason", ""))
    return f"{record.form} 已作废"


def _set(stage: Stage, step: Step) -> str:
    values = {
        "key": step.get("parameter"), "value": str(step.get("value")), "unit": "-",
        "valid_from": step.at.date().isoformat(), "tag": "1", "reason": _REASON,
    }  # fmt: skip
    desk = stage.seat(step.get("by") or stage.with_role("K").login)
    made = records.submit(desk, "X05", values)
    director = stage.with_role("D")
    records.approve(stage.seat(director.login), made.id, stage.signer(director))
    return f"{values['key']} = {values['value']}"


def _staff(stage: Stage, step: Step) -> str:
    form = form_named("F64")
    told = {"post": step.get("post"), "state": step.get("state"),
            "is_frontline": step.get("frontline")}  # fmt: skip
    values = {k: v for k, v in told.items() if v is not None}
    values |= resolved(stage, form, step.get("data") or {})
    name, count = step.get("as"), step.get("count", 1)
    for own in [name] if count == 1 else [f"{name}-{n}" for n in range(1, count + 1)]:
        if own not in stage.names:
            _hire(stage, step, own, values)
            continue
        record = stage.desk.record(stage.resolve(own, "F64"))
        desk = stage.seat(step.get("by") or stage.with_role("K").login)
        records.correct(desk, record.id, values, step.get("reason") or _REASON)
    if count > 1:
        stage.bind(name, stage.names[f"{name}-1"], "F64")
    return f"{count}人"


#: Rows about the background check: a file that names one tells the queries itself.
_CHECKS = {"C11.08", "C11.09", "C11.10", "C11.11"}


def _hire(stage: Stage, step: Step, name: str, values: dict[str, Any]) -> None:
    """Somebody of the staff, queried and clear; where C11.08 is judged, by its gate."""
    desk = stage.seat(step.get("by") or stage.with_role("K").login)
    named = filling.expected_clauses(stage) & _CHECKS
    told = {"name": f"演示员{name}"} | values
    if "C11.08" in named and step.get("as") != name:
        told = {"state": "1"} | told
    body = filling.fill(stage, step, form_named("F64"), told)
    if not named:
        families.made(stage, "F65", person_name=body["name"], person_id_no=body["id_no"],
                      replied_on=step.at.date().isoformat(), result="1")  # fmt: skip
    made = records.submit(desk, "F64", body, step=records.Step(first_run="C11.08" not in named))
    stage.bind(name, made.id, "F64")


def _slot(step: Step) -> datetime | None:
    """The slot named by its time of day: the one nearest to the step."""
    text = step.get("slot")
    if text is None:
        return None
    try:
        if len(text) > 5:
            return datetime.strptime(text, "%Y-%m-%dT%H:%M")
        time = datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise Trouble(f"应巡时点“{text}”应写成 02:00。") from None
    near = [datetime.combine(step.at.date() + timedelta(days=n), time) for n in (-1, 0, 1)]
    return min(near, key=lambda slot: abs(slot - step.at))


def _mark(stage: Stage, step: Step) -> str:
    ward, due = stage.ward(step.get("ward")), _slot(step)
    desk = stage.seat(step.get("by") or stage.with_role("N").login)
    told = {key: dict(step.get(key) or {}) for key in ("marks", "temp", "note")}
    named = {stage.child(n).id: n for n in dict.fromkeys(n for p in told.values() for n in p)}
    codes = {name: _mark_code(code) for name, code in told["marks"].items()}
    default = None if step.get("default") is None else _mark_code(step.get("default"))
    children = _looked_at(stage, ward, step.at, due, named)
    walk = rounds.open_round(desk, ward, due)
    looked = 0
    for child in children:
        name = named.get(child, "")
        code = codes.get(name, default)
        if code is not None:
            note = told["note"].get(name, "演示" if code == "5" else "")
            rounds.mark(desk, walk.id, child, code, temp=told["temp"].get(name), note=note)
            looked += 1
    if step.get("sign", True):
        rounds.environment(desk, walk.id)
        rounds.sign_round(desk, walk.id, stage.signer(desk.account))
    return f"记{looked}名"


def _looked_at(
    stage: Stage, ward: str, at: datetime, due: datetime | None, named: dict[str, str]
) -> list[str]:
    """Children named, and those of whom the round is: all who are due, or all who are here."""
    house = stage.desk.house()
    there = [c.id for c in round_rules.in_ward(house, ward, at)]
    strangers = [name for child, name in named.items() if child not in there]
    if strangers:
        raise Trouble(f"{'、'.join(strangers)}不在这个区域。")
    wanted = {c.id for c in round_rules.expected_children(house, ward, at)}
    if due is not None:
        wanted &= {c.id for c in round_rules.due_children(house, ward, due)}
    return [child for child in there if child in named or child in wanted]


def _mark_code(value: Any) -> str:
    code = code_list("CL-MARK").code_of(str(value))
    if code is None:
        raise Trouble(f"没有巡查标记“{value}”。")
    return code


def _move(stage: Stage, step: Step) -> str:
    child, at = stage.child(step.get("child")).id, minute_text(step.at)
    if step.get("ward"):
        desk = stage.seat(step.get("by") or stage.with_role("NM").login)
        form = form_named("X09")
        data = {"child": child, "to_ward": stage.ward(step.get("ward")), "at": at}
        data |= {"bed": step.get("bed")} if step.get("bed") else {}
        values = filling.fill(stage, step, form, data)
        records.submit(desk, "X09", values, child=child, step=step_of(stage, step, form, values))
    if step.get("whereabouts"):
        desk = stage.seat(step.get("by"))
        code = where_code(step.get("whereabouts"))
        whereabouts.move(desk, child, code, reason=step.get("reason", ""), at=at)
    return f"{step.get('whereabouts') or step.get('ward')}"


def _handover(stage: Stage, step: Step) -> str:
    ward = stage.ward(step.get("ward"))
    giver, taker = stage.account(step.get("by")), stage.account(step.get("to"))
    desk = stage.seat(giver.login)
    if step.get("refuse") is not None:
        handover.refuse(desk, ward, step.get("refuse"), stage.signer(taker))
        return "接班有异议"
    ack = step.get("ack", "all")
    names = None if ack == "all" else [ack] if isinstance(ack, str) else ack
    wanted = None if names is None else {stage.resolve(n, "F01") for n in names}
    sheet = handover.prepare(desk, ward)
    acks = {line.child: "已知" for line in sheet.special if wanted is None or line.child in wanted}

    def sign(why: str) -> Record:
        return handover.sign(
            stage.seat(taker.login), ward, stage.signer(giver), stage.signer(taker), acks,
            off_roster_reason=why,
            written=handover.Written(explained=step.get("explained", ""), seen=step.get("seen")),
        )  # fmt: skip

    why = step.get("off_roster_reason") or step.get("reason") or ""
    try:
        done = sign(why)
    except Refused as refused:
        off = refused.field == "off_roster_reason" and not refused.clause
        if not off or not filling.may_fill(stage, step, ".off_roster_reason"):
            raise
        stage.filled.append("off_roster_reason")
        done = sign(_REASON)
    _remember(stage, step, done)
    return f"交接 {done.form_no}"


VERBS: dict[str, Callable[[Stage, Step], str]] = {
    "opening": open_books, "staff": _staff, "set": _set, "mark": _mark, "move": _move,
    "handover": _handover, "submit": _submit, "continue": _change, "correct": _change,
    "approve": _approve, "void": _void, "close": closing.close_file,
}  # fmt: skip
