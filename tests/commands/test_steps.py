"""What the file of SC-01's foundling says comes next, at each point of the admission."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from welfare_desktop.actions import child_file
from welfare_desktop.app.replay import play, read_script, staged
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.rules.steps import Step

FOUNDLING = Path(__file__).resolve().parents[1] / "scenarios" / "sc-01.jsonl"
At = Callable[[str], tuple[Child, dict[str, Step]]]


@pytest.fixture
def at() -> Iterator[At]:
    """The child's steps at a moment, after everything of the scenario before it."""
    script = read_script(FOUNDLING)
    with staged(script) as stage:
        rest = list(script)

        def asked(moment: str) -> tuple[Child, dict[str, Step]]:
            now = datetime.fromisoformat(moment)
            while rest and rest[0].at <= now:
                play(stage, rest.pop(0))
            stage.clock.at = now
            child = stage.desk.house().child(stage.child("A").id)
            assert child is not None
            return child, {s.id: s for s in child_file.next_steps(stage.desk, child)}

        yield asked


def clauses(step: Step) -> list[str | None]:
    return [problem.clause for problem in step.problems if problem.clause]


def test_while_the_notice_runs_the_approval_waits_for_its_day(at: At) -> None:
    _, steps = at("2025-08-07T09:00")
    assert set(steps) == {"F08", "T04"}
    assert not steps["F08"].open and steps["F08"].opens_on == date(2025, 10, 10)
    assert clauses(steps["F08"]) == ["C1.09", "C1.11"]
    assert "公告期满日为2025-10-09" in steps["F08"].problems[0].sentence


def test_before_the_notice_every_missing_thing_is_named_in_order(at: At) -> None:
    _, steps = at("2025-07-28T09:00")
    assert clauses(steps["F08"]) == ["C1.04", "C1.09", "C1.11"]
    assert steps["F08"].opens_on is None
    assert "C1.05" in clauses(steps["T04"]) and "C1.12" in clauses(steps["T04"])


def test_on_the_day_it_opens_a_soft_gate_asks_for_the_head(at: At) -> None:
    _, steps = at("2025-10-10T09:45")
    assert steps["F08"].open and [p.soft for p in steps["F08"].problems if p.clause] == [True]


def test_submitted_it_waits_for_the_answer_then_admission_opens(at: At) -> None:
    _, steps = at("2025-10-10T11:00")
    assert "F08" not in steps and steps["F08+"].open and not steps["T04"].open
    _, steps = at("2025-10-15T10:00")
    assert "F08+" not in steps
    assert steps["T04"].open, steps["T04"].problems
    child, steps = at("2025-10-15T17:00")
    assert child.status == "IN_CARE" and set(steps) == {"T10"}


def test_the_life_of_the_child_is_told_newest_first(at: At) -> None:
    child, _ = at("2025-10-15T17:00")
    life = child_file.timeline(child)
    assert [m.at for m in life] == sorted((m.at for m in life), reverse=True)
    states = [m.title for m in life if m.kind == "state" and m.title.startswith("状态")]
    assert len(states) == 2 and "在院" in states[0]
    assert child_file.age_words(child, datetime(2025, 10, 15)) != ""
