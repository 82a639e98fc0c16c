"""The month for the wall: one landscape A4, whose shape is that of A3 too."""

from __future__ import annotations

import calendar
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from welfare_desktop.reports import fonts
from welfare_desktop.reports.page import HAIR, RULE, SHADE
from welfare_desktop.reports.text import Style, break_text

_WIDE, _HIGH = landscape(A4)
_EDGE, _TOP, _FOOT, _HEAD = 28.0, 62.0, 34.0, 18.0
_WEEK = "一二三四五六日"
_PAD = 4.0
#: The first row of a line begins one letter further left than the others.
_TEXT = Style(size=7.5, leading=9.6, indent=-7.5)


class WallSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A month as lines by day. ``rest``: days off, printed grey."""

    institution: str
    month: date
    printed_on: date
    lines: Mapping[date, Sequence[str]]
    rest: frozenset[date] = frozenset()
    practice: bool = False


def wall_sheet(sheet: WallSheet) -> bytes:
    """The sheet as PDF; the same input gives the same bytes."""
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=(_WIDE, _HIGH), invariant=1, lang="zh-CN",
        initialFontName=fonts.base_font(),
    )  # fmt: skip
    title = f"{sheet.month:%Y年%m月} 到期日历"
    canvas.setTitle(title)
    canvas.setAuthor(sheet.institution)
    fonts.draw(canvas, _EDGE, _HIGH - 32, sheet.institution, 10.5, "serif")
    fonts.draw_centred(canvas, _WIDE / 2, _HIGH - 36, title, 18, "serif_bold")
    mark = "演示 · 非正式文书　" if sheet.practice else ""
    fonts.draw_right(canvas, _WIDE - _EDGE, _HIGH - 32, f"{mark}{sheet.printed_on}打印", 9, "sans")
    _grid(canvas, sheet)
    told = "只写床位或姓名首字母。详细情况和依据条款见电脑“到期日历”。A3纸可放大打印。"
    canvas.setFillGray(0.25)
    fonts.draw(canvas, _EDGE, 18, told, 8, "sans")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _grid(canvas: Any, sheet: WallSheet) -> None:
    weeks = calendar.Calendar().monthdatescalendar(sheet.month.year, sheet.month.month)
    wide = (_WIDE - 2 * _EDGE) / 7
    high = (_HIGH - _TOP - _FOOT - _HEAD) / len(weeks)
    top = _HIGH - _TOP
    for number, name in enumerate(_WEEK):
        middle = _EDGE + (number + 0.5) * wide
        fonts.draw_centred(canvas, middle, top + 5, f"星期{name}", 9, "medium")
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            _day(canvas, sheet, day, (_EDGE + column * wide, top - (row + 1) * high, wide, high))


def _day(canvas: Any, sheet: WallSheet, day: date, box: tuple[float, float, float, float]) -> None:
    x, y, wide, high = box
    own = day.month == sheet.month.month
    canvas.setStrokeColor(RULE if own else HAIR)
    canvas.setFillColor(SHADE)
    canvas.rect(x, y, wide, high, stroke=1, fill=int(own and day in sheet.rest))
    if not own:
        return
    canvas.setFillGray(0)
    fonts.draw(canvas, x + _PAD, y + high - 13, str(day.day), 11, "bold")
    at = y + high - 25
    room = int((at - y) // _TEXT.leading) + 1
    for line in fitted(sheet.lines.get(day, ()), room, wide - 2 * _PAD):
        fonts.draw(canvas, x + _PAD, at, line, _TEXT.size, "sans")
        at -= _TEXT.leading


def fitted(lines: Sequence[str], room: int, wide: float) -> list[str]:
    """Lines folded to a width; those for which there is no room are counted in the last one."""
    out: list[str] = []
    for number, line in enumerate(lines):
        folded = _folded(line, wide)
        last = number == len(lines) - 1
        if len(out) + len(folded) + (not last) > room:
            return [*out[: room - 1], f"另有{len(lines) - number}项，见电脑"]
        out += folded
    return out


def _folded(line: str, wide: float) -> list[str]:
    """The first row out, the others one letter in; none begins with a comma."""
    first, *rest = break_text(fonts.clean(line), _TEXT, wide - _TEXT.size)
    return [first, *(f"　{row}" for row in rest)]
