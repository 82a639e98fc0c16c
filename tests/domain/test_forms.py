"""Every declaration, and values as people type them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from welfare_desktop.domain import values
from welfare_desktop.domain.codes import NAMED, code_list
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.computed import COMPUTED
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.parameters import PARAMETERS, parameter_value
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.situation import Situation

NOW = datetime(2025, 7, 28, 9, 0)
STEPS = {"submit", "close", "approve", "T02", "T04b", "T31", *(f"T{n:02}" for n in range(3, 24))}


def situation(form: Form, body: dict[str, Any]) -> Situation:
    record = Record(id="1", form=form.id, form_no="1", body=body)
    return Situation(form=form, record=record, house=House(ListSource([]), NOW), now=NOW)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_declaration_is_sound(form: Form) -> None:
    names = [field.name for field in form.fields]
    assert len(set(names)) == len(names)
    assert form.happened is None or form.happened in form
    assert form.close is None or form.close in form
    for field in form.fields:
        assert field.label and field.source
        for one in (field, *field.columns):
            if one.kind in ("code", "codes"):
                assert code_list(one.codes or "").items
        if field.req == "C":
            assert field.when is not None, field.name
        for step in field.needed_for:
            assert step in STEPS or step in FORMS or step in names, (field.name, step)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_empty_form_misses_its_required_fields(form: Form) -> None:
    missing = {f.name for f in values.missing(situation(form, {}), "submit")}
    required = {f.name for f in form.fields if f.req == "Y" and not (f.calc or f.needed_for)}
    assert required <= missing | {"outcome"} if form.id != "F24" else missing


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_full_form_is_kept_and_read_back_unchanged(form: Form) -> None:
    for field in form.fields:
        if field.kind in ("sig", "sigs", "file"):
            continue
        kept = values.normalise(field, sample(field))
        assert values.normalise(field, kept) == kept, field.name
        assert values.show(field, kept)


def sample(field: Field) -> Any:
    """A value of a field as somebody would type it."""
    plain = {
        "text": "赵䶮"[: field.max_len or 9], "long": "=1+1 不是公式\n第二行", "date": "2025年7月2日",
        "dt": "2025-7-2 8:05", "month": "2025年7月", "int": "３", "money": "1200", "bool": "是",
        "div": "屯溪区", "staff": "s1", "ref": "r1", "staffs": ["s1"], "refs": ["r1"],
    }  # fmt: skip
    if field.kind == "dec" or field.kind == "int":
        return str(max(field.low or 0, min(field.high or 40, 36)))
    if field.kind in ("code", "codes"):
        return code_list(field.codes or "").items[0][1]
    if field.kind == "table":
        return [{column.name: sample(column) for column in field.columns if column.kind != "file"}]
    if field.kind == "checklist":
        return {point: True for point, _ in field.points}
    return plain[field.kind]


NAME = Field(name="name", label="姓名", kind="text", max_len=5)


@pytest.mark.parametrize("text", ["𠮷𬱖", " 买买提·艾 ", "=SUM(A)", "😀", "ＡＢ"])
def test_odd_text_is_kept_as_written(text: str) -> None:
    field = Field(name="x", label="x", kind="text", max_len=12)
    assert values.normalise(field, text) == text.strip()


@pytest.mark.parametrize("text", ["一二三四五六", "梁\ue863", "a\x00b"])
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        values.normalise(NAME, text)
    assert refused.value.field == "name" and "。" in refused.value.sentence


def test_a_very_long_text_is_kept_or_refused_never_cut() -> None:
    field = Field(name="x", label="x", kind="long")
    assert len(values.normalise(field, "长" * 10_000)) == 10_000
    with pytest.raises(Refused):
        values.normalise(field, "长" * 20_001)


@pytest.mark.parametrize(
    ("kind", "bad"),
    [("date", "2025-02-30"), ("dt", "昨天"), ("int", "三"), ("dec", "1e99"), ("bool", "也许"),
     ("month", "2025-13"), ("div", "34")],
)  # fmt: skip
def test_wrong_values_name_their_field(kind: Any, bad: str) -> None:
    with pytest.raises(Refused) as refused:
        values.normalise(Field(name="f", label="项", kind=kind), bad)
    assert refused.value.field == "f"


def test_computed_fields_are_declared_as_such() -> None:
    for path in COMPUTED:
        form, name = path.split(".")
        assert FORMS[form].field(name).calc


def test_rows_read_declared_fields() -> None:
    for row in ALL_ROWS:
        for path in row.reads:
            form, name = path.split(".")
            if form in FORMS:
                assert name in FORMS[form], path


def test_code_lists_are_whole() -> None:
    assert len(NAMED["CL-ETH"].items) == 58
    assert len(NAMED["CL-ADM"].items) == 15
    for found in NAMED.values():
        codes = [code for code, _ in found.items]
        assert len(set(codes)) == len(codes), found.id


def test_a_parameter_holds_from_its_day_once_approved() -> None:
    body = {"key": "k_night", "value": "1.0", "valid_from": "2025-07-10"}
    proposed = Record(id="1", form="X05", form_no="1", body=body)
    approved = Record(id="1", form="X05", form_no="1", body=body, state="approved")
    day = NOW.date()
    assert parameter_value([proposed], "k_night", day) == PARAMETERS["k_night"].default
    assert parameter_value([approved], "k_night", day) == 1.0
    assert parameter_value([approved], "k_night", day.replace(month=6)) == 0.5
