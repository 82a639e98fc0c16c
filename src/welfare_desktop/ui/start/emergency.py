"""紧急记录 on a locked PC: written, sealed, gone from the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, ComboBox, Label, PrimaryButton, fit


class EmergencyNote(QDialog):
    """``keep(writer, text, when, place, child)`` seals; raises `Refused` or `Trouble`."""

    def __init__(
        self, people: Sequence[tuple[str, str]], keep: Callable[..., None],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._keep = keep
        self.setWindowTitle("紧急记录")
        self.setModal(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(22, 18, 22, 18)
        self._column.setSpacing(8)
        self._column.addWidget(Label("紧急记录", "title"))
        self._column.addWidget(Label("先救人。写下的内容马上加密封存。", "secondary"))
        self._column.addWidget(Label("打开资料库后录入，本人再用签名码确认。", "secondary"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(110)
        self.when, self.place, self.child = QLineEdit(), QLineEdit(), QLineEdit()
        self.when.setPlaceholderText("不填就是现在")
        self.when.setToolTip("四位数字，例如 0210")
        self.person = ComboBox("书写人")
        self.person.addItem("请选书写人", "")
        for login, name in people:
            self.person.addItem(name, login)
        self._column.addLayout(self._labelled("发生了什么、做了什么", self.text))
        for pair in (
            (("儿童姓名", self.child), ("地点", self.place)),
            (("发生时间", self.when), ("书写人", self.person)),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            for label, editor in pair:
                row.addLayout(self._labelled(label, editor), 1)
            self._column.addLayout(row)
        self._foot()
        self.text.setFocus()
        fit(self, theme().px(520))

    def _labelled(self, label: str, editor: QWidget) -> QVBoxLayout:
        words = Label(label, "fieldLabel")
        words.setBuddy(editor)
        editor.setAccessibleName(label)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(words)
        column.addWidget(editor)
        return column

    def _foot(self) -> None:
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(20)
        self._column.addWidget(self.error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("取消", clicked=self.reject))
        self.seal = PrimaryButton("封存", "lock", self._seal)
        row.addWidget(self.seal)
        self._column.addLayout(row)

    def _seal(self) -> None:
        writer = str(self.person.currentData() or "")
        if not writer:
            self._wrong("请选书写人。", self.person)
            return
        try:
            self._keep(
                writer=writer, text=self.text.toPlainText(), when=self.when.text(),
                place=self.place.text(), child=self.child.text(),
            )  # fmt: skip
        except (Refused, Trouble) as error:
            field = getattr(error, "field", None)
            self._wrong(error.sentence, self.when if field == "when" else self.text)
            return
        self.accept()

    def _wrong(self, sentence: str, at: QWidget) -> None:
        self.error.setText(f"✕ {sentence}")
        at.setAccessibleDescription(sentence)
        at.setFocus()
