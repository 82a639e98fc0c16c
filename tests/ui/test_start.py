"""Login and first run, against the real store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import NOW, PASSWORD
from welfare_desktop.actions import access, people, setup
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.security.passwords import FLOOR_KIB, Stretching
from welfare_desktop.security.recovery import new_words
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.start.login import LoginWindow
from welfare_desktop.ui.start.questions import Step, WordsStep
from welfare_desktop.ui.start.wizard import Wizard

INSTITUTION = {
    "name": "晨曦儿童福利院", "org_code": "12341002MB0000017J", "div": "110105",
    "address": "示例路1号", "phone": "010-1234567", "office_name": "示例区民政局",
    "office_div": "110105",
}  # fmt: skip


def test_wrong_password_then_right(desk: Desk, look: Theme, qtbot: QtBot) -> None:
    folder = desk.store_dir
    desk.close()
    window = LoginWindow(
        access.logins(folder), lambda who, word: access.open_desk(folder, who, word),
        ImmediateRunner(),
    )  # fmt: skip
    qtbot.addWidget(window)
    window.show()
    window.password.setText("wrong-password")
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert window.error.text().startswith("✕")
    window.password.setText(PASSWORD)
    with qtbot.waitSignal(window.opened) as caught:
        QTest.keyClick(window.password, Qt.Key.Key_Return)
    opened = caught.args[0]
    assert opened.account.login == window.person.currentData()
    opened.close()


def _fill(wizard: Wizard) -> None:
    for name, value in INSTITUTION.items():
        wizard.institution.fields[name].setText(value)
    wizard.next.click()
    for step, login, person in (
        (wizard.leader, "ke", "程科长"), (wizard.head, "yuan", "方院长"),
        (wizard.administrator, "guan", "林管理"),
    ):  # fmt: skip
        for name, value in (
            ("name", person), ("login", login),
            ("password", PASSWORD), ("password2", PASSWORD), ("pin", "246810"), ("pin2", "246811"),
        ):  # fmt: skip
            step.fields[name].setText(value)
        wizard.next.click()
        assert "两次输入的签名码不一样" in wizard.error.text()
        step.fields["pin2"].setText("246810")
        wizard.next.click()
    wizard.wards.wards[0].name.setText("B区")
    wizard.wards.wards[0].building.setText("2号楼")
    wizard.next.click()


def test_first_run_makes_a_store(tmp_path: Path, look: Theme, qtbot: QtBot) -> None:
    words = new_words()

    def create(answers: dict[str, Any]) -> Desk:
        persons = [setup.Person(**person) for person in answers["people"]]
        return setup.create_store(
            tmp_path / "store",
            setup.Answers(institution=answers["institution"], people=persons,
                          wards=answers["wards"]),
            words, SetClock(NOW), stretching=Stretching(FLOOR_KIB),
        )  # fmt: skip

    wizard = Wizard(words, create, ImmediateRunner())
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.next.click()
    assert wizard.at == 0
    assert "机构名称" in wizard.error.text()
    _fill(wizard)
    wizard.next.click()
    for key, number in wizard.back.asked.items():
        wizard.back.fields[key].setText("错" if number == min(wizard.back.asked.values())
                                        else words[number])  # fmt: skip
    wizard.next.click()
    assert "不对" in wizard.error.text()
    for key, number in wizard.back.asked.items():
        wizard.back.fields[key].setText(words[number])
    with qtbot.waitSignal(wizard.created) as caught:
        wizard.next.click()
    desk = caught.args[0]
    assert desk.institution == "晨曦儿童福利院"
    assert [w.text("name") for w in desk.house().wards] == ["B区"]
    assert desk.account.login == "ke"
    assert [a.name for a in people.administrators(desk)] == ["林管理"]
    assert {a.login: a.roles for a in desk.accounts()} == {"ke": "K", "yuan": "D", "guan": "S"}
    desk.close()
    assert [login for login, _ in access.logins(tmp_path / "store")] == ["ke", "yuan", "guan"]


def _shown(qtbot: QtBot) -> Wizard:
    wizard = Wizard(new_words(), lambda answers: None, ImmediateRunner())
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.activateWindow()
    QTest.qWaitForWindowActive(wizard)
    return wizard


def _note(step: Step, name: str) -> str:
    return step._notes[name][0].text()


def test_the_wizard_says_at_each_field_what_is_wrong(look: Theme, qtbot: QtBot) -> None:
    wizard = _shown(qtbot)
    wizard.next.click()
    step = wizard.institution
    assert all("请填写" in _note(step, name) for name in ("name", "org_code", "div", "phone"))
    for name, value in INSTITUTION.items():
        step.fields[name].setText(value)
    for name, value, told in (
        ("div", "11", "6位行政区划代码"), ("org_code", "12341002MB0000017K", "末位校验不对"),
        ("phone", "123", "座机号"),
    ):  # fmt: skip
        step.fields[name].setText(value)
        QTest.keyClick(step.fields[name], Qt.Key.Key_Return)
        assert wizard.at == 0 and told in _note(step, name) and step.fields[name].hasFocus()
        assert not _note(step, "address").startswith("✕")
        step.fields[name].setText(INSTITUTION[name])
    wizard.next.click()
    assert wizard.at == 1


def test_rules_of_password_and_pin_are_asked_at_once(look: Theme, qtbot: QtBot) -> None:
    wizard = _shown(qtbot)
    wizard.show_step(1)
    good = {"name": "程科长", "login": "ke", "password": PASSWORD, "password2": PASSWORD,
            "pin": "246810", "pin2": "246810"}  # fmt: skip
    for name, value, told in (
        ("password", "short", "至少8位"), ("pin", "12345", "6位数字"), ("pin", "二四六八一〇", "6位数字"),
    ):  # fmt: skip
        for known, right in (good | {name: value}).items():
            wizard.leader.fields[known].setText(right)
        wizard.next.click()
        assert wizard.at == 1 and told in _note(wizard.leader, name)
    for known, right in good.items():
        wizard.leader.fields[known].setText(right)
        wizard.head.fields[known].setText(right)
    wizard.next.click()
    wizard.next.click()
    assert wizard.at == 2 and "已有人用" in _note(wizard.head, "login")


def test_wards_are_named_each_and_have_beds(look: Theme, qtbot: QtBot) -> None:
    wizard = _shown(qtbot)
    wizard.show_step(4)
    step = wizard.wards
    step.add()
    first, second = step.wards
    first.name.setText("一区")
    second.name.setText("一区")
    wizard.next.click()
    assert "已有叫“一区”的区域" in step.error.text() and second.name.hasFocus()
    second.name.setText("二区")
    second.beds.setText("２")
    wizard.next.click()
    assert "1到500" in step.error.text()
    second.remove.click()
    first.remove.click()
    assert len(step.wards) == 1 and "至少要有一个区域" in step.error.text()
    wizard.next.click()
    assert wizard.at == 5


def test_the_recovery_sheet_is_printed_from_the_wizard(look: Theme, qtbot: QtBot) -> None:
    wizard = _shown(qtbot)
    wizard.show_step(5)
    assert isinstance(wizard.steps[5], WordsStep)
    wizard.steps[5].paper.click()
    (view,) = wizard.findChildren(PaperView)
    assert view.pdf.startswith(b"%PDF")
    view.reject()
