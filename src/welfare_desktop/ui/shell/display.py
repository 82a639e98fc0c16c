"""The size of type kept for this PC: a small file beside the store, nothing personal in it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from welfare_desktop.ui.shell.tokens import SCALES

_FILE = "display.txt"


def kept_size(folder: Path) -> str:
    """标准, 大 or 特大; 标准 where nothing readable is kept."""
    try:
        size = (folder / _FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return "标准"
    return size if size in SCALES else "标准"


def keep_size(folder: Path, size: str) -> None:
    """Keep it; a full disk costs only the choice."""
    with contextlib.suppress(OSError):
        (folder / _FILE).write_text(size, "utf-8")
