"""Lucide icons, tinted through QtSvg at the device's pixel ratio (look.md §2)."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from welfare_desktop.domain.places import resource


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon in one colour; ``size`` in device-independent px."""
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    side = round(size * ratio)
    out = QPixmap(side, side)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    out.setDevicePixelRatio(ratio)
    return out


def icon(name: str, colour: str, size: int = 20, disabled: str = "") -> QIcon:
    """The icon at ordinary and double density; ``disabled``: its colour where it cannot be pressed."""
    out = QIcon()
    for ratio in (1.0, 2.0):
        out.addPixmap(pixmap(name, colour, size, ratio))
        if disabled:
            out.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return out
