"""Sealed record, staff record, versions, export, trouble at the start: by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Sit
from tests.ui.hands import front, here, name, tab_to
from welfare_desktop.actions import records
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.form.versions import VersionsDialog
from welfare_desktop.ui.packages.export import ExportDialog
from welfare_desktop.ui.packages.page import PackagesPage
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.login import TroubleDialog

At = Callable[[str], MainWindow]


@pytest.fixture(scope="module")
def stage(first_weeks: Stage) -> Stage:
    """The place where she was found was corrected."""
    (report,) = first_weeks.child("A").all("F03")
    records.correct(first_weeks.seat("shegong"), report.id, {"found_place": "站前"}, "地点写错")
    return first_weeks


@pytest.fixture
def at(sit: Sit, stage: Stage) -> At:
    def seated(login: str) -> MainWindow:
        desk = stage.seat(login)
        desk.ids_shown.clear()
        return sit(desk)

    return seated


def names(dialog: QDialog, count: int) -> list[str]:
    """Where Tab leads, beginning where the keyboard is."""
    out = []
    for _ in range(count):
        out.append(name(here()))
        assert dialog.isAncestorOf(here())
        QTest.keyClick(here(), Qt.Key.Key_Tab)
    return out


def open_record(window: MainWindow, record: str) -> RecordPage:
    window.go("record", record=record, mode="view")
    page = window.page
    assert isinstance(page, RecordPage) and page.sheet is not None and page.sheet.hasFocus()
    return page


def words(page: RecordPage) -> str:
    assert page.sheet is not None
    return "\n".join(label.text() for label in page.sheet.findChildren(Label))


def test_what_is_sealed_opens_by_tab_a_reason_and_enter(at: At, stage: Stage) -> None:
    (report,) = stage.child("A").all("F03")
    page = open_record(at("yuanzhang"), report.id)
    assert report.text("finder_statement") not in words(page)
    reason = tab_to(lambda w: w.accessibleName() == "查看封存内容的原因")
    assert isinstance(reason, QLineEdit)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert report.text("finder_statement") not in words(page), "not without a reason"
    QTest.keyClicks(tab_to(lambda w: w.accessibleName() == "查看封存内容的原因"), "check")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert report.text("finder_statement") in words(page)
    assert page.isAncestorOf(here()), "the keyboard stays in the page"


def test_the_number_of_a_staff_record_is_shown_by_a_key(at: At, stage: Stage) -> None:
    staff = stage.desk.find_account("yisheng").staff
    page = open_record(at("kezhang"), staff)
    assert "********" in words(page)
    button = tab_to(lambda w: isinstance(w, Button) and "显示" in w.text())
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert "********" not in words(page) and page.isAncestorOf(here())


def test_versions_are_compared_and_left_by_keys(at: At, stage: Stage) -> None:
    (report,) = stage.child("A").all("F03")
    page = open_record(at("kezhang"), report.id)
    button = tab_to(lambda w: isinstance(w, Button) and w.text().endswith("历次版本"), 60)
    QTest.keyClick(button, Qt.Key.Key_Space)
    (dialog,) = page.findChildren(VersionsDialog)
    front(dialog)
    assert dialog.versions.isAncestorOf(here()) or dialog.versions.hasFocus()
    assert "地点写错" in dialog.why.text()
    assert names(dialog, 4) == ["历次版本", "前后对照", "只看改动", "关闭"]
    assert here().accessibleName() == "历次版本", "and round again"
    QTest.keyClick(here(), Qt.Key.Key_Down)
    assert dialog.versions.current().version == 2
    changed = dialog.lines.rows.rowCount()
    tab_to(lambda w: w is dialog.only)
    QTest.keyClick(here(), Qt.Key.Key_Space)
    assert dialog.lines.rows.rowCount() > changed, "all columns, not the changed ones alone"
    QTest.keyClick(here(), Qt.Key.Key_Escape)
    page.window().activateWindow()
    QApplication.processEvents()
    assert here() is button, "back where one came from"
    assert not [one for one in page.findChildren(VersionsDialog) if one.isVisible()]


def test_an_export_is_filled_from_top_to_bottom_and_given_up_by_escape(at: At) -> None:
    window = at("kezhang")
    window.go("packages")
    page = window.page
    assert isinstance(page, PackagesPage)
    QTest.keyClick(tab_to(lambda w: w is page.export, 60), Qt.Key.Key_Space)
    (dialog,) = page.findChildren(ExportDialog)
    front(dialog)
    told = names(dialog, 6)
    assert told[:5] == ["登记表", "给谁、做什么用", "口令，至少12位", "再输一次口令", "取消"]
    QTest.keyClicks(tab_to(lambda w: w is dialog.phrase), "one phrase")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert dialog.error.text().startswith("✕ 两次") and here() is dialog.again
    QTest.keyClick(here(), Qt.Key.Key_Escape)
    assert not dialog.isVisible() and dialog.phrase.text() == "one phrase"


@pytest.mark.parametrize(("key", "taken"), [("Return", True), ("Escape", False)])
def test_a_store_without_keys_enter_restores_escape_leaves(
    qtbot: QtBot, look: Theme, key: str, taken: bool
) -> None:
    dialog = TroubleDialog("资料库的密钥文件不见了。", True)
    qtbot.addWidget(dialog)
    dialog.open()
    front(dialog)
    assert names(dialog, 2) == ["从备份恢复", "关闭"]
    QTest.keyClick(here(), Qt.Key[f"Key_{key}"])
    assert dialog.result() == taken
