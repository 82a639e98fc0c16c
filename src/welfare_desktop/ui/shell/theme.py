"""The look in force: fonts, palette and style sheet made from one token table."""

from __future__ import annotations

from typing import cast
from weakref import WeakSet

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSize, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from welfare_desktop.domain.places import resource
from welfare_desktop.ui.shell import tokens as table
from welfare_desktop.ui.shell.icons import icon
from welfare_desktop.ui.shell.qss import style_sheet
from welfare_desktop.ui.shell.tokens import DAY, NIGHT, Tokens
from welfare_desktop.ui.shell.wardrobe import Wardrobe

_FONTS = ("NotoSansSC-400.ttf", "NotoSansSC-500.ttf", "NotoSansSC-700.ttf", "HanaMinB.ttf")
#: Dynamic properties by which a button asks for a tinted icon.
ICON, ICON_TOKEN, ICON_SIZE = "lucide", "lucideToken", "lucideSize"


class Theme(QObject):
    """Day or night and the size of type.

    ``changing`` comes before the application is restyled, ``changed`` after it.
    """

    changing, changed = Signal(), Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.tokens: Tokens = DAY
        self.size = "标准"
        self.families = _load_fonts()
        # Every widget of the application would be asked for otherwise, also those being deleted.
        self.tinted: WeakSet[QPushButton] = WeakSet()
        self._wardrobe = Wardrobe(self, self._tint)
        app.setStyle("Fusion")
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load("qtbase_zh_CN", folder):
            app.installTranslator(translator)
        self.use(DAY, "标准")

    @property
    def scale(self) -> float:
        """Factor of the type scale: 1, 1.15 or 1.3."""
        return table.SCALES[self.size]

    @property
    def night(self) -> bool:
        """Whether the night table is in force."""
        return self.tokens is NIGHT

    def px(self, size: int) -> int:
        """A size of the type scale in px at the chosen size."""
        return round(size * self.scale)

    def font(self, size: int = table.BODY, weight: int = 400) -> QFont:
        """A font of the type scale for painting."""
        out = QFont()
        out.setFamilies(self.families)
        out.setPixelSize(self.px(size))
        out.setWeight(QFont.Weight(weight))
        return out

    def colour(self, token: str) -> QColor:
        """A colour by the name of its token."""
        return QColor(getattr(self.tokens, token))

    def toggle(self) -> None:
        """Day to night or back (F8)."""
        self.use(DAY if self.night else NIGHT, self.size)

    def use(self, tokens: Tokens, size: str | None = None) -> None:
        """Put a table and a size in force everywhere."""
        self.tokens = tokens
        self.size = size or self.size
        self.changing.emit()
        self._wardrobe.change(self._app, style_sheet(tokens, self.scale), self._font_and_palette)
        for button in list(self.tinted):
            if isValid(button) and button.isVisible():
                tint(button, tokens)
        self.changed.emit()

    def _tint(self, widget: QWidget) -> None:
        if widget in self.tinted:
            tint(cast(QPushButton, widget), self.tokens)

    def _font_and_palette(self) -> None:
        if self._app.font() != self.font():
            self._app.setFont(self.font())
            # From the windows down: a widget dressed before its parent would keep the old one.
            for window in self._app.topLevelWidgets():
                window.setFont(QFont())
        # Frames and boxes that the system draws are dark as well.
        scheme = Qt.ColorScheme.Dark if self.night else Qt.ColorScheme.Light
        self._app.styleHints().setColorScheme(scheme)
        self._app.setPalette(_palette(self.tokens))


_current: Theme | None = None


def install(app: QApplication) -> Theme:
    """Make the theme of the application, once; before the first ``show()``."""
    global _current
    if _current is None:
        _current = Theme(app)
    return _current


def theme() -> Theme:
    """The theme in force."""
    if _current is None:
        raise RuntimeError("theme used before install()")
    return _current


def tint(button: QPushButton, tokens: Tokens) -> None:
    """Give a button that asked for an icon its icon in the colours in force."""
    colour = getattr(tokens, str(button.property(ICON_TOKEN)))
    side = theme().px(int(button.property(ICON_SIZE)))
    button.setIcon(icon(str(button.property(ICON)), colour, side, tokens.mute))
    button.setIconSize(QSize(side, side))
    theme().tinted.add(button)


def _load_fonts() -> list[str]:
    families: list[str] = []
    for name in _FONTS:
        number = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
        families += QFontDatabase.applicationFontFamilies(number)
    return list(dict.fromkeys(families))


def _palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    out = QPalette()
    for which, colour in (
        (role.Window, t.bg), (role.WindowText, t.text), (role.Base, t.surface),
        (role.AlternateBase, t.raised), (role.Text, t.text), (role.Button, t.surface),
        (role.ButtonText, t.text), (role.Highlight, t.primary),
        (role.HighlightedText, t.on_primary), (role.ToolTipBase, t.raised),
        (role.ToolTipText, t.text), (role.PlaceholderText, t.placeholder), (role.Link, t.primary),
        (role.Light, t.raised), (role.Midlight, t.hairline), (role.Mid, t.border),
        (role.Dark, t.edge), (role.Shadow, t.border), (role.BrightText, t.bad),
    ):  # fmt: skip
        out.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        out.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.mute))
    return out
