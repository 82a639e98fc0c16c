"""巡查板: the board, the panel beside it, and what each key does (ward.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.actions import marks, rounds
from welfare_desktop.domain import marked
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.rounds.aside import Aside
from welfare_desktop.ui.rounds.asks import Ask, PointsAsk
from welfare_desktop.ui.rounds.board import BoardView
from welfare_desktop.ui.rounds.carers import Carers
from welfare_desktop.ui.rounds.from_paper import FromPaper
from welfare_desktop.ui.rounds.looking import Looking
from welfare_desktop.ui.rounds.questions import Questions, Spot
from welfare_desktop.ui.rounds.scanner import BoardScanner
from welfare_desktop.ui.rounds.side import Side
from welfare_desktop.ui.rounds.signing import Signing
from welfare_desktop.ui.shell.page import Shell

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk

_SIGNED = "这一格已签，要改按退格更正。"
_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class Walk(QWidget):
    """One ward's rounds. A key means the slot under the cursor; what is open lies in the store."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.ward = ""
        self._drawn_child = ""
        self._reading = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(12)
        self.board = BoardView()
        self.questions, self.signing = Questions(self), Signing(self)
        self.looking, self.carers, self.from_paper = Looking(self), Carers(self), FromPaper(self)
        self.scanner, self.aside = BoardScanner(self), Aside(self)
        #: Takes back what the last key wrote.
        self.done: Callable[[], object] | None = None
        self.side = Side(self.start, self.signing)
        line.addWidget(self.board, 1)
        line.addWidget(self.side)
        self.board.pressed.connect(self._pressed)
        self.scanner.watch(self.board)
        self.board.selectionModel().currentChanged.connect(lambda *_: self._moved())
        self.board.cells.modelReset.connect(self._reset)

    @property
    def desk(self) -> Desk:
        """The desk of the person whose window it is."""
        return self.shell.desk

    def _reset(self) -> None:
        self._drawn_child = ""

    def show_ward(self, ward: str) -> None:
        """Show a ward as it stands."""
        if ward == self.ward:
            self.refresh()
            return
        self.aside.put()
        self.ward = ward
        self.aside.bring()

    def refresh(self, then: Callable[[], object] = lambda: None) -> None:
        """Read the board anew; the cursor stays on its child, and on a round not yet signed.

        ``then`` moves the cursor; what stands beside the board is read once, afterwards.
        """
        with self.desk.one_look():
            self._read(then)

    def _read(self, then: Callable[[], object]) -> None:
        slot = self.board.slot()
        walking = slot is not None and rounds.find(self.desk, self.ward, slot) is not None
        self._reading = True
        try:
            board = rounds.board(self.desk, self.ward, self.from_paper.since)
            self.board.show_board(board, follow=not walking)
            then()
        finally:
            self._reading = False
        self._drawn_child = ""
        self._moved()

    def _moved(self) -> None:
        if self.ward and not self._reading:
            self.show_child()
            self.show_progress()

    def show_child(self) -> None:
        """Who is under the cursor, and what stands in the cell."""
        child = self.board.child() or ""
        if child != self._drawn_child:
            self._drawn_child = child
            self.questions.describe(child)
            self.board.names.viewport().update()
        slot, cell = self.board.slot(), self.board.cell()
        told = marks.before(self.desk, cell, child, slot) if cell and slot else ()
        self.side.show_cell(slot, cell, told)

    def described(self) -> None:
        """Something about the child under the cursor is new."""
        self._drawn_child = ""
        self.show_child()

    def show_progress(self) -> None:
        """How far the round under the cursor is; where it has not come, the current one."""
        slot = self.round_slot()
        progress = rounds.progress(self.desk, self.ward, slot) if slot else None
        text = minute_text(slot) if slot else None
        others = rounds.unsigned(self.desk, self.ward)
        walking = slot is not None and rounds.find(self.desk, self.ward, slot) is not None
        self.side.show_progress(progress, walking, sum(w.slot != text for w in others))

    def round_slot(self) -> datetime | None:
        """The slot whose round is meant: that of the cursor, else the current one."""
        slot = self.board.slot()
        if slot is not None and not self._future(slot):
            return slot
        return rules.round_slot(rounds.ward_house(self.desk), self.ward)

    def _future(self, slot: datetime) -> bool:
        return rules.lateness(rounds.ward_house(self.desk), slot) == "future"

    def _opens(self) -> str:
        return rules.opens(rounds.ward_house(self.desk))

    def start(self) -> None:
        """F2: the current round at its first unrecorded child."""
        self.looking.on = False
        slot = rules.round_slot(rounds.ward_house(self.desk), self.ward)
        if slot is None:
            self.shell.say("现在没有到点的巡查。", "info")
            return
        progress = rounds.progress(self.desk, self.ward, slot)
        self.side.drop()
        if progress.signed and progress.done >= progress.due:
            self.shell.say(f"{slot:%H:%M}的一轮已签。{self._next_words(slot)}", "info")
        else:
            rounds.open_round(self.desk, self.ward, slot)
        self.refresh(partial(self.board.to_slot, slot))
        self.board.setFocus()

    def _next_words(self, slot: datetime) -> str:
        board = self.board.cells.board
        coming = next((s for s in board.slots if s > slot), None) if board else None
        return f"下一轮 {coming:%H:%M}，{self._opens()}可以开始。" if coming else ""

    # --- keys ---

    def _pressed(self, meaning: str) -> None:
        try:
            self._do(meaning)
        except (Refused, Trouble) as error:
            self.shell.bad_news(error)

    def _do(self, meaning: str) -> None:
        slot, child = self.board.slot(), self.board.child()
        care = meaning.startswith("care:")
        if not care and self.looking.takes(meaning, child):
            return
        if meaning == "finish":
            self.signing.finish()
        elif meaning in ("jump", "details"):
            getattr(self.questions, meaning)()
        elif care and child is not None:
            self.carers.take(meaning[5], child, other=meaning.endswith("+"))
        elif slot is None or child is None:
            self.shell.say("现在没有到点的巡查。", "info")
        elif self._future(slot):
            raise Refused(f"这一轮还没到点，{self._opens()}可以记。")
        elif meaning == "undo":
            self._undo(slot, child)
        elif meaning == "environment":
            self.questions.environment(rounds.open_round(self.desk, self.ward, slot).id)
        else:
            self._aim(meaning, child, slot)

    def _aim(self, meaning: str, child: str, slot: datetime) -> None:
        """A mark, temperature or note: at the slot, without one, or 补录 with its reason."""
        cell, late = self.board.cell(), rules.is_late(rounds.ward_house(self.desk), slot)
        walk = rounds.find(self.desk, self.ward, slot)
        signed = cell is not None and bool(cell.mark) and cell.signed
        if signed or (cell is not None and cell.state == "none"):
            if late:
                raise Refused(_SIGNED if signed else "这名儿童这一时点不用巡查。")
            # A further look now: with the round being walked, else by itself.
            at = slot if walk is not None and not signed else None
            self.questions.take(meaning, Spot(child, at))
        elif cell is not None and meaning == f"mark:{cell.mark}" and cell.mark in "12":
            self.board.next(slot)  # the same key once more says nothing new
        elif not late:
            self.questions.take(meaning, Spot(child, slot))
        else:
            known = rounds.backfill_reason(self.desk, walk.id) if walk else ""
            known = self.from_paper.reason(slot, known)
            self.questions.backfill(meaning, Spot(child, slot, known))

    def _undo(self, slot: datetime, child: str) -> None:
        """The own last mark of the open round, or a look just made; else 更正 of a signed one."""
        walk = rounds.find(self.desk, self.ward, slot)
        cell, row = self.board.cell(), self.board.row()
        if self.carers.undo(child, rounds.last_own(self.desk, walk, cell)):
            return
        taken = rounds.take_back(self.desk, walk.id) if walk else None
        if taken is None and row is not None and row.looks and not row.looks[-1].signed:
            look = rounds.find(self.desk, self.ward, None)
            taken = rounds.take_back(self.desk, look.id) if look else None
        if taken is not None:
            self.refresh(partial(self.board.at_child, taken["child"]))
        elif cell is not None and cell.mark and cell.signed:
            self.questions.correct(child, slot)
        else:
            raise Refused("没有自己记的可以取消。")

    def put(self, code: str, spot: Spot, *, forward: bool = True, note: str = "",
            temp: float | None = None) -> None:  # fmt: skip
        """One mark, then the next child."""
        spot = self._still(spot)
        late = f"{marked.BACKFILLED}{spot.reason}" if spot.reason else ""
        note = "；".join(part for part in (note, late) if part)
        walk = rounds.open_round(self.desk, self.ward, spot.slot)
        paper = self.from_paper.of(spot.slot)
        made = rounds.mark(self.desk, walk.id, spot.child, code, temp=temp, note=note, paper=paper)
        self.done = partial(rounds.unmark, self.desk, made)
        slot = spot.slot
        self.refresh(partial(self.board.next, slot) if forward and slot else lambda: None)
        if slot is None:
            self.shell.say("已记为临时查看，不算下一轮。", "info")
            self.looking.moved()

    def _still(self, spot: Spot) -> Spot:
        """Signed while its question stood (by another, after the veil): this is a further look."""
        slot = spot.slot
        if slot is None or rounds.find(self.desk, self.ward, slot) is not None:
            return spot
        if spot.child not in marked.seen_at(rounds.ward_house(self.desk), slot):
            return spot
        if spot.reason:
            raise Refused(_SIGNED)
        return replace(spot, slot=None)

    # --- questions ---

    def ask(self, question: Ask, answered: Callable[[Any], Any]) -> None:
        """Ask beside the board; Escape comes back to it."""

        def done(answer: Any) -> None:
            try:
                answered(answer)
            except (Refused, Trouble) as error:
                self.shell.bad_news(error)

        self.side.ask(question, done, self.back)
        self.scanner.watch(question, *question.findChildren(QWidget))

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

    def clear(self) -> None:
        """Forget what is shown."""
        self.aside.put()
        self.ward = ""
        self.questions.describe("")
        self.side.show_cell(None, None)
        self.board.show_board(None)
