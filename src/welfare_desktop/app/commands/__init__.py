"""The commands of ``welfare-desktop``, one entry each."""

from __future__ import annotations

from welfare_desktop.app.commands import checking, store
from welfare_desktop.app.commands.command import Command

COMMANDS: dict[str, Command] = {
    command.name: command for command in (*store.COMMANDS, *checking.COMMANDS)
}

__all__ = ["COMMANDS", "Command"]
