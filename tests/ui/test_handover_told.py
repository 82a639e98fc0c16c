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

from tests.ui.ward import CTRL, ENTER, Ward, at_the_change, event_of, ordered, recent, rostered
from welfare_desktop.actions import handover, printing, records, rounds
from welfare_desktop.app import practice
from welfare_desktop.domain import rounds as rules
from welfare_desktop.ui.rounds.handover import HandoverTab
from welfare_desktop.ui.rounds.special import GiverCard

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


def vaccinated(ward: Ward, child: str, day: str) -> None:
    values = {"vaccine": "乙肝疫苗", "dose_no": 1, "given_on": day, "reaction": "无"}
    records.submit(ward.desk, "F22", values, child=child, step=records.Step(first_run=True))
    ward.window.changed()


def test_the_receiver_sees_how_serious_the_giver_called_it(ward: Ward, tab: HandoverTab) -> None:
    vaccinated(ward, ward.desk.house().children[0].id, "2026-11-24")
    calm = tab.cards[-1]
    assert isinstance(calm, GiverCard) and calm.level.text().endswith("平稳")
    calm.attention.put("3")
    give(ward, tab, "6")
    first = tab.cards[0]
    assert first.line.child == calm.line.child and first.level.text().endswith("危急")
    take(ward, tab, "huli2")
    (record,) = recent(ward.desk, "F32")
    assert {r["child"]: r["attention"] for r in record.rows("special_list")}[calm.line.child] == "3"


def test_a_line_whose_reason_ends_between_the_signatures_is_still_answered(
    ward: Ward, tab: HandoverTab
) -> None:
    child = ward.desk.house().children[0].id
    vaccinated(ward, child, "2026-11-23")
    give(ward, tab, "6")
    ward.clock.at = LATE + timedelta(minutes=15)
    assert child not in {line.child for line in handover.prepare(ward.desk, tab.ward).special}
    ward.window.changed()
    assert child in {card.line.child for card in tab.cards}
    QApplication.processEvents()
    take(ward, tab, "huli2")
    assert tab.given is None, ward.window.message.text.text()
    (record,) = recent(ward.desk, "F32")
    row = next(r for r in record.rows("special_list") if r["child"] == child)
    assert row["reason"] == "24小时内接种" and row["ack_at"] == "2026-11-25T00:05"


def test_every_page_says_that_the_giver_is_still_on_duty(ward: Ward, tab: HandoverTab) -> None:
    chip = ward.window.header.chips["shift"]
    give(ward, tab, "6")
    for name in ("today", "children", "rounds"):
        ward.window.go(name)
        assert chip.isVisible() and chip.text().endswith("交接未完")
    ward.window.go("rounds", tab="handover")
    QApplication.processEvents()
    take(ward, tab, "huli2")
    assert not chip.text().endswith("交接未完")


def test_the_page_stands_in_the_order_of_what_matters(ward: Ward, tab: HandoverTab) -> None:
    event_of(ward, ward.desk.house().children[0].id)
    ordered(ward, ward.desk.house().children[1].id, "甲药", "02:00")
    ward.window.changed()
    QApplication.processEvents()
    parts = [tab.census, *tab.cards, tab.counts, tab.others, *tab.tasks, tab.moves]
    heights = [part.y() for part in parts]
    assert heights == sorted(heights) and len(set(heights)) == len(parts)
    assert [card.line.attention for card in tab.cards] == ["3", "2", "1"], "the sickest first"
    assert [len(tab.events), len(tab.tasks)] == [1, 2]
