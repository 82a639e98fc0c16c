"""The children of a group session: who joins, and what differs from the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from welfare_desktop.actions.group_session import Member
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms.f35_rehab_session import F35
from welfare_desktop.ui.shell.keys import Key, meaning, meanings
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Card

_ITEMS = F35.field("item").codes or ""
_PERFORMANCE = F35.field("performance").codes or ""
LIST_KEYS = (
    Key("空格", "参加、不参加", "joins"), Key("1–4", "这名儿童的表现", "performance:*"),
    Key("0", "没有做，写原因", "absent"), Key("Enter", "这名儿童的反应"),
    Key("I", "换项目", "item"), Key("A", "全部参加、全部不参加", "all"),
)  # fmt: skip
_MEANINGS = meanings(LIST_KEYS)


class GroupList(Card):
    """``changed`` after each key; ``shared`` gives the performance of all."""

    changed = Signal()

    def __init__(self, shared: Callable[[], str]) -> None:
        super().__init__("")
        self.members: list[Member] = []
        self._shared, self._absent = shared, False
        self.table = RowsView("儿童", (
            Column("参加", _joining, 84, tone=_tone),
            Column("姓名", lambda m: m.name, 104, strong=True),
            Column("项目", lambda m: label(_ITEMS, m.item), 160),
            Column("表现", self._performance, 84),
            Column("反应、没有做的原因", _said),
        ))  # fmt: skip
        self.table.installEventFilter(self)
        self.table.chosen.connect(lambda _: self._ask(absent=False))
        self.own = QLineEdit()
        self.own.hide()
        self.own.returnPressed.connect(self._told)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.own)

    def show_members(self, members: Sequence[Member]) -> None:
        """Show these, the cursor on the first."""
        self.members = list(members)
        self.own.hide()
        self.own.clear()
        self.table.show_things(self.members)

    def refresh(self) -> None:
        """Show anew, the cursor where it is."""
        at = max(self.table.currentIndex().row(), 0)
        self.table.show_things(self.members)
        if self.members:
            self.table.selectRow(min(at, len(self.members) - 1))

    def _performance(self, one: Member) -> str:
        if one.absent or not one.joins:
            return ""
        return label(_PERFORMANCE, one.performance or self._shared())

    def _change(self, **told: object) -> None:
        at = self.table.currentIndex().row()
        if 0 <= at < len(self.members):
            self.members[at] = msgspec.structs.replace(self.members[at], **told)
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list: each is about the child under the cursor."""
        if (
            watched is self.table and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and (do := self._doing(meaning(_MEANINGS, event) or "")) is not None
        ):  # fmt: skip
            do()
            return True
        return super().eventFilter(watched, event)

    def _doing(self, means: str) -> Callable[[], None] | None:
        one: Member | None = self.table.current()
        if one is None:
            return None
        kind, _, code = means.partition(":")
        return {
            "performance": lambda: self._change(performance=code, joins=True, absent=""),
            "joins": lambda: self._change(joins=not one.joins, absent=""),
            "absent": lambda: self._ask(absent=True),
            "item": lambda: self._change(item=_next(one.items, one.item)),
            "all": self._all,
        }.get(kind)

    def _all(self) -> None:
        join = not all(one.joins for one in self.members)
        self.members = [msgspec.structs.replace(m, joins=join, absent="") for m in self.members]
        self.changed.emit()

    def _ask(self, absent: bool) -> None:
        """The line for this child: its reaction, or why it was not done."""
        one: Member | None = self.table.current()
        if one is None:
            return
        self._absent = absent
        asked = f"{one.name}没有做的原因，回车" if absent else f"{one.name}的反应，回车"
        self.own.setPlaceholderText(asked)
        self.own.setAccessibleName(asked)
        self.own.setText(one.absent if absent else one.reaction)
        self.own.show()
        self.own.setFocus()

    def settle(self) -> None:
        """What stands in the line is the child's, if it was not entered yet."""
        if not self.own.isHidden() and self.own.text().strip():
            self._told()

    def _told(self) -> None:
        text = self.own.text().strip()
        if self._absent:
            self._change(absent=text, joins=True)
        else:
            self._change(reaction=text, joins=True)
        self.own.hide()
        self.table.setFocus()


def _joining(one: Member) -> str:
    return "没有做" if one.absent else "✓ 参加" if one.joins else "不参加"


def _tone(one: Member) -> Tone:
    return "warn" if one.absent else "ok" if one.joins else "mute"


def _said(one: Member) -> str:
    if not one.joins:
        return ""
    return one.absent or one.reaction or "同全组"


def _next(items: Sequence[str], item: str) -> str:
    return items[(items.index(item) + 1) % len(items)] if item in items else items[0]
