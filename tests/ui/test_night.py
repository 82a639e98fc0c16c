"""At night nothing is a white light: no page, dialog, list or paper, not at its first painting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QToolTip,
    QWidget,
)

from tests.practised import practised
from tests.ui.brightness import MOST, Witness, bright
from tests.ui.conftest import MORNING, Begin
from tests.ui.hands import front
from tests.ui.screens import SCREENS, show
from welfare_desktop.actions.setup import new_words, recovery_paper
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.shell import display, theme
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.thumbnail import dimmed
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
from welfare_desktop.ui.shell.window import MainWindow

_PAPER = QSize(600, 800)


@pytest.fixture
def window(every_page: MainWindow) -> MainWindow:
    """The window by night, at its usual size."""
    if not theme.theme().night:
        theme.theme().use(NIGHT, "标准")
    every_page.resize(1366, 728)
    every_page.activateWindow()
    QTest.qWaitForWindowActive(every_page)
    return every_page


@pytest.fixture
def witness(qapp: QApplication, window: MainWindow) -> Iterator[Witness]:
    made = Witness(qapp)
    yield made
    made.stop()


def test_by_day_it_is_light(window: MainWindow) -> None:
    """What is asserted below can fail."""
    show(window, "today")
    assert bright(window.grab()) <= MOST
    theme.theme().toggle()
    assert bright(window.grab()) > 0.5


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_is_light(window: MainWindow, screen: str) -> None:
    page = show(window, screen)
    assert bright(window.grab()) <= MOST
    tall = QSize(page.width(), max(page.height(), page.sizeHint().height()))
    page.resize(tall)
    assert bright(page.grab()) <= MOST, "nor what is scrolled to"


def _box(parent: QWidget) -> QWidget:
    box = QMessageBox(QMessageBox.Icon.Question, "确认", "要作废这张表吗？", parent=parent)
    box.addButton("作废", QMessageBox.ButtonRole.AcceptRole)
    return box


def _files(parent: QWidget) -> QWidget:
    dialog = QFileDialog(parent, "选文件")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    return dialog


@pytest.mark.parametrize("make", [_box, _files])
def test_no_box_of_qt_is_light(
    window: MainWindow, witness: Witness, make: Callable[[QWidget], QWidget]
) -> None:
    made = make(window)
    made.show()
    QApplication.processEvents()
    assert bright(made.grab()) <= MOST
    made.close()
    made.deleteLater()
    assert witness.seen and witness.too_light() == []


def test_no_list_is_light(window: MainWindow, witness: Witness) -> None:
    show(window, "rounds")
    popup = ListPopup("未签的轮次", [Row("22:00"), Row("23:00", "二区")], window)
    popup.open_under(window.header.chips["shift"])
    QApplication.processEvents()
    popup.close()
    combo = next(c for c in window.findChildren(QComboBox) if c.isVisible() and c.count())
    combo.showPopup()
    QApplication.processEvents()
    combo.hidePopup()
    line = next(e for e in window.findChildren(QLineEdit) if e.isVisible())
    menu = line.createStandardContextMenu()
    menu.popup(QPoint(100, 100))
    QApplication.processEvents()
    menu.close()
    QToolTip.showText(QPoint(300, 300), "10秒内记了25笔以上", window)
    QTest.qWait(50)
    QToolTip.hideText()
    assert len(witness.seen) >= 4, witness.seen
    assert witness.too_light() == []


def test_the_veil_and_the_places_a_larger_window_uncovers(window: MainWindow) -> None:
    show(window, "rounds")
    window.draw_veil()
    assert bright(window.grab()) <= MOST
    window.resize(1600, 900)
    assert bright(window.grab()) <= MOST
    window._lift()
    assert bright(window.grab()) <= MOST


def test_f8_lights_the_paper_alone(window: MainWindow) -> None:
    view = PaperView("恢复单", recovery_paper("示例儿童福利院", new_words()), "恢复单.pdf", window)
    view.open()
    QApplication.processEvents()
    front(view)
    assert view.true.isVisible() and bright(view.grab()) <= MOST
    QTest.keyClick(view.pages, Qt.Key.Key_F8)
    assert bright(view.grab()) > 0.3 and theme.theme().night
    QTest.keyClick(view.pages, Qt.Key.Key_F8)
    assert bright(view.grab()) <= MOST
    view.reject()
    view.deleteLater()


def test_a_picture_keeps_its_black_and_loses_its_white(look: Theme) -> None:
    look.use(DAY, "标准")
    picture = QPixmap(_PAPER)
    picture.fill(Qt.GlobalColor.white)
    assert dimmed(picture).cacheKey() == picture.cacheKey(), "by day it is as it is"
    look.use(NIGHT, "标准")
    assert dimmed(picture).toImage().pixelColor(9, 9).name() == NIGHT.paper.lower()
    picture.fill(Qt.GlobalColor.black)
    assert dimmed(picture).toImage().pixelColor(9, 9) == QImage(picture.toImage()).pixelColor(9, 9)


# --- the light the program starts in ---

_TEN, _FOUR, _NOON = (datetime(2026, 11, 24, 22), datetime(2026, 11, 25, 4),
                      datetime(2026, 11, 25, 12))  # fmt: skip


@pytest.mark.parametrize(("hour", "night"), [(20, False), (21, True), (5, True), (6, False)])
def test_the_program_starts_in_the_light_of_the_hour(
    begin: Begin, tmp_path: Path, hour: int, night: bool
) -> None:
    clock = SetClock(MORNING.replace(hour=hour))
    practised(tmp_path / "store", clock).close()
    begin(tmp_path / "store", clock)
    assert theme.theme().night == night


def test_a_chosen_light_is_kept_until_day_or_night_begins(look: Theme, tmp_path: Path) -> None:
    clock, said = SetClock(_TEN), list[str]()
    light = display.Light(tmp_path, clock, look)
    assert look.night
    look.toggle()
    look.use(look.tokens, "大")
    clock.at = _FOUR
    assert not display.kept_light(tmp_path, clock.at), "chosen in this night"
    clock.at = datetime(2026, 11, 25, 22)
    assert display.kept_light(tmp_path, clock.at), "another night"
    clock.at = _NOON
    light.offer(said.append)
    assert said == [], "it is day already"
    clock.at = datetime(2026, 11, 25, 21)
    light.offer(said.append)
    light.offer(said.append)
    assert said == ["到夜间了，按 F8 换成夜间配色。"]
    theme.theme().changed.disconnect(light._changed)


@pytest.mark.parametrize(
    "text", ["", "night", "night 9999-01-01T00:00", "\x00\xff", "dusk 2026-11-24T21:30"]
)
def test_what_is_not_readable_is_no_choice(tmp_path: Path, text: str) -> None:
    (tmp_path / "light.txt").write_bytes(text.encode("latin-1"))
    assert display.kept_light(tmp_path, _TEN) and not display.kept_light(tmp_path, _NOON)
