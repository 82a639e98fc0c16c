"""交接班: generated, completed by the giver, repeated back by the receiver, signed by both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.actions import brief, handover, rounds
from welfare_desktop.actions.handover import Given, Said, Written
from welfare_desktop.actions.on_paper import OnPaper, place_of
from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.handover import Sheet
from welfare_desktop.domain.rounds import bed_words
from welfare_desktop.ui.rounds.brief import BriefCard
from welfare_desktop.ui.rounds.handover_foot import HandoverFoot
from welfare_desktop.ui.rounds.jump import NOBODY, by_code
from welfare_desktop.ui.rounds.keys import HANDOVER
from welfare_desktop.ui.rounds.sections import (
    CensusCard,
    CountsCard,
    MovesCard,
    OthersCard,
    RemarkCard,
    UnsignedCard,
    head_notes,
)
from welfare_desktop.ui.rounds.special import GiverCard, KeyCard, SpecialCard, TakerCard
from welfare_desktop.ui.rounds.tasks import EventCard, TaskCard, dose_cards, event_cards
from welfare_desktop.ui.shell.keys import bind
from welfare_desktop.ui.shell.page import Shell, wake
from welfare_desktop.ui.shell.scanner import Scanner
from welfare_desktop.ui.shell.widgets import Label, Scroll, empty

_KEEP_MS = 1500


class HandoverTab(QWidget):
    """One page, top to bottom: head, 重点儿童, counts, events, the others; signatures at the foot."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.scanner = Scanner(self, lambda: None, shell.say, self._scanned)
        self.ward, self.place = "", ""
        self.given: Given | None = None
        self.written, self.said = Written(), Said()
        self.cards: list[SpecialCard] = []
        self.events: list[EventCard] = []
        self.tasks: list[TaskCard] = []
        self.unsigned: UnsignedCard | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        self.list = Scroll()
        layout.addWidget(self.list, 1)
        self.foot = HandoverFoot(shell, self)
        layout.addWidget(self.foot)
        self._keep = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keep.timeout.connect(self.keep)
        bind(self, HANDOVER, {
            "on": partial(self._step, 1), "back": partial(self._step, -1),
            "sign": self.foot.sign_now,
        })  # fmt: skip

    def show_ward(self, ward: str) -> None:
        """Show the handover of a ward as it stands; what was typed comes back."""
        if self._keep.isActive():
            self.keep()
        self._clear_view()
        self.place = self.place if ward == self.ward else ward
        self.ward, desk = ward, self._shell.desk
        self._read()
        if self.place != ward and self.written.paper is None:
            self.place = ward  # the paper is entered
            self._read()
        paper, house = self.written.paper, rounds.ward_house(desk)
        self.house = house.at(paper.moment) if paper else house
        sheet = handover.prepare(desk, self.place, self.written)
        locked = self.given is not None
        self.census = CensusCard(
            self._shifts(sheet), sheet.census, self.written.seen, self.written.explained, locked
        )
        self.list.inner.addWidget(self.census)
        self._notes(sheet)
        self._unsigned(sheet)
        self._special(sheet)
        self.counts = CountsCard(self.written.facility, locked, self._edited)
        self.others = OthersCard(sheet.others, None if locked else self._add)
        for card in (self.counts, self.others):
            self.list.inner.addWidget(card)
        self._tasks(sheet)
        self.moves = MovesCard(self._shell, self.written.expected_moves, locked, self._edited)
        happened = brief.happened(desk, ward, self.house, sheet.from_shift)
        told = RemarkCard(happened, self.written.remark, locked, self._edited)
        self.remark = told.line
        for last in (self.moves, told, BriefCard(self._shell, ward, self.house)):
            self.list.inner.addWidget(last)
        self.list.inner.addStretch()
        self.census.changed.connect(self._edited)
        self.foot.show_phase()

    def _read(self) -> None:
        desk, place = self._shell.desk, self.place
        self.given = handover.pending(desk, place)
        self.written = self.given.written if self.given else handover.written(desk, place)
        self.said = handover.said(desk, place) if self.given else Said()

    def enter_paper(self, paper: OnPaper | None) -> None:
        """Enter a handover that was signed on paper; ``None``: go on with one begun."""
        if self._keep.isActive():
            self.keep()
        self.place = place_of(self.ward)
        if paper is not None:
            handover.keep(self._shell.desk, self.place, Written(paper=paper))
        self.show_ward(self.ward)
        self.begin()

    def leave_paper(self) -> None:
        """Back to the handover of this hour; what was typed of the paper is kept."""
        self.keep()
        self.place = self.ward
        self.show_ward(self.ward)
        self.begin()

    def _now(self) -> datetime:
        return self.house.now if self.written.paper else self._shell.desk.now()

    def _shifts(self, sheet: Sheet) -> str:
        names = [s.text("name") for s in self.house.staff if s.id in sheet.on_duty]
        out, into = (label("CL-SHIFT", s) for s in (sheet.from_shift, sheet.to_shift))
        return f"{out} → {into}　当班 {'、'.join(names) or '没有排班'}"

    def _notes(self, sheet: Sheet) -> None:
        for note in head_notes(self._shell.desk, self.place, sheet, self.written, self.given):
            self.census.body.addWidget(note)

    def _unsigned(self, sheet: Sheet) -> None:
        self.unsigned = None
        if sheet.open_rounds:
            self.unsigned = UnsignedCard(
                sheet.open_rounds, self.written.unsigned_reason, self.given is not None,
                self._edited, lambda: self._shell.go("rounds", tab="board", ward=self.ward),
            )  # fmt: skip
            self.list.inner.addWidget(self.unsigned)

    def _special(self, sheet: Sheet) -> None:
        house, now = self.house, self._now
        values = self.given.values if self.given else {}
        lines = signing.to_take(house, values, sheet) if values else sheet.special
        self.list.inner.addWidget(Label(f"重点儿童 {len(lines)}，重者在前", "cardTitle"))
        frozen = {row["child"]: row for row in values.get("special_list", ())}
        for line in lines:
            child = house.child(line.child)
            place = bed_words(child.bed) if child else ""
            card: SpecialCard
            if self.given is None:
                card = GiverCard(line, place, self.written.notes.get(line.child, {}), now)
            else:
                card = TakerCard(line, place, frozen.get(line.child, {}), self.said, now)
            card.changed.connect(self._edited)
            self.cards.append(card)
            self.scanner.watch(card)
            self.list.inner.addWidget(card)
        if not lines:
            self.list.inner.addWidget(Label("这个区域现在没有重点儿童。", "secondary"))

    def _tasks(self, sheet: Sheet) -> None:
        """Open events, then the doses of the next shift as they were when the giver signed."""
        given, said = self.given, self.said.answers if self.given else None
        signed = [row["event"] for row in given.values["open_events"]] if given else []
        events = list(dict.fromkeys([*signed, *sheet.events]))
        self.events = event_cards(self._shell, self.house, events, self.written.events, said)
        self._titled(f"未结异常 {len(events)}", self.events)
        rows = given.values["orders_due"] if given else signing.orders_due(self.house, sheet)
        self._titled(f"下一班到点医嘱 {len(rows)}", dose_cards(self._shell, self.house, rows, said))

    def _titled(self, title: str, cards: Sequence[TaskCard]) -> None:
        if cards:
            self.list.inner.addWidget(Label(title, "cardTitle"))
        for card in cards:
            card.changed.connect(self._edited)
            self.tasks.append(card)
            self.scanner.watch(card)
            self.list.inner.addWidget(card)

    def _edited(self) -> None:
        self._keep.start()
        self.foot.mended()

    def keep(self) -> None:
        """Keep what is typed, as a draft."""
        self._keep.stop()
        if not self.ward:
            return
        self.gather()
        handover.keep(self._shell.desk, self.place, self.said if self.given else self.written)

    def gather(self) -> None:
        """Read what stands in the editors."""
        if self.given is not None:
            cards = [c for c in self.cards if isinstance(c, TakerCard)]
            answers = {c.task: c.answer.value() for c in self.tasks if c.answer is not None}
            self.said = Said(
                acks={c.line.child: c.repeat.text().strip() for c in cards},
                acked={c.line.child: c.said_at for c in cards if c.said_at},
                bedside={c.line.child: c.seen_at for c in cards if c.seen_at},
                answers={task: said for task, said in answers.items() if said},
                off_roster_reason=self.foot.said("off_roster_reason"),
            )  # fmt: skip
            return
        givers = [c for c in self.cards if isinstance(c, GiverCard)]
        self.written = Written(
            seen=self.census.counted(), explained=self.census.explained.text().strip(),
            notes={c.line.child: c.notes() for c in givers}, added=self.written.added,
            facility=self.counts.points.value() or {},
            events={c.task: c.todo.text().strip() for c in self.events},
            expected_moves=tuple(self.moves.table.value() or ()),
            remark=self.remark.text().strip(),
            unsigned_reason=self.unsigned.reason.text().strip() if self.unsigned else "",
            paper=self.written.paper,
        )  # fmt: skip

    def _add(self, child: str, reason: str) -> None:
        self.gather()
        added = {**self.written.added, child: reason}
        self.written = msgspec.structs.replace(self.written, added=added)
        handover.keep(self._shell.desk, self.place, self.written)
        self.show_ward(self.ward)
        self._at(next(card for card in self.cards if card.line.child == child))

    def first_focus(self) -> QWidget:
        """The count for the giver, the first card for the receiver."""
        return self.cards[0] if self.given is not None and self.cards else self.census.seen

    def to_census(self) -> None:
        """Bring the count into view."""
        self.list.ensureWidgetVisible(self.census)
        self.census.seen.setFocus()

    def to_open_card(self) -> None:
        """The first child that is not yet repeated back."""
        cards = [c for c in self.cards if isinstance(c, TakerCard) and not c.repeat.text().strip()]
        if cards:
            self._at(cards[0])

    def _scanned(self, code: str) -> None:
        """A wristband at the bedside leads to the card of its child."""
        child = by_code(self.house, code)
        card = next((c for c in self.cards if child and c.line.child == child.id), None)
        if card is not None:
            self._at(card)
        else:
            told = f"{child.name}不在重点儿童里，什么也没有记。" if child else NOBODY
            self._shell.say(told, "warn")

    def begin(self) -> None:
        """The keyboard at its first place, in view."""
        self._at(self.first_focus())

    def _at(self, focus: QWidget) -> None:
        wake(focus, self.window())
        focus.setFocus()
        # The cards have just been made and have no place yet.
        QTimer.singleShot(0, focus, lambda: self._reveal(focus))

    def _reveal(self, widget: QWidget) -> None:
        if isinstance(widget, KeyCard):
            self.list.verticalScrollBar().setValue(widget.y() - 8)
        else:
            self.list.ensureWidgetVisible(widget)

    def _step(self, by: int) -> None:
        cards: list[KeyCard] = [*self.cards, *self.tasks]
        if cards:
            inside = [i for i, c in enumerate(cards) if c.isAncestorOf(self._focus())
                      or c is self._focus()]  # fmt: skip
            at = inside[0] + by if inside else (0 if by > 0 else len(cards) - 1)
            card = cards[max(0, min(at, len(cards) - 1))]
            card.setFocus()
            self._reveal(card)

    def _focus(self) -> QWidget:
        return self.window().focusWidget() or self

    def _clear_view(self) -> None:
        self.cards, self.events, self.tasks = [], [], []
        empty(self.list.inner)

    def clear(self) -> None:
        """Keep what is typed, then forget what is shown."""
        if self._keep.isActive():
            self.keep()
        self.ward = ""
        self._clear_view()
