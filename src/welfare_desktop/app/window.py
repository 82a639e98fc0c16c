"""From the command line to the window: who may log in is read before anything heavy is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots

if TYPE_CHECKING:
    from welfare_desktop.app.console import Console


def _people(folder: Path) -> list[tuple[str, str]] | None:
    """Names for the login window, ``None`` where there is no store yet."""
    if not keyslots.kept(folder):
        if (folder / "store.db").exists():
            raise keyslots.KeysLost("资料库的密钥文件不见了，打不开。请用备份恢复，资料没有改动。")
        return None
    return [(slot.login, slot.name) for slot in keyslots.load(folder).slots]


def open_window(console: Console) -> int:
    """Show the window until it is closed; the exit code of Qt."""
    try:
        people = _people(console.folder)
    except Trouble as trouble:
        # Started from an icon there is no terminal: it is said in a window as well.
        from welfare_desktop.ui.start import application

        way_out = isinstance(trouble, keyslots.KeysLost)
        if not application.tell(trouble.sentence, way_out=way_out):
            raise
        return application.bring_back(console.folder)
    from welfare_desktop.ui.start.application import show

    return show(console.folder, people)
