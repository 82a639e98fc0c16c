"""巡查与交接: the board, and the handover in a second tab."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import events, rounds
from welfare_desktop.domain import handover, staffing
from welfare_desktop.domain.board import Board
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.rounds import SIGNS, in_ward, shift_of
from welfare_desktop.ui.rounds.board import TONES
from welfare_desktop.ui.rounds.handover import HandoverTab
from welfare_desktop.ui.rounds.keys import BOARD, HANDOVER
from welfare_desktop.ui.rounds.paper_entry import PaperMenu
from welfare_desktop.ui.rounds.walk import Walk
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell, wake
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.tabs import Tabs
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import SIGNS as _STATE_SIGNS
from welfare_desktop.ui.shell.widgets import Chip, ComboBox, StatusLabel

_MISSED, _LATE = frozenset({"overdue", "missed"}), frozenset({"late", "backfilled"})
_LISTED = 10


def _counted(board: Board | None, states: frozenset[str], column: int | None = None) -> int:
    """Cells in some states, of one column or of the whole board."""
    rows = board.rows if board else ()
    cells = [c for r in rows for c in (r.cells if column is None else (r.cells[column],))]
    return sum(c.state in states for c in cells)


class RoundsPage(Page):
    """Board and handover of one ward."""

    title = "巡查与交接"
    keys: tuple[Key, ...] = BOARD
    help = (
        "按下就已存好，断电也在。签字后才算这一轮。没有“全部正常”，一名儿童按一个键。"
        "虚线框是还没巡，点线框是记了还没签。"
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.tabs = Tabs("巡查板、交接班")
        self.walk = Walk(shell)
        self.board = self.walk.board
        self.handover = HandoverTab(shell)
        self.tabs.addTab(self.walk, "巡查板")
        self.tabs.addTab(self.handover, "交接班")
        self.tabs.setCornerWidget(self._corner(), Qt.Corner.TopRightCorner)
        self.tabs.currentChanged.connect(self._turned)
        layout.addWidget(self.tabs, 1)
        self.paper = PaperMenu(self)
        bind(self, self.keys, {"paper": self.paper.open})
        self.handover.foot.sheets.clicked.connect(self.paper.open)
        self.closed = EmptyNote("巡查和交接不在您的查看范围。需要时请找当班护士。")
        layout.addWidget(self.closed, 1)

    def _corner(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 0, 6)
        row.setSpacing(8)
        holder.setMinimumHeight(50)
        self.legend = QWidget()
        signs = QHBoxLayout(self.legend)
        signs.setContentsMargins(0, 0, 4, 0)
        signs.setSpacing(4)
        for mark, (sign, word) in SIGNS.items():
            signs.addWidget(StatusLabel(f"{sign} {word}", TONES[mark], sign=False))
        signs.addWidget(StatusLabel("待 待巡", "warn", due=True, sign=False))
        row.addWidget(self.legend)
        self.state = Chip("", "mute", self._show_late)
        row.addWidget(self.state)
        self.ward = ComboBox("区域")
        self.ward.currentIndexChanged.connect(self.refresh)
        row.addWidget(self.ward)
        return holder

    def enter(
        self, start: bool = False, tab: str = "", ward: str = "", look: bool = False,
        **arguments: Any,
    ) -> None:  # fmt: skip
        self._wards(ward)
        if tab or start or look:
            # What the tab shows is read once, below.
            self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(1 if tab == "handover" and not start else 0)
            self.tabs.blockSignals(False)
        self.refresh()
        if start and self.ward.currentData() is not None:
            self.walk.start()
        if look and rounds.may_see(self.desk):
            self.walk.looking.start()
        if not start and not look:
            self.paper.again()

    def _wards(self, wanted: str) -> None:
        known = self.ward.currentData()
        self.ward.blockSignals(True)
        self.ward.clear()
        for ward in rounds.wards(self.desk):
            self.ward.addItem(ward.text("name"), ward.id)
        self.ward.setCurrentIndex(max(0, self.ward.findData(wanted or known or self._own())))
        self.ward.blockSignals(False)

    def _own(self) -> str:
        """The ward this person is on duty in, else the first one with children."""
        house, now = self.desk.seen(), self.desk.now()
        taken = [w.id for w in rounds.wards(self.desk) if in_ward(house, w.id, now)]
        mine = (w for w in taken if self.desk.account.staff in staffing.on_duty(house, w, now))
        return next(mine, next(iter(taken), ""))

    def _turned(self) -> None:
        self.refresh()
        focus = self.first_focus()
        if focus is not None and self.isVisible():
            wake(focus, self)
            focus.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The legend gives way where the window is narrow or the type large."""
        super().resizeEvent(event)
        self._legend()

    def _legend(self) -> None:
        corner = self.tabs.cornerWidget(Qt.Corner.TopRightCorner)
        taken = self.tabs.tabBar().sizeHint().width() + self.state.sizeHint().width()
        taken += self.ward.sizeHint().width() + self.legend.sizeHint().width() + 40
        board = self.tabs.currentWidget() is self.walk
        self.legend.setVisible(board and taken <= self.width())
        corner.adjustSize()

    def refresh(self) -> None:
        ward = self.ward.currentData()
        closed = not rounds.may_see(self.desk)
        self.tabs.setVisible(not closed)
        self.closed.setVisible(closed)
        if ward is None:
            return
        self.walk.show_ward(ward)
        there = self.tabs.currentWidget() is self.handover
        self.keys = HANDOVER if there else BOARD
        if there:
            self.handover.show_ward(ward)
        board = self.board.cells.board
        missed, late = _counted(board, _MISSED), _counted(board, _LATE)
        words = [f"漏巡 {missed}"] * bool(missed) + [f"迟 {late}"] * bool(late)
        tone: Tone = "bad" if missed else "warn" if late else "ok"
        self.state.show_state(f"{_STATE_SIGNS[tone]} {'　'.join(words) or '没有漏巡'}", tone)
        house, now = rounds.ward_house(self.desk), self.desk.now()
        shift = label("CL-SHIFT", shift_of(house, now, ward))
        self.walk.side.census.setText(handover.census(house, ward, now).short)
        count = len(board.rows) if board else 0
        self.set_header(
            self.title, f"{now:%m月%d日} {shift} · {self.ward.currentText()} {count}名儿童"
        )
        self._legend()

    def _show_late(self) -> None:
        """Slots of the board with children missed or marked late, the newest first."""
        board, rows = self.board.cells.board, []
        for column, slot in reversed(list(enumerate(board.slots if board else ()))):
            missed, late = _counted(board, _MISSED, column), _counted(board, _LATE, column)
            if missed or late:
                words = [f"漏巡{missed}名"] * bool(missed) + [f"迟记{late}名"] * bool(late)
                rows.append(Row(f"{slot:%m月%d日 %H:%M}　{'，'.join(words)}",
                                open=partial(self._at_slot, slot)))  # fmt: skip
        title = f"漏巡和迟记的时点{f'（最近{_LISTED}个）' if len(rows) > _LISTED else ''}"
        popup = ListPopup(title, rows[:_LISTED] or [Row("没有漏巡，也没有迟记。")], self.state)
        popup.open_under(self.state)

    def _at_slot(self, slot: datetime) -> None:
        self.tabs.setCurrentIndex(0)
        self.board.to_slot(slot)
        self.board.setFocus()

    def beat(self) -> None:
        if self.tabs.currentWidget() is self.walk and self.walk.side.question is None:
            self.refresh()

    def leave(self) -> bool:
        """Keep what the handover holds."""
        self.handover.keep()
        return True

    def clear(self) -> None:
        self.walk.clear()
        self.handover.clear()

    def found(self, kind: str, identifier: str) -> bool:
        """Ctrl+K jumps to a child that stands on the board; others open as anywhere."""
        board = self.board.cells.board
        here = board is not None and any(row.child == identifier for row in board.rows)
        if kind != "child" or not here or self.tabs.currentWidget() is not self.walk:
            return False
        self.board.at_child(identifier)
        self.board.setFocus()
        return True

    def urgent(self) -> tuple[str, str]:
        """The child under the cursor of the board; of the handover only the ward."""
        board = self.tabs.currentWidget() is self.walk
        return (self.board.child() or "") if board else "", self.ward.currentData() or ""

    def noticed(self, child: str) -> None:
        """The mark 异常, by the same rules as its key; a question nobody began to answer goes."""
        events.looked(self.desk, self.ward.currentData(), child)
        question = self.walk.side.question
        if question is not None and not any(
            line.text() for line in question.findChildren(QLineEdit)
        ):
            self.walk.side.drop()

    def again(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Back on the same ward and tab, the cursor where it stood: no round is begun anew."""
        tab = "handover" if self.tabs.currentWidget() is self.handover else "board"
        return {"tab": tab, "ward": self.ward.currentData() or ""}

    def first_focus(self) -> QWidget | None:
        if self.tabs.currentWidget() is self.handover:
            return self.handover.first_focus()
        question = self.walk.side.question
        return self.board if question is None else question.hands()
