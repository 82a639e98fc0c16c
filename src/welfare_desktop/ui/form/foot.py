"""The foot of the record page: state of the draft, reasons, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions.views import Mode
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.widgets import Button, Elided, PrimaryButton, set_property

_WHY = {"correct": "更正的原因：哪里错了", "view": "作废的原因：为什么作废，作废后不能恢复"}
FOOT_KEYS = (
    Key("Ctrl+Enter", "校验并提交", "hand_in"), Key("Ctrl+S", "存为草稿", "keep"),
    Key("Ctrl+P", "打印这张表", "print"),
)  # fmt: skip


class Foot(QWidget):
    """``late`` and ``why`` are the lines for reasons; ``state`` tells how the draft stands."""

    def __init__(
        self, save: Callable[[], None], hand_in: Callable[[], None],
        switch: Callable[[Mode], None], void: Callable[[], None], approve: Callable[[], None],
        show: Callable[[], None], paper: Callable[[], None], follow: Callable[[QWidget], None],
        blank: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._do_void = void
        self.late, self.why = QLineEdit(), QLineEdit()
        for line in (self.late, self.why):
            line.hide()
            line.textEdited.connect(lambda _, line=line: set_property(line, "wrong", False))
            column.addWidget(line)
        _name(self.late, "补录的原因：为什么现在才记")
        self.state = Elided("", "hint")
        self.void = Button("作废", "trash-2", self._void)
        self.correct = Button("更正", "pen-line", lambda: switch("correct"))
        self.more = Button("续填", "plus", lambda: switch("continue"))
        self.versions = Button("历次版本", "history", show)
        self.blank = Button("空白表", "file-text", blank, "打印空白表，停电时手填")
        self.paper = Button("打印", "printer", paper, "打印这张表 Ctrl+P")
        self.next = Button("下一步", "chevron-right", lambda: follow(self.next),
                           "下一步：看儿童还要办什么，或者接着填有关的表")  # fmt: skip
        self.approve = PrimaryButton("审批", "shield-check", approve, "审批，须审批人签名码")
        self.keep = Button("存为草稿 Ctrl+S", "save", save)
        self.primary = PrimaryButton("校验并提交 Ctrl+↵", "check", hand_in)
        bind(self, FOOT_KEYS, {"hand_in": hand_in, "keep": save, "print": paper})
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        for button in (
            self.blank, self.paper, self.versions, self.void, self.correct, self.more, self.next, self.keep,
            self.primary, self.approve,
        ):  # fmt: skip
            row.addWidget(button)
        column.addLayout(row)

    def show_mode(self, presenter: Presenter) -> None:
        """Only what can be done now is shown; what this person may not do says why."""
        mode, record = presenter.mode, presenter.record
        approval, why_not = presenter.may_approve(), presenter.why_not_fill()
        alive = record is not None and record.state != "void" and mode == "view"
        for button in (self.correct, self.more, self.void):
            button.setVisible(alive)
        for button in (self.primary, self.keep, self.correct, self.more):
            button.why_not(why_not)
        self.next.setVisible(alive and bool(presenter.child or presenter.followers()))
        self.void.why_not(presenter.why_not_void())
        self.blank.setVisible(record is None)
        self.versions.setVisible(record is not None)
        self.approve.setVisible(alive and approval is not None)
        self.approve.setToolTip(approval or "")
        for button in (self.primary, self.keep):
            button.setVisible(mode != "view")
        self.why.clear()
        _name(self.why, _WHY.get(mode, _WHY["view"]))
        self.why.setVisible(mode == "correct")
        self.late.hide()
        self.state.setText(f"! {why_not}" if why_not else "")

    def _void(self) -> None:
        """The first press asks the reason, the second one voids."""
        if self.why.isVisible() and self.why.text().strip():
            self._do_void()
            return
        self.ask(self.why, "! 写明原因，再按“作废”。")

    def ask(self, line: QLineEdit, told: str) -> None:
        """Show a line for a reason, with the keyboard in it."""
        set_property(line, "wrong", line.isVisible())
        line.show()
        line.setFocus()
        self.state.setText(told)


def _name(line: QLineEdit, name: str) -> None:
    line.setPlaceholderText(name)
    line.setAccessibleName(name)
