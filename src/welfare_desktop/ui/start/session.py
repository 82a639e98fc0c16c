"""From the first window to the last: wizard or login, the window of a desk, lock, login again.

Heavy modules are imported only after the first window is painted.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from welfare_desktop.domain.clock import Clock, SystemClock
from welfare_desktop.ui.shell import display, theme
from welfare_desktop.ui.shell.runner import ThreadRunner
from welfare_desktop.ui.start.login import Due, LoginWindow

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk
    from welfare_desktop.actions.restoring import Restored
    from welfare_desktop.domain.alarms import Alarm
    from welfare_desktop.ui.shell.keeper import Keeper
    from welfare_desktop.ui.shell.window import MainWindow
    from welfare_desktop.ui.start.by_sheet import RestoreWindow


def _load_pages() -> None:
    import welfare_desktop.ui.pages
    import welfare_desktop.ui.shell.keeper
    import welfare_desktop.ui.shell.sources
    import welfare_desktop.ui.shell.window  # noqa: F401


class Session(QObject):
    """One run of the window.

    Args:
        folder: the store. people: ``(login, name)`` of its accounts, ``None`` for a first run.
    """

    def __init__(
        self, app: QApplication, folder: Path, people: Sequence[tuple[str, str]] | None,
        clock: Clock | None = None,
    ) -> None:  # fmt: skip
        super().__init__(app)
        theme.install(app)
        self._folder, self._people, self._clock = folder, people, clock or SystemClock()
        self._runner = ThreadRunner(self)
        self.window: QWidget | None = None
        self.desk: Desk | None = None
        self._kept: Sequence[Alarm] = ()
        self._keeper: Keeper | None = None
        self._light: display.Light | None = None

    def start(self) -> None:
        """Show the first window."""
        self._lit()
        if self._people is None:
            self._first_run()
        else:
            self._login(self._people)

    def _lit(self) -> None:
        """Light and size of type of this PC, before anything is shown."""
        self._light = display.Light(self._folder, self._clock, self)

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _login(self, people: Sequence[tuple[str, str]], told: str = "") -> None:
        window = LoginWindow(
            people, self._unlock, self._runner, f"资料文件夹：{self._folder.name}", self._note,
            self._due, self._by_sheet, self._folder, self._clock,
        )  # fmt: skip
        window.opened.connect(self.open)
        self._show(window)
        if told:
            window.tell(told)
        # While the password is typed the pages are loaded, so that unlocking does not wait for it.
        QTimer.singleShot(50, lambda: Thread(target=_load_pages, daemon=True).start())

    def _note(self, **written: str) -> None:
        from welfare_desktop.actions import emergency

        emergency.write(self._folder, clock=self._clock, **written)

    def _due(self) -> Due:
        """What is due since the lock, and what comes; no names."""
        if not self._kept:
            return Due()
        from welfare_desktop.domain.alarms import come, coming_words, sentences

        now = self._clock.now()
        found = come(self._kept, now)
        grave = frozenset(alarm.key for alarm in found if alarm.grave)
        return Due(sentences(found), grave, coming_words(self._kept, now))

    def _unlock(self, login: str, password: str) -> Desk:
        from welfare_desktop.actions.access import open_desk

        return open_desk(self._folder, login, password, self._clock)

    def _by_sheet(self, words: str, login: str, password: str) -> Desk:
        from welfare_desktop.actions.access import open_by_sheet

        return open_by_sheet(self._folder, words, login, password, self._clock)

    def bring_back(self) -> None:
        """Where a store lies that no key file opens: a backup, or the program closes."""
        from welfare_desktop.actions import restoring

        self._lit()
        window = self._restore(restoring.bring_back)
        window.left.connect(window.close)

    def _restore_first(self) -> None:
        from welfare_desktop.actions import restoring

        self._restore(restoring.restore).left.connect(self._first_run)

    def _restore(self, how: Callable[..., Restored]) -> RestoreWindow:
        from welfare_desktop.actions import restoring
        from welfare_desktop.actions.access import logins
        from welfare_desktop.ui.start.by_sheet import RestoreWindow

        def restore(path: Path, words: list[str], login: str, password: str) -> str:
            way = restoring.WayIn(words, login, password)
            return how(path, self._folder, way, self._clock).sentence

        window = RestoreWindow(restoring.logins, restore, self._runner)
        window.restored.connect(lambda told: self._login(logins(self._folder), told))
        self._show(window)
        return window

    def _first_run(self) -> None:
        from welfare_desktop.actions.setup import new_words
        from welfare_desktop.ui.start.wizard import Wizard

        words = new_words()
        wizard = Wizard(words, lambda answers: self._create(answers, words), self._runner)
        wizard.created.connect(self.open)
        wizard.restore_wanted.connect(self._restore_first)
        self._show(wizard)

    def _create(self, answers: dict[str, Any], words: list[str]) -> Desk:
        from welfare_desktop.actions import setup

        people = [setup.Person(**person) for person in answers["people"]]
        whole = setup.Answers(
            institution=answers["institution"], people=people, wards=answers["wards"]
        )
        return setup.create_store(self._folder, whole, words, self._clock)

    def open(self, desk: Desk) -> None:
        """The window of a desk."""
        from welfare_desktop.actions import backups
        from welfare_desktop.ui.pages import PAGES, finder
        from welfare_desktop.ui.shell.keeper import Keeper
        from welfare_desktop.ui.shell.sources import desk_sources
        from welfare_desktop.ui.shell.window import MainWindow

        self.desk = desk
        window = MainWindow(
            desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: window.go(page, **a),
                         lambda *a, **k: window.ask_signature(*a, **k)),
        )  # fmt: skip
        window.locked.connect(self._lock)
        self._keeper = Keeper(window)
        window.pulse.beat.connect(partial(self._offer, window))
        self._show(window)
        window.go(PAGES[0].id)
        if told := " ".join(filter(None, (*desk.warnings, backups.take_missed(desk)))):
            window.say(told, "warn")
        # What is loaded by now stays until the window closes. A full collection would go through all
        # of it for a tenth of a second, in which a key waits.
        gc.freeze()

    def _offer(self, window: MainWindow) -> None:
        if self._light is not None and not window.veiled and window.message.isHidden():
            self._light.offer(partial(window.say, tone="info"))

    def _lock(self) -> None:
        from welfare_desktop.actions.access import logins
        from welfare_desktop.actions.alarms import ahead

        if self.window is not None and self.desk is not None:
            if self._keeper is not None:
                self._keeper.stop()
                self._keeper = None
            self.window.close()
            self._kept = ahead(self.desk)
            self.desk.close()
            self.desk = None
        self._login(logins(self._folder))
        # When the window is gone, nobody waits.
        QTimer.singleShot(0, self, self._sweep)

    def _sweep(self) -> None:
        if self.desk is None:
            gc.unfreeze()
            gc.collect()
