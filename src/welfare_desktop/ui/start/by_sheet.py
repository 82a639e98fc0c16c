"""Opening with the recovery sheet, and bringing a house back from a backup where no store lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.ui.shell.choosing import open_file
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, ComboBox, Label
from welfare_desktop.ui.start.login import Brand
from welfare_desktop.ui.start.questions import PASSWORD, Step
from welfare_desktop.ui.start.walk import Walk

if TYPE_CHECKING:
    from welfare_desktop.ui.shell.runner import Runner

_WORDS = 24
_BY_SHEET, _BY_PASSWORD = "sheet", "password"
_WAYS = ((_BY_SHEET, "恢复单（密码都忘了）"), (_BY_PASSWORD, "备份里的账号和密码"))


def _boxed(cell: QVBoxLayout) -> QWidget:
    """A cell that can be hidden."""
    box = QWidget()
    cell.setContentsMargins(0, 0, 0, 0)
    box.setLayout(cell)
    return box


class SheetStep(Step):
    """The words of the sheet, the account, its new password. ``ways``: a password may do as well."""

    def __init__(self, title: str, sentence: str, ways: bool = False) -> None:
        self.title, self.sentence = title, sentence
        super().__init__()
        self.way, self.person = ComboBox("用什么打开"), ComboBox("账号")
        for way, words in _WAYS:
            self.way.addItem(words, way)
        self.way.currentIndexChanged.connect(self._by)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("恢复单上的24个词")
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(theme().px(72))
        self.words.textChanged.connect(self._count)
        first = QHBoxLayout()
        first.setSpacing(20)
        if ways:
            first.addLayout(self.cell("way", "用什么打开", True, "", self.way), 1)
        first.addLayout(self.cell("login", "账号", True, "打开后用这个账号", self.person), 1)
        self.card.body.addLayout(first)
        self._sheet = _boxed(self.cell("words", "恢复单上的24个词", True, "", self.words))
        self.card.body.addWidget(self._sheet)
        secret = QHBoxLayout()
        secret.setSpacing(20)
        once, again = PASSWORD
        self._once = _boxed(self.line_cell(*once, secret=True))
        self._again = _boxed(self.line_cell(*again, secret=True))
        for box in (self._once, self._again):
            secret.addWidget(box, 1)
        self.card.body.addLayout(secret)
        self._count()
        self._by()

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Who has an account there."""
        self.person.clear()
        for login, name in people:
            self.person.addItem(f"{name}（{login}）", login)

    @property
    def by_sheet(self) -> bool:
        """Whether the sheet opens it."""
        return bool(self.way.currentData() == _BY_SHEET)

    def _by(self) -> None:
        self._sheet.setVisible(self.by_sheet)
        self._again.setVisible(self.by_sheet)
        word = "新密码" if self.by_sheet else "密码"
        self._once.findChildren(Label)[0].setText(word)
        self.fields["password"].setAccessibleName(word)

    def typed(self) -> list[str]:
        """The words so far."""
        return [letter for letter in self.words.toPlainText() if not letter.isspace()]

    def _count(self) -> None:
        self._note("words", "")
        self._notes["words"][0].setText(f"按次序输入，已输入{len(self.typed())}个，共{_WORDS}个")

    def check(self) -> None:
        """All filled, as many words as the sheet has, both passwords alike."""
        if not self.by_sheet:
            self.demand("password")
            return
        if len(self.typed()) != _WORDS:
            self.refuse(f"恢复单是{_WORDS}个词，现在输入了{len(self.typed())}个，请核对。", "words")
        self.demand("password", "password2")
        self.same_twice(("password", "密码"))

    def login(self) -> str:
        """The chosen account."""
        return str(self.person.currentData())

    def password(self) -> str:
        """Its password: a new one with the sheet."""
        return self.fields["password"].text()

    def first(self) -> QWidget:
        """The words."""
        return self.words if self.by_sheet else self.person


class BySheet(QDialog):
    """At the login window. ``opened(desk)``.

    Args:
        unlock: words, login, new password → desk; runs on ``runner``.
    """

    opened = Signal(object)

    def __init__(
        self, people: Sequence[tuple[str, str]], unlock: Callable[[str, str, str], object],
        runner: Runner, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle("用恢复单打开")
        self.setModal(True)
        self._unlock, self._runner = unlock, runner
        self.step = SheetStep(
            "用恢复单打开", "密码都忘了，才用恢复单。选自己的账号，设一个新密码，旧密码作废。"
        )
        self.step.show_people(people)
        self.walk = Walk([self.step], "打开", self._open, self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.walk)
        self.resize(theme().px(640), min(theme().px(540), 560))
        self.walk.show_step(0)

    def _open(self) -> None:
        words, login, password = "".join(self.step.typed()), self.step.login(), self.step.password()
        self.walk.busy("正在打开资料库……")
        self._runner.run(
            lambda: self._unlock(words, login, password), self._opened,
            failed=self.walk.refused, label="正在打开资料库……",
        )  # fmt: skip

    def _opened(self, desk: object) -> None:
        self.accept()
        self.opened.emit(desk)


class FileStep(Step):
    """Which backup. ``check``: path → who has an account in it; raises `Trouble`."""

    title = "选备份"
    sentence = "接上备份盘，选最新的那一份（文件名里是日期和时间）。备份本身不会改动。"

    def __init__(self, check: Callable[[str], None]) -> None:
        super().__init__()
        self._check = check
        self.ask((("file", "备份文件", True, "备份盘里的文件"),))
        self.choose = Button("选备份文件", "folder-open", self._choose)
        self.card.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self) -> None:
        chosen = open_file(self, "选备份文件", "备份 (*.backup)")
        if chosen is not None:
            self.fields["file"].setText(str(chosen))

    def check(self) -> None:
        """It is whole."""
        self.demand("file")
        self._check(self.text("file"))

    def first(self) -> QWidget:
        """The one thing to press."""
        return self.choose


class RestoreWindow(Walk):
    """Where no store lies yet. ``restored(sentence)``; ``left`` goes back to the first run.

    Args:
        people: backup → ``(login, name)`` of its accounts. restore: file, words, login, password →
            what to tell; runs on ``runner``.
    """

    restored = Signal(str)
    left = Signal()

    def __init__(
        self, people: Callable[[Path], Sequence[tuple[str, str]]],
        restore: Callable[[Path, list[str], str, str], str], runner: Runner,
    ) -> None:  # fmt: skip
        self._people, self._restore, self._runner = people, restore, runner
        self.file = FileStep(self._looked)
        self.open = SheetStep(
            "打开备份", "用恢复单，或备份里一个账号的密码。恢复后请对照纸质记录补录。", True
        )
        super().__init__([self.file, self.open], "恢复", self._bring_back, self._go_back)
        self.setObjectName("window")
        self.setWindowTitle("从备份恢复 · 儿童福利机构工作台")
        self.column.setContentsMargins(28, 24, 28, 20)
        brand = Brand(("从备份恢复。", "备份里的资料全部加密，只有密码或恢复单能打开。"))
        self.row.insertWidget(0, brand)
        self.show_step(0)

    def _go_back(self) -> None:
        self.left.emit()

    def _looked(self, path: str) -> None:
        self.open.show_people(self._people(Path(path)))

    def _bring_back(self) -> None:
        path, step = Path(self.file.text("file")), self.open
        words = step.typed() if step.by_sheet else []
        login, password = step.login(), step.password()
        self.busy("正在恢复……")
        self._runner.run(
            lambda: self._restore(path, words, login, password), self.restored.emit,
            failed=self.refused, label="正在恢复……",
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        """A calm size."""
        return QSize(1100, 640)
