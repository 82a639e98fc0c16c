"""The login window: light to import, so that it is painted before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.clock import Clock, SystemClock
from welfare_desktop.ui.shell.bell import Bell
from welfare_desktop.ui.shell.runner import Runner
from welfare_desktop.ui.shell.scanner import guard_secret
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.veil import Middle
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    ComboBox,
    FlatButton,
    Label,
    PrimaryButton,
    fit,
    set_property,
)

_DUE_MS = 30_000


class Brand(QFrame):
    """The dark panel at the left of the windows before a store is open."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setMinimumWidth(300)
        self.setMaximumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 48, 36, 28)
        column.setSpacing(10)
        name = Label("儿童福利机构工作台", "brand")
        column.addWidget(name)
        for line in lines:
            column.addWidget(Label(line, "navFoot").wrap())
        self.steps = QVBoxLayout()
        self.steps.setContentsMargins(0, 24, 0, 0)
        self.steps.setSpacing(14)
        column.addLayout(self.steps)
        column.addStretch(1)


class TroubleDialog(QDialog):
    """Why the program cannot start, and what to do; accepted by who takes the way out, a backup."""

    def __init__(self, sentence: str, way_out: bool = False) -> None:
        super().__init__()
        self.setWindowTitle("打不开 · 儿童福利机构工作台")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(Label("资料库打不开", "title"))
        column.addWidget(Label(sentence).wrap())
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = (
            Button("关闭", clicked=self.reject)
            if way_out
            else PrimaryButton("关闭", clicked=self.reject)
        )
        foot.addWidget(close)
        self.restore = PrimaryButton("从备份恢复", "database-backup", self.accept)
        foot.addWidget(self.restore)
        self.restore.setVisible(way_out)
        (self.restore if way_out else close).setDefault(True)
        column.addLayout(foot)
        fit(self, theme().px(460))


@dataclass(frozen=True, slots=True)
class Due:
    """What a locked PC tells: by key what has come, which of it is grave, what is to come."""

    told: Mapping[str, str] = field(default_factory=dict)
    grave: frozenset[str] = frozenset()
    coming: str = ""


class LoginWindow(QWidget):
    """Emits ``opened(desk)``.

    Args:
        people: ``(login, name)`` who have an account here.
        unlock: login and password → desk; raises `Trouble`. Runs on ``runner``.
        place: where the store lies, in words.
        note: seals an 紧急记录; ``None`` where there is no store to seal it to.
        by_sheet: words of the recovery sheet, login and new password → desk.
        due: what has come due since the lock and what is to come, by ward and time; no names.
        folder, clock: where the sound of this PC is kept, and the time it goes by.
    """

    opened = Signal(object)

    def __init__(
        self, people: Sequence[tuple[str, str]], unlock: Callable[[str, str], object],
        runner: Runner, place: str = "", note: Callable[..., None] | None = None,
        due: Callable[[], Due] | None = None,
        by_sheet: Callable[[str, str, str], object] | None = None,
        folder: Path | None = None, clock: Clock | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("登录 · 儿童福利机构工作台")
        self._unlock, self._runner = unlock, runner
        self._people, self._note, self._due, self._by_sheet = people, note, due, by_sheet
        self.bell = Bell(self, (clock or SystemClock()).now, folder)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(
            Brand(("资料只存在本机，全部加密。", "断网照常工作。", *((place,) if place else ())))
        )
        row.addWidget(Middle(self._card(people)), 1)

    def _card(self, people: Sequence[tuple[str, str]]) -> Card:
        card = Card("", spacing=8)
        card.body.setContentsMargins(28, 24, 28, 24)
        card.body.addWidget(Label("登录", "title"))
        self.alarms, self.coming = Label("", "alarm").wrap(), Label("", "secondary").wrap()
        for times in (self.alarms, self.coming):
            times.hide()
            card.body.addWidget(times)
        self.person = ComboBox("账号")
        for login, name in people:
            self.person.addItem(f"{name}（{login}）", login)
        self.password = QLineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._try)
        guard_secret(self.password, lambda sentence: self._refused(ValueError(sentence)))
        for label, editor in (("账号", self.person), ("密码", self.password)):
            words = Label(label, "fieldLabel")
            words.setBuddy(editor)
            editor.setAccessibleName(label)
            card.body.addWidget(words)
            card.body.addWidget(editor)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(40)
        card.body.addWidget(self.error)
        line = QHBoxLayout()
        self.show_password = Button("显示密码", "eye", self._show)
        line.addWidget(self.show_password)
        line.addStretch(1)
        self.enter = PrimaryButton("打开", "key-round", self._try)
        line.addWidget(self.enter)
        card.body.addLayout(line)
        self._while_locked(card)
        self.password.setFocus()
        return card

    def _while_locked(self, card: Card) -> None:
        forgot = QHBoxLayout()
        forgot.addWidget(
            Label("忘了密码？请系统管理员重设，或请院长带恢复单来。", "hint").wrap(), 1
        )
        self.sheet = FlatButton("用恢复单打开", "file-text", self._open_by_sheet)
        forgot.addWidget(self.sheet)
        card.body.addLayout(forgot)
        self.sheet.setVisible(self._by_sheet is not None)
        if self._note is not None:
            self.emergency = Button(
                "紧急记录 F3（不用密码）",
                "triangle-alert",
                self._write_note,
                "紧急记录（不用密码）",
            )
            QShortcut(QKeySequence("F3"), self).activated.connect(self._write_note)
            card.body.addWidget(self.emergency)
            told = "没人记得密码也别耽误照看：紧急记录和备用纸表先写，打开后再录入。"
            card.body.addWidget(Label(told, "hint").wrap())
        self.show_due()
        self._tick = QTimer(self)
        self._tick.setInterval(_DUE_MS)
        self._tick.timeout.connect(self.show_due)
        self._tick.start()

    def _write_note(self) -> None:
        from welfare_desktop.ui.start.emergency import EmergencyNote

        assert self._note is not None
        dialog = EmergencyNote(self._people, self._note, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._sealed)
        dialog.open()

    def _sealed(self) -> None:
        self.tell("紧急记录已封存。打开资料库后会提醒录入。")

    def tell(self, sentence: str) -> None:
        """Say that something was done."""
        set_property(self.error, "role", "good")
        self.error.setText(f"✓ {sentence}")

    def _open_by_sheet(self) -> None:
        from welfare_desktop.ui.start.by_sheet import BySheet

        assert self._by_sheet is not None
        dialog = BySheet(self._people, self._by_sheet, self._runner, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self._opened)
        dialog.open()

    def show_due(self) -> None:
        """What comes or came while the PC is locked."""
        if self._due is not None:
            due = self._due()
            self.alarms.setText("\n".join(f"! {sentence}" for sentence in due.told.values()))
            self.alarms.setVisible(bool(due.told))
            self.coming.setText(due.coming)
            self.coming.setVisible(bool(due.coming))
            self.bell.tell(due.told, due.grave)

    def _show(self) -> None:
        hidden = self.password.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        self.show_password.setText(" 隐藏密码" if hidden else " 显示密码")

    def _try(self) -> None:
        if not self.password.text():
            self._refused(ValueError("请输入密码。"))
            return
        login, password = str(self.person.currentData()), self.password.text()
        self.enter.why_not("正在打开资料库……")
        set_property(self.error, "role", "hint")
        self.error.setText("正在打开资料库……")
        set_property(self.password, "wrong", False)
        self._runner.run(
            lambda: self._unlock(login, password), self._opened,
            failed=self._refused, label="正在打开资料库……",
        )  # fmt: skip

    def _opened(self, desk: object) -> None:
        self.password.clear()
        self.error.setText("")
        self.enter.why_not("")
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        sentence = str(error)
        self.enter.why_not("")
        set_property(self.error, "role", "error")
        self.error.setText(f"✕ {sentence}")
        self.password.setAccessibleDescription(sentence)
        set_property(self.password, "wrong", True)
        self.password.selectAll()
        self.password.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard starts at the password."""
        super().showEvent(event)
        self.password.setFocus()

    def sizeHint(self) -> QSize:
        """A calm size."""
        return QSize(1000, 560)
