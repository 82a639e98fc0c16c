"""Tables as a workbook: the month’s 月报, or what is exported.

Made in memory only: XlsxWriter would otherwise leave clear-text files in the temporary folder.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import xlsxwriter

_FIXED = datetime(2000, 1, 1)
_MAX_WIDTH = 42


class SheetColumn(msgspec.Struct, frozen=True):
    """``kind``: ``int``, ``figure`` (a number where it is one), ``money`` (分, shown in 元) or any
    other, shown as text.

    ``codes``: code → label; a coded cell shows both (``1 男``).
    """

    name: str
    label: str
    kind: str = "text"
    codes: Mapping[str, str] = {}


class Sheet(msgspec.Struct, frozen=True):
    """One table; rows are mappings by column name."""

    id: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Mapping[str, Any]] = ()


def _book(out: io.BytesIO, title: str, institution: str, practice: bool) -> Any:
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
         "strings_to_urls": False},
    )  # fmt: skip
    book.set_properties(
        {"title": title, "author": institution, "created": _FIXED,
         "comments": "演示数据" if practice else ""}
    )  # fmt: skip
    book.formats[0].set_font_name("宋体")
    return book


def _width(text: str) -> int:
    """Columns that Excel needs for a text: two for a Chinese character."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _shown(value: Any, column: SheetColumn) -> Any:
    """What the cell holds: a number where it is one, else text (never a formula)."""
    if value is None or value == "":
        return ""
    if column.codes:
        text = str(value)
        label = column.codes.get(text)
        return f"{text} {label}" if label else text
    if column.kind in ("int", "figure"):
        return _number(str(value))
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, int):
        return value / 100 if column.kind == "money" else value
    return value if isinstance(value, float) else str(value)


def _number(text: str) -> int | float | str:
    """A number where it is one: Excel marks numbers kept as text and does not add them up."""
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,12}\.\d+", text) else text


def _sheet_name(sheet: Sheet) -> str:
    """Excel allows 31 characters and none of ``[]:*?/\\``."""
    name = f"{sheet.id} {sheet.title}"
    return "".join("·" if char in "[]:*?/\\" else char for char in name)[:31]


def _fit(page: Any, institution: str, practice: bool) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    mark = "　演示" if practice else ""
    page.set_header(f"&L{institution.replace('&', '&&')}{mark}&R&A")
    page.set_footer("&C第 &P 页 / 共 &N 页")


def _write(
    book: Any, page: Any, heads: Sequence[str], rows: Sequence[Sequence[Any]], money: set[int]
) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": "#E0F0EE", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "General", "valign": "top", "align": "left"})
    yuan = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    for x, label in enumerate(heads):
        page.write_string(0, x, label, head)
        widest = max([_width(label), *(_width(str(row[x])) for row in rows)])
        page.set_column(x, x, min(widest + 3, _MAX_WIDTH))
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row):
            if isinstance(value, int | float):
                page.write_number(y, x, value, yuan if x in money else number)
            else:
                page.write_string(y, x, value, text)
    if heads:
        page.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


def workbook(
    sheets: Sequence[Sheet], title: str, institution: str, practice: bool = False
) -> bytes:
    """Tables as ``.xlsx``: one sheet a table, Chinese sheet names and column labels."""
    out = io.BytesIO()
    book = _book(out, title, institution, practice)
    for sheet in sheets:
        page = book.add_worksheet(_sheet_name(sheet))
        _fit(page, institution, practice)
        heads = [c.label + ("（元）" if c.kind == "money" else "") for c in sheet.columns]
        rows = [[_shown(row.get(c.name), c) for c in sheet.columns] for row in sheet.rows]
        money = {x for x, c in enumerate(sheet.columns) if c.kind == "money"}
        _write(book, page, heads, rows, money)
    book.close()
    return out.getvalue()
