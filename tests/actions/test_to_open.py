"""今日 opens a new form where the law asks again, and what waits for approval to its approver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from welfare_desktop.actions import today
from welfare_desktop.actions.today import Duty
from welfare_desktop.app import practice
from welfare_desktop.app.replay import play, read_script, staged
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.permissions import may_fill

_SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"


@contextmanager
def until(name: str, moment: str) -> Iterator[Stage]:
    """A scenario as it stands at a moment."""
    script, at = read_script(_SCENARIOS / name), datetime.fromisoformat(moment)
    with staged(script) as stage:
        for step in script:
            if step.at <= at:
                play(stage, step)
        stage.clock.at = at
        yield stage


def one(stage: Stage, login: str, clause: str) -> Duty:
    """The duty of a clause, as somebody sees it."""
    (found,) = [d for d in today.duties(stage.seat(login)) if d.clause == clause]
    return found


def test_a_visit_of_this_month_is_a_new_one_not_the_last_one_continued() -> None:
    with until("sc-06.jsonl", "2025-02-10T09:00") as stage:
        desk, duty = stage.seat("shegong"), one(stage, "shegong", "C2.11")
        assert len(stage.child("B").all("F17")) == 1
        assert (duty.form, duty.child) == ("F17", stage.child("B").id)
        assert today.may_do(desk, duty) and today.to_open(desk, duty) is None


def test_what_waits_for_approval_is_opened_as_it_is_and_the_approver_can_do_it() -> None:
    with until("sc-04.jsonl", "2025-12-10T09:10") as stage:
        (waiting,) = [r for r in stage.child("B").all("F43") if r.state == "submitted"]
        head, duty = stage.seat("yuanzhang"), one(stage, "yuanzhang", "C6.02")
        assert not may_fill(FORMS["F43"], head.account.roles)
        for login in ("yuanzhang", "shegong"):
            desk = stage.seat(login)
            record = today.to_open(desk, duty)
            assert record is not None and record.id == waiting.id and today.waits(record)
            assert today.may_do(desk, duty)
        assert not today.may_do(stage.seat("caiwu"), duty)
    with until("sc-04.jsonl", "2025-09-01T09:00") as stage:
        duty = one(stage, "yuanzhang", "C6.02")
        assert stage.child("B").all("F43"), "the one before the window does not count"
        assert today.to_open(stage.seat("shegong"), duty) is None
        assert not today.may_do(stage.seat("yuanzhang"), duty)


def test_every_duty_can_be_done_by_somebody_in_the_house() -> None:
    for name, moment in (
        ("sc-01.jsonl", "2025-08-20T09:00"), ("sc-05.jsonl", "2025-02-20T09:00"),
        ("sc-07.jsonl", "2025-05-21T09:00"), ("exits.jsonl", "2026-06-30T09:00"),
    ):  # fmt: skip
        with until(name, moment) as stage:
            seats = [stage.seat(login) for login in practice.LOGINS]
            found = today.duties(stage.seat("kezhang"))
            assert found
            for duty in found:
                assert any(today.may_do(desk, duty) for desk in seats), (name, duty)
