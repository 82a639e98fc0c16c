"""The binding keeps reference counts (platform.md §1): a wrong release is refused by this test."""

import sys

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_none_is_not_released(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    picture = QPixmap(8, 8)
    before = sys.getrefcount(None)
    for _ in range(200):
        label.setText("甲")
        painter = QPainter(picture)
        painter.drawLine(0, 0, 4, 4)
        painter.end()
    assert abs(sys.getrefcount(None) - before) < 100
