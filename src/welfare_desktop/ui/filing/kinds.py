"""The line that finds a type of paper: by code, letters of the pinyin or a part of its title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from welfare_desktop.actions import incoming
from welfare_desktop.domain.archive import Kind
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import INPUT
from welfare_desktop.ui.shell.widgets import set_property

Index = QModelIndex | QPersistentModelIndex
_ROWS = 5


class _Kinds(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.kinds: Sequence[Kind] = ()
        self.lacking: set[str] = set()

    def show_kinds(self, kinds: Sequence[Kind]) -> None:
        self.beginResetModel()
        self.kinds = kinds
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.kinds)

    def data(self, index: Index, role: int = 0) -> Any:
        kind = self.kinds[index.row()]
        if role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):  # fmt: skip
            return f"{kind.type} {kind.title}" + ("　缺" if kind.type in self.lacking else "")
        return None


class _Line(QLineEdit):
    """Keeps the keyboard while ↑ ↓ choose in the list; files on the clipboard are no text."""

    stepped = Signal(int)
    pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ choose, everything else types."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS,
                 Qt.Key.Key_PageDown: _ROWS}  # fmt: skip
        if event.key() in steps and not event.modifiers():
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)


class KindFinder(QWidget):
    """``changed``: another type stands at the cursor; ``taken``: Enter; ``pasted``: Ctrl+V."""

    changed = Signal()
    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Kind] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.line = _Line()
        self.line.setPlaceholderText("编号如 A02，或拼音首字母，或几个字")
        self.line.setAccessibleName("材料类型")
        self.rows = _Kinds()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setAccessibleName("材料类型的匹配项，上下键选")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFocusProxy(self.line)
        self.list.setUniformItemSizes(True)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textEdited.connect(lambda: self._find())
        self.line.returnPressed.connect(self.taken)
        self.line.stepped.connect(self._step)
        self.list.clicked.connect(lambda _: self.line.setFocus())
        self.list.selectionModel().currentChanged.connect(lambda *_: self.changed.emit())
        theme().changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.list.setFixedHeight(max(INPUT + 1, theme().px(36)) * _ROWS + 8)

    def show_kinds(self, kinds: Sequence[Kind], lacking: set[str]) -> None:
        """Offer these, the likely ones first; what was typed is forgotten."""
        self._all, self.rows.lacking = kinds, lacking
        self.line.clear()
        self._find()

    def prefer(self, kind: str) -> None:
        """Put the cursor on a type."""
        row = next((n for n, one in enumerate(self.rows.kinds) if one.type == kind), 0)
        self._point(row)

    def _find(self) -> None:
        self.rows.show_kinds(incoming.matching(self._all, self.line.text()))
        self._point(0)
        set_property(self.line, "wrong", not self.rows.kinds)
        self.changed.emit()

    def _point(self, row: int) -> None:
        if 0 <= row < len(self.rows.kinds):
            self.list.setCurrentIndex(self.rows.index(row))

    def _step(self, by: int) -> None:
        self._point(min(max(self.list.currentIndex().row() + by, 0), len(self.rows.kinds) - 1))

    def kind(self) -> Kind | None:
        """The type at the cursor."""
        row = self.list.currentIndex().row()
        return self.rows.kinds[row] if 0 <= row < len(self.rows.kinds) else None
