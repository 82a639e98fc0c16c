"""What reading a roster gives: rows that may become children, and findings by cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

#: A cell of the sheet as it was read; the sheet itself is known to the reader of files alone.
Cell = str | int | float | bool | datetime | date | None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One remark about one cell. ``row`` is the row that Excel shows.

    Args:
        kind: ``repaired`` changed from ``value`` to ``to``; ``question`` sex or birth against the
            ID number, taken only with a reason; ``refused``; ``duplicate`` of row ``of``,
            or of a child in the books, whose file number is ``to``;
            ``ask`` something a person must settle later, the row is taken; ``skipped`` a row
            that is no child.
        field: ``F01.name``.
    """

    row: int
    kind: Literal["repaired", "question", "refused", "duplicate", "ask", "skipped"]
    field: str = ""
    value: str = ""
    to: str = ""
    why: str = ""
    of: int = 0


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A child already in the books, as far as rows are held against it."""

    file_no: str
    name: str
    birth_date: str
    sex: str
    id_no: str


class OpeningRow(msgspec.Struct, frozen=True, kw_only=True):
    """One child of the roster: form id and values, F01 first.

    Args:
        status: what the row says; empty where the usual IN_CARE applies.
        notes: what the reader adds to the remark. remark: of the row, as written.
        asks: what a person must settle about this row.
    """

    row: int
    forms: tuple[tuple[str, dict[str, Any]], ...]
    status: str = ""
    notes: tuple[str, ...] = ()
    remark: str = ""
    asks: tuple[Finding, ...] = ()


class RosterReading(msgspec.Struct, frozen=True, kw_only=True):
    """A whole roster judged.

    Args:
        read: rows that are children: accepted + refused rows + duplicates.
        columns: heading → target. headings: all of them, as they stand. header_row: index from 0
            of the last header line. asks: ward values that match no ward of X02, each once.
        refused_names: as written, for the opening list.
        sheet: the one that was read. other_sheets: those that hold something too.
    """

    read: int
    rows: tuple[OpeningRow, ...]
    findings: tuple[Finding, ...]
    unmapped_columns: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    asks: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    header_row: int = 0
    refused_names: tuple[str, ...] = ()
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> list[Finding]:
        """Findings of one kind."""
        return [f for f in self.findings if f.kind == kind]
