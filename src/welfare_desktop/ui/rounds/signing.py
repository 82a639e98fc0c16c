"""Signing rounds from the board: what is unrecorded is named, then the PIN is asked."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from welfare_desktop.actions import marks, rounds
from welfare_desktop.domain import staffing
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.popups import ListPopup, Row

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.actions.on_paper import OnPaper
    from welfare_desktop.ui.rounds.walk import Walk

_NAMED, _LISTED = 6, 10


class Signing:
    """Signatures of one board."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def finish(self) -> None:
        """Ctrl+Enter: the round under the cursor."""
        walk, slot = self._walk, self._walk.round_slot()
        known = rounds.find(walk.desk, walk.ward, slot) if slot else None
        if known is None:
            walk.shell.say("这一轮还没有开始，或者已经签过。按 F2 开始现在的一轮。", "warn")
        else:
            self.sign(known.id, slot)

    def sign(self, round_id: str, slot: datetime | None) -> None:
        """Name the unrecorded, else ask the PIN of the person who walked it."""
        walk = self._walk
        names = [child.name for child in rounds.waiting(walk.desk, round_id)]
        if names:
            more = "……" if len(names) > _NAMED else ""
            walk.shell.say(
                f"还有 {len(names)} 名未记，记完再签：{'、'.join(names[:_NAMED])}{more}", "warn"
            )
            if slot is not None:
                walk.board.to_slot(slot)
            walk.board.setFocus()
            return
        paper = walk.from_paper.of(slot)
        if paper is not None:
            self._on_paper(round_id, slot, paper)
            return
        walk.shell.ask_signature(
            f"签{self.words(slot)}{self._beside(slot)}{self._missing(round_id)}", partial(self._signed, round_id, slot),
            title="巡查签字", who=self._walker(),
        )  # fmt: skip

    def _missing(self, round_id: str) -> str:
        """Who was marked and not seen: the signature says so too."""
        names = marks.unseen(self._walk.desk, round_id)
        more = "……" if len(names) > _NAMED else ""
        return f"。没有看到{len(names)}名：{'、'.join(names[:_NAMED])}{more}" if names else ""

    def _beside(self, slot: datetime | None) -> str:
        """The own looks that the same signature covers."""
        desk = self._walk.desk
        look = rounds.own_look(desk, self._walk.ward, desk.account.staff) if slot else None
        return "，连同自己的临时查看" if look is not None else ""

    def _on_paper(self, round_id: str, slot: datetime | None, paper: OnPaper) -> None:
        """The walker confirms what stands on paper; one who is not here is signed for by nobody."""
        walk = self._walk
        if paper.absent:
            rounds.close_on_paper(walk.desk, round_id, paper)
            self._done(f"{self.words(slot)}已补录：按未签存，照片附在后面。", slot)
            return
        logins = [a.login for a in walk.desk.accounts() if a.staff == paper.by]
        walk.shell.ask_signature(
            f"签{self.words(slot)}（补录）", partial(self._signed, round_id, slot),
            title="巡查签字", who=logins[0], among=logins,
        )  # fmt: skip

    def _walker(self) -> str:
        """Who signs, to begin with: the window's person if on duty here, else who is."""
        walk = self._walk
        desk, own = walk.desk, walk.desk.account
        there = staffing.on_duty(rounds.ward_house(desk), walk.ward, desk.now())
        if own.staff in there or staffing.rostered(
            rounds.ward_house(desk), walk.ward, own.staff, desk.now()
        ):
            return own.login
        return next((a.login for a in desk.accounts() if a.staff in there), own.login)

    def _signed(self, round_id: str, slot: datetime | None, signer: Signer) -> None:
        rounds.sign_round(self._walk.desk, round_id, signer, paper=self._walk.from_paper.of(slot))
        self._walk.looking.on = self._walk.looking.on and slot is not None
        self._done(f"{signer.name}已签{self.words(slot)}，存好了。", slot)

    def _done(self, sentence: str, slot: datetime | None) -> None:
        walk = self._walk
        walk.from_paper.done(slot)
        walk.side.drop()
        walk.shell.changed()
        walk.board.setFocus()
        walk.shell.say(sentence)

    def words(self, slot: datetime | None) -> str:
        """A round in words."""
        if slot is None:
            return "临时查看"
        day = "" if slot.date() == self._walk.desk.now().date() else f"{slot:%m月%d日}"
        return f"{day}{slot:%H:%M}的一轮巡查"

    def show_unsigned(self, anchor: QWidget) -> None:
        """Rounds with marks and without a signature, but for the one under the cursor."""
        rows = []
        for known in rounds.unsigned(self._walk.desk, self._walk.ward):
            slot = datetime.fromisoformat(known.slot) if known.slot else None
            if slot is None or slot != self._walk.round_slot():
                rows.append(Row(self.words(slot), "按回车签字",
                                open=partial(self._take_up, known.id, slot)))  # fmt: skip
        ListPopup("未签的巡查", rows, anchor).open_under(anchor)

    def _take_up(self, round_id: str, slot: datetime | None) -> None:
        try:
            if slot is not None:
                self._walk.board.to_slot(slot)
            self.sign(round_id, slot)
        except (Refused, Trouble) as error:
            self._walk.shell.bad_news(error)

    def show_waiting(self, anchor: QWidget) -> None:
        """Who is not recorded yet in the round under the cursor."""
        board, slot = self._walk.board.cells.board, self._walk.round_slot()
        column = board.column(slot) if board else None
        waiting = board.waiting(column) if board and column is not None else []
        rows = [Row(f"{r.number}床 {r.name}", open=partial(self._go, r.child, column))
                for r in waiting[:_LISTED]]  # fmt: skip
        if len(waiting) > _LISTED:
            rows.append(Row(f"还有{len(waiting) - _LISTED}名"))
        popup = ListPopup("未记的儿童", rows or [Row("都记过了。")], anchor)
        popup.open_under(anchor)

    def _go(self, child: str, column: int | None) -> None:
        self._walk.board.at_child(child, column)
        self._walk.board.setFocus()
