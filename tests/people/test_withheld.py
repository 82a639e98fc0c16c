"""Rules read what a person may not: verdict, clause and date are told, the facts are not (§6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.practised import practised
from welfare_desktop.actions import records, seeing, views
from welfare_desktop.actions.checks import WITHHELD, check_on
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.record import Paper
from welfare_desktop.domain.rules.verdict import Verdict

DAY = date(2025, 7, 28)


@pytest.fixture
def director(tmp_path: Path) -> Iterator[Desk]:
    desk = practised(tmp_path / "store", SetClock(datetime(2025, 7, 28, 9, 0)))
    yield desk.seated(desk.find_account("yuanzhang"))
    desk.close()


def foundling(desk: Desk) -> str:
    """A child whose sealed DNA paper is in order."""
    step = Step(first_run=True, late_reason="x")
    known = {"name": "乙", "adm_cause": "A1", "ward_id": desk.house().wards[0].id}
    child = records.submit(desk, "F01", known, step=step).id
    arrived = {"arrived_at": "2025-07-20T10:00", "decision": "1"}
    records.submit(desk, "F02", arrived, child=child, step=step)
    sample = {"sampled_on": "2025-07-22", "result_on": "2025-07-25", "result_code": "1"}
    paper = Paper(type="A07", sha256="0" * 64, name="比对结果.pdf", size=1)
    in_order = Step(first_run=True, late_reason="x", papers=(paper,))
    records.submit(desk, "F07", sample, child=child, step=in_order)
    return child


def told(desk: Desk, login: str, child: str) -> Verdict:
    seated = desk.seated(desk.find_account(login))
    (found,) = [v for v in check_on(seated, DAY, "C1.11") if v.subject.record == child]
    return found


def test_what_is_kept_is_sealed_as_much_as_what_is_open(director: Desk) -> None:
    child = foundling(director)
    whole = told(director, "yuanzhang", child)
    assert whole.verdict == "PASS" and whole.facts["sampled_on"] == "2025-07-22"
    for login in ("kezhang", "shegong", "huli1", "caiwu"):
        part = told(director, login, child)
        assert (part.clause, part.verdict, part.due) == ("C1.11", "PASS", whole.due)
        assert (part.facts, part.arithmetic) == ({}, WITHHELD), login
    seeing.grant(director, child, "kezhang", "核对", "2025-08-01", director.by_password())
    assert told(director, "kezhang", child) == whole


def test_a_row_that_concerns_nobody_says_so_to_everybody(director: Desk) -> None:
    seated = director.seated(director.find_account("huli1"))
    (nobody,) = check_on(seated, DAY, "C1.11")
    assert (nobody.verdict, nobody.arithmetic) == ("NA", "没有适用对象")


def test_the_words_of_a_talk_are_not_for_everybody(director: Desk) -> None:
    step = Step(first_run=True, late_reason="x")
    child = foundling(director)
    talk = {
        "type": "9", "at": "2025-07-27T10:00", "children": [child], "content": "谈了家事",
        "child_words": "想妈妈", "mood": "2", "risk": "1",
    }  # fmt: skip
    saved = records.submit(director, "F42", talk, step=step)

    def seen(login: str) -> set[str]:
        seated = director.seated(director.find_account(login))
        return set(views.viewed(seated, saved.id).record.body)

    assert {"content", "child_words", "risk"} <= seen("shegong") & seen("yuanzhang")
    summary = seen("kezhang")
    assert {"type", "at", "children", "mood", "risk"} <= summary
    assert not {"content", "child_words"} & summary
