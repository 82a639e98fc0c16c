"""How the month is drawn: a letter in its box, names with hours, days with what they lack."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from welfare_desktop.ui.shell.stamps import Stamps
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import BODY, HINT, NAME, ROW_NO
from welfare_desktop.ui.shell.widgets import SIGNS

if TYPE_CHECKING:
    from welfare_desktop.ui.staffing.grid import GridCell, GridModel

#: Day and night apart at a glance; the letter says which.
_GROUNDS = {"D": "info", "DA": "info", "E": "ok", "N": "mute", "NA": "mute"}
_WEEKDAYS = "一二三四五六日"


class DayCells(QStyledItemDelegate):
    """A shift in its box; dotted while not saved, edged where something stands against it."""

    def __init__(self, model: GridModel, view: QWidget) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self._stamps = Stamps()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """One cell."""
        picture = self._model.picture
        if picture is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        cell, day = self._model.cell(index.row(), index.column()), picture.days[index.column()]
        if day == picture.today:
            painter.fillRect(rect, theme().colour("weak"))
        elif day in picture.rest:
            painter.fillRect(rect, theme().colour("raised"))
        painter.setPen(theme().colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if cell.text:
            hard = any(flag.hard for flag in cell.flags)
            look = (cell.text, cell.shift, cell.fresh, hard, bool(cell.flags))
            self._stamps.put(painter, rect, look, partial(self._box, cell=cell))
        if state & QStyle.StateFlag.State_Selected:
            here = self._view.hasFocus()
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().colour("ring" if here else "edge"), 2.5 if here else 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
            painter.restore()

    def _box(self, painter: QPainter, rect: QRect, cell: GridCell) -> None:
        hard = any(flag.hard for flag in cell.flags)
        tone = "bad" if hard else "warn" if cell.flags else _GROUNDS.get(cell.shift, "mute")
        edged = bool(cell.flags) or cell.fresh
        pen = QPen(theme().colour(tone), 1.4 if edged else 0.6)
        if cell.fresh:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(theme().colour(f"{tone}_bg"))
        painter.drawRoundedRect(QRectF(rect).adjusted(2, 3, -2, -3), 5, 5)
        painter.setPen(theme().colour(tone))
        name = not cell.shift and len(cell.text) > 1
        text = f"{cell.text}{'✕' if hard else '!'}" if cell.flags and not name else cell.text
        small = ROW_NO if name else HINT if len(text) > 1 else BODY
        painter.setFont(theme().font(small, QFont.Weight.Medium if name else QFont.Weight.Bold))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class PeopleHeader(QHeaderView):
    """Name, then hours planned and by contract; the row of the cursor is tinted."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._cells = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("人员")

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One row's name."""
        picture = self._cells.picture
        if picture is None or not 0 <= section < len(picture.rows):
            return
        row = picture.rows[section]
        here = getattr(self.parent(), "currentIndex", QModelIndex)().row() == section
        painter.save()
        ground = "weak" if here else "raised" if row.post else "surface"
        painter.fillRect(rect, theme().colour(ground))
        painter.setPen(theme().colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        middle = Qt.AlignmentFlag.AlignVCenter
        place = rect.adjusted(10, 0, -8, 0)
        painter.setFont(theme().font(HINT, QFont.Weight.Medium))
        painter.setPen(theme().colour("warn" if row.over else "text2"))
        beside = f"{SIGNS['warn']} {row.beside}" if row.over else row.beside
        wide = painter.fontMetrics().horizontalAdvance(beside) + 8 if beside else 0
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, beside)
        painter.setPen(theme().colour("text2" if row.post else "text"))
        weight = QFont.Weight.Normal if row.post else QFont.Weight.Medium
        painter.setFont(theme().font(HINT if row.post else NAME, weight))
        name = place.adjusted(0, 0, -wide, 0)
        told = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, told)
        painter.restore()


class DaysHeader(QHeaderView):
    """The day, its weekday, and a sign where something stands against it."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("日期")

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One day."""
        picture = self._cells.picture
        if picture is None or not 0 <= section < len(picture.days):
            return
        day = picture.days[section]
        today, rest = day == picture.today, day in picture.rest
        painter.save()
        painter.fillRect(rect, theme().colour("weak" if today else "surface"))
        painter.setPen(theme().colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        third = rect.height() // 3
        top = rect.adjusted(0, 2, 0, -2 * third)
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font(HINT, QFont.Weight.Bold if today else QFont.Weight.Medium))
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.setPen(theme().colour("warn" if rest else "text2"))
        painter.setFont(theme().font(ROW_NO))
        middle = rect.adjusted(0, third, 0, -third)
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, _WEEKDAYS[day.weekday()])
        flags = picture.flags.get(day, ())
        tone = "bad" if any(f.hard for f in flags) else "warn" if flags else "ok"
        painter.setPen(theme().colour(tone))
        painter.setFont(theme().font(HINT, QFont.Weight.Bold))
        sign = {"bad": "✕", "warn": "!", "ok": "✓"}[tone]
        painter.drawText(rect.adjusted(0, 2 * third, 0, -2), Qt.AlignmentFlag.AlignCenter, sign)
        painter.restore()
