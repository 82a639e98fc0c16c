"""Tabs; where they have not the room, arrows that are seen in both lights."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabBar, QTabWidget, QToolButton

from welfare_desktop.ui.shell.icons import icon
from welfare_desktop.ui.shell.theme import theme

_SIDE = 20


class Tabs(QTabWidget):
    """Pages under tabs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTabBar(_Bar(f"{name}，左右键换"))
        self.setAccessibleName(name)


class _Bar(QTabBar):
    """Its two arrows are for the mouse: the keyboard has its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().changed.connect(self.tabLayoutChange)

    def tabLayoutChange(self) -> None:
        """Qt has just given the buttons its own arrows, too small to be seen by tired eyes."""
        look, side = theme().tokens, theme().px(_SIDE)
        for name, button in zip(
            ("chevron-left", "chevron-right"), self.findChildren(QToolButton), strict=False
        ):
            button.setArrowType(Qt.ArrowType.NoArrow)
            button.setIcon(icon(name, look.text, side, look.edge))
            button.setIconSize(QSize(side, side))
