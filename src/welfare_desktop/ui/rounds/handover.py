"""交接班: generated, completed by the giver, repeated back by the receiver, signed by both."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.actions import handover
from welfare_desktop.actions.handover import Given, Said, Written
from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.handover import Sheet
from welfare_desktop.ui.rounds.handover_foot import HandoverFoot
from welfare_desktop.ui.rounds.sections import (
    CensusCard,
    CountsCard,
    EventsCard,
    MovesCard,
    OthersCard,
)
from welfare_desktop.ui.rounds.special import GiverCard, SpecialCard, TakerCard, line_edit
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.widgets import Card, Label, Scroll, StatusLabel, empty

_KEEP_MS = 1500


class HandoverTab(QWidget):
    """One page, top to bottom: head, 重点儿童, counts, events, the others; signatures at the foot."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.ward = ""
        self.given: Given | None = None
        self.written, self.said = Written(), Said()
        self.cards: list[SpecialCard] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        self.list = Scroll()
        layout.addWidget(self.list, 1)
        self.foot = HandoverFoot(shell, self)
        layout.addWidget(self.foot)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self.keep)
        for key, what in (
            ("Ctrl+Down", partial(self._step, 1)), ("Ctrl+Up", partial(self._step, -1)),
            ("Ctrl+Return", self.foot.sign_now), ("Ctrl+Enter", self.foot.sign_now),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self).activated.connect(what)

    def show_ward(self, ward: str) -> None:
        """Show the handover of a ward as it stands; what was typed comes back."""
        if self._keep.isActive():
            self.keep()
        self._clear_view()
        self.ward, desk = ward, self._shell.desk
        self.given = handover.pending(desk, ward)
        self.written = self.given.written if self.given else handover.written(desk, ward)
        self.said = handover.said(desk, ward) if self.given else Said()
        sheet = handover.prepare(desk, ward, self.written)
        locked = self.given is not None
        self.census = CensusCard(
            self._shifts(sheet), sheet.census, self.written.seen, self.written.explained, locked
        )
        self.list.inner.addWidget(self.census)
        self._notes(sheet)
        self._special(sheet)
        self.counts = CountsCard(self.written.facility, locked, self._edited)
        self._events(sheet)
        self.list.inner.addWidget(self.counts)
        self.others = OthersCard(sheet.others, None if locked else self._add)
        self.list.inner.addWidget(self.others)
        self.remark = line_edit(
            self.written.remark, "环境、来访、维修", "要告诉下一班的事", self._edited
        )
        self.remark.setReadOnly(locked)
        self.moves = MovesCard(self._shell, self.written.expected_moves, locked, self._edited)
        self.list.inner.addWidget(self.moves)
        remark = Card("环境、来访、维修")
        remark.body.addWidget(self.remark)
        self.list.inner.addWidget(remark)
        self.list.inner.addStretch()
        self.census.changed.connect(self._edited)
        self.foot.show_phase()

    def _shifts(self, sheet: Sheet) -> str:
        house = self._shell.desk.house()
        names = [s.text("name") for s in house.staff if s.id in sheet.on_duty]
        out, into = (label("CL-SHIFT", s) for s in (sheet.from_shift, sheet.to_shift))
        return f"{out} → {into}　当班 {'、'.join(names) or '没有排班'}"

    def _notes(self, sheet: Sheet) -> None:
        desk, house, head = self._shell.desk, self._shell.desk.house(), self.census
        if self.given is not None:
            mark = self.given.mark
            said = f"{mark['name']} {mark['at'][11:]} 已交班，接班人复述并签字前仍在岗"
            head.body.addWidget(StatusLabel(said, "warn", due=True))
            fresh = signing.changed_since(self.given.values, sheet)
            if fresh:
                told = f"签字后情况有变：{'，'.join(fresh)}。请退回重签。"
                head.body.addWidget(StatusLabel(told, "bad"))
        for reason in handover.objections(desk, self.ward):
            head.body.addWidget(StatusLabel(f"上次被退回：{reason}", "bad"))
        for note in signing.warnings(house, sheet, self.written.facility):
            head.body.addWidget(Label(f"! {note['note']}", "hint").wrap())

    def _special(self, sheet: Sheet) -> None:
        house, now = self._shell.desk.house(), self._shell.desk.now()
        self.list.inner.addWidget(Label(f"重点儿童 {len(sheet.special)}，重者在前", "cardTitle"))
        frozen = {r["child"]: r for r in self.given.values["special_list"]} if self.given else {}
        for line in sheet.special:
            child = house.child(line.child)
            place = f"{child.bed}床" if child else ""
            card: SpecialCard
            if self.given is None:
                card = GiverCard(line, place, self.written.notes.get(line.child, {}), now)
            else:
                said = self.said
                card = TakerCard(line, place, frozen.get(line.child, {}),
                                 said.acks.get(line.child, ""), said.bedside.get(line.child, ""),
                                 now)  # fmt: skip
            card.changed.connect(self._edited)
            self.cards.append(card)
            self.list.inner.addWidget(card)
        if not sheet.special:
            self.list.inner.addWidget(Label("这个区域现在没有重点儿童。", "secondary"))

    def _events(self, sheet: Sheet) -> None:
        desk = self._shell.desk
        told = []
        for event in sheet.events:
            record = desk.record(event)
            kind = label("CL-ABN", record.text("type")) if record.get("type") else "异常"
            told.append((event, f"{kind} {record.text('found_at')[11:]}"))
        answers = dict(self.said.answers) if self.given else None
        self.events = EventsCard(
            told, self.written.events, answers,
            lambda event: self._shell.go("record", form="F31", record=event, mode="continue"),
        )  # fmt: skip
        self.events.changed.connect(self._edited)
        self.list.inner.addWidget(self.events)

    def _edited(self) -> None:
        self._keep.start()

    def keep(self) -> None:
        """Keep what is typed, as a draft."""
        self._keep.stop()
        if not self.ward:
            return
        self.gather()
        handover.keep(self._shell.desk, self.ward, self.said if self.given else self.written)

    def gather(self) -> None:
        """Read what stands in the editors."""
        if self.given is not None:
            cards = [c for c in self.cards if isinstance(c, TakerCard)]
            self.said = Said(
                acks={c.line.child: c.repeat.text().strip() for c in cards},
                bedside={c.line.child: c.seen_at for c in cards if c.seen_at},
                answers={e: a.value() for e, a in self.events.answers.items() if a.value()},
                off_roster_reason=self.foot.reason.text().strip(),
            )  # fmt: skip
            return
        givers = [c for c in self.cards if isinstance(c, GiverCard)]
        self.written = Written(
            seen=self.census.counted(), explained=self.census.explained.text().strip(),
            notes={c.line.child: c.notes() for c in givers}, added=self.written.added,
            facility=self.counts.points.value() or {},
            events={e: edit.text().strip() for e, edit in self.events.todo.items()},
            expected_moves=tuple(self.moves.table.value() or ()),
            remark=self.remark.text().strip(),
        )  # fmt: skip

    def _add(self, child: str, reason: str) -> None:
        self.gather()
        added = {**self.written.added, child: reason}
        self.written = msgspec.structs.replace(self.written, added=added)
        handover.keep(self._shell.desk, self.ward, self.written)
        self.show_ward(self.ward)

    def first_focus(self) -> QWidget:
        """The count for the giver, the first card for the receiver."""
        return self.cards[0] if self.given is not None and self.cards else self.census.seen

    def to_census(self) -> None:
        """Bring the count into view."""
        self.list.ensureWidgetVisible(self.census)
        self.census.seen.setFocus()

    def _step(self, by: int) -> None:
        if self.cards:
            inside = [i for i, c in enumerate(self.cards) if c.isAncestorOf(self._focus())
                      or c is self._focus()]  # fmt: skip
            at = inside[0] + by if inside else (0 if by > 0 else len(self.cards) - 1)
            card = self.cards[max(0, min(at, len(self.cards) - 1))]
            card.setFocus()
            self.list.verticalScrollBar().setValue(card.y() - 8)

    def _focus(self) -> QWidget:
        return self.window().focusWidget() or self

    def _clear_view(self) -> None:
        self.cards = []
        empty(self.list.inner)

    def clear(self) -> None:
        """Keep what is typed, then forget what is shown."""
        if self._keep.isActive():
            self.keep()
        self.ward = ""
        self._clear_view()
