"""What a saved record brings about by itself: numbers, transitions, whereabouts (§1.4, §1.9)."""

from __future__ import annotations

from uuid6 import uuid7

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import transitions
from welfare_desktop.store.store import Transaction


def next_number(desk: Desk, form: Form) -> str:
    """``F03-2026-0007``: form, year, running number of the form; void ones count."""
    return f"{form.id}-{desk.now().year}-{desk.store.count(form.id) + 1:04d}"


def file_number(desk: Desk) -> str:
    """档案编号 ``机构代码-年份-4位序号``; unique, never reused.

    The field has 20 characters, the 统一社会信用代码 alone 18: 机构代码 is its 组织机构代码,
    characters 9 to 17 (GB 11714 within GB 32100).
    """
    institution = desk.house().institution
    org_code = institution.text("org_code") if institution else ""
    return f"{org_code[8:17]}-{desk.now().year}-{desk.store.count('F01') + 1:04d}"


def span(
    desk: Desk,
    transaction: Transaction,
    child: str,
    dimension: str,
    value: str,
    at: str,
    *,
    transition: str = "",
    reason: str = "",
    cause: str = "",
    previous: str = "",
) -> Record:
    """Write one change of a dimension (form ``T``)."""
    record_id = uuid7().hex
    values = {
        "dimension": dimension, "value": value, "previous": previous, "transition": transition,
        "reason": reason, "cause": cause,
    }  # fmt: skip
    body = {
        "form_no": f"T-{record_id[:12]}", "child": child, "subject": None, "basis": "normal",
        "happened_at": at, "values": {k: v for k, v in values.items() if v},
    }  # fmt: skip
    transaction.append("submit", desk.account.id, form="T", record=record_id, body=body)
    return transaction.written(record_id)


def opening_mode(
    desk: Desk, transaction: Transaction, child: str, mode: str | None, start: str
) -> None:
    """Care mode and whereabouts of an opening record (§1.10); untold, the child is in the house."""
    where = "FOSTER_HOME" if mode == "FOSTER" else "ON_SITE"
    for dimension, value in (("care_mode", mode or "INSTITUTION"), ("whereabouts", where)):
        span(desk, transaction, child, dimension, value, start, transition="T-0")


def after(desk: Desk, transaction: Transaction, before: Record | None, saved: Record) -> None:
    """The automatic effects of one saved version."""
    if saved.child is None:
        return
    if saved.basis == "roster":
        if saved.form == "F12" and before and before.get("to_mode") != saved.get("to_mode"):
            known = desk.house().child(saved.child)
            opened = known.spans("status")[0].happened_at if known else saved.happened_at
            opening_mode(desk, transaction, saved.child, saved.text("to_mode"), opened)
        return
    house = House(_Including(desk, saved), desk.now())
    child = house.child(saved.child)
    if child is None:
        return
    for change in transitions.changes(house, child, before, saved, desk.now()):
        span(
            desk, transaction, child.id, change.dimension, change.value, change.at,
            transition=change.transition, cause=saved.id, previous=change.previous,
        )  # fmt: skip


class _Including:
    """The store as it stands after the record just saved but not yet committed."""

    def __init__(self, desk: Desk, saved: Record) -> None:
        self._desk, self._saved = desk, saved

    def of_form(self, form: str) -> list[Record]:
        """Records of a form, the saved one in its new version."""
        records = [r for r in self._desk.store.of_form(form) if r.id != self._saved.id]
        if form == self._saved.form and self._saved.in_force:
            records.append(self._saved)
            records.sort(key=lambda r: (r.happened_at, r.id))
        return records

    def marks(self, since: object, until: object) -> list[dict[str, object]]:
        """Marks play no part in transitions."""
        return []
