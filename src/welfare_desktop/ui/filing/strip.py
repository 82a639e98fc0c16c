"""New files of the scanner's folder as a strip of small pictures; pressed, they are filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from welfare_desktop.actions import intake
from welfare_desktop.actions.scan_folder import Waiting
from welfare_desktop.ui.filing.tray import draw
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import Pictures
from welfare_desktop.ui.shell.tokens import HINT
from welfare_desktop.ui.shell.widgets import Button, set_property

_HIGH, _WIDE, _GAP, _SHOWN = 60, 38, 6, 8


class ScanStrip(Button):
    """The first few of what waits, and how many there are."""

    def __init__(self, pictures: Pictures, pressed: Callable[[], object]) -> None:
        super().__init__("", "", pressed, "扫描仪文件夹的新文件，回车收进档案")
        self._pictures = pictures
        self._waiting: Sequence[Waiting] = ()
        self._room = True
        set_property(self, "row", True)
        pictures.ready.connect(self.update)
        self.hide()

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show these; nothing waits: no strip."""
        self._waiting = waiting
        self.setAccessibleName(f"扫描仪文件夹有{len(waiting)}个新文件，回车收进档案")
        self.setToolTip(self.accessibleName())
        self.setFixedHeight(theme().px(_HIGH))
        self.fit(self._room)
        self.update()

    def fit(self, room: bool) -> None:
        """Whether there is room for a strip; the number stands on the button anyway."""
        self._room = room
        self.setVisible(room and bool(self._waiting))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pictures, then the words."""
        super().paintEvent(event)
        painter = QPainter(self)
        left, wide = 8, theme().px(_WIDE)
        for one in self._waiting[:_SHOWN]:
            box = QRect(left, 5, wide, self.height() - 10)
            found = self._pictures.picture(one.sha256, partial(intake.of_path, one.path))
            draw(painter, box, found, "file-text")
            left += wide + _GAP
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font(HINT))
        room = QRect(left + _GAP, 0, self.width() - left - 2 * _GAP, self.height())
        told = painter.fontMetrics().elidedText(
            f"扫描仪文件夹有{len(self._waiting)}个新文件", Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, told)
        painter.end()
