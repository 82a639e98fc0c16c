"""The tray: files that wait to be filed, as pictures with names; several marked are one item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from welfare_desktop.actions.scans import Scan
from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.keys import Key, meaning, meanings
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import Pictures, dim
from welfare_desktop.ui.shell.tokens import BODY, HINT

Index = QModelIndex | QPersistentModelIndex
TRAY_KEYS = (Key("空格 · Delete", "左边清单里：选中、不收", "here away"),)
_MEANINGS = meanings(TRAY_KEYS)
_ROW, _GAP = 84, 8
_MEDIA = {"film": "录像", "sound": "录音"}


class TrayModel(QAbstractListModel):
    """Scans in their order, and which of them are marked as pages of one item."""

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[Scan] = []
        self.marked: set[int] = set()

    def show_scans(self, scans: Sequence[Scan], marked: Sequence[Scan] = ()) -> None:
        """Show these, some marked; the same bytes may lie here twice."""
        self.beginResetModel()
        self.scans = list(scans)
        wanted = {id(scan) for scan in marked}
        self.marked = {n for n, scan in enumerate(self.scans) if id(scan) in wanted}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.scans)

    def words(self, row: int) -> str:
        """One file in words."""
        scan = self.scans[row]
        kind = _MEDIA.get(scan.media) or (f"{scan.pages}页" if scan.pages > 1 else "")
        dpi = f"{scan.dpi} dpi" if scan.dpi and not scan.camera else ""
        return " · ".join(part for part in (f"{scan.day:%Y-%m-%d}", kind, dpi) if part)

    def data(self, index: Index, role: int = 0) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.scans[index.row()].name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = "，已选" if index.row() in self.marked else ""
            return f"{self.scans[index.row()].name}，{self.words(index.row())}{mark}"
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, tray: Tray) -> None:
        super().__init__(tray)
        self._tray = tray

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, theme().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture, name, facts, the mark."""
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme().colour("weak" if chosen else "surface"))
        model, row = self._tray.rows, index.row()
        box = QRect(rect.left() + _GAP, rect.top() + 6, theme().px(54), rect.height() - 12)
        draw_scan(painter, box, self._tray.pictures, model.scans[row], self._tray)
        left = box.right() + _GAP + 2
        words = QRect(left, rect.top() + 8, rect.right() - left - 30, rect.height() - 16)
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font(BODY))
        name = painter.fontMetrics().elidedText(
            model.scans[row].name, Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, name)
        painter.setPen(theme().colour("text2"))
        painter.setFont(theme().font(HINT))
        told = painter.fontMetrics().elidedText(
            model.words(row), Qt.TextElideMode.ElideRight, words.width() + 26
        )
        painter.drawText(words.adjusted(0, 0, 26, 0), Qt.AlignmentFlag.AlignBottom, told)
        if row in model.marked:
            shade = theme().tokens.primary
            painter.drawPixmap(rect.right() - 28, rect.top() + 8, pixmap("circle-check", shade, 20))
        painter.setPen(theme().colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


def draw_scan(painter: QPainter, box: QRect, pictures: Pictures, scan: Scan, source: Tray) -> None:
    """The small picture of a scan in a box; an icon where there is none, or not yet."""
    found = None
    if scan.media in ("picture", "pdf"):
        found = pictures.picture(scan.sha256, partial(source.load, scan))
    draw(painter, box, found, "file-text" if scan.media in ("picture", "pdf") else "file-check")


def draw(painter: QPainter, box: QRect, found: Any, icon: str) -> None:
    """A picture in the middle of a box, dimmed at night, or an icon."""
    if found is None or found.isNull():
        painter.fillRect(box, theme().colour("mute_bg"))
        mark = pixmap(icon, theme().tokens.mute, 22)
        painter.drawPixmap(box.center().x() - 11, box.center().y() - 11, mark)
        return
    size = found.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(box.left() + (box.width() - size.width()) // 2,
                  box.top() + (box.height() - size.height()) // 2, size.width(), size.height())  # fmt: skip
    painter.drawPixmap(place, found)
    dim(painter, place)
    painter.setPen(theme().colour("border"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)


class Tray(QListView):
    """Space marks pages of one item, Alt+↑ ↓ puts them in order, Delete takes one away."""

    taken_away = Signal(object)
    pointed = Signal()

    def __init__(self, pictures: Pictures, load: Callable[[Scan], bytes]) -> None:
        super().__init__()
        self.pictures, self.load = pictures, load
        self.rows = TrayModel()
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName("等着收的文件")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        pictures.ready.connect(lambda: self.viewport().update())
        self.selectionModel().currentChanged.connect(lambda *_: self.pointed.emit())

    def show_scans(
        self, scans: Sequence[Scan], marked: Sequence[Scan] = (), current: Scan | None = None
    ) -> None:
        """Show these; the cursor stands on ``current``, else where it stood."""
        row = self.currentIndex().row()
        self.rows.show_scans(scans, marked)
        if current is not None:
            row = next((n for n, scan in enumerate(scans) if scan is current), row)
        self.point(min(max(row, 0), len(scans) - 1))
        self.pointed.emit()

    def point(self, row: int) -> None:
        """The cursor on a row."""
        if 0 <= row < len(self.rows.scans):
            self.setCurrentIndex(self.rows.index(row))

    def step(self, by: int) -> None:
        """The cursor so many rows further."""
        self.point(self.currentIndex().row() + by)

    def current(self) -> Scan | None:
        """The file under the cursor."""
        row = self.currentIndex().row()
        return self.rows.scans[row] if 0 <= row < len(self.rows.scans) else None

    def item(self) -> list[Scan]:
        """Pages of the next item: what is marked, in order; else the file under the cursor."""
        marked = [self.rows.scans[row] for row in sorted(self.rows.marked)]
        current = self.current()
        return marked or ([current] if current is not None else [])

    def mark(self) -> None:
        """Mark the file under the cursor, or take the mark away; go on to the next."""
        row = self.currentIndex().row()
        if row >= 0:
            self.rows.marked ^= {row}
            self.step(1)
            self.viewport().update()
            self.pointed.emit()

    def put(self, by: int) -> None:
        """Put the file under the cursor earlier or later."""
        row = self.currentIndex().row()
        other = row + by
        scans = list(self.rows.scans)
        if not (0 <= row < len(scans) and 0 <= other < len(scans)):
            return
        marked = [scans[n] for n in self.rows.marked]
        scans[row], scans[other] = scans[other], scans[row]
        self.show_scans(scans, marked, scans[other])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the tray."""
        means = meaning(_MEANINGS, event)
        if means == "here":
            self.mark()
        elif means == "away" and (scan := self.current()) is not None:
            self.taken_away.emit(scan)
        else:
            super().keyPressEvent(event)
