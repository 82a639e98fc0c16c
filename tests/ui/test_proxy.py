"""代交: who hands over for an absent colleague, with whom, and why (§4.4.7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.test_hard_handovers import LATE, tab, ward
from tests.ui.test_paper_nights import text_of
from tests.ui.ward import CTRL, ENTER, Ward, night_ward, rostered
from welfare_desktop.actions import handover, printing
from welfare_desktop.app import practice
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.rounds.handover import HandoverTab

__all__ = ["tab", "ward"]  # fixtures


def test_the_leader_of_the_shift_gives_for_an_absent_colleague_with_a_reason_that_is_kept(
    ward: Ward, tab: HandoverTab
) -> None:
    desk, written = ward.desk, handover.Written(seen=6)
    leader, why = desk.signer("kezhang", practice.PIN), "张玉梅陪孩子去了医院"
    with pytest.raises(Refused, match="写明原因") as refused:
        handover.give(desk, tab.ward, leader, written)
    assert refused.value.field == "proxy_reason" and handover.pending(desk, tab.ward) is None
    # Neither a reason alone nor a post in the house makes a 带班领导 of somebody.
    for login in ("huli3", "yuanzhang"):
        other = desk.signer(login, practice.PIN)
        with pytest.raises(Refused, match="带班领导签名码"):
            handover.give(desk, tab.ward, other, written, proxy_reason=why)
    director = desk.signer("yuanzhang", practice.PIN)
    with pytest.raises(Refused, match="不能自己批准自己"):
        handover.give(desk, tab.ward, director, written, leader=director, proxy_reason=why)
    handover.give(desk, tab.ward, leader, written, proxy_reason=why)
    taker = desk.signer("huli2", practice.PIN)
    acks = {card.line.child: "知道了" for card in tab.cards}
    record = handover.take(desk, tab.ward, taker, handover.Said(acks=acks))
    assert (record.get("proxy_leader"), record.get("proxy_reason")) == (leader.staff, why)
    assert record.get("by_out")["by"] == leader.staff


def test_who_gives_the_own_shift_is_asked_no_reason(ward: Ward, tab: HandoverTab) -> None:
    giver = ward.desk.signer("hushi1", practice.PIN)
    given = handover.give(ward.desk, tab.ward, giver, handover.Written(seen=6))
    assert given.proxy == {}


def test_the_nurse_of_a_roster_stands_in_as_any_other_third_person(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for made in night_ward(qtbot, tmp_path / "store", 3, LATE):
        rostered(made, "E", LATE.replace(hour=16, minute=0), ["huli3"])
        desk, here = made.desk, made.desk.house().wards[0].id
        nurse = desk.signer("hushi1", practice.PIN)
        with pytest.raises(Refused, match="别人代交"):
            handover.give(desk, here, nurse, handover.Written(seen=3))


def test_the_page_asks_the_leader_s_reason_and_prints_it(ward: Ward, tab: HandoverTab) -> None:
    QApplication.processEvents()
    tab.census.seen.setFocus()
    ward.type("6")
    ward.press(ENTER, modifier=CTRL)
    ward.sign("kezhang")
    assert tab.given is None and "代交的原因" in tab.foot.asked.text()
    assert tab.foot.reason.hasFocus()
    tab.foot.reason.setText("张玉梅陪诊")
    ward.press(ENTER, modifier=CTRL)
    ward.sign("kezhang")
    assert tab.given is not None, ward.window.message.text.text()
    assert tab.given.proxy["proxy_reason"] == "张玉梅陪诊"
    told = text_of(printing.handover_paper(ward.desk, tab.ward))
    assert "代交：张玉梅陪诊" in "".join(told.split())
