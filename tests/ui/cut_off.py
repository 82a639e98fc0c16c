"""What is cut off: words that have not the room they ask for, lists that scroll sideways."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QScrollBar,
    QWidget,
)

from welfare_desktop.ui.shell.widgets import Elided


def cut_off(root: QWidget) -> list[str]:
    """Each defect with what is written there."""
    found = [f"scrolls sideways: {_named(bar)}" for bar in root.findChildren(QScrollBar)
             if bar.isVisible() and bar.width() > bar.height()]  # fmt: skip
    for widget in (*root.findChildren(QAbstractButton), *root.findChildren(QLabel)):
        if not widget.isVisible() or isinstance(widget, Elided) or not _words(widget):
            continue
        if not _whole(widget):
            found.append(f"{_words(widget)}: {widget.size()} of {widget.sizeHint()}")
        elif (lost := _lost(widget)) > 0:
            found.append(f"{_words(widget)}: {lost} px beyond the edge")
    return found


def _words(widget: QWidget) -> str:
    return widget.text().strip() if isinstance(widget, QAbstractButton | QLabel) else ""


def _whole(widget: QWidget) -> bool:
    """It has the room its words ask for."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() >= widget.heightForWidth(widget.width())
    hint = widget.sizeHint()
    return widget.width() >= hint.width() and widget.height() >= min(hint.height(), 40)


def _lost(widget: QWidget) -> int:
    """How much of its width lies beyond what is above it; what scrolls up and down is at hand."""
    inner, at, lost = QRect(QPoint(), widget.size()), widget, 0
    while not at.isWindow() and (above := at.parentWidget()) is not None:
        inner.translate(at.pos())
        lost = max(lost, -inner.left(), inner.right() - above.width() + 1)
        at = above
    return lost


def _named(widget: QWidget) -> str:
    at: QWidget | None = widget
    while at is not None and not at.accessibleName():
        at = at.parentWidget()
    return at.accessibleName() if at is not None else ""
