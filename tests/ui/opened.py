"""Hands for what opens over a page: shown, in front, found, pressed, put away."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from tests.ui.event import sit
from tests.ui.ward import Ward
from welfare_desktop.ui.shell.veil import put_away


def settle() -> None:
    """What was put away is gone, what came has its place."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for _ in range(3):
        QApplication.processEvents()


def in_front(root: QWidget) -> QWidget:
    """Shown, in front, with the keyboard."""
    if isinstance(root, QDialog):
        root.open()
    root.show()
    root.activateWindow()
    settle()
    return root


def close(ward: Ward) -> None:
    """Back to the window alone, ``hushi1`` at it."""
    window = ward.window
    put_away(window)
    window.header.search.forget()
    window.help.hide()
    window.message.hide()
    if window.veiled:
        window.veil.lifted.emit()
    sit(ward, "hushi1")
    window.activateWindow()
    settle()


def popup_open() -> QWidget:
    """The list that is open."""
    settle()
    found = QApplication.activePopupWidget()
    assert found is not None, "nothing has opened"
    return found


def dialog_open(ward: Ward) -> QDialog:
    """The dialog that is open."""
    return next(d for d in ward.window.findChildren(QDialog) if d.isVisible())


def click(root: QWidget, name: str) -> None:
    """The button called so, or whose name begins so."""
    buttons = [b for b in root.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    said = [b for b in buttons if (b.accessibleName() or b.text().strip()).startswith(name)]
    assert said, f"{name}: only {[b.accessibleName() for b in buttons]}"
    said[0].click()
