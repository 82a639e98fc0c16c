"""Looking at records: a form while it is being filled, and the versions of one that was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

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
from welfare_desktop.domain import values
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import checks
from welfare_desktop.domain.forms.computed import live
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem
from welfare_desktop.store.journal import Entry


class Look(msgspec.Struct, frozen=True):
    """A form being filled, as it stands: what is missing, refused, computed, still due."""

    missing: list[Field]
    problems: list[Problem]
    computed: dict[str, Any]
    due: list[Field]


class Version(msgspec.Struct, frozen=True):
    """One version of a record: ``changed`` is field → (old, new)."""

    version: int
    at: str
    by: str
    act: str
    reason: str
    changed: dict[str, tuple[Any, Any]]


def look(
    desk: Desk, form_id: str, raw: Mapping[str, Any], *, child: str | None = None,
    record: str | None = None,
) -> Look:  # fmt: skip
    """How a form being filled stands; never raises for what is not yet right."""
    form = form_of(form_id)
    body, wrong = _try_clean(form, raw)
    if record is not None:
        before = desk.record(record)
        draft = msgspec.structs.replace(before, body=before.body | body)
        situation = situation_of(desk, form, draft, before, "continue")
    else:
        draft = draft_record(desk, form, body, child, None, Step())
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
        values.missing(situation, situation.step), unique, computed, values.due_fields(situation)
    )


def shown(desk: Desk, record: Record) -> dict[str, Any]:
    """A record's values as they are shown: what follows other records as it stands now."""
    situation = situation_of(desk, form_of(record.form), record, record, "view")
    return record.body | live(situation)


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
    """Every version of a record, who, when, what from → to."""
    people = {a.id: a.name for a in desk.accounts()}
    out: list[Version] = []
    known: dict[str, Any] = {}
    for entry in desk.store.history(record_id):
        if entry.act in ("submit", "continue", "correct", "approve", "void"):
            out.append(_version(len(out) + 1, entry, known, people))
    return out


def _version(number: int, entry: Entry, known: dict[str, Any], people: dict[str, str]) -> Version:
    facts = entry.values
    changed = {n: (known.get(n), v) for n, v in facts.get("values", {}).items()}
    known.update(facts.get("values", {}))
    reason = facts.get("reason") or facts.get("late", "")
    return Version(
        number, entry.at[:16], people.get(entry.actor, entry.actor), entry.act, reason, changed
    )
