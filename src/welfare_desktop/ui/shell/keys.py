"""Keys, declared once: F1 tells them, and what they do is looked up in the same lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Key(NamedTuple):
    """A line of F1.

    Args:
        shown: the keys as people read them: ``空格 或 1``, ``Ctrl+↑ ↓``, ``2–9``, ``T · N``.
        does: what each of them means where it is handled: one word for all, or a word a key;
            ``*`` stands for the key itself. Empty where a list, line or button takes the key.
    """

    shown: str
    what: str
    does: str = ""


#: Keys that people call otherwise than Qt does.
_QT = {
    "空格": "Space", "退格": "Backspace", "插入": "Ins", "Enter": "Return", "↵": "Return",
    "Delete": "Del", "PgDn": "PgDown", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right",
}  # fmt: skip
_RANGE = re.compile(r"(.*?)(\w)[–…](\w)")


def sequences(shown: str) -> list[str]:
    """The keys in some words, as Qt calls them; what is held goes for those after it too."""
    found: list[str] = []
    for part in re.split(r" · | 或 ", shown):
        held = ""
        for word in part.split():
            before, plus, last = word.rpartition("+")
            held = f"{before}+" if plus else held
            between = _RANGE.fullmatch(last)
            first, end = between.groups()[1:] if between else ("", "")
            each = map(chr, range(ord(first), ord(end) + 1)) if between else [last]
            found += [held + _QT.get(one, one) for one in each]
    return found


def meanings(keys: Iterable[Key]) -> dict[str, str]:
    """Key, as Qt calls it → what it does, for keys that mean something of their own."""
    found: dict[str, str] = {}
    for key in keys:
        each, words = sequences(key.shown), key.does.split()
        if len(words) == 1:
            words *= len(each)
        for one, word in zip(each, words, strict=bool(words)):
            found[one] = word.replace("*", one.rpartition("+")[2])
    return found


def called(keys: Iterable[Key], meaning: str) -> str:
    """How the first key of a meaning is called, for what is written on a button."""
    for key in keys:
        for told, one in zip(re.split(r"\s(?:[·或]\s)?", key.shown), meanings((key,)).values(),
                             strict=False):  # fmt: skip
            if one == meaning:
                return told
    raise KeyError(meaning)


def pressed(event: QKeyEvent) -> str:
    """The key of an event, as Qt calls it; Enter and digits are the same on either pad."""
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(held, key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def meaning(means: Mapping[str, str], event: QKeyEvent) -> str | None:
    """What a key means. A letter with Shift is the letter, where it means nothing of its own."""
    key = pressed(event)
    bare = key.removeprefix("Shift+")
    return means.get(key) or (means.get(bare) if len(bare) == 1 else None)


def bind(
    widget: QWidget, keys: Iterable[Key], doings: Mapping[str, Callable[[], object]],
    allowed: Callable[[str], bool] = lambda _: True,
) -> None:  # fmt: skip
    """While the widget is seen, keys do what their line says, as long as allowed."""
    told = meanings(keys)
    if lost := sorted(set(doings) - set(told.values())):
        raise KeyError(f"no key for {lost}")
    for key, word in told.items():
        if word in doings:

            def act(word: str = word) -> None:
                if allowed(word):
                    doings[word]()

            for one in (key, key.replace("Return", "Enter")) if "Return" in key else (key,):
                QShortcut(QKeySequence(one), widget).activated.connect(act)
