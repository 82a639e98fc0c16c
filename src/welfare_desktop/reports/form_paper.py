"""Any declared form as a paper, blank to be filled by hand or filled from a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph

_BLANK_ROWS = 4


class PaperField(msgspec.Struct, frozen=True):
    """One field: ``wide`` takes the whole line; ``missing`` prints 【缺】 for an empty value."""

    label: str
    text: str = ""
    wide: bool = False
    missing: bool = False


class PaperTable(msgspec.Struct, frozen=True):
    """A table inside a form, cells as text. ``widths``: shares of the line; alike without."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()


class PaperSection(msgspec.Struct, frozen=True):
    """A titled group of fields, then tables."""

    title: str
    fields: tuple[PaperField, ...] = ()
    tables: tuple[PaperTable, ...] = ()


class PaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form as it is printed. ``blank``: to be filled by hand, so that tables get empty rows."""

    title: str
    number: str
    institution: str
    sections: tuple[PaperSection, ...]
    signatures: tuple[Signed, ...] = ()
    version_note: str = ""
    clauses: str = ""
    practice: bool = False
    blank: bool = False


def _value(field: PaperField) -> str:
    return page.GAP if field.missing and not field.text else field.text


def _lines(fields: tuple[PaperField, ...]) -> list[list[PaperField]]:
    """Fields in lines of two; a wide one stands alone."""
    lines: list[list[PaperField]] = []
    for field in fields:
        if not field.wide and lines and len(lines[-1]) == 1 and not lines[-1][0].wide:
            lines[-1].append(field)
        else:
            lines.append([field])
    return lines


def _fields(fields: tuple[PaperField, ...], blank: bool) -> Any:
    rows: list[list[Any]] = []
    rules: list[page.Rule] = [("BACKGROUND", (0, 0), (0, -1), page.SHADE)]
    for number, line in enumerate(_lines(fields)):
        row: list[Any] = []
        for field in line:
            lines = "\n\n" if blank and field.wide else ""
            row += [Paragraph(field.label, page.LABEL), _value(field) or lines]
        if len(line) == 1:
            row += ["", ""]
            rules.append(("SPAN", (1, number), (3, number)))
        else:
            rules.append(("BACKGROUND", (2, number), (2, number), page.SHADE))
        rows.append(row)
    return page.table(rows, [18, 32, 18, 32], rules)


def _table(item: PaperTable, blank: bool) -> list[Any]:
    rows = [list(row) for row in item.rows]
    if not rows:
        empty = "" if blank else "无"
        count = _BLANK_ROWS if blank else 1
        rows = [[empty, *[""] * (len(item.columns) - 1)] for _ in range(count)]
    return [
        Paragraph(item.label, msgspec.structs.replace(page.LABEL, face="medium", leading=19)),
        page.listing(item.columns, rows, item.widths or [1] * len(item.columns)),
        page.space(4),
    ]


def _story(form: PaperForm) -> list[Any]:
    parts: list[Any] = []
    for section in form.sections:
        parts.append(page.heading(section.title))
        if section.fields:
            parts.append(_fields(section.fields, form.blank))
        for item in section.tables:
            parts += _table(item, form.blank)
    if form.signatures:
        parts += [page.heading("签名"), page.signature_lines(form.signatures)]
    if any(f.missing and not f.text for s in form.sections for f in s.fields):
        note = f"标有{page.GAP}的是应填未填的项目，请补填。"
        parts += [page.space(6), Paragraph(note, page.SMALL)]
    return parts


def form_paper(form: PaperForm) -> bytes:
    """The form as PDF."""
    return form_papers([form])[0]


def form_papers(forms: Sequence[PaperForm]) -> tuple[bytes, tuple[int, ...]]:
    """Several forms as one PDF, each with its own page numbers; pages of each."""
    return page.render_all([(_frame(form), _story(form)) for form in forms])


def _frame(form: PaperForm) -> PageFrame:
    return PageFrame(
        institution=form.institution,
        title=form.title,
        number=form.number,
        subtitle=form.version_note,
        footer=f"依据：{form.clauses}" if form.clauses else "",
        practice=form.practice,
    )
