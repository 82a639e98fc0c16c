"""Taking the records of one form out of the house: which, for what, under which pass-phrase;
the list of one form in one press."""

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
    from welfare_desktop.domain.forms.declare import Form


def take_list(shell: Shell, parent: QWidget, form: Form) -> None:
    """One press to Excel: the 院长 is asked where the list tells of children."""
    if exporting.asks_director(form):
        ExportDialog(shell, parent, form).open()
        return
    folder = shell.ask_folder("导出到哪里")
    if folder is None:
        return
    try:
        made = exporting.export_list(shell.desk, form.id, folder)
    except (Refused, Trouble) as error:
        shell.bad_news(error)
        return
    shell.say(f"已导出{made.rows}条到{made.path.name}。")


class ExportDialog(QDialog):
    """Escape gives up; what the action refuses stands in the dialog, nothing typed is lost."""

    def __init__(self, shell: Shell, parent: QWidget, listed: Form | None = None) -> None:
        super().__init__(parent)
        self._shell, self._listed = shell, listed
        word = "导出清单" if listed else "导出登记表"
        self.setWindowTitle(word)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(Label(word, "cardTitle"))
        told = "导出的文件用口令加密，院长签字批准，记入查阅记录。封存内容不在里面。"
        column.addWidget(Label(told, "secondary").wrap())
        self.form = ComboBox("登记表")
        for form in [listed] if listed else exporting.exportable(shell.desk):
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
        (self.purpose if listed else self.form).setFocus()

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
            how = exporting.export_list if self._listed else exporting.export
            approval = exporting.Approval(
                purpose=self.purpose.text(), phrase=self.phrase.text(), director=signer
            )
            made = how(self._shell.desk, str(self.form.currentData()), folder, approval)
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
