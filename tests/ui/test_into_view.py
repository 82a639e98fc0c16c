"""Coming back to a page: what holds the keyboard is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.ui.screens import PAGE_IDS, show
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.window import MainWindow


def _hidden_above(widget: QWidget) -> int:
    """How many px of a widget lie above what is seen of the list it stands in."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return 0 if above is None else -widget.mapTo(above.viewport(), widget.rect().topLeft()).y()


def test_back_on_a_page_the_keyboard_is_where_it_is_seen(every_page: MainWindow) -> None:
    """Whatever was read last, and although rows made anew lie elsewhere."""
    window = every_page
    window.resize(1080, 570)
    try:
        theme().use(DAY, "特大")
        for screen in PAGE_IDS:
            for _ in range(2):
                show(window, screen)
                there = QApplication.focusWidget()
                assert there is not None and window.page is not None
                assert _hidden_above(there) <= 0, screen
                for area in window.page.findChildren(QScrollArea):
                    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
                show(window, "compliance" if screen != "compliance" else "today")
    finally:
        theme().use(DAY, "标准")
