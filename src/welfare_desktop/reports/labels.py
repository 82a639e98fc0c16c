"""Wristband labels: name, number, sex, birth date, allergy, and the code a scanner reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame
from welfare_desktop.reports.text import Paragraph, Style


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One label. ``code``: what the scanner types; ``allergy``: empty where there is none."""

    name: str
    number: str
    sex: str
    birth_date: date | None
    allergy: str
    code: str


_ACROSS = 3
_SIDE = 56
_NAME = Style(size=14, leading=18, face="bold")
_LINE = Style(size=8, leading=11.5)
_ALLERGY = Style(size=8.5, leading=11.5, face="bold")


def _told(label: Label) -> list[Any]:
    born = f"{label.birth_date:%Y-%m-%d}" if label.birth_date else "出生日期不详"
    return [
        Paragraph(label.name, _NAME),
        Paragraph(f"{label.sex}　{born}", _LINE),
        Paragraph(label.number, _LINE),
        *([Paragraph(f"▲过敏：{label.allergy}", _ALLERGY)] if label.allergy else []),
    ]


def _story(labels: Sequence[Label]) -> list[Any]:
    rows: list[list[Any]] = []
    for start in range(0, len(labels), _ACROSS):
        line: list[Any] = []
        for label in labels[start : start + _ACROSS]:
            line += [_told(label), page.Code(label.code, _SIDE)]
        rows.append(line + [""] * (2 * _ACROSS - len(line)))
    # Cut along the frame of a label, which is two cells: what it says, and its code. Where the
    # last line is not full there is nothing to cut.
    cells = [(2 * (n % _ACROSS), n // _ACROSS) for n in range(len(labels))]
    cut: list[page.Rule] = [("BOX", (x, y), (x + 1, y), 0.7, page.RULE) for x, y in cells]
    return [page.table(rows, [108, 64] * _ACROSS, cut, whole=True, ruled=False)]


def wristbands(
    institution: str, ward: str, labels: Sequence[Label], practice: bool = False
) -> bytes:  # fmt: skip
    """A sheet of labels to be cut along its lines, as PDF."""
    frame = PageFrame(
        institution=institution, title="腕带标签", number=ward,
        footer="沿线剪开，装进腕带。打开巡查板，用扫码枪扫腕带，就跳到这名儿童。", practice=practice,
    )  # fmt: skip
    return page.render(frame, lambda: _story(labels))
