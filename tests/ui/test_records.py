"""The record page with real people: approval, versions, papers, signatures, gates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import HEAD_PIN, PIN
from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.replay import play, read_script, staged
from welfare_desktop.ui.form.attached import FileEditor, SignatureEditor
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.form.text import ComputedEditor
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.widgets import Label
from welfare_desktop.ui.shell.window import MainWindow

FOUNDLING = Path(__file__).resolve().parents[1] / "scenarios" / "sc-01.jsonl"
PARAMETER = {
    "key": "k_night", "value": "1.0", "unit": "-", "valid_from": "2026-12-01", "tag": "1",
    "reason": "夜间按全额配备",
}  # fmt: skip


def _page(window: MainWindow) -> RecordPage:
    page = window.page
    assert isinstance(page, RecordPage) and page.view is not None
    return page


def _sign(window: MainWindow, login: str, pin: str) -> None:
    panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
    panel.person.setCurrentIndex(panel.person.findData(login))
    panel.pin.setText(pin)
    panel.sign.click()


def test_a_parameter_takes_effect_when_the_head_approves_it(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="X05", values=PARAMETER)
    page = _page(window)
    page.hand_in()
    assert page.foot.approve.isVisible(), window.message.text.text()
    day = datetime(2026, 12, 2).date()
    assert desk.house().param("k_night", day) != 1.0
    page.foot.approve.click()
    _sign(window, "ke", PIN)
    assert "不能" in window.message.text.text() or "审批" in window.message.text.text()
    assert desk.house().of("X05")[0].state == "submitted"
    page.foot.approve.click()
    _sign(window, "yuan", HEAD_PIN)
    assert desk.house().of("X05")[0].state == "approved"
    assert float(desk.house().param("k_night", day)) == 1.0
    assert not page.foot.approve.isVisible()


def test_versions_tell_who_changed_what_and_why(window: MainWindow, desk: Desk) -> None:
    made = records.submit(desk, "X05", PARAMETER)
    records.correct(desk, made.id, {"value": "0.8"}, "看错一位")
    window.go("record", record=made.id, mode="view")
    page = _page(window)
    page.foot.versions.click()
    (popup,) = page.findChildren(ListPopup)
    told = "".join(label.text() for label in popup.findChildren(Label))
    assert "取值：1.0 → 0.8" in told and "原因：看错一位" in told and "第2版" in told
    popup.close()


def test_any_form_is_shown_as_paper_with_its_gaps(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="X05", values={"key": "k_night"})
    _page(window).foot.paper.click()
    (view,) = window.findChildren(PaperView)
    view.reject()


def test_a_new_child_gets_its_number_and_the_defaults(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="F01")
    page = _page(window)
    assert page.view is not None
    number = page.view.rows["file_no"].editor
    assert number.value() is None
    assert isinstance(number, ComputedEditor)
    assert number.line.text() == "MB0000017-2026-0001"
    assert page.view.raw()["confidential_level"] == "3"
    assert page.view.rows["file_no"].required.text() == ""


@pytest.fixture
def foundling(qtbot: QtBot, look: Theme) -> Iterator[tuple[MainWindow, str]]:
    """The window in August, while the notice of SC-01's foundling runs; the child."""
    script = read_script(FOUNDLING)
    with staged(script) as stage:
        now = datetime(2025, 8, 7, 9, 0)
        for step in script:
            if step.at <= now:
                play(stage, step)
        stage.clock.at = now
        desk = stage.desk
        window = MainWindow(
            desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: None),
            ImmediateRunner(),
        )  # fmt: skip
        qtbot.addWidget(window)
        window.show()
        yield window, stage.child("A").id
        window.close()


def test_a_hard_gate_names_its_clause_and_first_day(foundling: tuple[MainWindow, str]) -> None:
    window, child = foundling
    window.go("record", form="F08", child=child)
    page = _page(window)
    told = [p.clause for p in page.gates.problems if p.clause]
    assert told[:2] == ["C1.09", "C1.11"]
    assert page.view is not None and page.view.raw()["cause"] == "A1"
    page.hand_in()
    assert not window.desk.house().of_child("F08", child)
    assert "2025-10-10" in window.message.text.text() and "C1.09" in window.message.text.text()
    chip = page.gates.findChildren(Label)
    assert any("可报审日期2025-10-10" in label.text() for label in chip)


def test_a_soft_gate_is_passed_with_a_reason_and_the_heads_pin(
    foundling: tuple[MainWindow, str],
) -> None:
    window, child = foundling
    window.go("record", form="X09", child=child)
    assert not _page(window).foot.primary.isEnabled(), "业务科长 moves nobody"
    window._desk = window.desk.seated(window.desk.find_account("hushi1"))
    ward = window.desk.house().wards[0].id
    values = {
        "to_ward": ward, "bed": "1", "at": "2025-08-07T09:00",
        "reason": "1", "by": window.desk.account.staff,
    }  # fmt: skip
    window.go("record", form="X09", child=child, values=values)
    page = _page(window)
    page.hand_in()
    assert not window.desk.house().of("X09")
    assert page.gates.soft.isVisible(), [p.sentence for p in page.gates.problems]
    page.gates.soft.click()
    panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
    panel.pin.setText("246810")
    panel.sign.click()
    assert "请写明原因" in panel.error.text()
    panel.reason.setText("隔离室漏水，另有单间")
    panel.pin.setText("246810")
    panel.sign.click()
    (moved,) = window.desk.house().of("X09")
    assert window.desk.store.history(moved.id)[0].values["gate"]["reason"] == "隔离室漏水，另有单间"


def test_scans_and_signatures_go_with_the_record(
    foundling: tuple[MainWindow, str], tmp_path: Path
) -> None:
    window, child = foundling
    window.go("record", form="F10", child=child)
    page = _page(window)
    assert page.view is not None
    editors = [row.editor for row in page.view.rows.values()]
    files = [e for e in editors if isinstance(e, FileEditor)]
    scan = tmp_path / "参保凭证.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert files, "F10 takes a certificate"
    files[0].attach(scan)
    assert [p.name for p in page.view.papers] == ["参保凭证.pdf"]
    files[0].drop.click()
    assert page.view.papers == ()
    empty = tmp_path / "空.pdf"
    empty.touch()
    with pytest.raises(Exception, match="空文件"):
        files[0].attach(empty)


def test_a_signature_field_asks_the_pin_of_the_one_who_signs(
    foundling: tuple[MainWindow, str],
) -> None:
    window, child = foundling
    window.go("record", form="F12", child=child)
    page = _page(window)
    assert page.view is not None
    editor = page.view.rows["decided_by"].editor
    assert isinstance(editor, SignatureEditor)
    editor.button.click()
    _sign(window, "yuanzhang", "111111")
    assert editor.signers == []
    _sign(window, "yuanzhang", "246810")
    assert [s.name for s in editor.signers] == ["方院长"]
    assert "提交时生效" in editor.state.text()
    QApplication.processEvents()
