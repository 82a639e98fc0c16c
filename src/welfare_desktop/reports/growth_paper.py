"""生长曲线 on paper: each index as a drawing, then the measurings as a table."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
from reportlab.platypus import Flowable

from welfare_desktop.domain.growth_chart import STROKES, Chart, Plot, Point, sd_name
from welfare_desktop.reports import fonts, page
from welfare_desktop.reports.page import HAIR, RULE, WIDTH, PageFrame
from welfare_desktop.reports.text import Paragraph

_HIGH = 268.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 30.0, 14.0, 30.0
#: Grey of a curve by its distance from the median: told apart by dashes, not by colour.
_GREYS = {0: 0.0, 1: 0.45, 2: 0.3, 3: 0.3}
_LETTERS = 8.0
_COLUMNS = ("日期", "年龄", "身长（高）cm", "体重 kg", "头围 cm", "BMI", "身长（高）别体重")
_WIDTHS = (15, 14, 17, 13, 13, 13, 15)


class GrowthPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A child's growth as it is printed; ``rows``: newest first."""

    institution: str
    number: str
    subtitle: str
    charts: tuple[Chart, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    practice: bool = False


class Curves(Flowable):  # type: ignore[misc]  # ReportLab carries no types
    """One chart as vector lines."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.plot = Plot(chart, _LEFT, _TOP, WIDTH - _LEFT - _RIGHT, _HIGH - _TOP - _BOTTOM)

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        return WIDTH, _HIGH

    def _at(self, point: Point) -> Point:
        x, y = self.plot.at(point)
        return x, _HIGH - y

    def draw(self) -> None:
        """Grid, curves, then the child."""
        self.canv.saveState()
        self._grid()
        for curve in self.plot.chart.curves:
            self._curve(curve.sd, curve.parts)
        self._names()
        self._child()
        self.canv.restoreState()

    def _grid(self) -> None:
        canvas, chart = self.canv, self.plot.chart
        (x0, x1), (y0, y1) = chart.x_span, chart.y_span
        canvas.setLineWidth(0.4)
        canvas.setStrokeColor(HAIR)
        canvas.setFillGray(0.2)
        for x, word in chart.x_ticks:
            canvas.line(*self._at((x, y0)), *self._at((x, y1)))
            left, low = self._at((x, y0))
            fonts.draw_centred(canvas, left, low - 11, word, _LETTERS, "sans")
        for y, word in chart.y_ticks:
            canvas.line(*self._at((x0, y)), *self._at((x1, y)))
            left, low = self._at((x0, y))
            fonts.draw_right(canvas, left - 4, low - 3, word, _LETTERS, "sans")
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.9)
        left, low = self._at((x0, y0))
        canvas.rect(left, low, self.plot.width, self.plot.height, stroke=1, fill=0)
        fonts.draw_right(canvas, left + self.plot.width, low - 22, chart.x_name, _LETTERS, "sans")
        fonts.draw(canvas, left, low + self.plot.height + 4, chart.y_name, _LETTERS, "medium")

    def _curve(self, sd: int, parts: tuple[tuple[Point, ...], ...]) -> None:
        canvas, (width, dashes) = self.canv, STROKES[abs(sd)]
        canvas.setStrokeGray(_GREYS[abs(sd)])
        canvas.setLineWidth(width * 0.6)
        canvas.setDash(*([list(dashes)] if dashes else []))
        for part in parts:
            path = canvas.beginPath()
            path.moveTo(*self._at(part[0]))
            for point in part[1:]:
                path.lineTo(*self._at(point))
            canvas.drawPath(path)
        canvas.setDash()

    def _names(self) -> None:
        for curve, y in self.plot.names(8):
            self.canv.setFillGray(_GREYS[abs(curve.sd)])
            right = self.plot.left + self.plot.width + 4
            fonts.draw(self.canv, right, _HIGH - y - 2.5, sd_name(curve.sd), 7, "medium")

    def _child(self) -> None:
        canvas, dots = self.canv, self.plot.chart.dots
        canvas.setStrokeGray(0)
        canvas.setLineWidth(1.2)
        for one, other in pairwise(dots):
            canvas.line(*self._at(one.at), *self._at(other.at))
        for dot in dots:
            canvas.setFillGray(0 if dot.judged.z is not None or dot.judged.level else 1)
            canvas.circle(*self._at(dot.at), 2.6, stroke=1, fill=1)


def _story(paper: GrowthPaper) -> list[Any]:
    parts: list[Any] = []
    for chart in paper.charts:
        told = [Paragraph(text, page.SMALL) for text in (chart.summary, chart.note) if text]
        parts.append(page.together(page.heading(chart.title), Curves(chart), *told))
    parts.append(page.heading("历次测量"))
    rows = paper.rows or (("还没有测量", *[""] * (len(_COLUMNS) - 1)),)
    parts += [
        page.listing(_COLUMNS, rows, _WIDTHS),
        page.space(6),
        Paragraph(paper.note, page.SMALL),
    ]
    return parts


def growth_paper(paper: GrowthPaper) -> bytes:
    """The paper as PDF; the same input gives the same bytes."""
    frame = PageFrame(
        institution=paper.institution, title="生长曲线", number=paper.number,
        subtitle=paper.subtitle, practice=paper.practice,
    )  # fmt: skip
    return page.render(frame, lambda: _story(paper))
