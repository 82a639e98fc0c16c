"""The handbook's scenarios, replayed."""

from __future__ import annotations

from pathlib import Path

import pytest

from welfare_desktop.app.replay import read_script, replay
from welfare_desktop.domain.errors import Trouble

FILES = sorted((Path(__file__).resolve().parents[1] / "scenarios").glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=[f.stem for f in FILES])
def test_scenario_holds(path: Path) -> None:
    wrong = [o for o in replay(read_script(path)) if not o.holds]
    assert not wrong, [(o.line, o.expected, o.got, o.sentence) for o in wrong]


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
