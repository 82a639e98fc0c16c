"""What a walk asks of everything shown: names, Chinese, size, contrast, focus, the order of Tab."""

from __future__ import annotations

import re
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.pixels import changed, legibility, picture, place_of
from tests.ui.screens import controls, only_read
from welfare_desktop.actions.desk import Desk
from welfare_desktop.ui.rounds.board import BoardView
from welfare_desktop.ui.shell.page import into_view
from welfare_desktop.ui.staffing.grid import GridView

#: Latin words that belong in a Chinese text.
_LATIN = re.compile(r"[A-Za-z]{3,}")
_ALLOWED = {"Ctrl", "Shift", "Enter", "Tab", "Alt", "Esc", "Backspace", "Excel", "PDF", "DNA", "ICD", "CWX", "xlsx", "jsonl",
            "BMI", "WHO", "HPV", "Home", "PgUp", "PgDn"}  # fmt: skip
#: Least height and width of what is pressed, and of the cells of the two grids (look.md §2:
#: “hit area ≥ 40 px, grid cells 38”).
HIT, _CELL = 40, 38
_GRIDS = (BoardView, GridView)
#: Middles that stand within this are of one line.
_LINE = 8
#: A thin letter never quite reaches its colour.
_LEGIBLE = 6.6
#: Points that must change where the keyboard comes: a line along the shorter sides of a button.
_SEEN = 60


def told(widget: QWidget) -> str:
    """What a finding calls a widget."""
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}".strip()


def unnamed(root: QWidget) -> list[str]:
    """Focusables that have no name."""
    return _unnamed(QAccessible.queryAccessibleInterface(root))


def _unnamed(root: QAccessibleInterface) -> list[str]:
    out: list[str] = []
    for number in range(root.childCount()):
        child = root.child(number)
        if child is None or not child.isValid():
            continue
        state = child.state()
        if (
            state.focusable
            and not state.invisible
            and not child.text(QAccessible.Text.Name).strip()
        ):
            thing = child.object()
            out.append(f"{type(thing).__name__} {thing.objectName() if thing else ''}")
        out += _unnamed(child)
    return out


def foreign(root: QWidget, desk: Desk) -> list[str]:
    """Texts that are not Chinese; logins are data."""
    allowed = _ALLOWED | {a.login.rstrip("0123456789") for a in desk.accounts()}
    texts: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        texts += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QAbstractButton | QLabel):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            texts.append(widget.placeholderText())
    return sorted({t for t in texts if set(_LATIN.findall(t)) - allowed})


def small(root: QWidget) -> list[str]:
    """What is pressed and too small for a tired hand: buttons, lines, tabs, rows, cells."""
    out = []
    for control in controls(root):
        if isinstance(control, QTabBar):
            sizes = [control.tabRect(n).size() for n in range(control.count())]
        elif isinstance(control, QAbstractItemView):
            sizes = [control.size(), *_rows(control)]
        else:
            sizes = [control.size()]
        if isinstance(control, QComboBox):
            control.showPopup()
            sizes += _rows(control.view())
            control.hidePopup()
            control.window().activateWindow()
        least = _CELL if isinstance(control, _GRIDS) else HIT
        month = isinstance(control, GridView)
        # A month of thirty-one days stands side by side: its cells are narrower, not lower.
        low = [s for s in sizes if s.height() < least or (s.width() < least and not month)]
        out += [f"{told(control)} {s.width()}×{s.height()}" for s in low[:1]]
    return out


def _rows(view: QAbstractItemView) -> list[QSize]:
    """Sizes of what can be chosen in a list or table."""
    model, root = view.model(), view.rootIndex()
    columns = model.columnCount(root) if isinstance(view, QTableView) else 1
    cells = [
        model.index(row, column, root)
        for row in range(min(model.rowCount(root), 60))
        for column in range(columns)
    ]
    rects = [view.visualRect(c) for c in cells if c.flags() & Qt.ItemFlag.ItemIsSelectable]
    return [r.size() for r in rects if not r.isEmpty()]


def large(root: QWidget) -> list[str]:
    """What a small screen cannot hold."""
    hint = root.minimumSizeHint()
    fits = hint.width() <= 1080 and hint.height() <= 570
    return [] if fits else [f"{hint.width()}×{hint.height()}"]


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    assert isinstance(widget, QLabel | QAbstractButton)
    return widget.text()


def _in_sight(widget: QWidget) -> bool:
    """Wholly inside all it lies in, and large enough to hold a letter."""
    place, above = place_of(widget), widget.parentWidget()
    if widget.isWindow():
        return True
    while above is not None and place_of(above).contains(place):
        if above.isWindow():
            return min(place.width(), place.height()) > 8
        above = above.parentWidget()
    return False


def faint(root: QWidget) -> list[str]:
    """What is written and cannot be read."""
    window, out = root.window(), list[str]()
    found = picture(window)
    for kind in (QLabel, QAbstractButton, QLineEdit, QComboBox):
        for widget in root.findChildren(kind):
            if not widget.isVisible() or not _words(widget).strip() or not _in_sight(widget):
                continue
            ratio = legibility(found, place_of(widget, -3))
            if ratio < _LEGIBLE:
                out.append(f"{type(widget).__name__} {_words(widget)[:20]} {ratio:.1f}")
    return out


def _by_itself(control: QWidget) -> bool:
    """The hits of a search are moved through from its line, which keeps the keyboard."""
    return control.focusPolicy() != Qt.FocusPolicy.NoFocus or not isinstance(
        control, QAbstractItemView
    )


def unseen(root: QWidget) -> list[str]:
    """Where the keyboard comes and nothing shows it."""
    window, out = root.window(), list[str]()
    for control in controls(root):
        # The half-minute may have made rows anew meanwhile.
        if not isValid(control) or not _by_itself(control):
            continue
        into_view(control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        at = window.focusWidget()
        if at is None or not (at is control or control.isAncestorOf(at)):
            continue
        place = place_of(control, 4).intersected(window.rect())
        here = picture(window, place)
        at.clearFocus()
        QApplication.processEvents()
        if not control.isVisible() or place != place_of(control, 4).intersected(window.rect()):
            continue
        points = changed(here, picture(window, place))
        if points < _SEEN:
            out.append(f"{told(control)} {points}")
    return out


def unreached(root: QWidget) -> list[str]:
    """What Tab never comes to, and what it comes to though there is nothing to do."""
    window, wanted = root.window(), set(filter(_by_itself, controls(root)))
    seen: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 60):
        at = window.focusWidget()
        if at is not None:
            seen.add(at)
            seen |= {w for w in wanted if w.focusProxy() is at or w.isAncestorOf(at)}
        if wanted <= seen:
            break
        QTest.keyClick(at or window, Qt.Key.Key_Tab)
    return [told(w) for w in (*(wanted - seen), *filter(only_read, seen))]


def _backwards(one: QWidget, other: QWidget) -> bool:
    """Of two that stand side by side in one place: the second above, or left in the same line."""
    if one.parentWidget() is not other.parentWidget():
        return False
    a, b = one.geometry(), other.geometry()
    level = b.top() < a.bottom() and a.top() < b.bottom()
    return b.bottom() <= a.top() or (level and b.left() < a.left())


def backwards(root: QWidget) -> list[str]:
    """Where Tab does not go as one reads: once round, from what stands first."""
    window, way = root.window(), list[QWidget | None]()
    QApplication.processEvents()  # a form finds its height in two steps
    while (at := window.focusWidget()) is not None and at not in way:
        way.append(at if root.isAncestorOf(at) else None)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        if way.count(None) > 60:
            break  # once through the frame of the window
    first = min((w for w in way if w is not None), key=lambda w: _place(root, w), default=None)
    start = way.index(first) if first is not None else 0
    way = way[start:] + way[:start]
    return [
        f"{one.accessibleName()} → {other.accessibleName()}"
        for one, other in pairwise(way)
        if one is not None and other is not None and _backwards(one, other)
    ]


def _place(root: QWidget, widget: QWidget) -> tuple[int, int]:
    middle = widget.mapTo(root, widget.rect().center())
    return middle.y() // _LINE, middle.x()


def untold(root: QWidget) -> list[str]:
    """Keys of a dialog that stand on none of its buttons; pages tell theirs on F1."""
    if not isinstance(root, QDialog):
        return []
    said = " ".join(button.text() for button in root.findChildren(QAbstractButton))
    bound = {s.key().toString() for s in root.findChildren(QShortcut)} - {"Ctrl+Enter"}
    return [key for key in bound if key.replace("Return", "↵") not in said]
