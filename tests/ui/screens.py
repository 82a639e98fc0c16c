"""Every page, form and dialog, for the tests that walk all of them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from welfare_desktop.actions.setup import new_words, recovery_paper
from welfare_desktop.domain.brief import brief
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.pages import PAGES
from welfare_desktop.ui.rounds.brief import BriefDialog
from welfare_desktop.ui.rounds.paper_entry import PaperDialog
from welfare_desktop.ui.shell.bugs import BugDialog
from welfare_desktop.ui.shell.keeper import ClosingNote
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.paper import PaperView
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.by_sheet import BySheet, RestoreWindow
from welfare_desktop.ui.start.emergency import EmergencyNote
from welfare_desktop.ui.start.login import LoginWindow, TroubleDialog
from welfare_desktop.ui.start.wizard import Wizard
from welfare_desktop.ui.today.cards import StatCard

PAGE_IDS = [entry.id for entry in PAGES if entry.id != "record"]
FORM_IDS = sorted(form.id for form in FORMS.values() if not form.internal)
SCREENS = [*PAGE_IDS, *FORM_IDS]
#: The board answers to keys of its own (`test_rounds`).
PLAIN = [screen for screen in SCREENS if screen != "rounds"]
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QTabBar,
             StatCard)  # fmt: skip


def show(window: MainWindow, screen: str) -> Page:
    """A page of the navigation, or a form of the first child."""
    if screen in FORMS:
        child = window.desk.house().children[0].id
        window.go("record", form=screen, child=child if FORMS[screen].about == "child" else None)
    else:
        window.go(screen)
    # The page before is gone, as it would be by now.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert window.page is not None
    return window.page


def controls(root: QWidget) -> list[QWidget]:
    """What can be pressed or typed in: visible, enabled, not a part of another control."""
    found = [w for kind in _CONTROLS for w in root.findChildren(kind) if isinstance(w, kind)]
    return [
        w for w in dict.fromkeys(found)
        if w.isVisible() and w.isEnabled() and not only_read(w)
        and not isinstance(w, QHeaderView)
        and not isinstance(w.parentWidget(), QAbstractItemView)
        and not isinstance(w.parentWidget(), QComboBox | QTabBar)
        and w.window() is root.window()
    ]  # fmt: skip


def only_read(widget: QWidget) -> bool:
    """A line or box where nothing can be typed."""
    return isinstance(widget, QLineEdit | QPlainTextEdit) and widget.isReadOnly()


def dialogs(window: MainWindow) -> Iterator[QWidget]:
    """Each dialog and first window, one after the other."""
    desk = window.desk
    people = [(a.login, a.name) for a in desk.accounts()]
    yield PinPanel("签发月报", people, desk, reason=True, parent=window)
    yield BugDialog("错误类型", window)
    yield TroubleDialog("密钥文件已损坏，打不开资料库。")
    yield TroubleDialog("密钥文件已损坏，打不开资料库。", True)
    yield EmergencyNote(people, lambda **_: None, window)
    pdf = recovery_paper("示例儿童福利院", new_words())
    yield PaperView("恢复单", pdf, "恢复单.pdf", window)
    yield LoginWindow(people, lambda *_: None, ImmediateRunner(), note=lambda **_: None,
                      by_sheet=lambda *_: None)  # fmt: skip
    yield BySheet(people, lambda *_: None, ImmediateRunner(), window)
    yield ClosingNote("备份盘", window)
    now = desk.now()
    yield PaperDialog(window, window, "补录纸质交接", now, None, lambda _: None)
    yield PaperDialog(window, window, "补录纸质巡查", now, None, lambda _: None, [now])
    ward = desk.house().wards[0].id
    yield BriefDialog(window, ward, brief(desk.house(), ward), window)
    restore = RestoreWindow(lambda _: people, lambda *_: "", ImmediateRunner())
    restore.open.show_people(people)
    for number in range(len(restore.steps)):
        restore.show_step(number)
        yield restore
    wizard = Wizard(new_words(), lambda answers: None, ImmediateRunner())
    for number in range(len(wizard.steps)):
        wizard.show_step(number)
        yield wizard
