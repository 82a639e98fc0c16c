"""A scanner that types into the board: nothing it types becomes a mark, a wristband is a jump.

Keys of a person come tens of milliseconds apart, those of a scanner a few. The first key cannot
be told from a person's and acts at once; the second, if it comes too soon, waits for a third. With
the third it is a scanner: what the first one wrote is taken back, and the rest is read as a code.
Keys without a time (0) are a person's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from welfare_desktop.ui.rounds.asks import Ask
from welfare_desktop.ui.rounds.jump import JumpAsk

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk

#: Milliseconds: two keys nearer than this may be a scanner's; a code ends after such a pause.
_NEAR, _PAUSE = 30, 120
#: No code is shorter.
_CODE = 5
_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Watches the keys that go to one board and to its questions."""

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        self._walk = walk
        self._at = 0
        self._text = ""
        self._waiting: list[QKeyEvent] = []
        self._reading = self._replaying = False
        self._question: Ask | None = None
        #: The line in which the keys are typed, and what stood in it before.
        self._line: tuple[QLineEdit, str] | None = None
        self._child = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._paused)

    def watch(self, widget: QWidget) -> None:
        """Look at the keys of a widget and of what stands in it."""
        inside = [] if widget is self._walk.board else widget.findChildren(QWidget)
        for one in (widget, *inside):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key of a scanner is swallowed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._replaying or event.key() in _HELD or event.isAutoRepeat():
            return False
        at, near = event.timestamp(), 0 < event.timestamp() - self._at <= _NEAR
        self._at = at
        if self._reading:
            return self._read(event)
        if not at or not near:
            self._replay()
            return bool(at) and self._begin(watched, event)
        return self._next(event)

    def _begin(self, watched: QObject, event: QKeyEvent) -> bool:
        """The first key acts, but for one that chooses an answer: that could not be taken back."""
        walk, question = self._walk, self._walk.side.question
        self._text, self._question, walk.done = event.text(), question, None
        self._child = walk.board.child() or ""
        in_line = isinstance(watched, QLineEdit)
        self._line = (watched, watched.text()) if isinstance(watched, QLineEdit) else None
        return question is not None and not in_line and self._wait(event)

    def _next(self, event: QKeyEvent) -> bool:
        if self._line is not None:
            return self._typed(event, *self._line)
        if len(self._text) + bool(event.text()) < 3 and event.key() not in _ENTER:
            self._text += event.text()
            return self._wait(event)
        self._timer.stop()
        self._waiting.clear()
        self._reading = True
        self._take_back()
        return self._read(event)

    def _typed(self, event: QKeyEvent, line: QLineEdit, before: str) -> bool:
        """In a line quick fingers are let alone; only a whole code with its Enter is not an answer."""
        if event.key() not in _ENTER or len(self._text) < _CODE:
            self._text += event.text()
            return False
        if isinstance(self._walk.side.question, JumpAsk):
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

    def _take_back(self) -> None:
        """What the first key wrote or opened is undone."""
        walk = self._walk
        if walk.done is not None:
            walk.done()
            walk.done = None
        if walk.side.question is not None and walk.side.question is not self._question:
            walk.back()
        walk.refresh(partial(walk.board.at_child, self._child))

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
        if self._walk.side.question is not None:
            self._walk.shell.say("扫到的码没有记。请先答完这一问，或按 Esc 退出再扫。", "warn")
        else:
            self._walk.questions.scanned(self._text)
