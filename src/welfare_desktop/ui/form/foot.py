"""The foot of the record page: state of the draft, reasons, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.ui.form.presenter import Mode, Presenter
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton


class Foot(QWidget):
    """``late`` and ``why`` are the lines for reasons; ``state`` tells how the draft stands."""

    def __init__(
        self, save: Callable[[], None], hand_in: Callable[[], None],
        switch: Callable[[Mode], None], void: Callable[[], None], approve: Callable[[], None],
        show: Callable[[], None], paper: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.late, self.why = QLineEdit(), QLineEdit()
        for line, name in ((self.late, "补录原因：为什么现在才记"), (self.why, "更正或作废的原因")):
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
            line.hide()
            column.addWidget(line)
        self.state = Label("", "hint")
        self.void = Button("作废", "trash-2", void)
        self.correct = Button("更正", "pen-line", lambda: switch("correct"))
        self.more = Button("续填", "plus", lambda: switch("continue"))
        self.versions = Button("历次版本", "history", show)
        self.paper = Button("打印", "printer", paper, "打印这张表")
        self.approve = PrimaryButton("审批", "shield-check", approve, "审批，须审批人签名码")
        self.keep = Button("存为草稿 Ctrl+S", "save", save)
        self.primary = PrimaryButton("校验并提交 Ctrl+↵", "check", hand_in)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        for button in (
            self.paper, self.versions, self.void, self.correct, self.more, self.keep, self.primary,
            self.approve,
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
        for button in (self.primary, self.correct, self.more):
            button.why_not(why_not)
        self.versions.setVisible(record is not None)
        self.approve.setVisible(alive and approval is not None)
        self.approve.setToolTip(approval or "")
        for button in (self.primary, self.keep):
            button.setVisible(mode != "view")
        self.why.setVisible(mode == "correct" or alive)
        self.late.hide()
        self.state.setText(f"! {why_not}" if why_not else "")
