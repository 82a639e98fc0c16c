"""The page under the cursor, as large as there is room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from welfare_desktop.actions.scans import Scan
from welfare_desktop.ui.filing.tray import draw
from welfare_desktop.ui.shell.thumbnail import Pictures


class Preview(QWidget):
    """The first page of the file under the cursor, as large as there is room."""

    def __init__(self, pictures: Pictures, load: Callable[[Scan], bytes]) -> None:
        super().__init__()
        self._pictures, self._load = pictures, load
        self.scan: Scan | None = None
        self.setMinimumSize(120, 120)
        pictures.ready.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        scan = self.scan
        if scan is None:
            return
        painter = QPainter(self)
        found = None
        if scan.media in ("picture", "pdf"):
            found = self._pictures.picture(scan.sha256, partial(self._load, scan))
        draw(painter, QRect(0, 0, self.width() - 1, self.height() - 1), found, "file-text")
        painter.end()
