"""What reading a roster gives: rows that may become children, and findings by cell."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One remark about one cell. ``row`` is the row that Excel shows."""

    row: int
    kind: Literal["repaired", "question", "refused", "duplicate"]
    field: str = ""
    value: str = ""
    to: str = ""
    why: str = ""
    of: int = 0


class OpeningRow(msgspec.Struct, frozen=True, kw_only=True):
    """One child of the roster: form id and values, F01 first."""

    row: int
    forms: tuple[tuple[str, dict[str, Any]], ...]
    status: str = ""


class RosterReading(msgspec.Struct, frozen=True, kw_only=True):
    """A whole roster judged. ``asks``: ward values that match no ward of X02."""

    read: int
    rows: tuple[OpeningRow, ...]
    findings: tuple[Finding, ...]
    unmapped_columns: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    asks: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> list[Finding]:
        """Findings of one kind."""
        return [f for f in self.findings if f.kind == kind]
