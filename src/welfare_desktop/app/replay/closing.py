"""The verb ``close``: 档案员 closes the file of a child who left (T30)."""

from __future__ import annotations

from welfare_desktop.actions import filing
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage


def close_file(stage: Stage, step: Step) -> str:
    """Close the file of the child that the step names."""
    person = stage.account(step.get("by")) if step.get("by") else stage.with_role("A")
    child = stage.child(step.get("child"))
    filing.close_file(stage.seat(person.login), child.id, stage.signer(person))
    return f"归结 {child.file_no}"
