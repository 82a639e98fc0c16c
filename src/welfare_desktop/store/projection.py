"""From entries to current records: a pure fold, the same for writing and for rebuilding."""

from __future__ import annotations

from typing import Any

import msgspec

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.store.journal import Entry

#: Grows when the fold itself changes: stores fold their records anew.
VERSION = 1
#: Acts that change a record; all others are only history (logins, prints, exports).
RECORD_ACTS = frozenset({"submit", "continue", "correct", "approve", "void"})


def values_of(entry: Entry) -> dict[str, Any]:
    """What an entry writes into its record, in the shape of the form's version of today."""
    values: dict[str, Any] = entry.values.get("values", {})
    form = FORMS.get(entry.form)
    return form.upgraded(values, entry.form_version) if form else values


def _papers(record: Record | None, raw: list[dict[str, Any]]) -> tuple[Paper, ...]:
    new = msgspec.convert(raw, tuple[Paper, ...])
    return new if record is None else record.papers + new


def _filled(record: Record | None, values: dict[str, Any], at: str) -> dict[str, str]:
    known = {} if record is None else record.filled
    return {name: known.get(name, at) for name in values} | known


def _first(entry: Entry, facts: dict[str, Any]) -> Record:
    minute = entry.at[:16]
    values, form = values_of(entry), FORMS.get(entry.form)
    return Record(
        id=entry.record,
        form=entry.form,
        form_no=facts["form_no"],
        child=facts.get("child"),
        subject=facts.get("subject"),
        form_version=form.version if form else entry.form_version,
        basis=facts.get("basis", "normal"),
        state=facts.get("state", "submitted"),
        body=values,
        filled=_filled(None, values, minute),
        papers=_papers(None, facts.get("papers", [])),
        happened_at=facts["happened_at"],
        created_by=entry.actor,
        created_at=facts.get("created_at", minute),
        submitted_by=entry.actor,
        submitted_at=minute,
        late_entry_reason=facts.get("late", ""),
        head=entry.id,
    )


def apply(record: Record | None, entry: Entry) -> Record:
    """The record after an entry; unknown fields of the body are kept as they are."""
    facts = entry.values
    if record is None:
        return _first(entry, facts)
    minute = entry.at[:16]
    if entry.act == "approve":
        values = record.body | values_of(entry)
        return msgspec.structs.replace(
            record, state="approved", body=values, approved_by=entry.actor, approved_at=minute,
            version=record.version + 1, filled=_filled(record, values, minute), head=entry.id,
        )  # fmt: skip
    if entry.act == "void":
        return msgspec.structs.replace(
            record, state="void", void_reason=facts["reason"], version=record.version + 1,
            head=entry.id,
        )  # fmt: skip
    told = values_of(entry)
    values = {k: v for k, v in (record.body | told).items() if v is not None}
    state = "submitted" if entry.act == "correct" else record.state
    return msgspec.structs.replace(
        record,
        state=state,
        body=values,
        filled=_filled(record, told, minute),
        papers=_papers(record, facts.get("papers", [])),
        happened_at=facts.get("happened_at", record.happened_at),
        version=record.version + 1,
        late_entry_reason=facts.get("late", "") or record.late_entry_reason,
        head=entry.id,
    )
