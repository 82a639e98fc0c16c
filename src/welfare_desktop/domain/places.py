"""Where the files lie that stand beside ``src/``, in a checkout and in an installed copy; which version it is."""

from __future__ import annotations

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
    # Heavy, and the login window must not wait for it.
    from importlib import metadata

    found = {}
    for line in metadata.requires("welfare-desktop") or []:
        if ";" not in line:
            name = re.split(r"[<>=!~ \[]", line)[0]
            found[name] = metadata.version(name)
    return found


def version() -> str:
    """Version of the program."""
    from importlib import metadata

    return metadata.version("welfare-desktop")
