"""The line to the office: carried beside the store's thread, tried again until the receipts are
there (exchange.md §7)."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from welfare_desktop.actions import packages, sending
from welfare_desktop.actions.sending import Carried, Errand
from welfare_desktop.domain.errors import Trouble

if TYPE_CHECKING:
    from welfare_desktop.ui.shell.page import Shell


class Sending(QObject):
    """Carries what waits, one package after the other.

    The network runs beside the store; what it says is entered by the store's own thread.
    """

    _said = Signal(str, str, object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._left: list[Errand] = []
        self._failures, self._pressed, self._round = 0, False, 0
        self.busy = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(lambda: self._begin())
        self._said.connect(self._keep)

    def start(self, *, pressed: bool) -> None:
        """Try now. ``pressed``: a person asked for it and is told what stops it."""
        self._pressed = self._pressed or pressed
        if pressed:
            self._failures = 0
        if not self.busy and sending.may_send(self._shell.desk):
            self._begin()

    def stop(self) -> None:
        """The window is veiled or locked: nothing more is entered."""
        self._round += 1
        self.busy, self._pressed = False, False
        self.timer.stop()

    def _begin(self) -> None:
        desk, self.busy = self._shell.desk, True
        self.timer.stop()
        self._shell.runner.run(
            lambda: sending.errands(desk), self._here(self._carry), failed=self._here(self._ended),
            label="准备报送",
        )  # fmt: skip

    def _here(self, function: Callable[..., None]) -> Callable[..., None]:
        """A callback that does nothing once the line was stopped."""
        begun = self._round

        def told(*results: object) -> None:
            if begun == self._round:
                function(*results)

        return told

    def _carry(self, errands: list[Errand]) -> None:
        self._left = errands
        self._next(None)

    def _next(self, trouble: Trouble | None) -> None:
        if not self._left:
            self._ended(trouble)
            return
        errand = self._left.pop(0)
        self._shell.runner.run(
            lambda: sending.carry(errand, self._said.emit),
            self._here(partial(self._arrived, trouble)),
            failed=self._here(partial(self._failed, errand, trouble)),
            label="正在报送", store=False,
        )  # fmt: skip

    def _keep(self, name: str, file: str, progress: object) -> None:
        desk = self._shell.desk
        self._shell.runner.run(
            lambda: sending.keep_progress(desk, name, file, progress),  # type: ignore[arg-type]
            lambda _: None,
        )

    def _arrived(self, trouble: Trouble | None, carried: Carried) -> None:
        desk = self._shell.desk
        self._shell.runner.run(
            lambda: sending.arrived(desk, carried), self._here(lambda _: self._next(trouble)),
            failed=self._here(self._next),
        )  # fmt: skip

    def _failed(self, errand: Errand, before: Trouble | None, trouble: Trouble) -> None:
        desk = self._shell.desk
        self._shell.runner.run(
            lambda: sending.failed(desk, errand.name, trouble),
            self._here(lambda _: self._next(before or trouble)),
        )

    def _ended(self, trouble: Trouble | None) -> None:
        """All tried: say what a person asked for, and try again later what still waits."""
        self.busy = False
        if trouble is not None and self._pressed:
            self._shell.bad_news(trouble)
        self._pressed = False
        self._shell.changed()
        if any(row.state in sending.WAITING for row in packages.packages(self._shell.desk)):
            wait = sending.next_try(self._failures, random.random(), trouble)
            self._failures += 1
            if wait is not None:
                self.timer.start(int(wait * 1000))
