"""Where the files lie that stand beside ``src/``, in a checkout and in an installed copy; which version it is."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOTS = (_PACKAGE / "_data", _PACKAGE.parent.parent)


def resource(name: str) -> Path:
    """Path of ``migrations``, or of something in ``resources`` (``fonts/HanaMinB.ttf``).

    Raises:
        FileNotFoundError: neither the checkout nor the installed copy has it.
    """
    for root in _ROOTS:
        for candidate in (root / name, root / "resources" / name):
            if candidate.exists():
                return candidate
    raise FileNotFoundError(name)


def libraries() -> dict[str, str]:
    """Versions of the libraries that the program needs, as installed."""
    found = {}
    for line in importlib.metadata.requires("welfare-desktop") or []:
        if ";" not in line:
            name = re.split(r"[<>=!~ \[]", line)[0]
            found[name] = importlib.metadata.version(name)
    return found


def version() -> str:
    """Version of the program."""
    return importlib.metadata.version("welfare-desktop")
