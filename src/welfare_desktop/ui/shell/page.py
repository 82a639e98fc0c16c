"""What a page is and how it is offered to the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from welfare_desktop.ui.shell.keys import Key
from welfare_desktop.ui.shell.runner import Runner
from welfare_desktop.ui.shell.tokens import Tone

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk, Signer


T = TypeVar("T")


class Shell(Protocol):
    """What a page may ask of the window."""

    runner: Runner
    #: Login of who sits there: the person of the window, later whoever lifted the veil.
    in_front: str

    @property
    def desk(self) -> Desk:
        """The desk of the person whose window it is."""
        ...

    def go(self, page: str, **arguments: Any) -> None:
        """Show a page (``children``, ``record`` …) with its arguments."""
        ...

    def back(self) -> None:
        """Show the page before this one."""
        ...

    def say(self, sentence: str, tone: Tone = "ok") -> None:
        """Show one sentence in the message bar."""
        ...

    def unsay(self) -> None:
        """What the message bar says is true no longer."""
        ...

    def bad_news(self, error: BaseException) -> None:
        """Show a `Refused` or `Trouble`; anything else becomes the calm dialog."""
        ...

    def changed(self) -> None:
        """Something was written: the frame and the page in view read anew."""
        ...

    def ask_signature(
        self, what: str, done: Callable[[Signer], None], *, who: str = "", title: str = "签字",
        among: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Ask a person's PIN in a small panel that names who signs what; ``among``: only these."""
        ...

    def shift_over(self) -> None:
        """The person of the window handed over: the next idle time locks instead of veiling."""
        ...

    def show_paper(self, title: str, pdf: bytes, name: str) -> None:
        """Show a PDF to look at, print or save; ``name`` is offered as file name."""
        ...

    def ask_open_file(self, title: str, kinds: str) -> Path | None:
        """A file to read, chosen by the person."""
        ...

    def ask_folder(self, title: str) -> Path | None:
        """A folder, chosen by the person."""
        ...

    def ask_sure(self, title: str, words: str, yes: str, no: str) -> bool:
        """Whether the person says yes to a question."""
        ...


class Page(QWidget):
    """One page. Build widgets in ``__init__`` without reading the store; read in `enter`.

    Class attributes: ``title`` and ``subtitle`` stand in the header; ``keys`` is shown first in
    the F1 panel, and what the page does by them is looked up there; ``help`` is a short text below it; ``under`` is the
    navigation entry it stands under for now, where that is not always the same.
    """

    title = ""
    subtitle = ""
    keys: tuple[Key, ...] = ()
    help = ""
    under = ""
    header_changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._doing = False

    @property
    def desk(self) -> Desk:
        """The desk of the person whose window it is."""
        return self.shell.desk

    def enter(self, **arguments: Any) -> None:
        """The page comes into view: read what it shows. Called again with new arguments."""
        self.refresh()

    def refresh(self) -> None:
        """Something changed: read anew, keep position and focus."""

    def beat(self) -> None:
        """Half a minute went by: show what time alone has changed; never disturb typing."""

    def leave(self) -> bool:
        """The page goes out of view; ``False`` keeps it (something unsaved asks first)."""
        return True

    def clear(self) -> None:
        """Forget everything shown (veil, lock); `enter` will be called again."""

    def urgent(self) -> tuple[str, str]:
        """Child and ward that 紧急 (F3) means here; empty where nothing is in view."""
        return "", ""

    def noticed(self, child: str) -> None:
        """紧急 was pressed here about a child: what this page notes of it, once all is saved."""

    def again(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Arguments that bring the page back as it stands now."""
        return arguments

    def found(self, kind: str, identifier: str) -> bool:
        """A hit of Ctrl+K that this page itself shows; ``False``: it opens as anywhere."""
        return False

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts."""
        return None

    def do_once(self, work: Callable[[], T], done: Callable[[T], object], label: str) -> None:
        """Run an action; pressing again while it runs does nothing."""
        if self._doing:
            return
        self._doing = True

        def tried() -> T:
            try:
                return work()
            except BaseException:  # a bug too must leave the button usable
                self._doing = False
                raise

        def finished(result: T) -> None:
            self._doing = False
            done(result)

        self.shell.runner.run(tried, finished, failed=self.not_done, label=label)

    def not_done(self, error: Exception) -> None:
        """What stood against an action."""
        self.shell.bad_news(error)

    def set_header(self, title: str, subtitle: str = "") -> None:
        """Change title and subtitle of this page."""
        self.title, self.subtitle = title, subtitle
        self.header_changed.emit()


def wake(widget: QWidget, page: QWidget) -> None:
    """Show what was only just put into a layout: a widget not yet visible gets no keyboard."""
    chain: list[QWidget] = []
    at: QWidget | None = widget
    while at is not None and at is not page:
        chain.append(at)
        at = at.parentWidget()
    for one in reversed(chain):
        if not one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            one.show()


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops here; not a part of another control."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def tab_after(before: QWidget, made: QWidget) -> QWidget:
    """What was made last would come last under Tab; these parts come after ``before``. The last."""
    for widget in filter(takes_tab, (made, *made.findChildren(QWidget))):
        if widget.window() is before.window():  # not the lists that open below a line
            QWidget.setTabOrder(before, widget)
            before = widget
    return before


def tab_before(anchor: QWidget, made: QWidget) -> None:
    """These parts come before ``anchor``.

    Whom Qt has before it is never asked: for Python the answer would belong to the asked widget
    from then on, and be lost with it.
    """
    last = tab_after(anchor, made)
    if last is not anchor:
        QWidget.setTabOrder(last, anchor)


def into_view(widget: QWidget, margin: int = 8, *, from_top: bool = False) -> None:
    """Scroll to a widget with what stands around it; ``from_top``: no further than it takes."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        if from_top:
            above.verticalScrollBar().setValue(0)
        above.ensureWidgetVisible(widget, 0, margin)


def focus_first(page: Page) -> None:
    """The keyboard starts in the page, never in the navigation."""
    wanted = page.first_focus()
    for one in (*((wanted,) if wanted is not None else ()), *page.findChildren(QWidget)):
        # A page may want a control as a whole, whose parts take the keys (a calendar).
        takes = bool(one.focusPolicy()) if one == wanted else takes_tab(one)
        if takes and one.isEnabled() and not _put_away(one, page):
            wake(one, page)
            one.setFocus(Qt.FocusReason.OtherFocusReason)
            # When rows that held the keyboard went, Qt scrolled on to whatever came after them.
            into_view(one, from_top=True)
            return


def _put_away(widget: QWidget, page: QWidget) -> bool:
    """Hidden on purpose, not only because nothing was painted yet."""
    at: QWidget | None = widget
    while at is not None and at is not page:
        if at.isHidden() and at.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return True
        at = at.parentWidget()
    return False


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page offered to the window.

    Args:
        id: name used with ``shell.go``. make: builds the page on first use.
        label, icon: for the navigation; a page without a label is reached from others.
        under: id of the navigation entry that stays selected while it is shown.
    """

    id: str
    make: Callable[[Shell], Page]
    label: str = ""
    icon: str = ""
    under: str = ""
