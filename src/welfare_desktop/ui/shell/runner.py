"""Background work: one serial worker touches the store, results come back on the main thread.

A bug in the work is raised again on the main thread, where `sys.excepthook` shows the calm dialog.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, QTimer, Signal

from welfare_desktop.domain.errors import Refused, Trouble

T = TypeVar("T")
_SHOW_AFTER_MS = 600
_GIVES_WAY = 15


class Cancelled(Exception):
    """The person stopped a long piece of work."""


class Task:
    """A piece of work under way; handed to work that reports progress. Only such work can be
    stopped: other work is done whole, and what came of it is delivered."""

    def __init__(self, label: str, can_stop: bool = False) -> None:
        self.label, self.can_stop = label, can_stop
        self.done = False
        self._stop = threading.Event()
        self.on_progress: Callable[[float, str], None] | None = None

    def cancel(self) -> None:
        """Ask the work to stop at its next `progress`; its result is not delivered."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def progress(self, part: float, text: str = "") -> None:
        """Report 0…1; raises `Cancelled` when the person stopped the work."""
        if self.cancelled:
            raise Cancelled
        if self.on_progress is not None:
            self.on_progress(part, text)


class Runner(Protocol):
    """Runs work and brings back what came of it."""

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], *,
        failed: Callable[[Exception], None] | None = None, label: str = "", store: bool = True,
    ) -> Task:  # fmt: skip
        """Run ``work``; then ``done(result)`` or ``failed(Refused | Trouble)`` here.

        ``store=False``: network and reports run beside the store's thread. Work without a label
        shows no progress.
        """
        ...

    def run_long(
        self, work: Callable[[Task], T], done: Callable[[T], None], *,
        failed: Callable[[Exception], None] | None = None, label: str, store: bool = True,
    ) -> Task:  # fmt: skip
        """Like `run`; the work gets its `Task` for progress and cancelling."""
        ...


class _Back(QObject):
    """Carries calls to the main thread."""

    call = Signal(object)

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.call.connect(self._do)

    def _do(self, function: Callable[[], None]) -> None:
        function()


class _Job(QRunnable):
    def __init__(self, function: Callable[[], None]) -> None:
        super().__init__()
        self._function = function

    def run(self) -> None:
        """Run on the worker."""
        self._function()


class ThreadRunner(QObject):
    """The real runner. ``busy`` comes after 0.6 s, ``progressed`` with part and text.

    Args:
        behind: its work gives way to whoever presses a key meanwhile.
    """

    busy = Signal(object)
    progressed = Signal(object, float, str)
    idle = Signal(object)
    trouble = Signal(object)

    def __init__(self, parent: QObject | None = None, *, behind: bool = False) -> None:
        super().__init__(parent)
        self._behind = behind
        self._store, self._beside = QThreadPool(self), QThreadPool(self)
        if behind:
            self._store.setThreadPriority(QThread.Priority.LowestPriority)
        self._store.setMaxThreadCount(1)
        self._store.setExpiryTimeout(-1)
        self._beside.setMaxThreadCount(2)
        self._back = _Back(self)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], *,
        failed: Callable[[Exception], None] | None = None, label: str = "", store: bool = True,
    ) -> Task:  # fmt: skip
        """See `Runner.run`."""
        return self._start(lambda task: work(), done, failed, Task(label), store)

    def run_long(
        self, work: Callable[[Task], T], done: Callable[[T], None], *,
        failed: Callable[[Exception], None] | None = None, label: str, store: bool = True,
    ) -> Task:  # fmt: skip
        """See `Runner.run_long`."""
        return self._start(work, done, failed, Task(label, True), store)

    def wait(self) -> None:
        """Until everything handed in has run (at closing)."""
        self._store.waitForDone()
        self._beside.waitForDone()

    def _start(
        self, work: Callable[[Task], T], done: Callable[[T], None],
        failed: Callable[[Exception], None] | None, task: Task, store: bool,
    ) -> Task:  # fmt: skip
        task.on_progress = lambda part, text: self._back.call.emit(
            lambda: self.progressed.emit(task, part, text)
        )
        (self._store if store else self._beside).start(
            _Job(lambda: self._work(work, done, failed, task))
        )
        QTimer.singleShot(_SHOW_AFTER_MS, self, lambda: self._show(task))
        return task

    def _show(self, task: Task) -> None:
        if task.label and not task.done:
            self.busy.emit(task)

    def _work(
        self, work: Callable[[Task], Any], done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None, task: Task,
    ) -> None:  # fmt: skip
        result: Any = None
        error: BaseException | None = None
        if self._behind and sys.platform == "linux":
            # Qt's priority of a thread means nothing there.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _GIVES_WAY)
        try:
            result = work(task)
        except BaseException as caught:  # delivered, not hidden: `_finish` handles or re-raises it
            error = caught
        self._back.call.emit(lambda: self._finish(task, result, error, done, failed))

    def _finish(
        self, task: Task, result: Any, error: BaseException | None,
        done: Callable[[Any], None], failed: Callable[[Exception], None] | None,
    ) -> None:  # fmt: skip
        task.done = True
        self.idle.emit(task)
        if isinstance(error, Cancelled):
            return
        if error is None:
            done(result)
        elif isinstance(error, Refused | Trouble):
            (failed or self.trouble.emit)(error)
        else:
            raise error


class ImmediateRunner:
    """Runs at once on the calling thread: tests and screenshots."""

    def __init__(self, trouble: Callable[[Exception], None] | None = None) -> None:
        self.trouble = trouble

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], *,
        failed: Callable[[Exception], None] | None = None, label: str = "", store: bool = True,
    ) -> Task:  # fmt: skip
        """See `Runner.run`."""
        return self.run_long(lambda task: work(), done, failed=failed, label=label, store=store)

    def run_long(
        self, work: Callable[[Task], T], done: Callable[[T], None], *,
        failed: Callable[[Exception], None] | None = None, label: str, store: bool = True,
    ) -> Task:  # fmt: skip
        """See `Runner.run_long`."""
        task = Task(label)
        try:
            result = work(task)
        except (Refused, Trouble) as error:
            task.done = True
            handler = failed or self.trouble
            if handler is None:
                raise
            handler(error)
            return task
        task.done = True
        done(result)
        return task
