"""The commands of ``welfare-desktop``, one entry each."""

from __future__ import annotations

from welfare_desktop.app.commands import checking, packages, selfcheck, store
from welfare_desktop.app.commands.command import Command

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (*store.COMMANDS, *checking.COMMANDS, *packages.COMMANDS, *selfcheck.COMMANDS)
}

__all__ = ["COMMANDS", "Command"]
