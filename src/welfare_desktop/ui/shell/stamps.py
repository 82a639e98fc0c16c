"""Small pictures drawn once for all places that look alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from welfare_desktop.ui.shell.theme import theme


class Stamps:
    """A key may draw hundreds of cells anew, and few of them differ."""

    def __init__(self) -> None:
        self._known: dict[Hashable, QPixmap] = {}

    def put(
        self, onto: QPainter, rect: QRect, look: Hashable,
        draw: Callable[[QPainter, QRect], object],
    ) -> None:  # fmt: skip
        """Put the picture of a ``look`` into a place; ``draw`` makes it where there is none yet."""
        ratio = onto.device().devicePixelRatioF()
        key = (look, rect.width(), rect.height(), ratio, theme().night, theme().size)
        stamp = self._known.get(key)
        if stamp is None:
            stamp = QPixmap(QSize(round(rect.width() * ratio), round(rect.height() * ratio)))
            stamp.setDevicePixelRatio(ratio)
            stamp.fill(Qt.GlobalColor.transparent)
            painter = QPainter(stamp)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter, QRect(0, 0, rect.width(), rect.height()))
            painter.end()
            self._known[key] = stamp
        onto.drawPixmap(rect.topLeft(), stamp)
