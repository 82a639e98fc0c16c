"""回执单: the office's answer to a package, on paper (exchange.md §5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame
from welfare_desktop.reports.text import Paragraph, Style


class SlipData(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt says, texts as they are to be read."""

    institution: str
    office: str
    name: str
    month: str
    received_at: datetime
    channel: str
    accepted: bool
    serial: int
    sha256: str
    next_period: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    practice: bool = False


_WORD = Style(size=15, leading=26, face="bold", space_after=4)
_LINE = Style(size=10.5, leading=17)


def _listed(title: str, lines: tuple[str, ...]) -> list[Any]:
    numbered = (Paragraph(f"{n}. {line}", _LINE) for n, line in enumerate(lines, 1))
    return [page.heading(title), *numbered] if lines else []


def _story(data: SlipData) -> list[Any]:
    year, month = data.month.split("-")
    digest = f"{page.grouped(data.sha256[:32])}\n{page.grouped(data.sha256[32:])}"
    rows = [
        ["报送机构", data.institution],
        ["接收单位", data.office],
        ["报送月份", f"{year}年{int(month)}月"],
        ["包名", data.name],
        ["收到时间", f"{page.minute(data.received_at)}（{data.channel}）"],
        ["回执编号", str(data.serial)],
        ["密封包校验值", digest],
        ["下次应报月份", data.next_period],
    ]
    shade = [("BACKGROUND", (0, 0), (0, -1), page.SHADE)]
    return [
        Paragraph("✓ 已收下" if data.accepted else "✗ 退回，改好后重新生成下一版", _WORD),
        page.table(rows, [22, 78], shade),
        *_listed("退回原因", data.problems),
        *_listed("主管部门提示", data.notes),
    ]


def receipt_slip(data: SlipData) -> bytes:
    """The slip as PDF."""
    frame = PageFrame(
        institution=data.institution,
        title="月度报送回执单",
        footer="依据：主管部门签名的电子回执，原件存于本机。本页不含儿童个人信息。",
        practice=data.practice,
    )
    return page.render(frame, lambda: _story(data))
