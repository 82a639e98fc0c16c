"""Overdue rounds ask for attention where nobody looks at the window: task bar and tray."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from welfare_desktop.ui.shell.icons import icon
from welfare_desktop.ui.shell.theme import theme

_SHOWN_MS = 10_000


class Bell:
    """``tell`` rings once for each new alarm; wards and times, never a name of a child."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._told: set[str] = set()
        self.tray: QSystemTrayIcon | None = None

    def tell(self, sentences: Sequence[str]) -> None:
        """The alarms as they stand; how many children are waiting does not ring again."""
        known = {sentence.split("，")[0]: sentence for sentence in sentences}
        fresh = [sentence for head, sentence in known.items() if head not in self._told]
        self._told = set(known)
        if fresh and self.tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._hang()
        if self.tray is not None:
            self.tray.setVisible(bool(sentences))
            self.tray.setToolTip("\n".join(sentences))
        if fresh and not self._window.isActiveWindow():
            QApplication.alert(self._window)
            if self.tray is not None:
                self.tray.showMessage("巡查过点", "\n".join(fresh), self.tray.icon(), _SHOWN_MS)

    def _hang(self) -> None:
        self.tray = QSystemTrayIcon(icon("bell", theme().tokens.bad), self._window)
        self.tray.activated.connect(self._come)
        self.tray.messageClicked.connect(self._come)

    def _come(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
