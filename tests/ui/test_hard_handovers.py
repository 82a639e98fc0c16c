"""交接班 where it is hard: forty children, half-finished rounds, drafts of another night, words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.ward import (
    CTRL,
    ENTER,
    Ward,
    at_the_change,
    event_of,
    night_ward,
    ordered,
    recent,
    rostered,
)
from welfare_desktop.actions import addenda, handover, printing, records, rounds, whereabouts
from welfare_desktop.app import practice
from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.rounds.handover import HandoverTab
from welfare_desktop.ui.rounds.special import GiverCard, TakerCard

Key = Qt.Key
LATE = datetime(2026, 11, 24, 23, 50)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from at_the_change(qtbot, tmp_path / "store", LATE)


@pytest.fixture
def tab(ward: Ward) -> HandoverTab:
    ward.window.go("rounds", tab="handover")
    return ward.page.handover


def give(ward: Ward, count: str = "6") -> None:
    QApplication.processEvents()
    ward.page.handover.census.seen.setFocus()
    ward.type(count)
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    assert ward.page.handover.given is not None, ward.window.message.text.text()


def take(ward: Ward) -> None:
    ward.press(ENTER, modifier=CTRL)
    ward.sign()


def test_forty_children_four_special_in_120_keys(qtbot: QtBot, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for ward in night_ward(qtbot, store, 40, LATE, watched=(2, 17, 30)):
        rostered(ward, "E", LATE.replace(hour=16, minute=0), ["hushi1"])
        rostered(ward, "N", LATE.replace(hour=0, minute=0) + timedelta(days=1), ["huli2"])
        event_of(ward, ward.desk.house().children[3].id)
        ward.keys = 0
        ward.press(Key.Key_F2)
        ward.press(Key.Key_Tab, modifier=CTRL)
        tab, free = ward.page.handover, 0
        assert len(tab.cards) == 4 and len(tab.events) == 1 and tab.census.seen.hasFocus()
        ward.type("40")
        for number in range(4):
            ward.press(Key.Key_Down, modifier=CTRL)
            assert tab.cards[number].hasFocus()
            ward.press(Key.Key_A)
            free += len("look 0200")
            ward.type("look 0200")
        ward.press(Key.Key_Down, modifier=CTRL)
        assert tab.events[0].hasFocus()
        ward.press(ENTER, modifier=CTRL)
        ward.sign()
        assert tab.given is not None
        for number in range(4):
            if number:
                ward.press(Key.Key_Down, modifier=CTRL)
            assert tab.cards[number].hasFocus()
            ward.press(Key.Key_1, Key.Key_B)
        ward.press(Key.Key_Down, modifier=CTRL)
        ward.press(Key.Key_1)
        ward.press(ENTER, modifier=CTRL)
        panel = ward.panel()
        assert panel is not None and panel.person.currentData() == "huli2", "the rostered one"
        ward.sign()
        (record,) = recent(ward.desk, "F32")
        rows = record.rows("special_list")
        assert len(rows) == 4 and all(r["todo"] and r["repeat_back"] for r in rows)
        assert record.rows("open_events")[0]["accepted"] == "1"
        assert not any(w["kind"] == "9" for w in record.rows("warnings"))
        assert ward.keys - free <= 120


def test_doses_of_the_next_shift_are_taken_one_by_one(qtbot: QtBot, tmp_path: Path) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", 6, LATE, watched=()):
        rostered(ward, "E", LATE.replace(hour=16, minute=0), ["hushi1"])
        rostered(ward, "N", LATE.replace(hour=0, minute=0) + timedelta(days=1), ["huli2"])
        kids = ward.desk.house().children
        first = ordered(ward, kids[0].id, "甲药", "02:00 06:00")
        ordered(ward, kids[1].id, "乙药", "20:00")
        second = ordered(ward, kids[2].id, "丙药", "04:00")
        ward.keys = 0
        ward.press(Key.Key_F2)
        ward.press(Key.Key_Tab, modifier=CTRL)
        tab = ward.page.handover
        names = [card.accessibleName() for card in tab.tasks]
        assert names == [f"到点医嘱 02:00 {kids[0].name} 甲药 1片 口服",
                         f"到点医嘱 04:00 {kids[2].name} 丙药 1片 口服",
                         f"到点医嘱 06:00 {kids[0].name} 甲药 1片 口服"]  # fmt: skip
        assert all(card.answer is None for card in tab.tasks), "the giver answers nothing"
        give(ward)
        for card in list(tab.cards):
            card.setFocus()
            ward.press(Key.Key_1)
        for number, answer in enumerate((Key.Key_1, Key.Key_2)):
            ward.press(Key.Key_Down, modifier=CTRL)
            assert tab.tasks[number].hasFocus()
            ward.press(answer)
        tab.keep()
        tab.show_ward(tab.ward)
        kept = [card.answer.value() for card in tab.tasks if card.answer is not None]
        assert kept == ["1", "2", None], "what was answered comes back"
        take(ward)
        (record,) = recent(ward.desk, "F32")
        told = [
            (r["order"], r["due_at"][11:], r.get("accepted")) for r in record.rows("orders_due")
        ]
        assert told == [(first.id, "02:00", "1"), (second.id, "04:00", "2"),
                        (first.id, "06:00", None)]  # fmt: skip
        notes = [w["note"] for w in record.rows("warnings") if w["kind"] == "9"]
        assert notes == ["1条到点医嘱没有逐条答复"]
        assert ward.keys <= 60


def test_each_answer_keeps_its_own_minute(ward: Ward, tab: HandoverTab) -> None:
    give(ward)
    ward.clock.at = LATE + timedelta(minutes=2)
    ward.press(Key.Key_1)
    ward.clock.at = LATE + timedelta(minutes=6)
    ward.press(Key.Key_B)
    card = tab.cards[0]
    assert isinstance(card, TakerCard) and card.bedside.text() == "床头已看 23:56"
    ward.clock.at = LATE + timedelta(minutes=9)
    take(ward)
    (row,) = recent(ward.desk, "F32")[0].rows("special_list")
    assert (row["ack_at"][11:], row["bedside_at"][11:]) == ("23:52", "23:56")


def test_a_round_opened_and_not_marked_stands_in_nobodys_way(ward: Ward) -> None:
    ward.press(Key.Key_F2)
    ward.window.go("rounds", tab="handover")
    assert ward.page.handover.unsigned is None
    give(ward)
    ward.press(Key.Key_1)
    take(ward)
    (record,) = recent(ward.desk, "F32")
    assert record.rows("open_rounds") == [] and recent(ward.desk, "F30") == []


def test_an_unsigned_round_is_closed_with_the_reason_written_and_warned(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_Space)
    ward.window.go("rounds", tab="handover")
    tab = ward.page.handover
    assert tab.unsigned is not None
    QApplication.processEvents()
    tab.unsigned.reason.setFocus()
    ward.type("seizure")
    give(ward)
    ward.press(Key.Key_1)
    take(ward)
    (record,) = recent(ward.desk, "F32")
    (closed,) = record.rows("open_rounds")
    assert (closed["marked"], closed["reason"]) == (1, "seizure")
    assert [w["note"] for w in record.rows("warnings") if w["kind"] == "1"] == ["23:30巡查未签"]
    (walk,) = recent(ward.desk, "F30")
    assert (walk.get("closed_as"), walk.get("unsigned_reason")) == ("2", "seizure")
    assert len(walk.rows("marks")) == 1 and walk.get("by") is None
    assert rounds.unsigned(ward.desk, record.get("ward")) == []


def test_a_refused_signature_closes_no_round(
    ward: Ward, tab: HandoverTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.window.go("rounds", start=True)
    ward.press(Key.Key_Space)
    ward.window.go("rounds", tab="handover")
    give(ward)
    ward.press(Key.Key_1)
    tab.gather()
    taker = ward.desk.signer("huli2", practice.PIN)

    def power_cut(*_: object) -> None:
        raise OSError("cut")

    monkeypatch.setattr(rounds, "close_unsigned", power_cut)
    with pytest.raises(OSError, match="cut"):
        handover.take(ward.desk, tab.ward, taker, tab.said)
    assert recent(ward.desk, "F32") == [] and recent(ward.desk, "F30") == []
    assert handover.pending(ward.desk, tab.ward) is not None
    assert len(rounds.unsigned(ward.desk, tab.ward)) == 1


def test_nothing_typed_for_one_handover_comes_back_in_the_next(
    ward: Ward, tab: HandoverTab
) -> None:
    card = tab.cards[0]
    assert isinstance(card, GiverCard)
    card.todo.setFocus()
    ward.type("water")
    give(ward)
    ward.press(Key.Key_1)
    take(ward)
    assert tab.census.seen.text() == ""
    again = tab.cards[0]
    assert isinstance(again, GiverCard) and again.todo.text() == ""


def test_repeating_back_begins_anew_when_it_was_sent_back(ward: Ward, tab: HandoverTab) -> None:
    give(ward)
    ward.press(Key.Key_1)
    tab.keep()
    handover.refuse(ward.desk, tab.ward, "少一名", ward.desk.signer("huli2", practice.PIN))
    ward.window.changed()
    assert tab.census.seen.text() == "6", "the giver's words stay"
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    card = tab.cards[0]
    assert isinstance(card, TakerCard) and card.repeat.text() == ""


def test_an_event_not_answered_is_a_warning_and_never_taken_silently(
    ward: Ward, tab: HandoverTab
) -> None:
    event_of(ward, ward.desk.house().children[0].id)
    ward.window.changed()
    give(ward)
    for number, _ in enumerate(list(tab.cards)):
        if number:
            ward.press(Key.Key_Down, modifier=CTRL)
        ward.press(Key.Key_1)
    take(ward)
    (record,) = recent(ward.desk, "F32")
    assert "accepted" not in record.rows("open_events")[0]
    assert "1件未结异常没有逐件答复" in [w["note"] for w in record.rows("warnings")]


def test_an_event_of_no_child_is_handed_over_too(ward: Ward) -> None:
    values = {"found_at": "2026-11-24T23:40", "place": "锅炉房", "type": "23",
              "found_by": ward.desk.account.staff, "desc": "停水"}  # fmt: skip
    records.submit(ward.desk, "F31", values)
    ward.window.go("rounds", tab="handover")
    assert len(ward.page.handover.events) == 1


def test_only_a_leader_approves_for_an_absent_colleague(ward: Ward, tab: HandoverTab) -> None:
    desk, written = ward.desk, handover.Written(seen=6)
    giver, nurse = desk.signer("huli3", practice.PIN), desk.signer("huli4", practice.PIN)
    with pytest.raises(Refused, match="不是带班领导"):
        handover.give(desk, tab.ward, giver, written, leader=nurse, proxy_reason="送医")
    leader = desk.signer("kezhang", practice.PIN)
    given = handover.give(desk, tab.ward, giver, written, leader=leader, proxy_reason="送医")
    assert given.proxy == {"proxy_leader": leader.staff, "proxy_reason": "送医"}


def test_a_signed_handover_is_not_changed_only_added_to(ward: Ward, tab: HandoverTab) -> None:
    assert tab.foot.more.isHidden()
    give(ward)
    ward.press(Key.Key_1)
    take(ward)
    (record,) = recent(ward.desk, "F32")
    with pytest.raises(Refused, match="只能补充"):
        records.correct(ward.desk, record.id, {"remark": "x"}, "改")
    with pytest.raises(Refused, match="只能补充"):
        records.continue_record(ward.desk, record.id, {"remark": "x"})
    tab.foot.more.click()
    ward.type("gate open")
    tab.foot.more.click()
    ward.sign("huli3")
    assert addenda.added(ward.desk, record.id) == ["2026-11-24 23:50 张玉梅：gate open"]
    assert ward.desk.record(record.id).version == 1
    sheet = pypdfium2.PdfDocument(printing.handover_paper(ward.desk, tab.ward, record))
    assert "gate open" in "".join(page.get_textpage().get_text_range() for page in sheet)


@pytest.mark.parametrize("special", [0, 1, 4, 9])
def test_the_proof_of_a_sheet_is_not_torn_over_two_pages(
    qtbot: QtBot, tmp_path: Path, special: int
) -> None:
    watched = tuple(range(special))
    for ward in night_ward(qtbot, tmp_path / "store", 10, LATE, watched=watched):
        here, desk = ward.desk.house().wards[0].id, ward.desk
        acks = {line.child: "知道" for line in handover.prepare(desk, here).special}
        giver, taker = desk.signer("hushi1", practice.PIN), desk.signer("huli2", practice.PIN)
        record = handover.sign(desk, here, giver, taker, acks, off_roster_reason="顶班")
        pages = [
            page.get_textpage().get_text_range()
            for page in pypdfium2.PdfDocument(printing.handover_paper(desk, here, record))
        ]
        assert len(acks) == special
        last = [text for text in pages if "校验短码" in text]
        assert len(last) == 1 and "李桂兰" in last[0] and "链头摘要" in last[0]


def test_overdue_forms_are_warned_about(ward: Ward, tab: HandoverTab) -> None:
    def late() -> list[str]:
        desk = ward.desk
        return signing.overdue_forms(desk.house(), tab.ward, desk.standing.verdicts())

    assert late() == []
    values = {"name": "新来", "sex": "1", "birth_date": "2026-11-20", "adm_cause": "A1",
              "ward_id": tab.ward, "bed_no": "9", "allergy": "无"}  # fmt: skip
    ward.clock.at = LATE - timedelta(days=5)
    child = records.submit(ward.desk, "F01", values, step=records.Step(first_run=True))
    taken = {"arrived_at": f"{ward.clock.at:%Y-%m-%dT%H:%M}", "decision": "1"}
    records.submit(ward.desk, "F02", taken, child=child.id, step=records.Step(first_run=True))
    ward.clock.at = LATE
    assert late() and all(words.startswith("新来《") for words in late())
    ward.window.changed()
    sheet = handover.prepare(ward.desk, tab.ward)
    noted = handover.warned(ward.desk, sheet, handover.Written())
    assert any(w["kind"] == "4" and "张表单逾期" in w["note"] for w in noted)


def test_a_child_to_come_back_in_the_next_shift_is_special(ward: Ward, tab: HandoverTab) -> None:
    child = ward.desk.house().children[0].id
    whereabouts.move(ward.desk, child, "OUTING", reason="看病")
    assert child not in {line.child for line in handover.prepare(ward.desk, tab.ward).special}
    back = {"child": child, "kind": "1", "at": "2026-11-25T06:30"}
    written = handover.Written(expected_moves=(back,))
    (line,) = [one for one in handover.prepare(ward.desk, tab.ward, written).special
               if one.child == child]  # fmt: skip
    assert line.reasons == ("预计06:30返回",)
