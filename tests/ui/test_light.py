"""The light and the size of type changed (F8): what was hidden then looks as if it had been seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.screens import PAGE_IDS, show
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT, Tokens
from welfare_desktop.ui.shell.window import MainWindow


def _picture(window: MainWindow) -> QImage:
    window.setFocus()
    for _ in range(3):
        QApplication.processEvents()
    return window.grab().toImage()


@pytest.mark.parametrize(("tokens", "size"), [(NIGHT, "标准"), (DAY, "特大")])
def test_hidden_pages_follow_when_they_are_shown(
    every_page: MainWindow, tmp_path: Path, tokens: Tokens, size: str
) -> None:
    window, screens = every_page, [*PAGE_IDS, "F31", "F02"]
    window.resize(1366, 728)
    try:
        for screen in screens:
            show(window, screen)
        show(window, "today")
        theme().use(tokens, size)
        for screen in screens:
            show(window, screen)
            followed = _picture(window)
            theme().use(DAY, "标准")
            _picture(window)
            theme().use(tokens, size)
            seen = _picture(window)
            if seen != followed:
                seen.save(str(tmp_path / "seen.png"))
                followed.save(str(tmp_path / "followed.png"))
            assert seen == followed, f"{screen}: pictures in {tmp_path}"
    finally:
        theme().use(DAY, "标准")


#: Windows that nobody holds, each a ring of references, and widgets that Python never saw.
_FORGOTTEN = """
import gc
from PySide6.QtWidgets import QApplication, QCalendarWidget, QComboBox, QTableView, QVBoxLayout, QWidget
from welfare_desktop.ui.shell.theme import install
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
app = QApplication([])
look = install(app)
gc.set_threshold(200, 2, 2)
for number in range(60):
    gc.disable()
    for _ in range(6):
        window = QWidget()
        window.ring = window
        line = QVBoxLayout(window)
        for kind in (QTableView, QComboBox, QCalendarWidget) * 4:
            line.addWidget(kind())
    del window, line
    gc.enable()
    look.use(NIGHT if number % 2 else DAY)
"""


def test_forgotten_windows_are_not_collected_from_under_the_change() -> None:
    """Asking for every widget may start a collection, which would delete some of them: a crash."""
    done = subprocess.run([sys.executable, "-c", _FORGOTTEN], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
