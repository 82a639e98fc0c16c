"""The light and the size of type changed (F8): what was hidden then looks as if it had been seen."""

from __future__ import annotations

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
