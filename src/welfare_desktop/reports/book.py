"""The front of a child's book: cover and catalogue (lifecycle.md §5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph


class BookLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the catalogue. ``page``: first page in the book, 0 for what is not in it."""

    number: int
    type: str
    title: str
    date: str
    page: int
    pages: int
    kept: str = ""
    note: str = ""


class BookPart(msgspec.Struct, frozen=True, kw_only=True):
    """A phase: its title, how complete it is in words, what is missing, its lines."""

    title: str
    complete: str
    missing: tuple[str, ...]
    lines: tuple[BookLine, ...]


class BookFront(msgspec.Struct, frozen=True, kw_only=True):
    """Cover and catalogue.

    Args:
        facts: label and text of what the cover says of the child. withheld: how many papers are
            sealed or out of the reach of the person who prints, and therefore not in the book.
    """

    institution: str
    file_no: str
    name: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[BookPart, ...]
    pages: int
    printed_at: datetime
    printed_by: str
    withheld: int = 0
    practice: bool = False


def book_front(front: BookFront) -> bytes:
    """Cover and catalogue as PDF."""
    frame = PageFrame(
        institution=front.institution, title="儿童业务档案", number=front.file_no,
        subtitle=front.name, practice=front.practice,
        footer=f"{front.printed_by}于{front.printed_at:%Y-%m-%d %H:%M}打印，含个人信息，用后交回档案室。",
    )  # fmt: skip
    return page.render(frame, lambda: _story(front))


def _story(front: BookFront) -> list[Any]:
    parts: list[Any] = [page.heading("封面"), _facts(front.facts)]
    told = f"全卷{front.pages}页，不含封面和目录。"
    if front.withheld:
        told += f"另有{front.withheld}件封存或不在打印人的查看范围，未编入。"
    parts += [page.space(6), Paragraph(told, page.BODY)]
    parts.append(page.signature_lines((Signed("立卷人"), Signed("检查人"))))
    for part in front.parts:
        parts += page.opening(f"目录　{part.title}", part.complete, 90)
        if part.missing:
            parts.append(Paragraph(f"缺：{'、'.join(part.missing)}。", page.SMALL))
        parts.append(_lines(part.lines))
    return parts


def _facts(facts: tuple[tuple[str, str], ...]) -> Any:
    rows = [[Paragraph(label, page.LABEL), text] for label, text in facts]
    return page.table(rows, [20, 80], [("BACKGROUND", (0, 0), (0, -1), page.SHADE)])


def _lines(lines: tuple[BookLine, ...]) -> Any:
    rows = [
        [str(line.number), line.type, line.title + (f"\n{line.note}" if line.note else ""),
         line.date, str(line.page) if line.page else "—", str(line.pages or "—"), line.kept]
        for line in lines
    ] or [["", "", "还没有材料", "", "", "", ""]]  # fmt: skip
    columns = ("件号", "类型", "题名", "日期", "页次", "页数", "保管期限")
    return page.listing(columns, rows, (7, 8, 45, 14, 8, 8, 10))
