"""What is due asks for attention where nobody looks at the window: task bar, tray, a soft sound.

Nothing opens by itself, nothing blinks, and no key that is being typed goes elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from welfare_desktop.ui.shell.icons import icon
from welfare_desktop.ui.shell.sound import kept_sound
from welfare_desktop.ui.shell.theme import theme

_SHOWN_MS = 10_000
#: The same thing is not heard again sooner, however its state changes.
_APART = timedelta(minutes=5)


def thing(key: str) -> str:
    """What an alarm is about whatever its state, which follows the last stroke of its key."""
    return key.rpartition("/")[0] or key


class Bell:
    """``tell`` rings once for each new alarm; wards and times, never a name of a child.

    Args:
        folder: where the sound of this PC is kept; without one it stays silent.
    """

    def __init__(
        self, window: QWidget, now: Callable[[], datetime], folder: Path | None = None
    ) -> None:
        self._window, self._now, self._folder = window, now, folder
        self._told: set[str] = set()
        self._heard: dict[str, datetime] = {}
        self.tray: QSystemTrayIcon | None = None

    def tell(
        self, told: Mapping[str, str], grave: Collection[str] = (), hushed: Collection[str] = ()
    ) -> None:
        """The alarms as they stand, by key.

        Args:
            grave: those that sound in the quiet hours too. hushed: those that only stay in sight.
        """
        fresh = [key for key in told if key not in self._told and key not in hushed]
        self._told = set(told)
        if fresh and self.tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._hang()
        if self.tray is not None:
            self.tray.setVisible(bool(told))
            self.tray.setToolTip("\n".join(told.values()))
        if fresh and not self._window.isActiveWindow():
            QApplication.alert(self._window)
            if self.tray is not None:
                words = "\n".join(told[key] for key in fresh)
                self.tray.showMessage("到点的事", words, self.tray.icon(), _SHOWN_MS)
        self._sound(fresh, grave)

    def _sound(self, fresh: Collection[str], grave: Collection[str]) -> None:
        """One soft tone for what is new, however many alarms it is."""
        sound, now = kept_sound(self._folder) if fresh and self._folder else None, self._now()
        if sound is None or not sound.on:
            return
        audible = [key for key in fresh if key in grave or not sound.quiet(now)]
        apart = [key for key in audible if self._rested(thing(key), now)]
        for key in apart:
            self._heard[thing(key)] = now
        if apart:
            QApplication.beep()

    def _rested(self, about: str, now: datetime) -> bool:
        last = self._heard.get(about)
        return last is None or abs(now - last) >= _APART

    def _hang(self) -> None:
        self.tray = QSystemTrayIcon(icon("bell", theme().tokens.bad), self._window)
        self.tray.activated.connect(self._come)
        self.tray.messageClicked.connect(self._come)

    def _come(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
