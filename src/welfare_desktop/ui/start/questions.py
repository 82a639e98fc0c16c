"""The pages of the first-run wizard: each gives its answers or says what is wrong."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    ComboBox,
    FlatButton,
    Label,
    Line,
    Scroll,
    set_property,
)

_ASKED_BACK = 4


class Step(Scroll):
    """One page: title, a sentence, fields in two columns."""

    title = ""
    sentence = ""

    def __init__(self) -> None:
        super().__init__(10)
        self.fields: dict[str, QLineEdit] = {}
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
            line = QLineEdit()
            line.setObjectName(name)
            line.setAccessibleName(label)
            if name in secret:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            line.textEdited.connect(lambda _, line=line: set_property(line, "wrong", False))
            self.fields[name] = line
            cell = QVBoxLayout()
            cell.setSpacing(4)
            head = QHBoxLayout()
            words = Label(label, "fieldLabel")
            words.setBuddy(line)
            head.addWidget(words)
            head.addWidget(Label("必填" if required else "", "required"))
            head.addStretch(1)
            cell.addLayout(head)
            cell.addWidget(line)
            note = Label(hint, "hint").wrap()
            note.setMinimumHeight(18)
            cell.addWidget(note)
            grid.addLayout(cell, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.card.body.addLayout(grid)

    def text(self, name: str) -> str:
        """What was typed."""
        return self.fields[name].text().strip()

    def demand(self, *names: str) -> None:
        """Refuse the first blank one."""
        for name in names:
            if not self.text(name):
                line = self.fields[name]
                set_property(line, "wrong", True)
                line.setFocus()
                raise Refused(f"请填写“{line.accessibleName()}”。", field=name)

    def check(self) -> None:
        """`Refused` if the page is not yet right."""

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return next(iter(self.fields.values()), self)


class InstitutionStep(Step):
    """Who the institution is."""

    title = "机构"
    sentence = "这些内容印在报表和上报包上，请与登记证书一致。以后可以在“设置”里更正。"

    def __init__(self) -> None:
        super().__init__()
        self.ask(
            (
                ("name", "机构名称", True, "全称"),
                ("org_code", "统一社会信用代码", True, "18位"),
                ("div", "所在区划代码", True, "6位，如 110105"),
                ("address", "地址", True, ""),
                ("phone", "值班电话", True, ""),
                ("office_name", "主管民政部门", True, "如 某某区民政局"),
                ("office_div", "主管部门区划代码", True, "6位"),
                ("first_responsible", "第一责任人", False, "主管部门负责同志"),
                ("first_responsible_phone", "第一责任人电话", False, ""),
            )
        )  # fmt: skip

    def check(self) -> None:
        """The required ones."""
        self.demand("name", "org_code", "div", "address", "phone", "office_name", "office_div")

    def answers(self) -> dict[str, Any]:
        """Fields of X01."""
        return {name: self.text(name) for name in self.fields if self.text(name)}


class PersonStep(Step):
    """An account: login, password and PIN, each typed twice."""

    def __init__(self, title: str, sentence: str, post: str, roles: str) -> None:
        self.title, self.sentence, self._post, self._roles = title, sentence, post, roles
        super().__init__()
        self.ask(
            (
                ("name", "姓名", True, ""),
                ("login", "账号名", True, "登录用，如姓名拼音"),
                ("password", "密码", True, "至少8位，打开资料库用"),
                ("password2", "再输一遍密码", True, ""),
                ("pin", "签名码", True, "6位数字，签字和揭开遮屏用"),
                ("pin2", "再输一遍签名码", True, ""),
            ),
            secret=("password", "password2", "pin", "pin2"),
        )  # fmt: skip

    def check(self) -> None:
        """All filled, both pairs alike, the rules of password and PIN."""
        self.demand(*self.fields)
        for one, other, what in (("password", "password2", "密码"), ("pin", "pin2", "签名码")):
            if self.fields[one].text() != self.fields[other].text():
                set_property(self.fields[other], "wrong", True)
                self.fields[other].setFocus()
                raise Refused(f"两次输入的{what}不一样，请重新输入。", field=other)

    def answers(self) -> dict[str, Any]:
        """Arguments of `actions.setup.Person`."""
        return {
            "login": self.text("login"), "name": self.text("name"), "post": self._post, "roles": self._roles,
            "password": self.fields["password"].text(), "pin": self.fields["pin"].text(),
        }  # fmt: skip


class WardStep(Step):
    """Wards and their number of beds."""

    title = "区域"
    sentence = "先登记儿童居住的区域，每个区域有几张床。以后可以再加。"

    def __init__(self, kinds: Sequence[tuple[str, str]], sexes: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._kinds, self._sexes = kinds, sexes
        self._rows = QVBoxLayout()
        self.card.body.addLayout(self._rows)
        self.more = Button("再加一个区域", "plus", self.add)
        self.card.body.addWidget(self.more)
        self.wards: list[tuple[QWidget, QLineEdit, QLineEdit, ComboBox, ComboBox, QLineEdit]] = []
        self.add()

    def add(self) -> None:
        """One more ward."""
        number = len(self.wards) + 1
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 4, 0, 4)
        name, building, beds = QLineEdit(), QLineEdit(), QLineEdit("20")
        kind, sex = ComboBox(f"第{number}个区域的类别"), ComboBox(f"第{number}个区域的性别安排")
        for box, choices in ((kind, self._kinds), (sex, self._sexes)):
            for code, label in choices:
                box.addItem(label, code)
        sex.setCurrentIndex(sex.count() - 1)
        for editor, label, stretch in (
            (name, "区域名称", 3), (building, "所在楼", 2), (kind, "类别", 3), (sex, "性别", 3),
            (beds, "床位数", 1),
        ):  # fmt: skip
            if isinstance(editor, QLineEdit):
                editor.setPlaceholderText(label)
                editor.setAccessibleName(f"第{number}个区域的{label}")
            row.addWidget(editor, stretch)
        entry = (holder, name, building, kind, sex, beds)
        row.addWidget(FlatButton("", "trash-2", lambda: self._remove(entry), "删除这个区域"))
        self.wards.append(entry)
        self._rows.addWidget(holder)

    def _remove(
        self, entry: tuple[QWidget, QLineEdit, QLineEdit, ComboBox, ComboBox, QLineEdit]
    ) -> None:
        if len(self.wards) > 1:
            self.wards.remove(entry)
            entry[0].hide()
            entry[0].deleteLater()

    def check(self) -> None:
        """Names and numbers of beds."""
        for _, name, _, _, _, beds in self.wards:
            if not name.text().strip():
                name.setFocus()
                raise Refused("请填写区域名称。")
            if not beds.text().strip().isdecimal() or not 1 <= int(beds.text()) <= 500:
                beds.setFocus()
                raise Refused("床位数请填1到500的整数。")

    def answers(self) -> list[dict[str, Any]]:
        """Fields of X02."""
        out = []
        for number, (_, name, building, kind, sex, beds) in enumerate(self.wards, start=1):
            ward = {
                "ward_no": f"W{number}", "name": name.text().strip(),
                "building": building.text().strip(), "kind": str(kind.currentData()),
                "sex_rule": str(sex.currentData()), "beds": int(beds.text()),
            }  # fmt: skip
            out.append({key: value for key, value in ward.items() if value != ""})
        return out

    def first(self) -> QWidget:
        """The name of the first ward."""
        return self.wards[0][1]


class WordsStep(Step):
    """The recovery sheet: 24 words to write down."""

    title = "恢复单"
    sentence = (
        "全部密码都丢了，只有这24个词能打开资料库。请按顺序抄在纸上，核对后由院长锁进保险柜。"
        "程序不保存它们，也没有别的办法恢复。"
    )

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, word in enumerate(words, start=1):
            cell = Label(f"{number:>2}　{word}", "name")
            grid.addWidget(cell, (number - 1) % 6, (number - 1) // 6)
        self.card.body.addWidget(Line())
        self.card.body.addLayout(grid)


class BackStep(Step):
    """Some of the words typed back: the sheet was really written."""

    title = "核对恢复单"
    sentence = "请看着刚抄好的纸，填入下面几个词。"

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = words
        chosen = sorted(secrets.SystemRandom().sample(range(len(words)), _ASKED_BACK))
        self.asked = {f"word{n}": n for n in chosen}
        self.ask([(key, f"第{n + 1}个词", True, "") for key, n in self.asked.items()])

    def check(self) -> None:
        """Each must be the very word."""
        for key, number in self.asked.items():
            if self.text(key).lower() != self._words[number]:
                set_property(self.fields[key], "wrong", True)
                self.fields[key].setFocus()
                raise Refused(f"第{number + 1}个词不对。请核对纸上写的，必要时返回上一步重抄。")
