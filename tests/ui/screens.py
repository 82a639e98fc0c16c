"""Every page, form and dialog, for the tests that walk all of them."""

from __future__ import annotations

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

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.pages import PAGES
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.window import MainWindow
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
