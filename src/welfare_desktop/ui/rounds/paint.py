"""How the board is drawn: rounded cells with sign and colour, names with one tag, times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from welfare_desktop.domain.board import Cell
from welfare_desktop.ui.shell.stamps import Stamps
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import HINT, NAME, ROW_NO

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.board import BoardModel

#: Letters of this size are read at two metres: there a long name takes further lines, and is not
#: made small.
_TWO_METRES = 32
_BROKEN = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(
    Qt.TextFlag.TextWrapAnywhere
)
#: Size of type → row height, column width, names' width, px of names and signs (look.md §2).
_SIZES = {"标准": (38, 54, 176, NAME), "大": (44, 62, 204, 18), "特大": (56, 104, 330, 32)}
_TAG_TONES = {"隔离": "warn", "重点": "warn", "婴儿": "info", "过敏": "bad"}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of the board in px."""

    row: int
    column: int
    names: int
    letters: int


def sizes() -> Sizes:
    """Sizes for the type size in force; in 特大 names and signs are 32 px, read at two metres."""
    return Sizes(*_SIZES[theme().size])


@cache
def board_font(pixels: int, weight: QFont.Weight) -> QFont:
    """A font of exactly these pixels, whatever the type size; a key draws hundreds of cells."""
    font = theme().font(NAME, weight)
    font.setPixelSize(pixels)
    return font


class CellPainter(QStyledItemDelegate):
    """Signs in rounded cells: solid once marked, dashed while due, dotted while unsigned."""

    def __init__(self, model: BoardModel, view: QWidget) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self._stamps = Stamps()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """One cell."""
        from welfare_desktop.ui.rounds.board import shown

        board = self._model.board
        if board is None:
            return
        cell = board.rows[index.row()].cells[index.column()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if index.column() == board.current:
            painter.fillRect(rect, theme().colour("weak"))
        if cell.state == "none" and not cell.mark and not state & QStyle.StateFlag.State_Selected:
            return
        sign, _, tone = shown(cell)
        look = (sign, tone, cell.state, bool(cell.mark), cell.signed)
        self._stamps.put(painter, rect, look, partial(self._cell, cell=cell, sign=sign, tone=tone))
        if state & QStyle.StateFlag.State_Selected:
            here = self._view.hasFocus()
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().colour("ring" if here else "edge"), 3 if here else 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 7, 7)
            painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, cell: Cell, sign: str, tone: str) -> None:
        pen = QPen(theme().colour("hairline" if cell.state == "future" else tone), 1.2)
        if cell.mark and not cell.signed:
            pen.setStyle(Qt.PenStyle.DotLine)
        elif not cell.mark and cell.state not in ("future", "away"):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        filled = bool(cell.mark) or cell.state in ("due", "overdue", "missed", "away")
        painter.setBrush(theme().colour(f"{tone}_bg") if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(3, 3, -3, -3), 6, 6)
        if sign:
            painter.setPen(theme().colour(tone))
            pixels = sizes().letters if len(sign) < 3 else round(sizes().letters * 0.72)
            painter.setFont(board_font(pixels, QFont.Weight.Bold))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, sign)


class NamesHeader(QHeaderView):
    """Number, name, at most one risk tag; the row of the cursor is tinted."""

    def __init__(self, model: BoardModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._cells = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("儿童")
        self._numbers = 0

    def measure(self) -> None:
        """Numbers take what the longest needs; a long name that must not be small takes further
        lines, so that it is read at two metres as well."""
        rows, size = (self._cells.board.rows if self._cells.board else ()), sizes()
        number = QFontMetrics(self._number_font())
        self._numbers = 14 + max((number.horizontalAdvance(r.number) for r in rows), default=0)
        letters = QFontMetrics(board_font(size.letters, QFont.Weight.Medium))
        for section, row in enumerate(rows):
            lines = 1
            if size.letters >= _TWO_METRES:
                room = max(size.letters, self._name_room(size.names, row.tag))
                fit = max(1, room // letters.horizontalAdvance("名"))
                lines = (
                    -(-len(row.name) // fit) if letters.horizontalAdvance(row.name) > room else 1
                )
            self.resizeSection(section, size.row + (lines - 1) * letters.height())

    def _number_font(self) -> QFont:
        return board_font(max(ROW_NO, round(sizes().letters * 0.6)), QFont.Weight.Normal)

    def _name_room(self, width: int, tag: str) -> int:
        tagged = QFontMetrics(_tag_font()).horizontalAdvance(tag) + 22 if tag else 0
        return width - self._numbers - tagged - 10

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One name."""
        board = self._cells.board
        if board is None or not 0 <= section < len(board.rows):
            return
        row, letters = board.rows[section], sizes().letters
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self.parent()
        here = getattr(view, "currentIndex", QModelIndex)().row() == section
        painter.fillRect(rect, theme().colour("weak" if here else "surface"))
        painter.setPen(theme().colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self._number_font())
        painter.setPen(theme().colour("text2"))
        narrow = self._numbers
        place = QRect(rect.left() + 6, rect.top(), narrow, rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, row.number)
        painter.setFont(board_font(letters, QFont.Weight.Medium))
        painter.setPen(theme().colour("text"))
        if row.tag:
            self._tag(painter, rect, row.tag)
        name = QRect(place.right() + 2, rect.top(), self._name_room(rect.width(), row.tag),
                     rect.height())  # fmt: skip
        _write_name(painter, name, row.name)
        painter.restore()

    def _tag(self, painter: QPainter, rect: QRect, tag: str) -> None:
        painter.save()
        painter.setFont(_tag_font())
        width = painter.fontMetrics().horizontalAdvance(tag) + 14
        height = painter.fontMetrics().height() + 4
        box = QRectF(rect.right() - width - 6, rect.center().y() - height / 2, width, height)
        tone = _TAG_TONES.get(tag, "mute")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(f"{tone}_bg"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(theme().colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag)
        painter.restore()


def _tag_font() -> QFont:
    return board_font(max(HINT, round(sizes().letters * 0.7)), QFont.Weight.Medium)


def _write_name(painter: QPainter, place: QRect, name: str) -> None:
    """A name in one line; a long one in several, smaller ones where the row is not higher."""
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(name) > place.width() and sizes().letters < _TWO_METRES:
        painter.setFont(board_font(HINT, QFont.Weight.Medium))
    if painter.fontMetrics().boundingRect(place, _BROKEN, name).height() <= place.height() + 4:
        painter.drawText(place, _BROKEN, name)
        return
    elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, middle, elided)


class SlotsHeader(QHeaderView):
    """The times; the current one stands out, another day and 快速录入 are written below."""

    def __init__(self, model: BoardModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("应巡时点")

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One time."""
        board = self._cells.board
        if board is None or not 0 <= section < len(board.slots):
            return
        slot, here = board.slots[section], section == board.current
        painter.save()
        painter.fillRect(rect, theme().colour("weak" if here else "surface"))
        painter.setPen(theme().colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme().colour("text" if here else "text2"))
        painter.setFont(theme().font(HINT, QFont.Weight.Bold if here else QFont.Weight.Medium))
        below, tone = self._below(slot)
        half = rect.adjusted(0, 0, 0, -rect.height() // 2 + 2) if below else rect
        low = Qt.AlignmentFlag.AlignBottom if below else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(half, int(low | Qt.AlignmentFlag.AlignHCenter), f"{slot:%H:%M}")
        if below:
            painter.setPen(theme().colour(tone))
            painter.setFont(theme().font(ROW_NO, QFont.Weight.Medium))
            rest = rect.adjusted(0, rect.height() // 2, 0, -2)
            painter.drawText(rest, Qt.AlignmentFlag.AlignCenter, below)
        painter.restore()

    def _below(self, slot: datetime) -> tuple[str, str]:
        board = self._cells.board
        if board is None:
            return "", ""
        if slot in board.hasty:
            return "! 快录", "warn"
        apart = (slot.date() - board.day).days
        return {-1: "昨日", 1: "次日"}.get(apart, ""), "text2"
