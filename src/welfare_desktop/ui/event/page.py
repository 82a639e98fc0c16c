"""异常处置: one event while it goes on. Everything is a key, and every key is committed at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.actions import event_papers, events
from welfare_desktop.domain.calling import Contact
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.ladder import SENT
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.urgent import kind_words
from welfare_desktop.ui.event.asks import Asks
from welfare_desktop.ui.event.keys import KEYS, MEANINGS
from welfare_desktop.ui.event.leaving import Leaving
from welfare_desktop.ui.event.work import Work
from welfare_desktop.ui.rounds.asks import Ask, LineAsk
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.keys import meaning
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.scanner import Scanner
from welfare_desktop.ui.shell.urgent import urgent
from welfare_desktop.ui.shell.widgets import Button

_SECOND = 1000


class EventPage(Page):
    """One open event; without one named, the newest."""

    title = "异常处置"
    keys = KEYS
    help = "按下就已存好，断电也在。先救人，不用先填表；时间和说明以后都能改，原来的看得到。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shown: Record | None = None
        self._stood_against = False
        self.asks, self.leaving = Asks(self), Leaving(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        begin = Button("登记紧急情况 F3", "plus", lambda: urgent(self.shell, self))
        self.none = EmptyNote("现在没有未结的异常。有情况按F3，马上记下，再处置。", begin)
        outer.addWidget(self.none, 1)
        self.work = Work(self.do, self.act, self.set_level, self.called)
        outer.addWidget(self.work, 1)
        self.scanner = Scanner(self, lambda: self.work.question, shell.say, self.asks.scanned)
        self.scanner.watch(self)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND)
        self._clock.timeout.connect(lambda: self.work.clock.tick(self.desk.now()))
        self._doings: dict[str, Callable[[], object]] = {
            "kind": self.asks.kind, "others": self.asks.others, "phone": self.asks.phone,
            "whom": self.asks.whom, "note": self.asks.note, "row": self.asks.row,
            "story": self.asks.story, "hospital": self.leaving.hospital,
            "returned": self.leaving.returned, "cover": self.leaving.cover,
            "card": self.leaving.card, "report": self._report, "print_report": self._print_report,
            "harm": self.harm, "form": self._form, "undo": self._undo, "finish": self._finish,
        }  # fmt: skip

    # --- the page ---

    def enter(self, record: str = "", **arguments: Any) -> None:
        known = events.open_ones(self.desk)
        wanted = record or (known[0].id if known else "")
        self.shown = events.read(self.desk, wanted) if wanted else None
        self.work.drop()
        self.work.read_out(False)
        self.refresh()

    def refresh(self) -> None:
        if self.shown is not None:
            self.shown = events.read(self.desk, self.shown.id)
        self.none.setVisible(self.shown is None)
        self.work.setVisible(self.shown is not None)
        if self.shown is None:
            self.set_header(self.title)
        else:
            self._show(self.shown)

    def _show(self, event: Record) -> None:
        work, state = self.work, events.state(self.desk, event)
        work.clock.show_event(event, state)
        work.clock.tick(self.desk.now())
        work.level.show_event(event, state.steps, state.until)
        work.timeline.show_event(event, state.names)
        work.contacts.show_contacts(state.contacts)
        self.leaving.show_event(state)
        if work.reads_out:
            work.spoken.show_words(event_papers.spoken(self.desk, event))
        ended = event.text("closed_at").replace("T", " ")
        work.end.why_not(f"已在 {ended} 结束" if ended else "")
        told = f"{event.form_no} · {kind_words(event)}"
        self.set_header(self.title, f"{told} · 已结束 {ended}" if ended else told)

    def urgent(self) -> tuple[str, str]:
        """紧急 pressed here: the same child, as long as that may be a slip of the finger."""
        return events.pressed_again(self.desk, self.shown) if self.shown is not None else ("", "")

    def leave(self) -> bool:
        """Words half written are saved as they are: another event may be opened over them."""
        question = self.work.question
        if isinstance(question, LineAsk) and question.line.text().strip():
            question.save()
        return True

    def first_focus(self) -> QWidget | None:
        return self.work.timeline if self.shown is not None else None

    def showEvent(self, event: QShowEvent) -> None:
        """The clock runs while it is seen."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the clock."""
        super().hideEvent(event)
        self._clock.stop()

    def beat(self) -> None:
        if self.work.question is None:
            self.refresh()

    def clear(self) -> None:
        self.leave()
        self.shown = None
        self.work.forget()
        self.set_header(self.title)

    # --- questions ---

    def ask(
        self, question: Ask, answered: Callable[[Any], object],
        left: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """Ask beside the timeline; Escape leaves it, nothing waits for it.

        What could not be written stays asked, with what was typed.
        """

        def over(what: Callable[[], object]) -> None:
            self._stood_against = False
            self.tried(what)
            if self.work.question is question and not self._stood_against:
                self.work.drop()
            if self.work.question is None and self.isVisible():
                self.work.timeline.setFocus()

        question.answered.connect(lambda answer: over(lambda: answered(answer)))
        question.left.connect(lambda: over(left))
        self.work.ask(question)
        self.scanner.watch(question, *question.findChildren(QWidget))

    # --- keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one thing done; while a question stands the keys are its own."""
        means = meaning(MEANINGS, event)
        if event.isAutoRepeat():
            return  # a key held down is pressed once
        if self.work.question is not None or means is None:
            super().keyPressEvent(event)
        elif means == "leave":
            self._escape()
        elif self.shown is not None:
            kind, _, code = means.partition(":")
            {"act": self.act, "level": self.set_level}.get(kind, self.do)(code or means)

    def _escape(self) -> None:
        if self.work.reads_out:
            self.work.read_out(False)
            self.work.timeline.setFocus()
        else:
            self.shell.back()

    def tried(self, what: Callable[[], object]) -> None:
        """Do it; what stands against it is said."""
        try:
            what()
        except (Refused, Trouble) as error:
            self._stood_against = True
            self.shell.bad_news(error)

    def do(self, meaning: str) -> None:
        """What a key means."""
        if self.shown is not None:
            self.tried(self._doings[meaning])

    def write(self, what: Callable[[str], Record]) -> None:
        """One version of the event, seen at once."""

        def written() -> None:
            if self.shown is None:
                return
            if events.read(self.desk, self.shown.id).get("closed_at"):  # by another window, too
                self.refresh()
                raise Refused("这起异常已经结束。要改按M打开整张表更正。")
            what(self.shown.id)
            self.refresh()

        self.tried(written)

    def act(self, action: str) -> None:
        """A row of the timeline; 送出 is more than a row."""
        if action == SENT:
            self.do("hospital")
            return
        self.write(lambda event: events.act(self.desk, event, action))

    def called(self, contact: Contact) -> None:
        """Somebody was called."""
        self.write(lambda event: events.call(self.desk, event, contact))

    def set_level(self, level: str) -> None:
        """The level, and with it the ladder."""
        self.put("severity", level)

    def put(self, field: str, value: Any) -> None:
        """A field of the event."""
        self.write(lambda event: events.set_value(self.desk, event, field, value))

    def mend(self, number: int, *, at: datetime | None = None, note: str | None = None) -> None:
        """Time or note of a row."""
        self.write(lambda event: events.mend_row(self.desk, event, number, at=at, note=note))

    def _undo(self) -> None:
        self.write(lambda event: events.take_back(self.desk, event))

    def harm(self) -> None:
        """疑似侵害 is written first; then F61 opens, of several children for one after the other."""
        if self.shown is not None and self.shown.get("harm_suspected") is not True:
            self.put("harm_suspected", True)
        if self.shown is not None and self.shown.get("harm_suspected") is True:
            self.asks.report(self.shown)

    def _report(self) -> None:
        self.work.read_out(not self.work.reads_out)
        self.refresh()
        (self.work.spoken if self.work.reads_out else self.work.timeline).setFocus()

    def _print_report(self) -> None:
        if self.shown is not None:
            pdf = event_papers.spoken_paper(self.desk, self.shown.id)
            self.shell.show_paper("电话报告", pdf, "电话报告.pdf")

    def _form(self) -> None:
        if self.shown is not None:
            self.shell.go("record", form="F31", record=self.shown.id, mode="continue")

    def _finish(self) -> None:
        if self.shown is not None and not self.shown.get("closed_at"):
            self.asks.closing(self.shown)

    def close_with(self, outcome: str) -> None:
        """The event is over."""
        self.write(lambda event: events.close(self.desk, event, outcome))
        self.shell.changed()
        if self.shown is not None and self.shown.get("closed_at"):
            self.shell.say("已结束。三级以上的，7日内把复盘写进整张表（M）。")
