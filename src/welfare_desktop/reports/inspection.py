"""合规检查表: every clause with its rows and open findings, for an inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph

#: A clause begins on a page where its heading and a few rows have room, in points.
_ROOM = 110.0


class CheckedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A clause row: ``told`` how many stand how, ``open`` a line for each that is not 合规."""

    id: str
    title: str
    told: str
    open: tuple[str, ...] = ()


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """The whole check of a day.

    Args:
        clauses: title, how many stand how, rows. later: rows not judged yet.
    """

    institution: str
    on: date
    clauses: tuple[tuple[str, str, tuple[CheckedRow, ...]], ...]
    later: tuple[str, ...] = ()
    practice: bool = False


def inspection(data: Inspection) -> bytes:
    """The check as PDF."""
    frame = PageFrame(
        institution=data.institution, title="合规检查表", number=f"{data.on}",
        footer="结论由本机构记录逐条算出；依据见各条款。", practice=data.practice,
    )  # fmt: skip
    return page.render(frame, lambda: _story(data))


def _story(data: Inspection) -> list[Any]:
    parts: list[Any] = []
    for title, told, rows in data.clauses:
        parts += page.opening(title, told or "没有适用对象", _ROOM)
        if rows:
            parts.append(_rows(rows))
    if data.later:
        told = f"以下各项的表单尚未启用，未作检查：{'、'.join(data.later)}。"
        parts += [page.space(8), Paragraph(told, page.SMALL)]
    signed = (Signed("检查人"), Signed("院长"))
    return [*parts, page.space(10), page.signature_lines(signed)]


def _rows(rows: tuple[CheckedRow, ...]) -> Any:
    """A line for the row, then one for each of its findings, below the last two columns."""
    lines: list[list[str]] = []
    rules: list[page.Rule] = []
    for row in rows:
        lines.append([row.id, row.title, row.told])
        for finding in row.open:
            rules.append(("SPAN", (1, len(lines) + 1), (2, len(lines) + 1)))
            lines.append(["", finding, ""])
    return page.listing(("条款", "要求和没有做到的", "结论"), lines, (10, 62, 28), rules)
