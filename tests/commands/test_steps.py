"""What the file of SC-01's foundling says comes next, at each point of the admission."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import pytest

from welfare_desktop.actions import child_file, records
from welfare_desktop.app.replay import play, read_script, staged, verbs
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.forms.declare import Phase
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.rules.steps import Step

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
FOUNDLING = SCENARIOS / "sc-01.jsonl"
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
    assert child.status == "IN_CARE" and set(steps) == {"T10", "F16"}


def test_the_life_of_the_child_is_told_newest_first(at: At) -> None:
    child, _ = at("2025-10-15T17:00")
    life = child_file.timeline(child)
    admission = next(m for m in life if m.title == "状态：临时代养 → 在院")
    assert admission.detail.startswith("T04") and admission.form == "F02" and admission.record
    assert [m.at for m in life] == sorted((m.at for m in life), reverse=True)
    states = [m.title for m in life if m.kind == "state" and m.title.startswith("状态")]
    assert len(states) == 2 and "在院" in states[0]


def test_each_gap_leads_to_the_form_that_mends_it(at: At) -> None:
    child, steps = at("2025-07-28T09:00")
    gaps = {gap.problem.clause: gap for gap in steps["F08"].gaps if gap.problem.clause}
    assert [gap.form for gap in gaps.values()] == ["F03", "F06", "F07"]
    report = child.newest("F03")
    assert report is not None and gaps["C1.04"].record == report.id
    assert gaps["C1.09"].record == "", "no notice yet: a new one is filled"
    assert steps["T04"].target == "IN_CARE" and not steps["T04"].open


def test_a_claim_offers_handing_back_and_names_its_papers() -> None:
    script = read_script(FOUNDLING)
    with staged(script) as stage:
        for step in script:
            if step.at < datetime(2025, 8, 20):
                play(stage, step)
        stage.clock.at = datetime(2025, 8, 20, 9, 0)
        notice = stage.child("A").all("F06")[0]
        claim = {"at": "2025-08-19T10:00", "person": "张某", "basis": "自称父亲", "state": "1"}
        records.continue_record(stage.seat("shegong"), notice.id, {"claims": [claim]})
        child = stage.child("A")
        assert child_file.summary(stage.desk, child).isolation == 24, "not yet cleared"
        back = {step.id: step for step in child_file.next_steps(stage.desk, child)}["T03"]
        assert back.target == "LEFT_REUNITED" and (back.form, back.record) == ("F50", "")
        assert not back.open and [gap.problem.clause for gap in back.gaps][:1] == ["C1.10"]
        told = "".join(gap.problem.sentence for gap in back.gaps)
        assert "公安书面答复" in told
        records.void(stage.seat("yuanzhang"), child.all("F07")[0].id, "填错了人")
        phases = child_file.paperwork(stage.desk, stage.child("A"))
        assert [phase for phase in get_args(Phase) if phase in phases] == list(phases)
        rows = {row.form.id: row for row in phases["进入"]}
        assert [child_file.state_words(r) for r in rows["F07"].records] == ["作废"]


def _after(name: str, moment: str) -> dict[str, Step]:
    """The steps of a scenario's first child at a moment."""
    script = read_script(FOUNDLING.with_name(f"{name}.jsonl"))
    now = datetime.fromisoformat(moment)
    with staged(script) as stage:
        for step in script:
            if step.at <= now:
                play(stage, step)
        stage.clock.at = now
        child = next(iter(script[0].get("children")))
        return {s.id: s for s in child_file.next_steps(stage.desk, stage.child(child))}


def test_an_adoption_says_what_comes_next_and_when_it_opens() -> None:
    assert "T15" not in _after("sc-07", "2025-01-09T12:00"), "not assessed: nothing to study"
    meeting = _after("sc-07", "2025-01-10T12:00")["T15"]
    assert (meeting.form, meeting.target, meeting.open) == ("F46", "ADOPTION", True)
    assert _after("sc-07", "2025-02-06T10:30")["F47"].record == ""
    steps = _after("sc-07", "2025-05-20T12:00")
    assert clauses(steps["T17"]) == ["C13.08"] and steps["T17"].opens_on == date(2025, 6, 11)
    assert steps["T16"].offered and steps["T16"].target == "IN_CARE"
    leaving = _after("sc-07", "2025-07-15T08:45")["T17"]
    assert (leaving.form, leaving.target) == ("F50", "LEFT_ADOPTED")
    assert clauses(leaving) == ["C13.09"] and leaving.gaps[0].form == "F47"


def test_every_attempt_to_take_a_gift_before_the_registration_is_kept() -> None:
    script = read_script(FOUNDLING.with_name("sc-07.jsonl"))
    with staged(script) as stage:
        for step in script:
            play(stage, step)
        kept = [r for r in stage.desk.house().of("R") if r.get("clause") == "C13.13"]
    assert [r.happened_at[:10] for r in kept] == ["2025-05-20", "2025-05-20", "2025-07-15"]
    assert all(r.get("form") == "F48" and "黄山" not in str(r.body) for r in kept)


def test_of_age_the_placement_waits_for_its_plan() -> None:
    placing = _after("sc-04-late", "2026-03-03T12:00")["T21"]
    assert (placing.target, placing.open) == ("LEFT_PLACED", False)
    assert clauses(placing) == ["C6.03"] and placing.gaps[0].form == "F44"


def test_a_child_just_entered_is_to_be_taken_in_by_f02() -> None:
    with staged(read_script(FOUNDLING)) as stage:
        verbs.child_of(stage, "B")
        first, refused = child_file.next_steps(stage.desk, stage.child("B"))
        assert (first.id, first.form, first.target, first.open) == ("T01", "F02", "TEMP_CARE", True)
        assert refused.id == "T00" and refused.offered


@pytest.mark.parametrize(
    ("born", "day", "words"),
    [
        (date(2024, 9, 17), date(2026, 11, 21), "2岁2月"),
        (date(2024, 2, 29), date(2025, 2, 28), "1岁"),
        (date(2025, 1, 31), date(2025, 2, 28), "1个月"),
        (date(2025, 7, 28), date(2025, 8, 20), "23天"),
        (date(2023, 11, 24), date(2026, 11, 24), "3岁"),
        (None, date(2026, 11, 24), "年龄不详"),
    ],
)
def test_age_in_words(born: date | None, day: date, words: str) -> None:
    assert age_words(born, day) == words


def test_a_step_into_foster_care_says_what_would_open_it() -> None:
    script = read_script(SCENARIOS / "sc-05.jsonl")
    with staged(script) as stage:
        for step in script:
            if step.at < datetime(2024, 2, 20):
                play(stage, step)
        stage.clock.at = datetime(2024, 2, 20, 8, 0)
        found = {s.id: s for s in child_file.next_steps(stage.desk, stage.child("B"))}
        assert [gap.problem.clause for gap in found["F16"].gaps] == ["C2.04"] and found[
            "F16"
        ].offered
        assert "集体研究" in found["F16"].problems[0].sentence and "T12" not in found
        for step in script:
            if datetime(2024, 2, 20) <= step.at < datetime(2024, 2, 28, 11):
                play(stage, step)
        waits = {s.id: s for s in child_file.next_steps(stage.desk, stage.child("B"))}["T12"]
        assert not waits.open and "院长审批" in waits.problems[0].sentence
        for step in script:
            if datetime(2024, 2, 28, 11) <= step.at < datetime(2025, 1, 2):
                play(stage, step)
        stage.clock.at = datetime(2025, 1, 2, 8, 0)
        fostered = {s.id: s for s in child_file.next_steps(stage.desk, stage.child("B"))}
        assert {"T13", "T14"} <= set(fostered) and "T10" not in fostered
        assert [gap.problem.clause for gap in fostered["T14"].gaps][:1] == ["C2.06"]


def test_the_departure_over_the_border_waits_for_the_offices_yes() -> None:
    script = read_script(SCENARIOS / "health.jsonl")
    with staged(script) as stage:
        told = list[tuple[str, list[str | None]]]()
        for at in ("2025-06-20T07:30", "2025-06-20T08:10", "2025-06-20T10:00"):
            now = datetime.fromisoformat(at)
            for step in [one for one in script if stage.clock.now() < one.at <= now]:
                play(stage, step)
            stage.clock.at = now
            steps = child_file.next_steps(stage.desk, stage.child("B"))
            told += [(s.id, clauses(s)) for s in steps if s.form == "F26"]
    assert told == [("F26+", ["C3.16"]), ("F26+", []), ("F26-", [])]
