"""From F3 to the hospital and back: who signs, who goes along, who comes in stead, what is printed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.event import NIGHT, acts, asked, event_of, night, page_of, several, sit
from tests.ui.ward import Ward, night_ward, recent
from welfare_desktop.actions import event_papers, events, records, transfer
from welfare_desktop.app import practice
from welfare_desktop.domain import handover, ladder, staffing
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.rounds.asks import PickAsk
from welfare_desktop.ui.shell.paper import PaperView

Key = Qt.Key


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night(qtbot, tmp_path / "store")


@pytest.fixture
def board(ward: Ward) -> Ward:
    ward.press(Key.Key_F2, Key.Key_Down, Key.Key_Down)
    return ward


# Hospital --------------------------------------------------------------------------------


def test_a_carer_sends_and_a_nurse_signs_for_the_visit(board: Ward) -> None:
    sit(board, "huli1")
    board.press(Key.Key_F3, Key.Key_H)
    event = event_of(board)
    child = board.desk.house().child(event.get("children")[0])
    assert event.get("sent_hospital") is True and event.get("visit") is None
    assert child is not None and child.whereabouts == "HOSPITAL", "nothing waits for a signature"
    assert board.panel() is not None
    board.sign("hushi1")
    visit = events.visit_of(board.desk, event_of(board))
    nurse = board.desk.find_account("hushi1")
    assert visit is not None and visit.submitted_by == nurse.id


def test_without_a_nurse_there_the_carer_is_asked_who_comes_in_stead(board: Ward) -> None:
    sit(board, "huli1")
    board.press(Key.Key_F3, Key.Key_H)
    assert "急救卡按K" in board.window.message.text.text()
    panel = board.panel()
    assert panel is not None
    panel.reject()
    board.window.activateWindow()
    asked = page_of(board).work.question
    assert asked is not None and "顶班" in asked.accessibleName()
    board.press(Key.Key_Escape, Key.Key_B)
    assert "先按H，由护士或医生签字写入" in board.window.message.text.text()
    board.press(Key.Key_H)
    board.sign("hushi1")
    assert events.visit_of(board.desk, event_of(board)) is not None


def test_back_from_the_hospital_the_child_and_the_carer_count_again(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_C, Key.Key_H, Key.Key_Escape, Key.Key_2)
    paper(board).close()
    board.window.activateWindow()
    board.press(Key.Key_Escape)
    ward_id, carer = board.desk.house().wards[0].id, board.desk.find_account("huli2").staff
    assert carer not in staffing.on_duty(board.desk.house(), ward_id, board.clock.at)
    board.clock.at += timedelta(hours=2)
    board.press(Key.Key_B)
    house = board.desk.house()
    child = house.child(event_of(board).get("children")[0])
    assert child is not None and child.whereabouts == "ON_SITE"
    assert carer in staffing.on_duty(house, ward_id, board.clock.at)


def where(board: Ward, children: list[str]) -> list[str | None]:
    """Where children are."""
    house = board.desk.house()
    return [c.whereabouts for i in children if (c := house.child(i)) is not None]


def test_of_several_children_those_go_who_are_chosen_one_key_each(board: Ward) -> None:
    children = several(board, 1, 2, 3)
    names = [c.name for c in board.desk.house().children[1:4]]
    ward_id, carer = board.desk.house().wards[0].id, board.desk.find_account("huli2").staff
    board.press(Key.Key_H)
    assert (
        event_of(board).get("sent_hospital") is True and where(board, children) == ["ON_SITE"] * 3
    )
    title, *answers = asked(board)
    assert "送谁" in title and answers[0] == "全部3名" and names[1] in answers[2]
    situation = event_papers.spoken(board.desk, event_of(board)).situation
    assert any(f"同时还有{names[1]}、{names[2]}" in line for line in situation)
    board.press(Key.Key_3)
    assert where(board, children) == ["ON_SITE", "HOSPITAL", "ON_SITE"]
    board.press(Key.Key_Escape)
    pick(board, "李桂兰")
    paper(board).close()
    board.window.activateWindow()
    board.press(Key.Key_Escape)
    house = board.desk.house()
    assert handover.census(house, ward_id, board.clock.at).short == "在册6＝应在5＋住院1"
    assert staffing.load_at(house, board.clock.at, ward_id).n1 == 5
    assert carer not in staffing.on_duty(house, ward_id, board.clock.at)
    board.clock.at += timedelta(minutes=20)
    board.press(Key.Key_H)
    assert asked(board)[1:][0] == "全部2名" and len(asked(board)) == 4
    board.press(Key.Key_3, Key.Key_Escape)
    assert names[2] in asked(board)[0], "who stays with the second one"
    board.press(Key.Key_Escape)
    visits = events.visits_of(board.desk, event_of(board))
    assert list(visits) == [children[1], children[2]], "each child has its own visit"
    assert [v.text("sent_at")[11:] for v in visits.values()] == ["02:10", "02:30"]
    assert [v.get("carer_in_hospital") for v in visits.values()] == [carer, None]


def sent(board: Ward, child: str, hour: int, minute: int) -> None:
    board.clock.at = NIGHT.replace(hour=hour, minute=minute)
    event = transfer.send(board.desk, event_of(board).id, [child])
    transfer.write_visits(board.desk, event.id)


def arrived(board: Ward, hour: int, minute: int) -> list[str]:
    """到院 is pressed; what each visit tells of it."""
    board.clock.at = NIGHT.replace(hour=hour, minute=minute)
    board.press(Key.Key_9)
    return arrivals(board)


def arrivals(board: Ward) -> list[str]:
    found = events.visits_of(board.desk, event_of(board)).values()
    return [visit.text("arrived_at")[11:] for visit in found]


def test_an_arrival_is_told_to_the_visit_that_is_on_the_way(board: Ward) -> None:
    one, other = several(board, 1, 2)
    sent(board, one, 2, 10)
    sent(board, other, 2, 20)
    assert arrived(board, 2, 40) == ["02:40", ""], "who left first"
    rows = event_of(board).rows("timeline")
    number = next(n for n, row in enumerate(rows) if row["action"] == "9")
    events.mend_row(board.desk, event_of(board).id, number, at=NIGHT.replace(minute=38))
    assert arrivals(board) == ["02:38", ""], "a time put right is no other arrival"
    assert arrived(board, 2, 50) == ["02:38", "02:50"]


def test_an_arrival_is_not_told_to_a_visit_that_is_over(board: Ward) -> None:
    one, other = several(board, 1, 2)
    sent(board, one, 2, 10)
    board.clock.at = NIGHT.replace(hour=3)
    transfer.came_back(board.desk, event_of(board).id, [one])
    sent(board, other, 3, 10)
    assert arrived(board, 3, 30) == ["", "03:30"]


def test_who_went_together_arrived_together(board: Ward) -> None:
    one, other = several(board, 1, 2)
    sent(board, one, 2, 10)
    sent(board, other, 2, 10)
    assert arrived(board, 2, 40) == ["02:40", "02:40"]


def test_all_of_several_children_go_and_come_back_one_by_one(board: Ward, tmp_path: Path) -> None:
    children = several(board, 1, 2)
    ward_id = board.desk.house().wards[0].id
    board.press(Key.Key_H, Key.Key_1)
    assert where(board, children) == ["HOSPITAL", "HOSPITAL"]
    board.press(*[Key.Key_Escape] * 4)
    text, pages = told(event_papers.card(board.desk, event_of(board).id), tmp_path)
    assert pages == 2 and all(c.name in text for c in board.desk.house().children[1:3])
    paper(board).close()
    board.window.activateWindow()
    board.press(Key.Key_Escape)
    board.clock.at += timedelta(hours=2)
    board.press(Key.Key_B)
    assert asked(board)[1] == "全部2名"
    board.press(Key.Key_2)
    assert where(board, children) == ["ON_SITE", "HOSPITAL"]
    house = board.desk.house()
    assert handover.census(house, ward_id, board.clock.at).short == "在册6＝应在5＋住院1"
    board.press(Key.Key_B)
    assert where(board, children) == ["ON_SITE", "ON_SITE"], "the last one needs no choice"


def test_cover_is_asked_for_each_ward_a_child_left(board: Ward) -> None:
    wards = [w.id for w in board.desk.house().wards[:2]]
    other, boss = board.desk.house().children[2].id, board.desk.find_account("kezhang")
    values = {
        "child": other,
        "to_ward": wards[1],
        "bed": "1",
        "at": "2026-11-25T02:10",
        "reason": "5",
    }
    step = records.Step(first_run=True)
    records.submit(board.desk.seated(boss), "X09", values, child=other, step=step)
    several(board, 1, 2)
    board.press(Key.Key_H, Key.Key_1, *[Key.Key_Escape] * 4)
    paper(board).close()
    board.window.activateWindow()
    load = [staffing.load_at(board.desk.house(), NIGHT, w).units for w in wards]
    assert load == [4, 0], "both left the count, each of its own ward"
    question = page_of(board).work.question
    assert question is not None and "顶班" in question.accessibleName()
    pick(board, "张玉梅")
    board.sign("kezhang")
    again = page_of(board).work.question
    assert again is not None and again is not question, "and for the other ward"
    pick(board, "刘春燕")
    board.sign("kezhang")
    house, now = board.desk.house(), board.clock.at
    for login, ward in zip(("huli3", "huli4"), wards, strict=True):
        assert board.desk.find_account(login).staff in staffing.on_duty(house, ward, now)


def test_a_carer_sends_several_and_one_signature_writes_every_visit(board: Ward) -> None:
    children = several(board, 1, 2)
    sit(board, "huli1")
    board.press(Key.Key_H, Key.Key_1)
    assert where(board, children) == ["HOSPITAL", "HOSPITAL"], "nothing waits for a signature"
    board.sign("hushi1")
    assert list(events.visits_of(board.desk, event_of(board))) == children


def paper(ward: Ward) -> PaperView:
    """The paper in view."""
    return next(p for p in ward.window.findChildren(PaperView) if p.isVisible())


def seizure(board: Ward) -> None:
    """02:10 to 02:35: acts, calls, sent off with huli2 and the nurse, huli3 called in."""
    board.press(Key.Key_F3)
    for minute, key in ((11, Key.Key_2), (12, Key.Key_5), (13, Key.Key_7), (15, Key.Key_6)):
        board.clock.at = NIGHT.replace(minute=minute)
        board.press(key)
    board.press(Key.Key_T, Key.Key_2, Key.Key_V)
    board.clock.at = NIGHT.replace(minute=31)
    board.press(Key.Key_H)
    pick(board, "许护士")
    pick(board, "李桂兰")
    assert "急救卡" in paper(board).windowTitle()
    paper(board).close()
    board.window.activateWindow()
    QApplication.processEvents()
    board.clock.at = NIGHT.replace(minute=35)
    asked = page_of(board).work.question
    assert asked is not None and "本班至少1人" in asked.accessibleName()
    pick(board, "张玉梅")
    board.sign("kezhang")
    board.clock.at = NIGHT.replace(minute=55)
    board.press(Key.Key_9)


def pick(board: Ward, name: str) -> None:
    """Somebody of those offered, by digit."""
    asked = page_of(board).work.question
    assert isinstance(asked, PickAsk)
    place = next(n for n, c in enumerate(asked._found) if name in c.label)
    board.press(Qt.Key(Key.Key_1 + place))


def test_the_night_of_sc_09(board: Ward) -> None:
    """Hospital 02:31 with a carer and the nurse, another on duty 02:35: no minute uncovered."""
    seizure(board)
    event = event_of(board)
    assert acts(event) == [
        ("02:10", "1"), ("02:11", "2"), ("02:12", "5"), ("02:13", "7"), ("02:15", "6"),
        ("02:31", "8"), ("02:55", "9"),
    ]  # fmt: skip
    visit = events.visit_of(board.desk, event)
    carer, third = (board.desk.find_account(login).staff for login in ("huli2", "huli3"))
    assert visit is not None
    times = [visit.text(n)[11:] for n in ("found_at", "called_at", "sent_at", "arrived_at")]
    assert times == ["02:10", "02:13", "02:31", "02:55"]
    assert visit.get("escort") == board.desk.account.staff
    assert visit.get("carer_in_hospital") == carer
    house, place_id = board.desk.house(), board.desk.house().wards[0].id
    (called,) = [r for r in recent(board.desk, "F67") if third in r.get("staff_list")]
    assert called.get("planned_from") == "2026-11-25T02:35"
    assert staffing.uncovered(house, place_id, NIGHT.replace(hour=0), board.clock.at) == 0
    there = staffing.on_duty(house, place_id, board.clock.at)
    assert third in there and carer not in there


# Papers and what is said -----------------------------------------------------------------


def told(pdf: bytes, folder: Path) -> tuple[str, int]:
    """Text of a paper, and its pages."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    text = run.stdout.decode()
    return text, text.count("\f")


def ill(ward: Ward) -> Record:
    """An event of a child with a diagnosis and a medicine."""
    child = ward.desk.house().children[2].id
    doctor = ward.desk.seated(ward.desk.find_account("yisheng"))
    signer = doctor.signer("yisheng", practice.PIN)
    records.submit(doctor, "F23", {
        "kind": "1", "name": "癫痫", "diag_on": "2026-11-24", "hospital": "市人民医院", "doctor": "王",
        "state": "1", "watch": True,
    }, child=child)  # fmt: skip
    records.submit(doctor, "F29", {
        "drug": "丙戊酸钠口服液", "strength": "300毫升/瓶", "dose": "3毫升", "route": "口服",
        "freq": "08:00 20:00", "start_at": "2026-11-24T20:00", "source": "1",
    }, child=child, step=records.Step(signers={"ordered_by": signer}))  # fmt: skip
    event = events.found(ward.desk, child, more={"type": "2", "severity": "4"})
    return events.act(ward.desk, event.id, "2")


def test_the_card_holds_what_the_hospital_needs_on_one_page(ward: Ward, tmp_path: Path) -> None:
    event = ill(ward)
    text, pages = told(event_papers.card(ward.desk, event.id), tmp_path)
    child = ward.desk.house().children[2]
    for wanted in (child.name, child.file_no, "癫痫", "丙戊酸钠口服液 3毫升 口服 08:00 20:00", "过敏", "血型",
                   "预防接种", "0559-2500000", "02:10 急救操作", "民法典第三十四条", "方院长"):  # fmt: skip
        assert "".join(wanted.split()) in "".join(text.split()), wanted
    assert pages == 1
    assert [e for e in ward.desk.store.acts("print") if e.record == event.id]


def test_what_is_read_out_tells_what_was_seen_and_no_more_than_one_may_read(
    ward: Ward, tmp_path: Path
) -> None:
    event = ill(ward)
    text, _ = told(event_papers.spoken_paper(ward.desk, event.id), tmp_path)
    assert "癫痫" in text and "派救护车到屯溪区示例路1号" in text and "11岁" in text
    sit(ward, "huli1")
    background = event_papers.spoken(ward.desk, event).background
    assert "诊断：不在您的查看范围，请护士补充" in background, (
        "never 没有记录 for what is only withheld"
    )
    assert "在用药：丙戊酸钠口服液 3毫升 口服 08:00 20:00" in background


def test_without_a_roster_numbers_are_offered_by_post_and_no_name_is_guessed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for made in night_ward(qtbot, tmp_path / "store", 1, NIGHT):
        event = events.found(made.desk, made.desk.house().children[0].id)
        known = events.whom(made.desk, event)
        medics = [c for c in known if c.action == ladder.MEDIC]
        leaders = [c for c in known if c.action == ladder.LEADER]
        for heading, *people in (medics, leaders):
            assert (heading.name, heading.missing) == ("", "没有排班，按岗位列出")
            assert people and all(c.name and c.phone for c in people)
        assert {c.title for c in leaders[1:]} == {"业务科长", "院长/负责人"}
        assert medics[1].phone in events.numbers(made.desk, "")
        assert [c.phone for c in known].index("120") < 9, "120 is a digit away"
        events.act(made.desk, event.id, ladder.MEDIC)
        said = events.call(made.desk, event.id, medics[1]).rows("notified")
        assert [r["person"] for r in said] == ["值班护士/医生", medics[1].told]
        back = events.take_back(made.desk, event.id)
        assert len(back.rows("notified")) == len(acts(back)) - 1 == 1


def test_a_time_corrected_or_taken_back_is_told_to_the_visit_as_well(board: Ward) -> None:
    board.press(Key.Key_F3, Key.Key_7, Key.Key_V, Key.Key_H, Key.Key_Escape, Key.Key_Escape)
    paper(board).close()
    desk, event = board.desk, event_of(board)
    board.clock.at = NIGHT.replace(minute=50)
    events.mend_row(desk, event.id, 2, at=NIGHT.replace(minute=31))
    events.act(desk, event.id, "7")
    visit = events.visit_of(desk, event_of(board))
    assert visit is not None and visit.get("sent_at") == "2026-11-25T02:31"
    assert visit.get("called_at") == "2026-11-25T02:10", "the first call"
    events.take_back(desk, event.id)
    events.mend_row(desk, event.id, 1, at=NIGHT.replace(minute=12))
    visit = events.visit_of(desk, event_of(board))
    assert visit is not None and visit.get("called_at") == "2026-11-25T02:12"
