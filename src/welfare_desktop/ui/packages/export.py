"""Taking the records of one form out of the house: which, for what, under which pass-phrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import exporting, people
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, ComboBox, Label, PrimaryButton, fit

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer


class ExportDialog(QDialog):
    """Escape gives up; what the action refuses stands in the dialog, nothing typed is lost."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setWindowTitle("导出登记表")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(Label("导出登记表", "cardTitle"))
        told = "导出的文件用口令加密，院长签字批准，记入查阅记录。封存内容不在里面。"
        column.addWidget(Label(told, "secondary").wrap())
        self.form = ComboBox("登记表")
        for form in exporting.exportable(shell.desk):
            self.form.addItem(form.title, form.id)
        self.purpose, self.phrase, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for phrase in (self.phrase, self.again):
            phrase.setEchoMode(QLineEdit.EchoMode.Password)
        for label, widget in (("登记表", self.form), ("给谁、做什么用", self.purpose),
                              ("口令，至少12位", self.phrase), ("再输一次口令", self.again)):  # fmt: skip
            widget.setAccessibleName(label)
            column.addWidget(Label(label, "fieldLabel"))
            column.addWidget(widget)
        self.error = Label("", "error").wrap()
        column.addWidget(self.error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("取消", clicked=self.reject))
        self.go = PrimaryButton("选文件夹，请院长签字", "signature", self._go)
        self.go.setDefault(True)
        row.addWidget(self.go)
        column.addLayout(row)
        fit(self, theme().px(460))
        self.form.setFocus()

    def _go(self) -> None:
        if self.phrase.text() != self.again.text():
            self._refuse("两次输入的口令不一样，请重新输入。", self.again)
            return
        folder = self._shell.ask_folder("导出到哪里")
        if folder is None:
            return
        director = next((a.login for a in people.directors(self._shell.desk)), "")
        self._shell.ask_signature(
            f"批准导出《{self.form.currentText()}》：{self.purpose.text()}",
            lambda signer: self._export(folder, signer), who=director, title="院长批准",
        )  # fmt: skip

    def _export(self, folder: Path, signer: Signer) -> None:
        try:
            made = exporting.export(
                self._shell.desk, str(self.form.currentData()), folder,
                purpose=self.purpose.text(), phrase=self.phrase.text(), director=signer,
            )  # fmt: skip
        except (Refused, Trouble) as error:
            field = error.field if isinstance(error, Refused) else None
            self._refuse(
                error.sentence, {"purpose": self.purpose, "phrase": self.phrase}.get(field or "")
            )
            return
        self.accept()
        self._shell.say(f"已导出{made.rows}条到{made.path.name}。口令请当面或电话告诉收件人。")

    def _refuse(self, sentence: str, widget: QWidget | None) -> None:
        self.error.setText(f"✕ {sentence}")
        if widget is not None:
            widget.setFocus()
