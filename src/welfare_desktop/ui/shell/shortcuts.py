"""Keys that work anywhere in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(
    window: QWidget, keys: Iterable[tuple[str, Callable[[], object]]],
    allowed: Callable[[str], bool],
) -> None:  # fmt: skip
    """Each key does what it is for, as long as it is allowed."""
    for key, what in keys:

        def pressed(key: str = key, what: Callable[[], object] = what) -> None:
            if allowed(key):
                what()

        QShortcut(QKeySequence(key), window).activated.connect(pressed)
