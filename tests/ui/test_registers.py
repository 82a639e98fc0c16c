"""登记簿: every form has its list; found, opened, filled, taken to Excel."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import exporting, printing, records, registers
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain import permissions
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.packages.export import ExportDialog
from welfare_desktop.ui.registers.page import RegistersPage
from welfare_desktop.ui.shell import paper
from welfare_desktop.ui.shell.paper import PaperView, page_images
from welfare_desktop.ui.shell.window import MainWindow


@pytest.fixture
def house(houses: Houses) -> Desk:
    made = houses(3)
    for number, name in enumerate(("平安手册", "用药制度")):
        records.submit(made, "X06", {"title": name, "doc_version": str(number + 1)},
                       step=Step(first_run=True))  # fmt: skip
    return made


def _shown(sit: Sit, desk: Desk, login: str = "kezhang") -> tuple[MainWindow, RegistersPage]:
    window = sit(desk.seated(desk.find_account(login)))
    window.go("registers")
    page = window.page
    assert isinstance(page, RegistersPage)
    return window, page


def _open_book(page: RegistersPage, form: str) -> None:
    page.books.selectRow(next(n for n, f in enumerate(page.books.rows.things) if f.id == form))


def test_every_form_has_its_book_or_a_page_of_its_own(sit: Sit, house: Desk) -> None:
    _, page = _shown(sit, house)
    there = {form.id for form in page.books.rows.things}
    other = {"F30", "F32", "F74"}
    assert there == {f.id for f in FORMS.values() if not f.internal} - other
    for form in page.books.rows.things:
        _open_book(page, form.id)
        assert page.name.text() == form.title
        assert page.new.isEnabled() == permissions.may_fill(form, "K")


def test_the_sheets_of_a_dark_night_are_found_among_the_books_of_a_ward(
    sit: Sit, house: Desk
) -> None:
    window, page = _shown(sit, house)
    _open_book(page, "F64")
    assert not page.night.isVisible()
    _open_book(page, "F67")
    page.night.click()
    view = next(v for v in window.findChildren(PaperView) if v.isVisible())
    assert view.windowTitle() == "空白纸表" and len(list(page_images(view.pdf, 40))) == 3


def test_a_role_gets_the_books_it_reads_or_fills(house: Desk) -> None:
    keeper = house.seated(house.find_account("xitong"))
    carer = house.seated(house.find_account("huli1"))
    assert "F14" not in {f.id for f in registers.registers(carer)}
    assert {f.about for f in registers.registers(keeper)} == {"house", "child"}
    assert "X05" in {f.id for f in registers.registers(keeper)}


def test_a_record_is_found_opened_and_a_new_one_begun_by_keys(sit: Sit, house: Desk) -> None:
    window, page = _shown(sit, house)
    _open_book(page, "X06")
    assert [e.said.split(" · ")[0] for e in page.table.rows.things] == ["用药制度", "平安手册"]
    QTest.keyClick(page.books, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    page.search.setText("手册")
    assert page.count.text() == "1份"
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    record = window.page
    assert isinstance(record, RecordPage) and record.presenter is not None
    assert record.presenter.record is not None
    assert record.presenter.record.text("title") == "平安手册"
    window.go("registers")
    QTest.keyClick(page.books, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, RecordPage) and window.page.presenter is not None
    assert (window.page.presenter.form.id, window.page.presenter.mode) == ("X06", "new")
    page.search.setText("没有这个")
    assert page.count.text() == "没有找到，换个字再试。" and not page.look.isEnabled()


def test_a_childs_form_is_found_by_the_childs_name_and_filled_in_the_file(
    sit: Sit, house: Desk
) -> None:
    window, page = _shown(sit, house)
    child = house.house().children[1]
    _open_book(page, "F12")
    page.search.setText(child.name)
    assert [e.record.child for e in page.table.rows.things] == [child.id]
    page.new.click()
    assert isinstance(window.page, ChildrenPage)


def test_a_list_goes_to_excel_in_one_press(
    sit: Sit, house: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, page = _shown(sit, house)
    monkeypatch.setattr(window, "ask_folder", lambda title: tmp_path)
    _open_book(page, "X06")
    page.excel.click()
    (path,) = tmp_path.glob("*.xlsx")
    rows = list(openpyxl.load_workbook(path).worksheets[0].values)
    assert rows[0][0] == "编号" and {"平安手册", "用药制度"} <= {c for row in rows for c in row}
    assert house.store.acts(exporting.EXPORTED)[-1].values["rows"] == 2


def test_a_list_of_children_asks_the_director_and_holds_no_number(
    sit: Sit, house: Desk, tmp_path: Path
) -> None:
    import io

    import pyrage

    window, _ = _shown(sit, house)
    window.go("children")
    page = window.page
    assert isinstance(page, ChildrenPage)
    page.excel.click()
    (dialog,) = page.findChildren(ExportDialog)
    assert dialog.form.currentText() == FORMS["F01"].title and dialog.form.count() == 1
    dialog.reject()
    desk = window.desk
    with pytest.raises(Refused, match="院长"):
        exporting.export_list(desk, "F01", tmp_path)
    director = house.seated(house.find_account("yuanzhang")).by_password()
    approval = exporting.Approval(purpose="核对", phrase="a phrase that is long", director=director)
    made = exporting.export_list(desk, "F01", tmp_path, approval)
    data = pyrage.passphrase.decrypt(made.path.read_bytes(), "a phrase that is long")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values)
    assert made.rows == 3 and "身份证号" not in rows[0] and "在院" in rows[1]
    assert rows[1][rows[0].index("床位")] == house.house().children[0].bed


def test_who_sees_but_a_part_takes_no_list_out(sit: Sit, house: Desk, tmp_path: Path) -> None:
    carer = house.seated(house.find_account("huli1"))
    with pytest.raises(Refused, match="不导出整个清单"):
        exporting.export_list(carer, "F01", tmp_path)
    window, _ = _shown(sit, house, "huli1")
    window.go("children")
    assert isinstance(window.page, ChildrenPage) and not window.page.excel.isEnabled()


def test_a_blank_form_is_shown_by_keys_and_saved_as_it_is_shown(
    sit: Sit, house: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, page = _shown(sit, house)
    _open_book(page, "F24")
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (view,) = window.findChildren(PaperView)
    assert view.windowTitle() == "门诊住院就医记录（空白表）"
    assert house.store.acts("print")[-1].form == "F24"
    target = tmp_path / "空白表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.save()
    assert target.read_bytes() == printing.blank_sheet(house, FORMS["F24"])
    kept = [image.size() for image in page_images(target, 110)]
    sheets = [label.pixmap().size() for label in view.pages.findChildren(QLabel)]
    assert sheets == kept, "what is looked at is the very file"
    pages: list[bytes] = []
    view.print()
    assert pages == [] and "没有装打印机。请另存" in view.said.text()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["P"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(paper, "print_pages", lambda pdf, _: pages.append(pdf))
    view.print()
    assert pages == [target.read_bytes()]


def test_a_new_record_offers_its_blank_form_with_the_childs_name(sit: Sit, house: Desk) -> None:
    window, _ = _shown(sit, house)
    child = house.house().children[0]
    window.go("record", form="F24", child=child.id)
    page = window.page
    assert isinstance(page, RecordPage)
    page.foot.blank.click()
    (view,) = window.findChildren(PaperView)
    assert house.store.acts("print")[-1].record == child.id
    view.reject()
    made = house.house().of("F01")[0]
    window.go("record", form="F01", record=made.id)
    assert not page.foot.blank.isVisible(), "what is filled is printed filled"
