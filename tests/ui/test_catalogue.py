"""档案目录 in a child's file: phases, what lacks and the form that brings it, scans by Enter."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests import scanned
from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import incoming, papers, records, scans
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.archive import CATALOGUE
from welfare_desktop.store import attachments
from welfare_desktop.ui.children.catalogue import CatalogueList
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.filing.page import IntakePage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.paper import PaperView, page_images
from welfare_desktop.ui.shell.runner import ImmediateRunner, ThreadRunner
from welfare_desktop.ui.shell.thumbnail import Pictures, blank, fitted
from welfare_desktop.ui.shell.widgets import StatusLabel
from welfare_desktop.ui.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


class Shown:
    def __init__(self, window: MainWindow, desk: Desk, child: str) -> None:
        self.window, self.desk, self.child = window, desk, child
        window.go("children", child=child)
        page = window.page
        assert isinstance(page, ChildrenPage)
        self.page = page
        page.table.setFocus()
        for _ in range(2):
            QTest.keyClick(page.table, Qt.Key.Key_Tab, CTRL)
        assert page.file.tabs.currentWidget() is page.file.papers

    @property
    def list(self) -> CatalogueList:
        return self.page.file.papers.list

    def at(self, kind: str, item: int | None = None) -> None:
        """The cursor on a type, or on one of its items."""
        rows = self.list.rows.rows
        found = [n for n, row in enumerate(rows) if row.line and row.line.kind.type == kind]
        self.list.setCurrentIndex(self.list.rows.index(found[0 if item is None else item + 1]))
        self.list.setFocus()

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.list, key, modifier)
        QApplication.processEvents()


@pytest.fixture
def shown(sit: Sit, houses: Houses, tmp_path: Path) -> Iterator[Shown]:
    house = houses(1)
    desk = house.seated(house.find_account("dangan"))
    child = house.house().children[0]
    found = tuple(
        scans.of_file(scanned.picture(tmp_path / f"{n}.jpg", shade=60 + n)) for n in range(2)
    )
    values = incoming.prefilled(desk, child, CATALOGUE["A03"], found)
    incoming.file(desk, child.id, values, found)
    hung = papers.take_in(house, scanned.picture(tmp_path / "hung.jpg", shade=99), "A16")
    step = Step(first_run=True, papers=(hung,), late_reason="x")
    records.submit(house, "F03", {"found_place": "站前"}, child=child.id, step=step)
    yield Shown(sit(desk), desk, child.id)


def test_every_phase_tells_its_fraction_and_what_lacks_in_words(shown: Shown) -> None:
    tags = [label.text() for label in shown.page.file.papers.findChildren(StatusLabel)]
    assert tags[0].startswith("! A 进入机构 2/") and tags[2].endswith("C 离开机构")
    words = [row.words for row in shown.list.rows.rows]
    assert any(w.startswith("A02 《捡拾弃婴（儿）报案证明》，缺，由《") for w in words)
    assert any(
        w.startswith("第1件 入院体检报告，已归档，2") and "2页 · 纸质 · 永久" in w for w in words
    )
    assert any("的附件，待归档" in w for w in words)
    told = shown.list.rows.data(shown.list.rows.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert told == words[1]
    assert shown.list.grab().height() > 0


def test_enter_on_what_lacks_opens_the_form_that_brings_it(shown: Shown) -> None:
    shown.at("A02")
    shown.press(Qt.Key.Key_Return)
    page = shown.window.page
    assert isinstance(page, RecordPage) and page.presenter is not None
    assert page.presenter.form.id == "F03"


def test_insert_takes_in_a_paper_of_this_type(shown: Shown) -> None:
    shown.at("A04")
    shown.press(Qt.Key.Key_Insert)
    page = shown.window.page
    assert isinstance(page, IntakePage)
    kind = page.item.fields.kinds.kind()
    assert kind is not None and kind.type == "A04"


def test_what_hangs_on_a_form_is_filed_from_the_catalogue(shown: Shown) -> None:
    before = len(attachments.all_kept(shown.desk.store))
    shown.at("A16", 0)
    shown.press(Qt.Key.Key_Insert)
    page = shown.window.page
    assert isinstance(page, IntakePage) and len(page.tray.rows.scans) == 1
    QTest.keyClick(page.item.fields.kinds.line, Qt.Key.Key_Return)
    known = shown.desk.house().child(shown.child)
    assert known is not None
    assert [r.text("doc_type") for r in known.all("F52")] == ["A03", "A16"]
    assert len(attachments.all_kept(shown.desk.store)) == before
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    rows = [row for row in shown.list.rows.rows if row.item and row.item.kind == "A16"]
    assert len(rows) == 1 and rows[0].item is not None and rows[0].item.filed


def test_enter_shows_the_scan_and_ctrl_enter_the_record(shown: Shown) -> None:
    shown.at("A16", 0)
    shown.press(Qt.Key.Key_Return)
    (view,) = shown.window.findChildren(PaperView)
    assert view.isVisible()
    view.close()
    shown.at("A03", 0)
    shown.press(Qt.Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.accessibleName() == "入院体检报告", "which of the two files"
    popup.close()
    shown.press(Qt.Key.Key_Return, CTRL)
    page = shown.window.page
    assert isinstance(page, RecordPage) and page.presenter is not None
    assert page.presenter.form.id == "F52" and page.presenter.mode == "view"


def test_the_catalogue_is_printed_by_a_key(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, bytes]] = []
    monkeypatch.setattr(
        shown.window, "show_paper", lambda title, pdf, name: made.append((name, pdf))
    )
    shown.press(Qt.Key.Key_P, CTRL)
    ((name, pdf),) = made
    assert name.endswith("-档案目录.pdf") and pdf.startswith(b"%PDF")
    assert shown.desk.store.acts("print")[-1].form == "F52"


# Small pictures ------------------------------------------------------------------------------


def _corner(turned: int, tmp_path: Path) -> bytes:
    return scanned.picture(
        tmp_path / f"{turned}.jpg", turned=turned, taken="2025:07:20 08:15:00"
    ).read_bytes()


@pytest.mark.parametrize(("turned", "dark"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_a_photograph_is_shown_as_the_camera_was_held(
    turned: int, dark: tuple[int, int], tmp_path: Path
) -> None:
    data = _corner(turned, tmp_path)
    for image in (fitted(data, QSize(100, 100)), next(page_images(data, 100))):
        assert (image.width() > image.height()) == (turned in (6, 8))
        x, y = (round((image.width() - 1) * (0.05 + 0.9 * part)) for part in (dark[0], 0))
        x = round((image.width() - 1) * (0.05 + 0.9 * dark[0]))
        y = round((image.height() - 1) * (0.05 + 0.9 * dark[1]))
        assert image.pixelColor(x, y).lightness() < 60
        other = image.pixelColor(image.width() - 1 - x, image.height() - 1 - y)
        assert other.lightness() > 150
    small = fitted(data, QSize(100, 100))
    assert max(small.width(), small.height()) <= 100, "decoded at the size wanted"


def test_pictures_are_made_beside_the_window_and_held_within_a_bound(
    qapp: QApplication, tmp_path: Path
) -> None:
    data = scanned.picture(tmp_path / "a.jpg", size=(200, 300)).read_bytes()
    pictures = Pictures(ImmediateRunner(), QSize(20, 30))
    for number in range(400):
        assert pictures.picture(number, lambda: data) is None
        if number % 20 == 19:
            QApplication.processEvents()
    assert 250 < len(pictures._held) <= 300
    assert pictures.picture(399, lambda: data) is not None and 399 not in pictures.blank
    broken = Pictures(ImmediateRunner(), QSize(20, 30))
    broken.picture("x", lambda: b"no picture")
    QApplication.processEvents()
    found = broken.picture("x", lambda: b"no picture")
    assert found is not None and found.isNull(), "asked for once"
    pictures.forget()
    assert not pictures._held


def test_the_window_goes_on_while_pictures_are_made(qapp: QApplication, tmp_path: Path) -> None:
    data = scanned.pdf(tmp_path / "a.pdf").read_bytes()
    runner = ThreadRunner()
    pictures = Pictures(runner, QSize(60, 80))
    came: list[int] = []
    pictures.ready.connect(lambda: came.append(1))
    for number in range(30):
        pictures.picture(number, lambda: data)
    while len(came) < 30:
        QApplication.processEvents()
    runner.wait()
    assert all(pictures.picture(n, lambda: data) is not None for n in range(30))


def test_a_white_page_is_told_from_one_with_a_line(tmp_path: Path) -> None:
    from PIL import Image

    white = Image.new("L", (600, 800), 255)
    kept = io.BytesIO()
    white.save(kept, "JPEG")
    assert blank(fitted(kept.getvalue(), QSize(120, 160)))
    white.paste(0, (60, 60, 540, 80))
    kept = io.BytesIO()
    white.save(kept, "JPEG")
    assert not blank(fitted(kept.getvalue(), QSize(120, 160)))
