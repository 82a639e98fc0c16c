"""The dark navigation: few entries, folding to icons in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QVBoxLayout

from welfare_desktop.ui.shell import tokens as t
from welfare_desktop.ui.shell.page import PageEntry
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Label, set_icon, set_property

_FOOT = "F1帮助 F2巡查 F3紧急 F9锁屏"


class Navigation(QFrame):
    """Emits ``chosen(page id)``."""

    chosen = Signal(str)

    def __init__(self, brand: str, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(11, 20, 11, 14)
        self._column.setSpacing(8)
        self._brand = Label(brand, "brand").wrap()
        self._brand.setContentsMargins(13, 0, 0, 8)
        self._column.addWidget(self._brand)
        self.buttons: dict[str, QPushButton] = {}
        self._labels: dict[str, str] = {}
        self._group = QButtonGroup(self)
        for number, entry in enumerate((e for e in entries if e.label), start=1):
            self._add(entry, number)
        self._column.addStretch(1)
        self._foot = Label(_FOOT, "navFoot").wrap()
        self._column.addWidget(self._foot)
        self.folded = False
        self.fold(False)
        theme().changed.connect(self._tint)

    def _add(self, entry: PageEntry, number: int) -> None:
        button = QPushButton(f"  {entry.label}")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(entry.label)
        button.setToolTip(f"{entry.label}　Ctrl+{number}")
        button.setMinimumHeight(t.NAV_ROW)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        set_icon(button, entry.icon or "list", "nav_text")
        button.clicked.connect(lambda: self.chosen.emit(entry.id))
        self._group.addButton(button)
        self.buttons[entry.id] = button
        self._labels[entry.id] = entry.label
        self._column.addWidget(button)

    def select(self, page: str) -> None:
        """Show which entry is in view."""
        if page in self.buttons:
            self.buttons[page].setChecked(True)
        self._tint()

    def _tint(self) -> None:
        for button in self.buttons.values():
            set_icon(
                button,
                str(button.property("lucide")),
                "nav_on_selected" if button.isChecked() else "nav_text",
            )

    def fold(self, folded: bool) -> None:
        """196 px with words, or 64 px with icons."""
        self.folded = folded
        wide = round(t.NAV_WIDE * max(1.0, theme().scale * 0.95))
        self.setFixedWidth(t.NAV_NARROW if folded else wide)
        self._brand.setVisible(not folded)
        self._foot.setVisible(not folded)
        for page, button in self.buttons.items():
            button.setText("" if folded else f"  {self._labels[page]}")
            set_property(button, "folded", folded)
