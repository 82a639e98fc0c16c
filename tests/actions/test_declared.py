"""Every form: opened, filled full, saved, re-opened, and left empty, through the real store."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions import filled
from welfare_desktop.actions import records, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import values
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.computed import BY_ACTION, COMPUTED, LIVE

PEOPLE_FILL = [form for form in FORMS.values() if not form.internal]


@pytest.mark.parametrize("form", PEOPLE_FILL, ids=lambda form: form.id)
def test_a_form_is_filled_full_saved_and_read_back(form: Any, desk: Desk, child: str) -> None:
    own, given = filled.belongs(form, child), filled.values(desk, form, child)
    opened = views.look(filled.seat(desk, form), form.id, given, child=own)
    assert not [p for p in opened.problems if not p.warning and not p.soft], opened.problems
    saved = filled.submit(desk, form.id, child)
    again = desk.record(saved.id)
    assert again.body == saved.body
    for field in form.fields:
        told = values.normalise(field, given[field.name]) if field.name in given else None
        if told is not None:
            assert again.get(field.name) == told, field.name
        elif field.kind in ("sig", "sigs", "file"):
            assert again.get(field.name), field.name
    shown = views.whole(desk, again).body
    reopened = views.look(desk, form.id, {}, child=own, record=saved.id)
    assert not reopened.due, [f.name for f in reopened.due]
    for field in form.fields:
        assert values.show(field, shown.get(field.name), desk.house()) or field.calc, field.name


@pytest.mark.parametrize("form", PEOPLE_FILL, ids=lambda form: form.id)
def test_a_form_left_empty_is_refused_and_nothing_is_written(
    form: Any, desk: Desk, child: str
) -> None:
    before = desk.revision
    own = filled.belongs(form, child)
    looked = views.look(filled.seat(desk, form), form.id, {}, child=own)
    asked = {f.name for f in looked.missing} | {p.field for p in looked.problems}
    with pytest.raises(Refused) as refused:
        records.submit(filled.seat(desk, form), form.id, {}, child=own)
    assert refused.value.field in asked and refused.value.sentence.endswith("。")
    assert desk.revision == before


def test_every_calculated_field_is_calculated() -> None:
    declared = {f"{form.id}.{f.name}" for form in FORMS.values() for f in form.fields if f.calc}
    assert declared == {*COMPUTED, *LIVE, *BY_ACTION}
    assert not set(COMPUTED) & set(LIVE) and not (set(COMPUTED) | set(LIVE)) & BY_ACTION
