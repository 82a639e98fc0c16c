"""The backup below the duties: when, where, who carries the disk, when the rehearsal worked."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.actions import backups
from welfare_desktop.ui.shell.sources import backup_state
from welfare_desktop.ui.shell.widgets import Elided, StatusLabel


class BackupLine(QWidget):
    """State and words in one line."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.state, self.words = StatusLabel("", "mute"), Elided("", "hint")
        line.addWidget(self.state)
        line.addWidget(self.words, 1)

    def show_backup(self, saved: backups.State) -> None:
        """Show how the backup stands."""
        self.state.show_state(*backup_state(saved))
        self.words.setText(backups.words(saved))
