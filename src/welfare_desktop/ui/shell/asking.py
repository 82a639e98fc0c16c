"""What the window says and asks: sentences, signatures, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMainWindow, QMessageBox, QWidget

from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell import choosing
from welfare_desktop.ui.shell.messages import MessageBar
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.popups import Row
from welfare_desktop.ui.shell.search import Hit
from welfare_desktop.ui.shell.tokens import Tone

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk, Signer


@dataclass(frozen=True, slots=True)
class ChipState:
    """What a chip of the header shows and the list it opens.

    Args:
        told: key → the same without names, for veil and tray. grave: those told in quiet hours too.
        hushed: those that have rung long ago.
    """

    text: str
    tone: Tone
    title: str
    rows: Sequence[Row] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    grave: frozenset[str] = frozenset()
    hushed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sources:
    """What the frame itself reads.

    Args:
        find: hits of Ctrl+K. chips: states of ``alarm``, ``shift``, ``backup``, ``outbox``.
        opens: what a hit opens: ``(kind, id)`` → ``(page id, arguments)``.
    """

    find: Callable[[str], Sequence[Hit]]
    chips: Callable[[], Mapping[str, ChipState]]
    opens: Callable[[str, str], tuple[str, Mapping[str, Any]]]


class Asking(QMainWindow):
    """A window with a desk and a message bar."""

    message: MessageBar
    in_front: str
    _desk: Desk

    @property
    def desk(self) -> Desk:
        """The desk of the person whose window it is."""
        return self._desk

    @property
    def veiled(self) -> bool:
        """Whether the veil is down."""
        raise NotImplementedError

    def say(self, sentence: str, tone: Tone = "ok") -> None:
        """Show one sentence in the message bar."""
        self.message.show_sentence(sentence, tone)

    def unsay(self) -> None:
        """What the message bar says is true no longer."""
        self.message.forget()

    def bad_news(self, error: BaseException) -> None:
        """Show a `Refused` or `Trouble`; anything else is a bug and is raised."""
        if not self._gentle(error):
            raise error

    def people(self) -> list[tuple[str, str]]:
        """``(login, name)`` of everybody who may sign here, the person of the window first."""
        mine = self._desk.account.login
        everyone = [(a.login, a.name) for a in self._desk.accounts()]
        return sorted(everyone, key=lambda one: (one[0] != mine, one[1]))

    def people_here(self) -> list[tuple[str, str]]:
        """Who may lift the veil: those on duty, the leaders of the shift, the window's person."""
        from welfare_desktop.actions import overview

        there = overview.people_here(self._desk)
        staff = {a.login: a.staff for a in self._desk.accounts()}
        return [one for one in self.people() if staff[one[0]] in there]

    def ask_signature(
        self, what: str, done: Callable[[Signer], None], *, who: str = "", title: str = "签字",
        among: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Ask a person's PIN; ``done`` gets the proof. ``among``: logins of those who may sign."""
        people = [one for one in self.people() if not among or one[0] in among]
        panel = PinPanel(
            what, people, self._desk, who=who or self._desk.account.login,
            title=title, parent=self,
        )  # fmt: skip
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            if panel.signer is not None:
                signer = panel.signer
                self._guarded(lambda: done(signer))

        panel.accepted.connect(accepted)
        panel.open()

    def show_paper(self, title: str, pdf: bytes, name: str) -> None:
        """Show a PDF to look at, print or save; never above the veil, drawn while it was made."""
        from welfare_desktop.ui.shell.paper import PaperView

        if self.veiled:
            return
        try:
            view = PaperView(title, pdf, name, self)
        except Trouble as error:
            self._gentle(error)
            return
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view.open()

    def ask_open_file(self, title: str, kinds: str) -> Path | None:
        """A file to read."""
        return choosing.open_file(self, title, kinds)

    def ask_folder(self, title: str) -> Path | None:
        """A folder."""
        name = QFileDialog.getExistingDirectory(self, title)
        return Path(name) if name else None

    def ask_sure(self, title: str, words: str, yes: str, no: str) -> bool:
        """Whether the person says yes."""
        box, sure = sure_box(self, title, words, yes, no)
        box.exec()
        return box.clickedButton() is sure

    def _gentle(self, error: BaseException) -> bool:
        if isinstance(error, Refused):
            opens = f"（最早 {error.opens_on.isoformat()}）" if error.opens_on else ""
            clause = f"　依据 {error.clause}" if error.clause else ""
            self.say(f"{error.sentence}{opens}{clause}", "warn")
            return True
        if isinstance(error, Trouble):
            self.say(error.sentence, "bad")
            return True
        return False

    def _guarded(self, what: Callable[[], object]) -> bool:
        """Do it; ``False`` if it was refused, and why is shown."""
        try:
            what()
        except (Refused, Trouble) as error:
            self._gentle(error)
            return False
        return True


def sure_box(
    parent: QWidget, title: str, words: str, yes: str, no: str
) -> tuple[QMessageBox, QAbstractButton]:
    """The question and its button for yes; the safe answer stands first."""
    box = QMessageBox(QMessageBox.Icon.Question, title, words, parent=parent)
    box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    return box, box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
