"""How bright a picture is: what would wake a child at night."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

#: A spot of eight by eight points is a light where its mean is above half of white's light; thin
#: letters are none, paper dimmed as at night is none.
_SPOT, _LIGHT = 8, 188
#: The part of a window that may be light.
MOST = 0.02


def bright(picture: QImage | QPixmap) -> float:
    """The part of a picture that is light, 0…1."""
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    small = image.scaled(
        max(1, image.width() // _SPOT), max(1, image.height() // _SPOT),
        Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_Grayscale8)  # fmt: skip
    bits, line = bytes(small.constBits()), small.bytesPerLine()
    rows = (bits[y * line : y * line + small.width()] for y in range(small.height()))
    light = sum(spot > _LIGHT for row in rows for spot in row)
    return light / (small.width() * small.height())


class Witness(QObject):
    """Looks at every window and list at the moment of its first painting."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.seen: list[tuple[str, float]] = []
        self._known: set[int] = set()
        self._app = app
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first painting since it came; nothing is swallowed."""
        if isinstance(watched, QWidget) and watched.isWindow():
            if event.type() == QEvent.Type.Show:
                self._known.discard(id(watched))
            elif event.type() == QEvent.Type.Paint and id(watched) not in self._known:
                self._known.add(id(watched))
                self.seen.append((type(watched).__name__, bright(watched.grab())))
        return False

    def stop(self) -> None:
        """Look no longer."""
        self._app.removeEventFilter(self)

    def too_light(self) -> list[tuple[str, float]]:
        """What would have been a flash."""
        return [(name, part) for name, part in self.seen if part > MOST]
