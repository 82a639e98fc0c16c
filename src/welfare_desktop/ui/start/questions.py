"""The pages of the first-run wizard: each gives its answers or says what is wrong, at the field."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Card, Label, Line, Scroll, set_property

_ASKED_BACK = 4

#: Fields that more than one page asks: name, label, required, hint.
LOGIN = ("login", "账号名", True, "登录用，如姓名拼音")
PASSWORD = (("password", "密码", True, "至少8位，打开资料库用"),
            ("password2", "再输一遍密码", True, ""))  # fmt: skip
PIN = (("pin", "签名码", True, "6位数字，签字和揭开遮屏用"), ("pin2", "再输一遍签名码", True, ""))
#: Fields whose letters are not shown.
SECRET = ("old", "password", "password2", "pin", "pin2")

#: Verifies answers before the next page: raises `Refused` with the field.
Check = Callable[[Any], None]


class Step(Scroll):
    """One page: title, a sentence, fields in two columns. ``entered``: Enter in a field."""

    title = ""
    sentence = ""
    entered = Signal()

    def __init__(self) -> None:
        super().__init__(10)
        self.fields: dict[str, QLineEdit] = {}
        self._notes: dict[str, tuple[Label, str, QWidget]] = {}
        self.card = Card("")
        self.card.body.setContentsMargins(24, 20, 24, 20)
        self.card.body.addWidget(Label(self.title, "title"))
        self.card.body.addWidget(Label(self.sentence, "secondary").wrap())
        self.inner.addWidget(self.card)
        self.inner.addStretch(1)

    def ask(self, rows: Sequence[tuple[str, str, bool, str]], secret: Sequence[str] = ()) -> None:
        """Fields ``(name, label, required, hint)``, two a row."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        for number, (name, label, required, hint) in enumerate(rows):
            cell = self.line_cell(name, label, required, hint, name in secret)
            grid.addLayout(cell, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.card.body.addLayout(grid)

    def line_cell(
        self, name: str, label: str, required: bool, hint: str, secret: bool = False
    ) -> QVBoxLayout:
        """One field to type in."""
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(label)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textEdited.connect(lambda: self._note(name, ""))
        line.returnPressed.connect(self.entered)
        self.fields[name] = line
        return self.cell(name, label, required, hint, line)

    def cell(
        self, name: str, label: str, required: bool, hint: str, editor: QWidget
    ) -> QVBoxLayout:
        """An editor with its label above and a line of hint or error below."""
        cell = QVBoxLayout()
        cell.setSpacing(4)
        head = QHBoxLayout()
        words = Label(label, "fieldLabel")
        words.setBuddy(editor)
        head.addWidget(words)
        head.addWidget(Label("必填" if required else "", "required"))
        head.addStretch(1)
        cell.addLayout(head)
        cell.addWidget(editor)
        note = Label(hint, "hint").wrap()
        note.setMinimumHeight(20)
        self._notes[name] = (note, hint, editor)
        cell.addWidget(note)
        return cell

    def _note(self, name: str, sentence: str) -> None:
        note, hint, editor = self._notes[name]
        set_property(editor, "wrong", bool(sentence))
        set_property(note, "role", "error" if sentence else "hint")
        note.setText(f"✕ {sentence}" if sentence else hint)
        editor.setAccessibleDescription(sentence)

    def text(self, name: str) -> str:
        """What was typed."""
        return self.fields[name].text().strip()

    def demand(self, *names: str) -> None:
        """Mark every blank one, refuse the first."""
        for name in self._notes:
            self._note(name, "")
        blank = [name for name in names if not self.text(name)]
        for name in blank:
            self._note(name, f"请填写“{self.fields[name].accessibleName()}”。")
        if blank:
            self.refuse(f"请填写“{self.fields[blank[0]].accessibleName()}”。", blank[0])

    def refuse(self, sentence: str, name: str) -> None:
        """Say it at the field and raise `Refused`."""
        self.point(sentence, name)
        raise Refused(sentence, field=name)

    def point(self, sentence: str, name: str | None) -> bool:
        """Say it at the field, if this page asks it."""
        if name not in self._notes:
            return False
        self._note(name, sentence)
        editor = self._notes[name][2]
        editor.setFocus()
        self.ensureWidgetVisible(editor)
        return True

    def same_twice(self, *pairs: tuple[str, str]) -> None:
        """Refuse a field ``name`` that differs from ``name2``; ``what`` it is, in words."""
        for name, what in pairs:
            if self.fields[name].text() != self.fields[f"{name}2"].text():
                self.refuse(f"两次输入的{what}不一样，请重新输入。", f"{name}2")

    def verify(self, check: Check, answers: Any) -> None:
        """Have answers verified; what is wrong stands at its field."""
        try:
            check(answers)
        except Refused as refused:
            self.point(refused.sentence, refused.field)
            raise

    def check(self) -> None:
        """`Refused` if the page is not yet right."""

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return next(iter(self.fields.values()), self)


class InstitutionStep(Step):
    """Who the institution is."""

    title = "机构"
    sentence = "这些内容印在报表和上报包上，请与登记证书一致。以后可以在“设置”里更正。"

    def __init__(self, check: Check) -> None:
        super().__init__()
        self._check = check
        self.ask(
            (
                ("name", "机构名称", True, "全称"),
                ("org_code", "统一社会信用代码", True, "18位"),
                ("div", "所在区划代码", True, "6位，如 110105"),
                ("address", "地址", True, ""),
                ("phone", "值班电话", True, "手机号，或带区号的座机号"),
                ("office_name", "主管民政部门", True, "如 某某区民政局"),
                ("office_div", "主管部门区划代码", True, "6位"),
                ("first_responsible", "第一责任人", False, "主管部门负责同志"),
                ("first_responsible_phone", "第一责任人电话", False, ""),
            )
        )  # fmt: skip

    def check(self) -> None:
        """The required ones, each in its form."""
        self.demand("name", "org_code", "div", "address", "phone", "office_name", "office_div")
        self.verify(self._check, self.answers())

    def answers(self) -> dict[str, Any]:
        """Fields of X01."""
        return {name: self.text(name) for name in self.fields if self.text(name)}


class PersonStep(Step):
    """An account: login, password and PIN, each typed twice. ``taken``: logins of others."""

    def __init__(
        self, title: str, sentence: str, post: str, roles: str, check: Check,
        taken: Callable[[], Sequence[str]] = tuple,
    ) -> None:  # fmt: skip
        self.title, self.sentence, self._post, self._roles = title, sentence, post, roles
        super().__init__()
        self._check, self._taken = check, taken
        self.ask(
            (
                ("name", "姓名", True, ""),
                LOGIN,
                *PASSWORD,
                *PIN,
            ),
            secret=SECRET,
        )  # fmt: skip

    def check(self) -> None:
        """All filled, both pairs alike, the rules of password and PIN, a login of its own."""
        self.demand(*self.fields)
        self.verify(self._check, self.answers())
        self.same_twice(("password", "密码"), ("pin", "签名码"))
        if self.text("login") in self._taken():
            self.refuse("这个账号名已有人用，请换一个。", "login")

    def answers(self) -> dict[str, Any]:
        """Arguments of `actions.setup.Person`."""
        return {
            "login": self.text("login"), "name": self.text("name"), "post": self._post, "roles": self._roles,
            "password": self.fields["password"].text(), "pin": self.fields["pin"].text(),
        }  # fmt: skip


class WordsStep(Step):
    """The recovery sheet: 24 words to print or to write down."""

    title = "恢复单"
    sentence = (
        "全部密码都丢了，只有这24个词能打开资料库。请打印，或按顺序抄在纸上，核对后由院长锁进保险柜。"
        "程序不保存它们，也没有别的办法恢复。"
    )

    def __init__(self, words: Sequence[str], show_paper: Callable[[], object]) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for number, word in enumerate(words):
            row, column = number % 6, number // 6 * 2
            count = Label(str(number + 1), "secondary")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            count.setMinimumWidth(theme().px(24))
            grid.addWidget(count, row, column)
            grid.addWidget(Label(word, "title"), row, column + 1)
            grid.setColumnStretch(column + 1, 1)
        self.card.body.addWidget(Line())
        self.card.body.addLayout(grid)
        self.card.body.addWidget(Line())
        self.paper = Button("打印恢复单", "printer", show_paper)
        self.card.body.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)

    def first(self) -> QWidget:
        """The one thing to press."""
        return self.paper


class BackStep(Step):
    """Some of the words typed back: the sheet was really written."""

    title = "核对恢复单"
    sentence = "请看着刚打印或抄好的纸，填入下面几个词。"

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = words
        chosen = sorted(secrets.SystemRandom().sample(range(len(words)), _ASKED_BACK))
        self.asked = {f"word{n}": n for n in chosen}
        self.ask([(key, f"第{n + 1}个词", True, "") for key, n in self.asked.items()])

    def check(self) -> None:
        """Each must be the very word."""
        self.demand(*self.asked)
        for key, number in self.asked.items():
            if self.text(key).lower() != self._words[number]:
                told = f"第{number + 1}个词不对。请核对纸上写的，必要时返回上一步重抄。"
                self.refuse(told, key)
