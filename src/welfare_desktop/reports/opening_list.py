"""建账清单: the opening list that the 院长 reads and signs (lifecycle.md §1.10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph, Style


class OpeningChild(msgspec.Struct, frozen=True, kw_only=True):
    """One child of the list, texts as they are to be read."""

    file_no: str
    name: str
    sex: str = ""
    birth: str = ""
    arrived: str = ""
    status: str = ""
    care_mode: str = ""
    place: str = ""
    missing: int = 0


class OpeningRefusal(msgspec.Struct, frozen=True):
    """A roster row that was not taken: its row in the workbook, the name, why."""

    row: int
    name: str
    reason: str


class OpeningList(msgspec.Struct, frozen=True, kw_only=True):
    """The whole list; ``sha256`` is the digest that the signature covers (64 hex digits)."""

    institution: str
    go_live_on: date
    children: tuple[OpeningChild, ...]
    refused: tuple[OpeningRefusal, ...] = ()
    sha256: str
    director: Signed
    checker: Signed | None = None
    practice: bool = False


_LEAD = Style(size=10.5, leading=17)


def _children(data: OpeningList) -> Any:
    rows = [
        [
            str(number), child.file_no, child.name, child.sex, child.birth, child.arrived,
            child.status, child.care_mode, child.place,
            f"{child.missing} 项" if child.missing else "",
        ]
        for number, child in enumerate(data.children, 1)
    ]  # fmt: skip
    names = (
        "序",
        "档案号",
        "姓名",
        "性别",
        "出生日期",
        "来院日期",
        "状态",
        "养育方式",
        "区域床位",
        "待补",
    )
    return page.listing(names, rows, (5.5, 12, 10, 6, 12.5, 12.5, 11, 11.5, 11, 8))


def _story(data: OpeningList) -> list[Any]:
    day = f"{data.go_live_on.year}年{data.go_live_on.month}月{data.go_live_on.day}日"
    gaps = sum(child.missing for child in data.children)
    lead = (
        f"自 {day} 零时起，本程序为本机构的业务记录。建账儿童 {len(data.children)} 人，"
        f"未收入 {len(data.refused)} 行，待补资料 {gaps} 项（30 日内补齐）。"
        "院长签名后建账关闭，以后只能按入院办理或补录。"
    )
    parts: list[Any] = [Paragraph(lead, _LEAD), page.heading("一、建账儿童"), _children(data)]
    parts.append(page.heading("二、未收入的行", "没有则写“无”"))
    if data.refused:
        rows = [[str(r.row), r.name, r.reason] for r in data.refused]
        parts.append(page.listing(("原表行号", "姓名", "原因"), rows, (12, 18, 70)))
    else:
        parts.append(Paragraph("无", _LEAD))
    digest = f"{page.grouped(data.sha256[:32])}\n{page.grouped(data.sha256[32:])}"
    signed = [data.director] if data.checker is None else [data.checker, data.director]
    return [
        *parts,
        page.heading("三、确认"),
        page.table([["清单摘要（SHA-256）", digest]], [25, 75]),
        page.space(6),
        page.signature_lines(signed),
    ]


def opening_list(data: OpeningList) -> bytes:
    """The list as PDF."""
    frame = PageFrame(
        institution=data.institution,
        title="建账清单",
        footer="依据：建账规则（儿童花名册为源，逐人核对）。含儿童姓名，按机密资料保管。",
        practice=data.practice,
    )
    return page.render(frame, lambda: _story(data))
