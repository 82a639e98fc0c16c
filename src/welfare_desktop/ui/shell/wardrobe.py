"""A change of the look for what is seen at once; what is hidden follows when it is shown."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_POLISHED, _OWN_STYLE = Qt.WidgetAttribute.WA_WState_Polished, Qt.WidgetAttribute.WA_SetStyle
_BY_SHEET = Qt.WidgetAttribute.WA_StyleSheet


class Wardrobe(QObject):
    """Keeps hidden widgets out of a change of the style sheet, and dresses them as they appear.

    Qt restyles every widget there is, twice: with all pages open that is five times the work of
    the page in front.

    Args:
        dressed: hears of every widget that follows as it appears.
    """

    def __init__(self, parent: QObject, dressed: Callable[[QWidget], None]) -> None:
        super().__init__(parent)
        self._dressed = dressed

    def change(self, app: QApplication, sheet: str, meanwhile: Callable[[], None]) -> None:
        """Put on a sheet; font and palette are set ``meanwhile``, while there is none."""
        with _nothing_collected():
            self._change(app, sheet, meanwhile)

    def _change(self, app: QApplication, sheet: str, meanwhile: Callable[[], None]) -> None:
        hidden = [
            w for w in app.allWidgets() if not w.isVisible() and not w.testAttribute(_OWN_STYLE)
        ]
        for widget in hidden:
            if widget.testAttribute(_POLISHED):
                # The palette and font that the old sheet gave are known to the old style alone.
                app.style().unpolish(widget)
                widget.setAttribute(_POLISHED, False)
            widget.setAttribute(_OWN_STYLE)
        # A sheet put in the place of another one restyles every widget once for each that it lies
        # in; put where there is none, it does so once.
        app.setStyleSheet("")
        for widget in app.allWidgets():
            # Asked for its size while others were undressed, one is taken for dressed already: it
            # would keep its font.
            widget.setAttribute(_BY_SHEET, False)
        meanwhile()
        app.setStyleSheet(sheet)
        for widget in filter(isValid, hidden):
            widget.setAttribute(_OWN_STYLE, False)
            if _topmost(widget):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A hidden widget is about to be painted: dressed with all that it holds."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            with _nothing_collected():
                for widget in (watched, *watched.findChildren(QWidget)):
                    widget.setAttribute(_BY_SHEET, False)
                    widget.style().polish(widget)
                    widget.setAttribute(_POLISHED)
                    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
                    self._dressed(widget)
        return False


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """While every widget is asked for, none goes: a window that nobody holds any more would be
    collected from under the list and take the process with it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _topmost(widget: QWidget) -> bool:
    """Whether a hidden widget is not hidden for its parent's sake."""
    above = widget.parentWidget()
    return widget.isWindow() or above is None or above.isVisible()
