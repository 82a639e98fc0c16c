"""What stands on the screen, measured: contrast of a text, and what the keyboard changes."""

from __future__ import annotations

from collections import Counter
from functools import cache

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from welfare_desktop.ui.shell.tokens import contrast


@cache
def _ratio(one: int, other: int) -> float:
    return contrast(f"#{one & 0xFFFFFF:06X}", f"#{other & 0xFFFFFF:06X}")


def _points(image: QImage, place: QRect) -> list[int]:
    inside = place.intersected(image.rect())
    whole = image.copy(inside).convertToFormat(QImage.Format.Format_RGB32)
    return list(memoryview(whole.constBits()).cast("B").cast("I"))


def picture(window: QWidget, place: QRect | None = None) -> QImage:
    """The window, or a part of it, as it is painted now."""
    return (window.grab(place) if place is not None else window.grab()).toImage()


def place_of(widget: QWidget, margin: int = 0) -> QRect:
    """Where a widget stands in its window."""
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    return QRect(corner, widget.size()).adjusted(-margin, -margin, margin, margin)


def legibility(image: QImage, place: QRect) -> float:
    """Contrast of what is written in a place against what it is written on."""
    colours = Counter(_points(image, place))
    ((ground, _),) = colours.most_common(1)
    return max((_ratio(colour, ground) for colour in colours), default=1.0)


def changed(one: QImage, other: QImage, least: float = 3.0) -> int:
    """Points that differ between two pictures of one place by at least so much contrast."""
    points = zip(_points(one, one.rect()), _points(other, other.rect()), strict=True)
    pairs = Counter([pair for pair in points if pair[0] != pair[1]])
    return sum(n for pair, n in pairs.items() if _ratio(*pair) >= least)
