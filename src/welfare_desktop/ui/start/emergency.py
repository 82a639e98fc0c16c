"""紧急记录 on a locked PC: written, sealed, gone from the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
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
        self._column.setSpacing(6)
        self._column.addWidget(Label("紧急记录", "title"))
        self._column.addWidget(
            Label(
                "先救人。写下的内容马上加密封存，打开资料库后录入，本人再用签名码确认。",
                "secondary",
            ).wrap()
        )
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(120)
        self.when, self.place, self.child = QLineEdit(), QLineEdit(), QLineEdit()
        self.when.setPlaceholderText("不填就是现在，例如 0210")
        self.person = ComboBox("书写人")
        self.person.addItem("请选书写人", "")
        for login, name in people:
            self.person.addItem(name, login)
        self._fields()
        self._foot()
        self.text.setFocus()
        fit(self, theme().px(520))

    def _fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for label, editor, row, column in (
            ("发生了什么、做了什么", self.text, 0, 0), ("儿童姓名", self.child, 2, 0),
            ("地点", self.place, 2, 1), ("发生时间", self.when, 4, 0), ("书写人", self.person, 4, 1),
        ):  # fmt: skip
            words = Label(label, "fieldLabel")
            words.setBuddy(editor)
            editor.setAccessibleName(label)
            grid.addWidget(words, row, column)
            grid.addWidget(editor, row + 1, column, 1, 1 if row else 2)
        self._column.addLayout(grid)

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
