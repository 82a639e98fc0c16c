"""巡查板: the board, the panel beside it, and what each key does (ward.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.actions import rounds
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.rounds.asks import Ask, PointsAsk
from welfare_desktop.ui.rounds.board import BoardView
from welfare_desktop.ui.rounds.questions import Questions
from welfare_desktop.ui.rounds.side import Side
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk, Signer

_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class Walk(QWidget):
    """One ward's rounds. A mark goes to the slot under the cursor; past ones are 补录."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.ward = ""
        self.round = ""
        self._late: dict[str, str] = {}
        self._drawn_child = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(12)
        self.board = BoardView()
        self.side = Side(self.start, self.finish, self._show_unsigned)
        self.questions = Questions(self)
        line.addWidget(self.board, 1)
        line.addWidget(self.side)
        self.board.pressed.connect(self._pressed)
        self.board.selectionModel().currentChanged.connect(lambda *_: self.show_child())
        self.board.cells.modelReset.connect(self._reset)

    @property
    def desk(self) -> Desk:
        """The desk of the person whose window it is."""
        return self.shell.desk

    def _reset(self) -> None:
        self._drawn_child = ""

    def show_ward(self, ward: str) -> None:
        """Show a ward as it stands."""
        if ward != self.ward:
            self.ward, self.round = ward, ""
            self.side.drop()
        self.refresh()

    def refresh(self) -> None:
        """Read the board anew; the cursor stays."""
        self.board.show_board(rounds.board(self.desk, self.ward, self.desk.now().date()))
        self._drawn_child = ""
        self.show_child()
        self.show_progress()

    def show_progress(self) -> None:
        """How far the current round is."""
        slot = self.current_slot()
        progress = rounds.progress(self.desk, self.ward, slot) if slot else None
        unsigned = [w for w in rounds.unsigned(self.desk, self.ward) if w.id != self.round]
        self.side.show_progress(progress, bool(self.round), len(unsigned))

    def current_slot(self) -> datetime | None:
        """The slot a round opened now belongs to."""
        return rules.current_slot(self.desk.house(), self.ward, self.desk.now())

    def slot(self) -> datetime | None:
        """The slot under the cursor."""
        board, column = self.board.cells.board, self.board.currentIndex().column()
        return board.slots[column] if board and 0 <= column < len(board.slots) else None

    def start(self) -> None:
        """F2: the current round at its first unrecorded child."""
        slot = self.current_slot()
        if slot is None:
            self.shell.say("现在没有到点的巡查。", "info")
            return
        self.round = rounds.open_round(self.desk, self.ward, slot).id
        self.side.drop()
        self.refresh()
        self.next()
        self.board.setFocus()

    def next(self) -> None:
        """The next unrecorded child of the open round, or stay."""
        if self.round:
            waiting = rounds.waiting(self.desk, self.round)
            if waiting:
                self.board.at_child(waiting[0].id)

    def show_child(self) -> None:
        """Who is under the cursor."""
        child = self.board.child() or ""
        if child != self._drawn_child:
            self._drawn_child = child
            self.questions.describe(child)
            self.board.names.viewport().update()

    def _pressed(self, meaning: str) -> None:
        try:
            self._do(meaning)
        except (Refused, Trouble) as error:
            self.shell.bad_news(error)

    def _do(self, meaning: str) -> None:
        if meaning == "finish":
            self.finish()
        elif meaning in ("jump", "details"):
            getattr(self.questions, meaning)()
        elif meaning == "undo" and not self.round:
            self.questions.correct()
        else:
            self._in_round(meaning)

    def _in_round(self, meaning: str) -> None:
        slot, current = self.slot(), self.current_slot()
        if meaning != "environment" and slot is not None and slot != current:
            if current is None or slot > current:
                raise Refused("这一轮还没到点，到点前15分钟起可以记。")
            self.questions.backfill(slot, meaning)
            return
        if not self.round:
            child = self.board.child()
            self.start()
            if child and not meaning.startswith("env"):
                self.board.at_child(child)
        if meaning.startswith("mark:"):
            self.questions.mark(meaning[5:])
        elif meaning == "environment":
            self.questions.environment()
        elif meaning == "undo":
            taken = rounds.take_back(self.desk, self.round)
            self.refresh()
            if taken:
                self.board.at_child(taken["child"])
        elif meaning in ("temp", "note"):
            self.questions.more(meaning)

    def put(self, code: str, round_id: str = "", *, forward: bool = True, **more: Any) -> None:
        """One mark of the child under the cursor, then the next one."""
        child = self.board.child()
        if child is None:
            return
        rounds.mark(self.desk, round_id or self.round, child, code, **more)
        self.refresh()
        if forward and not round_id:
            self.next()

    def ask(self, question: Ask, answered: Callable[[Any], Any]) -> None:
        """Ask beside the board; Escape comes back to it."""

        def done(answer: Any) -> None:
            try:
                answered(answer)
            except (Refused, Trouble) as error:
                self.shell.bad_news(error)

        self.side.ask(question, done, self.back)

    def back(self) -> None:
        """The question goes, the board has the keyboard again."""
        self.side.drop()
        self.board.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the five points do not need go to the board: the round goes on."""
        if isinstance(self.side.question, PointsAsk) and event.key() not in _HELD:
            self.back()
            self.board.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def late(self, slot: datetime, reason: str) -> str:
        """Open (or go on with) the back-filled round of a past slot; its id."""
        walk = rounds.open_round(self.desk, self.ward, slot)
        self._late[walk.id] = reason
        return walk.id

    def late_reason(self, slot: datetime) -> str:
        """The reason given for a past slot in this sitting."""
        text = slot.strftime("%Y-%m-%dT%H:%M")
        known = {w.id for w in rounds.unsigned(self.desk, self.ward) if w.slot == text}
        return next((reason for walk, reason in self._late.items() if walk in known), "")

    def finish(self) -> None:
        """Ctrl+Enter: name the unrecorded, else ask the PIN."""
        if not self.round:
            self.shell.say("还没有开始这一轮，按 F2 开始。", "warn")
            return
        self._sign(self.round)

    def _sign(self, round_id: str) -> None:
        names = [child.name for child in rounds.waiting(self.desk, round_id)]
        if names:
            more = "……" if len(names) > 6 else ""
            self.shell.say(f"还有 {len(names)} 名未记：{'、'.join(names[:6])}{more}", "warn")
            if round_id == self.round:
                self.next()
            return

        def signed(signer: Signer) -> None:
            late = self._late.get(round_id, "")
            rounds.sign_round(self.desk, round_id, signer, late_reason=late)
            self.round = "" if round_id == self.round else self.round
            self.side.drop()
            self.shell.changed()
            self.board.setFocus()
            self.shell.say("这一轮已签字存好。")

        self.shell.ask_signature("签这一轮巡查", signed, title="巡查签字",
                                 who=self.desk.account.login)  # fmt: skip

    def _show_unsigned(self, anchor: QWidget) -> None:
        rows = []
        for walk in rounds.unsigned(self.desk, self.ward):
            if walk.id != self.round:
                name = f"{walk.slot[11:]}的一轮" if walk.slot else "临时查看"
                rows.append(Row(name, "按回车签字", open=partial(self._sign, walk.id)))
        ListPopup("未签的巡查", rows, anchor).open_under(anchor)

    def clear(self) -> None:
        """Forget what is shown."""
        self.round, self.ward = "", ""
        self.side.drop()
        self.questions.describe("")
        self.board.show_board(None)
