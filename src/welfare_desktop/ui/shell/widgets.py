"""The parts pages are built from. Looks come from properties that the style sheet reads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.ui.shell import tokens as t
from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.keys import pressed
from welfare_desktop.ui.shell.theme import ICON, ICON_SIZE, ICON_TOKEN, theme, tint
from welfare_desktop.ui.shell.tokens import Tone

#: Sign of each tone: state is always sign + word + colour.
SIGNS: dict[Tone, str] = {"ok": "✓", "warn": "!", "bad": "✕", "info": "·", "mute": "–"}

_STOP = Qt.FocusPolicy.TabFocus


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and restyle the widget."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            empty(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def set_icon(button: QPushButton, name: str, token: str = "text", size: int = 20) -> None:
    """Give a button a Lucide icon that follows day and night."""
    button.setProperty(ICON, name)
    button.setProperty(ICON_TOKEN, token)
    button.setProperty(ICON_SIZE, size)
    tint(button, theme().tokens)


def fit(dialog: QWidget, width: int) -> None:
    """Make a dialog as high as its wrapped texts need at a width."""
    for widget in dialog.findChildren(QWidget):
        widget.ensurePolished()
    layout = dialog.layout()
    if layout is not None:
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else 0
        dialog.setMinimumSize(width, max(height, layout.sizeHint().height()))
        dialog.resize(dialog.minimumSize())


class Label(QLabel):
    """Text in one role: title, subtitle, cardTitle, number, name, secondary, hint, error."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)

    def wrap(self) -> Label:
        """Let the text run over several lines."""
        self.setWordWrap(True)
        return self


class Elided(Label):
    """One line that ends in … where it does not fit; the whole text is in the tool tip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", role, parent)
        self.setMinimumWidth(40)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Change the text; the tool tip tells all of it."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text as far as it fits."""
        painter = QPainter(self)
        told = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment().value), told)
        painter.end()


class StatusLabel(Label):
    """A state as sign + word + colour; ``due`` draws the dashed edge of what is still owed."""

    def __init__(self, text: str = "", tone: Tone = "mute", due: bool = False,
                 sign: bool = True) -> None:  # fmt: skip
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone, due, sign)

    def show_state(self, text: str, tone: Tone, due: bool = False, sign: bool = True) -> None:
        """Change word and tone."""
        self.setText(f"{SIGNS[tone]} {text}" if sign else text)
        set_property(self, "tone", tone)
        set_property(self, "due", due)


class Button(QPushButton):
    """A quiet button; ``name`` is its accessible name where the text does not say enough."""

    def __init__(self, text: str = "", icon: str = "", clicked: Callable[[], object] | None = None,
                 name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setMinimumHeight(t.INPUT)
        if icon:
            set_icon(self, icon)
            if text:
                self.setText(f" {text}")
                self.setAccessibleName(text)
        if name or not text:
            self.setAccessibleName(name)
            self.setToolTip(name)
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, on every system."""
        if pressed(event) == "Return":
            self.click()
        else:
            super().keyPressEvent(event)

    def why_not(self, reason: str) -> None:
        """Disable with a reason that is shown and read aloud; an empty reason enables."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)


class PrimaryButton(Button):
    """The one main button of a screen, bottom right."""

    def __init__(self, text: str, icon: str = "", clicked: Callable[[], object] | None = None,
                 name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(text, "", clicked, name, parent)
        self.setProperty("primary", True)
        self.setMinimumHeight(t.PRIMARY_HEIGHT)
        if icon:
            set_icon(self, icon, "on_primary")
            self.setText(f" {text}")
            self.setAccessibleName(name or text)


class FlatButton(Button):
    """A button without an edge, for rows of small tools."""

    def __init__(self, text: str = "", icon: str = "", clicked: Callable[[], object] | None = None,
                 name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(text, icon, clicked, name, parent)
        self.setProperty("flat", True)
        self.setProperty("small", True)
        self.setMinimumWidth(t.INPUT)


class Chip(Button):
    """A state in the frame that opens its list when pressed."""

    def __init__(self, text: str = "", tone: Tone = "mute",
                 clicked: Callable[[], object] | None = None) -> None:  # fmt: skip
        super().__init__(text, "", clicked)
        self.setProperty("chip", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone) -> None:
        """Change word and tone."""
        self.setText(text)
        self.setAccessibleName(f"{text}，按回车看明细")
        set_property(self, "tone", tone)


class Line(QFrame):
    """A hairline between rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("line", True)


class Card(QFrame):
    """A white card; ``body`` takes the content, ``head`` what stands beside the title."""

    def __init__(self, title: str = "", parent: QWidget | None = None, spacing: int = t.S8) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, t.CARD_PADDING, 18, t.CARD_PADDING)
        self.body.setSpacing(spacing)
        self.head = QHBoxLayout()
        self.head.setSpacing(t.S8)
        self.title = Label(title, "cardTitle")
        if title:
            self.head.addWidget(self.title)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class Scroll(QScrollArea):
    """A scroll area that lets the window be small; ``inner`` is the layout inside."""

    def __init__(self, spacing: int = t.S12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setObjectName("scrolled")
        self.inner = QVBoxLayout(holder)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(spacing)
        self.setWidget(holder)

    def reads(self, name: str) -> None:
        """Tab stops here while there is more than is seen; the arrows move it."""
        self.setAccessibleName(name)
        self.setProperty("reads", True)
        self.verticalScrollBar().rangeChanged.connect(
            lambda _, most: self.setFocusPolicy(_STOP if most else Qt.FocusPolicy.NoFocus)
        )


class ComboBox(QComboBox):
    """A combo box with a drawn arrow and a named list."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.view().setAccessibleName(f"{name}的选项")
        # The usual painter of the list knows nothing of the style sheet, nor of its row height.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMinimumHeight(t.INPUT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The usual box, then the arrow in the colour in force."""
        super().paintEvent(event)
        painter = QPainter(self)
        shade = theme().tokens.text2 if self.isEnabled() else theme().tokens.edge
        mark = pixmap("chevron-down", shade, 18, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 28, (self.height() - 18) // 2, mark)
        painter.end()


class CheckBox(QCheckBox):
    """A check box with a drawn tick."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The usual box, then the tick."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            mark = pixmap("check", theme().tokens.on_primary, 16, self.devicePixelRatioF())
            painter.drawPixmap(box.center().x() - 7, box.center().y() - 7, mark)
            painter.end()
