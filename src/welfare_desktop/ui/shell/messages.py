"""The message bar: what happened, what to do; and progress of long work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from welfare_desktop.ui.shell.runner import Task
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import SIGNS, Button, FlatButton, Label, set_property

_GOES_AFTER_MS = 6000


class MessageBar(QFrame):
    """One sentence below the header. Good news goes by itself, bad news stays until closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("message", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        self.text = Label("").wrap()
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(self.text, 1)
        self.close_button = FlatButton("", "x", self.hide, "关闭提示")
        row.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_sentence(self, sentence: str, tone: Tone) -> None:
        """Show it; ok and info go after six seconds."""
        self.text.setText(f"{SIGNS[tone]} {sentence}")
        self.setAccessibleName(sentence)
        set_property(self, "tone", tone)
        self.text.style().polish(self.text)
        self.show()
        if tone in ("ok", "info"):
            self._timer.start(_GOES_AFTER_MS)
        else:
            self._timer.stop()

    def forget(self) -> None:
        """Nothing said stays behind the veil."""
        self.text.clear()
        self.setAccessibleName("")
        self.hide()


class ProgressBarRow(QFrame):
    """Shown when work takes longer than 0.6 s; it can be cancelled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("message", True)
        self.setProperty("tone", "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        self.text = Label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.cancel = Button("取消", "x", self._cancel)
        row.addWidget(self.text)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self._task: Task | None = None
        self.hide()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.why_not("正在停下……")

    def busy(self, task: Task) -> None:
        """Work has been going on for a while."""
        self._task = task
        self.cancel.why_not("")
        self.cancel.setVisible(task.can_stop)
        self.bar.setRange(0, 0)
        self.text.setText(task.label or "正在处理……")
        self.show()

    def progressed(self, task: Task, part: float, text: str) -> None:
        """How far it is."""
        if task is self._task:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(part * 1000))
            if text:
                self.text.setText(text)

    def idle(self, task: Task) -> None:
        """It is over."""
        if task is self._task:
            self._task = None
            self.hide()
