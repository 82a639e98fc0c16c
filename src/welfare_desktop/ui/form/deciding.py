"""What else is done with a form in view: approve, void, pass a soft gate, print, open a paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.actions.records import Gate
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.form.blank import show_blank
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.popups import ListPopup, Row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from welfare_desktop.actions.desk import Signer


class Deciding:
    """``done`` gets the record that was written and what became of it in a word, ``failed`` what
    stood against it; ``again`` shows the record anew."""

    def __init__(
        self, shell: Shell, presenter: Callable[[], Presenter],
        done: Callable[[Record, str], None], failed: Callable[[Exception], None],
        again: Callable[[], None],
    ) -> None:  # fmt: skip
        self._shell, self._presenter = shell, presenter
        self._done, self._failed, self._again = done, failed, again

    def _now(self, do: Callable[[], Record], word: str) -> None:
        try:
            record = do()
        except (Refused, Trouble) as error:
            self._failed(error)
            return
        self._done(record, word)

    def read_more(self, open_more: Callable[[], object]) -> None:
        """Read more of the record, where the law lets this person."""
        try:
            open_more()
        except (Refused, Trouble) as error:
            self._shell.bad_news(error)
            return
        self._again()

    def void(self, reason: str) -> None:
        """Void the record."""
        self._now(lambda: self._presenter().void(reason), "已作废")

    def follow(self, button: QWidget) -> None:
        """The child's file, and the forms that go on from the record; what it says is carried."""
        presenter = self._presenter()
        rows = []
        if presenter.child:
            file = partial(self._shell.go, "children", child=presenter.child)
            rows.append(Row("儿童档案：看下一步", open=file))
        for one in presenter.followers():
            go = partial(
                self._shell.go, "record", form=one.form.id, child=presenter.child,
                values=one.values,
            )  # fmt: skip
            rows.append(Row(one.form.title, state=one.why_not, open=None if one.why_not else go))
        if len(rows) == 1 and rows[0].open is not None:
            rows[0].open()
            return
        ListPopup("下一步", rows, button).open_under(button)

    def sign(self, what: str, done: Callable[[Signer], None], staff: str = "") -> None:
        """Ask the signature of somebody named in the form, else of whoever sits here."""
        self._shell.ask_signature(what, done, who=self._presenter().login(staff))

    def approve(self) -> None:
        """Ask the approver's signature."""
        title = self._presenter().form.title

        def approved(signer: Signer) -> None:
            self._now(lambda: self._presenter().approve(signer), "已审批")

        self._shell.ask_signature(f"审批《{title}》", approved, title="审批")

    def pass_soft(self, sentences: str, hand_in: Callable[[Gate], None], parent: QWidget) -> None:
        """Ask the written reason and the 院长's signature for a soft gate."""
        desk = self._presenter().desk
        heads = [(a.login, a.name) for a in desk.accounts() if "D" in a.roles]
        panel = PinPanel(sentences, heads, desk, title="院长确认", reason=True,
                         parent=parent)  # fmt: skip

        def accepted() -> None:
            if panel.signer is not None:
                hand_in(Gate(panel.reason.text().strip(), panel.signer))

        panel.accepted.connect(accepted)
        panel.open()

    def paper(self, typed: dict[str, object]) -> None:
        """The form as PDF, gaps marked."""
        presenter = self._presenter()
        title = presenter.form.title
        self._shell.show_paper(title, presenter.paper(typed), f"{title}.pdf")

    def blank(self) -> None:
        """The form empty, to be filled by hand."""
        presenter = self._presenter()
        show_blank(self._shell, presenter.form, presenter.child)

    def open_paper(self, sha256: str, name: str) -> None:
        """Show a paper attached to the record; a film or a very large one is saved instead."""
        if not self._presenter().can_be_shown(sha256):
            self._save_paper(sha256, name)
            return
        self._shell.runner.run(
            lambda: self._presenter().look_at(sha256),
            lambda data: self._shell.show_paper(name, data, name),
            failed=self._shell.bad_news, label="正在打开附件……",
        )  # fmt: skip

    def _save_paper(self, sha256: str, name: str) -> None:
        folder = self._shell.ask_folder(f"“{name}”不能在这里看，存到哪个文件夹")
        if folder is None:
            return
        presenter = self._presenter()
        self._shell.runner.run(
            lambda: presenter.save_paper(sha256, folder / name),
            lambda kept: self._shell.say(f"已存到 {kept}。含个人信息，用完请删除。"),
            failed=self._shell.bad_news, label="正在另存附件……",
        )  # fmt: skip
