"""The main window: navigation, header, message bar, pages, veil."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.actions import access
from welfare_desktop.actions.alarms import ahead
from welfare_desktop.domain.alarms import coming_words
from welfare_desktop.ui.shell import bugs
from welfare_desktop.ui.shell import tokens as t
from welfare_desktop.ui.shell.asking import Asking, ChipState, Sources
from welfare_desktop.ui.shell.bell import Bell
from welfare_desktop.ui.shell.header import Header
from welfare_desktop.ui.shell.help import EVERYWHERE, HelpPanel
from welfare_desktop.ui.shell.keys import bind
from welfare_desktop.ui.shell.messages import MessageBar, ProgressBarRow
from welfare_desktop.ui.shell.navigation import Navigation
from welfare_desktop.ui.shell.page import Page, PageEntry, focus_first
from welfare_desktop.ui.shell.pulse import Pulse
from welfare_desktop.ui.shell.runner import Runner, ThreadRunner
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.urgent import as_left, urgent
from welfare_desktop.ui.shell.veil import IdleWatch, Veil, put_away
from welfare_desktop.ui.shell.widgets import Label

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk


class MainWindow(Asking):
    """The window of one desk. ``locked`` asks the application to close the store."""

    locked = Signal()

    def __init__(
        self, desk: Desk, pages: Sequence[PageEntry], sources: Sources,
        runner: Runner | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._sources, self.in_front = desk, sources, desk.account.login
        self.message = MessageBar()
        self._entries = {entry.id: entry for entry in pages}
        self._pages: dict[str, Page] = {}
        self._trail: list[tuple[str, dict[str, Any]]] = []
        self.runner: Runner = runner or ThreadRunner(self)
        self.setWindowTitle(f"{desk.institution or '儿童福利机构工作台'} · 儿童福利机构工作台")
        self._build(pages)
        self._wire()
        self._shortcuts(pages)
        bugs.install(self, self._gentle)
        self.show_frame()

    def _build(self, pages: Sequence[PageEntry]) -> None:
        self.navigation = Navigation(self._desk.institution or "工作台", pages)
        self.header = Header(self._desk.account.name, self._sources.find)
        self.progress = ProgressBarRow()
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.banner = Label("演示资料库：所有儿童和人员都是虚构的，不得录入真实资料。", "banner")
        work = QWidget()
        work.setObjectName("pageHost")
        column = QVBoxLayout(work)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.header)
        column.addWidget(self.message)
        column.addWidget(self.progress)
        column.addWidget(self.stack, 1)
        self.help = HelpPanel(work, self.header)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(work, 1)
        self._front = QWidget()
        frame = QHBoxLayout(self._front)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self.navigation)
        frame.addLayout(right, 1)
        self.banner.setVisible(self._desk.practice)
        self.veil = Veil(self.people_here, partial(access.lift_veil, self._desk))
        self._cover = QStackedWidget()
        self._cover.addWidget(self._front)
        self._cover.addWidget(self.veil)
        self.setCentralWidget(self._cover)

    def _to_page(self) -> None:
        """The keyboard goes back from the search to the page."""
        if self.page is not None:
            focus_first(self.page)

    def _wire(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.header.search.opened.connect(self._open_hit)
        self.header.search.left.connect(self._to_page)
        self.header.night.clicked.connect(theme().toggle)
        self.header.person.clicked.connect(self.draw_veil)
        self.help.closed.connect(self.help.hide)
        self.veil.lifted.connect(self._lift)
        self.veil.lock_wanted.connect(self.locked)
        self.idle_watch = IdleWatch(self)
        self.idle_watch.idle.connect(self._idle)
        self.idle_watch.hide_wanted.connect(self._f9)
        self.idle_watch.urgent_wanted.connect(
            lambda: None if self.veiled else urgent(self, self.page, partial(put_away, self))
        )
        self.bell = Bell(self, self._desk.now, self._desk.store_dir)
        self._alarms, self._shift_over = list[str](), False
        self.pulse = Pulse(self._desk.now, self)
        self.pulse.beat.connect(self._beat)
        self.pulse.stepped.connect(partial(access.note_clock, self._desk))
        self.pulse.stepped.connect(lambda *_: self._beat())
        self.pulse.slept.connect(self.locked)
        if isinstance(self.runner, ThreadRunner):
            self.runner.busy.connect(self.progress.busy)
            self.runner.progressed.connect(self.progress.progressed)
            self.runner.idle.connect(self.progress.idle)
            self.runner.trouble.connect(self.bad_news)

    def _shortcuts(self, pages: Sequence[PageEntry]) -> None:
        doings: dict[str, Callable[[], object]] = {
            "search": self._focus_search, "help": self.toggle_help, "light": theme().toggle,
            "veil": self._f9, "back": self.back, "due": partial(self.header.open_list, "alarm"),
        }  # fmt: skip
        for number, entry in enumerate((e for e in pages if e.label), start=1):
            doings[f"page:{number}"] = partial(self.go, entry.id)
        if "rounds" in self._entries:
            doings["round"] = partial(self.go, "rounds", start=True)
            doings["urgent"] = self.idle_watch.urgent_wanted.emit
        if "lead" in self._entries:
            doings["lead"] = partial(self.go, "lead")
        bind(self, EVERYWHERE, doings, lambda word: not self.veiled or word in ("light", "veil"))

    # --- what pages may ask (`Shell`) ---

    @property
    def page(self) -> Page | None:
        """The page in view."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def go(self, page: str, **arguments: Any) -> None:
        """Show a page; the one in view may keep itself, and stays where the other is refused."""
        if page not in self._entries:
            raise KeyError(page)
        before = self.page
        if before is not None and not before.leave():
            return
        if page not in self._pages:
            made = self._entries[page].make(self)
            made.header_changed.connect(self._show_title)
            self._pages[page] = made
            self.stack.addWidget(made)
        self._trail = as_left(self._trail, before)
        self.message.hide()
        self.stack.setCurrentWidget(self._pages[page])
        entered = self._guarded(lambda: self._pages[page].enter(**arguments))
        if not entered and before is not None:
            self.stack.setCurrentWidget(before)
            return
        self._trail = [*self._trail[-30:], (page, arguments)]
        self.navigation.select(self._pages[page].under or self._entries[page].under or page)
        self._show_title()
        focus_first(self._pages[page])

    def back(self) -> None:
        """Show the page before this one."""
        if len(self._trail) > 1:
            self._trail.pop()
            page, arguments = self._trail.pop()
            self.go(page, **arguments)

    def changed(self) -> None:
        """Something was written: frame and page read anew."""
        self.show_frame()
        if self.page is not None:
            self._guarded(self.page.refresh)

    def shift_over(self) -> None:
        """The person of the window handed over: the next idle time locks instead of veiling."""
        self._shift_over = True

    # --- the frame ---

    def _beat(self) -> None:
        self.show_frame()
        if self.veiled:
            self._tell_times()
        elif self.page is not None:
            self._guarded(self.page.beat)

    def _tell_times(self) -> None:
        self.veil.show_times(self._alarms, coming_words(ahead(self._desk), self._desk.now()))

    def _idle(self) -> None:
        (self.locked.emit if self._shift_over else self.draw_veil)()

    def show_frame(self) -> None:
        """Read the chips anew."""
        for name, state in self._sources.chips().items():
            self.header.show_chip(name, state.text, state.tone, state.title, state.rows)
            if name == "alarm":
                self._alarms = list(state.told.values())
                self.bell.tell(state.told, state.grave, state.hushed)

    def _show_title(self) -> None:
        if self.page is not None:
            self.header.show_words(self.page.title, self.page.subtitle)
            if self.help.isVisible():
                self.help.show_keys(self.page.title, self.page.keys, self.page.help)

    def _open_hit(self, kind: str, identifier: str) -> None:
        if self.page is not None and self.page.found(kind, identifier):
            return
        page, arguments = self._sources.opens(kind, identifier)
        self.go(page, **arguments)

    def _focus_search(self) -> None:
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def toggle_help(self) -> None:
        """F1: open, on to what lies below, close."""
        if self.help.isVisible() and self.help.further():
            return
        self.help.setVisible(not self.help.isVisible())
        self._show_title()

    @property
    def veiled(self) -> bool:
        """Whether the veil is down."""
        return self._cover.currentWidget() is self.veil

    def _f9(self) -> None:
        (self.locked.emit if self.veiled else self.draw_veil)()

    def draw_veil(self) -> None:
        """Nothing readable: drafts are saved, models cleared, the PIN lifts it."""
        if self.veiled:
            return
        self._trail = as_left(self._trail, self.page)
        for page in self._pages.values():
            page.clear()
        self.header.search.forget()
        self.message.forget()
        self._cover.setCurrentWidget(self.veil)
        put_away(self)
        self.veil.draw()
        self.show_frame()
        self._tell_times()

    def _lift(self) -> None:
        self.in_front = self.veil.person.currentData() or self.in_front
        self._cover.setCurrentWidget(self._front)
        self.show_frame()
        if self._trail:
            page, arguments = self._trail.pop()
            self.go(page, **arguments)

    def minimumSizeHint(self) -> QSize:
        """Small enough for 125 % on the usual PC."""
        return QSize(1024, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation in a narrow window."""
        super().resizeEvent(event)
        narrow = event.size().width() < t.FOLD_BELOW
        if narrow != self.navigation.folded:
            self.navigation.fold(narrow)
            self.header.narrow(narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page save; wait for the worker."""
        if self.page is not None and not self.page.leave():
            event.ignore()
            return
        self.idle_watch.stop()
        self.pulse.stop()
        for page in self._pages.values():
            page.clear()
        if isinstance(self.runner, ThreadRunner):
            self.runner.wait()
        super().closeEvent(event)


__all__ = ["ChipState", "MainWindow", "Sources"]
