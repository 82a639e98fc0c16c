"""账号: made, changed, ended with two signatures typed into the panel; one's own secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.practised import practised
from welfare_desktop.actions import access, people
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.practice import PASSWORD, PIN
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused
from welfare_desktop.security import keyslots, recovery
from welfare_desktop.ui.admin.account_steps import NewAccountStep, RolesStep, SecretStep
from welfare_desktop.ui.admin.page import AdminPage
from welfare_desktop.ui.admin.people_page import PeoplePage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.questions import BackStep, Step, WordsStep
from welfare_desktop.ui.start.walk import Walk

NOW = datetime(2026, 11, 24, 9, 0)
Seats = Callable[[str], MainWindow]
S = TypeVar("S", bound=Step)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Desk]:
    made = practised(tmp_path / "store", SetClock(NOW))
    yield made
    made.close()


@pytest.fixture
def seats(house: Desk, look: Theme, qtbot: QtBot) -> Iterator[Seats]:
    """A window for whoever is asked for, at the same store."""
    made: list[MainWindow] = []

    def seat(login: str) -> MainWindow:
        desk = house.seated(house.find_account(login))
        window = MainWindow(
            desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: None),
            ImmediateRunner(),
        )  # fmt: skip
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        window.go("people")
        made.append(window)
        return window

    yield seat
    for window in made:
        window.close()


def page_of(window: MainWindow) -> PeoplePage:
    assert isinstance(window.page, PeoplePage)
    return window.page


def choose(page: PeoplePage, login: str) -> None:
    rows = page.list.rows.things
    page.list.selectRow(next(n for n, a in enumerate(rows) if a.login == login))


def walk_of(page: PeoplePage) -> Walk:
    assert page.walk is not None
    return page.walk


def go_on(page: PeoplePage) -> None:
    walk_of(page).next.click()


def step_of(page: PeoplePage, kind: type[S]) -> S:
    walk = walk_of(page)
    step = walk.steps[walk.at]
    assert isinstance(step, kind)
    return step


def panel() -> PinPanel:
    found = QApplication.activeModalWidget()
    assert isinstance(found, PinPanel)
    return found


def sign(role: str, login: str, pin: str = PIN) -> None:
    """Type a 签名码 into the panel that is open."""
    asked = panel()
    assert asked.windowTitle() == f"{role}签字"
    asked.person.setCurrentIndex(asked.person.findData(login))
    type_in(asked.pin, pin)


def type_in(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def secrets(step: Step, **typed: str) -> None:
    for name, text in typed.items():
        step.fields[name].setText(text)


def test_a_new_colleague_gets_an_account(house: Desk, seats: Seats) -> None:
    people.dismiss(house, "huli6", people.Approval(house.signer("xitong", PIN),
                                                   house.signer("yuanzhang", PIN)))  # fmt: skip
    page = page_of(seats("xitong"))
    QTest.keyClick(page.add, Qt.Key.Key_Space)
    step = step_of(page, NewAccountStep)
    assert step.person.currentText().startswith("杨小红")
    assert step.text("login") == "yangxiaohong" and step.roles.roles() == "N"
    step.roles.boxes["S"].setChecked(True)
    secrets(step, password="a long password", password2="a long one", pin="135790", pin2="135790")
    QTest.keyClick(step.fields["pin2"], Qt.Key.Key_Return)
    assert "不能兼任" in step._notes["roles"][0].text()
    step.roles.tick("N")
    QTest.keyClick(step.fields["pin2"], Qt.Key.Key_Return)
    assert "两次输入的密码不一样" in step._notes["password2"][0].text()
    secrets(step, password2="a long password")
    QTest.keyClick(step.fields["pin2"], Qt.Key.Key_Return)
    assert {panel().person.itemData(n) for n in range(panel().person.count())} == {"xitong"}
    sign("系统管理员", "xitong")
    sign("院长", "yuanzhang")
    assert page.walk is None and house.signer("yangxiaohong", "135790").name == "杨小红"
    assert [a.active for a in page.list.rows.things].count(False) == 1


def test_a_forgotten_password_is_typed_anew_by_its_owner(house: Desk, seats: Seats) -> None:
    page = page_of(seats("yuanzhang"))
    choose(page, "huli1")
    page.password.click()
    step = step_of(page, SecretStep)
    secrets(step, password="short", password2="short")
    go_on(page)
    assert "至少8位" in step._notes["password"][0].text()
    secrets(step, password="another long one", password2="another long one")
    go_on(page)
    sign("系统管理员", "xitong", "000000")
    assert "签名码不对" in panel().error.text()
    sign("系统管理员", "xitong")
    sign("院长", "yuanzhang")
    assert house.signer_by_password("huli1", "another long one").name == "王秀英"
    with pytest.raises(Refused, match="密码不对"):
        house.signer_by_password("huli1", PASSWORD)


def test_roles_are_changed_and_the_only_director_stays(house: Desk, seats: Seats) -> None:
    page = page_of(seats("xitong"))
    choose(page, "yuanzhang")
    page.roles.click()
    step = step_of(page, RolesStep)
    step.roles.tick("K")
    go_on(page)
    assert "唯一的院长" in step._notes["roles"][0].text()
    walk_of(page).previous.click()
    assert page.walk is None
    choose(page, "huli2")
    page.roles.click()
    step_of(page, RolesStep).roles.tick("NW")
    go_on(page)
    sign("系统管理员", "xitong")
    sign("院长", "yuanzhang")
    assert house.find_account("huli2").roles == "NW"


def test_somebody_leaves(house: Desk, seats: Seats) -> None:
    before = house.store.key
    page = page_of(seats("xitong"))
    choose(page, "xitong")
    assert not page.end.isEnabled() and "自己的账号" in page.why.text()
    choose(page, "huli3")
    page.end.click()
    go_on(page)
    sign("系统管理员", "xitong")
    panel().reject()
    assert page.walk is not None and house.find_account("huli3").active
    go_on(page)
    sign("系统管理员", "xitong")
    sign("院长", "yuanzhang")
    assert house.store.key != before
    with pytest.raises(Refused, match="没有账号"):
        house.find_account("huli3")


def test_one_changes_the_own_password_and_pin(house: Desk, seats: Seats) -> None:
    page = page_of(seats("huli1"))
    for button in (page.add, page.roles, page.password, page.end, page.sheet):
        assert not button.isEnabled() and "系统管理员和院长" in button.toolTip()
    page._own_password()
    step = step_of(page, SecretStep)
    secrets(step, old="not it", password="another long one", password2="another long one")
    QTest.keyClick(step.fields["password2"], Qt.Key.Key_Return)
    assert "原密码不对" in step._notes["old"][0].text()
    secrets(step, old=PASSWORD)
    QTest.keyClick(step.fields["password2"], Qt.Key.Key_Return)
    assert page.walk is None
    page._own_pin()
    step = step_of(page, SecretStep)
    secrets(step, password="another long one", pin="975310", pin2="975310")
    QTest.keyClick(step.fields["pin2"], Qt.Key.Key_Return)
    assert page.walk is None and house.signer("huli1", "975310").name == "王秀英"


def test_another_recovery_sheet(house: Desk, seats: Seats) -> None:
    window = seats("xitong")
    page = page_of(window)
    page.sheet.click()
    step_of(page, WordsStep)
    go_on(page)
    step = step_of(page, BackStep)
    words = list(step._words)
    secrets(step, **dict.fromkeys(step.asked, "错"))
    go_on(page)
    assert "不对" in walk_of(page).error.text()
    secrets(step, **{key: words[n] for key, n in step.asked.items()})
    go_on(page)
    sign("系统管理员", "xitong")
    sign("院长", "yuanzhang")
    assert recovery.unlock(keyslots.load(house.store_dir), words).current == house.store.key


def test_after_five_wrong_pins_the_panel_asks_the_password(house: Desk, seats: Seats) -> None:
    window, signed = seats("huli1"), list[str]()
    window.ask_signature("签一轮巡查。", lambda signer: signed.append(signer.name))
    asked = panel()
    for _ in range(5):
        assert asked.pin.accessibleName() == "签名码"
        type_in(asked.pin, "000000")
    assert asked.pin.accessibleName() == "登录密码" and "登录密码" in asked.error.text()
    asked.person.setCurrentIndex(asked.person.findData("huli2"))
    assert asked.pin.accessibleName() == "签名码" and not asked.error.text()
    asked.person.setCurrentIndex(asked.person.findData("huli1"))
    type_in(asked.pin, PIN)
    assert "密码不对" in asked.error.text() and not signed
    assert asked.focusWidget() is asked.pin
    type_in(asked.pin, PASSWORD)
    assert signed == ["王秀英"] and house.signer("huli1", PIN).name == "王秀英"


def test_whose_pin_is_locked_is_seen_and_lifts_the_veil_by_password(
    house: Desk, seats: Seats
) -> None:
    window = seats("huli1")
    for _ in range(5):
        with pytest.raises(Refused):
            house.signer("huli1", "000000")
    window.page.refresh()  # type: ignore[union-attr]
    page = page_of(window)
    choose(page, "huli1")
    assert page._state_words(page.list.current()) == "! 签名码已锁"
    window.draw_veil()
    type_in(window.veil.pin, PIN)
    assert window.veiled
    type_in(window.veil.pin, PASSWORD)
    assert not window.veiled


def test_nothing_typed_stays_under_the_veil(seats: Seats) -> None:
    window = seats("huli1")
    page = page_of(window)
    page._own_password()
    window.draw_veil()
    assert page.walk is None and not page.list.rows.things


def test_settings_lead_to_the_accounts(house: Desk, seats: Seats) -> None:
    window = seats("huli1")
    window.go("admin")
    assert isinstance(window.page, AdminPage)
    button = next(b for b in window.page.findChildren(QWidget) if b.accessibleName() == "看账号")
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert isinstance(window.page, PeoplePage)
    assert access.logins(house.store_dir)
