"""交接班 in the window: two signatures, 退回, what forbids it, the sheet; by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.ward import CTRL, ENTER, Ward, event_of, night_ward, recent
from welfare_desktop.actions import handover, printing
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.rounds.handover import HandoverTab
from welfare_desktop.ui.rounds.special import GiverCard, TakerCard
from welfare_desktop.ui.shell.paper import PaperView, page_images

Key = Qt.Key


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night_ward(qtbot, tmp_path / "store", 20, datetime(2026, 11, 24, 23, 50))


@pytest.fixture
def tab(ward: Ward) -> HandoverTab:
    """The handover page of the ward, with one child after a seizure."""
    here = ward.desk.house().wards[0].id
    kids = [c for c in ward.desk.house().children if c.ward == here]
    event_of(ward, kids[3].id)
    ward.window.go("rounds", tab="handover")
    return ward.page.handover


def test_what_is_no_longer_true_is_no_longer_said(ward: Ward, tab: HandoverTab) -> None:
    """A refusal goes with the first answer to it; of what the giver locked nothing can be added."""
    message = ward.window.message
    assert tab.moves.table.target().isVisible()
    ward.press(ENTER, modifier=CTRL)
    assert message.isVisible() and "实在人数" in message.text.text()
    ward.type("20")
    assert not message.isVisible()
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    assert tab.given is not None and not tab.moves.table.target().isVisible()
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    assert message.isVisible() and "还有3名未确认" in message.text.text()
    ward.press(Key.Key_1)
    assert not message.isVisible()


def test_a_shift_is_given_repeated_back_and_taken_by_keys(ward: Ward, tab: HandoverTab) -> None:
    count = tab.census.seen
    assert count.hasFocus()
    ward.type("20")
    listed = len(tab.cards)
    assert listed == 3 and isinstance(tab.cards[0], GiverCard)
    ward.press(Key.Key_Down, modifier=CTRL)
    assert tab.cards[0].hasFocus() and tab.cards[0].line.attention == "3"
    free_text = ward.keys
    ward.press(Key.Key_A)
    ward.type("0015 look")
    ward.keys = free_text + 1
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    assert tab.given is not None and recent(ward.desk, "F32") == []
    assert "交接" in ward.window.header.chips["shift"].text()
    # The receiver takes it: a card at a time, one sentence picked, the bedside ticked.
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    assert recent(ward.desk, "F32") == []
    for number, card in enumerate(list(tab.cards)):
        if number:
            ward.press(Key.Key_Down, modifier=CTRL)
        assert card.hasFocus()
        ward.press(Key.Key_1, Key.Key_B)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    assert tab.foot.reason.isVisible(), "huli2 is on no roster: a reason is asked"
    ward.type("x")
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    (record,) = recent(ward.desk, "F32")
    rows = record.rows("special_list")
    assert all(r["repeat_back"] and r["ack_at"] and r["bedside_at"] for r in rows)
    assert rows[0]["todo"] == "0015 look"
    assert record.get("by_out")["name"] == "许护士" and record.get("by_in")["name"] == "李桂兰"
    assert record.get("by_out")["at"] <= record.get("by_in")["at"]
    assert ward.keys <= 120


def test_what_was_typed_survives_leaving_the_page(ward: Ward, tab: HandoverTab) -> None:
    ward.type("19")
    tab.census.explained.setText("刘乐在院外取药")
    card = tab.cards[0]
    assert isinstance(card, GiverCard)
    card.plan.setFocus()
    ward.type("call")
    ward.window.go("today")
    ward.window.go("rounds", tab="handover")
    again = tab.cards[0]
    assert isinstance(again, GiverCard)
    assert (tab.census.seen.text(), again.plan.text()) == ("19", "call")
    assert tab.census.explained.text() == "刘乐在院外取药"


def test_a_difference_in_the_count_must_be_explained(ward: Ward, tab: HandoverTab) -> None:
    ward.type("19")
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    assert tab.given is None
    assert "人数对不上" in ward.window.message.text.text()


def test_sent_back_with_a_reason_the_giver_completes_it(ward: Ward, tab: HandoverTab) -> None:
    ward.type("20")
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    tab.foot.back.click()
    ward.type("when")
    tab.foot.back.click()
    ward.sign("huli2")
    assert tab.given is None and tab.census.seen.text() == "20"
    assert handover.objections(ward.desk, tab.ward) == ["when"]
    assert isinstance(tab.cards[0], GiverCard)


def test_a_new_event_after_the_first_signature_stops_the_second(
    ward: Ward, tab: HandoverTab
) -> None:
    ward.type("20")
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    calm = next(c for c in ward.desk.house().children if c.ward == tab.ward
                and c.id not in {card.line.child for card in tab.cards})  # fmt: skip
    event_of(ward, calm.id, "1", "2")
    acks = {card.line.child: "知道了" for card in tab.cards} | {calm.id: "知道了"}
    taker = ward.desk.signer("huli2", "246810")
    with pytest.raises(Refused, match="签字后情况有变"):
        handover.take(ward.desk, tab.ward, taker, handover.Said(acks=acks))
    assert recent(ward.desk, "F32") == []


def test_an_absent_colleague_is_signed_for_only_with_the_leader(
    ward: Ward, tab: HandoverTab
) -> None:
    desk = ward.desk
    pin = "246810"
    roster = handover.Said(acks={c.line.child: "好" for c in tab.cards}, off_roster_reason="顶班")
    handover.give(desk, tab.ward, desk.signer("hushi1", pin), handover.Written(seen=20))
    handover.take(desk, tab.ward, desk.signer("huli2", pin), roster)
    written = handover.Written(seen=20)
    with pytest.raises(Refused, match="当班的是李桂兰"):
        handover.give(desk, tab.ward, desk.signer("huli3", pin), written)
    with pytest.raises(Refused, match="写明原因"):
        handover.give(desk, tab.ward, desk.signer("huli3", pin), written,
                      leader=desk.signer("yuanzhang", pin))  # fmt: skip
    given = handover.give(desk, tab.ward, desk.signer("huli3", pin), written,
                          leader=desk.signer("yuanzhang", pin), proxy_reason="李桂兰送医")  # fmt: skip
    assert given.proxy["proxy_reason"] == "李桂兰送医"


def test_the_sheet_is_shown_before_and_after_and_each_time_journalled(
    ward: Ward, tab: HandoverTab
) -> None:
    tab.foot.paper.click()
    views = ward.window.findChildren(PaperView)
    assert len(views) == 1
    views[0].reject()
    pages = list(page_images(printing.handover_paper(ward.desk, tab.ward), 72))
    assert pages and pages[0].width() > 500
    acts = [e.act for e in ward.desk.store.history(tab.ward)]
    assert acts.count("print") == 2


def test_taker_cards_offer_the_task_itself(ward: Ward, tab: HandoverTab) -> None:
    child = tab.cards[0].line.child
    written = handover.Written(seen=20, notes={child: {"todo": "每15分钟看呼吸"}})
    handover.give(ward.desk, tab.ward, ward.desk.signer("hushi1", "246810"), written)
    ward.window.changed()
    card = tab.cards[0]
    assert isinstance(card, TakerCard)
    assert card.picks[0] == "知道了：每15分钟看呼吸"
