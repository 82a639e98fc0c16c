"""A whole night in the real window, by keys alone: unlock, rounds, a seizure, hospital, cover,
handover, report (lifecycle.md SC-09). With ``WELFARE_PICTURES=folder`` each station is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Begin
from tests.ui.ward import CTRL, ENTER, Ward, night_ward, ordered, recent, rostered
from welfare_desktop.actions.checks import check_on
from welfare_desktop.app import practice
from welfare_desktop.domain import staffing
from welfare_desktop.domain.clock import SetClock, minute_text
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.login import LoginWindow

Key = Qt.Key
EVENING = datetime(2026, 11, 24, 21, 50)
MIDNIGHT = datetime(2026, 11, 25)
SEIZURE = MIDNIGHT + timedelta(hours=2, minutes=10)
SICK, INFANT, HOT, NEW = 1, 5, 3, 7


class Night(Ward):
    """The window of one night; the clock of the PC is led by hand."""

    def at(self, hour: int, minute: int = 0) -> None:
        """It is so late (of the morning, or 22 and 23 of the evening before)."""
        day = EVENING.replace(hour=0, minute=0) if hour > 20 else MIDNIGHT
        self.clock.at = day + timedelta(hours=hour, minutes=minute)
        self.window.pulse._last = self.clock.at
        self.window.pulse.tick()
        QApplication.processEvents()

    def keep(self, name: str) -> None:
        """A picture of the station, where pictures are wanted."""
        if folder := os.environ.get("WELFARE_PICTURES"):
            QApplication.processEvents()
            top = QApplication.activeModalWidget() or self.window
            top.grab().save(str(Path(folder) / f"{name}.png"))

    def walk(self) -> int:
        """F2, then the round of now."""
        self.press(Key.Key_F2)
        return super().walk()

    @property
    def event(self) -> EventPage:
        page = self.window.page
        assert isinstance(page, EventPage)
        return page

    def choose(self, name: str) -> None:
        """The digit before a name in the question that stands."""
        question = self.event.work.question
        assert question is not None
        labels = [choice.label for choice in getattr(question, "_choices")]  # noqa: B009
        number = next(n for n, label in enumerate(labels, start=1) if name in label)
        self.press(Key(Key.Key_0 + number))


@pytest.fixture
def night(qtbot: QtBot, tmp_path: Path, begin: Begin) -> Iterator[Night]:
    """Ten children; one came five days ago, one has medicine at eight; the night and the day are
    rostered. The window stands at its lock."""
    folder, clock = tmp_path / "store", SetClock(EVENING)
    for made in night_ward(qtbot, folder, 10, EVENING, watched=(SICK,), infants=(INFANT,)):
        ordered(made, made.desk.house().children[NEW].id, "丙戊酸钠口服液", "08:00")
        crew = ["hushi1", "huli1", "huli2"]
        for shift, since, people in (
            ("E", EVENING.replace(hour=16, minute=0), crew), ("N", MIDNIGHT, crew),
            ("D", MIDNIGHT + timedelta(hours=8), ["huli4"]),
        ):  # fmt: skip
            rostered(made, shift, since, people)
    session = begin(folder, clock)
    login = session.window
    assert isinstance(login, LoginWindow)
    while login.person.currentData() != "hushi1":
        QTest.keyClick(login.person, Key.Key_Down)
    QTest.keyClicks(login.password, practice.PASSWORD)
    QTest.keyClick(login.password, ENTER)
    qtbot.waitUntil(lambda: isinstance(session.window, MainWindow), timeout=15_000)
    window, desk = session.window, session.desk
    assert isinstance(window, MainWindow) and desk is not None
    window.activateWindow()
    QApplication.processEvents()
    yield Night(qtbot, desk, clock, window)


def test_a_whole_night_by_keys_alone(night: Night, qtbot: QtBot) -> None:
    house = night.desk.house()
    ward = house.wards[0].id
    names = [c.name for c in sorted(house.children, key=lambda c: int(c.bed or 0))]
    _evening(night, names)
    _seizure(night, names[SICK])
    _to_hospital(night, ward)
    _rest_of_the_night(night)
    _morning(night, names)
    _report(night, qtbot, names[SICK])
    assert staffing.uncovered(night.desk.house(), ward, MIDNIGHT, night.clock.at) == 0
    findings: list[str] = []
    assert night.desk.store.check(findings.append), findings


def _evening(night: Night, names: list[str]) -> None:
    assert theme().night
    night.keep("01-today")
    night.at(22)
    night.press(Key.Key_F2)
    for number in range(10):
        if number == HOT:  # a fever: type 1, its degrees; the event is not wanted
            night.press(Key.Key_3, Key.Key_1)
            night.type("37.8")
            night.press(ENTER, modifier=CTRL)
            night.press(Key.Key_Escape)
        else:
            night.press(Key.Key_Space)
    night.keep("02-round")
    night.finish()
    for hour, minute, seen in (
        (22, 30, 2), (23, 0, 10), (23, 30, 2), (0, 0, 10), (0, 30, 2), (1, 0, 10), (1, 30, 2),
        (2, 0, 10),
    ):  # fmt: skip
        night.at(hour, minute)
        assert night.walk() == seen, (hour, minute)
    assert len(recent(night.desk, "F30")) == 9
    # Idle: the veil; the 签名码 of somebody on duty lifts it, the board stands as before.
    night.press(Key.Key_F9)
    assert night.window.veiled
    night.keep("03-veil")
    told = night.window.veil.coming.text() + night.window.veil.alarms.text()
    assert "02:30" in told and not any(name in told for name in names)
    night.type(practice.PIN)
    night.press(ENTER)
    assert not night.window.veiled


def _seizure(night: Night, name: str) -> None:
    night.at(2, 10)
    board = night.page.board
    night.press(Key.Key_Slash)
    night.type(str(SICK + 1))
    night.press(ENTER)
    row = board.row()
    assert row is not None and row.name == name
    before = len(night.desk.house().of("F31"))
    night.press(Key.Key_F3)
    assert len(night.desk.house().of("F31")) == before + 1, "written before anything else"
    assert night.event.shown is not None
    night.keep("04-event")
    night.at(2, 11)
    night.press(Key.Key_2)
    night.at(2, 12)
    night.press(Key.Key_5, Key.Key_V, Key.Key_T, Key.Key_2)
    night.at(2, 13)
    night.press(Key.Key_7)
    night.at(2, 15)
    night.press(Key.Key_6, Key.Key_S)
    night.keep("05-report-on-the-telephone")
    night.press(Key.Key_Escape)
    (event,) = night.desk.house().of("F31")
    assert event.get("severity") == "4" and event.get("type") == "2"
    assert event.text("first_action_at") == minute_text(SEIZURE + timedelta(minutes=1))
    assert _verdict(night, "C3.10") == {"PASS"}


def _verdict(night: Night, clause: str) -> set[str]:
    return {v.verdict for v in check_on(night.desk, night.desk.now().date(), clause)}


def _papers_away() -> None:
    """The paper just shown is read and put away."""
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperView), paper
    QTest.keyClick(paper, Key.Key_Escape)
    QApplication.processEvents()


def _to_hospital(night: Night, ward: str) -> None:
    night.at(2, 31)
    night.press(Key.Key_H)
    (visit,) = night.desk.house().of("F24")
    assert visit.get("sent_at") == minute_text(night.clock.at), "written before anybody is named"
    night.keep("06-who-goes-along")
    night.choose("许护士")
    night.choose("李桂兰")
    night.keep("07-emergency-card")
    _papers_away()
    night.at(2, 35)
    night.keep("08-cover")
    night.choose("张玉梅")
    night.sign("kezhang")
    called = [r.get("planned_from") for r in recent(night.desk, "F67")]
    assert minute_text(night.clock.at) in called
    on = staffing.on_duty(night.desk.house(), ward, night.clock.at)
    names = {p.text("name") for p in night.desk.house().staff if p.id in on}
    assert names == {"王秀英", "张玉梅", "许护士"}
    night.at(2, 55)
    night.press(Key.Key_9)
    (visit,) = night.desk.house().of("F24")
    assert visit.get("arrived_at") == minute_text(night.clock.at)
    assert _verdict(night, "C3.11") == {"PASS"}


def _rest_of_the_night(night: Night) -> None:
    night.at(2, 56)
    assert night.walk() == 1, "02:30: the infant alone, the sick child is at the hospital"
    looks = [r for r in recent(night.desk, "F30") if not r.get("due_at")]
    assert len(looks) == 1, "the look at 02:10 is signed with the round"
    for hour, minute, seen in (
        (3, 0, 9), (3, 30, 1), (4, 0, 9), (4, 30, 1), (5, 0, 9), (5, 30, 1), (6, 0, 9), (7, 0, 1),
    ):  # fmt: skip
        night.at(hour, minute)
        if (hour, minute) == (7, 0):
            night.press(Key.Key_F2, Key.Key_Space)  # marked, and not signed
        else:
            assert night.walk() == seen, (hour, minute)
    night.keep("09-board-at-seven")


def _morning(night: Night, names: list[str]) -> None:
    night.at(7, 45)
    night.press(Key.Key_Tab, modifier=CTRL)
    tab = night.page.handover
    night.type("9")
    listed = {card.line.name for card in tab.cards}
    assert {names[SICK], names[HOT], names[NEW]} <= listed
    assert tab.cards[0].line.name == names[SICK], "the sick child first"
    night.keep("10-giving")
    night.press(ENTER, modifier=CTRL)
    night.sign("huli1")
    assert tab.given is not None and not recent(night.desk, "F32")
    night.press(ENTER, modifier=CTRL)
    night.sign("huli4")
    assert not recent(night.desk, "F32"), "a line is not acknowledged"
    assert tab.cards[0].hasFocus(), "the first line to repeat back"
    night.keep("11-refused")
    night.at(7, 52)
    for card in tab.cards:
        while not card.hasFocus():
            night.press(Key.Key_Down, modifier=CTRL)
        night.press(Key.Key_1, Key.Key_B)
    for task in tab.tasks:
        night.press(Key.Key_Down, modifier=CTRL)
        assert task.hasFocus()
        night.press(Key.Key_1)
    night.keep("12-taking")
    night.press(ENTER, modifier=CTRL)
    night.sign("huli4")
    (record,) = recent(night.desk, "F32")
    assert record.rows("census")[0]["hospital"] == 1
    assert [r["due_at"][11:] for r in record.rows("open_rounds")] == ["07:00"]
    assert "已交接：王秀英 → 刘春燕" in " ".join(w.text() for w in tab.census.findChildren(Label))
    night.keep("13-signed")


def _report(night: Night, qtbot: QtBot, name: str) -> None:
    """All wards at once, and the night on one page."""
    night.at(8, 5)
    night.press(Key.Key_F7)
    night.keep("14-lead")
    night.press(Key.Key_P, modifier=CTRL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PaperView), timeout=9000)
    night.keep("15-report")
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperView)
    report = pypdfium2.PdfDocument(paper.pdf)
    assert len(report) == 1
    told = report[0].get_textpage().get_text_range()
    assert name in told and "02:10" in told and "02:31" in told
    _papers_away()
