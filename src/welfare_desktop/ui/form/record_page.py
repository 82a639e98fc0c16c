"""The page of one record: fill, continue, correct, void; drafts keep themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.records import Gate
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem
from welfare_desktop.ui.form.editor import Surroundings
from welfare_desktop.ui.form.foot import Foot
from welfare_desktop.ui.form.gates import GatePanel
from welfare_desktop.ui.form.presenter import Filled, Mode, Presenter
from welfare_desktop.ui.form.versions import show_versions
from welfare_desktop.ui.form.view import FormView
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.widgets import Button, Card, Label

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_DRAFT_MS = 2000
_LOOK_MS = 400


class RecordPage(Page):
    """``shell.go("record", form="F02", child=…, subject=…, record=…, mode="new", values={…})``."""

    title = "填表"
    keys = (("Ctrl+Enter", "校验并提交"), ("Ctrl+S", "存为草稿"), ("Tab", "下一栏"))
    help = "必填的栏写着“必填”。草稿自动保存，断电也在。有依据条款的提示写明要先办什么。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.presenter: Presenter | None = None
        self.view: FormView | None = None
        self._loading = self._dirty = self._tried = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.banner = Card("")
        self._banner_text = Label("").wrap()
        line = QHBoxLayout()
        line.addWidget(self._banner_text, 1)
        line.addWidget(Button("放弃草稿", "trash-2", self._drop))
        self.banner.body.addLayout(line)
        self.gates = GatePanel(self._pass_soft, lambda name: self._view.reveal(name))
        self._place = QVBoxLayout()
        column.addWidget(self.banner)
        column.addWidget(self.gates)
        column.addLayout(self._place, 1)
        self.foot = Foot(self.save_draft, self.hand_in, self._switch, self._void, self._approve,
                         lambda: show_versions(self._presenter, self.foot), self._paper)  # fmt: skip
        self.late, self.why, self.state = self.foot.late, self.foot.why, self.foot.state
        column.addWidget(self.foot)
        self._draft_timer, self._look_timer = QTimer(self), QTimer(self)
        for timer, wait, what in (
            (self._draft_timer, _DRAFT_MS, self.save_draft), (self._look_timer, _LOOK_MS, self.look),
        ):  # fmt: skip
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(what)
        for key, do in (("Ctrl+Return", self.hand_in), ("Ctrl+S", self.save_draft)):
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def enter(self, **arguments: Any) -> None:
        """Open a form or a record."""
        wanted: Mode = arguments.get("mode") or ("view" if arguments.get("record") else "new")
        self.presenter = Presenter(
            self.desk, arguments.get("form", ""), child=arguments.get("child"),
            subject=arguments.get("subject"), record=arguments.get("record"), mode=wanted,
        )  # fmt: skip
        self._render(arguments.get("values") or {})

    def _render(self, preset: dict[str, Any]) -> None:
        presenter = self._presenter
        self._loading, self._tried = True, False
        self._drop_view()
        around = Surroundings(
            presenter.now,
            presenter.choices,
            presenter.attach,
            self._ask_file,
            self.shell.ask_signature,
        )
        body, mode = presenter.body(), presenter.mode
        names = [f.name for f in presenter.form.fields]
        filled = [n for n in names if body.get(n) not in (None, "", [], {})]
        tables = {f.name for f in presenter.form.fields if f.kind == "table"}
        locked = {"view": names, "continue": [n for n in filled if n not in tables]}
        view = FormView(presenter.form, around, locked.get(mode, ()))
        view.put({**body, **preset})
        self._place.addWidget(view)
        self.view = view
        draft = presenter.restore() if mode != "view" else None
        if draft is not None:
            view.put(draft.values)
            self._banner_text.setText(
                f"已恢复 {draft.saved_at.replace('T', ' ')} 保存的草稿，接着填即可。"
            )
        self.banner.setVisible(draft is not None)
        view.changed.connect(self._edited)
        view.left.connect(self._left)
        self.foot.show_mode(presenter)
        self.set_header(presenter.form.title, presenter.subtitle())
        self._loading = self._dirty = False
        self.look()

    @property
    def _presenter(self) -> Presenter:
        assert self.presenter is not None
        return self.presenter

    @property
    def _view(self) -> FormView:
        assert self.view is not None
        return self.view

    def _drop_view(self) -> None:
        if self.view is not None:
            self._place.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None

    def _switch(self, mode: Mode) -> None:
        self._presenter.mode = mode
        self._render({})

    def _edited(self) -> None:
        if not self._loading:
            self._dirty = True
            self._draft_timer.start()
            self._look_timer.start()

    def _left(self) -> None:
        if self._dirty:
            self.save_draft()

    def save_draft(self) -> None:
        """Keep what is typed; runs two seconds after the last edit and on focus-out."""
        if self.view is None or self.presenter is None or self.presenter.mode == "view":
            return
        self._draft_timer.stop()
        try:
            at = self.presenter.save(self.view.raw())
        except Trouble as error:
            self.shell.bad_news(error)
            return
        self._dirty = False
        self.state.setText(f"✓ 草稿已保存 {at[11:]}")

    def look(self) -> None:
        """Computed values, gates, what is demanded and what need not be asked."""
        if self.view is None or self._presenter.mode == "view":
            self.gates.show_problems((), "")
            return
        values, wrong = self.view.read()
        look = self._presenter.look(values)
        self.view.show_computed(look.computed)
        self.view.show_asked([f.name for f in look.missing], self._presenter.hidden(values))
        if self._tried:
            self._mark(wrong, look.problems, [f.name for f in look.missing])
        else:
            self.view.show_errors(wrong)
        self.gates.show_problems(
            [p for p in look.problems if not p.field or p.clause or p.warning], "提交前要处理的事"
        )

    def _mark(self, wrong: dict[str, str], problems: list[Problem], missing: list[str]) -> None:
        view, sentences = self._view, dict(wrong)
        for problem in problems:
            if problem.field and not problem.warning:
                sentences.setdefault(problem.field, problem.sentence)
        signed = view.signers.keys()
        papers = {n for n, r in view.rows.items() if getattr(r.editor, "papers", None)}
        for name in missing:
            if name not in signed and name not in papers:
                sentences.setdefault(name, f"请填写“{self._presenter.form.field(name).label}”。")
        view.show_errors(sentences)
        self.state.setText(f"✕ {len(sentences)} 项待改" if sentences else "")

    def hand_in(self, gate: Gate | None = None) -> None:
        """Check and submit; a refusal stands beside its field."""
        if self.view is None or self._presenter.mode == "view":
            return
        self._tried = True
        values, wrong = self.view.read()
        if wrong:
            self.look()
            self.view.reveal(next(iter(wrong)))
            return
        filled = Filled(
            values, self.view.papers, self.view.signers, self.late.text().strip(),
            self.why.text().strip(), gate,
        )  # fmt: skip
        self.shell.runner.run(
            lambda: self._presenter.hand_in(filled), self._handed_in,
            failed=self._refused, label="正在提交……",
        )  # fmt: skip

    def _handed_in(self, record: Record) -> None:
        self._draft_timer.stop()
        self._dirty = False
        self.late.clear()
        self.why.clear()
        title = self._presenter.form.title
        self.presenter = Presenter(self.desk, record.form, record=record.id, mode="view")
        self._render({})
        self.shell.changed()
        self.shell.say(f"《{title}》{record.form_no} 已保存。")

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self.shell.bad_news(error)
            return
        self.look()
        if error.field == "late_entry_reason":
            self.late.show()
            self.late.setFocus()
        elif error.field == "reason":
            self.why.setFocus()
        elif error.field and self.view is not None and error.field in self.view.rows:
            self.view.rows[error.field].error(error.sentence)
            self.view.reveal(error.field)
        self.shell.bad_news(error)

    def _pass_soft(self) -> None:
        heads = [(a.login, a.name) for a in self.desk.accounts() if "D" in a.roles]
        sentences = "；".join(p.sentence for p in self.gates.problems if p.soft)
        panel = PinPanel(
            sentences, heads, self.desk.signer, title="院长确认", reason=True, parent=self
        )

        def accepted() -> None:
            if panel.signer is not None:
                self.hand_in(Gate(panel.reason.text().strip(), panel.signer))

        panel.accepted.connect(accepted)
        panel.open()

    def _void(self) -> None:
        try:
            record = self._presenter.void(self.why.text())
        except (Refused, Trouble) as error:
            self._refused(error)
            return
        self._handed_in(record)

    def _approve(self) -> None:
        form = self._presenter.form

        def approved(signer: Signer) -> None:
            try:
                record = self._presenter.approve(signer)
            except (Refused, Trouble) as error:
                self._refused(error)
                return
            self._handed_in(record)

        self.shell.ask_signature(f"审批《{form.title}》", approved, title="审批")

    def _paper(self) -> None:
        typed = self._view.read()[0] if self._presenter.mode != "view" else {}
        title = self._presenter.form.title
        self.shell.show_paper(title, self._presenter.paper(typed), f"{title}.pdf")

    def _drop(self) -> None:
        self._presenter.drop()
        self._draft_timer.stop()
        self._render({})
        self.shell.say("草稿已放弃。", "info")

    def _ask_file(self, title: str) -> Path | None:
        return self.shell.ask_open_file(title, "扫描件 (*.pdf *.jpg *.jpeg *.png);;所有文件 (*)")

    def leave(self) -> bool:
        """What is typed is kept before the page goes."""
        self._look_timer.stop()
        if self._dirty:
            self.save_draft()
        return True

    def clear(self) -> None:
        """Keep the draft, then forget what is shown."""
        self.leave()
        self._draft_timer.stop()
        self._drop_view()

    def first_focus(self) -> QWidget | None:
        """The first field that can be filled."""
        rows = self.view.rows.values() if self.view else ()
        return next((r.editor.target() for r in rows if not r.editor.field.calc), None)
