"""What a command is."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import msgspec

from welfare_desktop.app.console import Console


class Command(msgspec.Struct, frozen=True):
    """Name, one line of help, how its arguments are declared, and what it does (exit code)."""

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Console], int]


def no_arguments(_: argparse.ArgumentParser) -> None:
    """A command without options of its own."""
