"""Tables of a package as CSV and their description (exchange.md §3)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ColumnInfo(msgspec.Struct, frozen=True):
    """A column for ``datapackage.json``: identifier, Chinese label, type, codes."""

    name: str
    title: str
    type: str = "string"
    codes: dict[str, str] = {}


class TableInfo(msgspec.Struct, frozen=True):
    """A table for ``datapackage.json``."""

    path: str
    title: str
    columns: tuple[ColumnInfo, ...]
    items: dict[str, str] = {}


def guarded(value: Any) -> str:
    """Text of a cell; what a spreadsheet would take for a formula gets an apostrophe."""
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.startswith(_FORMULA):
        return "'" + text
    return text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def csv_bytes(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with BOM, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names = list(columns)
    writer.writerow(names)
    for row in rows:
        writer.writerow([guarded(row.get(name)) for name in names])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_csv(data: bytes) -> tuple[list[str], int]:
    """Header and number of rows of a table."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(rows, [])
    return header, sum(1 for row in rows if row)


def datapackage(name: str, tables: Sequence[TableInfo]) -> bytes:
    """``datapackage.json``: every table, its columns, types, labels and codes; no data."""
    resources = [
        {
            "path": t.path,
            "title": t.title,
            "format": "csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {k: v for k, v in msgspec.to_builtins(c).items() if v} for c in t.columns
                ]
            },
            "items": t.items,
        }
        for t in tables
    ]
    document = {
        "name": name.lower(),
        "profile": "CWX-1",
        "formula_guard": "Text beginning with = + - @ TAB or CR carries a leading apostrophe.",
        "resources": resources,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
