"""The header: title, search, chips of the frame, night switch, person and lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.search import Hit, SearchBox
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Chip, Elided, set_icon

#: Least width of the title, and the most it takes.
_LEAST, _TITLE = 60, 400


class Header(QWidget):
    """``chips``: ``alarm`` (only while there is one), ``shift``, ``backup``, ``outbox``."""

    def __init__(self, person: str, find: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__()
        self._person, self._narrow = person, False
        # A long title must not keep the window from becoming narrow, where it gives way itself.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title, self.subtitle = Elided("", "title"), Elided("", "subtitle")
        for label in (self.title, self.subtitle):
            label.setMinimumWidth(_LEAST)
            words.addWidget(label)
        row.addLayout(words, 1)
        self.search = SearchBox(find)
        row.addWidget(self.search, 1)
        self.chips: dict[str, Chip] = {}
        self._rows: dict[str, tuple[str, Sequence[Row]]] = {}
        for name, text in (
            ("alarm", "警报"),
            ("shift", "班次"),
            ("backup", "备份"),
            ("outbox", "待发"),
        ):
            chip = Chip(text, "mute", lambda name=name: self.open_list(name))  # type: ignore[misc]
            self.chips[name] = chip
            row.addWidget(chip)
        self.night = Button("", "moon", name="日间/夜间 F8")
        self.night.setProperty("small", True)
        row.addWidget(self.night)
        self.person = Button(person, "lock", name=f"{person}：签出与锁屏 F9")
        row.addWidget(self.person)
        theme().changed.connect(self._night_icon)
        self._night_icon()

    def show_words(self, title: str, subtitle: str) -> None:
        """Title and subtitle of a page; a long title takes some room of the search line."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self._give_room()

    def _give_room(self) -> None:
        self.title.ensurePolished()
        told = self.title.fontMetrics().horizontalAdvance(self.title.text())
        wanted = min(told + 2, theme().px(_TITLE))
        self.title.setMinimumWidth(_LEAST if self._narrow else max(_LEAST, wanted))

    def _night_icon(self) -> None:
        set_icon(self.night, "sun" if theme().night else "moon")

    def show_chip(self, name: str, text: str, tone: Tone, title: str, rows: Sequence[Row]) -> None:
        """State of a chip and the list that it opens."""
        self.chips[name].show_state(text, tone)
        self._rows[name] = (title, rows)
        if name == "alarm":
            self.chips[name].setVisible(bool(rows))

    def open_list(self, name: str) -> ListPopup:
        """Open the list of a chip."""
        title, rows = self._rows.get(name, (self.chips[name].text(), [Row("暂无内容。")]))
        popup = ListPopup(title, rows or [Row("暂无内容。")], self)
        popup.open_under(chip if (chip := self.chips[name]).isVisible() else self.person)
        return popup

    def narrow(self, narrow: bool) -> None:
        """In a narrow window the name of the person gives way, then some of the search line."""
        self.person.setText("" if narrow else f" {self._person}")
        self.person.setMaximumWidth(52 if narrow else 160)
        self.search.setMinimumWidth(120 if narrow else 180)
        self._narrow = narrow
        self._give_room()
