"""What a drop or a paste brings: files, or a picture that has no file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget

NOTHING = "剪贴板里没有文件或图片。先在别处复制，再按 Ctrl+V。"


def brings(data: QMimeData) -> bool:
    """Whether there is a file or a picture."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def brought(data: QMimeData | None) -> list[Path | bytes]:
    """The files; else the picture as PNG. A clipboard that never held anything has no data."""
    if data is None:
        return []
    files: list[Path | bytes] = [Path(u.toLocalFile()) for u in data.urls() if u.isLocalFile()]
    if files or not data.hasImage():
        return files
    image = data.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return [bytes(buffer.data().data())]


class Drops(QObject):
    """Files and pictures may be dropped onto a widget; their source keeps them."""

    def __init__(self, widget: QWidget, take: Callable[[QMimeData], object]) -> None:
        super().__init__(widget)
        self._take = take
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What hovers is welcome or not; what is dropped is taken."""
        if isinstance(event, QDragEnterEvent):
            if brings(event.mimeData()):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._take(event.mimeData())
            return True
        return False
