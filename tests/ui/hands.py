"""Hands on the keyboard: nothing is reached but by keys, and what has the keyboard is always seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from welfare_desktop.app import practice
from welfare_desktop.ui.form.editor import FieldRow
from welfare_desktop.ui.shell.pin import PinPanel

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
#: What is filled into a field: text or a choice; several of them, or rows of a table by column.
Told = str | Sequence[str] | Sequence[dict[str, str]]


def here() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, f"the keyboard is nowhere, {QApplication.activeWindow()} in front"
    return found


def seen() -> QWidget:
    """What has the keyboard, wholly on the screen once everything has its place."""
    at = here()
    for _ in range(20):
        if whole(at):
            return at
        QTest.qWait(10)
    raise AssertionError(f"{name(at)} is out of sight")


def whole(widget: QWidget) -> bool:
    """Whether nothing of it is cut off or hidden."""
    place = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    above: QWidget | None = widget
    while above is not None:
        if not above.isVisible():
            return False
        if not QRect(above.mapToGlobal(QPoint(0, 0)), above.size()).contains(place):
            return False
        above = None if above.isWindow() else above.parentWidget()
    return True


def name(widget: QWidget) -> str:
    """What a widget is called."""
    text = widget.text().strip() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys one after the other, to whatever has the keyboard."""
    for key in keys:
        popup = QApplication.activePopupWidget()
        QTest.keyClick((popup.focusWidget() or popup) if popup else here(), key, held)
        QApplication.processEvents()


def commit(text: str, into: QWidget | None = None) -> None:
    """Text as an input method commits it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(into or here(), event)
    QApplication.processEvents()


def compose(text: str, into: QWidget | None = None) -> None:
    """Text as an input method shows it before anything is chosen."""
    QApplication.sendEvent(into or here(), QInputMethodEvent(text, []))
    QApplication.processEvents()


def tab_to(wanted: Callable[[QWidget], bool], within: int = 40) -> QWidget:
    """Press Tab until the keyboard stands where it is wanted."""
    passed = []
    for _ in range(within):
        if wanted(here()):
            return here()
        press(Key.Key_Tab)
        passed.append(name(here()))
    raise AssertionError(f"Tab never comes there, but to {passed}")


def to(word: str, within: int = 80) -> QWidget:
    """Tab to what is called so."""
    return tab_to(lambda w: name(w) == word, within)


def row_of(widget: QWidget) -> FieldRow | None:
    """The field a widget is a part of."""
    at: QWidget | None = widget
    while at is not None and not isinstance(at, FieldRow):
        at = at.parentWidget()
    return at


def front(window: QWidget) -> None:
    """The window comes to the front, as the window system sees to it."""
    window.activateWindow()
    QApplication.processEvents()


def sign(window: QWidget, person: str) -> None:
    """Choose who signs, and type the PIN."""
    panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
    front(panel)
    assert seen() is panel.pin
    if panel.person.currentText() != person:
        press(Key.Key_Backtab, held=SHIFT)
        assert seen() is panel.person
        for _ in range(panel.person.count()):
            if panel.person.currentText() != person:
                press(Key.Key_Down)
        press(Key.Key_Tab)
    assert panel.person.currentText() == person
    QTest.keyClicks(here(), practice.PIN)
    press(Key.Key_Return)
    front(window)


class Filling:
    """Fills a form from top to bottom, and never goes back."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def fill(self, label: str, told: Told) -> None:
        """On with Tab to the field under a label, once it is asked; fill it."""
        self._await(label)
        for one in [told] if isinstance(told, str) else told:
            if isinstance(one, str):
                self._one(label, one)
            else:
                self._line(label, one)

    def _await(self, label: str) -> None:
        def asked() -> bool:
            rows = self.window.findChildren(FieldRow)
            return any(row.isVisible() and row.label.text() == label for row in rows)

        for _ in range(40):
            if asked():
                return
            QTest.qWait(50)
        raise AssertionError(f"{label} is not asked")

    def _one(self, label: str, text: str) -> None:
        row = self._to(lambda row: row.label.text() == label)
        if text.startswith("签："):
            self._to(lambda r: r is row, "签字")
            press(Key.Key_Space)
            sign(self.window, text[2:])
        elif text.startswith("附件"):
            self._attach(row, text[2:])
        elif any(b.text().strip() == text for b in row.findChildren(QAbstractButton)):
            self._to(lambda r: r is row, text)
            press(Key.Key_Space)
        elif "：" in text:
            point, _, word = text.partition("：")
            self._to(lambda r: r is row, word, f"{point}：")
            press(Key.Key_Space)
            if word == "否":
                assert name(seen()) == f"{point}：说明"
                commit("已处理")
        else:
            self.type(text)

    def _attach(self, row: FieldRow, kind: str) -> None:
        """A paper, of a kind that is found by typing a part of its name."""
        if kind and name(here()).endswith("：添加附件"):
            press(Key.Key_Backtab, held=SHIFT)
        if kind:
            assert name(seen()).endswith("的类别")
            self.type(kind)
        self._to(lambda r: r is row, "添加附件")
        press(Key.Key_Space)

    def _to(self, wanted: Callable[[FieldRow], bool], word: str = "", about: str = "") -> FieldRow:
        def there(widget: QWidget) -> bool:
            row = row_of(seen())
            said = widget.text().strip() if isinstance(widget, QAbstractButton) else ""
            return row is not None and wanted(row) and about in name(widget) and word in ("", said)

        row = row_of(tab_to(there, 90))
        assert row is not None
        return row

    def _line(self, label: str, cells: dict[str, str]) -> None:
        """A row of a table; Tab goes from cell to cell."""
        self._to(lambda row: row.label.text() == label, "添加一行")
        press(Key.Key_Space)
        for column, text in cells.items():
            to(f"{label}：{column}", 12)
            seen()
            self.type(text)

    def type(self, text: str) -> None:
        """Type, and take the first match where matches are offered."""
        commit(text)
        if QApplication.activePopupWidget() is not None:
            press(Key.Key_Down, Key.Key_Return)
        assert QApplication.activePopupWidget() is None
