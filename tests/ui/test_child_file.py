"""儿童档案 of a foundling in the middle of the notice: steps, forms, life, paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from welfare_desktop.actions import papers, records
from welfare_desktop.actions.records import Step
from welfare_desktop.app.replay import play, read_script, staged
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.pages import PAGES, finder
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.shell.window import MainWindow

SCRIPT = Path(__file__).resolve().parents[1] / "scenarios" / "sc-01.jsonl"
NOW = datetime(2025, 8, 20, 9, 0)


class Shown:
    """The window at the file of the foundling."""

    def __init__(self, qtbot: QtBot, stage: Stage, login: str = "shegong") -> None:
        self.qtbot, self.stage, self.child = qtbot, stage, stage.child("A")
        desk = stage.seat(login)
        self.window = MainWindow(
            desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: None),
            ImmediateRunner(),
        )  # fmt: skip
        qtbot.addWidget(self.window)
        self.window.resize(1366, 728)
        self.window.show()
        self.window.go("children", child=self.child.id)
        self.page = self.window.findChildren(ChildrenPage)[0]


@pytest.fixture
def shown(qtbot: QtBot, look: Theme) -> Iterator[Shown]:
    script = read_script(SCRIPT)
    with staged(script) as stage:
        for step in script:
            if step.at < NOW:
                play(stage, step)
        stage.clock.at = NOW
        made = Shown(qtbot, stage)
        yield made
        made.window.close()


def _texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label))


def test_the_head_names_the_child_and_the_next_step(shown: Shown) -> None:
    told = _texts(shown.page.file.head)
    assert "· 临时代养" in told and "! 隔离观察 第24天" in told and "23天" in told
    assert "报民政部门审核　最早2025-10-10可办" in told
    chips = {chip.text() for chip in shown.page.file.head.findChildren(ClauseChip)}
    assert "ⓘ C1.09" in chips


def test_what_is_forbidden_cannot_be_pressed_and_names_its_clause(shown: Shown) -> None:
    approval, admission = shown.page.file.next.cards[:2]
    assert approval.step.id == "F08" and not approval.go.isEnabled()
    assert "· 最早 2025-10-10" in _texts(approval) and not admission.go.isEnabled()
    chips = approval.findChildren(ClauseChip)
    assert [chip.text() for chip in chips] == ["ⓘ C1.09", "ⓘ C1.11"]
    chips[0].click()
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.accessibleName() == "条款 C1.09"
    popup.close()
    dna = next(row for row in approval.gaps if "DNA" in row.go.accessibleName())
    dna.go.click()
    record = shown.window.findChildren(RecordPage)[0]
    assert record.presenter is not None and record.presenter.mode == "continue"
    known = shown.child.newest("F07")
    assert known is not None and record.presenter.record is not None
    assert record.presenter.record.id == known.id


def test_a_form_that_one_may_not_read_is_not_offered(shown: Shown) -> None:
    notice = "看寻亲公告登记表"
    may = next(r for r in shown.page.file.next.cards[0].gaps if r.go.accessibleName() == notice)
    assert may.go.isEnabled(), "社工 reads the notice"
    teacher = Shown(shown.qtbot, shown.stage, "jiaoshi")
    for row in teacher.page.file.next.cards[0].gaps:
        assert not row.go.isEnabled()
    seen = next(r for r in teacher.page.file.next.cards[0].gaps if r.go.accessibleName() == notice)
    assert seen.go.toolTip().startswith("《寻亲公告登记表》不在教师的查看范围内")
    teacher.window.close()


def test_forms_and_life_open_their_records_by_keys(shown: Shown) -> None:
    page = shown.page
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.file.tabs.currentWidget() is page.file.forms
    rows = {row.one.form.id: row for row in page.file.forms.rows}
    assert not rows["F23"].new.isEnabled() and "填写" in rows["F23"].new.toolTip()
    assert rows["F03"].one.records[0].version == 2
    for _ in range(2):
        QTest.keyClick(page.table, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    life = page.file.life
    life.chips["state"].click()
    first = next(row for row in life.rows if "临时代养" in row.title.text())
    assert first.open is not None
    first.open.click()
    record = shown.window.findChildren(RecordPage)[0]
    assert record.presenter is not None and record.presenter.form.id == "F02"
    assert record.presenter.mode == "view"


def test_an_open_step_is_taken_from_the_head(shown: Shown) -> None:
    stage = shown.stage
    for step in read_script(SCRIPT):
        if NOW <= step.at < datetime(2025, 10, 12):
            play(stage, step)
    stage.clock.at = datetime(2025, 10, 12, 9, 0)
    shown.page.refresh()
    head = shown.page.file.head
    assert "登记民政审核结论" in _texts(head)
    go = next(b for b in head.findChildren(Button) if b.accessibleName() == "办理 登记民政审核结论")
    go.click()
    record = shown.window.findChildren(RecordPage)[0]
    assert record.presenter is not None and record.presenter.form.id == "F08"
    assert record.presenter.mode == "continue"


def test_the_list_keeps_who_was_chosen_and_filters(shown: Shown) -> None:
    page = shown.page
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    page.which.setCurrentIndex(1)
    assert page.table.rows.things == [] and page.file.child is None
    assert not page.file.head.isVisible()
    shown.window.go("children", child=shown.child.id)
    assert page.file.child is not None and page.file.child.id == shown.child.id
    assert page.table.current().id == shown.child.id


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_the_file_fits_the_small_screen(shown: Shown, look: Theme, size: str) -> None:
    look.use(look.tokens, size)
    for tab in range(shown.page.file.tabs.count()):
        shown.page.file.tabs.setCurrentIndex(tab)
        hint = shown.window.minimumSizeHint()
        assert hint.width() <= 1080 and hint.height() <= 570


def test_printing_shows_the_summary_and_is_journalled(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[bytes] = []
    monkeypatch.setattr(shown.window, "show_paper", lambda title, pdf, name: papers.append(pdf))
    shown.page.file.head.paper.click()
    offered = QApplication.activePopupWidget()
    assert offered is not None and offered.accessibleName() == "打印"
    QTest.keyClick(offered, Qt.Key.Key_Return)
    assert papers and papers[0].startswith(b"%PDF")
    entry = shown.stage.desk.store.acts("print")[-1]
    assert entry.record == shown.child.id


def test_the_recent_picture_is_shown_and_never_written_down(shown: Shown, tmp_path: Path) -> None:
    picture = QImage(1200, 900, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "近照.jpg"))
    desk = shown.stage.seat("shegong")
    paper = papers.take_in(desk, tmp_path / "近照.jpg", "A05")
    records.correct(desk, shown.child.id, {}, "补照片", step=Step(papers=(paper,)))
    before = set(desk.store_dir.rglob("*"))
    shown.page.refresh()
    drawn = shown.page.file.head.avatar.pixmap().toImage()
    middle = drawn.pixelColor(drawn.width() // 2, drawn.height() // 2)
    assert (middle.red(), middle.green()) > (200, 0) and middle.blue() < 60
    assert set(desk.store_dir.rglob("*")) == before
    shown.page.file.clear()
    empty = shown.page.file.head.avatar.pixmap().toImage()
    assert empty.pixelColor(1, 1).alpha() == 0, "gone with the veil"


def test_the_emergency_card_is_one_key_away(shown: Shown) -> None:
    shown.page.table.setFocus()
    QTest.keyClick(shown.page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    card = QApplication.activePopupWidget()
    assert card is not None and card.accessibleName() == "急救卡"
    told = _texts(card)
    assert (
        shown.child.name in told and "过敏史" in told and shown.child.record.text("allergy") in told
    )
    assert shown.child.record.text("guardian_org") in told
    QTest.keyClick(card, Qt.Key.Key_Return)
    record = shown.window.findChildren(RecordPage)[0]
    assert record.presenter is not None and record.presenter.form.id == "F24"
    assert record.presenter.child == shown.child.id
