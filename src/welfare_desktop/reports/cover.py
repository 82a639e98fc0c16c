"""封面 of the monthly package (lifecycle.md §7; P00 for people)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.domain.monthly.month import Line
from welfare_desktop.reports import page
from welfare_desktop.reports.page import ChainHead, PageFrame, Signed
from welfare_desktop.reports.text import Paragraph, Style


class RowCount(msgspec.Struct, frozen=True):
    """How many rows a table of the package has."""

    table: str
    title: str
    rows: int


class CoverData(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the cover prints; ``month`` is ``2026-10``, ``name`` the package NAME."""

    institution: str
    code: str
    month: str
    revision: int
    name: str
    office: str
    first_responsible: str
    built_at: datetime
    cut_at: datetime
    row_counts: tuple[RowCount, ...]
    balance: Line
    balance_parts: tuple[Line, ...] = ()
    makers: tuple[Signed, ...]
    approver: Signed
    content_sha256: str
    figures: tuple[tuple[str, str], ...]
    heads: tuple[ChainHead, ...]
    practice: bool = False


_LEAD = Style(size=8.5, leading=12.5)
_HASH = Style(size=8, leading=12.5, face="sans")
_CHECK = (
    "核对：先用 sha256sum -c 核对密封包，再用机构证书核对 .p7s 签名；解开后 manifest-sha256.txt 逐个列出"
    "文件校验值。内容摘要就是院长签发时所见的内容，与 P00 的 hash 相同；下月的日志链头接在本月之后。"
)


def _facts(data: CoverData) -> Any:
    year, month = data.month.split("-")
    rows = [
        ["报送机构", data.institution, "统一社会信用代码", data.code],
        [
            "报送月份",
            f"{year}年{int(month)}月",
            "版次",
            f"第 {data.revision} 版（r{data.revision:02d}）",
        ],
        ["接收单位", data.office, "第一责任人", data.first_responsible],
        ["数据截止", page.minute(data.cut_at), "生成时间", page.minute(data.built_at)],
    ]
    shade = [("BACKGROUND", (c, 0), (c, -1), page.SHADE) for c in (0, 2)]
    return page.table(rows, [15, 36, 21, 28], shade)


def _balance(data: CoverData) -> list[Any]:
    total = data.balance
    sentence = (
        f"月初 {total.opening} 人 ＋ 增加 {total.added} 人 − 减少 {total.left} 人"
        f" ＝ 月末 {total.closing} 人　{'✓ 平衡' if total.ok else '✗ 不平衡，不得报送'}"
    )
    parts: list[Any] = [
        page.heading("人数平衡"),
        Paragraph(sentence, Style(size=12, leading=20, face="medium", space_after=4)),
    ]
    if data.balance_parts:
        rows = [
            [b.label, *map(str, (b.opening, b.added, b.left, b.closing)), "✓" if b.ok else "✗"]
            for b in data.balance_parts
        ]
        names = ("在册状态、养育方式", "月初", "转入", "转出", "月末", "核对")
        parts.append(page.listing(names, rows, (40, 12, 12, 12, 12, 12)))
    return parts


def _in_columns(cells: list[list[str]], columns: int) -> list[list[str]]:
    """Short entries side by side, read downwards."""
    depth = -(-len(cells) // columns)
    blank = [""] * len(cells[0])
    padded = cells + [blank] * (depth * columns - len(cells))
    return [[x for c in range(columns) for x in padded[c * depth + r]] for r in range(depth)]


def _figures(data: CoverData) -> list[Any]:
    if not data.figures:
        return []
    rows = _in_columns([[label, value] for label, value in data.figures], 3)
    return [page.heading("主要数字"), page.table(rows, [19.3, 14] * 3)]


def _counts(data: CoverData) -> list[Any]:
    if not data.row_counts:
        return []
    cells = [[c.table, c.title, f"{c.rows} 行"] for c in data.row_counts]
    rows = _in_columns(cells, 2)
    return [page.heading("包内各表"), page.table(rows, [7, 32, 11] * 2)]


def _proof(data: CoverData) -> list[Any]:
    rows = [
        ["内容摘要 SHA-256", Paragraph(page.grouped(data.content_sha256), _HASH)],
        *(
            [
                f"日志链头\n设备 {head.device[:8]}",
                Paragraph(
                    f"第 {head.seq} 条　{page.minute(head.at)}\n{page.grouped(head.hash)}", _HASH
                ),
            ]
            for head in data.heads
        ),
    ]
    shade = [("BACKGROUND", (0, 0), (0, -1), page.SHADE)]
    return [page.heading("校验"), page.table(rows, [22, 78], shade), page.space(4)]


def _story(data: CoverData) -> list[Any]:
    return [
        _facts(data),
        *_balance(data),
        *_figures(data),
        page.heading("制作与签发"),
        page.signature_lines([*data.makers, data.approver]),
        *_counts(data),
        *_proof(data),
        Paragraph(_CHECK, _LEAD),
    ]


def cover(data: CoverData) -> bytes:
    """The cover as PDF."""
    frame = PageFrame(
        institution=data.institution,
        title="儿童福利机构月度报送包　封面",
        subtitle=data.name,
        footer="依据：月度报送（P00 封面与签发）。本页不含儿童个人信息。",
        practice=data.practice,
    )
    return page.render(frame, lambda: _story(data))
