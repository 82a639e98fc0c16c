"""Odd text in every text field of every form: kept whole or refused by name, never changed."""

from __future__ import annotations

import io
import unicodedata
from itertools import count
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.actions import filled
from welfare_desktop.actions import exporting, printing, records, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import values
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.reports.tables_xlsx import Sheet, SheetColumn, workbook

PEOPLE_FILL = [form for form in FORMS.values() if not form.internal]
#: Kept as they are written.
KEPT = {
    "formula": "=1+1", "plus": "+861", "minus": "-2", "at": "@SUM(A1)", "full": "１２（Ａ）",
    "blank": "甲  乙", "rare": "𠮷𬱖䶮", "emoji": "👨‍👩‍👧😀", "hidden": "甲\u200b乙", "markup": "<b>&amp;",
    "quote": "“'\"；--", "lines": "一\n二", "arabic": "ئۇيغۇر", "compatible": "﨑𠂉",
}  # fmt: skip
#: Kept in the form that every text has: composed, trimmed, lines ended alike.
BROUGHT_IN_FORM = {" 甲\u3000": "甲", "e\u0301": "é", "一\r\n二": "一\n二"}
#: Never kept: nothing can show or print them.
REFUSED = ["梁\ue863", "a\x00b", "a\x1fb", "\ud800", "甲\uffff", "\U000f0000"]
LONG = "长" * 10_000


def texts(form: Form) -> list[tuple[Field, Field | None]]:
    """Fields and columns that take text as somebody writes it."""
    out: list[tuple[Field, Field | None]] = []
    for field in (*form.fields, REMARK):
        if field.calc:
            continue
        if field.kind in ("text", "long"):
            out.append((field, None))
        out += [(field, column) for column in field.columns if column.kind in ("text", "long")]
    return out


@pytest.mark.parametrize("form", PEOPLE_FILL, ids=lambda form: form.id)
def test_every_text_field_keeps_or_refuses_each_kind_of_text(form: Form) -> None:
    for field, column in texts(form):
        one = column or field
        for text in KEPT.values():
            short = text[: one.max_len].strip() if one.max_len else text
            assert values.normalise(one, short) == short, one.name
        for text, kept in BROUGHT_IN_FORM.items():
            assert values.normalise(one, text) == kept
        for text in REFUSED:
            with pytest.raises(Refused) as refused:
                values.normalise(one, text)
            assert refused.value.field == one.name and one.label in refused.value.sentence
        if one.max_len is None:
            assert values.normalise(one, LONG) == LONG
            continue
        with pytest.raises(Refused, match=f"最多{one.max_len}个字"):
            values.normalise(one, LONG)


def odd(form: Form, given: dict[str, Any]) -> dict[str, Any]:
    """Odd text for the text fields that stand in the form, as long as each may be."""
    turn, out = count(), dict[str, Any]()
    long_one = next((f.name for f in form.fields if f.kind == "long" and f.name in given), "")
    for field, column in texts(form):
        kinds = [t for t in KEPT.values() if len(t) <= ((column or field).max_len or 99)]
        if not kinds or (field.name not in given and field is not REMARK):
            continue
        text = LONG if field.name == long_one else kinds[next(turn) % len(kinds)]
        if column is None:
            out[field.name] = text
        else:
            rows = out.get(field.name) or [dict(row) for row in given[field.name]]
            out[field.name] = [row | {column.name: text} for row in rows]
    return out


#: By these another record is found (the query about a person).
_FOUND_BY = ("F64.name", "F15.main_carer")


def taken(desk: Desk, form: Form, child: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """What of the odd text the form takes; what it does not is refused at its own field."""
    own, strange = filled.belongs(form, child), odd(form, given)
    strange = {n: text for n, text in strange.items() if f"{form.id}.{n}" not in _FOUND_BY}
    while True:
        looked = views.look(filled.seat(desk, form), form.id, given | strange, child=own)
        wrong = {str(p.field): p for p in looked.problems if not p.warning and not p.soft}
        if not wrong:
            return strange
        assert wrong.keys() & strange.keys(), wrong
        assert all(p.sentence.endswith("。") for p in wrong.values())
        strange = {n: text for n, text in strange.items() if n not in wrong}


@pytest.mark.parametrize("form", PEOPLE_FILL, ids=lambda form: form.id)
def test_what_is_kept_is_read_back_printed_and_no_formula(
    form: Form, desk: Desk, child: str
) -> None:
    own, given = filled.belongs(form, child), filled.values(desk, form, child)
    given = {name: value for name, value in given.items() if value is not None}
    strange = taken(desk, form, child, given)
    assert REMARK.name in strange, "free text is never refused"
    desk_of = filled.seat(desk, form)
    saved = records.submit(
        desk_of, form.id, given | strange, child=own, step=filled.step(desk, form)
    )
    again = desk.record(saved.id)
    for name, text in strange.items():
        assert again.get(name) == text, name
        assert unicodedata.is_normalized("NFC", str(again.get(name)))
    seat = desk.seated(desk.find_account("yuanzhang"))
    paper = printing.form_sheet(seat, form, views.viewed(seat, saved.id), own, {})
    assert paper.startswith(b"%PDF") and paper.rstrip().endswith(b"%%EOF")


def test_a_table_holds_text_and_no_formula() -> None:
    columns = (SheetColumn("x", "文字"),)
    texts_ = [*KEPT.values(), LONG]
    made = workbook([Sheet("F70", "表", columns, [{"x": text} for text in texts_])], "表", "院")
    page = load_workbook(io.BytesIO(made)).worksheets[0]
    cells = {c.value: c.data_type for row in page.iter_rows() for c in row if c.value is not None}
    for text in texts_:
        assert cells.get(text) == "s", text


def test_a_list_taken_out_holds_text_and_no_formula(desk: Desk, tmp_path: Any) -> None:
    form = FORMS["X02"]
    given = {"name": "=HYPERLINK(1)", "building": "@楼", "ward_no": "+9"}
    filled.submit(desk, form.id, **given)
    seat = desk.seated(desk.find_account("kezhang"))
    out = exporting.export_list(seat, form.id, tmp_path)
    page = load_workbook(out.path).worksheets[0]
    kinds = {c.value: c.data_type for row in page.iter_rows() for c in row}
    assert [kinds.get(text) for text in given.values()] == ["s", "s", "s"]


@pytest.mark.parametrize("text", ["1_0", "三", "１，０", "nan", "inf", "1e400"])
def test_what_is_no_number_is_refused(text: str) -> None:
    for kind in ("int", "dec", "money"):
        with pytest.raises(Refused, match="数"):
            values.normalise(Field(name="x", label="项", kind=kind), text)
