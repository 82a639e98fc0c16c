"""One ward on the leader's page: a line of figures, each opening its list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from welfare_desktop.actions import lead
from welfare_desktop.actions.lead import LeadWard
from welfare_desktop.ui.rounds.special import ATTENTION
from welfare_desktop.ui.shell.alarm_chip import row_of
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import SIGNS, Card, Chip, FlatButton, Label

Figure = tuple[str, Tone]


class LeadCard(Card):
    """``chips`` in the order of `_FIGURES`."""

    def __init__(self, shell: Shell, ward: str) -> None:
        super().__init__("", spacing=6)
        self._shell, self.ward = shell, ward
        self._found: LeadWard | None = None
        self.chips: list[Chip] = []
        head, flow = Flow(12), Flow(8)
        self.name = Label("", "cardTitle")
        self.name.setMinimumHeight(40)
        head.addWidget(self.name)
        self.look = FlatButton("带班查房", "clipboard-check",
                               partial(shell.go, "rounds", look=True, ward=ward))  # fmt: skip
        head.addWidget(self.look)
        for figure, opened in _FIGURES:
            chip = Chip("", "mute")
            chip.clicked.connect(partial(self._open, chip, opened))
            chip.setProperty("figure", figure)
            self.chips.append(chip)
            flow.addWidget(chip)
        self.body.addLayout(head)
        self.body.addLayout(flow)

    def show_ward(self, found: LeadWard) -> None:
        """Show how the ward stands."""
        self._found = found
        self.name.setText(found.now.name)
        self.look.setAccessibleName(f"在{found.now.name}带班查房")
        for chip, (figure, _) in zip(self.chips, _FIGURES, strict=True):
            text, tone = figure(found)
            chip.show_state(f"{SIGNS[tone]} {text}", tone)
            chip.setAccessibleName(f"{found.now.name} {text}，按回车看明细")

    def _open(self, chip: QWidget, opened: Callable[[LeadCard, LeadWard], list[Row]]) -> None:
        if self._found is not None:
            rows = opened(self, self._found) or [Row("没有。")]
            ListPopup(self._found.now.name, rows, chip).open_under(chip)

    def to(self, page: str, **arguments: object) -> Callable[[], object]:
        """What a line of a list opens."""
        return partial(self._shell.go, page, **arguments)

    def board(self) -> Callable[[], object]:
        """The ward's board."""
        return self.to("rounds", tab="board", ward=self.ward)

    def alarms(self, found: LeadWard, *kinds: str) -> list[Row]:
        """Alarms of some kinds, those to come too."""
        return [
            row_of(self._shell.desk, self._shell.go, a) for a in found.alarms if a.kind in kinds
        ]


def _duty(w: LeadWard) -> Figure:
    short = len(w.now.on_duty) < w.now.needed
    return f"当班 {len(w.now.on_duty)} / {w.now.needed}", "bad" if short else "ok"


def _duty_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    rows = [Row(name, open=card.to("rounds", tab="handover", ward=card.ward))
            for name in w.now.on_duty]  # fmt: skip
    return rows or [
        Row("现在没有人当班", "请安排人顶岗", "缺人", "bad", card.to("record", form="F67"))
    ]


def _census(w: LeadWard) -> Figure:
    return f"应在 {w.census.expected} / 在册 {w.census.listed}", "mute"


def _census_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    return [Row(w.census.words, "打开这个区域的儿童", open=card.to("children", ward=card.ward))]


def _round(w: LeadWard) -> Figure:
    progress = w.now.progress
    if progress is None:
        return "没有到点的巡查", "mute"
    told = f"{progress.slot[11:]} 已看 {progress.done}/{progress.due}"
    if progress.done >= progress.due:
        return told, "ok" if progress.signed else "warn"
    return told, "warn" if progress.minutes >= 0 else "bad"


def _round_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    last = f"{w.last:%m-%d %H:%M}" if w.last else "还没有"
    coming = f"下一轮 {w.now.next_at:%H:%M}" if w.now.next_at else ""
    return [Row(f"上次巡查 {last}", coming, open=card.board()), *card.alarms(w, "round")]


def _late(w: LeadWard) -> Figure:
    words = [f"漏巡 {len(w.missed)}"] * bool(w.missed) + [f"迟 {len(w.late)}"] * bool(w.late)
    return "　".join(words) or "本班没有迟漏", "bad" if w.missed else "warn" if w.late else "ok"


def _late_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    told = [(at, "漏巡", "bad") for at in w.missed] + [(at, "迟", "warn") for at in w.late]
    return [Row(f"{at}的一轮", "", word, tone, card.board()) for at, word, tone in told]  # type: ignore[arg-type]


def _unsigned(w: LeadWard) -> Figure:
    return f"未签 {w.unsigned}", "warn" if w.unsigned else "ok"


def _unsigned_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    told = "交接时仍未签的按未签关闭，记录都在。"
    return [Row(f"{w.unsigned}轮记了还没签", told, open=card.board())] if w.unsigned else []


def _events(w: LeadWard) -> Figure:
    grave = any(event.grave for event in w.events)
    return f"未结异常 {len(w.events)}", "bad" if grave else "warn" if w.events else "ok"


def _event_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    rows = [
        Row(e.words, "", "严重" if e.grave else "未结", "bad" if e.grave else "warn",
            card.to("event", record=e.record))
        for e in w.events
    ]  # fmt: skip
    return rows + card.alarms(w, "event", "recheck", "return")


def _special(w: LeadWard) -> Figure:
    parts = (("危急", w.attention("3")), ("关注", w.attention("2")), ("平稳", w.attention("1")))
    words = " ".join(f"{word}{count}" for word, count in parts if count)
    tone: Tone = "bad" if w.attention("3") else "warn" if w.attention("2") else "mute"
    return f"重点 {words or 0}", tone


def _special_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    return [
        Row(told.strip(), "", *ATTENTION[level], card.to("children", child=child))
        for child, told, level in w.special
    ]


def _medicine(w: LeadWard) -> Figure:
    count = lead.by_kind(w)["medicine"]
    over = any(a.kind == "medicine" and a.escalated for a in w.alarms)
    return f"到点用药 {count}", "bad" if over else "warn" if count else "ok"


def _medicine_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    return card.alarms(w, "medicine")


def _handover(w: LeadWard) -> Figure:
    return ("交接未完" if w.open else "已交接"), "warn" if w.open else "ok"


def _handover_rows(card: LeadCard, w: LeadWard) -> list[Row]:
    return [Row(w.handover, open=card.to("rounds", tab="handover", ward=card.ward))]


#: What stands on a card, and what each figure opens.
_FIGURES: tuple[tuple[Callable[[LeadWard], Figure], Callable[[LeadCard, LeadWard], list[Row]]], ...]
_FIGURES = (
    (_duty, _duty_rows), (_census, _census_rows), (_round, _round_rows), (_late, _late_rows),
    (_unsigned, _unsigned_rows), (_events, _event_rows), (_special, _special_rows),
    (_medicine, _medicine_rows), (_handover, _handover_rows),
)  # fmt: skip
