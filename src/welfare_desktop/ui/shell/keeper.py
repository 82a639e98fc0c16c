"""What is kept is looked after without being asked: what a new day brings about is written, kept
papers are checked again and again, and backups are made when one is due, and once more when the
window is closed.

Never in anybody's way: a due one runs beside the work, closing can skip it, and where the disk is
missing the window closes and says so next time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from welfare_desktop.actions import backups, papers, passing
from welfare_desktop.ui.shell.runner import Runner, Task, ThreadRunner
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.veil import Waiting
from welfare_desktop.ui.shell.widgets import Button, Label, fit

if TYPE_CHECKING:
    from welfare_desktop.ui.shell.window import MainWindow

_AGAIN = timedelta(minutes=30)
#: The calendar is looked at at midnight, and as often as this besides.
_CALENDAR = timedelta(minutes=15)
_SKIPPED = "上次关闭时没有做完备份。请到“设置”里按“现在备份”。"


class ClosingNote(Waiting):
    """正在备份, with a way to skip; Escape and Enter skip too."""

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("正在备份")
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(12)
        column.addWidget(Label("正在备份……", "title"))
        column.addWidget(Label(f"备份到{folder}，做完后窗口自己关闭。", "secondary").wrap())
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName("备份进度")
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addStretch(1)
        self.skip = Button("跳过，直接关闭", "x", self.reject)
        self.skip.setDefault(True)
        row.addWidget(self.skip)
        column.addLayout(row)
        fit(self, theme().px(440))
        self.skip.setFocus()

    def progressed(self, task: Task, part: float, text: str) -> None:
        """How far it is."""
        self.bar.setValue(round(part * 1000))


class Keeper(QObject):
    """Watches over the backups and kept papers of a window's store. ``runner``: a worker of its own."""

    def __init__(self, window: MainWindow, runner: Runner | None = None) -> None:
        super().__init__(window)
        self._window = window
        own = ThreadRunner(self, behind=True)
        own.progressed.connect(self._progressed)
        self._runner: Runner = runner or own
        self._own = own
        self._task: Task | None = None
        self._not_before: datetime | None = None
        self._looked = window.desk.now()
        self._stopped = False
        self.note: ClosingNote | None = None
        window.pulse.beat.connect(self.look)
        window.veil.lifted.connect(self._lifted)
        window.installEventFilter(self)

    def stop(self) -> None:
        """No backup any more: the window is locked, or closes for good."""
        self._stopped = True
        self._window.removeEventFilter(self)
        if self._task is not None:
            self._task.cancel()
        self._own.wait()

    def look(self) -> None:
        """Start a backup if one is due and its disk is there, after a failure not at once again;
        else keep the log short and check a few papers."""
        desk = self._window.desk
        waiting = self._not_before is not None and desk.now() < self._not_before
        if self._stopped:
            return
        self._new_day()
        if not waiting and backups.ready(desk):
            self._start()
        elif self._task is None or self._task.done:
            known = papers.damaged(desk)
            self._runner.run(desk.lighten, lambda _: None)
            self._runner.run(partial(papers.recheck, desk), partial(self._rechecked, known))

    def _new_day(self) -> None:
        """What the calendar brings about; at the start the unlocking has seen to it."""
        desk, now = self._window.desk, self._window.desk.now()
        if now.date() == self._looked.date() and abs(now - self._looked) < _CALENDAR:
            return
        self._looked = now
        self._runner.run(partial(passing.catch_up, desk), self._caught_up)

    def _caught_up(self, children: list[str]) -> None:
        if children and not self._stopped:
            self._window.show_frame()

    def _rechecked(self, known: list[str], now: list[str]) -> None:
        """The alarm of the frame shows what was found damaged, or whole again."""
        if now != known and not self._stopped:
            self._window.show_frame()

    def _start(self) -> None:
        desk = self._window.desk
        if self._task is None or self._task.done:
            self._task = self._runner.run_long(
                lambda task: backups.make(desk, told=partial(task.progress, text="")),
                self._made, failed=self._failed, label="正在备份……",
            )  # fmt: skip

    def _made(self, _: object) -> None:
        self._not_before = None
        if self.note is not None:
            self._close()
        elif not self._stopped:
            self._window.show_frame()

    def _failed(self, error: Exception) -> None:
        if self.note is not None:
            self._close(f"上次关闭时{error}")
            return
        if self._not_before is None and not self._stopped:
            self._window.bad_news(error)
        self._not_before = self._window.desk.now() + _AGAIN

    def _progressed(self, task: Task, part: float, text: str) -> None:
        if self.note is not None:
            self.note.progressed(task, part, text)

    # --- closing ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the closing of the window until the backup is made."""
        if event.type() != QEvent.Type.Close or watched is not self._window:
            return False
        if self.note is not None:
            event.ignore()
            return True
        page = self._window.page
        if (page is not None and not page.leave()) or self._holds():
            event.ignore()
            return True
        return False

    def _holds(self) -> bool:
        desk = self._window.desk
        plan = backups.plan(desk)
        if plan is None or not backups.behind(desk):
            return False
        if not Path(plan.folder).is_dir():
            backups.note_missed(desk, f"上次关闭时{backups.no_disk(plan.folder)}")
            return False
        self.note = ClosingNote(plan.folder, self._window)
        self.note.rejected.connect(partial(self._close, _SKIPPED))
        self.note.put_away.connect(self._put_away)
        self.note.open()
        self._start()
        return True

    def _put_away(self) -> None:
        """F3: there is work again, the window stays and the backup goes on behind. Under the veil
        the window still closes when it is made."""
        if not self._window.veiled and self.note is not None:
            self.note.deleteLater()
            self.note = None

    def _lifted(self) -> None:
        if self.note is not None:
            self.note.open()

    def _close(self, missed: str = "") -> None:
        note, self.note = self.note, None
        self.stop()
        if missed:
            backups.note_missed(self._window.desk, missed)
        if note is not None:
            note.deleteLater()
        # Not while the first closing is still being told.
        QTimer.singleShot(0, self._window.close)
