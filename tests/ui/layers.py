"""Everything that opens over or beside a page: dialogs, questions, lists, panels, steps, tabs.

An opener shows one thing after the other and yields each. `test_layers` fails while a kind of
widget of the program stands in none of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from tests.scanned import picture
from tests.ui.event import sit
from tests.ui.hands import SHIFT
from tests.ui.opened import click, dialog_open, in_front, popup_open, settle
from tests.ui.screens import PAGE_IDS, show
from tests.ui.ward import CTRL, ENTER, Key, Ward
from welfare_desktop.actions import scan_folder
from welfare_desktop.actions.setup import new_words, recovery_paper
from welfare_desktop.ui.admin.opening_page import OpeningPage
from welfare_desktop.ui.admin.people_page import PeoplePage
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.dates import DateEditor
from welfare_desktop.ui.rounds.asks import Ask
from welfare_desktop.ui.shell.asking import sure_box
from welfare_desktop.ui.shell.bugs import BugDialog
from welfare_desktop.ui.shell.keeper import ClosingNote
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner, Task
from welfare_desktop.ui.shell.veil import put_away
from welfare_desktop.ui.start.by_sheet import BySheet, RestoreWindow
from welfare_desktop.ui.start.emergency import EmergencyNote
from welfare_desktop.ui.start.login import LoginWindow, TroubleDialog
from welfare_desktop.ui.start.wizard import Wizard

_LONG_AGO = 1_700_000_000
Opener = Callable[[Ward], Iterator[QWidget]]
_ROSTER = Path(__file__).resolve().parents[1] / "roster" / "data" / "roster.xlsx"
_PDF = recovery_paper("示例儿童福利院", new_words())


# --- dialogs and first windows ---


def pin(ward: Ward) -> Iterator[QWidget]:
    known = ward.window.people()
    yield in_front(PinPanel("签发月报", known, ward.desk, reason=True, parent=ward.window))


def sure(ward: Ward) -> Iterator[QWidget]:
    yield in_front(sure_box(ward.window, "核对指纹", "两边一样吗？", "一致，加入", "不一致")[0])


def trouble(ward: Ward) -> Iterator[QWidget]:
    yield in_front(BugDialog("错误类型", ward.window))
    yield in_front(TroubleDialog("密钥文件已损坏，打不开资料库。"))
    yield in_front(TroubleDialog("密钥文件已损坏，打不开资料库。", True))


def emergency(ward: Ward) -> Iterator[QWidget]:
    yield in_front(EmergencyNote(ward.window.people(), lambda **_: None, ward.window))


def paper(ward: Ward) -> Iterator[QWidget]:
    ward.window.show_paper("恢复单", _PDF, "恢复单.pdf")
    yield in_front(dialog_open(ward))


def login(ward: Ward) -> Iterator[QWidget]:
    known = ward.window.people()
    window = LoginWindow(known, lambda *_: None, ImmediateRunner(), note=lambda **_: None,
                         by_sheet=lambda *_: None)  # fmt: skip
    yield in_front(window)
    window.close()
    yield in_front(BySheet(known, lambda *_: None, ImmediateRunner(), ward.window))


def closing(ward: Ward) -> Iterator[QWidget]:
    yield in_front(ClosingNote("备份盘", ward.window))


def restore(ward: Ward) -> Iterator[QWidget]:
    known = ward.window.people()
    window = RestoreWindow(lambda _: known, lambda *_: "", ImmediateRunner())
    window.open.show_people(known)
    for number in range(len(window.steps)):
        window.show_step(number)
        yield in_front(window)
    window.close()


def wizard(ward: Ward) -> Iterator[QWidget]:
    window = Wizard(new_words(), lambda answers: None, ImmediateRunner())
    for number in range(len(window.steps)):
        window.show_step(number)
        yield in_front(window)
    window.close()


# --- what the frame opens ---


def chips(ward: Ward) -> Iterator[QWidget]:
    for name in ward.window.header.chips:
        yield ward.window.header.open_list(name)
        put_away(ward.window)


def found(ward: Ward) -> Iterator[QWidget]:
    """The hits of Ctrl+K, then that there are none."""
    ward.press(Key.Key_K, modifier=CTRL)
    for letters in ("w", "qqq"):
        ward.type(letters)
        hits = ward.window.header.search.list.window()
        assert hits.isVisible()
        yield hits


def help_(ward: Ward) -> Iterator[QWidget]:
    ward.window.go("rounds")
    ward.press(Key.Key_F1)
    yield ward.window.help


def bars(ward: Ward) -> Iterator[QWidget]:
    """The message bar in each tone, and how far long work is."""
    for tone in ("ok", "info", "warn", "bad"):
        ward.window.say("已存好。", tone)
        yield ward.window.message
    task = Task("生成月报", can_stop=True)
    ward.window.progress.busy(task)
    yield ward.window.progress
    ward.window.progress.idle(task)


def veil(ward: Ward) -> Iterator[QWidget]:
    ward.press(Key.Key_F9)
    yield ward.window.veil


def menu(ward: Ward) -> Iterator[QWidget]:
    """The menu of a line."""
    line = ward.window.header.search
    found = line.createStandardContextMenu()
    found.popup(line.mapToGlobal(line.rect().center()))
    yield found
    found.close()


# --- what the board and an event ask ---


def board(ward: Ward) -> Iterator[QWidget]:
    """Each key of the board that asks something; 3 goes on to the offer of an event."""
    for key, held in (
        (Key.Key_4, None), (Key.Key_5, None), (Key.Key_T, None), (Key.Key_N, None),
        (Key.Key_E, None), (Key.Key_Slash, None), (Key.Key_F, SHIFT), (Key.Key_3, None),
    ):  # fmt: skip
        ward.window.go("rounds", start=True)
        settle()
        ward.press(key, modifier=held)
        yield _asked(ward)
        if key is not Key.Key_3:
            ward.press(Key.Key_Escape)
    ward.press(Key.Key_0)
    yield _asked(ward)
    ward.press(Key.Key_Escape, Key.Key_3, Key.Key_2)
    yield _asked(ward)
    ward.type("38.2")
    ward.press(ENTER)
    yield _asked(ward)
    ward.press(Key.Key_Escape)


def _asked(ward: Ward) -> QWidget:
    settle()
    return next(a for a in ward.window.findChildren(Ask) if a.isVisible())


def signed(ward: Ward) -> Iterator[QWidget]:
    """Lists beside the board: what nobody marked, what is late."""
    ward.window.go("rounds", start=True)
    side = ward.page.walk.side
    side.state.click()
    yield popup_open()
    put_away(ward.window)
    ward.page.state.click()
    yield popup_open()
    put_away(ward.window)
    ward.page.paper.open()
    yield popup_open()


def event(ward: Ward) -> Iterator[QWidget]:
    """Each key of an event that asks something, then what is read out."""
    ward.window.go("rounds")
    ward.press(Key.Key_F3)
    settle()
    assert ward.window.page is not None
    yield ward.window.page
    for key, held in (
        (Key.Key_T, None), (Key.Key_0, None), (Key.Key_D, None), (Key.Key_Slash, None),
        (Key.Key_N, None), (Key.Key_J, None), (Key.Key_G, None), (ENTER, CTRL),
    ):  # fmt: skip
        ward.press(key, modifier=held)
        yield _asked(ward)
        ward.press(Key.Key_Escape)
    ward.press(Key.Key_S)
    yield ward.window.page


# --- what pages open ---


def tabs(ward: Ward) -> Iterator[QWidget]:
    """Every tab of every page that has some."""
    for screen in PAGE_IDS:
        sit(ward, "kezhang" if screen == "staffing" else "hushi1")
        page = show(ward.window, screen)
        for bar in page.findChildren(QTabWidget):
            for number in range(bar.count()):
                if bar.isVisible():
                    bar.setCurrentIndex(number)
                    settle()
                    yield page


def accounts(ward: Ward) -> Iterator[QWidget]:
    """Every act on an account."""
    for act in ("add", "roles", "password", "end", "own_password", "own_pin", "sheet"):
        sit(ward, "xitong")
        page = show(ward.window, "people")
        assert isinstance(page, PeoplePage)
        getattr(page, act).click()
        settle()
        assert page.walk is not None
        yield page.walk


def opening(ward: Ward) -> Iterator[QWidget]:
    """A roster is read, its columns and what is wrong in it."""
    sit(ward, "kezhang")
    page = show(ward.window, "opening")
    assert isinstance(page, OpeningPage)
    page.read(_ROSTER)
    yield page
    page.next.click()
    settle()
    yield page


def day(ward: Ward) -> Iterator[QWidget]:
    """The calendar of a field."""
    page = show(ward.window, "F31")
    next(e for e in page.findChildren(DateEditor) if e.button is not None)._calendar()
    yield popup_open()


def exports(ward: Ward) -> Iterator[QWidget]:
    """Dialogs and lists that pages open with a button."""
    for screen, button in (
        ("packages", "导出一种登记表"), ("registers", "结一个月的专账"), ("children", "打印"),
    ):  # fmt: skip
        sit(ward, "kezhang")
        page = show(ward.window, screen)
        if screen == "registers":
            ward.window.go(screen, form="F55")
        click(page, button)
        settle()
        yield QApplication.activePopupWidget() or in_front(dialog_open(ward))
        if screen != "children":
            put_away(ward.window)
    popup_open().findChildren(QAbstractButton)[1].click()
    yield in_front(dialog_open(ward))


def written(ward: Ward) -> Iterator[QWidget]:
    """A record in view, and its versions."""
    child = ward.desk.house().children[0]
    ward.window.go("record", record=child.id, mode="view")
    settle()
    assert ward.window.page is not None
    yield ward.window.page
    click(ward.window.page, "历次版本")
    yield in_front(dialog_open(ward))


def forms(ward: Ward) -> Iterator[QWidget]:
    """What stands against a step, a table that fills itself, a line of a table."""
    sit(ward, "kezhang")
    yield show(ward.window, "F08")
    yield show(ward.window, "F05")
    yield show(ward.window, "F67")


def kept(ward: Ward) -> Iterator[QWidget]:
    """今日 of a nurse: a form begun, a medicine due; and the scanner's files at the catalogue."""
    show(ward.window, "F31")
    next(e for e in ward.window.findChildren(QLineEdit) if e.objectName() == "place").setFocus()
    ward.type("2")
    yield show(ward.window, "today")
    sit(ward, "dangan")
    folder = ward.desk.store_dir.parent / "scans"
    folder.mkdir(exist_ok=True)
    picture(folder / "1.png", shade=90)
    os.utime(folder / "1.png", (_LONG_AGO, _LONG_AGO))
    scan_folder.set_folder(ward.desk, folder)
    child = ward.desk.house().children[0].id
    ward.window.go("children", child=child)
    page = ward.window.page
    assert isinstance(page, ChildrenPage)
    page.file.tabs.setCurrentWidget(page.file.papers)
    yield page
    scan_folder.set_folder(ward.desk, ward.desk.store_dir.parent)


def on_paper(ward: Ward) -> Iterator[QWidget]:
    """What is entered later from paper, and what is read before a shift."""
    for row in ("补录纸质巡查", "补录纸质交接"):
        ward.window.go("rounds", tab="handover")
        ward.page.paper.open()
        click(popup_open(), row)
        yield in_front(dialog_open(ward))
        put_away(ward.window)
    ward.window.go("rounds", tab="handover")
    settle()
    click(ward.page, "看儿童情况并签字")
    yield in_front(dialog_open(ward))


def taking(ward: Ward) -> Iterator[QWidget]:
    """A shift that was given, before the one who comes."""
    ward.window.go("rounds", tab="handover")
    settle()
    tab = ward.page.handover
    if tab.given is None:
        tab.census.seen.setFocus()
        ward.type("6")
        ward.press(ENTER, modifier=CTRL)
        ward.sign()
    assert tab.given is not None, ward.window.message.text.text()
    yield ward.page


def nothing(ward: Ward) -> Iterator[QWidget]:
    """What stands in place of a page that is not for this person."""
    sit(ward, "caiwu")
    yield show(ward.window, "rounds")


LAYERS: dict[str, Opener] = {
    opener.__name__.strip("_"): opener
    for opener in (
        pin, sure, trouble, emergency, paper, login, closing, restore, wizard, chips, found, help_,
        bars, veil, menu, board, signed, event, tabs, accounts, opening, day, exports, written, forms,
        kept, on_paper, taking, nothing,
    )
}  # fmt: skip
