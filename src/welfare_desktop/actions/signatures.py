"""Signature fields: person, minute and the digest of what was shown (lifecycle.md §2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from welfare_desktop.actions.desk import Signer
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.record import Record
from welfare_desktop.store.journal import canonical
from welfare_desktop.store.transaction import Transaction

#: Who signs which field; a signature given earlier over content frozen then comes as it is.
Signers = Mapping[str, Signer | Sequence[Signer] | Mapping[str, Any]]


def signed(form: Form, body: dict[str, Any], signers: Signers, at: str) -> dict[str, Any]:
    """The signature fields that these people fill."""
    shown = hashlib.sha256(canonical(body)).hexdigest()
    out: dict[str, Any] = {}
    for name, given in signers.items():
        if isinstance(given, Mapping):
            out[name] = dict(given)
            continue
        people = [given] if isinstance(given, Signer) else list(given)
        marks = [{"by": p.staff, "name": p.name, "at": at, "sha256": shown} for p in people]
        if len({p.staff for p in people}) < len(people):
            raise Refused("同一个人不能签两次，请换另一位签字。", field=name)
        out[name] = marks if form.field(name).kind == "sigs" else marks[0]
    return out


def journal(transaction: Transaction, record: Record, marks: Mapping[str, Any]) -> None:
    """Each signature is a journal entry of its signer."""
    for name, value in marks.items():
        for mark in value if isinstance(value, list) else [value]:
            transaction.append(
                "sign", mark["by"], form=record.form, record=record.id,
                body={"field": name, "sha256": mark["sha256"]},
            )  # fmt: skip
