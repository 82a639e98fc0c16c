"""Paragraphs with Chinese line breaking (GB/T 15834-2011 §5.1: marks at line ends and starts)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from reportlab.platypus import Flowable

from welfare_desktop.reports import fonts
from welfare_desktop.reports.fonts import Face

Align = Literal["left", "centre", "right"]

NO_START = frozenset("，。、；：！？）》」』】〉〕〗］｝”’…—～·％‰℃°々ー,.;:!?)]}%︰﹐﹑﹒﹔﹕﹖﹗")
"""Marks that no line may begin with."""
NO_END = frozenset("□（《「『【〈〔〖［｛“‘￥＄$([{#№")
"""Marks that no line may end with."""


class Style(msgspec.Struct, frozen=True):
    """How a paragraph looks. ``size`` and ``leading`` in points, ``grey`` 0 black to 1 white."""

    size: float = 10
    leading: float = 15
    face: Face = "sans"
    align: Align = "left"
    grey: float = 0
    indent: float = 0
    space_after: float = 0


class Span(msgspec.Struct, frozen=True):
    """Part of a paragraph with a face of its own."""

    text: str
    face: Face


class _Unit(msgspec.Struct, frozen=True):
    char: str
    face: Face
    width: float


Line = tuple[_Unit, ...]


def _in_word(char: str) -> bool:
    """Part of a Latin word, a number or a date, which is not torn apart."""
    return char < "\u0250" and (char.isalnum() or char in "-_./:@+&'")


def _mark_bad(left: str, right: str) -> bool:
    return right in NO_START or left in NO_END


def _word_bad(left: str, right: str) -> bool:
    return _in_word(left) and _in_word(right)


def _last_break(units: list[_Unit], start: int, limit: int) -> int:
    """Where the line that begins at ``start`` and holds at most up to ``limit`` ends."""
    if limit >= len(units):
        return len(units)
    pairs = [(i, units[i - 1].char, units[i].char) for i in range(limit, start, -1)]
    for at, left, right in pairs:
        if not _mark_bad(left, right) and not _word_bad(left, right):
            return at
    for at, left, right in pairs:
        if not _mark_bad(left, right):
            return at
    # A column too narrow for any proper break: let the mark hang over rather than start a line.
    at = limit
    while at < len(units) and _mark_bad(units[at - 1].char, units[at].char):
        at += 1
    return at


def _break_line(units: list[_Unit], first: float, other: float) -> list[Line]:
    lines: list[Line] = []
    start, room = 0, first
    while start < len(units):
        used, limit = 0.0, start
        while limit < len(units) and used + units[limit].width <= room + 0.001:
            used += units[limit].width
            limit += 1
        # A blank may hang past the margin: it is not seen.
        while limit < len(units) and units[limit].char == " ":
            limit += 1
        end = _last_break(units, start, max(limit, start + 1))
        lines.append(tuple(units[start:end]))
        start, room = end, other
        while start < len(units) and units[start].char == " ":
            start += 1
    return lines or [()]


def _units(spans: tuple[Span, ...], size: float) -> list[list[_Unit]]:
    """Units of each hard line."""
    out: list[list[_Unit]] = [[]]
    for span in spans:
        for char in fonts.clean(span.text):
            if char == "\n":
                out.append([])
            else:
                out[-1].append(_Unit(char, span.face, fonts.width(char, size, span.face)))
    return out


def break_spans(spans: tuple[Span, ...], style: Style, room: float) -> list[Line]:
    """Lines of a paragraph in a column ``room`` points wide."""
    lines: list[Line] = []
    for units in _units(spans, style.size):
        lines += _break_line(units, room - style.indent, room)
    return lines


def break_text(text: str, style: Style, room: float) -> list[str]:
    """Lines of a plain text in a column ``room`` points wide."""
    lines = break_spans((Span(text, style.face),), style, room)
    return ["".join(unit.char for unit in line) for line in lines]


def _pieces(line: Line) -> list[tuple[str, Face]]:
    out: list[tuple[str, Face]] = []
    for unit in line:
        if out and out[-1][1] == unit.face:
            out[-1] = (out[-1][0] + unit.char, unit.face)
        else:
            out.append((unit.char, unit.face))
    return out


class Paragraph(Flowable):  # type: ignore[misc]  # ReportLab carries no types
    """A block of text that can be split over pages; plain text, no markup to escape."""

    def __init__(self, content: str | tuple[Span, ...], style: Style) -> None:
        super().__init__()
        self.spans = (Span(content, style.face),) if isinstance(content, str) else content
        self.style = style
        self.lines: list[Line] = []

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        """Width and height in points for a column ``room`` wide."""
        self.room = room
        self.lines = break_spans(self.spans, self.style, room)
        self.height = len(self.lines) * self.style.leading + self.style.space_after
        return room, self.height

    def split(self, room: float, height: float) -> list[Any]:
        """Two parts, none of them a single orphaned line of a longer block."""
        self.wrap(room, height)
        fit = int(height // self.style.leading)
        if fit >= len(self.lines):
            return [self]
        if fit < 1 or (len(self.lines) > 3 and fit < 2):
            return []
        return [_Lines(self.lines[:fit], self.style), _Lines(self.lines[fit:], self.style)]

    def draw(self) -> None:
        """Draw the lines from the top down."""
        style = self.style
        self.canv.setFillGray(style.grey)
        y = self.height - (style.leading + style.size * 0.76) / 2
        for number, line in enumerate(self.lines):
            x = style.indent if number == 0 else 0.0
            spare = self.room - sum(unit.width for unit in line)
            x += {"left": 0.0, "centre": spare / 2, "right": spare}[style.align]
            for text, face in _pieces(line):
                x = fonts.draw(self.canv, x, y, text, style.size, face)
            y -= style.leading


class _Lines(Paragraph):
    """Lines already broken: what is left of a paragraph on either side of a page break."""

    def __init__(self, lines: list[Line], style: Style) -> None:
        super().__init__("", msgspec.structs.replace(style, indent=0))
        self.lines = lines

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        self.room = room
        self.height = len(self.lines) * self.style.leading + self.style.space_after
        return room, self.height

    def split(self, room: float, height: float) -> list[Any]:
        fit = int(height // self.style.leading)
        if fit >= len(self.lines):
            return [self]
        if fit < 1:
            return []
        return [_Lines(self.lines[:fit], self.style), _Lines(self.lines[fit:], self.style)]
