"""The page of one record: read, fill, continue, correct, void; drafts keep themselves."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.records import Gate
from welfare_desktop.actions.views import Mode
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem
from welfare_desktop.ui.form.deciding import Deciding
from welfare_desktop.ui.form.editor import Surroundings
from welfare_desktop.ui.form.foot import FOOT_KEYS, Foot
from welfare_desktop.ui.form.gates import GatePanel, Way
from welfare_desktop.ui.form.marks import marked, summary
from welfare_desktop.ui.form.presenter import Filled, Presenter
from welfare_desktop.ui.form.sheet import RecordSheet
from welfare_desktop.ui.form.versions import VersionsDialog
from welfare_desktop.ui.form.view import FormView
from welfare_desktop.ui.shell.page import Page, Shell, tab_before
from welfare_desktop.ui.shell.widgets import Button, Card, Label

#: From the first edit that is not kept: with the writing, two seconds at most.
_DRAFT_MS, _LOOK_MS = 1500, 400
_SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png);;所有文件 (*)"
_Part = TypeVar("_Part", FormView, RecordSheet)
#: Navigation entry a form stands under, by what it is about.
_UNDER = {"child": "children", "family": "children", "staff": "admin", "house": "admin",
          "ward": "admin"}  # fmt: skip


class RecordPage(Page):
    """``shell.go("record", form="F02", child=…, subject=…, record=…, mode="new", values={…})``."""

    title = "填表"
    keys = FOOT_KEYS
    help = "必填的栏写着“必填”。草稿自动保存，断电也在。有依据条款的提示写明要先办什么。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.presenter: Presenter | None = None
        self.view: FormView | None = None
        self.sheet: RecordSheet | None = None
        self._loading = self._dirty = self._tried = self._warned = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.banner = Card("")
        self._banner_text = Label("").wrap()
        line = QHBoxLayout()
        line.addWidget(self._banner_text, 1)
        line.addWidget(Button("放弃草稿", "trash-2", self._drop))
        self.banner.body.addLayout(line)
        self.gates = GatePanel(self._pass_soft, self._way)
        self._drop_view()
        self._place = QVBoxLayout()
        column.addLayout(self._place, 1)
        self.deciding = Deciding(
            shell, lambda: self._presenter, self._handed_in, self.not_done, self._anew
        )  # fmt: skip
        self.foot = Foot(
            self.save_draft, self.hand_in, self._switch, lambda: self.deciding.void(self.why.text()),
            self.deciding.approve, lambda: VersionsDialog(self._presenter, self).open(),
            self._paper, self.deciding.follow, self.deciding.blank,
        )  # fmt: skip
        self.late, self.why, self.state = self.foot.late, self.foot.why, self.foot.state
        column.addWidget(self.foot)
        self._draft_timer, self._look_timer = QTimer(self), QTimer(self)
        for timer, wait, what in (
            (self._draft_timer, _DRAFT_MS, self.save_draft), (self._look_timer, _LOOK_MS, self.look),
        ):  # fmt: skip
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(what)

    def enter(self, **arguments: Any) -> None:
        """Open a form or a record."""
        known: Mode = "view" if arguments.get("record") else "new"
        told = {name: arguments.get(name) for name in ("child", "subject", "record")}
        mode = arguments.get("mode") or known
        self.presenter = Presenter(self.desk, arguments.get("form", ""), mode=mode, **told)
        self.under = _UNDER[self.presenter.form.about]
        self._render(arguments.get("values") or {})

    def _render(self, preset: dict[str, Any]) -> None:
        presenter = self._presenter
        self._loading, self._tried = True, False
        self._drop_view()
        if presenter.mode == "view" and presenter.record is not None:
            self.banner.hide()
            self.sheet = self._put(RecordSheet(presenter, self.deciding))
        else:
            self._fill(presenter, preset)
        self.foot.show_mode(presenter)
        self.set_header(presenter.form.title, presenter.subtitle())
        self._loading = self._dirty = False
        self.look()

    def _fill(self, presenter: Presenter, preset: dict[str, Any]) -> None:
        around = Surroundings(
            presenter.now, presenter.choices, presenter.attach,
            partial(self.shell.ask_open_file, kinds=_SCANS), self.deciding.sign,
        )  # fmt: skip
        body = presenter.body()
        view = self._put(FormView(presenter.form, around, presenter.locked(), presenter.closed()))
        if presenter.mode == "continue":
            view.keep_rows(body, presenter.partly)
        view.put({**body, **preset})
        draft = presenter.restore()
        if draft is not None:
            view.put(draft.values)
            view.restore(draft.papers)
            self._banner_text.setText(
                f"已恢复 {draft.saved_at.replace('T', ' ')} 保存的草稿，接着填即可。签字要重新签。"
            )
        view.inner.insertWidget(0, self.gates)
        view.inner.insertWidget(0, self.banner)
        self.banner.setVisible(draft is not None)
        self.view = view
        view.changed.connect(self._edited)
        view.left.connect(self._left)

    def _put(self, part: _Part) -> _Part:
        """In its place, and before the foot under Tab."""
        self._place.addWidget(part)
        tab_before(self.foot.late, part)
        part.show()
        return part

    @property
    def _presenter(self) -> Presenter:
        assert self.presenter is not None
        return self.presenter

    def _drop_view(self) -> None:
        for part in (self.gates, self.banner):
            part.setParent(self)
            part.hide()
        for old in (self.view, self.sheet):
            if old is not None:
                self._place.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.view = self.sheet = None

    def _switch(self, mode: Mode) -> None:
        self._presenter.turn(mode)
        self._anew()

    def _anew(self) -> None:
        """Show the record again; the keyboard stays in the page: what is hidden takes no focus."""
        self._render({})
        if (first := self.first_focus()) is not None:
            first.setFocus()

    def _edited(self) -> None:
        if not self._loading:
            self._dirty = True
            if not self._draft_timer.isActive():
                self._draft_timer.start()
            self._look_timer.start()

    def _left(self) -> None:
        if self._dirty:
            self.save_draft()

    def save_draft(self) -> None:
        """Keep what is typed; runs by itself while somebody types, and on focus-out."""
        if self.view is None or self.presenter is None:
            return
        self._draft_timer.stop()
        try:
            at = self.presenter.save(self.view.raw(), self.view.papers)
        except Trouble as error:
            self.shell.bad_news(error)
            return
        self._dirty = self._warned = False
        self.state.setText(f"✓ 草稿已保存 {at[11:]}")

    def look(self) -> None:
        """Computed values, gates, what is demanded and what need not be asked."""
        if self.view is None:
            return
        values, wrong = self.view.read()
        look = self._presenter.look(values, self.view.signers)
        self.view.show_computed(look.computed)
        self.view.show_asked([f.name for f in look.missing], look.hidden)
        if self._presenter.mode == "continue":
            self.view.owed = {field.name for field in look.due}
        wrong = marked(self.view, wrong, look, self._tried)
        if self._tried:
            self.state.setText(f"✕ {len(wrong)} 项待改" if wrong else "")
        self.view.show_errors(wrong)
        self.gates.show_problems(
            [p for p in look.problems if not p.field or p.clause or p.warning], "提交前要处理的事"
        )

    def _way(self, problem: Problem) -> Way | None:
        """What opens a problem: its field here, or the form that mends it."""
        if problem.field and self.view is not None and problem.field in self.view.rows:
            field = self.view.rows[problem.field].editor.field
            return Way("去填写", f"去填写{field.label}", partial(self.view.reveal, field.name))
        mend = self._presenter.mend(problem)
        if mend is None:
            return None
        go = partial(self.shell.go, "record", form=mend.form.id, record=mend.record,
                     child=self._presenter.child, mode=mend.mode)  # fmt: skip
        return Way(mend.word, f"{mend.word}{mend.form.title}", go, mend.why_not)

    def hand_in(self, gate: Gate | None = None) -> None:
        """Check and submit; a refusal stands beside its field."""
        if self.view is None or not self.foot.primary.isEnabled():
            return
        self._tried = True
        values, wrong = self.view.read()
        if wrong:
            self.look()
            self.view.reveal(next(iter(wrong)))
            self.shell.say(next(iter(wrong.values())), "warn")
            return
        filled = Filled(
            values, self.view.papers, self.view.signers, self.late.text().strip(),
            self.why.text().strip(), gate,
        )  # fmt: skip
        self.do_once(lambda: self._presenter.hand_in(filled), self._handed_in, "正在提交……")

    def _handed_in(self, record: Record, word: str = "已保存") -> None:
        self._draft_timer.stop()
        self._dirty = False
        self.late.clear()
        self.presenter = Presenter(self.desk, record.form, record=record.id, mode="view")
        self._anew()
        self.shell.changed()
        more = "还要办什么，按“下一步”看。" if self.foot.next.isVisible() else ""
        self.shell.say(f"《{self._presenter.form.title}》{record.form_no} {word}。{more}")

    def not_done(self, error: Exception) -> None:
        """A refusal stands beside its field, with what to do."""
        if not isinstance(error, Refused):
            self.shell.bad_news(error)
            return
        self.look()
        if error.field == "late_entry_reason":
            self.foot.ask(self.late, "! 写明补录的原因，再提交。")
        elif error.field == "reason":
            self.foot.ask(self.why, "! 写明原因。")
        elif error.field and self.view is not None and error.field in self.view.rows:
            if not self.view.rows[error.field].sentence:
                self.view.rows[error.field].error(error.sentence)
            self.view.reveal(error.field)
            if (told := summary(self.view)) and not error.clause:
                self.shell.say(told, "warn")
                return
        elif self.view is not None:
            self.view.verticalScrollBar().setValue(0)
        self.shell.bad_news(error)

    def _pass_soft(self) -> None:
        sentences = "；".join(p.sentence for p in self.gates.problems if p.soft)
        self.deciding.pass_soft(sentences, self.hand_in, self)

    def _paper(self) -> None:
        self.deciding.paper(self.view.read()[0] if self.view is not None else {})

    def _drop(self) -> None:
        self._presenter.drop()
        self._draft_timer.stop()
        self._anew()
        self.shell.say("草稿已放弃。", "info")

    def leave(self) -> bool:
        """What is typed is kept before the page goes; where it cannot be, only asked twice."""
        self._look_timer.stop()
        if self._dirty:
            self.save_draft()
        if not self._dirty or self._warned:
            return True
        self._warned = True
        return False

    def clear(self) -> None:
        """Keep the draft, then forget what is shown."""
        self.leave()
        self._draft_timer.stop()
        self._drop_view()

    def urgent(self) -> tuple[str, str]:
        return (self.presenter.child or "") if self.presenter is not None else "", ""

    def first_focus(self) -> QWidget | None:
        """The first field to fill; of a record that is read, the sheet."""
        return self.view.first() if self.view is not None else self.sheet
