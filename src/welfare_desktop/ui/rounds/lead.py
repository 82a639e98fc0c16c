"""带班: all wards at once. Every number opens its list; what is beyond its limit stands first."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import lead, night, rounds
from welfare_desktop.actions.lead import Lead
from welfare_desktop.domain.leading import Look
from welfare_desktop.ui.rounds.beyond import BeyondCard
from welfare_desktop.ui.rounds.lead_ward import LeadCard
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Label,
    Scroll,
    StatusLabel,
    empty,
)

_SIDE = 330
_STATES: dict[str, Tone] = {"ok": "ok", "due": "warn", "missed": "bad", "future": "mute"}
_TOLD = "看一名记一名、环境五项看过、自己签字的巡查，就算这个区域的带班查房。"


class LooksCard(Card):
    """带班查房 and 门窗水电气 of the shift: done, due, or left undone, and in which wards."""

    def __init__(self) -> None:
        super().__init__("带班查房", spacing=6)
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)
        self.body.addWidget(Label(_TOLD, "hint").wrap())

    def show_looks(self, looks: tuple[Look, ...], now: datetime, leaders: tuple[str, ...]) -> None:
        """Show what is done and what is due."""
        empty(self._lines)
        who = "、".join(leaders) or "排班表上没有带班领导"
        self._lines.addWidget(Label(f"本班带班：{who}", "secondary").wrap())
        for look in looks:
            state, words = look.state(now)
            line = Flow(8)
            title = Label(look.title)
            title.setMinimumHeight(26)
            line.addWidget(title)
            line.addWidget(StatusLabel(words, _STATES[state], due=state == "due"))
            self._lines.addLayout(line)


class LeadPage(Page):
    """Wards at the left, the leader's own rounds and what is beyond its limit at the right."""

    title = "带班"
    keys = (
        Key("Tab", "到下一个数字"), Key("Enter", "打开这个数字的明细"),
        Key("Ctrl+P", "夜间报告", "report"),
    )  # fmt: skip
    help = "各区域一览，每个数字都能打开。超过时限的事排在最前面，写着哪个区域、过了多久、谁当班。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        line = QHBoxLayout(self._body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self._wards, self._side = Scroll(), Scroll()
        side = self._side
        self.cards: list[LeadCard] = []
        line.addWidget(self._wards, 1)
        line.addWidget(side)
        self.beyond, self.looks = BeyondCard(shell, way=False), LooksCard()
        self.report = Button("夜间报告 Ctrl+P", "printer", self._report, "夜间报告")
        for widget in (self.report, self.beyond, self.looks):
            side.inner.addWidget(widget)
        side.inner.addStretch(1)
        outer.addWidget(self._body, 1)
        self.closed = EmptyNote("带班一览不在您的查看范围。需要时请找当班护士或带班领导。")
        outer.addWidget(self.closed, 1)
        bind(self, self.keys, {"report": self.report.click})

    def refresh(self) -> None:
        may = rounds.may_see(self.desk)
        self._body.setVisible(may)
        self.closed.setVisible(not may)
        if not may:
            return
        self._side.setFixedWidth(theme().px(_SIDE))
        found = lead.lead(self.desk)
        self.beyond.show_alarms(found.beyond)
        self.looks.show_looks(found.looks, self.desk.now(), found.leaders)
        self._show(found)
        late = sum(bool(w.late or w.missed) for w in found.wards)
        told = f"{len(found.wards)}个区域　{f'{late}个有迟漏' if late else '本班没有迟漏'}"
        self.set_header(self.title, f"{self.desk.now():%m月%d日 %H:%M} {found.shift} · {told}")

    def _show(self, found: Lead) -> None:
        """Cards are kept where the wards are the same, so that the keyboard stays where it is."""
        if [card.ward for card in self.cards] != [w.now.ward for w in found.wards]:
            empty(self._wards.inner)
            self.cards = [LeadCard(self.shell, w.now.ward) for w in found.wards]
            for card in self.cards:
                self._wards.inner.addWidget(card)
            self._wards.inner.addStretch(1)
        for card, ward in zip(self.cards, found.wards, strict=True):
            card.show_ward(ward)

    def _report(self) -> None:
        def shown(made: tuple[bytes, str]) -> None:
            self.shell.show_paper("夜间报告", made[0], made[1])

        self.do_once(partial(night.report, self.desk), shown, "正在写夜间报告……")

    def beat(self) -> None:
        self.refresh()

    def clear(self) -> None:
        self.beyond.forget()
        self.cards = []
        empty(self._wards.inner)

    def first_focus(self) -> QWidget | None:
        first = [*self.beyond.rows, *(card.chips[0] for card in self.cards)]
        return first[0] if first else self.report
