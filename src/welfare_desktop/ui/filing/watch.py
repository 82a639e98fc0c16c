"""The folder of the scanner is looked at when something changes in it."""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from welfare_desktop.actions import scan_folder
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.page import Shell

#: A file is looked at when nothing more was written to it for a while.
_QUIET_MS = 2500


class FolderWatch(QObject):
    """``changed``: look anew. The page's own half-minute beat looks too: a share tells nothing."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET_MS)
        self._soon.timeout.connect(self.changed)
        self._watcher.directoryChanged.connect(lambda _: self._soon.start())

    def follow(self, desk: Desk) -> None:
        """Watch the folder that is set now."""
        place = scan_folder.folder(desk)
        wanted = [str(place)] if place is not None and place.is_dir() else []
        if self._watcher.directories() == wanted:
            return
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        if wanted:
            self._watcher.addPaths(wanted)


def choose_folder(shell: Shell) -> bool:
    """Let the person choose the folder of this PC; whether one was chosen."""
    place = shell.ask_folder("选扫描仪存放文件的文件夹")
    if place is None:
        return False
    try:
        scan_folder.set_folder(shell.desk, place)
    except Refused as error:
        shell.bad_news(error)
        return False
    shell.say(f"已定扫描仪文件夹：{place.name}。新扫描的文件会出现在“收材料”里。")
    return True
