"""Dates of a child's form against the child's life: birth, leaving, death, and the clock."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.domain.forms.places import NOW, record, situation
from welfare_desktop.domain.forms import FORMS, checks_life
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Situation

#: Born 2020-05-01 and here since 2025-07-28 08:20; left or dead at 08:40, and it is nine o'clock.
BORN, LEFT, AFTER = "2020-05-01", "2025-07-28T08:40", "2025-07-28T08:50"
BEFORE, NEXT_DAY = "2020-04-30", "2025-07-29"
CHILD_FORMS = [f for f in FORMS.values() if f.about == "child" and not f.internal]


def gone(status: str = "LEFT_REUNITED", at: str = LEFT) -> Record:
    return record("T", {"dimension": "status", "value": status}, id="gone", happened_at=at)


def given(field: Field, column: Field | None, day: str) -> dict[str, Any]:
    dated = column or field
    value = day[:10] if dated.kind == "date" else f"{day}T08:00"[:16]
    return {field.name: value if column is None else [{"x": "x", column.name: value}]}


def dates(form: Form) -> list[tuple[Field, Field | None]]:
    """Dates people fill: of the form, and of its tables."""
    out: list[tuple[Field, Field | None]] = []
    for field in form.fields:
        if not field.calc and field.kind in ("date", "dt"):
            out.append((field, None))
        columns = () if field.calc else field.columns
        out += [(field, column) for column in columns if column.kind in ("date", "dt")]
    return out


EVERY = [
    pytest.param(form, field, column, id=f"{form.id}.{(column or field).name}")
    for form in CHILD_FORMS
    for field, column in dates(form)
]


@pytest.mark.parametrize(("form", "field", "column"), EVERY)
def test_no_date_lies_before_the_birth_unless_its_field_says_so(
    form: Form, field: Field, column: Field | None
) -> None:
    early = situation(form.id, given(field, column, BEFORE))
    told = checks_life.within_life(early)
    if (column or field).before_birth:
        assert not told
    else:
        assert [p.field for p in told] == [field.name] and not told[0].warning
        assert BEFORE in told[0].sentence and BORN in told[0].sentence
    assert not checks_life.within_life(situation(form.id, given(field, column, BORN)))


@pytest.mark.parametrize("word", ["离院", "死亡"])
@pytest.mark.parametrize(("form", "field", "column"), EVERY)
def test_no_date_lies_after_the_child_left_or_died_unless_its_field_says_so(
    form: Form, field: Field, column: Field | None, word: str
) -> None:
    left = gone("DECEASED" if word == "死亡" else "LEFT_REUNITED")
    late = situation(form.id, given(field, column, NEXT_DAY), left, step="continue")
    told = checks_life.within_life(late)
    dated = column or field
    plan = dated.future and field.name != form.happened
    if form.after_leaving or dated.after_leaving or plan:
        assert not told
    else:
        assert [p.field for p in told] == [field.name]
        assert told[0].warning is form.always_open, "a form always open is kept"
        assert NEXT_DAY in told[0].sentence and f"儿童{word}时间2025-07-28" in told[0].sentence
    same_day = given(field, column, LEFT[:10])
    assert not checks_life.within_life(situation(form.id, same_day, left, step="continue"))


def test_a_form_without_a_time_of_its_own_is_not_opened_for_a_child_who_left() -> None:
    untimed = [f for f in CHILD_FORMS if f.happened is None and not f.one_of and f.id != "F01"]
    assert {f.id for f in untimed} == {"F04", "F26", "F39", "F47"}
    for form in untimed:
        told = checks_life.within_life(situation(form.id, {}, gone()))
        assert [p.field for p in told] == [form.fields[0].name]
        assert f"不能再填《{form.title}》" in told[0].sentence and "2025-07-28" in told[0].sentence
        assert not checks_life.within_life(situation(form.id, {}))


def approved(s: Situation) -> Situation:
    """The step changes no value."""
    return msgspec.structs.replace(s, before=s.record)


def test_what_acts_from_its_approval_is_asked_again_when_it_is_approved() -> None:
    body = {"effective_at": AFTER}
    here, late = (situation("F12", body, *other, step="approve") for other in ((), (gone(),)))
    assert not checks_life.within_life(approved(here))
    assert [p.field for p in checks_life.within_life(approved(late))] == ["effective_at"]
    plan = situation("F11", {"plan_from": NEXT_DAY}, gone(), step="approve")
    assert [p.field for p in checks_life.within_life(approved(plan))] == ["plan_from"]


def test_minutes_count_where_there_are_minutes() -> None:
    assert checks_life.within_life(situation("F17", {"visit_at": AFTER}, gone()))
    assert not checks_life.within_life(situation("F17", {"visit_at": LEFT}, gone()))


def test_every_child_named_is_asked_about() -> None:
    body = {"held_at": "2020-04-30T09:00", "children": ["c"]}
    assert checks_life.within_life(situation("F46", body, child=None))


def test_a_row_already_there_is_not_asked_about_again() -> None:
    table = "actions"
    row = {"measure": "已整改", "done_on": "2025-07-29"}
    assert checks_life.not_in_future(situation("F17", {table: [row]}))
    old = situation("F17", {table: [row]}, step="continue")
    assert not checks_life.not_in_future(approved(old))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_date_lies_in_the_future_unless_its_field_says_so(form: Form) -> None:
    for field, column in dates(form):
        told = checks_life.not_in_future(situation(form.id, given(field, column, NEXT_DAY)))
        expected = [] if (column or field).future else [field.name]
        assert [p.field for p in told] == expected, (column or field).name
        today = given(field, column, f"{NOW:%Y-%m-%d}")
        assert not checks_life.not_in_future(situation(form.id, today))
