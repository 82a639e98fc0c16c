"""Scenario files: JSON Lines replayed through the actions in a practice store of their own."""

from welfare_desktop.app.replay.script import Step, read_script
from welfare_desktop.app.replay.stage import Outcome, replay

__all__ = ["Outcome", "Step", "read_script", "replay"]
