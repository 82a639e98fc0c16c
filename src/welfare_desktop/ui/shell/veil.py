"""Five idle minutes draw the veil; the PIN of a person on duty lifts it (ward.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.scanner import guard_secret
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Card, ComboBox, Label, PrimaryButton, Scroll

_CARD = 420
IDLE_MS = 5 * 60 * 1000
#: A veil that nobody lifts becomes the lock.
VEIL_AT_MOST_MS = 12 * 60 * 60 * 1000
_SIGNS_OF_LIFE = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
    )
)  # fmt: skip
_INPUT = (QInputEvent, QInputMethodEvent)


def put_away(window: QWidget) -> None:
    """Close what stands above the pages: lists, papers, questions."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in window.findChildren(QDialog):
        if not isinstance(dialog, Waiting):
            dialog.reject()
        elif dialog.isVisible():
            dialog.hide()
            dialog.put_away.emit()
    QToolTip.hideText()


class Waiting(QDialog):
    """A dialog that gives way with all that stands in it: F3 and the veil give up nothing for her."""

    put_away = Signal()


class Middle(Scroll):
    """A card in the middle, as wide as the size of type asks and as high as its words need; where
    the window is lower it scrolls, and no alarm is cut."""

    def __init__(self, card: QWidget) -> None:
        super().__init__(0)
        self._card = card
        row = QHBoxLayout()
        self.inner.addStretch(1)
        self.inner.addLayout(row)
        self.inner.addStretch(1)
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        theme().changed.connect(self._sized)
        self._sized()

    def _sized(self) -> None:
        self._card.setFixedWidth(theme().px(_CARD))


class IdleWatch(QObject):
    """Watches the whole application; emits ``idle`` after the given time without input.

    ``hide_wanted``, ``urgent_wanted``: F9 and F3 while a dialog or list is open, where the window's
    own keys do not reach.
    """

    idle = Signal()
    hide_wanted = Signal()
    urgent_wanted = Signal()

    def __init__(self, window: QWidget, milliseconds: int = IDLE_MS) -> None:
        super().__init__(window)
        self._app = cast(QApplication, QApplication.instance())
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(milliseconds)
        self.timer.timeout.connect(self.idle)
        # Restyling sends each widget a dozen events that are no sign of life.
        theme().changing.connect(self._away)
        theme().changed.connect(self._watch)
        self._watch()
        self.timer.start()

    def _watch(self) -> None:
        self._app.installEventFilter(self)

    def _away(self) -> None:
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any input starts the time anew; nothing else is swallowed."""
        # Every event of every widget comes by here, and its type takes long to ask for.
        if not isinstance(event, _INPUT):
            return False
        if event.type() in _SIGNS_OF_LIFE:
            self.timer.start()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            above = self._app.activePopupWidget() or self._app.activeModalWidget()
            wanted = {Qt.Key.Key_F9: self.hide_wanted, Qt.Key.Key_F3: self.urgent_wanted}
            if above is not None and (asked := wanted.get(Qt.Key(event.key()))) is not None:
                asked.emit()
                return True
        return False

    def stop(self) -> None:
        """Watch no longer (at closing)."""
        self.timer.stop()
        theme().changing.disconnect(self._away)
        theme().changed.disconnect(self._watch)
        self._away()


class Veil(QFrame):
    """Covers the whole window; nothing of the store is readable behind it."""

    lifted = Signal()
    lock_wanted = Signal()

    def __init__(
        self, people: Callable[[], Sequence[tuple[str, str]]],
        check: Callable[[str, str], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("veil")
        self._people, self._check = people, check
        card = Card("屏幕已遮住", spacing=12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Middle(card))
        card.body.addWidget(
            Label("当班人员选姓名，输入自己的签名码，接着原来的工作。", "secondary").wrap()
        )
        self.person = ComboBox("当班人员")
        self.pin = QLineEdit()
        self.pin.setObjectName("veilPin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setAccessibleName("签名码")
        self.pin.setPlaceholderText("6位签名码")
        self.pin.returnPressed.connect(self._lift)
        guard_secret(self.pin, self._refuse)
        self.alarms, self.coming = Label("", "alarm").wrap(), Label("", "secondary").wrap()
        self.alarms.hide()
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(20)
        card.body.addWidget(self.alarms)
        card.body.addWidget(self.coming)
        card.body.addWidget(self.person)
        card.body.addWidget(self.pin)
        card.body.addWidget(self.error)
        row = QHBoxLayout()
        row.addWidget(Button("锁屏，换人登录", "lock", self.lock_wanted.emit))
        row.addStretch(1)
        row.addWidget(PrimaryButton("揭开", "eye", self._lift))
        card.body.addLayout(row)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(VEIL_AT_MOST_MS)
        self._limit.timeout.connect(self.lock_wanted)

    def draw(self) -> None:
        """Come down: a person's name and PIN are asked anew."""
        self.person.clear()
        for login, name in self._people():
            self.person.addItem(name, login)
        self.pin.clear()
        self.error.clear()
        self._limit.start()
        self.pin.setFocus()

    def show_times(self, alarms: Sequence[str], coming: str) -> None:
        """Times stay alive under the veil, without names: what is overdue and what comes next."""
        self.alarms.setText("\n".join(f"! {sentence}" for sentence in alarms))
        self.alarms.setVisible(bool(alarms))
        self.coming.setText(coming)
        self.coming.setVisible(bool(coming))

    def _lift(self) -> None:
        try:
            self._check(str(self.person.currentData()), self.pin.text())
        except (Refused, Trouble) as error:
            self._refuse(error.sentence)
            return
        self._limit.stop()
        self.pin.clear()
        self.lifted.emit()

    def _refuse(self, sentence: str) -> None:
        self.error.setText(f"✕ {sentence}")
        self.pin.setAccessibleDescription(sentence)
        self.pin.clear()
        self.pin.setFocus()
