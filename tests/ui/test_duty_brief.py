"""熟知儿童 (C3.07): everybody who comes on duty reads of the children before, and signs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.test_bad_nights import acknowledge
from tests.ui.test_hard_handovers import give
from tests.ui.ward import CTRL, ENTER, Ward, night_ward, recent, rostered
from welfare_desktop.actions import brief, records
from welfare_desktop.domain.rules.ward import ROWS
from welfare_desktop.ui.rounds.brief import BriefDialog
from welfare_desktop.ui.shell.widgets import Label

LATE = datetime(2026, 11, 24, 23, 50)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    """Two carers come on duty together: ``huli2``, who takes over, and ``huli3``."""
    for made in night_ward(qtbot, tmp_path / "store", 4, LATE, watched=(2,)):
        rostered(made, "E", LATE.replace(hour=16, minute=0), ["hushi1"])
        night = LATE.replace(hour=0, minute=0) + timedelta(days=1)
        rostered(made, "N", night, ["huli2", "huli3"])
        made.window.go("rounds", tab="handover")
        yield made


def judged(ward: Ward) -> tuple[str, str]:
    judge = next(row for row in ROWS if row.id == "C3.07").judge
    ward.clock.at = LATE + timedelta(minutes=40)
    found = judge(ward.desk.house(), ward.desk.now())
    line = next(f for f in found if f.subject.id.endswith("/2026-11-25/N"))
    return line.verdict, line.arithmetic


def taken(ward: Ward) -> list[str]:
    give(ward, "4")
    acknowledge(ward)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    (record,) = recent(ward.desk, "F32")
    return [str(row["note"]) for row in record.rows("warnings")]


def test_who_did_not_read_is_written_into_the_record(ward: Ward) -> None:
    name = ward.desk.find_account("huli3").name
    assert f"{name}接班前没有看过儿童情况" in taken(ward), "warned of, and nobody kept from home"
    verdict, words = judged(ward)
    assert verdict == "WARN" and name in words


def test_each_reads_of_every_child_and_signs(ward: Ward) -> None:
    house = ward.desk.house()
    hands.to("看儿童情况并签字")
    hands.press(Qt.Key.Key_Space)
    dialog = next(d for d in ward.window.findChildren(BriefDialog) if d.isVisible())
    hands.front(dialog)
    told = " ".join(label.text() for label in dialog.findChildren(Label))
    for child in house.children:
        assert child.name in told and f"{child.bed}床" in told
    for word in ("过敏：无", "重点关注", "现在在院"):
        assert word in told, word
    hands.press(ENTER, held=CTRL)
    QApplication.processEvents()
    ward.sign("huli3")
    here = house.wards[0].id
    done = {name: at for _, name, at in brief.expected(ward.desk, here, ward.desk.house())}
    assert done[ward.desk.find_account("huli3").name] == "2026-11-24T23:50"
    assert not any("没有看过" in note for note in taken(ward))
    assert judged(ward)[0] == "PASS"


def test_the_plan_of_the_child_is_told(ward: Ward) -> None:
    from welfare_desktop.domain.brief import brief as lines_of

    desk = ward.desk.seated(ward.desk.find_account("kezhang"))
    child = desk.house().children[0]
    values = {"risk_points": "吞咽慢，易呛", "diet": "糊状", "plan_from": "2026-11-24"}
    records.submit(
        desk, "F11", values, child=child.id, step=records.Step(basis="roster", first_run=True)
    )
    lines = next(b.lines for b in lines_of(desk.house(), child.ward or "") if b.child == child.id)
    assert "风险：吞咽慢，易呛" in lines and "饮食：糊状" in lines
