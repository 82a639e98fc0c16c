"""A scanner that types where single keys mean something: nothing it types is done, a wristband is
read as its child.

Keys of a person come tens of milliseconds apart, those of a scanner a few. The first key cannot
be told from a person's: it acts at once where what it does can be taken back, and else waits for
the second, which waits for a third if it comes too soon. With the third it is a scanner, and all of
it is read as a code. Keys without a time (0) are a person's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from welfare_desktop.ui.shell.tokens import Tone

#: Milliseconds: two keys nearer than this may be a scanner's; a code ends after such a pause.
_NEAR, _PAUSE = 30, 120
#: No code is shorter.
_CODE = 5
_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


#: Said where a code was typed for a 签名码 or a password.
_NO_TRY = "这是扫码枪打进来的，没有算。请本人用键盘输入。"


class Question(Protocol):
    """A question that stands. ``takes_codes``: a code is an answer to it."""

    takes_codes: bool


class Scanner(QObject):
    """Watches the keys of a page and of its questions.

    Args:
        asked: the question that stands. say: tells a sentence. scanned: what is done with a code.
    """

    def __init__(
        self, page: QWidget, asked: Callable[[], Question | None], say: Callable[[str, Tone], object],
        scanned: Callable[[str], object],
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._asked, self._say, self._scanned = asked, say, scanned
        self._at = 0
        self._seen: QObject | None = None
        self._text = ""
        self._waiting: list[QKeyEvent] = []
        self._reading = self._replaying = False
        #: The line in which the keys are typed, and what stood in it before.
        self._line: tuple[QLineEdit, str] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._paused)

    def watch(self, *widgets: QWidget) -> None:
        """Look at the keys that come to these."""
        for one in widgets:
            one.installEventFilter(self)

    def acts_at_once(self) -> bool:
        """Whether the first key acts before it is known whose it is: not where it cannot be taken
        back, as one that chooses an answer."""
        return False

    def take_back(self) -> None:
        """What the first key wrote or opened is undone."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key of a scanner is swallowed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._replaying or event.key() in _HELD or event.isAutoRepeat():
            return False
        at, before, self._at = event.timestamp(), self._at, event.timestamp()
        if at and at == before and watched is not self._seen:
            return False  # let pass below, it comes up from there
        # Some systems tell the time of a key in steps of sixteen milliseconds.
        near, self._seen = bool(before) and 0 <= at - before <= _NEAR, watched
        if self._reading:
            return self._read(event)
        if not at or not near:
            self._replay()
            return bool(at) and self._begin(watched, event)
        return self._next(event)

    def _begin(self, watched: QObject, event: QKeyEvent) -> bool:
        """The first key acts or waits."""
        self._text = event.text()
        self._line = (watched, watched.text()) if isinstance(watched, QLineEdit) else None
        return self._line is None and not self.acts_at_once() and self._wait(event)

    def _next(self, event: QKeyEvent) -> bool:
        if self._line is not None:
            return self._typed(event, *self._line)
        if len(self._text) + bool(event.text()) < 3 and event.key() not in _ENTER:
            self._text += event.text()
            return self._wait(event)
        self._timer.stop()
        self._waiting.clear()
        self._reading = True
        self.take_back()
        return self._read(event)

    def _typed(self, event: QKeyEvent, line: QLineEdit, before: str) -> bool:
        """In a line quick fingers are let alone; only a whole code with its Enter is not an answer."""
        if event.key() not in _ENTER or len(self._text) < _CODE:
            self._text += event.text()
            return False
        asked = self._asked()
        if asked is not None and asked.takes_codes:
            return False
        line.setText(before)
        self._finish()
        return True

    def _wait(self, event: QKeyEvent) -> bool:
        self._waiting.append(event.clone())
        self._timer.start(_NEAR + 10)
        return True

    def _paused(self) -> None:
        if self._reading:
            self._finish()
        else:
            self._replay()

    def _replay(self) -> None:
        """A person with quick fingers: what waited acts now."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, []
        self._replaying = True
        try:
            for event in waiting:
                if (focus := QApplication.focusWidget()) is not None:
                    QApplication.sendEvent(focus, event)
        finally:
            self._replaying = False

    def _read(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._finish()
        else:
            self._text += event.text()
            self._timer.start(_PAUSE)
        return True

    def _finish(self) -> None:
        self._timer.stop()
        self._reading = False
        if self._asked() is not None:
            self._say("扫到的码没有记。请先答完这一问，或按 Esc 退出再扫。", "warn")
        else:
            self._scanned(self._text)


def guard_secret(line: QLineEdit, say: Callable[[str], object]) -> None:
    """A code scanned into the line of a 签名码 or a password is no try at it: it is taken out, and
    ``say`` tells why."""
    Scanner(line, lambda: None, lambda *_: None, lambda _: say(_NO_TRY)).watch(line)
