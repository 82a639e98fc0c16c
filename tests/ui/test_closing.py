"""What is closed by a signature: the file of a child who left, a month of the ledger; by keys."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.actions import filled
from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import records, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain import archive
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.registers.month import MonthDialog
from welfare_desktop.ui.registers.page import RegistersPage
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.duties import take_up

TAB, ENTER, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def house(houses: Houses) -> Desk:
    return houses(2)


def here() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(here(), key)
        QApplication.processEvents()


def tab_to(wanted: Callable[[QWidget], bool], within: int = 40) -> QWidget:
    for _ in range(within):
        if wanted(here()):
            return here()
        press(TAB)
    raise AssertionError("Tab never comes there")


def sign(window: MainWindow, *people: str) -> None:
    """Type the PIN into the panel, which asks these people alone."""
    (panel,) = (p for p in window.findChildren(PinPanel) if p.isVisible())
    panel.activateWindow()
    QApplication.processEvents()
    asked = [panel.person.itemData(n) for n in range(panel.person.count())]
    assert asked == list(people)
    assert here() is panel.pin
    QTest.keyClicks(here(), practice.PIN)
    press(ENTER)


def told(window: MainWindow) -> str:
    return window.message.text.text()


def gone(house: Desk) -> str:
    """A child who died in the night, no paper of it in the file yet."""
    child = house.house().children[0].id
    died = {"died_at": "2026-11-02T03:00", "place": "院内"}
    records.submit(filled.seat(house, FORMS["F51"]), "F51", died, child=child)
    return child


def whole(house: Desk, child: str) -> None:
    """Every paper of the leaving comes into the file."""
    known = house.house().child(child)
    assert known is not None
    for number, kind in enumerate(archive.missing_after_leaving(known, house.now())):
        filled.submit(house, "F52", child, doc_type=kind, phase="C",
                      seq=number + 1, filed_on="2026-11-02")  # fmt: skip


def file_of(window: MainWindow, child: str) -> ChildrenPage:
    window.go("children", child=child)
    page = window.page
    assert isinstance(page, ChildrenPage)
    return page


def test_what_a_file_still_lacks_stands_beside_its_closing(sit: Sit, house: Desk) -> None:
    child = gone(house)
    window = sit(house.seated(house.find_account("dangan")))
    page = file_of(window, child)
    (card,) = (c for c in page.file.next.cards if c.step.id == "T30")
    assert not card.go.isEnabled() and card.go.toolTip() == "先办下面还缺的，才能办这一步。"
    (gap,) = card.gaps
    tab_to(lambda w: w is gap.go, 60)
    press(Qt.Key.Key_Space)
    form = window.page
    assert isinstance(form, RecordPage) and form.presenter is not None
    assert form.presenter.form.id == "F52" and form.sheet is None


def test_the_archivist_closes_a_whole_file_by_keys(sit: Sit, house: Desk) -> None:
    child = gone(house)
    whole(house, child)
    window = sit(house.seated(house.find_account("kezhang")))
    page = file_of(window, child)
    (card,) = (c for c in page.file.next.cards if c.step.id == "T30")
    tab_to(lambda w: w is card.go, 60)
    press(Qt.Key.Key_Space)
    sign(window, "dangan")
    closed = house.house().child(child)
    assert closed is not None and closed.status == "FILE_CLOSED"
    assert "已归结" in told(window)
    steps = {c.step.id for c in page.file.next.cards}
    assert "T31" in steps and "T30" not in steps


def booked(house: Desk) -> int:
    """An income of the month before."""
    form = FORMS["F55"]
    told = filled.values(house, form, None) | {
        "direction": "1", "income_source": "1", "amount": 5000, "book_date": "2026-10-08",
    }  # fmt: skip
    given = {k: v for k, v in told.items() if k not in ("category", "reverses")}
    step = msgspec.structs.replace(filled.step(house, form), late_reason="补记")
    return int(records.submit(filled.seat(house, form), "F55", given, step=step).get("amount"))


def dialog_of(window: MainWindow) -> MonthDialog:
    page = window.page
    assert isinstance(page, RegistersPage)
    (dialog,) = (d for d in page.findChildren(MonthDialog) if d.isVisible())
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def test_a_month_is_closed_where_its_duty_leads_and_by_keys_alone(sit: Sit, house: Desk) -> None:
    amount = booked(house)
    money = house.seated(house.find_account("caiwu"))
    window = sit(money)
    (duty,) = (d for d in today.duties(money) if d.clause == "C9.04" and d.due)
    assert today.may_do(money, duty)
    take_up(window, duty)
    dialog = dialog_of(window)
    assert dialog.month.currentText() == "2026-10" and f"{amount / 100:.2f}" in dialog.book.text()
    bank = dialog.bank.editor.target()
    assert here() is bank
    press(ENTER)
    assert "银行余额" in dialog.bank.sentence and not money.house().of("M")
    QTest.keyClicks(bank, "49")
    press(ENTER)
    sign(window, "caiwu")
    assert dialog_of(window) is dialog
    assert "不符" in dialog.bank.sentence and "C9.04" in dialog.error.text()
    assert here() is bank and not money.house().of("M")
    press(Qt.Key.Key_End, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    QTest.keyClicks(bank, "50")
    press(ENTER)
    sign(window, "caiwu")
    (done,) = money.house().of("M")
    assert (done.get("month"), done.get("bank_balance")) == ("2026-10", amount)
    assert not dialog.isVisible() and "已结账" in told(window)


def test_no_month_to_close_says_when_and_only_the_ledger_offers_it(sit: Sit, house: Desk) -> None:
    window = sit(house.seated(house.find_account("kezhang")))
    window.go("registers", form="F48")
    page = window.page
    assert isinstance(page, RegistersPage) and page.month.isHidden()
    window.go("registers", form="F55")
    tab_to(lambda w: w is page.month)
    press(Qt.Key.Key_Space)
    dialog = dialog_of(window)
    assert not dialog.go.isEnabled() and "次月1日" in dialog.told.text()
    press(ESCAPE)
    assert not dialog.isVisible()
