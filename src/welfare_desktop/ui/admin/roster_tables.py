"""The tables of 建账: sheet, columns and wards of a roster, and what was found in which cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import structs
from PySide6.QtWidgets import QGridLayout, QWidget

from welfare_desktop.actions.opening import Choices
from welfare_desktop.domain.roster import LABELS, Finding, RosterReading
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    SIGNS,
    Card,
    Chip,
    ComboBox,
    Label,
    Scroll,
    empty,
    set_property,
)

#: Kind of finding → word and tone, gravest first.
KINDS: dict[str, tuple[str, Tone]] = {
    "refused": ("不能收", "bad"), "question": ("要核对", "warn"), "duplicate": ("重复", "mute"),
    "ask": ("请留意", "info"), "repaired": ("已修正", "ok"), "skipped": ("不是儿童", "mute"),
}  # fmt: skip
_IGNORED = "不取"
_ACROSS = 3


def kind_text(finding: Finding) -> str:
    """Sign and word."""
    word, tone = KINDS[finding.kind]
    return f"{SIGNS[tone]} {word}"


def _value(finding: Finding) -> str:
    return f"{finding.value} → {finding.to}" if finding.to else finding.value


def _owed(child: dict[str, Any]) -> str:
    return (
        f"{SIGNS['warn']} 待补{child['missing']}项" if child["missing"] else f"{SIGNS['ok']} 齐全"
    )


#: The opening list: who was taken in, and how much is still owed.
LISTED = (
    Column("档案号", lambda c: c["file_no"], 190),
    Column("姓名", lambda c: c["name"], 160, strong=True),
    Column("出生日期", lambda c: c["birth_date"], 150),
    Column("待补", _owed, tone=lambda c: "warn" if c["missing"] else "ok"),
)


def gravest_first(reading: RosterReading, kind: str) -> list[Finding]:
    """Findings of a kind, of all for an empty one; what stops a row comes first."""
    grave = {known: number for number, known in enumerate(KINDS)}
    shown = reading.of_kind(kind) if kind else reading.findings
    return sorted(shown, key=lambda f: (grave[f.kind], f.row))


class KindFilter(QWidget):
    """How many rows and findings of each kind; pressing one shows only those."""

    def __init__(self, only: Callable[[str], object]) -> None:
        super().__init__()
        self._only = only
        self._flow = Flow(8, self)
        self.chips: dict[str, Chip] = {}

    def show_reading(self, reading: RosterReading) -> None:
        """Draw the counts."""
        empty(self._flow)
        told = f"读到{reading.read}行，可收{len(reading.rows)}名"
        self._flow.addWidget(Label(told, "cardTitle"))
        self.chips = {"": self._chip(f"全部 {len(reading.findings)}", "mute", "")}
        for kind, (word, tone) in KINDS.items():
            if count := len(reading.of_kind(kind)):
                self.chips[kind] = self._chip(f"{SIGNS[tone]} {word} {count}", tone, kind)

    def _chip(self, text: str, tone: Tone, kind: str) -> Chip:
        chip = Chip(text, tone, lambda: self._only(kind))
        self._flow.addWidget(chip)
        return chip

    def mark(self, kind: str) -> None:
        """Show which one is chosen."""
        for known, chip in self.chips.items():
            set_property(chip, "chosen", known == kind)


class FindingsView(RowsView):
    """One line a cell: row as Excel shows it, field, value, repaired value, why."""

    def __init__(self) -> None:
        super().__init__("核对结果", (
            Column("行", lambda f: str(f.row), 60),
            Column("结果", kind_text, 110, tone=lambda f: KINDS[f.kind][1]),
            Column("栏目", lambda f: LABELS.get(f.field, f.field), 120),
            Column("表里写的", _value, 290),
            Column("为什么", lambda f: f.why),
        ))  # fmt: skip


class MappingCard(Card):
    """Each heading with the field it goes to; a changed choice calls ``changed``."""

    def __init__(self, changed: Callable[[str, str | None], None]) -> None:
        super().__init__("表头对应的栏目")
        self._changed = changed
        self.boxes: dict[str, ComboBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self.body.addLayout(self._grid)

    def show_mapping(self, reading: RosterReading) -> None:
        """Draw the choices as they were read; the guessed one stands in each box."""
        empty(self._grid)
        self.boxes = {}
        for number, heading in enumerate(dict.fromkeys(reading.headings)):
            row, column = divmod(number, _ACROSS)
            target = reading.columns.get(heading)
            self.boxes[heading] = box = self._box(heading, target)
            name = Label(heading if target else f"▲ {heading}", "secondary")
            name.setToolTip("" if target else "没有取这一列")
            self._grid.addWidget(name, row, column * 2)
            self._grid.addWidget(box, row, column * 2 + 1)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column * 2 + 1, 1)

    def _box(self, heading: str, target: str | None) -> ComboBox:
        box = ComboBox(f"{heading} 对应")
        box.addItem(_IGNORED, None)
        for field, label in LABELS.items():
            box.addItem(label, field)
        box.setCurrentIndex(box.findData(target) if target else 0)
        box.activated.connect(lambda _: self._changed(heading, box.currentData()))
        return box

    def clear(self) -> None:
        """Forget everything shown."""
        empty(self._grid)
        self.boxes = {}


class ChoiceCard(Card):
    """A line a word with a box to choose from; a choice calls ``changed`` with both."""

    def __init__(self, title: str, changed: Callable[[str, str], None]) -> None:
        super().__init__(title)
        self._changed = changed
        self.boxes: dict[str, ComboBox] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_choices(
        self, words: Sequence[str], options: Sequence[tuple[str, str]], chosen: Mapping[str, str]
    ) -> None:
        """Draw a box for each word; the card hides where there is nothing to choose."""
        empty(self._grid)
        self.boxes = {}
        for row, word in enumerate(words):
            self.boxes[word] = box = ComboBox(f"{word} 对应")
            for text, value in options:
                box.addItem(text, value)
            box.setCurrentIndex(max(0, box.findData(chosen.get(word, ""))))
            box.activated.connect(lambda _, w=word, b=box: self._changed(w, b.currentData()))
            self._grid.addWidget(Label(word, "secondary"), row, 0)
            self._grid.addWidget(box, row, 1)
        self.setVisible(bool(words))


class MappingStep(Scroll):
    """What a person says about the roster: which sheet, where columns and wards go."""

    def __init__(self, changed: Callable[[Choices], None]) -> None:
        super().__init__()
        self._changed = changed
        self.choices = Choices()
        self._wards: tuple[str, ...] = ()
        self.sheets = ChoiceCard("工作表", self._sheet)
        self.columns = MappingCard(self._column)
        self.wards = ChoiceCard("名册里的区域，本机没有同名的", self._ward)
        for card in (self.sheets, self.columns, self.wards):
            self.inner.addWidget(card)
        self.inner.addStretch()

    def show_reading(self, reading: RosterReading, wards: Sequence[tuple[str, str]]) -> None:
        """Draw what was read. ``wards``: number and name of each ward of the house."""
        names = [(name, name) for name in (reading.sheet, *reading.other_sheets)]
        self.sheets.show_choices(("读哪一张",) if reading.other_sheets else (), names, {})
        self.columns.show_mapping(reading)
        self._wards = tuple(dict.fromkeys((*self._wards, *reading.asks)))
        options = [("收入后再定", ""), *((f"{number} {name}", number) for number, name in wards)]
        self.wards.show_choices(self._wards, options, self.choices.wards)

    def _sheet(self, _: str, name: str) -> None:
        self.clear()
        self._say(sheet=name)

    def _column(self, heading: str, target: str | None) -> None:
        held = {h: t for h, t in self.choices.columns.items() if t is None or t != target}
        self._say(columns=held | {heading: target})

    def _ward(self, word: str, number: str) -> None:
        held = {w: n for w, n in self.choices.wards.items() if w != word}
        self._say(wards=held | ({word: number} if number else {}))

    def _say(self, **said: Any) -> None:
        self.choices = structs.replace(self.choices, **said)
        self._changed(self.choices)

    def clear(self) -> None:
        """Forget everything shown and said."""
        self.choices, self._wards = Choices(), ()
        self.columns.clear()
