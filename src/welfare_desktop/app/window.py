"""From the command line to the window: who may log in is read before anything heavy is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from welfare_desktop.security import keyslots

if TYPE_CHECKING:
    from welfare_desktop.app.console import Console


def _people(folder: Path) -> list[tuple[str, str]] | None:
    """Names for the login window, ``None`` where there is no store yet."""
    if not (folder / keyslots.FILE_NAME).exists():
        return None
    return [(slot.login, slot.name) for slot in keyslots.load(folder).slots]


def open_window(console: Console) -> int:
    """Show the window until it is closed; the exit code of Qt."""
    people = _people(console.folder)
    from welfare_desktop.ui.start.application import show

    return show(console.folder, people)
