"""The leader's page, what is beyond its limit, the leader's own rounds, the soft sound: by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.ward import ENTER, Ward, event_of, night_ward, recent, rostered, window_of
from welfare_desktop.actions import lead, rounds
from welfare_desktop.ui.admin.sound_card import SoundCard
from welfare_desktop.ui.rounds.lead import LeadPage
from welfare_desktop.ui.shell.bell import Bell
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.sound import Sound, keep_sound, kept_sound
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.page import TodayPage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NIGHT = datetime(2026, 11, 24, 22, 1)
LATE = NIGHT + timedelta(minutes=35)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    for made in night_ward(qtbot, tmp_path / "store", 4, NIGHT, watched=()):
        rostered(made, "E", NIGHT.replace(hour=16, minute=0), ["huli3"])
        yield made


@pytest.fixture
def leader(ward: Ward, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window of the roster's 带班领导 at the same store."""
    made = window_of(ward.desk.seated(ward.desk.find_account("kezhang")))
    qtbot.addWidget(made)
    made.resize(1366, 728)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def lead_page(window: MainWindow) -> LeadPage:
    press(window, Key.Key_F7)
    assert isinstance(window.page, LeadPage)
    return window.page


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    popup = QApplication.activePopupWidget()
    at = (popup.focusWidget() or popup) if popup else (window.focusWidget() or window)
    QTest.keyClick(at, key, held or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


def test_what_is_beyond_its_limit_stands_first_on_the_leaders_screen_and_on_no_other(
    ward: Ward, leader: MainWindow
) -> None:
    ward.clock.at = NIGHT + timedelta(minutes=20)
    leader.go("today")
    today = leader.page
    assert isinstance(today, TodayPage) and today.beyond.rows == [], "late is not yet beyond"
    ward.clock.at = LATE
    leader.changed()
    (row,) = today.beyond.rows
    assert "一区 22:00 漏巡，4名未看" in row.accessibleName()
    assert "已过36分钟" in row.accessibleName() and "当班：" in row.accessibleName()
    leader.go("today")
    assert leader.focusWidget() is today.beyond.rows[0], "the keyboard stands at it"
    leader.changed()
    assert leader.focusWidget() is today.beyond.rows[0], "and stays there when read anew"
    press(leader, Key.Key_Return)
    assert leader.page is not None and leader.page.title == "巡查与交接"
    ward.window.go("today")
    nurse = ward.window.page
    assert isinstance(nurse, TodayPage) and nurse.beyond.rows == []
    leader.go("today")
    leader.draw_veil()
    assert today.beyond.rows == []


def test_every_figure_of_every_ward_opens_its_list_by_keys(ward: Ward, leader: MainWindow) -> None:
    event_of(ward, ward.desk.house().children[0].id)
    ward.clock.at = LATE
    page = lead_page(leader)
    (card,) = page.cards
    told = [chip.text() for chip in card.chips]
    for words in ("应在 4 / 在册 4", "漏巡 4", "未结异常 1", "重点 危急1", "未签 0", "到点用药 0"):
        assert any(words in text for text in told), (words, told)
    for chip in card.chips:
        chip.setFocus()
        press(leader, Key.Key_Space)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup), chip.text()
        press(leader, Key.Key_Escape)
    card.chips[5].setFocus()
    press(leader, Key.Key_Space)
    press(leader, Key.Key_Return)
    assert leader.page is not page, "the event opens"
    lead_page(leader)
    leader.draw_veil()
    assert page.cards == []


def test_the_page_is_closed_to_who_has_no_part_in_rounds(ward: Ward, qtbot: QtBot) -> None:
    made = window_of(ward.desk.seated(ward.desk.find_account("caiwu")))
    qtbot.addWidget(made)
    made.show()
    made.go("lead")
    assert isinstance(made.page, LeadPage) and made.page.cards == []
    assert made.page.closed.isVisible() and not made.page.report.isVisible()
    made.close()


def test_a_look_of_the_leader_is_a_round_signed_by_the_leader(
    ward: Ward, leader: MainWindow
) -> None:
    """F7, the ward's 带班查房, one child, the five points, the PIN: the whole house is done."""
    page = lead_page(leader)
    before = lead.lead(leader.desk).looks[0]
    assert before.state(NIGHT) == ("due", "还差一区")
    page.cards[0].look.setFocus()
    press(leader, Key.Key_Space)
    press(leader, Key.Key_Return, CTRL)
    assert "还没有看过儿童" in leader.message.text.text()
    press(leader, Key.Key_Space)
    press(leader, Key.Key_2)
    press(leader, Key.Key_Return, CTRL)
    assert "环境五项还没看" in leader.message.text.text()
    press(leader, Key.Key_E)
    press(leader, Key.Key_Return, CTRL)
    was, ward.window = ward.window, leader
    ward.sign("kezhang")
    ward.window = was
    (walk,) = recent(ward.desk, "F30")
    assert [m["mark"] for m in walk.rows("marks")] == ["1", "2"]
    assert len({m["child"] for m in walk.rows("marks")}) == 2, "each key a child"
    assert walk.get("due_at") is None and walk.get("environment")["doors"] is True
    looks = {look.title: look.state(ward.clock.at)[0] for look in lead.lead(leader.desk).looks}
    assert looks["带班查房（全院）"] == looks["门窗水电气（全院）"] == "ok"
    assert looks["22:00 门窗水电气"] == "ok"
    slot = NIGHT.replace(minute=0)
    assert rounds.progress(ward.desk, walk.text("ward"), slot).done == 0, "the round is still due"
    press(leader, Key.Key_F2)
    press(leader, Key.Key_Space)
    assert rounds.progress(ward.desk, walk.text("ward"), slot).done == 1, "F2 ends the look"


def test_the_sound_is_off_until_wanted_and_kept_for_this_pc(qtbot: QtBot, tmp_path: Path) -> None:
    assert kept_sound(tmp_path) == Sound(on=False, quiet_from=22, quiet_to=6)
    card = SoundCard(tmp_path)
    qtbot.addWidget(card)
    card.on.setChecked(True)
    card.begin.setCurrentIndex(23)
    assert kept_sound(tmp_path) == Sound(on=True, quiet_from=23, quiet_to=6)
    (tmp_path / "sound.txt").write_text("on 77 6")
    assert kept_sound(tmp_path) == Sound()


@pytest.mark.parametrize(
    ("first", "last", "hour", "quiet"),
    [(22, 6, 21, False), (22, 6, 22, True), (22, 6, 5, True), (22, 6, 6, False), (1, 5, 3, True),
     (1, 5, 23, False), (0, 0, 0, False)],
)  # fmt: skip
def test_quiet_hours(first: int, last: int, hour: int, quiet: bool) -> None:
    assert Sound(True, first, last).quiet(NIGHT.replace(hour=hour)) is quiet


def test_the_sound_is_heard_once_and_in_quiet_hours_only_for_what_is_grave(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[datetime] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(ward.clock.at))
    ward.clock.at = NIGHT.replace(hour=20)
    bell = Bell(ward.window, ward.clock.now, tmp_path)
    due, over = {"round/w/20:00/due": "一区"}, {"round/w/20:00/overdue": "一区"}
    bell.tell(due)
    assert heard == [], "off until somebody wants it"
    keep_sound(tmp_path, Sound(on=True))
    bell.tell({})
    bell.tell(due | {"medicine/w/20:00/due": "一区"})
    assert len(heard) == 1, "one tone for what comes together"
    bell.tell(due)
    ward.clock.at += timedelta(minutes=4)
    bell.tell(over)
    bell.tell({})
    bell.tell(due)
    assert len(heard) == 1, "the same thing is not heard again within five minutes"
    bell.tell({})
    ward.clock.at += timedelta(minutes=2)
    bell.tell(over)
    assert len(heard) == 2
    ward.clock.at = NIGHT
    bell.tell({"round/w/22:00/overdue": "一区"})
    assert len(heard) == 2, "quiet hours: shown, not heard"
    missed = "round/w/22:00/missed"
    bell.tell({missed: "一区"}, {missed})
    assert len(heard) == 3, "漏巡 is heard"
    ward.clock.at += timedelta(minutes=31)
    bell.tell({"round/w/21:00/missed": "一区"}, {"round/w/21:00/missed"}, {"round/w/21:00/missed"})
    assert len(heard) == 3, "what was missed long ago stays in sight without a sound"


def test_a_clock_set_back_does_not_silence_the_bell(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    keep_sound(tmp_path, Sound(on=True, quiet_from=0, quiet_to=0))
    bell = Bell(ward.window, ward.clock.now, tmp_path)
    bell.tell({"round/w/02:00/due": "一区"})
    ward.clock.at -= timedelta(hours=1)
    bell.tell({})
    bell.tell({"round/w/02:00/due": "一区"})
    assert len(heard) == 2


def test_f6_opens_what_is_due_from_every_page(ward: Ward) -> None:
    for page in ("today", "children", "lead"):
        ward.window.go(page)
        ward.press(Key.Key_F6)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup) and "22:00" in popup.buttons[0].accessibleName()
        QTest.keyClick(popup.focusWidget() or popup, ENTER)
        assert ward.window.page is ward.page


def test_after_the_clock_is_set_the_alarms_are_told_anew(ward: Ward) -> None:
    chip = ward.window.header.chips["alarm"]
    before = ward.clock.at
    ward.clock.at = LATE
    ward.window.pulse.stepped.emit(before, LATE)
    assert chip.text() == "! 巡查过点 1"


def test_the_nights_report_at_one_key_reads_back_and_is_journalled(
    ward: Ward, leader: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = ward.desk.house().children[0]
    event_of(ward, child.id, severity="4")
    ward.clock.at = datetime(2026, 11, 25, 8, 5)
    shown: list[tuple[str, bytes, str]] = []
    monkeypatch.setattr(leader, "show_paper", lambda *told: shown.append(told))
    before = len(ward.desk.store.acts("print"))
    leader.pulse.stop()
    lead_page(leader)
    press(leader, Key.Key_P, CTRL)
    ((title, pdf, name),) = shown
    assert (title, name) == ("夜间报告", "夜间报告-20261124.pdf")
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    for words in (child.name, "抽搐", "C3.11", "漏巡 20:00", "没有做完，还差一区", "现在仍超限"):
        assert words in text, words
    assert len(ward.desk.store.acts("print")) == before + 1
