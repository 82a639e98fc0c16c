"""Ctrl+K: the search box of the header and its list of hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import HINT, NAME
from welfare_desktop.ui.shell.widgets import Label

_ROWS, _WIDTH = 7, 400
_ICONS = {"child": "baby", "staff": "user", "form": "file-text", "page": "list"}


class Hit(Protocol):
    """What a search finds (``actions.search.Hit``)."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...


class _HitDelegate(QStyledItemDelegate):
    """Icon, name, and below it in small type what it is."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines."""
        return QSize(200, theme().px(54))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """Paint the background as the style does, then the words."""
        kind, title, detail = index.data(Qt.ItemDataRole.UserRole)
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            option.widget.style().ControlElement.CE_ItemViewItem, option, painter, option.widget
        )  # fmt: skip
        rect: QRect = option.rect.adjusted(12, 6, -8, -6)
        side = theme().px(22)
        painter.drawPixmap(
            rect.left(), rect.center().y() - side // 2,
            pixmap(_ICONS.get(kind, "file-text"), theme().tokens.primary, side,
                   painter.device().devicePixelRatioF()),
        )  # fmt: skip
        rect.setLeft(rect.left() + side + 12)
        half = rect.height() // 2
        for top, size, weight, shade, text in (
            (rect.top(), NAME, 500, "text", title), (rect.top() + half, HINT, 400, "text2", detail),
        ):  # fmt: skip
            painter.setFont(theme().font(size, weight))
            painter.setPen(theme().colour(shade))
            told = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            line = QRect(rect.left(), top, rect.width(), half if detail else rect.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, told)


class SearchBox(QLineEdit):
    """Emits ``opened(kind, id)``, and ``left`` on Escape. ``find`` answers within a keystroke."""

    opened = Signal(str, str)
    left = Signal()

    def __init__(self, find: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__()
        self._find = find
        self._hits: list[Hit] = []
        self.setObjectName("search")
        self.setAccessibleName("查找姓名、拼音首字母或编号")
        self.setPlaceholderText("姓名 / 拼音首字母 / 编号　Ctrl+K")
        self.setClearButtonEnabled(False)
        self.setMinimumWidth(180)
        self.setMaximumWidth(290)
        self.setTextMargins(24, 0, 0, 0)
        self.textEdited.connect(self._look)
        self._popup: QFrame | None = None
        self.list = QListWidget()
        self._none = Label("没有找到。试试姓名、拼音首字母（如 lx）或编号。", "hint").wrap()

    def _build(self) -> QFrame:
        popup = QFrame(self.window(), Qt.WindowType.ToolTip)
        popup.setObjectName("popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        column = QVBoxLayout(popup)
        column.setContentsMargins(8, 8, 8, 8)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setAccessibleName("查找结果")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemClicked.connect(lambda item: self._open(self.list.row(item)))
        column.addWidget(self.list)
        column.addWidget(self._none)
        return popup

    def _look(self, text: str) -> None:
        if not text.strip():
            self.hide_hits()
            return
        self._hits = list(self._find(text.strip()))
        if self._popup is None:
            self._popup = self._build()
        self.list.clear()
        for hit in self._hits:
            item = QListWidgetItem(f"{hit.title}，{hit.detail}" if hit.detail else hit.title)
            item.setData(Qt.ItemDataRole.UserRole, (hit.kind, hit.title, hit.detail))
            self.list.addItem(item)
        self.list.setVisible(bool(self._hits))
        self._none.setVisible(not self._hits)
        if self._hits:
            self.list.setCurrentRow(0)
        self.list.setFixedHeight(min(len(self._hits), _ROWS) * theme().px(54) + 2)
        self._popup.setFixedWidth(max(self.width(), theme().px(_WIDTH)))
        self._popup.adjustSize()
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._popup.show()

    def hide_hits(self) -> None:
        """Close the list."""
        if self._popup is not None:
            self._popup.hide()

    def forget(self) -> None:
        """Clear text and hits (veil)."""
        self.clear()
        self._hits = []
        self.list.clear()
        self.hide_hits()

    def _open(self, index: int) -> None:
        if 0 <= index < len(self._hits):
            hit = self._hits[index]
            self.forget()
            self.opened.emit(hit.kind, hit.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, then the glass in the colour in force."""
        super().paintEvent(event)
        painter = QPainter(self)
        mark = pixmap("search", theme().tokens.text2, 18, self.devicePixelRatioF())
        painter.drawPixmap(12, (self.height() - 18) // 2, mark)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter opens, Escape closes and goes back to the page."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._hits:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._hits))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentRow())
        elif key == Qt.Key.Key_Escape:
            self.forget()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Losing the focus closes the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide_hits()
        return super().event(event)
