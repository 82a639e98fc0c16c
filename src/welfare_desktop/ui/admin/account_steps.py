"""What is asked about an account: for whom, which roles, a password and a 签名码 of its owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from welfare_desktop.domain import permissions
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.widgets import CheckBox, ComboBox, Label
from welfare_desktop.ui.start.questions import LOGIN, PASSWORD, PIN, SECRET, Step

_TOGETHER = "一人可兼几种；系统管理员不能兼任接触儿童资料的岗位。"


class RolesBox(QWidget):
    """One box a role."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("岗位角色")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        line = Flow(18, self)
        self.boxes = {role: CheckBox(name) for role, name in permissions.ROLE_NAMES.items()}
        for box in self.boxes.values():
            line.addWidget(box)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def roles(self) -> str:
        """The letters that are ticked."""
        return "".join(role for role, box in self.boxes.items() if box.isChecked())

    def tick(self, roles: str) -> None:
        """Tick these and no others."""
        for role, box in self.boxes.items():
            box.setChecked(role in roles)


class NewAccountStep(Step):
    """Somebody of the staff gets an account.

    Args:
        staff: ``(record id, name and post)``. proposal: record id → login and roles.
        check: staff, login, roles, password, PIN; raises `Refused`.
    """

    title = "新建账号"
    sentence = (
        "选人、核对角色；密码和签名码由本人自己输入，别人不看。最后由系统管理员和院长先后签字。"
    )

    def __init__(
        self, staff: Sequence[tuple[str, str]], proposal: Callable[[str], tuple[str, str]],
        check: Callable[[str, str, str, str, str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._proposal, self._check = proposal, check
        self.person, self.roles = ComboBox("为谁"), RolesBox()
        for record, words in staff:
            self.person.addItem(words, record)
        self.person.activated.connect(self._propose)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(self.cell("staff", "为谁", True, "工作人员登记表里在岗、还没有账号的人",
                                self.person), 1)  # fmt: skip
        row.addLayout(self.line_cell(*LOGIN), 1)
        self.card.body.addLayout(row)
        self.card.body.addLayout(self.cell("roles", "岗位角色", True, _TOGETHER, self.roles))
        self.ask((*PASSWORD, *PIN), SECRET)
        self._propose()

    def _propose(self) -> None:
        login, roles = self._proposal(str(self.person.currentData()))
        self.fields["login"].setText(login)
        self.roles.tick(roles)

    def answers(self) -> tuple[str, str, str, str, str]:
        """Staff record, login, roles, password, PIN."""
        return (
            str(self.person.currentData()), self.text("login"), self.roles.roles(),
            self.fields["password"].text(), self.fields["pin"].text(),
        )  # fmt: skip

    def check(self) -> None:
        """All filled, pairs alike, and what the house says to it."""
        self.demand(*self.fields)
        self.verify(lambda answers: self._check(*answers), self.answers())
        self.same_twice(("password", "密码"), ("pin", "签名码"))

    def first(self) -> QWidget:
        """Whose account."""
        return self.person


class RolesStep(Step):
    """Other roles for an account. ``check``: roles; raises `Refused`."""

    title = "改岗位角色"

    def __init__(self, name: str, roles: str, check: Callable[[str], None]) -> None:
        self.sentence = f"{name}现在是{permissions.names(roles)}。改后由系统管理员和院长先后签字。"
        super().__init__()
        self._check, self.roles = check, RolesBox()
        self.roles.tick(roles)
        self.card.body.addLayout(self.cell("roles", "岗位角色", True, _TOGETHER, self.roles))

    def check(self) -> None:
        """What the house says to it."""
        self.demand()
        self.verify(self._check, self.roles.roles())

    def first(self) -> QWidget:
        """The first role."""
        return self.roles


class SecretStep(Step):
    """A new password or 签名码, typed twice by its owner; ``check`` judges it.

    Args:
        what: ``password`` or ``pin``. old: field that proves the owner, empty if two others sign.
    """

    def __init__(
        self, title: str, sentence: str, what: str, check: Callable[[str], None],
        old: tuple[str, str] = ("", ""),
    ) -> None:  # fmt: skip
        self.title, self.sentence, self._what = title, sentence, what
        super().__init__()
        self._check = check
        if old[0]:
            self.ask(((*old, True, ""),), SECRET)
        label, hint = ("新密码", PASSWORD[0][3]) if what == "password" else ("新签名码", PIN[0][3])
        again = f"再输一遍{label}"
        self.ask(((what, label, True, hint), (f"{what}2", again, True, "")), SECRET)
        self._label = label

    def check(self) -> None:
        """Filled, long enough, alike."""
        self.demand(*self.fields)
        self.verify(self._check, self.new())
        self.same_twice((self._what, self._label))

    def new(self) -> str:
        """The new one."""
        return self.fields[self._what].text()

    def old(self) -> str:
        """What proves the owner."""
        return self.fields[next(iter(self.fields))].text()


class DismissStep(Step):
    """Somebody leaves: what follows from it. ``check`` raises `Refused`."""

    title = "停用账号"

    def __init__(self, name: str, check: Callable[[], None]) -> None:
        self.sentence = (
            f"停用后，{name}的密码和签名码不再有效，资料库换新密钥，不能撤销；"
            "写过的记录和签字都留着。由系统管理员和院长先后签字。"
        )
        super().__init__()
        self._check = check
        self.card.body.addWidget(
            Label("停用前做的备份仍能用旧密码打开，请把它们锁好，停用后马上再备份一次。").wrap()
        )

    def check(self) -> None:
        """Somebody must stay."""
        self._check()
