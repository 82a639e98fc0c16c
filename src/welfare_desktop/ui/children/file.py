"""One child's file: who, what the law asks next and why, forms, the whole life."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from welfare_desktop.actions import care, child_file, filing, health_file, today
from welfare_desktop.actions.child_file import Moment
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.steps import Step
from welfare_desktop.ui.children import papers
from welfare_desktop.ui.children.cared import CaredTab
from welfare_desktop.ui.children.catalogue import CatalogueTab
from welfare_desktop.ui.children.doses import DosesTab
from welfare_desktop.ui.children.growth import GrowthTab
from welfare_desktop.ui.children.head import FileHead
from welfare_desktop.ui.children.life import LifeTab
from welfare_desktop.ui.children.next_steps import NextSteps
from welfare_desktop.ui.children.paperwork import PaperworkTab
from welfare_desktop.ui.filing.arriving import Drops
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.tabs import Tabs
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button
from welfare_desktop.ui.today.duties import take_up, why_not

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_NEXT, _FORMS, _PAPERS, _LIFE, _GROWTH, _DOSES, _CARED = range(7)


class ChildFile(QWidget):
    """The right-hand side of 儿童档案. A tab is filled when it is first looked at."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.child: Child | None = None
        self._fresh: set[int] = set()
        self._asked = ""
        self._steps: list[Step] = []
        self._due: list[Duty] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.none = EmptyNote("在左边选一名儿童。")
        self.opening = Button("从花名册建账", "file-spreadsheet", lambda: shell.go("opening"))
        self.nobody = EmptyNote("", self.opening)
        self.head = FileHead(
            self._event, lambda: self._open_form("F24", "", "new"),
            lambda: self.tabs.setCurrentIndex(_LIFE), self._print,
        )  # fmt: skip
        self._make_tabs()
        column.addWidget(self.none, 1)
        column.addWidget(self.nobody, 1)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self._scale = theme().scale
        theme().changed.connect(self._rescale)
        self.clear()

    def _make_tabs(self) -> None:
        self.tabs = Tabs("档案的各部分")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setMinimumSize(200, 130)
        self.next = NextSteps(self._take, self._open_form, self._reason, self._unseen, self._do)
        self.forms = PaperworkTab(lambda form: self._open_form(form, "", "new"), self._open_record)
        self.life = LifeTab(self._open_event)
        self.papers = CatalogueTab(self._shell, self._open_form)
        self.growth = GrowthTab(lambda: self._open_form("F21", "", "new"), self._print_growth)
        self.doses = DosesTab(lambda: self._open_form("F22", "", "new"))
        self.cared = CaredTab()
        for page, title in (
            (self.next, "下一步"), (self.forms, "表单"), (self.papers, "档案目录"),
            (self.life, "经过"), (self.growth, "生长曲线"), (self.doses, "预防接种"),
            (self.cared, "照护"),
        ):  # fmt: skip
            self.tabs.addTab(page, title)
        Drops(self, self.papers.receive)
        self.tabs.currentChanged.connect(self._fill)

    def _rescale(self) -> None:
        """Another size of type: rows are laid out anew."""
        if self._scale != theme().scale and self.child is not None:
            self.show_child(self.child)
        self._scale = theme().scale

    def show_form(self, form: str) -> None:
        """The forms of the child, this one in view; other children show it too until it is taken."""
        self._asked = form
        self.tabs.setCurrentIndex(_FORMS)
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        row = self.forms.row(self._asked)
        if row is not None:
            self.forms.ensureWidgetVisible(row)

    def asked(self) -> QWidget | None:
        """The button of the form that was asked for."""
        row = self.forms.row(self._asked) if self.child is not None else None
        return row.new if row is not None and row.new.isEnabled() else None

    def turn(self, by: int) -> None:
        """The tab so many further on, round about."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def clear(self) -> None:
        """Forget the child."""
        self.child = None
        self._fresh.clear()
        self._steps, self._due = [], []
        self.head.forget()
        self.next.show_next([], [], date.min)
        self.forms.show_paperwork({})
        self.papers.forget()
        self.life.show_life([])
        self.growth.show_growth(None)
        self.doses.show_doses(health_file.Vaccination(()))
        self.cared.show_cared(care.Cared(()))
        self.tell_empty(False)
        self.head.hide()
        self.tabs.hide()

    def tell_empty(self, nobody: bool, why_not: str = "") -> None:
        """What stands in place of a file.

        Args:
            nobody: there is no child in the store at all. why_not: why this person receives none.
        """
        ways = why_not or "可以从花名册建账，也可以按“接收儿童”接收新来的儿童"
        self.nobody.sentence.setText(f"还没有儿童档案。{ways}。")
        self.opening.setVisible(not why_not)
        self.none.setVisible(not nobody)
        self.nobody.setVisible(nobody)

    def show_child(self, child: Child) -> None:
        """Show one child."""
        desk = self._shell.desk
        self.child, self._fresh = child, set()
        self.papers.child = child
        self._steps = child_file.next_steps(desk, child)
        self._due = today.of_child(desk, child)
        self.head.show_summary(child_file.summary(desk, child))
        self._show_photo(child)
        step = next((s for s in self._steps if not s.offered), None)
        duty = self._due[0] if self._due else None
        self.head.show_next(
            step, duty, desk.now().date(), self._do_step, self._do, self._step_why(step),
            why_not(desk, duty) if duty else "",
        )  # fmt: skip
        words = f"下一步 {len(self._steps)} · 该办的事 {len(self._due)}"
        self.tabs.setTabText(_NEXT, words)
        told = self._reason("F24")
        self.head.visit.why_not(f"就医登记{told}。" if told else "")
        self.none.hide()
        self.nobody.hide()
        self.head.show()
        self.tabs.show()
        self._fill(self.tabs.currentIndex())

    def show_card(self) -> None:
        """The emergency card, and the two forms it leads to."""
        if self.child is None:
            return
        rows = [
            Row(f"{name}　{told}")
            for name, told in child_file.emergency_card(self._shell.desk, self.child)
        ]
        rows.append(Row("登记就医", open=lambda: self._open_form("F24", "", "new")))
        rows.append(Row("登记异常", open=self._event))
        ListPopup("急救卡", rows, self.head.visit).open_under(self.head.visit)

    def _show_photo(self, child: Child) -> None:
        """The picture comes a moment later, if this child is still the one shown."""
        self.head.avatar.show_photo(None)
        desk = self._shell.desk
        if not child.record.get("photo"):
            return

        def done(data: bytes | None) -> None:
            if self.child is not None and self.child.id == child.id:
                self.head.avatar.show_photo(data)

        self._shell.runner.run(lambda: child_file.photo(desk, child), done)

    def _fill(self, tab: int) -> None:
        child, desk = self.child, self._shell.desk
        if child is None or tab in self._fresh:
            return
        self._fresh.add(tab)
        if tab == _NEXT:
            due = [(duty, why_not(desk, duty)) for duty in self._due]
            self.next.show_next(self._steps, due, desk.now().date())
        elif tab == _FORMS:
            self.forms.show_paperwork(child_file.paperwork(desk, child))
            QTimer.singleShot(0, self, self._reveal)
        elif tab == _PAPERS:
            self.papers.show_catalogue()
        elif tab == _LIFE:
            self.life.show_life(child_file.timeline(child))
        elif tab == _GROWTH:
            self.growth.show_growth(health_file.growth_of(desk, child), self._unfilled("F21"))
        elif tab == _CARED:
            self.cared.show_cared(care.of_child(desk, child.id))
        else:
            self.doses.show_doses(health_file.vaccines_of(desk, child), self._unfilled("F22"))

    def show_growth(self) -> None:
        """The curves, the keyboard on them."""
        if self.child is not None:
            self.tabs.setCurrentIndex(_GROWTH)
            self.growth.take_keys()

    # --- what the buttons do ---

    def _reason(self, form: str) -> str:
        return child_file.why_not(self._shell.desk, form)

    def _unfilled(self, form: str) -> str:
        told = self._reason(form)
        return f"这张表{told}。" if told else ""

    def _unseen(self, form: str, record: str) -> str:
        return child_file.why_not_view(self._shell.desk, form, record)

    def _step_why(self, step: Step | None) -> str:
        asked = step is not None and step.open and not step.signed
        return self._unfilled(step.form) if step is not None and asked else ""

    def _do_step(self, step: Step) -> None:
        if step.open:
            self._take(step)
        else:
            self.tabs.setCurrentIndex(_NEXT)
            self.next.verticalScrollBar().setValue(0)

    def _take(self, step: Step) -> None:
        if step.signed:
            self._close()
        else:
            self._open_form(step.form, step.record, "continue")

    def _close(self) -> None:
        """档案员 signs that the file is whole (T30)."""
        child, desk = self.child, self._shell.desk
        if child is None:
            return

        def signed(signer: Signer) -> None:
            filing.close_file(desk, child.id, signer)
            self._shell.changed()
            self._shell.say(f"{child.name}的档案已归结，到期移交国家综合档案馆。")

        self._shell.ask_signature(
            f"归结{child.name}的档案：材料齐全，以后不再改动", signed, title="档案员签字",
            among=filing.closers(desk),
        )  # fmt: skip

    def _do(self, duty: Duty) -> None:
        self._asked = ""
        take_up(self._shell, duty)

    def _open_form(self, form: str, record: str, mode: str) -> None:
        self._asked = ""
        child = self.child.id if self.child else None
        if record:
            self._shell.go("record", form=form, record=record, child=child, mode=mode)
        else:
            self._shell.go("record", form=form, child=child)

    def _open_record(self, record: Record) -> None:
        self._open_form(record.form, record.id, "view")

    def _open_event(self, event: Moment) -> None:
        self._open_form(event.form, event.record, "view")

    def _event(self) -> None:
        if self.child is not None:
            self._shell.go("record", form="F31", values={"children": [self.child.id]})

    def _print(self) -> None:
        if self.child is not None:
            papers.offer(self._shell, self.child, self.head.paper)

    def _print_growth(self) -> None:
        if self.child is not None:
            papers.show_growth(self._shell, self.child)
