"""The drawing of 生长曲线: seven curves and the child's points, walked with the arrow keys."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfare_desktop.domain.growth import INDICES
from welfare_desktop.domain.growth_chart import STROKES, Chart, Curve, Plot, Point, sd_name
from welfare_desktop.ui.shell.keys import Key, meaning, meanings
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import HINT

CURVE_KEYS = (
    Key("← → Home End", "生长曲线：上一次、下一次、第一次、最近一次测量", "before after first last"),
    Key("↑ ↓", "生长曲线：换标准和年龄段", "view:-1 view:1"),
    Key(f"1–{len(INDICES)}", "生长曲线：换指标", "index:*"),
)  # fmt: skip
_MEANINGS = meanings(CURVE_KEYS)
#: Colour of a curve by its distance from the median.
_TOKENS = {0: "ok", 1: "text2", 2: "warn", 3: "bad"}
_DOT, _CHOSEN = 4.0, 6.5
_NEAR = 24.0


class Curves(QWidget):
    """One chart. ``pointed``: another point is chosen; ``asked``: another index or part."""

    pointed = Signal()
    asked_index = Signal(int)
    asked_view = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as usual; as high as there is room."""
        return QSize(640, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Below this nothing can be read off any more."""
        return QSize(theme().px(300), theme().px(198))

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart, its newest point chosen."""
        self.chart = chart
        self.at = len(chart.dots) - 1 if chart else -1
        self.setAccessibleName(f"生长曲线：{chart.title}" if chart else "生长曲线")
        self._tell()

    @property
    def words(self) -> str:
        """The chosen point, or that there is none."""
        if self.chart is None:
            return ""
        return self.chart.dots[self.at].words if self.at >= 0 else self.chart.summary

    def _tell(self) -> None:
        note = self.chart.note if self.chart else ""
        place = (
            f"第 {self.at + 1} 次，共 {len(self.chart.dots)} 次。"
            if self.chart and self.at >= 0
            else ""
        )
        self.setAccessibleDescription(f"{place}{self.words} {note}".strip())
        self.update()
        self.pointed.emit()

    # --- keys and mouse ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→ and Home/End walk the points, ↑/↓ change the part, digits the index."""
        means, last = (
            meaning(_MEANINGS, event) or "",
            len(self.chart.dots) - 1 if self.chart else -1,
        )
        walk = {"before": self.at - 1, "after": self.at + 1, "first": 0, "last": last}
        kind, _, told = means.partition(":")
        if kind in walk:
            if last >= 0:
                self.at = max(0, min(last, walk[kind]))
                self._tell()
        elif kind == "view":
            self.asked_view.emit(int(told))
        elif kind == "index":
            self.asked_index.emit(int(told) - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The nearest point."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        plot = self._plot()
        if plot is None or not plot.chart.dots:
            return
        where = event.position()
        far = [(QPointF(*plot.at(dot.at)) - where).manhattanLength() for dot in plot.chart.dots]
        nearest = min(range(len(far)), key=far.__getitem__)
        if far[nearest] <= _NEAR:
            self.at = nearest
            self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is drawn by hand."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        self.update()

    # --- drawing ---

    def _plot(self) -> Plot | None:
        px = theme().px
        left, top, right, bottom = px(40), px(22), px(46), px(24)
        width, height = self.width() - left - right, self.height() - top - bottom
        return Plot(self.chart, left, top, width, height) if self.chart else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, grid, curves, then the child."""
        plot = self._plot()
        if plot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font(HINT))
        if plot.chart.curves:
            self._band(painter, plot)
        self._grid(painter, plot)
        for curve in plot.chart.curves:
            self._curve(painter, plot, curve)
        self._names(painter, plot)
        self._child(painter, plot)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _band(self, painter: QPainter, plot: Plot) -> None:
        """What lies between −2 and +2 is tinted: four children in a hundred lie outside."""
        low, high = (next(c for c in plot.chart.curves if c.sd == sd) for sd in (-2, 2))
        for under, over in zip(low.parts, high.parts, strict=True):
            path = _path(plot, (*under, *reversed(over)))
            path.closeSubpath()
            painter.fillPath(path, theme().colour("weak"))

    def _grid(self, painter: QPainter, plot: Plot) -> None:
        chart, px = plot.chart, theme().px
        (x0, x1), (y0, y1) = chart.x_span, chart.y_span
        words, lines = theme().colour("text2"), theme().colour("border")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for x, word in chart.x_ticks:
            foot = QPointF(*plot.at((x, y0)))
            painter.setPen(QPen(lines, 1))
            painter.drawLine(foot, QPointF(*plot.at((x, y1))))
            painter.setPen(words)
            painter.drawText(
                QRectF(foot.x() - 20, foot.y() + 2, 40, px(18)), Qt.AlignmentFlag.AlignCenter, word
            )
        for y, word in chart.y_ticks:
            start = QPointF(*plot.at((x0, y)))
            painter.setPen(QPen(lines, 1))
            painter.drawLine(start, QPointF(*plot.at((x1, y))))
            painter.setPen(words)
            painter.drawText(QRectF(0, start.y() - 10, plot.left - 6, 20), right, word)
        painter.drawText(
            QRectF(plot.left, 0, plot.width, plot.top - 2),
            Qt.AlignmentFlag.AlignVCenter,
            chart.y_name,
        )
        above = QRectF(plot.left, 0, plot.width, plot.top - 2)
        painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, chart.y_name)
        painter.drawText(above, right, f"横轴：{chart.x_name}")

    def _curve(self, painter: QPainter, plot: Plot, curve: Curve) -> None:
        width, dashes = STROKES[abs(curve.sd)]
        shade = theme().colour(_TOKENS[abs(curve.sd)])
        pen = QPen(shade, width)
        if dashes:
            pen.setDashPattern([length / width for length in dashes])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part in curve.parts:
            painter.drawPath(_path(plot, part))

    def _names(self, painter: QPainter, plot: Plot) -> None:
        left = plot.left + plot.width + 5
        for curve, y in plot.names(theme().px(HINT)):
            painter.setPen(theme().colour(_TOKENS[abs(curve.sd)]))
            place = QRectF(left, y - 10, self.width() - left, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, sd_name(curve.sd))

    def _child(self, painter: QPainter, plot: Plot) -> None:
        points = [QPointF(*plot.at(dot.at)) for dot in plot.chart.dots]
        ink, ground = theme().colour("info"), theme().colour("surface")
        painter.setPen(QPen(ink, 2))
        for one, other in pairwise(points):
            painter.drawLine(one, other)
        for number, (dot, point) in enumerate(zip(plot.chart.dots, points, strict=True)):
            known = dot.judged.z is not None or bool(dot.judged.level)
            painter.setBrush(ink if known else ground)
            painter.setPen(QPen(ink, 2))
            painter.drawEllipse(point, _DOT, _DOT)
            if number == self.at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme().colour("ring"), 2.5))
                painter.drawEllipse(point, _CHOSEN, _CHOSEN)


def _path(plot: Plot, points: tuple[Point, ...]) -> QPainterPath:
    path = QPainterPath(QPointF(*plot.at(points[0])))
    for point in points[1:]:
        path.lineTo(QPointF(*plot.at(point)))
    return path
