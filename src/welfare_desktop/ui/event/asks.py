"""What the page of an event asks: each by digits, pinyin or one line, each left with Escape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import events
from welfare_desktop.domain.calling import BY_POST
from welfare_desktop.domain.clock import past_time
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rounds import bed_words
from welfare_desktop.ui.event.keys import OTHERS
from welfare_desktop.ui.event.panels import words as contact_words
from welfare_desktop.ui.rounds.asks import Choice, LineAsk, PickAsk, words
from welfare_desktop.ui.rounds.jump import NOBODY, ChildAsk, by_code, found_by

if TYPE_CHECKING:
    from welfare_desktop.ui.event.page import EventPage

_HARM = {True: "有：打开强制报告", False: "没有"}


def timed(text: str, now: datetime) -> tuple[Any, str]:
    """``0211 侧卧``: a time of day, then a note."""
    head, _, rest = text.partition(" ")
    at = past_time(head, now)
    return (
        ((at, rest.strip()), "")
        if at is not None
        else (None, "先写时间，例如 0211，空一格再写说明。")
    )


class Asks:
    """Questions of one page."""

    def __init__(self, page: EventPage) -> None:
        self._page = page

    def _pick(
        self, title: str, codes: str, done: Callable[[str], object], only: tuple[str, ...] = ()
    ) -> None:
        choices = [Choice(code, name) for code, name in code_list(codes).items
                   if not only or code in only]  # fmt: skip
        self._page.ask(PickAsk(title, choices), done)

    def kind(self) -> None:
        """T: the type."""
        self._pick("类型", "CL-ABN", partial(self._page.put, "type"))

    def others(self) -> None:
        """0: the actions that have no digit."""
        self._pick("其他处置", "CL-ACTION", self._page.act, OTHERS)

    def phone(self) -> None:
        """D: who was called."""
        event = self._page.shown
        known = events.whom(self._page.desk, event) if event is not None else []
        found = [one for one in known if one.missing != BY_POST]
        # What does not fit the panel is the title, never the end of a number.
        choices = [Choice(one, contact_words(one, number_first=True)) for one in found]
        self._page.ask(PickAsk("打给了谁", choices), self._page.called)

    def whom(self, then: Callable[[], object] = lambda: None) -> None:
        """/: the child. ``then``: what waited for it."""

        def picked(child: str) -> None:
            self._page.put("children", [child])
            then()

        house = self._page.desk.seen()
        here = [c for c in house.children if c.here]
        choices = [Choice(c.id, f"{bed_words(c.bed)} {c.name}".strip(), found_by(c)) for c in here]
        ask = ChildAsk("哪名儿童", choices, "打拼音、床号或编号，或扫腕带；以后再选按Esc")
        ask.missed.connect(lambda _: self._page.shell.say(NOBODY, "warn"))
        self._page.ask(ask, picked)

    def scanned(self, text: str) -> None:
        """A code typed by a scanner: the wristband names the child where none is named yet."""
        page, house = self._page, self._page.desk.seen()
        if page.shown is None:
            return
        known, named = by_code(house, text), events.child_of(house, page.shown)
        if known is None or not known.here:
            page.shell.say(NOBODY, "warn")
        elif named is None and not page.shown.get("closed_at"):
            page.put("children", [known.id])
        elif named is None or named.id != known.id:
            page.shell.say(f"扫到的是{known.name}，没有改这起异常。要换儿童按 / 。", "warn")

    def note(self) -> None:
        """N: a few words to the row chosen."""
        number, event = self._page.work.timeline.number(), self._page.shown
        if number is None or event is None:
            return
        row = event.rows("timeline")[number]
        title = f"说明：{label('CL-ACTION', str(row.get('action')))}"
        ask = LineAsk(title, "写看到的、量到的，回车", words, "体温 38.5，脉搏 120",
                      str(row.get("note") or ""))  # fmt: skip
        self._page.ask(ask, lambda said: self._page.mend(number, note=said))

    def row(self) -> None:
        """Enter: time and note of the row chosen."""
        number, event = self._page.work.timeline.number(), self._page.shown
        if number is None or event is None:
            return
        row, now = event.rows("timeline")[number], self._page.desk.now()
        text = f"{str(row.get('at'))[11:]} {row.get('note') or ''}".strip()
        ask = LineAsk("改时间或说明", "时间、空格、说明，回车", lambda told: timed(told, now),
                      "0211 侧卧", text)  # fmt: skip
        self._page.ask(ask, lambda told: self._page.mend(number, at=told[0], note=told[1]))

    def story(self) -> None:
        """J: what happened, in words."""
        event = self._page.shown
        text = event.text("desc") if event is not None else ""
        ask = LineAsk("经过", "发生了什么、怎么处理的，回车", words, "抽搐约1分钟，已侧卧", text)
        self._page.ask(ask, partial(self._page.put, "desc"))

    def report(self, event: Record) -> None:
        """Q: for whom F61 is filled, one for each child."""
        page = self._page
        offered = events.to_report(page.desk, event)
        if not offered:
            self.whom(then=page.harm)
            return
        if len(offered) == 1:
            self._report(event, offered[0].id)
            return
        choices = [Choice(c.id, f"{bed_words(c.bed)} {c.name}".strip()) for c in offered]
        ask = PickAsk("给谁填强制报告？", choices, "每名儿童一份，按数字选；填完回来再按Q")
        page.ask(ask, partial(self._report, event))

    def _report(self, event: Record, child: str) -> None:
        page = self._page
        values, known = events.report(page.desk, event, child)
        mode = "continue" if known else "new"
        page.shell.go("record", form="F61", child=child, record=known, values=values, mode=mode)
        waiting = events.unreported(page.desk, event)
        others = "、".join(c.name for c in waiting if c.id != child)
        if others:
            page.shell.say(f"{others}也要填强制报告：这份填完按 Alt+← 回去，再按Q。", "warn")

    def closing(self, event: Record) -> None:
        """Ctrl+Enter: what is still wanting, one after the other, then how it ended."""
        wanting = events.wanting(self._page.desk, event.id)
        if not wanting:
            done = self._page.close_with
            self._pick("怎样结束", "F31.outcome", done)
            return
        first = wanting[0]
        if first in ("type", "severity"):
            codes = {"type": "CL-ABN", "severity": "CL-SEV"}[first]
            self._pick(f"还缺{'类型' if first == 'type' else '等级'}", codes, self._then(first))
        elif first == "harm_suspected":
            choices = [Choice(value, text) for value, text in _HARM.items()]
            self._page.ask(PickAsk("有没有疑似侵害", choices, "按数字选"), self._harm)
        else:
            ask = LineAsk("还缺经过", "发生了什么、怎么处理的，回车", words)
            self._page.ask(ask, self._then(first))

    def _then(self, field: str) -> Callable[[Any], None]:
        def answered(value: Any) -> None:
            self._page.put(field, value)
            if self._page.shown is not None:
                self.closing(self._page.shown)

        return answered

    def _harm(self, suspected: bool) -> None:
        if suspected:
            self._page.harm()
        else:
            self._then("harm_suspected")(False)
