"""The handbook's scenarios and our own, replayed; every transition and hard gate has two of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import msgspec
import pytest

from welfare_desktop.actions import records
from welfare_desktop.app.replay import Step, play, read_script, replay, staged
from welfare_desktop.app.replay.stage import Outcome
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms.checks_life import children_of
from welfare_desktop.domain.lifecycle import CARE_CHANGES
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.rules.care import care_change
from welfare_desktop.domain.rules.transitions import TRANSITIONS, triggered
from welfare_desktop.domain.situation import Problem, Situation

FILES = sorted((Path(__file__).resolve().parents[1] / "scenarios").glob("*.jsonl"))
#: The renewal of an agreement changes no state, but is a row of §1.4.
RENEWAL = "T13"
EVERY = [*TRANSITIONS, *CARE_CHANGES, RENEWAL]
#: By the calendar alone: nobody asks for it, so nobody is refused.
BY_ITSELF = {"T20"}
#: Steps that are a verb of their own.
VERBS = {"opening": "T-0", "close": "T30"}
HARD_GATES = [row.id for row in ALL_ROWS if row.offers == "gate-H"]


class Played(msgspec.Struct):
    """What a scenario did: each step, and the transitions that went through or were refused."""

    outcomes: list[Outcome]
    done: set[str]
    refused: set[str]


def sought(s: Situation) -> Iterator[str]:
    """Transitions that a step would bring about."""
    for child in children_of(s):
        found = triggered(msgspec.structs.replace(s, child=child))
        if found is not None:
            yield found.id
    change = care_change(s.record)
    if change is not None:
        yield change
    if s.form.id == "F16" and s.get("is_renewal") is True:
        yield RENEWAL


@cache
def played(path: Path) -> Played:
    """A scenario played once, for all tests of this module."""
    out, asked = Played([], set(), set()), set[str]()
    judge = records.problems_of

    def listening(s: Situation) -> list[Problem]:
        asked.update(sought(s))
        return judge(s)

    script = read_script(path)
    with staged(script) as stage, mock.patch.object(records, "problems_of", listening):
        for step in script:
            asked.clear()
            out.outcomes.append(play(stage, step))
            _note(out, step, asked | {VERBS[step.verb]} if step.verb in VERBS else asked)
        out.done |= {r.text("transition") for r in stage.desk.house().of("T")}
    return out


def _note(out: Played, step: Step, asked: set[str]) -> None:
    got = out.outcomes[-1].got
    if got == "ok" and step.verb in ("submit", "approve", *VERBS):
        # What waits for its approval is done by the change of state that it then writes.
        out.done |= asked & {"T00", RENEWAL} if step.verb == "submit" else asked
    elif isinstance(got, dict) and "refused" in got:
        out.refused |= asked


@pytest.mark.parametrize("path", FILES, ids=[f.stem for f in FILES])
def test_scenario_holds(path: Path) -> None:
    wrong = [o for o in played(path).outcomes if not o.holds]
    assert not wrong, [(o.line, o.expected, o.got, o.sentence) for o in wrong]


@pytest.mark.parametrize("transition", EVERY)
def test_every_transition_goes_through_in_one_scenario_and_is_refused_in_one(
    transition: str,
) -> None:
    assert any(transition in played(path).done for path in FILES), "never goes through"
    refused = any(transition in played(path).refused for path in FILES)
    assert refused is (transition not in BY_ITSELF)


@pytest.mark.parametrize("clause", HARD_GATES)
def test_every_hard_gate_opens_in_one_scenario_and_refuses_in_one(clause: str) -> None:
    outcomes = [o for path in FILES for o in played(path).outcomes]
    opens = {"clause": clause, "verdict": "PASS"}.items()
    assert any(isinstance(o.expected, dict) and opens <= o.expected.items() for o in outcomes)
    assert any(o.expected == o.got == {"refused": clause} for o in outcomes), "never refuses"


def test_a_wrong_expectation_does_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(
        '{"at":"2025-07-28T08:20","do":"submit","form":"F02","child":"A"}\n'
        '{"at":"2025-07-28T08:30","do":"expect","child":"A","status":"IN_CARE"}\n',
        "utf-8",
    )
    assert [o.holds for o in replay(read_script(path))] == [True, False]


@pytest.mark.parametrize(
    "text", ["", "{", '{"at":"x","do":"mark"}', '{"at":"2025-07-28T08:20","do":"fly"}']
)
def test_a_file_that_is_no_scenario_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(Trouble):
        read_script(path)
