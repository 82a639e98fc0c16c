"""The log beside the store: what went wrong inside the program, never what was typed into it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from welfare_desktop.domain.errors import trace
from welfare_desktop.security import keyslots

FOLDER, FILE_NAME = "log", "program.log"
_BYTES, _KEPT = 256 * 1024, 2


class _Places(logging.Formatter):
    """An exception is told by its kind and the places in the program; its text may name a child."""

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return trace(error) if isinstance(error, BaseException) else ""


def keep(folder: Path) -> None:
    """Write the program's log below a store's folder; where that cannot be, go on without."""
    log = logging.getLogger("welfare_desktop")
    if not keyslots.kept(folder) or any(
        isinstance(handler, RotatingFileHandler) for handler in log.handlers
    ):
        return
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FOLDER / FILE_NAME, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8",
            delay=True,
        )  # fmt: skip
    except OSError:
        return
    handler.setFormatter(_Places("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)


def recent(folder: Path, lines: int = 200) -> list[str]:
    """The newest lines of the log."""
    try:
        return (folder / FOLDER / FILE_NAME).read_text("utf-8").splitlines()[-lines:]
    except (OSError, UnicodeDecodeError):
        return []
