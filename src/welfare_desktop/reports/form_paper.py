"""Any declared form as a paper, blank to be filled by hand or filled from a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from welfare_desktop.reports import fonts, page
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph, Span

_BLANK_ROWS = 4
#: A table whose columns would be narrower than so many points is laid out record by record.
_NARROWEST = 45.0
_CELL_EDGES = 10.0
#: Points below the heading of a section without which it opens on the next page.
_OPENING = 110.0
#: Characters that fit beside a second field; more take the whole line.
ONE_LINE = 22
#: Room for writing by hand above and below what is printed in a box.
_BY_HAND: list[page.Rule] = [
    ("TOPPADDING", (0, 0), (-1, -1), 6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
]


class PaperField(msgspec.Struct, frozen=True):
    """One field: ``wide`` takes the whole line; ``missing`` prints 【缺】 for an empty value.

    ``note``: when it is filled at all; ``room``: lines left empty for writing by hand.
    """

    label: str
    text: str = ""
    wide: bool = False
    missing: bool = False
    note: str = ""
    room: int = 0


class PaperTable(msgspec.Struct, frozen=True):
    """A table inside a form, cells as text.

    ``widths``: shares of the line, else what stands in the columns decides; ``note``: how to fill.
    """

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    note: str = ""


class PaperSection(msgspec.Struct, frozen=True):
    """A titled group of fields, then tables."""

    title: str
    fields: tuple[PaperField, ...] = ()
    tables: tuple[PaperTable, ...] = ()


class PaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form as it is printed.

    ``blank``: to be filled by hand, so that tables get empty rows; ``seal``: it is worth something
    outside the house only with the institution's seal.
    """

    title: str
    number: str
    institution: str
    sections: tuple[PaperSection, ...]
    signatures: tuple[Signed, ...] = ()
    version_note: str = ""
    clauses: str = ""
    practice: bool = False
    blank: bool = False
    seal: bool = False


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


def _label(field: PaperField) -> Paragraph:
    note = f"\n（{field.note}）" if field.note else ""
    return Paragraph(field.label + note, page.LABEL)


def _fields(fields: tuple[PaperField, ...], blank: bool) -> Any:
    rows: list[list[Any]] = []
    rules: list[page.Rule] = [("BACKGROUND", (0, 0), (0, -1), page.SHADE)]
    for number, line in enumerate(_lines(fields)):
        row: list[Any] = []
        for field in line:
            row += [_label(field), _value(field) + "\n" * field.room]
        if len(line) == 1:
            row += ["", ""]
            rules.append(("SPAN", (1, number), (3, number)))
        else:
            rules.append(("BACKGROUND", (2, number), (2, number), page.SHADE))
        rows.append(row)
    return page.table(rows, [18, 32, 18, 32], rules + (_BY_HAND if blank else []), whole=blank)


def _widths(item: PaperTable) -> Sequence[float]:
    """Columns as wide as what stands in them asks for, within the narrowest and a third."""
    if item.widths:
        return item.widths
    widths = list[float]()
    for name, *cells in zip(item.columns, *item.rows, strict=True):
        asked = [fonts.width(name, page.LABEL.size, "bold")]
        asked += [fonts.width(line, page.CELL.size) for cell in cells for line in cell.split("\n")]
        widths.append(min(max(*asked, _NARROWEST), page.WIDTH / 3) + _CELL_EDGES)
    return widths


def _table(item: PaperTable, blank: bool, *, named: bool) -> list[Any]:
    """A table with its name; one too wide for the page is told row by row."""
    narrow = not item.widths and len(item.columns) * (_NARROWEST + _CELL_EDGES) > page.WIDTH
    parts: list[Any] = []
    if named or item.note:
        spans = (Span(item.label, "medium"), Span(f"　{item.note}", "sans"))
        parts += [page.room(_OPENING * (2 if narrow else 1)), page.space(4)]
        parts.append(Paragraph(spans, msgspec.structs.replace(page.LABEL, leading=19)))
    if narrow:
        return [*parts, *_told(item, blank)]
    rows: list[list[Any]] = [list(row) for row in item.rows]
    if not rows:
        count = _BLANK_ROWS if blank else 1
        rows = [["" if blank else "无", *[""] * (len(item.columns) - 1)]] * count
    rules = [*_BY_HAND, ("TOPPADDING", (0, 0), (-1, 0), 3)] if blank else []
    block = page.listing(item.columns, rows, _widths(item), rules, whole=blank)
    return [*parts, block, page.space(4)]


def _told(item: PaperTable, blank: bool) -> list[Any]:
    empty = ("",) * len(item.columns)
    rows = item.rows or ((empty,) * (_BLANK_ROWS // 2) if blank else ())
    if not rows:
        return [Paragraph("无", page.CELL)]
    parts: list[Any] = []
    for row in rows:
        fields = (
            PaperField(n, text, len(text) > ONE_LINE)
            for n, text in zip(item.columns, row, strict=True)
        )
        parts += [page.together(_fields(tuple(fields), blank)), page.space(6)]
    return parts


def _section(section: PaperSection, blank: bool) -> list[Any]:
    parts = page.opening(section.title, "", _OPENING) if section.title else [page.space(6)]
    if section.fields:
        parts.append(_fields(section.fields, blank))
    for item in section.tables:
        parts += _table(item, blank, named=bool(section.fields) or item.label != section.title)
    return parts


def _story(form: PaperForm) -> list[Any]:
    parts = [_section(section, form.blank) for section in form.sections]
    # 备注 and the signatures go to the next page together: nobody signs an empty sheet.
    last = parts.pop() if form.sections and not form.sections[-1].title else []
    if last := [*last, *_end(form)]:
        parts.append([page.together(*last)])
    return [flowable for part in parts for flowable in part]


def _end(form: PaperForm) -> list[Any]:
    """Who signed, the seal, and what is still to be filled in."""
    parts: list[Any] = []
    if form.signatures:
        parts += [page.heading("签名"), page.signature_lines(form.signatures)]
    if form.seal:
        parts.append(page.seal_space())
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
