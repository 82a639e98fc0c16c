"""Lists, help and lines of chips: nothing cut, nothing outside the window, all by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.window import MainWindow

LONG = "自理45、半自理15、不能自理1：45×1+15×2+1×4=79，应配20人，在岗一线6人，缺口14人。" * 2


def inside(popup: QWidget, window: QWidget) -> bool:
    room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
    return room.contains(QRect(popup.mapToGlobal(QPoint(0, 0)), popup.size()))


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_a_list_shows_whole_texts_inside_the_window(
    window: MainWindow, look: Theme, size: str
) -> None:
    look.use(DAY, size)
    rows = [Row(LONG, LONG), Row(LONG, "说明", "严重", "bad", lambda: None), Row("短")]
    for anchor in (window.header.chips["outbox"], window.navigation.buttons["children"]):
        popup = ListPopup("照护配比", rows, anchor)
        popup.open_under(anchor)
        QApplication.processEvents()
        assert inside(popup, window)
        if anchor is window.header.chips["outbox"]:
            assert popup._held.verticalScrollBar().maximum() == 0, "there is room for all of it"
        for label in popup.findChildren(QLabel):
            if label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        popup.close()


def test_a_long_list_scrolls_instead_of_leaving_the_window(window: MainWindow) -> None:
    popup = ListPopup("很长", [Row(f"第{n}行", LONG) for n in range(60)], window)
    popup.open_under(window.header.chips["shift"])
    assert inside(popup, window)
    bar = popup._held.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert bar.value() > 0, "without anything to open the arrows scroll"
    popup.close()


def test_arrows_and_enter_choose_a_line(window: MainWindow) -> None:
    opened: list[str] = []
    rows = [Row(name, open=lambda name=name: opened.append(name)) for name in ("一区", "二区")]  # type: ignore[misc]
    popup = ListPopup("区域", rows, window)
    popup.open_under(window.header.chips["shift"])
    assert popup.buttons[0].hasFocus()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert opened == ["二区"]


def test_help_lies_over_the_page_and_moves_nothing(window: MainWindow) -> None:
    before = window.stack.size()
    QTest.keyClick(window, Qt.Key.Key_F1)
    QApplication.processEvents()
    assert window.help.isVisible() and window.stack.size() == before
    assert inside(window.help, window)
    assert window.help.geometry().top() >= window.header.geometry().bottom()


def test_chips_take_a_second_line_where_they_do_not_fit(look: Theme, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(8, holder)
    chips = [QPushButton(f"全国打拐解救儿童寻亲公告平台{n}") for n in range(4)]
    for chip in chips:
        flow.addWidget(chip)
    holder.resize(520, flow.heightForWidth(520))
    holder.show()
    QApplication.processEvents()
    assert len({chip.y() for chip in chips}) > 1
    assert all(holder.rect().contains(chip.geometry()) for chip in chips)
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips)
    assert flow.heightForWidth(4000) < flow.heightForWidth(520)
