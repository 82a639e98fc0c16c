"""An export from the window: purpose, pass-phrase, the 院长's signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.practised import practised
from welfare_desktop.actions import exporting, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.packages.export import ExportDialog
from welfare_desktop.ui.packages.page import PackagesPage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = practised(tmp_path / "store", SetClock(datetime(2026, 11, 2, 9, 0)))
    records.submit(made, "F70", {"content": "报告"}, step=Step(first_run=True))
    yield made
    made.close()


def _window(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = MainWindow(
        desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: None), ImmediateRunner()
    )
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.go("packages")
    return window


def test_a_form_leaves_the_house_by_keys_with_a_phrase_and_a_signature(
    qtbot: QtBot, look: Theme, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _window(qtbot, desk)
    monkeypatch.setattr(window, "ask_folder", lambda title: tmp_path)
    page = window.findChildren(PackagesPage)[0]
    page.export.click()
    (dialog,) = page.findChildren(ExportDialog)
    dialog.form.setCurrentIndex(dialog.form.findData("F70"))
    QTest.keyClicks(dialog.phrase, "too short")
    QTest.keyClicks(dialog.again, "another")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert "不一样" in dialog.error.text()

    def sign() -> None:
        panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
        assert "院长" in panel.person.currentText()
        panel.pin.setText(practice.PIN)
        panel.sign.click()

    dialog.again.setText("too short")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    sign()
    assert "做什么用" in dialog.error.text() and dialog.isVisible(), "nothing typed is lost"
    dialog.purpose.setText("民政核对")
    for field in (dialog.phrase, dialog.again):
        field.setText("a phrase that is long")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    sign()
    (made,) = tmp_path.glob("*.age")
    assert made.name in window.message.text.text() and not dialog.isVisible()
    assert desk.store.acts(exporting.EXPORTED)[0].values["rows"] == 1
    window.close()


def test_who_exports_nothing_is_told_why(qtbot: QtBot, look: Theme, desk: Desk) -> None:
    window = _window(qtbot, desk.seated(desk.find_account("huli1")))
    page = window.findChildren(PackagesPage)[0]
    assert not page.export.isEnabled() and "岗位" in page.export.toolTip()
    window.close()
