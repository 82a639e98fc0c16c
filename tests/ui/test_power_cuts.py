"""The power fails at every step of a handover: nothing is lost, and both go on where they were."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.cut_short import NIGHT, STAGES, Hands
from tests.ui.ward import Key, Ward, night_ward, recent, rostered
from welfare_desktop.actions import access, handover
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.rounds.special import TakerCard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is the power cut")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of four children, two of them watched, in the minutes before the change."""
    return tmp_path_factory.mktemp("prepared") / "store"


@pytest.fixture
def store(qtbot: QtBot, prepared: Path, tmp_path: Path) -> Iterator[Path]:
    if not prepared.exists():
        for made in night_ward(qtbot, prepared, 4, NIGHT, watched=(1, 2)):
            rostered(made, "E", NIGHT.replace(hour=16, minute=0), ["hushi1"])
            rostered(made, "N", NIGHT.replace(hour=0, minute=0) + timedelta(days=1), ["huli2"])
            made.press(Key.Key_F2, Key.Key_Space, Key.Key_2)
            made.window.close()
    yield shutil.copytree(prepared, tmp_path / "store")


@pytest.mark.parametrize("stage", STAGES)
def test_cut_off_both_go_on(qtbot: QtBot, store: Path, stage: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.cut_short", str(store), stage],
        cwd=Path(__file__).parents[2], check=False, capture_output=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]
    clock = SetClock(NIGHT + timedelta(minutes=4))
    desk = access.open_desk(store, "hushi1", practice.PASSWORD, clock)
    findings: list[str] = []
    assert desk.store.check(findings.append), findings
    again = Ward(qtbot, desk, clock)
    hands = Hands(again.window, "")
    tab, after = hands.tab, STAGES.index(stage)
    assert bool(recent(desk, "F32")) == (after > STAGES.index("within the second signature"))
    if not recent(desk, "F32"):
        assert (tab.given is not None) == (after >= STAGES.index("given"))
        if tab.given is None:
            # What the giver typed is there; what a PIN would have frozen is not.
            assert (tab.census.seen.text(), tab.remark.text()) == ("4", "lamp broken")
            hands.sign("hushi1")
        else:
            said = [c.repeat.text() for c in tab.cards if isinstance(c, TakerCard)]
            least = {"given": 0, "half repeated back": 1}.get(stage, 2)
            assert sum(map(bool, said)) == least
        hands.stage = "none"
        hands.keep = lambda: None  # type: ignore[method-assign]
        hands.take()
    whole(again)
    again.window.close()
    desk.close()


def whole(ward: Ward) -> None:
    """One handover with both names, the round closed with its marks, nothing waiting."""
    desk = ward.desk
    (record,) = recent(desk, "F32")
    assert [record.get(f)["name"] for f in ("by_out", "by_in")] == [
        desk.find_account(login).name for login in ("hushi1", "huli2")
    ]
    assert record.text("remark") == "lamp broken"
    assert all(row["repeat_back"] for row in record.rows("special_list"))
    (walk,) = recent(desk, "F30")
    assert walk.get("closed_as") == "2" and [m["mark"] for m in walk.rows("marks")] == ["1", "2"]
    here = desk.house().wards[0].id
    assert handover.pending(desk, here) is None
    # What lay as a draft of this handover says nothing in the next one.
    ward.window.go("rounds", tab="handover")
    assert ward.page.handover.remark.text() == "" and ward.page.handover.given is None
