"""账号: who has one, its roles and how it ends; the own password and 签名码; the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from welfare_desktop.actions import people, setup
from welfare_desktop.domain import permissions
from welfare_desktop.domain.codes import code_list
from welfare_desktop.ui.admin.account_steps import (
    DismissStep,
    NewAccountStep,
    RolesStep,
    SecretStep,
)
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import Key
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import SIGNS, Button, Card, Label, PrimaryButton, Scroll
from welfare_desktop.ui.start.questions import BackStep, Step, WordsStep
from welfare_desktop.ui.start.walk import Walk

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Account, Signer

_OTHERS = "账号由系统管理员和院长办理，请他们在自己的窗口里办。"
_SHEET = "恢复单丢了，或见过它的人走了，就换一张。换好后旧恢复单只能打开以前的备份，请再备份一次。"
_IN_USE, _LOCKED, _ENDED = "在用", "签名码已锁", "停用"
_TONES: dict[str, Tone] = {_IN_USE: "ok", _LOCKED: "warn", _ENDED: "mute"}


class PeoplePage(Page):
    """The list and what is done to one account; an act is a walk over its questions."""

    title = "账号"
    subtitle = "谁能登录、谁能签字"
    keys = (Key("↑ ↓", "上一个、下一个账号"), Key("Enter", "看人员登记"))
    help = "账号由系统管理员办理、院长确认，两人先后签字。密码和签名码由本人自己输入。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack)
        self.walk: Walk | None = None
        row = QHBoxLayout(overview := QWidget())
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._list_card(), 1)
        row.addWidget(self._side())
        self.stack.addWidget(overview)

    def _list_card(self) -> Card:
        card = Card()
        self.list = RowsView("账号", (
            Column("姓名", lambda a: a.name, 110, strong=True),
            Column("账号名", lambda a: a.login, 130),
            Column("岗位角色", lambda a: permissions.names(a.roles)),
            Column("状态", self._state_words, 130, tone=lambda a: _TONES[self._state(a)]),
        ))  # fmt: skip
        self.list.pointed.connect(lambda _: self._buttons())
        self.list.chosen.connect(self._open_staff)
        card.body.addWidget(self.list, 1)
        acts = Flow(8)
        self.roles = Button("改岗位角色", "user-cog", self._change_roles)
        self.password = Button("重设密码", "key-round", self._reset_password)
        self.end = Button("停用账号", "log-out", self._dismiss)
        for button in (self.roles, self.password, self.end):
            acts.addWidget(button)
        foot = QHBoxLayout()
        foot.addLayout(acts, 1)
        self.add = PrimaryButton("新建账号", "plus", self._add)
        foot.addWidget(self.add)
        self.why = Label("", "hint").wrap()
        card.body.addWidget(self.why)
        card.body.addLayout(foot)
        return card

    def _side(self) -> QWidget:
        side = Scroll()
        side.setFixedWidth(318)
        mine = Card("我的账号")
        self.me = Label("").wrap()
        mine.body.addWidget(self.me)
        self.own_password = Button("改我的密码", "key-round", self._own_password)
        self.own_pin = Button("改我的签名码", "signature", self._own_pin)
        sheet = Card("恢复单")
        sheet.body.addWidget(Label(_SHEET, "secondary").wrap())
        self.sheet = Button("换新恢复单", "file-text", self._new_sheet)
        mine.body.addWidget(self.own_password)
        mine.body.addWidget(self.own_pin)
        sheet.body.addWidget(self.sheet)
        side.inner.addWidget(mine)
        side.inner.addWidget(sheet)
        side.inner.addStretch(1)
        return side

    # --- what is shown ---

    def enter(self, **arguments: Any) -> None:
        self._end_walk()
        self.refresh()

    def refresh(self) -> None:
        chosen = self.list.current()
        known = people.everybody(self.desk)
        self.list.show_things(known)
        at = next((n for n, a in enumerate(known) if chosen and a.id == chosen.id), 0)
        self.list.selectRow(at)
        account = self.desk.account
        self.me.setText(f"{account.name}（{account.login}）\n{permissions.names(account.roles)}")
        self._buttons()

    def _state(self, account: Account) -> str:
        if not account.active:
            return _ENDED
        return _LOCKED if self.desk.pin_locked(account.id) else _IN_USE

    def _state_words(self, account: Account) -> str:
        state = self._state(account)
        return f"{SIGNS[_TONES[state]]} {state}"

    def _buttons(self) -> None:
        signing = (*people.administrators(self.desk), *people.directors(self.desk))
        mine = self.desk.account.id
        not_me = "" if mine in {a.id for a in signing} else _OTHERS
        chosen: Account | None = self.list.current()
        ended = "" if chosen and chosen.active else "这个账号已停用。"
        own = "不能停用自己的账号，请换人办理。" if chosen and chosen.id == mine else ""
        nobody = "" if people.without_account(self.desk) else "在岗的人都有账号了。先登记工作人员。"
        self.roles.why_not(not_me or ended)
        self.password.why_not(not_me or ended)
        self.end.why_not(not_me or ended or own)
        self.add.why_not(not_me or nobody)
        self.sheet.why_not(not_me)
        self.why.setText(not_me or ended or own or nobody)

    def _open_staff(self, account: Account) -> None:
        self.shell.go("record", form="F64", record=account.staff, mode="view")

    # --- an act ---

    def _begin(self, steps: Sequence[Step], last: str, finish: Callable[[], object]) -> None:
        self._end_walk()
        self.walk = Walk(steps, last, finish, self._end_walk)
        self.stack.addWidget(self.walk)
        self.stack.setCurrentWidget(self.walk)
        self.walk.show_step(0)

    def _end_walk(self) -> None:
        walk, self.walk = self.walk, None
        if walk is not None:
            self.stack.removeWidget(walk)
            walk.deleteLater()
            self.list.setFocus()

    def _signed(self, what: str, work: Callable[[people.Approval], object], told: str) -> None:
        """Both sign, the act is done, and the list tells it."""

        def by_both(administrator: Signer, director: Signer) -> None:
            self._do(partial(work, people.Approval(administrator, director)), told)

        def then(administrator: Signer) -> None:
            self._ask(what, "院长", people.directors(self.desk), partial(by_both, administrator))

        self._ask(what, "系统管理员", people.administrators(self.desk), then)

    def _ask(
        self, what: str, role: str, who: Sequence[Account], done: Callable[[Signer], None]
    ) -> None:
        logins = [account.login for account in who]
        self.shell.ask_signature(what, done, title=f"{role}签字", among=logins)

    def _do(self, work: Callable[[], object], told: str) -> None:
        def done(_: object) -> None:
            self._end_walk()
            self.shell.changed()
            self.shell.say(told)

        if self.walk is not None:
            self.walk.busy("正在办理……")
        self.do_once(work, done, "正在办理……")

    def not_done(self, error: Exception) -> None:
        """A refusal stands at its field while the questions are still in view."""
        if self.walk is not None:
            self.walk.refused(error)
        else:
            super().not_done(error)

    def _add(self) -> None:
        posts = code_list("CL-POST")
        without = {s.id: s for s in people.without_account(self.desk)}
        staff = [
            (s.id, f"{s.text('name')}　{posts.label(s.text('post'))}") for s in without.values()
        ]
        step = NewAccountStep(staff, partial(people.proposal, self.desk),
                              partial(people.check_new, self.desk))  # fmt: skip

        def finish() -> None:
            answers = step.answers()
            name = without[answers[0]].text("name")
            what = f"为{name}建账号“{answers[1]}”，岗位角色：{permissions.names(answers[2])}。"
            work = partial(people.add, self.desk, *answers)
            self._signed(what, work, f"{name}的账号已建好，可以登录了。")

        self._begin([step], "两人签字", finish)

    def _change_roles(self) -> None:
        account: Account = self.list.current()
        check = partial(people.check_change, self.desk, account)
        step = RolesStep(account.name, account.roles, check)

        def finish() -> None:
            roles = step.roles.roles()
            what = f"{account.name}的岗位角色改为{permissions.names(roles)}。"
            work = partial(people.change_roles, self.desk, account.login, roles)
            self._signed(what, work, f"{account.name}的岗位角色已改。")

        self._begin([step], "两人签字", finish)

    def _reset_password(self) -> None:
        account: Account = self.list.current()
        step = SecretStep(
            "重设密码", f"请{account.name}本人输入新密码。再由系统管理员和院长先后签字。",
            "password", partial(people.check_password, account.name),
        )  # fmt: skip

        def finish() -> None:
            work = partial(people.reset_password, self.desk, account.login, step.new())
            what = f"{account.name}忘了密码，本人已输入新密码。"
            self._signed(what, work, f"{account.name}的密码已重设，旧密码作废。")

        self._begin([step], "两人签字", finish)

    def _dismiss(self) -> None:
        account: Account = self.list.current()
        step = DismissStep(account.name, partial(people.check_dismissal, self.desk, account))

        def finish() -> None:
            work = partial(people.dismiss, self.desk, account.login)
            told = f"{account.name}的账号已停用，资料库已换新密钥。请马上备份一次。"
            self._signed(f"停用{account.name}的账号，资料库换新密钥。", work, told)

        self._begin([step], "两人签字", finish)

    def _own_password(self) -> None:
        step = SecretStep(
            "改我的密码", "先输入现在的密码，再输入新密码。", "password",
            partial(people.check_password, self.desk.account.name), ("old", "现在的密码"),
        )  # fmt: skip
        self._begin([step], "改密码", lambda: self._do(
            partial(people.change_password, self.desk, step.old(), step.new()),
            "密码已改，下次登录用新密码。",
        ))  # fmt: skip

    def _own_pin(self) -> None:
        step = SecretStep(
            "改我的签名码", "先输入登录密码，再输入新签名码。", "pin",
            partial(people.check_pin, self.desk.account.name), ("password", "登录密码"),
        )  # fmt: skip
        self._begin([step], "改签名码", lambda: self._do(
            partial(people.change_pin, self.desk, step.old(), step.new()),
            "签名码已改，从现在起用新的签字。",
        ))  # fmt: skip

    def _new_sheet(self) -> None:
        words = setup.new_words()

        def paper() -> None:
            pdf = setup.recovery_paper(self.desk.institution, words)
            self.shell.show_paper("恢复单", pdf, "恢复单.pdf")

        def finish() -> None:
            work = partial(people.new_recovery_sheet, self.desk, words)
            told = "新恢复单已生效，旧的只能打开以前的备份。请马上备份一次。"
            self._signed("换新恢复单，已打印并核对。", work, told)

        self._begin([WordsStep(words, paper), BackStep(words)], "两人签字", finish)

    # --- out of view ---

    def leave(self) -> bool:
        self._end_walk()
        return True

    def clear(self) -> None:
        self._end_walk()
        self.list.show_things(())
        self.me.clear()

    def first_focus(self) -> QWidget | None:
        return self.walk.steps[self.walk.at].first() if self.walk else self.list
