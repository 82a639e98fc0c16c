"""Small pictures of photographs and scans, in memory only: nothing of them is ever written to disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap

from welfare_desktop.actions import papers
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.ui.shell.runner import Runner
from welfare_desktop.ui.shell.theme import theme

#: So many are held, and so many wait to be decoded: those asked for last are seen now.
_HELD, _WAITING, _AT_ONCE = 300, 40, 2
#: A page whose lightest and darkest spots differ by less shows nothing.
_BLANK = 12


def thumbnail(data: bytes, side: int, ratio: float = 1.0) -> QPixmap | None:
    """A square cut from the middle of a picture; ``None`` if it is no picture that can be read."""
    pixels = round(side * ratio)
    image = _read(data, QSize(pixels, pixels), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if image.isNull():
        return None
    left, top = (image.width() - pixels) // 2, (image.height() - pixels) // 2
    out = QPixmap.fromImage(image.copy(left, top, pixels, pixels))
    out.setDevicePixelRatio(ratio)
    return out


def whole(data: bytes) -> QImage:
    """A picture in its own size, turned as the camera held it."""
    return _read(data, QSize(), Qt.AspectRatioMode.KeepAspectRatio)


def _read(data: bytes, box: QSize, how: Qt.AspectRatioMode) -> QImage:
    """A picture, turned as the camera held it; an empty box: in its own size.

    A JPEG is decoded at the size wanted, so that a camera's photograph does not cost its 50 MB.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and not box.isEmpty():
        turned = reader.transformation().value & 4
        reader.setScaledSize(size.scaled(box.transposed() if turned else box, how))
    return reader.read()


def fitted(data: bytes, box: QSize) -> QImage:
    """A picture, or the first page of a PDF, as large as a box allows; null if it is neither."""
    if not data.startswith(b"%PDF"):
        return _read(data, box, Qt.AspectRatioMode.KeepAspectRatio)
    try:
        return shown(papers.first_sheet(data, box.width(), box.height()))
    except Trouble:
        return QImage()


def shown(sheet: papers.Bitmap) -> QImage:
    """A page of a PDF as a picture of its own."""
    form = QImage.Format.Format_RGB888
    return QImage(sheet.data, sheet.width, sheet.height, sheet.stride, form).copy()


def blank(image: QImage) -> bool:
    """Whether nothing stands on a page."""
    if image.isNull():
        return False
    gray = image.scaled(48, 48).convertToFormat(QImage.Format.Format_Grayscale8)
    bits, line = bytes(gray.constBits()), gray.bytesPerLine()
    # Without the edge, where a scanner leaves its shadow; in one piece, not spot by spot.
    spots = b"".join(bits[y * line + 2 : y * line + 46] for y in range(2, 46))
    return max(spots) - min(spots) < _BLANK


def dim(painter: QPainter, rect: QRect) -> None:
    """At night no picture is a white light: its white is warm and low, its black stays black."""
    if theme().night:
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(rect, theme().colour("paper"))
        painter.restore()


def dimmed(picture: QPixmap) -> QPixmap:
    """A picture as it is shown in the light in force."""
    if not theme().night:
        return picture
    out = picture.copy()
    painter = QPainter(out)
    dim(painter, out.rect())
    painter.end()
    return out


class Pictures(QObject):
    """Pictures that fit a box, decoded beside the window, the newest held; ``ready``: one came."""

    ready = Signal()

    def __init__(self, runner: Runner, box: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self.box = runner, box
        self._held: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[Hashable, Callable[[], bytes]] = OrderedDict()
        self._under_way: set[Hashable] = set()
        #: Pages on which nothing stands.
        self.blank: set[Hashable] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._pump)

    def picture(self, key: Hashable, load: Callable[[], bytes]) -> QPixmap | None:
        """The picture, a null one if there is none to show; ``None`` while it is made."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        if key not in self._under_way:
            self._wanted[key] = load
            self._wanted.move_to_end(key)
            while len(self._wanted) > _WAITING:
                self._wanted.popitem(last=False)
            self._soon.start()
        return None

    def forget(self) -> None:
        """Nothing is held any more (veil, another child)."""
        self._held.clear()
        self._wanted.clear()
        self.blank.clear()

    def _pump(self) -> None:
        while self._wanted and len(self._under_way) < _AT_ONCE:
            key, load = self._wanted.popitem()
            self._under_way.add(key)
            self._start(key, load)

    def _start(self, key: Hashable, load: Callable[[], bytes]) -> None:
        def made() -> tuple[QImage, bool]:
            image = fitted(load(), self.box)
            return image, blank(image)

        def done(found: tuple[QImage, bool]) -> None:
            if found[1]:
                self.blank.add(key)
            self._keep(key, found[0])

        self._runner.run(made, done, failed=lambda _: self._keep(key, QImage()), store=False)

    def _keep(self, key: Hashable, image: QImage) -> None:
        self._under_way.discard(key)
        self._held[key] = QPixmap.fromImage(image)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        self.ready.emit()
        if self._wanted:
            self._soon.start()
