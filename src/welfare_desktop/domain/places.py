"""Where the files lie that stand beside ``src/``: in a checkout and in an installed copy."""

from __future__ import annotations

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
