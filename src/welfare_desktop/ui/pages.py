"""All pages of the window, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.page import PageEntry
from welfare_desktop.ui.shell.search import Hit

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk

#: Each screen family adds its entries here; the first is shown after unlocking.
PAGES: tuple[PageEntry, ...] = (PageEntry("record", RecordPage, under="children"),)


def finder(desk: Desk) -> Callable[[str], Sequence[Hit]]:
    """Ctrl+K of a desk."""
    from welfare_desktop.actions.search import find

    return lambda text: find(desk, text)
