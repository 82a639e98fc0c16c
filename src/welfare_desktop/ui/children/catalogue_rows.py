"""Rows of the catalogue of a file: phase, type, item; drawn, not built, so that 500 scans scroll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from welfare_desktop.actions.file_catalogue import Item, Line, Part
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Paper
from welfare_desktop.ui.filing.tray import draw
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import Pictures
from welfare_desktop.ui.shell.tokens import BODY, HINT, NAME, Tone
from welfare_desktop.ui.shell.widgets import SIGNS

Index = QModelIndex | QPersistentModelIndex
Load = Any
_HEIGHTS = {"part": 40, "line": 40, "item": 68}
_SHOWN = 3


class Row:
    """One row: what it is, and in words."""

    __slots__ = ("item", "kind", "line", "part")

    def __init__(
        self, kind: Literal["part", "line", "item"], part: Part, line: Line | None = None,
        item: Item | None = None,
    ) -> None:  # fmt: skip
        self.kind, self.part, self.line, self.item = kind, part, line, item

    @property
    def state(self) -> tuple[str, Tone]:
        """Word and tone at the right."""
        if self.kind == "part":
            phase = self.part.phase
            if not phase.begun:
                return "离院后开始", "mute"
            return (f"还缺{len(phase.lacking)}种", "warn") if phase.lacking else ("齐全", "ok")
        if self.item is not None:
            return ("已归档", "ok") if self.item.filed else ("待归档", "info")
        assert self.line is not None
        if self.line.lacking:
            return "缺", "bad"
        return ("齐", "ok") if self.line.required else ("按需", "mute")

    @property
    def title(self) -> str:
        """The first line."""
        if self.kind == "part":
            return self.part.words
        if self.item is not None:
            number = f"第{self.item.seq}件 " if self.item.filed else ""
            return number + (self.item.title or "不在您的查看范围")
        assert self.line is not None
        return f"{self.line.kind.type} {self.line.kind.title}"

    @property
    def detail(self) -> str:
        """What is said beside or below it."""
        if self.item is not None:
            one = self.item
            pages = f"{one.pages}页" if one.pages else ""
            parts = (one.day, pages, one.carrier, one.retention, one.by)
            return " · ".join(part for part in parts if part)
        if self.line is None or not self.line.lacking:
            return ""
        names = "、".join(name for name in self.line.lacking if name)
        form = self.line.kind.form
        way = f"由《{FORMS[form].title}》带来" if form else "按插入键收进来"
        return f"{names}　{way}".strip("　")

    @property
    def words(self) -> str:
        """The whole row, to be read aloud."""
        return "，".join(part for part in (self.title, self.state[0], self.detail) if part)


def rows_of(parts: Sequence[Part]) -> Iterator[Row]:
    """Every phase with its types, every type with its items."""
    for part in parts:
        yield Row("part", part)
        for line in part.lines:
            yield Row("line", part, line)
            for item in line.items:
                yield Row("item", part, line, item)


class Rows(QAbstractListModel):
    """The rows as a model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = 0) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title if not row.detail else f"{row.title}\n{row.detail}"
        return row.words if role == Qt.ItemDataRole.AccessibleTextRole else None


class RowPainter(QStyledItemDelegate):
    """Draws a row; pictures come as they are decoded."""

    def __init__(self, view: QListView, model: Rows, pictures: Pictures, load: Load) -> None:
        super().__init__(view)
        self._model, self._pictures, self._load = model, pictures, load

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme().px(_HEIGHTS[self._model.rows[index.row()].kind]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, state."""
        row, rect = self._model.rows[index.row()], QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = "weak" if chosen else "raised" if row.kind == "part" else "surface"
        painter.fillRect(rect, theme().colour(ground))
        inner = rect.adjusted(12 if row.kind != "item" else 36, 2, -12, -2)
        inner.setRight(inner.right() - self._state(painter, inner, *row.state) - 12)
        if row.item is not None:
            inner.setLeft(self._scans(painter, inner, row.item))
        self._words(painter, inner, row)
        painter.setPen(theme().colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _state(self, painter: QPainter, rect: QRect, word: str, tone: Tone) -> int:
        """The state at the right; how wide it is."""
        told = f"{SIGNS[tone]} {word}"
        painter.setFont(theme().font(HINT, 500))
        wide = painter.fontMetrics().horizontalAdvance(told) + 20
        high = theme().px(24)
        box = QRect(rect.right() - wide, rect.center().y() - high // 2, wide, high)
        ink, ground = theme().tokens.tone(tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, told)
        return wide

    def _scans(self, painter: QPainter, rect: QRect, item: Item) -> int:
        """The first pictures of an item; where its words begin."""
        side, left = theme().px(46), rect.left()
        for paper in item.scans[:_SHOWN] or (None,):
            box = QRect(left, rect.top() + 2, side, rect.height() - 4)
            draw(painter, box, self._picture(item, paper), "lock" if item.closed else "file-text")
            left += side + 6
        return left + 6

    def _picture(self, item: Item, paper: Paper | None) -> Any:
        shown = paper is not None and paper.media.startswith(("image/", "application/pdf"))
        if paper is None or not shown:
            return None
        return self._pictures.picture(paper.sha256, partial(self._load, paper, item.record))

    def _words(self, painter: QPainter, rect: QRect, row: Row) -> None:
        size, weight = (NAME, 600) if row.kind == "part" else (BODY, 400)
        if row.kind == "line" and row.state[1] == "bad":
            weight = 500
        painter.setFont(theme().font(size, weight))
        painter.setPen(theme().colour("text"))
        below = row.item is not None
        top = QRect(rect.left(), rect.top(), rect.width(), rect.height() // (2 if below else 1))
        told = painter.fontMetrics().elidedText(
            row.title, Qt.TextElideMode.ElideRight, top.width() if below else top.width() // 2
        )
        used = painter.fontMetrics().horizontalAdvance(told) + 16
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, told)
        painter.setFont(theme().font(HINT))
        painter.setPen(theme().colour("text2"))
        place = (QRect(rect.left(), top.bottom(), rect.width(), rect.height() - top.height())
                 if below else rect.adjusted(used, 0, 0, 0))  # fmt: skip
        detail = painter.fontMetrics().elidedText(
            row.detail, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, detail)
