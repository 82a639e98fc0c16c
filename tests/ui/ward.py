"""A ward of forty children in the real window, worked by keys alone; keys are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.practised import practised
from welfare_desktop.actions import opening, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.roster import OpeningRow
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.window import MainWindow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def window_of(desk: Desk) -> MainWindow:
    """The real window at a desk."""
    window = MainWindow(
        desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: window.go(page, **a)),
        ImmediateRunner(),
    )  # fmt: skip
    return window


def recent(desk: Desk, form: str) -> list[Record]:
    """Records of an hourly form of the last days."""
    now = desk.now()
    return desk.house().within(form, now - timedelta(days=7), now + timedelta(days=1))


class Ward:
    """The window at one ward; `press` sends a key to whatever has the keyboard."""

    def __init__(
        self, qtbot: QtBot | None, desk: Desk, clock: SetClock, window: MainWindow | None = None
    ) -> None:
        self.desk, self.clock, self.keys = desk, clock, 0
        if window is not None:
            self.window = window
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication) and qtbot is not None
        theme.install(app)
        self.window = window_of(desk)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 728)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.window.go("today")

    @property
    def page(self) -> RoundsPage:
        page = self.window.page
        assert isinstance(page, RoundsPage)
        return page

    def panel(self) -> PinPanel | None:
        """The PIN panel that is open."""
        return next((p for p in self.window.findChildren(PinPanel) if p.isVisible()), None)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after the other, counting them."""
        for key in keys:
            self.keys += 1
            held = modifier or Qt.KeyboardModifier.NoModifier
            QTest.keyClick(self._target(), key, held)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type text, a key a letter."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(self._target(), letter)
        QApplication.processEvents()

    def _target(self) -> QWidget:
        top: QWidget = self.panel() or self.window
        found = top.focusWidget()
        assert found is None or found.isVisible(), f"the keyboard is at the hidden {found}"
        return found or top

    def walk(self) -> int:
        """Every child still waiting in the column gets its key, then the round is finished; how
        many there were."""
        board = self.page.board.cells.board
        assert board is not None
        waiting = board.waiting(self.page.board.currentIndex().column())
        self.press(*[Key.Key_Space] * len(waiting))
        self.finish()
        return len(waiting)

    def finish(self) -> None:
        """The surroundings, Ctrl+Enter, the PIN."""
        self.press(Key.Key_E)
        self.press(ENTER, modifier=CTRL)
        self.sign()

    def sign(self, login: str = "") -> None:
        """Six digits and Enter in the panel; another person is chosen first, by keys as well."""
        panel = self.panel()
        assert panel is not None
        panel.activateWindow()
        QApplication.processEvents()
        people = panel.person
        if login and people.currentData() != login:
            steps = people.findData(login) - people.currentIndex()
            self.press(Key.Key_Backtab, modifier=Qt.KeyboardModifier.ShiftModifier)
            assert people.hasFocus()
            self.press(*[Key.Key_Down if steps > 0 else Key.Key_Up] * abs(steps), Key.Key_Tab)
        assert panel.pin.hasFocus() and (not login or people.currentData() == login)
        self.type(practice.PIN)
        self.press(ENTER)
        self.window.activateWindow()
        QApplication.processEvents()


def night_ward(
    qtbot: QtBot, folder: Path, children: int, at: datetime, *,
    watched: Sequence[int] | None = None, infants: Sequence[int] = (),
) -> Iterator[Ward]:  # fmt: skip
    """`night_house`, ``hushi1`` at the window."""
    boss, clock = night_house(folder, children, at, watched, infants)
    made = Ward(qtbot, boss.seated(boss.find_account("hushi1")), clock)
    yield made
    made.window.close()
    boss.close()


def night_house(
    folder: Path, children: int, at: datetime, watched: Sequence[int] | None = None,
    infants: Sequence[int] = (),
) -> tuple[Desk, SetClock]:  # fmt: skip
    """A practice store with one ward of children, 业务科长 at the desk.

    Args:
        watched: rows that are 重点关注; at first two where there are a dozen children.
        infants: rows under a year old; the others are eleven.
    """
    clock = SetClock(at.replace(hour=at.hour - 2))
    boss = practised(folder, clock)
    if children > 20:
        beds = [{"bed_no": str(n), "in_use": True} for n in range(1, children + 1)]
        ward = boss.house().wards[0]
        records.correct(boss, ward.id, {"beds": beds}, "加床")
    special = watched if watched is not None else (2, 11) if children >= 12 else ()
    for number in range(children):
        born = date(at.year if number in infants else 2015, 6, 1)
        admitted(boss, number, born, number in special, at.date())
    clock.at = at
    return boss, clock


def admitted(desk: Desk, number: int, born: date, watch: bool, day: date) -> None:
    """One child of the opening list, in the bed of its number."""
    arrived = born + timedelta(days=30)
    child = {
        "name": f"{demo._SURNAMES[number % len(demo._SURNAMES)]}{demo._GIVEN[number % 16]}",
        "sex": "12"[number % 2], "birth_date": born.isoformat(), "ethnic": "01",
        "id_no": practice.id_number("341000", born, 2 * number + 200 + (number + 1) % 2),
        "adm_cause": "A1", "allergy": "无", "special_watch": watch,
        "ward_id": desk.house().wards[0].id, "bed_no": str(number + 1),
    }  # fmt: skip
    if watch:
        child["special_watch_reason"] = ["2"]
    forms: list[tuple[str, dict[str, object]]] = [
        ("F01", child),
        ("F02", {"arrived_at": f"{arrived}T00:00", "admitted_on": arrived.isoformat()}),
        ("F12", {"to_mode": "INSTITUTION", "effective_at": f"{day}T00:00"}),
        ("F09", {"biz_type": "1", "id_no": child["id_no"], "hukou_type": "1"}),
        ("F10", {"state": "1"}),
        ("F13", {"level": "1", "assessed_on": day.isoformat()}),
    ]
    opening.admit_by_roster(desk, OpeningRow(row=number + 1, forms=tuple(forms), status="IN_CARE"))


def event_of(ward: Ward, child: str, kind: str = "2", severity: str = "3") -> None:
    """An open event of a child."""
    values = {
        "found_at": ward.clock.at.strftime("%Y-%m-%dT%H:%M"), "place": "一区",
        "found_by": ward.desk.account.staff, "children": [child], "type": kind,
        "severity": severity, "desc": "抽搐约1分钟，已侧卧", "carry_over": True,
    }  # fmt: skip
    records.submit(ward.desk, "F31", values, step=Step())


def rostered(ward: Ward, shift: str, since: datetime, logins: Sequence[str]) -> None:
    """A roster of eight hours for the ward of the window."""
    desk = ward.desk.seated(ward.desk.find_account("kezhang"))
    values = {
        "date": f"{since:%Y-%m-%d}", "ward": ward.desk.house().wards[0].id, "shift": shift,
        "staff_list": [desk.find_account(login).staff for login in logins],
        "leader": desk.account.staff, "medic": desk.find_account("hushi1").staff,
        "planned_from": f"{since:%Y-%m-%dT%H:%M}",
        "planned_to": f"{since + timedelta(hours=8):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    records.submit(desk, "F67", values, step=Step(late_reason="补登"))


def ordered(ward: Ward, child: str, drug: str, freq: str, since: str = "08:00") -> Record:
    """An order of the doctor, since the morning or another hour of the day."""
    desk = ward.desk
    step = records.Step(signers={"ordered_by": desk.signer("yisheng", practice.PIN)})
    values = {"drug": drug, "strength": "10毫克", "dose": "1片", "route": "口服", "freq": freq,
              "start_at": f"{ward.clock.at:%Y-%m-%d}T{since}", "source": "1"}  # fmt: skip
    doctor = desk.seated(desk.find_account("yisheng"))
    return records.submit(doctor, "F29", values, child=child, step=step)


def at_the_change(qtbot: QtBot, folder: Path, late: datetime) -> Iterator[Ward]:
    """Six children, one of them watched; ``hushi1`` has the evening, ``huli2`` the night."""
    for made in night_ward(qtbot, folder, 6, late, watched=(2,)):
        rostered(made, "E", late.replace(hour=16, minute=0), ["hushi1"])
        rostered(made, "N", late.replace(hour=0, minute=0) + timedelta(days=1), ["huli2"])
        yield made


def photographed(ward: Ward, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the person picks when a photograph of a sheet is asked for."""
    path = folder / "sheet.png"
    picture = QImage(40, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    assert picture.save(str(path))
    monkeypatch.setattr(ward.window, "ask_open_file", lambda *_: path)
    return path
