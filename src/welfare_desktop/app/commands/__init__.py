"""The commands of ``welfare-desktop``; the module of one is loaded when it is called.

The window must not wait for the libraries of commands that nobody called.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence

from welfare_desktop.app.commands.command import Command

#: Module of this package → its commands.
_MODULES = {
    "store": ("init", "demo", "import", "opening", "verify-store"),
    "checking": ("check", "replay"),
    "packages": ("package", "office"),
    "safety": ("backup", "restore", "diagnose"),
    "selfcheck": ("self-check",),
}


def wanted(words: Sequence[str]) -> list[Command]:
    """The command named among these words; all of them where help or a wrong name needs them."""
    named = [m for m, names in _MODULES.items() if any(word in names for word in words)]
    if named:
        return _of(named)
    return _of(_MODULES)


def _of(modules: Iterable[str]) -> list[Command]:
    found: list[Command] = []
    for name in modules:
        module = importlib.import_module(f"{__name__}.{name}")
        found += module.COMMANDS
    return found


__all__ = ["Command", "wanted"]
