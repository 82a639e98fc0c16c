"""What a handover says of the count and of the rounds: who went where, who is missing, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.ward import CTRL, ENTER, Ward, at_the_change, recent, rostered
from welfare_desktop.actions import handover, printing, records, rounds
from welfare_desktop.app import practice
from welfare_desktop.domain import rounds as rules
from welfare_desktop.ui.rounds.handover import HandoverTab

Key = Qt.Key
LATE = datetime(2026, 11, 24, 23, 50)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from at_the_change(qtbot, tmp_path / "store", LATE)


@pytest.fixture
def tab(ward: Ward) -> HandoverTab:
    ward.window.go("rounds", tab="handover")
    return ward.page.handover


def give(ward: Ward, tab: HandoverTab, count: str) -> None:
    QApplication.processEvents()
    tab.census.seen.setFocus()
    ward.type(count)
    ward.press(ENTER, modifier=CTRL)
    ward.sign()


def take(ward: Ward, tab: HandoverTab, login: str) -> None:
    for card in list(tab.cards):
        card.setFocus()
        ward.press(Key.Key_1)
    ward.press(ENTER, modifier=CTRL)
    ward.sign(login)


def printed(ward: Ward, tab: HandoverTab) -> str:
    made = printing.handover_paper(ward.desk, tab.ward, recent(ward.desk, "F32")[-1])
    text = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(made))
    return "".join(text.split())


def test_a_child_moved_to_another_ward_is_not_said_to_be_out(ward: Ward, tab: HandoverTab) -> None:
    give(ward, tab, "6")
    take(ward, tab, "huli2")
    morning = datetime(2026, 11, 25, 7, 52)
    rostered(ward, "D", morning.replace(hour=8, minute=0), ["huli4"])
    ward.clock.at = morning - timedelta(hours=4)
    house = ward.desk.house()
    child = next(c for c in house.children if c.ward == tab.ward)
    other = next(w.id for w in house.wards if w.id != tab.ward)
    values = {"child": child.id, "to_ward": other, "bed": "1", "at": "2026-11-25T03:52",
              "reason": "5"}  # fmt: skip
    records.submit(ward.desk, "X09", values, child=child.id, step=records.Step(first_run=True))
    ward.clock.at = morning
    ward.window.changed()
    equation = f"上班应在6－转出1（{child.name}）＝应在5"
    assert equation in [label.text() for label in tab.census.findChildren(QLabel)]
    give(ward, tab, "5")
    take(ward, tab, "huli4")
    assert equation in printed(ward, tab)


def test_each_child_missing_from_the_count_is_named(ward: Ward, tab: HandoverTab) -> None:
    there = rules.expected_children(ward.desk.house(), tab.ward, LATE)
    first, second = (child.name for child in there[:2])
    give(ward, tab, "4")
    for words, said in (
        ("", "请写明每名儿童的去向"), ("都在活动室", "还有2名没写是谁"), (f"{first}在活动室", "还有1名没写是谁"),
    ):  # fmt: skip
        tab.census.explained.setText(words)
        ward.press(ENTER, modifier=CTRL)
        ward.sign()
        assert tab.given is None and said in ward.window.message.text.text()
    tab.census.explained.setText(f"{first}、{second}在活动室")
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    assert tab.given is not None
    assert tab.given.values["census"][0]["explained"] == f"{first}、{second}在活动室"


def test_what_is_warned_of_rounds_is_what_the_second_signature_closes(
    ward: Ward, tab: HandoverTab
) -> None:
    desk, here = ward.desk, tab.ward
    half = LATE.replace(minute=30)
    walk = rounds.open_round(desk, here, half)
    for child in rules.owed(desk.house(), here, half):
        rounds.mark(desk, walk.id, child.id, "1")
    ward.window.changed()
    give(ward, tab, "6")
    given = handover.pending(desk, here)
    assert given is not None
    assert [w["note"] for w in given.values["warnings"] if w["kind"] == "1"] == ["23:30巡查未签"]
    rounds.environment(desk, walk.id)
    rounds.sign_round(desk, walk.id, desk.signer("hushi1", practice.PIN))
    midnight = rounds.open_round(desk, here, LATE.replace(minute=0) + timedelta(hours=1))
    rounds.mark(desk, midnight.id, desk.house().children[0].id, "1")
    take(ward, tab, "huli2")
    (record,) = recent(desk, "F32")
    told = [w["note"] for w in record.rows("warnings") if w["kind"] == "1"]
    assert told == ["00:00巡查未签"]
    assert [r["due_at"][11:] for r in record.rows("open_rounds")] == ["00:00"]
