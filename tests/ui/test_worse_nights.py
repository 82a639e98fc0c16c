"""Nights worse than bad: a death between two signatures, sleep in the middle of a word, a zone set
wrong, eighty children, a name of thirty letters; nothing is lost, and each is said."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui import hands
from tests.ui.conftest import Begin
from tests.ui.test_hard_handovers import give
from tests.ui.ward import CTRL, ENTER, Ward, at_the_change, night_ward, recent, rostered
from welfare_desktop.actions import records, whereabouts
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock, SystemClock
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.rounds.special import TakerCard
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.login import LoginWindow
from welfare_desktop.ui.start.session import Session

Key = Qt.Key
LATE = datetime(2026, 11, 24, 23, 50)
LONG = "买买提依明·阿卜杜热合曼𠮷㛃䶮𬱖古丽娜扎尔·艾合买提江"


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from at_the_change(qtbot, tmp_path / "store", LATE)


def said(ward: Ward) -> str:
    return ward.window.message.text.text()


def here(ward: Ward) -> list[Child]:
    return [c for c in ward.desk.house().children if c.here]


def dies(ward: Ward, child: str) -> None:
    """The 科长 writes it from another desk."""
    boss = ward.desk.seated(ward.desk.find_account("kezhang"))
    records.submit(boss, "F51", {"died_at": f"{ward.clock.at:%Y-%m-%dT%H:%M}"}, child=child,
                   step=records.Step(first_run=True))  # fmt: skip
    ward.window.changed()


def take(ward: Ward) -> None:
    """Every card repeated back, then the receiver's PIN."""
    for card in list(ward.page.handover.cards):
        assert isinstance(card, TakerCard)
        card.setFocus()
        ward.press(Key.Key_1)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")


def send_back(ward: Ward, why: str) -> None:
    foot = ward.page.handover.foot
    foot.back.setFocus()
    ward.press(Key.Key_Space)
    hands.commit(why)
    foot.back.setFocus()
    ward.press(Key.Key_Space)
    ward.sign("huli2")


@pytest.mark.parametrize("watched", [True, False])
def test_a_child_dies_between_the_two_signatures(ward: Ward, watched: bool) -> None:
    ward.window.go("rounds", tab="handover")
    give(ward)
    ward.clock.at += timedelta(minutes=2)
    gone = here(ward)[2 if watched else 4]
    assert bool(gone.record.get("special_watch")) is watched
    dies(ward, gone.id)
    take(ward)
    assert "交班签字后情况有变：人数变为在册5＝应在5" in said(ward) and "请退回" in said(ward)
    assert recent(ward.desk, "F32") == []
    send_back(ward, "有一名去世，人数要重写")
    ward.page.handover.census.seen.clear()
    give(ward, "5")
    take(ward)
    (record,) = recent(ward.desk, "F32")
    census = record.rows("census")[0]
    assert (census["listed"], census["expected"], census["seen"]) == (5, 5, 5)
    assert gone.id not in {row["child"] for row in record.rows("special_list")}
    assert record.get("refusal") == "有一名去世，人数要重写"


def test_one_goes_and_one_comes_between_the_two_signatures(ward: Ward) -> None:
    """As many are there as before, but not the same ones: what was frozen does not hold."""
    out, stays = here(ward)[3], here(ward)[4]
    whereabouts.move(ward.desk, out.id, "OUTING", reason="夜诊")
    ward.window.go("rounds", tab="handover")
    give(ward, "5")
    ward.clock.at += timedelta(minutes=2)
    whereabouts.move(ward.desk, out.id, "ON_SITE", reason="回来")
    whereabouts.move(ward.desk, stays.id, "BOARDING", reason="返校")
    ward.window.changed()
    take(ward)
    assert "人数变为在册6＝应在5＋住校1" in said(ward) and recent(ward.desk, "F32") == []


def test_a_child_dies_whose_question_stands_open(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_3, Key.Key_2)
    gone = ward.page.board.child()
    assert gone is not None
    hands.commit("呼之不应")
    dies(ward, gone)
    ward.press(ENTER)
    (mark,) = ward.desk.store.marks(LATE - timedelta(hours=1), LATE + timedelta(hours=1))
    assert mark["child"] == gone and "呼之不应" in mark["note"], "what was seen is written"


def test_the_pc_sleeps_six_hours_in_the_middle_of_a_round(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    clock = SetClock(LATE)
    for made in night_ward(qtbot, tmp_path / "store", 4, LATE, watched=()):
        rostered(made, "N", LATE.replace(hour=0, minute=0) + timedelta(days=1), ["hushi1"])
        made.press(Key.Key_F2, Key.Key_Space, Key.Key_Space)
    session = begin(tmp_path / "store", clock)
    window = unlocked(qtbot, session)
    window.go("rounds", start=True)
    page = window.page
    assert isinstance(page, RoundsPage) and page.board.currentIndex().row() == 2
    clock.at += timedelta(hours=6)
    window.pulse._was -= 6 * 3600
    window.pulse.look()
    login = session.window
    assert isinstance(login, LoginWindow), "nothing stays readable after sleep"
    told = login.alarms.text() + login.coming.text()
    assert "一区" in told and not any(name in told for name in ("王安", "李宁"))
    window = unlocked(qtbot, session)
    _, rows = window.header._rows["alarm"]
    assert any("05:00 漏巡，4名未看" in row.text for row in rows), [r.text for r in rows]
    marks = session.desk.store.marks(LATE - timedelta(1), clock.at)  # type: ignore[union-attr]
    assert len(marks) == 2
    window.go("rounds")
    assert isinstance(window.page, RoundsPage)
    assert window.page.walk.side.unsigned.isVisible(), "未签 1 轮 waits for its signature"


def unlocked(qtbot: QtBot, session: Session) -> MainWindow:
    """The password of hushi1 is typed."""
    login = session.window
    assert isinstance(login, LoginWindow)
    login.person.setCurrentIndex(login.person.findData("hushi1"))
    login.password.setText(practice.PASSWORD)
    login._try()
    qtbot.waitUntil(lambda: isinstance(session.window, MainWindow), timeout=20000)
    window = session.window
    assert isinstance(window, MainWindow)
    return window


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is set by tzset")
def test_another_zone_of_the_device_changes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = SystemClock().now()
    try:
        for zone in ("America/New_York", "UTC", "Pacific/Kiritimati"):
            monkeypatch.setitem(os.environ, "TZ", zone)
            time.tzset()
            assert abs(SystemClock().now() - before) < timedelta(seconds=30), zone
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_theme_switch_leaves_an_open_question_and_its_words(ward: Ward) -> None:
    ward.press(Key.Key_F2, Key.Key_N)
    hands.commit("咳嗽两声")
    ward.press(Key.Key_F8)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line.text() == "咳嗽两声"
    ward.press(Key.Key_F8, ENTER)
    (mark,) = ward.desk.store.marks(LATE - timedelta(hours=1), LATE + timedelta(hours=1))
    assert mark["note"] == "咳嗽两声"


def test_letters_not_yet_chosen_are_no_answer(ward: Ward) -> None:
    """An input method is still composing: nothing is kept of it but what was chosen."""
    ward.press(Key.Key_F2)
    hands.compose("ke", ward.page.board)
    assert ward.desk.store.marks(LATE - timedelta(hours=1), LATE + timedelta(hours=1)) == []
    ward.press(Key.Key_N)
    hands.commit("夜里咳")
    hands.compose("sou")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line.text() == "夜里咳"
    hands.commit("嗽")
    ward.press(ENTER)
    (mark,) = ward.desk.store.marks(LATE - timedelta(hours=1), LATE + timedelta(hours=1))
    assert mark["note"] == "夜里咳嗽"


def test_eighty_children_one_of_thirty_letters(qtbot: QtBot, tmp_path: Path, look: Theme) -> None:
    for ward in night_ward(
        qtbot, tmp_path / "store", 80, LATE.replace(hour=22, minute=1), watched=()
    ):
        boss = ward.desk.seated(ward.desk.find_account("kezhang"))
        records.correct(boss, here(ward)[3].id, {"name": LONG}, "按户口簿")
        ward.window.changed()
        before = ward.keys
        ward.press(Key.Key_F2)
        assert ward.walk() == 80 and ward.keys - before <= 92
        (walk,) = recent(ward.desk, "F30")
        assert (walk.get("expected"), walk.get("seen")) == (80, 80)
        look.use(look.tokens, "特大")
        names = ward.page.board.names
        assert names.sectionSize(3) > names.sectionSize(2), "a long name takes further lines"
        look.use(look.tokens, "标准")
        assert LONG in ward.desk.house().child(here(ward)[3].id).name  # type: ignore[union-attr]


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1)])
def test_the_clock_is_set_while_an_event_goes_on(ward: Ward, step: timedelta) -> None:
    """Whatever the clock says, every key is written, and the report tells no negative time."""
    ward.press(Key.Key_F2, Key.Key_F3, Key.Key_2)
    ward.clock.at += step
    ward.window._beat()
    ward.press(Key.Key_V, Key.Key_7, Key.Key_6, Key.Key_S)
    page = ward.window.page
    assert isinstance(page, EventPage)
    told = " ".join(label.text() for label in page.work.spoken.findChildren(Label))
    assert "到现在0分钟" in told if step < timedelta(0) else "到现在1小时。" in told
    assert "-" not in page.work.clock.passed.text()
    ward.press(Key.Key_Escape, Key.Key_H)
    (event,) = ward.desk.house().of("F31")
    done = [row["action"] for row in event.rows("timeline")]
    assert done == ["1", "2", "7", "6", "8"], said(ward)
    while page.work.question is not None:
        ward.press(Key.Key_Escape)
    for paper in ward.window.findChildren(PaperView):
        paper.reject()
    hands.front(ward.window)
    ward.press(ENTER, modifier=CTRL)
    ward.press(Key.Key_2)
    hands.commit("抽搐")
    ward.press(ENTER, Key.Key_2, Key.Key_4)
    if step < timedelta(0):
        (event,) = ward.desk.house().of("F31")
        assert not event.get("closed_at") and "已结束" not in said(ward) and "结束" in said(ward)
        ward.clock.at -= step - timedelta(minutes=5)
        ward.press(ENTER, modifier=CTRL)
        ward.press(Key.Key_4)
    (event,) = ward.desk.house().of("F31")
    assert event.get("outcome") == "4" and event.get("closed_at"), said(ward)


@pytest.fixture
def second(qtbot: QtBot, ward: Ward) -> Iterator[Ward]:
    """Another account at a window of its own, on the same store."""
    made = Ward(qtbot, ward.desk.seated(ward.desk.find_account("huli2")), ward.clock)
    yield made
    made.window.close()


def test_two_windows_at_one_handover_sign_it_once(ward: Ward, second: Ward) -> None:
    for one in (ward, second):
        one.window.go("rounds", tab="handover")
    hands.front(ward.window)
    ward.page.handover.census.seen.setFocus()
    give(ward)
    # The other window still shows the giver's half: what was given is not given again over it.
    hands.front(second.window)
    second.page.handover.census.seen.setFocus()
    second.type("6")
    second.press(ENTER, modifier=CTRL)
    second.sign()
    assert "许护士已签交班，等接班人签字" in said(second)
    take(second)
    assert len(recent(ward.desk, "F32")) == 1
    hands.front(ward.window)
    for card in ward.page.handover.cards:
        assert isinstance(card, TakerCard)
        card.setFocus()
        ward.press(Key.Key_1)
    ward.press(ENTER, modifier=CTRL)
    ward.sign("huli2")
    assert "这一班已经有人接了，不用再签" in said(ward)
    assert ward.page.handover.given is None, "the next handover is shown"
    assert len(recent(ward.desk, "F32")) == 1


def test_an_event_ended_in_another_window_takes_no_more_keys(ward: Ward, second: Ward) -> None:
    hands.front(ward.window)
    ward.press(Key.Key_F2, Key.Key_F3, Key.Key_2, Key.Key_Z, Key.Key_T, Key.Key_2)
    (event,) = ward.desk.house().of("F31")
    second.window.go("event", record=event.id)
    hands.front(second.window)
    second.press(Key.Key_J)
    hands.commit("抽搐")
    second.press(ENTER)
    second.press(ENTER, modifier=CTRL)
    second.press(Key.Key_2, Key.Key_1)
    assert ward.desk.record(event.id).get("closed_at"), said(second)
    before = ward.desk.record(event.id).rows("timeline")
    hands.front(ward.window)
    ward.press(Key.Key_3)
    assert "这起异常已经结束" in said(ward)
    assert ward.desk.record(event.id).rows("timeline") == before
