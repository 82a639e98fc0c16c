"""Looking at records: a form while it is being filled, and the versions of one that was."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Literal

import msgspec

from welfare_desktop.actions import seeing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import (
    Step,
    clean,
    draft_record,
    form_of,
    problems_of,
    situation_of,
    with_computed,
)
from welfare_desktop.actions.seeing import Seen
from welfare_desktop.actions.signatures import Signers, signed
from welfare_desktop.domain import permissions, values
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS, checks
from welfare_desktop.domain.forms.computed import live
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.citation import row_of
from welfare_desktop.domain.situation import Problem
from welfare_desktop.store.projection import RECORD_ACTS, values_of

_NOT_YOURS = "这份记录不是您所在区域或经办的儿童，不能查看。需要时请找业务科长或院长。"

Mode = Literal["new", "continue", "correct", "view"]


class Look(msgspec.Struct, frozen=True):
    """A form being filled, as it stands: what is missing, refused, computed, still due, and what
    need not be asked; what is sealed counts though it is not shown."""

    missing: list[Field]
    problems: list[Problem]
    computed: dict[str, Any]
    due: list[Field]
    hidden: frozenset[str]


class Mend(msgspec.Struct, frozen=True):
    """The form that mends a problem: a record to continue or look at, or a new one.

    Args:
        word: what the button says. why_not: why this person cannot; empty: can.
    """

    form: Form
    record: str | None
    mode: Mode
    word: str
    why_not: str


class Version(msgspec.Struct, frozen=True):
    """One version of a record: ``old`` and ``new`` what stood before and after it, as far as this
    person may read; ``withheld`` how many changes more there are."""

    version: int
    at: str
    by: str
    act: str
    reason: str
    old: dict[str, Any]
    new: dict[str, Any]
    withheld: int = 0


def look(
    desk: Desk, form_id: str, raw: Mapping[str, Any], *, child: str | None = None,
    record: str | None = None, signers: Signers | None = None,
) -> Look:  # fmt: skip
    """How a form being filled stands; never raises for what is not yet right."""
    form = form_of(form_id)
    body, wrong = _try_clean(form, raw)
    if record is not None:
        before = desk.record(record)
        body |= signed(form, before.body | body, signers or {}, minute_text(desk.now()))
        draft = msgspec.structs.replace(before, body=before.body | body)
        situation = situation_of(desk, form, draft, before, "continue")
    else:
        draft = draft_record(desk, form, body, child, None, Step(signers=signers or {}))
        situation = situation_of(desk, form, draft, None, "submit")
    situation = with_computed(situation)
    computed = {
        f.name: situation.record.body[f.name]
        for f in form.fields
        if f.calc and f.name in situation.record.body
    } | live(situation)
    problems = wrong + [p for p in problems_of(situation) if p.field is None or p.clause]
    problems += checks.problems(situation)
    unique = list(dict.fromkeys(problems))
    return Look(
        values.missing(situation, situation.step), unique, computed,
        values.due_fields(situation), values.beside_the_point(situation),
    )  # fmt: skip


def viewed(desk: Desk, record_id: str, *, to_continue: bool = False) -> Seen:
    """Open a record to read it: refused out of reach, logged if it is sensitive (§6.2).

    Args:
        to_continue: who fills the form may go on with what another began, without reading it.
    """
    record = whole(desk, desk.record(record_id))
    viewer, form = desk.viewer(), form_of(record.form)
    reached = viewer.reaches(record)
    told = why_not_view(desk, form, record)
    if told and not (to_continue and permissions.may_fill(form, desk.account.roles)):
        raise Refused(told)
    if reached and viewer.sensitive(record):
        seeing.log(desk, seeing.VIEWED, record)
    return desk.viewer().seen(record)


def why_not_view(desk: Desk, form: Form, record: Record | None) -> str:
    """Why the person at the desk cannot read a record of a form, in words; empty: can."""
    told = permissions.why_not_view(form, desk.account.roles)
    if not told and record is not None and not desk.viewer().reaches(record):
        return _NOT_YOURS
    return told


def open_sealed(desk: Desk, record_id: str, reason: str) -> Seen:
    """Open what is sealed in a record: by a grant, with a reason, and logged (§6.2)."""
    record = whole(desk, desk.record(record_id))
    if not desk.viewer().granted(record):
        raise Refused("这部分内容已封存。请院长在“设置 · 查阅与授权”里授权后再看。")
    if not reason.strip():
        raise Refused("请写明查看封存内容的原因。", field="reason")
    seeing.log(desk, seeing.OPENED, record, {"reason": reason.strip()})
    desk.opened[record.id] = desk.now() + seeing.OPEN_FOR
    return desk.viewer().seen(record)


def show_ids(desk: Desk, record_id: str) -> Seen:
    """Show the identity numbers of a record in full, logged."""
    record = whole(desk, desk.record(record_id))
    if not desk.viewer().reaches(record):
        raise Refused(_NOT_YOURS)
    if desk.viewer().seen(record).masked:
        seeing.log(desk, seeing.SHOWN, record)
        desk.ids_shown.add(record.id)
    return desk.viewer().seen(record)


def rejoined(
    desk: Desk, record_id: str, typed: Mapping[str, Any], partly: AbstractSet[str]
) -> dict[str, Any]:
    """What somebody typed into tables whose rows they read in part, with what stands in those."""
    body, out = desk.record(record_id).body, dict(typed)
    for name in partly & typed.keys():
        old = [*body.get(name, ()), *({} for _ in typed[name])]
        out[name] = [{**kept, **row} for kept, row in zip(old, typed[name], strict=False)]
    return out


def whole(desk: Desk, record: Record) -> Record:
    """A record with all it holds and what follows other records now: for rules, not for screens."""
    situation = situation_of(desk, form_of(record.form), record, record, "view")
    return msgspec.structs.replace(record, body=record.body | live(situation))


def mend(desk: Desk, form: Form, child_id: str | None, problem: Problem) -> Mend | None:
    """What opens a problem with a clause that stands on a form; ``None`` if nothing here does."""
    row = row_of(problem.clause) if problem.clause else None
    child = desk.house().child(child_id) if child_id else None
    for other in (FORMS.get(form_id) for form_id in (row.forms if row else ())):
        if other is None or other.id == form.id or other.about != "child" or child is None:
            continue
        known = child.newest(other.id)
        found = known.id if known else None
        if known is not None and problem.opens_on is not None:
            return Mend(other, found, "view", "看", why_not_view(desk, other, known))
        why_not = permissions.why_not_fill(other, desk.account.roles)
        told = f"{why_not}。" if why_not else ""
        if known is not None:
            return Mend(other, found, "continue", "续填", told)
        return Mend(other, None, "new", "去填", told)
    return None


def _try_clean(form: Form, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    body: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, value in raw.items():
        try:
            body |= clean(form, {name: value})
        except Refused as refused:
            wrong.append(Problem(sentence=refused.sentence, field=name))
    return body, wrong


def versions(desk: Desk, record_id: str) -> list[Version]:
    """Every version of a record, who, when, what from → to, as far as this person may read it."""
    record, viewer = desk.record(record_id), desk.viewer()
    people = {a.id: a.name for a in desk.accounts()}
    out: list[Version] = []
    before: dict[str, Any] = {}
    for entry in desk.store.history(record_id):
        if entry.act not in RECORD_ACTS:
            continue
        facts = entry.values
        told = values_of(entry)
        after = before | told
        old, new = (
            viewer.seen(msgspec.structs.replace(record, body=body)).record.body
            for body in (before, after)
        )
        changed = [name for name in told if old.get(name) != new.get(name)]
        changes = sum(before.get(name) != value for name, value in told.items())
        out.append(
            Version(
                version=len(out) + 1, at=entry.at[:16], by=people.get(entry.actor, entry.actor),
                act=entry.act, reason=facts.get("reason") or facts.get("late", ""),
                old=old, new=new, withheld=changes - len(changed),
            )
        )  # fmt: skip
        before = after
    return out
