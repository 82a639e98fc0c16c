"""Small pictures of photographs, in memory only: nothing of them is ever written to disk."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap


def thumbnail(data: bytes, side: int, ratio: float = 1.0) -> QPixmap | None:
    """A square cut from the middle of a picture; ``None`` if it is no picture that can be read.

    A JPEG is decoded at the size wanted, so that a camera's photograph does not cost its 50 MB.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    pixels = round(side * ratio)
    size = reader.size()
    if size.isValid():
        wanted = QSize(pixels, pixels)
        reader.setScaledSize(size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return None
    left, top = (image.width() - pixels) // 2, (image.height() - pixels) // 2
    out = QPixmap.fromImage(image.copy(left, top, pixels, pixels))
    out.setDevicePixelRatio(ratio)
    return out
