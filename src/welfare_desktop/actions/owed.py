"""待补: what the records of a child still owe, with the last day where one is given (§2.1)."""

from __future__ import annotations

from datetime import date

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.deadlines import Judged, soft_days
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.verdict import GRAVITY
from welfare_desktop.domain.situation import Situation
from welfare_desktop.domain.values import due_fields

#: Form → the field that is owed, since when, and for how many days [D].
_REVIEWS = {"F31": ("review", "closed_at", 7), "F51": ("review_meeting", "died_at", 14)}


def owed(desk: Desk, child: Child) -> list[tuple[Record, list[Field]]]:
    """Records of a child that owe something, each with the fields; those of T-0 apart.

    Of a child that left, those of the forms that go on then.
    """
    return desk.standing.kept("owed", child.id, lambda: _owed(desk, child))


def _owed(desk: Desk, child: Child) -> list[tuple[Record, list[Field]]]:
    out = []
    for form in FORMS.values():
        over = not child.here and not form.after_leaving
        if form.about != "child" or form.internal or over:
            continue
        for record in _about(child, form.id):
            fields = _due(desk, child, record) if record.basis == "normal" else []
            if fields:
                out.append((record, fields))
    return out


def _about(child: Child, form: str) -> list[Record]:
    group = FORMS[form].group
    if not group:
        return child.all(form)
    return [r for r in child.house.of(form) if child.id in (r.get(group) or ())]


def _due(desk: Desk, child: Child, record: Record) -> list[Field]:
    situation = Situation(form=FORMS[record.form], record=record, house=child.house,
                          now=desk.now(), child=child, step="view")  # fmt: skip
    return due_fields(situation)


def judged(record: Record, fields: list[Field], child: Child) -> Judged:
    """The gravest of what a record owes: a soft target where there is a last day, else DUE."""
    ladders, names = [Judged("DUE", None, "")], {field.name for field in fields}
    field, since, days = _REVIEWS.get(record.form, ("", "", 0))
    start = record.date(since) if field in names else None
    if start is not None:
        ladders.append(soft_days(start, days, child.house.today))
    return min(ladders, key=lambda one: (GRAVITY.index(one.verdict), one.due or date.max))
