"""The record page with real people: approval, versions, papers, signatures, gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import HEAD_PIN, PIN
from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.views import Version
from welfare_desktop.app.replay import play, read_script, staged
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.ui.form.attached import FileEditor
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.form.text import ComputedEditor
from welfare_desktop.ui.form.versions import VersionsDialog
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner, Task
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.shell.window import MainWindow

FOUNDLING = Path(__file__).resolve().parents[1] / "scenarios" / "sc-01.jsonl"
PARAMETER = {
    "key": "k_night", "value": "1.0", "unit": "-", "valid_from": "2026-12-01", "tag": "1",
    "reason": "夜间按全额配备",
}  # fmt: skip


def _page(window: MainWindow) -> RecordPage:
    page = window.page
    assert isinstance(page, RecordPage) and (page.view or page.sheet) is not None
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
    (dialog,) = page.findChildren(VersionsDialog)
    first: Version = dialog.versions.current()
    assert (first.version, first.by, first.act) == (2, "程科长", "correct")
    assert [(line.label, line.old, line.new) for line in dialog.lines.rows.things] == [
        ("取值", "1.0", "0.8")
    ]
    assert "原因：看错一位" in dialog.why.text()
    dialog.only.click()
    assert len(dialog.lines.rows.things) > 1, "the whole record side by side"
    QTest.keyClick(dialog.versions, Qt.Key.Key_Down)
    assert dialog.versions.current().version == 1 and not dialog.why.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


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
    window._desk = window.desk.seated(window.desk.find_account("caiwu"))
    window.go("record", form="X09", child=child)
    assert not _page(window).foot.primary.isEnabled(), "财务 moves nobody"
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


class Later:
    """A runner that only runs when told: what happens between two presses."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Any, done: Any, *, failed: Any = None, label: str = "",
            store: bool = True) -> Task:  # fmt: skip
        self.waiting.append(lambda: done(work()))
        return Task(label)

    def run_long(self, work: Any, done: Any, **more: Any) -> Task:
        return self.run(lambda: work(Task("")), done)


def test_handing_in_twice_writes_once(window: MainWindow, desk: Desk) -> None:
    window.runner = runner = Later()
    window.go("record", form="X05", values=PARAMETER)
    page = _page(window)
    page.hand_in()
    page.hand_in()
    for work in runner.waiting:
        work()
    assert len(runner.waiting) == 1 and len(desk.house().of("X05")) == 1


def test_a_record_is_read_in_words_and_its_scan_opens(
    foundling: tuple[MainWindow, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, child = foundling
    (report,) = window.desk.house().of_child("F03", child)
    window.go("record", record=report.id)
    page = _page(window)
    assert page.view is None and page.sheet is not None and page.sheet.hasFocus()
    told = [label.text() for label in page.sheet.findChildren(Label)]
    assert "受理派出所" in told and "必填" not in told
    assert not any(report.id[:8] in text for text in told), "no identifiers of records"
    scan = next(b for b in page.sheet.findChildren(Button) if b.accessibleName().startswith("打开"))
    monkeypatch.setattr(window, "ask_folder", lambda title: None)
    scan.click()
    assert not list(tmp_path.iterdir()), "nothing is saved where no folder is chosen"
    monkeypatch.setattr(window, "ask_folder", lambda title: tmp_path)
    scan.click()
    (saved,) = tmp_path.iterdir()
    assert saved.read_bytes().startswith("演示材料".encode()), "what is no picture is saved"
    assert f"已存到 {saved}" in window.message.text.text()


def test_a_picture_and_a_broken_pdf_as_scans(window: MainWindow, tmp_path: Path) -> None:
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(0)
    picture.save(str(tmp_path / "照片.png"))
    window.show_paper("照片", (tmp_path / "照片.png").read_bytes(), "照片.png")
    (view,) = window.findChildren(PaperView)
    view.reject()
    window.show_paper("坏的", b"%PDF-1.4 cut short", "坏的.pdf")
    assert "PDF坏了" in window.message.text.text()


def test_what_blocks_a_step_leads_to_the_form_that_mends_it(
    foundling: tuple[MainWindow, str],
) -> None:
    window, child = foundling
    window._desk = window.desk.seated(window.desk.find_account("shegong"))
    window.go("record", form="F08", child=child)
    page = _page(window)
    ways = {b.accessibleName(): b for b in page.gates.findChildren(Button) if b.property("small")}
    assert "看寻亲公告登记表" in ways, "nothing to do there but wait"
    ways["续填DNA采血与信息比对登记表"].click()
    page = _page(window)
    assert page.presenter is not None and page.presenter.form.id == "F07"
    assert page.presenter.mode == "continue" and page.presenter.record is not None


def test_the_guards_of_the_cause_stand_on_the_approval_form(
    foundling: tuple[MainWindow, str],
) -> None:
    window, child = foundling
    window.go("record", form="F08", child=child)
    page = _page(window)
    assert page.view is not None
    told = [label.text() for label in page.view.rows["check_list"].findChildren(Label)]
    assert told.count("C1.09") == 1 and "寻亲公告期满" in told and told.count("否") >= 2


def test_a_draft_keeps_its_scans(foundling: tuple[MainWindow, str], tmp_path: Path) -> None:
    window, child = foundling
    window.go("record", form="F06", child=child)
    page = _page(window)
    assert page.view is not None
    scan = tmp_path / "报样.pdf"
    scan.write_bytes(b"%PDF-1.4")
    proof = page.view.rows["proof"].editor
    assert isinstance(proof, FileEditor)
    proof.attach(scan)
    page.save_draft()
    window.go("today")
    window.go("record", form="F06", child=child)
    assert page.view is not None and page.banner.isVisible()
    assert [p.name for p in page.view.papers] == ["报样.pdf"]
    assert page.view.raw()["proof"] == [{"sha256": page.view.papers[0].sha256,
                                        "name": "报样.pdf"}]  # fmt: skip


def test_typing_on_and_on_is_kept_all_the_same(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="X05")
    page = _page(window)
    QTest.qWait(100)  # the keyboard arrives at the first field: what loses it keeps a draft
    assert page._draft_timer.interval() <= 2000
    page._draft_timer.stop()
    # A slow machine does not reach its end here, and what is left is told to the millisecond.
    page._draft_timer.setInterval(60_000)
    page._draft_timer.setTimerType(Qt.TimerType.PreciseTimer)
    page._edited()
    left = page._draft_timer.remainingTime()
    QTest.qWait(50)
    page._edited()
    assert page._draft_timer.remainingTime() < left <= 60_000, "another key does not put it off"


def test_a_note_goes_with_every_form(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="X05", values={**PARAMETER, "remark": "院务会记录第3号"})
    page = _page(window)
    page.hand_in()
    (made,) = desk.house().of("X05")
    assert made.get("remark") == "院务会记录第3号"
    assert page.sheet is not None
    assert "院务会记录第3号" in [label.text() for label in page.sheet.findChildren(Label)]
    assert window.navigation.buttons["children"].isChecked() is False


def test_a_new_form_says_only_what_is_declared(foundling: tuple[MainWindow, str]) -> None:
    window, child = foundling
    window.go("record", form="F23", child=child)
    page = _page(window)
    assert page.view is not None and "name" not in page.view.raw(), (
        "诊断名称 is not the child's name"
    )
    window.go("record", form="F12", child=child)
    page = _page(window)
    known = window.desk.house().child(child)
    assert page.view is not None and known is not None
    assert page.view.raw()["from_mode"] == known.care_mode


def test_no_form_of_a_child_without_a_child(foundling: tuple[MainWindow, str]) -> None:
    window, _ = foundling
    values = {"verified_on": "2025-08-07", "verify_way": "1", "status": "1", "year": 2025}
    window.go("record", form="F10", values=values)
    page = _page(window)
    page.hand_in()
    assert "选好儿童" in window.message.text.text()
    assert all(r.child for r in window.desk.house().of("F10"))


def test_a_page_whose_draft_cannot_be_kept_is_not_left_unasked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise Trouble("磁盘已满或写不进去，这一步没有保存。")

    window.go("record", form="X05", values=PARAMETER)
    page = _page(window)
    assert page.presenter is not None
    monkeypatch.setattr(page.presenter, "save", full)
    page._edited()
    window.go("today")
    assert window.page is page and "磁盘已满" in window.message.text.text()
    window.go("today")
    assert window.page is not page, "a second time the person has decided"
