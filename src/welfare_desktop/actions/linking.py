"""Links between forms: which records a field may name, and which forms go on from a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from welfare_desktop.actions import registers
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import divisions, permissions
from welfare_desktop.domain.forms import FORMS, children_named
from welfare_desktop.domain.forms.carried import Profile
from welfare_desktop.domain.forms.checks_house import REPORTED
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.house import HOURLY, House
from welfare_desktop.domain.record import Record

_NAMES = ("name", "home_name", "householder", "title", "event_no", "ward_no", "drug")
#: Everything names these: nothing goes on from them in particular.
_EVERYWHERE = frozenset({"F01", "F64", "X02"})
#: Form → what a report (F70) of it is about.
_REPORT = {form: kind for kind, form in REPORTED.items()}


class Follower(msgspec.Struct, frozen=True):
    """A form that goes on from a record, with what the record gives it.

    Args:
        why_not: why the person at the desk does not fill it; empty: does.
    """

    form: Form
    values: dict[str, Any]
    why_not: str


def defaults(desk: Desk, form: Form, child: str | None) -> dict[str, Any]:
    """What a new form takes from the child's records: a link to any, a value of those read."""
    out = {}
    for field in form.fields:
        value = field.default
        if isinstance(value, Profile):
            value = value.of(desk.house())
        elif callable(value):
            house = desk.house() if _links(field) else desk.seen()
            value = value(house.child(child) if child else None)
        if value is not None:
            out[field.name] = value
    return out


def choices(desk: Desk, child: str | None, field: Field) -> Sequence[tuple[str, str]]:
    """What a link may hold, newest first; a form about a child offers that child's own. Of the
    divisions those near the house stand first.

    That there is a record may be known where it is to be named; what it says only as far as the
    person reads it (§6.2). A text with forms is offered their names to be taken as text.
    """
    house, seen = desk.house(), desk.seen()
    if field.offers is not None:
        return field.offers()
    if field.kind == "div":
        return divisions.near(house.institution.text("div") if house.institution else "")
    forms = field.forms or (("F64",) if field.kind in ("staff", "staffs") else ())
    out = list(field.words)
    for form in (FORMS[one] for one in forms if one in FORMS and one not in HOURLY):
        own = [r for r in house.of(form.id) if _offered(form, r, child)]
        for record in own if form.id in _EVERYWHERE else reversed(own):
            told = desk.viewer().seen(record, listed=True).record
            name = _name(told)
            if field.kind == "text":
                out.append((name, f"{name}　{form.title}"))
            else:
                out.append((record.id, _label(seen, form, told, name)))
    return out


def _offered(form: Form, record: Record, child: str | None) -> bool:
    """Records about a child are offered in that child's forms; what is not about one in all."""
    if child is None or form.about != "child" or form.id == "F01":
        return True
    return child in children_named(record)


def _name(record: Record) -> str:
    return next((record.text(name) for name in _NAMES if record.get(name)), "")


def _label(house: House, form: Form, record: Record, name: str) -> str:
    if form.id == "F01":
        return f"{name} {record.text('file_no')[-4:]}"
    if form.id in _EVERYWHERE and name:
        return name
    said = name or registers.who(house, form, record) or form.title
    return f"{said} {record.happened_at[:10]} {record.form_no}"


def followers(desk: Desk, record: Record) -> list[Follower]:
    """Forms with a link to this one, in the handbook's order."""
    if record.form in _EVERYWHERE or record.state == "void":
        return []
    out = []
    for form in FORMS.values():
        field = next((f for f in form.fields if record.form in f.forms and _links(f)), None)
        made = form.id in HOURLY and form.about != "child"
        if form.internal or form.id == record.form or made or field is None:
            continue
        given: dict[str, Any] = {field.name: record.id if field.kind == "ref" else [record.id]}
        if form.id == "F70" and (kind := _REPORT.get(record.form)):
            given["type"] = kind
        told = permissions.why_not_fill(form, desk.account.roles)
        out.append(Follower(form, given, told))
    return out


def _links(field: Field) -> bool:
    return field.kind in ("ref", "refs") and not field.calc
