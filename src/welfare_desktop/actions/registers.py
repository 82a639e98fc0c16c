"""登记簿: the records of any form as a plain list, newest first, as far as a person may read.

What stands on a list is of the classes S1 and S2 (lifecycle.md §6.2); the record itself, opened,
shows the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import child_file, search
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import permissions
from welfare_desktop.domain.forms import FORMS, children_named
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.house import HOURLY, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.values import empty, show

#: Kept on pages of their own: the board, the handover, the packages.
_ELSEWHERE = frozenset({"F30", "F32", "F74"})
#: Groups of the page, by what a form is about, in this order.
GROUPS: Mapping[str, str] = {
    "house": "机构", "family": "家庭", "staff": "人员", "ward": "区域", "child": "儿童",
}  # fmt: skip
_PLAIN = frozenset(
    ("text", "long", "date", "dt", "month", "int", "dec", "money", "bool", "code", "codes", "div",
     "staff", "staffs", "ref", "refs")
)  # fmt: skip
_SAID = 3
#: An hourly form is listed for so long.
_HOURLY_FOR = timedelta(days=366)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line: number, day, whom it is about, what it says in a few words, how it stands."""

    record: Record
    who: str
    said: str
    state: str

    @property
    def on(self) -> str:
        """The day of its business."""
        return self.record.happened_at[:10]


def registers(desk: Desk) -> list[Form]:
    """Forms that have a list for this person, by group, then as the handbook numbers them."""
    roles, groups = desk.account.roles, list(GROUPS)
    mine = [
        form for form in FORMS.values()
        if not form.internal and form.id not in _ELSEWHERE
        and (permissions.may_view(form, roles) or permissions.may_fill(form, roles))
    ]  # fmt: skip
    return sorted(mine, key=lambda form: groups.index(form.about))


def entries(desk: Desk, form: Form, text: str = "") -> list[Entry]:
    """Records that this person may open, newest first; those that hold ``text`` in a column or are
    about a child it finds."""
    house, viewer = desk.seen(), desk.viewer()
    shown = said_of(form)
    found = [
        Entry(
            record=record, who=who(house, form, record), said=_said(house, shown, record),
            state=stands(house, record),
        )
        for record in reversed(records_of(house, form)) if viewer.reaches(record)
    ]  # fmt: skip
    wanted = text.strip().lower()
    if not wanted:
        return found
    hits = {hit.id for hit in search.find(desk, wanted, limit=100_000) if hit.kind != "form"}
    return [one for one in found if wanted in _words(one) or _people(one.record) & hits]


def records_of(house: House, form: Form) -> Sequence[Record]:
    """Every record of a form by business time; of an hourly form those of about a year."""
    if form.id not in HOURLY:
        return house.of(form.id)
    return house.within(form.id, house.now - _HOURLY_FOR, house.now + _HOURLY_FOR)


def listed(form: Form) -> list[Field]:
    """Fields of a form that may stand on a list."""
    return [
        field for field in form.fields
        if field.kind in _PLAIN and form.secrecy_of(field) in ("S1", "S2") and not field.masked
    ]  # fmt: skip


def said_of(form: Form) -> list[Field]:
    """The fields that tell the records of a form apart; whom it is about stands by itself."""
    fields = [f for f in listed(form) if f.kind != "long" and f.name != form.happened]
    apart = [f for f in fields if "F01" not in f.forms and f.name not in ("file_no", "name")]
    return sorted(apart, key=lambda field: (field.name != "title", field.req != "Y"))


def who(house: House, form: Form, record: Record) -> str:
    """Whom a record is about, by name."""
    names = {child.name: None for one in children_named(record) if (child := house.child(one))}
    if not names and form.about == "staff":
        staff = [record.subject, *(record.get(f.name) for f in form.fields if f.kind == "staff")]
        people = [house.record("F64", str(one)) for one in staff if one]
        names = {person.text("name"): None for person in people[:1] if person}
    return "、".join(names) or record.text("name")


def stands(house: House, record: Record) -> str:
    """How a record stands; of a child where the child stands."""
    child = house.child(record.id) if record.form == "F01" else None
    return child_file.state_of(child) if child else child_file.state_words(record)


def _said(house: House, fields: Sequence[Field], record: Record) -> str:
    filled = [f for f in fields if not empty(record.get(f.name))][:_SAID]
    return " · ".join(_told(field, record.get(field.name), house) for field in filled)


def _told(field: Field, value: Any, house: House) -> str:
    """A bare yes or no, a bare number says nothing without its label."""
    words = show(field, value, house)
    return f"{field.label}{words}" if field.kind in ("bool", "int", "dec") else words


def _words(entry: Entry) -> str:
    parts = (entry.record.form_no, entry.on, entry.who, entry.said, entry.state)
    return " ".join(parts).lower()


def _people(record: Record) -> set[str]:
    return {one for one in (record.id, record.subject, *children_named(record)) if one}
