"""The PC's clock a year off: order kept, the change noted, no duty dropped."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.practised import practised
from welfare_desktop.actions import access, checks, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock

NOW = datetime(2026, 10, 2, 9, 0)
YEAR = timedelta(days=365)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    desk = practised(tmp_path / "s", SetClock(NOW))
    enter(desk, "安宁")
    desk.close()
    return tmp_path / "s"


def enter(desk: Desk, name: str) -> None:
    values = {"name": name, "sex": "1", "birth_date": "2024-03-05", "adm_cause": "A1"}
    records.submit(desk, "F01", values, step=records.Step(first_run=True))


def duties(desk: Desk) -> set[tuple[str, str]]:
    open_ = {"DUE", "WARN", "OVERDUE", "BREACH", "UNKNOWN"}
    found = checks.check_on(desk, desk.now().date(), None, None)
    return {(v.clause, v.subject.label) for v in found if v.verdict in open_}


@pytest.mark.parametrize("shift", [-YEAR, YEAR], ids=["back", "forward"])
def test_a_clock_a_year_off(folder: Path, shift: timedelta) -> None:
    right = access.open_desk(folder, "kezhang", PASSWORD, SetClock(NOW + timedelta(minutes=1)))
    before = duties(right)
    assert right.warnings == []
    right.close()
    wrong = access.open_desk(folder, "kezhang", PASSWORD, SetClock(NOW + shift))
    assert "时钟" in wrong.warnings[0]
    assert [e.values["last"][:10] for e in wrong.store.acts("clock")] == ["2026-10-02"]
    enter(wrong, "安乐")
    assert wrong.store.check(lambda _: None)
    wrong.close()
    again = access.open_desk(folder, "kezhang", PASSWORD, SetClock(NOW + timedelta(minutes=9)))
    assert duties(again) >= before
    assert len(again.house().children) == 2 and again.store.check(lambda _: None)
    seqs = [e.seq for e in again.store.acts("submit")]
    assert seqs == sorted(seqs)
    again.close()
