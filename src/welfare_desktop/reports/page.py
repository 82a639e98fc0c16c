"""The frame that every paper shares: A4, institution head, title, page numbers, source, 演示."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import segno
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)

from welfare_desktop.reports import fonts
from welfare_desktop.reports.text import Paragraph, Span, Style

MARGIN = 48.0
"""Left and right margin in points (17 mm: room for the punch holes of a file)."""
WIDTH = A4[0] - 2 * MARGIN
"""Width of the printed column in points."""
_TOP_FIRST, _TOP, _BOTTOM = 100.0, 62.0, 56.0

INK = Color(0, 0, 0)
RULE = Color(0.45, 0.45, 0.45)
HAIR = Color(0.72, 0.72, 0.72)
SHADE = Color(0.93, 0.93, 0.93)

BODY = Style(size=10, leading=15.5)
SMALL = Style(size=8.5, leading=12.5, grey=0.25)
LABEL = Style(size=9, leading=13.5, grey=0.2)
CELL = Style(size=9.5, leading=14)
HEADING = Style(size=11.5, leading=18, face="bold")

GAP = "【缺】"
"""What stands where a required entry is missing."""

Rule = tuple[Any, ...]


class PageFrame(msgspec.Struct, frozen=True):
    """What stands around the content of every page.

    ``number``: number of the paper; ``footer``: clause and source; ``practice``: printed from a
    practice store, which is marked 演示 on every page.
    """

    institution: str
    title: str
    number: str = ""
    footer: str = ""
    practice: bool = False
    subtitle: str = ""


class Signed(msgspec.Struct, frozen=True):
    """A signature as it is printed; an empty ``name`` leaves a line to sign on by hand."""

    label: str
    name: str = ""
    at: datetime | None = None
    note: str = ""


class ChainHead(msgspec.Struct, frozen=True):
    """End of the journal of one device: how far it went and its hash (64 hex digits)."""

    device: str
    seq: int
    hash: str
    at: datetime | None = None


def minute(at: datetime | None) -> str:
    """``2026-10-31 07:52``, or nothing."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def short_minute(at: datetime | None) -> str:
    """``10-31 07:52``, or nothing."""
    return f"{at:%m-%d %H:%M}" if at else ""


def grouped(code: str, size: int = 4) -> str:
    """A long code in groups, so that two people can compare it aloud."""
    return " ".join(code[i : i + size] for i in range(0, len(code), size))


def _watermark(canvas: Any) -> None:
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    fonts.draw_centred(canvas, 0, -60, "演　示", 150, "bold")
    canvas.restoreState()


def _head(canvas: Any, frame: PageFrame, first: bool) -> None:
    right = A4[0] - MARGIN
    canvas.setFillGray(0)
    mark = "演示 · 非正式文书" if frame.practice else ""
    if first:
        top = A4[1] - 44
        fonts.draw(canvas, MARGIN, top, frame.institution, 10.5, "serif")
        fonts.draw_right(canvas, right, top, frame.number or mark, 9.5, "sans")
        fonts.draw_centred(canvas, A4[0] / 2, top - 30, frame.title, 20, "serif_bold")
        if frame.subtitle:
            canvas.setFillGray(0.2)
            fonts.draw_centred(canvas, A4[0] / 2, top - 46, frame.subtitle, 9.5, "sans")
        return
    top = A4[1] - 42
    fonts.draw(canvas, MARGIN, top, f"{frame.institution}　{frame.title}", 9, "serif")
    fonts.draw_right(canvas, right, top, frame.number or mark, 9, "sans")
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, top - 7, right, top - 7)


def _foot(canvas: Any, frame: PageFrame) -> None:
    right = A4[0] - MARGIN
    canvas.setStrokeColor(HAIR)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, 42, right, 42)
    canvas.setFillGray(0.25)
    left = "演示数据，不得作为正式文书使用。" if frame.practice else ""
    fonts.draw(canvas, MARGIN, 29, left + frame.footer, 8, "sans")


def _frame_box(top: float) -> Frame:
    return Frame(
        MARGIN, _BOTTOM, WIDTH, A4[1] - top - _BOTTOM,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip


class _Counted(Canvas):  # type: ignore[misc]  # ReportLab carries no types
    """Page numbers are drawn when all pages are laid out: only then their count is known."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._held: list[tuple[dict[str, Any], int]] = []
        #: Which paper the page under way belongs to.
        self.paper = 0

    def showPage(self) -> None:
        """The page is laid out; it is written at the end."""
        self._held.append((dict(self.__dict__), self.paper))
        self._startPage()

    def save(self) -> None:
        """Every page with its number, then the document."""
        held = self._held
        of = Counter(paper for _, paper in held)
        at: Counter[int] = Counter()
        for state, paper in held:
            self.__dict__.update(state)
            at[paper] += 1
            self.setFillGray(0.25)
            told = f"第 {at[paper]} 页 / 共 {of[paper]} 页"
            fonts.draw_right(self, A4[0] - MARGIN, 29, told, 8, "sans")
            super().showPage()
        self.counts = tuple(of[paper] for paper in sorted(of))
        super().save()


def _templates(number: int, frame: PageFrame) -> list[PageTemplate]:
    """The first page of a paper and its later ones."""

    def decorate(canvas: Any, first: bool) -> None:
        canvas.paper = number
        if frame.practice:
            _watermark(canvas)
        canvas.saveState()
        _head(canvas, frame, first)
        _foot(canvas, frame)
        canvas.restoreState()

    box = _frame_box(_TOP_FIRST + (12 if frame.subtitle else 0))
    return [
        PageTemplate(f"first{number}", [box], onPage=lambda canvas, _: decorate(canvas, True),
                     autoNextPageTemplate=f"later{number}"),
        PageTemplate(f"later{number}", [_frame_box(_TOP)],
                     onPage=lambda canvas, _: decorate(canvas, False)),
    ]  # fmt: skip


def render(frame: PageFrame, story: Callable[[], list[Any]]) -> bytes:
    """The PDF of a story; the same input gives the same bytes."""
    return render_all([(frame, story())])[0]


def render_all(papers: Sequence[tuple[PageFrame, list[Any]]]) -> tuple[bytes, tuple[int, ...]]:
    """Several papers as one PDF, each with its own frame and page numbers; pages of each.

    Their fonts are cut out once, which is most of what a page costs.
    """
    out, canvases = io.BytesIO(), list[_Counted]()

    def made(*arguments: Any, **named: Any) -> _Counted:
        canvases.append(_Counted(*arguments, **named))
        return canvases[-1]

    frame = papers[0][0]
    document = BaseDocTemplate(
        out, pagesize=A4, invariant=1, lang="zh-CN", initialFontName=fonts.base_font(),
        title=f"{frame.title} {frame.number}".strip(), author=frame.institution,
        subject=frame.subtitle or frame.title, creator="儿童福利机构工作台",
    )  # fmt: skip
    whole: list[Any] = []
    for number, (own, story) in enumerate(papers):
        document.addPageTemplates(_templates(number, own))
        if number:
            whole += [NextPageTemplate(f"first{number}"), PageBreak()]
        whole += story
    document.build(whole, canvasmaker=made)
    return out.getvalue(), canvases[-1].counts


def space(points: float) -> Any:
    """Vertical space."""
    return Spacer(1, points)


def heading(text: str, note: str = "") -> Any:
    """Heading of a section with an optional quiet note behind it; never left alone on a page."""
    spans: tuple[Span, ...] = (Span(text, "bold"),)
    if note:
        spans += (Span(f"　{note}", "sans"),)
    block = Table([[Paragraph(spans, HEADING)]], colWidths=[WIDTH])
    block.setStyle([_own_font(), *_PADDING, ("TOPPADDING", (0, 0), (-1, -1), 9)])
    block.keepWithNext = 1
    return block


def opening(text: str, note: str, points: float) -> list[Any]:
    """A heading of something long: on this page if there is room for so many points below it."""
    block = heading(text, note)
    block.keepWithNext = 0
    return [room(points), block]


def room(points: float) -> Any:
    """A new page, unless this one has room for so many points."""
    return CondPageBreak(points)


def together(*parts: Any) -> Any:
    """Parts that are not torn apart at the end of a page, nor within a row."""
    return KeepTogether(list(parts))


_PADDING: list[Rule] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def _own_font() -> Rule:
    """A table sets its own font even for cells of paragraphs; it must not be Helvetica."""
    return ("FONTNAME", (0, 0), (-1, -1), fonts.base_font())


#: The lines of a ruled table, and its comfortable cells.
_RULED: list[Rule] = [
    ("GRID", (0, 0), (-1, -1), 0.5, HAIR),
    ("BOX", (0, 0), (-1, -1), 0.9, RULE),
]
_CELLS: list[Rule] = [
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]


def cell(content: Any, style: Style = CELL) -> Any:
    """A table cell: text becomes a paragraph, anything else stays."""
    if not isinstance(content, str):
        return content
    if content.startswith(GAP):
        return Paragraph(content, msgspec.structs.replace(style, face="bold"))
    return Paragraph(content, style)


def table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    rules: Sequence[Rule] = (),
    *,
    whole: bool = False,
    ruled: bool = True,
) -> Any:
    """A table; ``widths`` are shares of the printed column; ``whole``: no row is torn."""
    shares = sum(widths)
    block = Table(
        [[cell(value) for value in row] for row in rows],
        colWidths=[WIDTH * share / shares for share in widths],
        splitInRow=not whole,
    )
    block.setStyle([_own_font(), *(_RULED if ruled else ()), *_CELLS, *rules])
    return block


def listing(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    rules: Sequence[Rule] = (),
    *,
    whole: bool = False,
) -> Any:
    """A table under a shaded head that is repeated on each page."""
    shares = sum(widths)
    head = [Paragraph(name, msgspec.structs.replace(LABEL, face="bold")) for name in columns]
    block = Table(
        [head, *([cell(value) for value in row] for row in rows)],
        colWidths=[WIDTH * share / shares for share in widths],
        repeatRows=1,
        splitInRow=not whole,
    )
    block.setStyle([_own_font(), *_RULED, *_CELLS, ("BACKGROUND", (0, 0), (-1, 0), SHADE), *rules])
    return block


class Code(Flowable):  # type: ignore[misc]  # ReportLab carries no types
    """A QR code drawn as vector squares, ``side`` points wide with its quiet zone."""

    def __init__(self, content: str, side: float, error: str = "m") -> None:
        super().__init__()
        self.matrix = [
            bytes(row)
            for row in segno.make(content, error=error, micro=False).matrix_iter(border=2)
        ]
        self.side = side

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        return self.side, self.side

    def draw(self) -> None:
        """Draw each run of dark modules as one rectangle."""
        step = self.side / len(self.matrix)
        self.canv.setFillColor(INK)
        for y, row in enumerate(self.matrix):
            start = 0
            for x in range(len(row) + 1):
                dark = x < len(row) and row[x]
                if not dark:
                    if x > start:
                        top = self.side - (y + 1) * step
                        self.canv.rect(start * step, top, (x - start) * step, step, 0, 1)
                    start = x + 1


def signature_lines(signatures: Sequence[Signed], columns: int = 2) -> Any:
    """Signatures side by side: who, when; an unsigned one is a line to be signed by hand."""
    cells: list[Any] = []
    for signed in signatures:
        body = (
            f"{signed.name}　{minute(signed.at)}"
            if signed.name
            else "　\n签名：　　　　　　　　年　　月　　日"
        )
        note = f"\n{signed.note}" if signed.note else ""
        spans = (Span(f"{signed.label}\n", "bold"), Span(body + note, "sans"))
        cells.append(Paragraph(spans, CELL))
    while len(cells) % columns:
        cells.append("")
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    block = table(rows, [1] * columns, [("VALIGN", (0, 0), (-1, -1), "TOP")])
    block.setStyle([_own_font(), ("NOSPLIT", (0, 0), (-1, -1))])
    return block


def seal_space() -> Any:
    """Where the institution's seal goes: under the signatures at the right, with the day."""
    text = Paragraph(
        "（单位盖章）\n\n\n　　　　年　　月　　日", msgspec.structs.replace(CELL, align="centre")
    )
    block = Table([["", text]], colWidths=[WIDTH * 0.6, WIDTH * 0.4])
    block.setStyle([_own_font(), *_PADDING, ("TOPPADDING", (0, 0), (-1, -1), 14)])
    block.setStyle([("NOSPLIT", (0, 0), (-1, -1))])
    return block
