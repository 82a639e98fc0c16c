"""Scenario files: JSON Lines replayed through the actions in a practice store of their own."""

from welfare_desktop.app.replay.script import Step, read_script
from welfare_desktop.app.replay.stage import Outcome, play, replay, staged

__all__ = ["Outcome", "Step", "play", "read_script", "replay", "staged"]
