"""The item that is made of the marked files: its fields, what is asked, the filing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.actions import incoming
from welfare_desktop.actions.scans import Scan
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem
from welfare_desktop.ui.filing.fields import ItemFields
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Label, PrimaryButton

_WIDTH = 360


class ItemPanel(QWidget):
    """``filed``: scans and the record that they became."""

    filed = Signal(object, object)

    def __init__(
        self, page: Page, scans: Callable[[], list[Scan]], blank: Collection[Hashable]
    ) -> None:
        super().__init__()
        self._page, self._scans, self._blank = page, scans, blank
        self._child: Child | None = None
        self._asked: list[Problem] = []
        self.fields = ItemFields(page.desk.now)
        self.state = Label("", "hint").wrap()
        self.primary = PrimaryButton("收进档案", "check", self.hand_in, "收进档案，回车")
        theme().changed.connect(self._size)
        self._size()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.fields, self.state, self.primary):
            column.addWidget(widget)
        self.fields.kinds.changed.connect(self.prefill)
        self.fields.handed_in.connect(self.hand_in)

    def _size(self) -> None:
        """As wide as the size of type asks."""
        self.setFixedWidth(theme().px(_WIDTH))

    def offer(self, child: Child | None, kind: str = "") -> None:
        """The next item of a child: types of paper, what lacks first."""
        self._child, self._asked = child, []
        desk = self._page.desk
        why_not = incoming.why_not(desk) or ("" if child else "先在“儿童档案”里选好儿童。")
        self.primary.why_not(why_not)
        self.fields.forget()
        kinds, lacking = incoming.offered(desk, child.id if child else "")
        self.fields.kinds.show_kinds(kinds, lacking)
        if kind:
            self.fields.kinds.prefer(kind)
        self._tell()

    def prefill(self) -> None:
        """Another type or other files: the fields follow, what was asked is asked anew."""
        kind, self._asked = self.fields.kinds.kind(), []
        self.fields.show_problems(())
        if kind is not None and self._child is not None:
            scans = self._scans()
            values = incoming.prefilled(self._page.desk, self._child, kind, scans)
            self.fields.show_values(values)
        self._tell()

    def _tell(self) -> None:
        scans = self._scans()
        told = f"这一件：{len(scans)}个文件，{sum(scan.pages for scan in scans)}页" if scans else ""
        self.state.setText(self.primary.toolTip() if not self.primary.isEnabled() else told)

    def hand_in(self) -> None:
        """File the item; what is asked about is asked once, and Enter again files it."""
        child = self._child
        if child is None or not self.primary.isEnabled():
            return
        scans = tuple(self._scans())
        try:
            values = self.fields.values()
        except Refused as error:
            self.refuse(error)
            return
        found = incoming.problems(self._page.desk, child, values, scans)
        found += self._empty(scans)
        told = [p for p in found if not p.warning] or [p for p in found if p not in self._asked]
        if told:
            self._asked = found
            self._show(told)
            return
        work = partial(incoming.file, self._page.desk, child.id, values, scans)
        done: Callable[[Record], object] = partial(self.filed.emit, scans)
        self._page.do_once(work, done, "正在收进档案……")

    def _show(self, told: Sequence[Problem]) -> None:
        self.fields.show_problems(told)
        if told[0].field in self.fields.rows:
            self.fields.reveal(str(told[0].field))

    def _empty(self, scans: Sequence[Scan]) -> list[Problem]:
        bare = [s.name for s in scans if s.sha256 in self._blank and s.pages == 1]
        if not bare:
            return []
        sentence = f"“{'”、“'.join(bare)}”像是白纸。照这样收，请再按一次回车。"
        return [Problem(sentence=sentence, field="digital", warning=True)]

    def refuse(self, error: Exception) -> None:
        """A refusal stands beside its field."""
        if not isinstance(error, Refused):
            self._page.shell.bad_news(error)
            return
        each = (error, *error.also)
        self.fields.show_problems(
            [Problem(sentence=e.sentence, field=e.field, clause=e.clause) for e in each]
        )
        self.fields.reveal(error.field or "")
