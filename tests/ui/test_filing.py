"""Papers come in by keys: from the scanner's folder, pasted, dropped; typed, questioned, filed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests import scanned
from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import scan_folder
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.intake import look
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.filing.page import IntakePage
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
from welfare_desktop.ui.shell.widgets import Button, Label
from welfare_desktop.ui.shell.window import MainWindow

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
LONG_AGO = 1_700_000_000


class Keys:
    """The archivist at the window; every key is counted."""

    def __init__(self, window: MainWindow, desk: Desk, folder: Path) -> None:
        self.window, self.desk, self.folder, self.count = window, desk, folder, 0
        self.child = desk.house().children[0].id
        window.go("children", child=self.child)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.count += 1
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        self.count += len(text)
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()

    @property
    def file(self) -> ChildrenPage:
        page = self.window.page
        assert isinstance(page, ChildrenPage)
        return page

    @property
    def page(self) -> IntakePage:
        page = self.window.page
        assert isinstance(page, IntakePage)
        return page

    @property
    def items(self) -> list[Record]:
        known = self.desk.house().child(self.child)
        assert known is not None
        return sorted(known.all("F52"), key=lambda r: int(r.get("seq")))

    @property
    def note(self) -> str:
        return self.page.item.fields.note.text()

    @property
    def names(self) -> list[str]:
        return [scan.name for scan in self.page.tray.rows.scans]


@pytest.fixture
def keys(sit: Sit, houses: Houses, tmp_path: Path) -> Keys:
    house = houses(2)
    desk = house.seated(house.find_account("dangan"))
    folder = tmp_path / "扫描"
    folder.mkdir()
    scan_folder.set_folder(desk, folder)
    return Keys(sit(desk), desk, folder)


def put(folder: Path, name: str, shade: int, **more: int) -> Path:
    path = scanned.picture(folder / name, shade=shade, **more)  # type: ignore[arg-type]
    os.utime(path, (LONG_AGO + shade, LONG_AGO + shade))
    return path


def bring(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(widget: QWidget, data: QMimeData) -> None:
    """Files hover and are let go over a widget."""
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data,
                            Qt.MouseButton.LeftButton, NONE)  # fmt: skip
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data,
                       Qt.MouseButton.LeftButton, NONE)  # fmt: skip
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


def test_a_paper_of_a_known_type_takes_five_keys(keys: Keys) -> None:
    path = put(keys.folder, "扫描0001.jpg", 90)
    before = path.read_bytes()
    keys.window.go("children", child=keys.child)
    keys.file.file.tabs.setCurrentWidget(keys.file.file.papers)
    assert keys.file.file.papers.take.text() == " 收材料 1"
    strip = keys.file.file.papers.strip
    assert (
        strip.isVisible() and "1个新文件" in strip.accessibleName() and strip.grab().height() > 40
    )
    keys.count = 0
    keys.press(Qt.Key.Key_J, CTRL)
    keys.type("a02")
    keys.press(Qt.Key.Key_Return)
    assert keys.count == 5, "at most eight"
    (made,) = keys.items
    assert made.get("doc_type") == "A02" and made.get("doc_date") == "2023-11-14"
    assert made.papers[0].sha256 == hashlib.sha256(before).hexdigest()
    assert path.read_bytes() == before and keys.names == []
    assert keys.page.item.fields.kinds.line.hasFocus(), "ready for the next one"


def test_the_likely_type_stands_first_and_enter_alone_files_the_next(keys: Keys) -> None:
    for number in range(3):
        put(keys.folder, f"{number}.jpg", 60 + number)
    keys.press(Qt.Key.Key_J, CTRL)
    kinds = keys.page.item.fields.kinds
    lacking = [kind.type for kind in kinds.rows.kinds[:3]]
    assert set(lacking) <= kinds.rows.lacking
    for _ in range(3):
        keys.press(Qt.Key.Key_Return)
    assert [item.get("doc_type") for item in keys.items] == lacking
    assert [item.get("seq") for item in keys.items] == [1, 2, 3], "numbers without a gap"


def test_several_files_are_one_item_in_the_order_they_are_put(keys: Keys, tmp_path: Path) -> None:
    pages = [put(tmp_path, f"{n}.jpg", 30 + n) for n in range(3)]
    drop(keys.file.file, bring(*pages))
    page = keys.page
    assert len(page.tray.item()) == 3 and "选中3个" in page.count.text()
    keys.press(Qt.Key.Key_Down, ALT)
    assert keys.names == ["1.jpg", "0.jpg", "2.jpg"]
    keys.press(Qt.Key.Key_Down, CTRL)
    keys.press(Qt.Key.Key_Space, CTRL)
    assert [scan.name for scan in page.tray.item()] == ["1.jpg", "0.jpg"], "the last is not of it"
    keys.type("b30")
    keys.press(Qt.Key.Key_Return)
    (made,) = keys.items
    assert [paper.name for paper in made.papers] == ["1.jpg", "0.jpg"] and made.get("pages") == 2
    assert keys.names == ["2.jpg"], "what is not filed stays"


def test_files_and_pictures_are_pasted(keys: Keys, tmp_path: Path) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(bring(scanned.pdf(tmp_path / "三页.pdf", pages=3)))
    keys.press(Qt.Key.Key_V, CTRL)
    assert keys.names == ["三页.pdf"] and "3页" in keys.page.item.state.text()
    picture = QImage(300, 400, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    picture.setPixelColor(150, 200, Qt.GlobalColor.black)
    clipboard.setImage(picture)
    assert keys.page.item.fields.kinds.line.hasFocus()
    keys.press(Qt.Key.Key_V, CTRL)
    assert len(keys.names) == 2 and keys.page.tray.current() is not None
    clipboard.setText("a02")
    keys.press(Qt.Key.Key_V, CTRL)
    assert len(keys.names) == 2, "words are no paper"
    clipboard.clear()


def test_what_is_no_paper_is_named_and_the_others_come_in(keys: Keys, tmp_path: Path) -> None:
    bad = tmp_path / "说明.docx"
    bad.write_bytes(b"PK\x03\x04 word")
    locked = scanned.pdf(tmp_path / "锁.pdf", password="x")
    drop(keys.file.file, bring(bad, put(tmp_path, "好.jpg", 44), locked))
    assert keys.names == ["好.jpg"]
    told = keys.page.refused.text()
    assert "说明.docx" in told and "请先去掉密码" in told
    assert bad.exists() and locked.exists()


def test_a_doubtful_scan_is_asked_about_once_and_enter_files_it(
    keys: Keys, tmp_path: Path, qtbot: QtBot
) -> None:
    same = put(tmp_path, "同.jpg", 80)
    drop(keys.file.file, bring(same))
    keys.press(Qt.Key.Key_Return)
    drop(keys.page, bring(same))
    assert keys.names == [], "filed a moment ago"
    keys.press(Qt.Key.Key_Left, ALT)
    drop(keys.file.file, bring(same))
    assert keys.names == [], "still the same sitting"
    keys.window.go("children", child=keys.desk.house().children[1].id)
    keys.window.go("intake", child=keys.desk.house().children[1].id)
    keys.window.go("intake", child=keys.child, files=(same,))
    assert keys.names == ["同.jpg"]
    keys.type("a16")
    keys.press(Qt.Key.Key_Return)
    assert "已在这名儿童的档案里：第1件" in keys.note and len(keys.items) == 1
    keys.press(Qt.Key.Key_Return)
    assert len(keys.items) == 2


def test_a_coarse_scan_and_a_white_page_are_asked_about(keys: Keys, tmp_path: Path) -> None:
    white = tmp_path / "白.jpg"
    page = QImage(600, 800, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    page.setDotsPerMeterX(3937)
    page.setDotsPerMeterY(3937)
    page.save(str(white))
    drop(keys.file.file, bring(white))
    keys.page.tray.viewport().grab()
    keys.settle()
    keys.press(Qt.Key.Key_Return)
    assert "100 dpi" in keys.note and "C12.07" in keys.note and "白纸" in keys.note
    assert keys.items == []
    keys.type("a")
    keys.press(Qt.Key.Key_Return)
    assert keys.items == [], "another type: asked again"
    keys.press(Qt.Key.Key_Return)
    assert len(keys.items) == 1


def test_a_film_wants_its_caption_beside_the_field(keys: Keys, tmp_path: Path) -> None:
    drop(keys.file.file, bring(scanned.film(tmp_path / "生日.mp4")))
    keys.type("b03")
    rows = keys.page.item.fields.rows
    assert rows["carrier"].editor.value() == "5" and rows["media_caption"].isVisible()
    keys.press(Qt.Key.Key_Return)
    assert "何时、何地" in rows["media_caption"].sentence and keys.items == []
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line is rows["media_caption"].editor.target()
    line.setText("2026年10月，活动室，生日会")
    keys.press(Qt.Key.Key_Return)
    (made,) = keys.items
    assert made.get("carrier") == "5" and made.papers[0].media == "video/mp4"


def test_a_copy_says_why_and_a_wrong_date_stands_beside_its_field(
    keys: Keys, tmp_path: Path
) -> None:
    drop(keys.file.file, bring(put(tmp_path, "证.jpg", 71)))
    fields = keys.page.item.fields
    day = fields.rows["doc_date"].editor.target()
    assert isinstance(day, QLineEdit)
    day.setText("2027-01-01")
    keys.press(Qt.Key.Key_Return)
    assert fields.rows["doc_date"].sentence and keys.items == []
    day.setText("1101")
    fields.rows["original"].editor.put("2")
    fields.rows["original"].editor.changed.emit()
    keys.press(Qt.Key.Key_Return)
    assert fields.rows["original"].sentence and fields.rows["remark"].isVisible()
    why = fields.rows["remark"].editor
    why.put("原件在公安机关")
    keys.press(Qt.Key.Key_Return, CTRL)
    (made,) = keys.items
    assert made.get("original") == "2" and made.get("doc_date") == "2026-11-01"


def test_new_scans_appear_by_themselves_and_what_is_no_paper_is_put_aside(keys: Keys) -> None:
    keys.press(Qt.Key.Key_J, CTRL)
    assert keys.names == []
    path = put(keys.folder, "新.jpg", 55)
    keys.page.beat()
    keys.settle()
    assert keys.names == ["新.jpg"]
    keys.press(Qt.Key.Key_Backspace, CTRL)
    keys.page.beat()
    keys.settle()
    assert keys.names == [] and path.exists(), "never moved, never deleted"
    keys.press(Qt.Key.Key_Left, ALT)
    assert keys.file.file.papers.take.text() == " 收材料"


def test_the_folder_is_followed_while_the_page_stands(keys: Keys, qtbot: QtBot) -> None:
    keys.press(Qt.Key.Key_J, CTRL)
    with qtbot.waitSignal(keys.page.watch.changed, timeout=15_000):
        put(keys.folder, "新.jpg", 56)
    assert keys.names == ["新.jpg"]


def test_who_files_nothing_is_told_who_does(keys: Keys, sit: Sit, tmp_path: Path) -> None:
    social = keys.desk.seated(keys.desk.find_account("shegong"))
    window = sit(social)
    window.go("children", child=keys.child)
    page = window.page
    assert isinstance(page, ChildrenPage)
    page.file.papers.take_in()
    assert window.page is page and "档案员" in window.message.text.text()
    page.file.papers.receive(bring(put(tmp_path, "a.jpg", 20)))
    assert window.page is page


def test_the_veil_leaves_no_picture_and_lifting_brings_the_files_back(
    keys: Keys, tmp_path: Path
) -> None:
    drop(keys.file.file, bring(put(tmp_path, "证.jpg", 72)))
    page = keys.page
    page.grab()
    keys.settle()
    keys.window.draw_veil()
    assert page.preview.scan is None and page.tray.rows.scans == []
    assert not page.small._held and not page.large._held
    keys.window._lift()
    assert keys.names == ["证.jpg"]
    keys.press(Qt.Key.Key_Return)
    keys.window.draw_veil()
    keys.window._lift()
    assert keys.names == [] and len(keys.items) == 1, "what was filed does not come back"


def test_files_looked_at_for_one_child_never_lie_before_another(keys: Keys, tmp_path: Path) -> None:
    drop(keys.file.file, bring(put(tmp_path, "甲.jpg", 73)))
    first, page = keys.child, keys.page
    late = look(keys.desk, (put(tmp_path, "晚.jpg", 74),))
    keys.window.go("intake", child=keys.desk.house().children[1].id)
    assert keys.names == []
    page._came(first, late, together=True)
    assert keys.names == [], "the window went on to another child meanwhile"


def test_enter_in_the_list_of_carriers_takes_a_choice_and_files_nothing(
    keys: Keys, tmp_path: Path
) -> None:
    drop(keys.file.file, bring(put(tmp_path, "照.jpg", 75)))
    carrier = keys.page.item.fields.rows["carrier"].editor
    carrier.target().setFocus()
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    assert carrier.value() == "2" and keys.items == []


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_both_pages_fit_the_small_screen(keys: Keys, look: Theme, size: str) -> None:
    put(keys.folder, "x.jpg", 50)
    look.use(look.tokens, size)
    keys.file.file.tabs.setCurrentWidget(keys.file.file.papers)
    for page in ("children", "intake"):
        keys.window.go(page, child=keys.child)
        QApplication.processEvents()  # what the other size of type asks for is laid out
        hint = keys.window.minimumSizeHint()
        assert hint.width() <= 1080 and hint.height() <= 570
        own = keys.window.page
        assert own is not None
        assert own.minimumSizeHint().width() <= 1080 - 64 - 48, "what navigation and edges leave"


def test_at_night_a_white_scan_is_no_white_light(keys: Keys, look: Theme, tmp_path: Path) -> None:
    drop(keys.file.file, bring(put(tmp_path, "亮.jpg", 255)))
    light = []
    for tokens in (DAY, NIGHT):
        look.use(tokens)
        keys.page.preview.grab()
        keys.settle()
        shown = keys.page.preview.grab().toImage()
        light.append(shown.pixelColor(shown.width() // 2, shown.height() // 2).lightness())
    assert light[0] > 240 and light[1] < 170


def test_the_folder_is_chosen_in_the_settings(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "另一个"
    other.mkdir()
    keys.window.go("admin")
    page = keys.window.page
    assert page is not None
    (button,) = [b for b in page.findChildren(Button) if b.accessibleName() == "选扫描仪文件夹"]
    monkeypatch.setattr(keys.window, "ask_folder", lambda title: keys.desk.store_dir)
    button.click()
    assert scan_folder.folder(keys.desk) == keys.folder, "not inside the store"
    monkeypatch.setattr(keys.window, "ask_folder", lambda title: other)
    (button,) = [b for b in page.findChildren(Button) if b.accessibleName() == "选扫描仪文件夹"]
    button.click()
    assert scan_folder.folder(keys.desk) == other
    assert any(str(other) == label.text() for label in page.findChildren(Label))
