"""The five verbs of a record: submit, continue, correct, approve, void (lifecycle.md §2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import effects, refusing, signatures
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.signatures import Signers
from welfare_desktop.domain import archive, permissions, rounds, rules, staffing, values
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS, checks
from welfare_desktop.domain.forms.computed import COMPUTED
from welfare_desktop.domain.forms.declare import REMARK, Form
from welfare_desktop.domain.forms.growing import grown
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Basis, Paper, Record
from welfare_desktop.domain.situation import Problem, Situation
from welfare_desktop.store.journal import canonical
from welfare_desktop.store.transaction import Transaction

_LATE = timedelta(hours=24)
#: Fields that every form has beside its own (lifecycle.md §2.1).
COMMON = (REMARK.name,)


class Gate(msgspec.Struct, frozen=True):
    """Passing a soft gate: the written reason and the 院长's confirmation."""

    reason: str
    confirmed_by: Signer


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a person brings to a verb. ``on_paper``: what is entered was signed on its paper."""

    papers: tuple[Paper, ...] = ()
    signers: Signers = {}
    late_reason: str = ""
    gate: Gate | None = None
    basis: Basis = "normal"
    first_run: bool = False
    on_paper: bool = False

    @property
    def checked(self) -> bool:
        """Whether gates and required fields apply: not to the roster and the first-run wizard,
        whose gaps become DUE items (lifecycle.md §1.10)."""
        return self.basis == "normal" and not self.first_run


def form_of(form_id: str) -> Form:
    """A declared form; `Refused` for an unknown identifier."""
    try:
        return FORMS[form_id]
    except KeyError:
        raise Refused(f"没有编号为{form_id}的表单，请核对表单编号。") from None


def clean(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Values in stored form; `Refused` names the first field that is wrong."""
    out: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in form and name not in COMMON:
            raise Refused(f"《{form.title}》没有字段“{name}”，请核对。", field=name)
        field = REMARK if name in COMMON else form.field(name)
        out[name] = values.normalise(field, value)
    return out


def _paper_fields(form: Form, papers: Sequence[Paper]) -> dict[str, Any]:
    """A paper attached with the archive type that a ``file`` field names fills that field."""
    out: dict[str, Any] = {}
    for field in form.fields:
        fits = [p for p in papers if field.kind == "file" and p.type in field.papers]
        if fits:
            out[field.name] = [{"sha256": p.sha256, "name": p.name} for p in fits]
    return out


def situation_of(
    desk: Desk, form: Form, record: Record, before: Record | None, step: str
) -> Situation:
    house = desk.house()
    child = house.child(record.child) if record.child else None
    return Situation(
        form=form, record=record, house=house, now=desk.now(), child=child, before=before,
        step=step,
    )  # fmt: skip


def with_computed(situation: Situation) -> Situation:
    body = dict(situation.record.body)
    for field in situation.form.fields:
        compute = COMPUTED.get(f"{situation.form.id}.{field.name}")
        if compute is not None:
            value = compute(situation)
            if value is not None:
                body[field.name] = value
            situation = msgspec.structs.replace(
                situation, record=msgspec.structs.replace(situation.record, body=body)
            )
    return situation


def _happened(form: Form, body: Mapping[str, Any], now: datetime) -> str:
    names = (form.happened,) if form.happened else form.one_of
    value = next((str(body[name]) for name in names if body.get(name)), "")
    if not value:
        return minute_text(now)
    return value if len(value) > 10 else value + "T00:00"


def _is_late(house: House, form: Form, happened_at: str, form_value: Any) -> bool:
    happened = datetime.fromisoformat(happened_at)
    if form.happened and len(str(form_value or "")) == 10:
        happened += timedelta(days=1)
    return rounds.is_late(house, happened) if form.id == "F30" else house.now - happened > _LATE


def problems_of(situation: Situation) -> list[Problem]:
    """Everything against a step in the order of lifecycle.md §1.4; without a clause row last."""
    found = list(rules.gates(situation))
    step, ask = situation.step, situation.form.ask
    found += [Problem(sentence=ask(f, step), field=f.name) for f in values.missing(situation, step)]
    return sorted(found + checks.problems(situation), key=lambda p: p.clause is None)


def _refuse(desk: Desk, situation: Situation, gate: Gate | None) -> list[Problem]:
    """Raise for what stands against the step; what a passed soft gate leaves is returned."""
    found = [p for p in problems_of(situation) if not p.warning]
    if situation.form.always_open:
        found = [p for p in found if p.field is not None and not p.soft]
    hard = [p for p in found if not p.soft]
    refusing.attempted(desk, situation.record, hard)
    refusals = [refusing.refusal(p) for p in hard or found]
    if hard or (found and (gate is None or not gate.reason.strip())):
        first = refusals[0]
        first.also = tuple(refusals[1:])
        raise first
    if found and gate is not None and "D" not in gate.confirmed_by.roles:
        raise Refused("这一步须由院长确认，请院长输入签名码。", clause=found[0].clause, soft=True)
    return found


def _facts(record: Record, changed: Mapping[str, Any], step: Step) -> dict[str, Any]:
    facts: dict[str, Any] = {"values": dict(changed), "happened_at": record.happened_at}
    if step.papers:
        facts["papers"] = msgspec.to_builtins(step.papers)
    if step.late_reason:
        facts["late"] = step.late_reason
    if step.gate is not None:
        facts["gate"] = {"reason": step.gate.reason, "by": step.gate.confirmed_by.staff}
    return facts


def submit(
    desk: Desk, form_id: str, raw: Mapping[str, Any], *, child: str | None = None,
    subject: str | None = None, step: Step | None = None, record_id: str | None = None,
    beside: Callable[[Transaction], None] | None = None,
) -> Record:  # fmt: skip
    """Write version 1 of a record; `Refused` names field or clause and nothing is written.

    ``beside`` writes more in the same transaction (an open round that becomes its record).
    """
    step = step or Step()
    record = _prepared(desk, form_of(form_id), raw, child, subject, step, record_id)
    with desk.store.transaction() as transaction:
        written = _write_first(desk, transaction, record, step)
        if beside is not None:
            beside(transaction)
    effects.settled(desk, written)
    return written


def write(
    desk: Desk, transaction: Transaction, form_id: str, raw: Mapping[str, Any],
    child: str | None, step: Step, *, subject: str | None = None,
) -> Record:  # fmt: skip
    """Version 1 of a further record of the same action, in its transaction."""
    record = _prepared(desk, form_of(form_id), raw, child, subject, step, None)
    return _write_first(desk, transaction, record, step)


def permit_fill(desk: Desk, form: Form) -> None:
    """Refuse whom the matrix does not let fill; 护理组长 and 带班领导 are asked for last (§6.1)."""
    person, roles = desk.account.staff, desk.account.roles
    if permissions.may_fill(form, roles, leads=False):
        return
    house = desk.house()
    leads = any(ward.get("leader") == person for ward in house.wards)
    leads = leads or staffing.may_lead(house, person, roles, desk.now())
    permissions.permit_fill(form, roles, leads=leads)


def _prepared(
    desk: Desk, form: Form, raw: Mapping[str, Any], child: str | None, subject: str | None,
    step: Step, record_id: str | None,
) -> Record:  # fmt: skip
    if step.checked:
        permit_fill(desk, form)
    body = clean(form, raw)
    record = draft_record(desk, form, body, child, subject, step, record_id)
    situation = with_computed(situation_of(desk, form, record, None, "submit"))
    situation = msgspec.structs.replace(situation, on_paper=step.on_paper)
    if step.checked:
        _check_late(desk, situation, step)
        _refuse(desk, situation, step.gate)
    return situation.record


def own_values(desk: Desk, form: Form, child: str | None) -> dict[str, Any]:
    """What stands in a new record by itself: who enters it, the child for whom it is opened."""
    known: dict[str, Any] = {"author": desk.account.staff, "child": child}
    return {
        field.name: [known[field.own]] if field.kind in ("refs", "staffs") else known[field.own]
        for field in form.fields if known.get(field.own)
    }  # fmt: skip


def draft_record(
    desk: Desk, form: Form, body: dict[str, Any], child: str | None, subject: str | None,
    step: Step, record_id: str | None = None,
) -> Record:  # fmt: skip
    record_id = record_id or uuid7().hex
    now = minute_text(desk.now())
    if form.id == "F01":
        body.setdefault("file_no", effects.file_number(desk))
    body = own_values(desk, form, child) | body
    body |= _paper_fields(form, step.papers)
    if form.id == "F53" and body.get("list"):
        body["list"] = archive.listed(desk.house(), body["list"])
    body |= signatures.signed(form, body, step.signers, now)
    return Record(
        id=record_id,
        form=form.id,
        form_no=effects.next_number(desk, form),
        child=record_id if form.id == "F01" else child,
        subject=subject,
        basis=step.basis,
        body=body,
        papers=step.papers,
        happened_at=_happened(form, body, desk.now()),
        state="approved" if form.approval and not step.checked else "submitted",
        submitted_by=desk.account.id,
        submitted_at=now,
        created_at=now,
        late_entry_reason=step.late_reason,
    )


def _check_late(desk: Desk, situation: Situation, step: Step) -> None:
    form, record = situation.form, situation.record
    value = record.body.get(form.happened) if form.happened else None
    if step.late_reason or form.always_open:
        return
    if _is_late(situation.house, form, record.happened_at, value):
        raise Refused("这是补录：请写明补录原因。", field="late_entry_reason")


def _write_first(desk: Desk, transaction: Transaction, record: Record, step: Step) -> Record:
    facts = _facts(record, record.body, step) | {
        "form_no": record.form_no, "child": record.child, "subject": record.subject,
        "basis": record.basis, "state": record.state,
    }  # fmt: skip
    transaction.append(
        "submit", desk.account.id, form=record.form, record=record.id,
        form_version=FORMS[record.form].version, body=facts,
    )  # fmt: skip
    signatures.journal(transaction, record, {n: record.body[n] for n in step.signers})
    written = transaction.written(record.id)
    effects.after(desk, transaction, None, written)
    return written


def continue_record(
    desk: Desk, record_id: str, raw: Mapping[str, Any], *, step: Step | None = None
) -> Record:
    """Fill empty fields and add table rows; a filled field is refused: that is *correct*."""
    step = step or Step()
    before = _living(desk, record_id)
    form = form_of(before.form)
    permit_fill(desk, form)
    permissions.permit_change(form)
    changed = clean(form, raw)
    if set(changed) != {"loan"}:
        refusing.unlocked(desk, before)
    for name, value in changed.items():
        old = before.body.get(name)
        if isinstance(old, list) and isinstance(value, list):
            changed[name] = grown(old, value)
        elif old not in (None, "", [], {}) and old != value and not isinstance(old, list):
            label = form.field(name).label if name in form else "备注"
            raise Refused(f"“{label}”已有内容，改动请用更正。", field=name)
    return _change(desk, form, before, changed, step, "continue", "")


def correct(
    desk: Desk, record_id: str, raw: Mapping[str, Any], reason: str, *, step: Step | None = None
) -> Record:
    """Change filled fields; the old value stays readable. A reason is asked."""
    if not reason.strip():
        raise Refused("请写明更正原因。", field="reason")
    before = _living(desk, record_id)
    form = form_of(before.form)
    permit_fill(desk, form)
    permissions.permit_change(form)
    refusing.unlocked(desk, before)
    return _change(desk, form, before, clean(form, raw), step or Step(), "correct", reason)


def _change(
    desk: Desk, form: Form, before: Record, changed: dict[str, Any], step: Step, act: str,
    reason: str,
) -> Record:  # fmt: skip
    now = minute_text(desk.now())
    for name, files in _paper_fields(form, step.papers).items():
        stands = changed.get(name) or (before.get(name) if act == "continue" else None) or []
        changed[name] = [*stands, *(one for one in files if one not in stands)]
    changed |= signatures.signed(form, before.body | changed, step.signers, now)
    body = before.body | changed
    after = msgspec.structs.replace(
        before,
        body=body,
        papers=before.papers + step.papers,
        happened_at=_happened(form, body, datetime.fromisoformat(before.happened_at)),
    )
    situation = with_computed(situation_of(desk, form, after, before, act))
    _refuse(desk, situation, step.gate)
    after = situation.record
    changed |= {n: v for n, v in after.body.items() if v != before.body.get(n)}
    facts = _facts(after, changed, step) | ({"reason": reason} if reason else {})
    with desk.store.transaction() as transaction:
        transaction.append(
            act, desk.account.id, form=form.id, record=before.id, parent=before.head,
            form_version=form.version, body=facts,
        )  # fmt: skip
        signatures.journal(transaction, after, {n: changed[n] for n in step.signers})
        written = transaction.written(before.id)
        effects.after(desk, transaction, before, written)
    effects.settled(desk, written)
    return written


def approve(desk: Desk, record_id: str, signer: Signer, values_: Mapping[str, Any] = {}) -> Record:
    """The approver's decision and signature; never by the maker."""
    before = _living(desk, record_id)
    form = form_of(before.form)
    permissions.permit_approve(form, signer.roles, desk.post(signer.staff))
    if before.state == "approved":
        raise Refused(f"《{form.title}》{before.form_no}已审批过。")
    if signer.account == before.submitted_by:
        raise Refused("填报人不能审批自己填的表，请由另一位审批。")
    after = msgspec.structs.replace(before, state="approved", body=before.body | dict(values_))
    situation = situation_of(desk, form, after, before, "approve")
    _refuse(desk, situation, None)
    with desk.store.transaction() as transaction:
        body = {
            "values": dict(values_),
            "sha256": hashlib.sha256(canonical(after.body)).hexdigest(),
        }
        transaction.append(
            "approve", signer.account, form=form.id, record=before.id, parent=before.head,
            form_version=form.version, body=body,
        )  # fmt: skip
        written = transaction.written(before.id)
        effects.after(desk, transaction, before, written)
    return written


def void(desk: Desk, record_id: str, reason: str) -> Record:
    """Void a wrong record; it stays readable. A reason is asked."""
    if not reason.strip():
        raise Refused("请写明作废原因。", field="reason")
    before = _living(desk, record_id)
    form = form_of(before.form)
    permissions.permit_void(form, desk.account.roles, desk.post(desk.account.staff))
    refusing.unlocked(desk, before)
    with desk.store.transaction() as transaction:
        transaction.append(
            "void", desk.account.id, form=form.id, record=before.id, parent=before.head,
            body={"reason": reason},
        )  # fmt: skip
        gone = transaction.written(before.id)
        effects.voided(desk, transaction, gone)
    return gone


def _living(desk: Desk, record_id: str) -> Record:
    record = desk.record(record_id)
    if record.state == "void":
        raise Refused("这份记录已作废，不能再改。请新填一份。")
    return record
