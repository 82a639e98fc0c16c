"""The computer is dead for a night: sheets printed ahead, then entered with their photograph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.ward import (
    CTRL,
    ENTER,
    Ward,
    event_of,
    night_ward,
    photographed,
    recent,
    rostered,
)
from welfare_desktop.actions import handover, night_paper, on_paper, printing, records, rounds
from welfare_desktop.actions.desk import Signer
from welfare_desktop.domain import staffing
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.domain.rules.ward import ROWS
from welfare_desktop.ui.rounds.paper_entry import PaperDialog
from welfare_desktop.ui.rounds.special import TakerCard
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.widgets import Label

Key = Qt.Key
#: The PC came back half an hour after the night shift took over on paper.
BACK = datetime(2026, 11, 25, 0, 40)
EVENING = BACK.replace(day=24, hour=16, minute=0)
SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    """Six children, one watched; ``hushi1`` had the evening, ``huli2`` the night."""
    for made in night_ward(qtbot, tmp_path / "store", 6, EVENING, watched=(2,)):
        made.clock.at = BACK
        rostered(made, "E", EVENING, ["hushi1"])
        rostered(made, "N", EVENING + timedelta(hours=8), ["huli2"])
        yield made


@pytest.fixture
def photo(ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the person picks when a photograph is asked for."""
    return photographed(ward, tmp_path, monkeypatch)


def menu(ward: Ward, wanted: str) -> None:
    """Ctrl+Shift+P, then down to the row that begins so, Enter."""
    ward.press(Key.Key_P, modifier=SHIFTED)
    assert any(p.isVisible() for p in ward.window.findChildren(ListPopup))
    for _ in range(8):
        popup = QApplication.activePopupWidget()
        at = popup.focusWidget() if popup else None
        if at is not None and hands.name(at).startswith(wanted):
            break
        hands.press(Key.Key_Down)
    else:
        raise AssertionError(f"{wanted} is not offered")
    hands.press(ENTER)


def dialog(ward: Ward) -> PaperDialog:
    found = next(d for d in ward.window.findChildren(PaperDialog) if d.isVisible())
    hands.front(found)
    return found


def notes(ward: Ward) -> list[str]:
    return [label.text() for label in ward.page.handover.census.findChildren(Label)]


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


def test_sheets_with_tonights_children_are_one_key_away(ward: Ward) -> None:
    here = ward.desk.house().wards[0].id
    ward.window.go("rounds", tab="handover")
    assert any("备用纸表还没打印" in note for note in notes(ward))
    menu(ward, "打印本班备用纸表")
    view = next(v for v in ward.window.findChildren(PaperView) if v.isVisible())
    said = text_of(view.pdf)
    for child in ward.desk.house().children:
        assert said.count(child.name) >= 2, "on the rounds sheet and on the handover sheet"
    for word in ("00:00", "05:30", "重点", "□相符", "接班者复述", "签名", "Ctrl+Shift+P",
                 "环境五项：门窗、水电气、消防通道、地面、温度", "急救中心", "120"):  # fmt: skip
        assert word in said, word
    assert "—" in said, "what a child is not due for survives a photocopy"
    view.reject()
    assert night_paper.printed_ahead(ward.desk, here)
    assert not any("备用纸表还没打印" in note for note in notes(ward))


def test_the_wholly_blank_sheets_name_nobody(ward: Ward) -> None:
    said = text_of(night_paper.blank_sheets(ward.desk))
    assert "巡查记录" in said and "交接班记录" in said and "□平稳" in said
    assert not any(child.name in said for child in ward.desk.house().children)
    assert "急救中心" in said and "带班领导" in said and "“—”" not in said


def test_blank_sheets_are_one_page_and_one_leaf(ward: Ward) -> None:
    pages = pypdfium2.PdfDocument(night_paper.blank_sheets(ward.desk))
    heads = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(heads) == 3 and "第 1 页 / 共 1 页" in heads[0] and "共 2 页" in heads[2]
    assert "接班人" in heads[2], "the signatures are not alone on a leaf"


def test_a_photocopy_keeps_the_lines_to_write_between(ward: Ward) -> None:
    (page, *_) = pypdfium2.PdfDocument(night_paper.blank_sheets(ward.desk))
    picture = page.render(scale=200 / 72, grayscale=True)
    grey, wide = bytes(picture.buffer), picture.stride
    rows = range(int(picture.height * 0.35), int(picture.height * 0.55))
    black = [sum(grey[y * wide + x] < 128 for y in rows) > 0.8 * len(rows) for x in range(wide)]
    lines = sum(one and not before for before, one in pairwise(black))
    assert lines == 1 + 1 + 16, "the frame, the names, sixteen rounds"


def test_whom_to_call_and_what_is_not_borne_stand_on_the_sheet(ward: Ward) -> None:
    house = ward.desk.house()
    one = house.children[0]
    boss = ward.desk.seated(ward.desk.find_account("kezhang"))
    records.correct(boss, one.id, {"allergy": "青霉素"}, "医院查出")
    said = text_of(night_paper.sheets(ward.desk, house.wards[0].id))
    nurse = ward.desk.find_account("hushi1")
    known = house.record("F64", nurse.staff)
    assert known is not None and nurse.name in said and known.text("phone") in said
    assert f"{one.name} 青霉素" in said


def test_a_sheet_printed_before_the_signatures_says_so(ward: Ward) -> None:
    house = ward.desk.house()
    event_of(ward, house.children[0].id)
    said = text_of(printing.handover_paper(ward.desk, house.wards[0].id))
    assert "草稿，还没有签字" in said
    (event,) = ward.desk.house().of("F31")
    assert f"{house.children[0].name}\r\n{event.form_no}" in said, "who it is about, not a number"


def given_on_paper(ward: Ward) -> None:
    """The giver of the paper of 00:05 confirms it; a photograph is asked for first."""
    ward.window.go("rounds", tab="handover")
    menu(ward, "补录纸质交接")
    asked = dialog(ward)
    asked.at.setText("2026-11-25 00:05")
    hands.to(asked.go.accessibleName())
    hands.press(ENTER)
    assert "先选照片" in asked.error.text() and asked.attach.hasFocus()
    hands.press(Key.Key_Space)
    assert asked.go.hasFocus()
    hands.press(ENTER)
    hands.front(ward.window)
    tab = ward.page.handover
    assert tab.place != tab.ward and tab.written.paper is not None
    tab.census.seen.setFocus()
    ward.type("6")
    ward.press(ENTER, modifier=CTRL)
    ward.sign("hushi1")
    assert tab.given is not None, ward.window.message.text.text()


def test_a_handover_on_paper_is_entered_with_its_photograph(ward: Ward, photo: Path) -> None:
    given_on_paper(ward)
    tab = ward.page.handover
    # The receiver is not there yet: nothing is signed, the live handover stands beside it.
    here = ward.desk.house().wards[0].id
    assert recent(ward.desk, "F32") == [] and handover.pending(ward.desk, here) is None
    menu(ward, "回到现在的交接")
    assert tab.place == tab.ward and tab.given is None
    menu(ward, "补录纸质交接")
    assert tab.given is not None
    card = tab.cards[0]
    assert isinstance(card, TakerCard)
    card.setFocus()
    ward.press(Key.Key_1, Key.Key_B)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    (record,) = recent(ward.desk, "F32")
    assert record.text("handover_at") == "2026-11-25T00:05" and record.late_entry_reason
    assert [p.name for p in record.papers] == ["sheet.png"]
    row = record.rows("special_list")[0]
    assert row["ack_at"] == row["bedside_at"] == "2026-11-25T00:05"
    assert any("补录" in w["note"] for w in record.rows("warnings"))
    assert tab.place == tab.ward, "back at the handover of this hour"
    said_by_the_clauses(ward, record)


def said_by_the_clauses(ward: Ward, record: Record) -> None:
    here = record.text("ward")
    # Duty follows from the paper, and who reads the clauses is told that it came late.
    house, at = ward.desk.house(), BACK.replace(minute=10)
    assert staffing.on_duty(house, here, at) == [record.get("by_in")["by"]]
    judge = next(r for r in ROWS if r.id == "C3.09").judge
    found = next(f for f in judge(house, BACK) if f.subject.id.endswith("/N"))
    assert found.verdict == "PASS" and "补录，纸质交接单" in found.arithmetic
    assert "补录" in text_of(printing.handover_paper(ward.desk, here, record))
    with pytest.raises(Refused, match="已有交接班记录"):
        on_paper.sheet(ward.desk, here, at, record.papers[0], handover=True)


def test_a_giver_gone_home_is_stood_in_for_only_with_the_leader(ward: Ward, photo: Path) -> None:
    desk, here = ward.desk, ward.desk.house().wards[0].id
    kept = on_paper.photograph(desk, photo)
    written = handover.Written(seen=6, paper=on_paper.sheet(desk, here, BACK, kept, handover=True))
    place = on_paper.place_of(here)
    people = {a.login: a for a in desk.accounts()}
    other = next(a for a in people.values() if a.login not in ("hushi1", "huli2", "kezhang"))
    stranger = Signer(other.id, other.staff, other.name, other.roles)
    with pytest.raises(Refused, match="别人代交，要有带班领导"):
        handover.give(desk, place, stranger, written)
    chief = people["kezhang"]
    leader = Signer(chief.id, chief.staff, chief.name, chief.roles)
    given = handover.give(
        desk, place, stranger, written, leader=leader, proxy_reason="张玉梅已下班，纸上是她签的"
    )
    assert given.proxy["proxy_leader"] == chief.staff


def test_a_round_on_paper_is_entered_by_the_same_keys(ward: Ward, photo: Path) -> None:
    ward.window.go("rounds")
    menu(ward, "补录纸质巡查")
    asked = dialog(ward)
    assert asked.slot.hasFocus()
    asked.slot.setCurrentIndex(asked.slot.findText("11月24日 23:00"))
    asked.at.setText("2026-11-24 23:04")
    hands.to(asked.attach.accessibleName())
    hands.press(Key.Key_Space, ENTER)
    hands.front(ward.window)
    ward.press(Key.Key_Space, Key.Key_Space, Key.Key_2, *[Key.Key_Space] * 3, Key.Key_E)
    ward.press(ENTER, modifier=CTRL)
    ward.sign()
    (walk,) = recent(ward.desk, "F30")
    assert walk.get("closed_as") == "1" and [p.name for p in walk.papers] == ["sheet.png"]
    assert {m["at"][:16] for m in walk.rows("marks")} == {"2026-11-24T23:04"}
    assert walk.late_entry_reason.startswith("纸质巡查表")
    board = rounds.board(ward.desk, walk.text("ward"))
    column = board.column(EVENING.replace(hour=23))
    assert column is not None
    assert {row.cells[column].state for row in board.rows} == {"backfilled"}
    judge = next(r for r in ROWS if r.id == "C3.08").judge
    (found,) = judge(ward.desk.house(), EVENING.replace(hour=23, minute=59))
    assert "23:00补录（纸质巡查表）" in found.arithmetic


def test_a_walker_who_is_not_here_is_signed_for_by_nobody(ward: Ward, photo: Path) -> None:
    ward.window.go("rounds")
    menu(ward, "补录纸质巡查")
    asked = dialog(ward)
    asked.slot.setCurrentIndex(asked.slot.findText("11月24日 18:00"))
    asked.person.setCurrentIndex(asked.person.findData(ward.desk.find_account("huli2").staff))
    hands.to(asked.absent.accessibleName() or asked.absent.text())
    hands.press(Key.Key_Space)
    hands.to(asked.attach.accessibleName())
    hands.press(Key.Key_Space, ENTER)
    hands.front(ward.window)
    ward.press(*[Key.Key_Space] * 6, Key.Key_E)
    ward.press(ENTER, modifier=CTRL)
    assert ward.panel() is None
    (walk,) = recent(ward.desk, "F30")
    assert walk.get("closed_as") == "2" and walk.get("by") is None and walk.papers
    assert "本人不在，照片附后" in walk.text("unsigned_reason")
    assert {m["by"] for m in walk.rows("marks")} == {ward.desk.find_account("huli2").staff}


def test_half_entered_it_is_not_signed_without_the_photograph(ward: Ward, photo: Path) -> None:
    desk, here = ward.desk, ward.desk.house().wards[0].id
    slot = EVENING.replace(hour=23)
    sheet = on_paper.sheet(
        desk, here, slot, on_paper.photograph(desk, photo), by=desk.account.staff
    )
    walk = rounds.open_round(desk, here, slot)
    first = rounds.waiting(desk, walk.id)[0]
    rounds.mark(desk, walk.id, first.id, "1", note="补录：纸质巡查表，张玉梅签名", paper=sheet)
    ward.window.go("rounds")
    ward.page.walk.board.to_slot(slot)
    ward.page.board.setFocus()
    ward.press(Key.Key_Space)
    assert "先按 Ctrl+Shift+P" in ward.window.message.text.text()
    for child in rounds.waiting(desk, walk.id):
        rounds.mark(desk, walk.id, child.id, "1", paper=sheet)
    rounds.environment(desk, walk.id)
    with pytest.raises(Refused, match="还差照片"):
        rounds.sign_round(desk, walk.id, desk.by_password())


@pytest.mark.parametrize(
    ("at", "said"),
    [(BACK + timedelta(hours=1), "还没到"), (BACK - timedelta(days=40), "超过一个月")],
)
def test_a_time_that_cannot_be_is_said(ward: Ward, at: datetime, said: str) -> None:
    here = ward.desk.house().wards[0].id
    with pytest.raises(Refused, match=said):
        on_paper.sheet(ward.desk, here, at, Paper("", "0" * 64))
    with pytest.raises(Refused, match="先选照片"):
        on_paper.sheet(ward.desk, here, at, None)
