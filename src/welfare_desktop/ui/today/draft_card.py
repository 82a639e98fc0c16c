"""没写完的表: this person's drafts, so that what was typed before a power cut is found again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from welfare_desktop.actions import roster
from welfare_desktop.actions.drafts import Draft
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.widgets import Button, Card, Elided, FlatButton, Label, empty

_SHOWN = 3


class DraftCard(Card):
    """Hidden while there is none; the newest ones first, the others in a list."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("没写完的表", spacing=2)
        self._shell = shell
        self._drafts: Sequence[Draft] = ()
        self._lines = QHBoxLayout()
        self.hide()

    def show_drafts(self, found: Sequence[Draft]) -> None:
        """Show these."""
        self._drafts = [draft for draft in found if draft.form in FORMS]
        while self.body.count() > 1:
            item = self.body.takeAt(1)
            if (line := item.layout() if item is not None else None) is not None:
                empty(line)
            if (held := item.widget() if item is not None else None) is not None:
                held.hide()
                held.deleteLater()
        self.setVisible(bool(self._drafts))
        self.title.setText(f"没写完的表 {len(self._drafts)}")
        for draft in self._drafts[:_SHOWN]:
            self.body.addLayout(self._line(draft))
        if len(self._drafts) > _SHOWN:
            self.more = Button(f"全部{len(self._drafts)}张", "list", self._all, "全部没写完的表")
            self.body.addWidget(self.more)

    def _line(self, draft: Draft) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Elided(self._words(draft)), 1)
        row.addWidget(Label(draft.saved_at[5:].replace("T", " "), "hint"))
        go = FlatButton("接着填", "", partial(self._open, draft), f"接着填{self._words(draft)}")
        row.addWidget(go)
        return row

    def _words(self, draft: Draft) -> str:
        child = self._shell.desk.seen().child(draft.child) if draft.child else None
        who = f"{child.name} " if child is not None else ""
        return f"{who}{FORMS[draft.form].title}"

    def _all(self) -> None:
        rows = [
            Row(self._words(d), d.saved_at.replace("T", " "), open=partial(self._open, d))
            for d in self._drafts
        ]
        ListPopup("没写完的表", rows, self).open_under(self.more)

    def _open(self, draft: Draft) -> None:
        if draft.form == "F67" and (place := roster.place_of(draft.record)) is not None:
            self._shell.go("staffing", ward=place[0], month=place[1])
            return
        if FORMS[draft.form].of_one_child and not (draft.child or draft.record):
            self._shell.go("group")
            return
        self._shell.go(
            "record", form=draft.form, child=draft.child or None, record=draft.record or None,
            mode=draft.mode or ("continue" if draft.record else "new"),
        )  # fmt: skip
