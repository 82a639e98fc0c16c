"""F1 tells every key that the board reacts to."""

from __future__ import annotations

from PySide6.QtCore import Qt

from welfare_desktop.ui.rounds.board import _KEYS
from welfare_desktop.ui.rounds.page import RoundsPage

#: Keys that are called otherwise than Qt does.
_NAMES = {Qt.Key.Key_Space: "空格", Qt.Key.Key_Slash: "/", Qt.Key.Key_Return: "Enter"}


def test_each_key_of_the_board_is_in_the_list_of_f1() -> None:
    told = " ".join(key for key, _ in RoundsPage.keys)
    words = set(told.replace("·", " ").replace("或", " ").split())
    named = {_NAMES.get(key, key.name.removeprefix("Key_")) for key in _KEYS}
    assert sorted(named - words) == []
