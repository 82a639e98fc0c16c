"""Login and first run, against the real store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import NOW, PASSWORD
from welfare_desktop.actions import access, setup
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.security.passwords import FLOOR_KIB, Stretching
from welfare_desktop.security.recovery import new_words
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.start.login import LoginWindow
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
    for step, login in ((wizard.administrator, "ke"), (wizard.head, "yuan")):
        for name, value in (
            ("name", "程科长" if login == "ke" else "方院长"), ("login", login),
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
        people = [setup.Person(**person) for person in answers["people"]]
        return setup.create_store(
            tmp_path / "store",
            setup.Answers(institution=answers["institution"], people=people,
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
    desk.close()
    assert [login for login, _ in access.logins(tmp_path / "store")] == ["ke", "yuan"]
