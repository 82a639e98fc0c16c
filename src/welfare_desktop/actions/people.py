"""Accounts: who has one, its password, its 签名码, its roles, and how it ends (lifecycle.md §6).

Accounts are made and changed by 系统管理员 and confirmed by 院长 (§6.3, last line of the matrix):
both sign, and neither learns a password, for its owner types it.
"""

from __future__ import annotations

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import keys
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import permissions
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.names import pinyin_keys
from welfare_desktop.domain.record import Record
from welfare_desktop.security import attempts, keyslots, passwords, recovery
from welfare_desktop.store import accounts
from welfare_desktop.store.accounts import AccountRow

MIN_PASSWORD = 8
_AT_WORK = "2"


class Approval(msgspec.Struct, frozen=True):
    """The two signatures under a change of accounts."""

    administrator: Signer
    director: Signer


def check_password(name: str, password: str) -> None:
    """Refuse a password that is too short."""
    if len(password) < MIN_PASSWORD:
        raise Refused(f"{name}的密码至少{MIN_PASSWORD}位，请换长一些的。", field="password")


def check_pin(name: str, pin: str) -> None:
    """Refuse a 签名码 that is not six digits."""
    if not passwords.pin_shaped(pin):
        raise Refused(f"{name}的签名码须是6位数字。", field="pin")


def check_roles(name: str, roles: str) -> None:
    """Refuse roles that one person must not hold together (lifecycle.md §6.1)."""
    unknown = set(roles) - set(permissions.ROLE_NAMES)
    if not roles or unknown:
        raise Refused(f"请给{name}选岗位角色。", field="roles")
    if "S" in roles and len(roles) > 1:
        raise Refused(f"{name}：系统管理员不能兼任接触儿童资料的岗位。", field="roles")


def administrators(desk: Desk) -> list[AccountRow]:
    """Who may keep accounts: 系统管理员; in a house that has none yet, 业务科长."""
    active = desk.accounts()
    return [a for a in active if "S" in a.roles] or [a for a in active if "K" in a.roles]


def directors(desk: Desk) -> list[AccountRow]:
    """Who signs a change of accounts as 院长."""
    return [a for a in desk.accounts() if "D" in a.roles]


def logins(desk: Desk, role: str) -> list[str]:
    """Logins of the accounts with a role."""
    return [a.login for a in desk.accounts() if role in a.roles]


def everybody(desk: Desk) -> list[AccountRow]:
    """Every account, those that ended last."""
    return sorted(accounts.all_accounts(desk.store), key=lambda a: not a.active)


def without_account(desk: Desk) -> list[Record]:
    """Staff at work who have no account."""
    known = {a.staff for a in desk.accounts()}
    return [s for s in desk.house().staff if s.get("state") == _AT_WORK and s.id not in known]


def proposal(desk: Desk, staff: str) -> tuple[str, str]:
    """Login and roles that somebody of the staff would usually get."""
    person = desk.record(staff)
    usual = next(iter(pinyin_keys(person.text("name"))), "")
    taken = {a.login for a in everybody(desk)}
    names = [usual, *(f"{usual}{n}" for n in range(2, len(taken) + 3))]
    login = next(name for name in names if name not in taken) if usual else ""
    return login, permissions.ROLE_OF_POST.get(person.text("post"), "")


def _permit(desk: Desk, approval: Approval) -> None:
    if approval.administrator.account not in {a.id for a in administrators(desk)}:
        raise Refused("账号由系统管理员办理，请系统管理员签字。")
    if "D" not in approval.director.roles:
        raise Refused("账号的变动须由院长签字。")
    if approval.administrator.account == approval.director.account:
        raise Refused("同一个人不能签两次，请换另一位签字。")


def _signed(approval: Approval) -> tuple[str, str]:
    return (approval.administrator.account, approval.director.account)


def check_new(desk: Desk, staff: str, login: str, roles: str, password: str, pin: str) -> None:
    """Refuse an account that cannot be made; asked before anybody signs for it."""
    name = desk.record(staff).text("name")
    check_roles(name, roles)
    known = everybody(desk)
    if not login or login in {a.login for a in known}:
        raise Refused("账号名要填写，且不能和已有的重复（停用的也算）。", field="login")
    if staff in {a.staff for a in known if a.active}:
        raise Refused(f"{name}已有账号，不必再建。", field="staff")
    check_password(name, password)
    check_pin(name, pin)


def add(
    desk: Desk, staff: str, login: str, roles: str, password: str, pin: str, approval: Approval
) -> AccountRow:
    """An account for somebody registered as staff (F64, record id ``staff``)."""
    _permit(desk, approval)
    name, login = desk.record(staff).text("name"), login.strip()
    check_new(desk, staff, login, roles, password, pin)
    row = AccountRow(id=uuid7().hex, login=login, name=name, staff=staff, roles=roles)
    slots = keyslots.load(desk.store_dir)
    slot = _slot(slots, row, password)
    with desk.store.transaction() as transaction:
        accounts.add_account(
            transaction, row, passwords.pin_hash(pin), approval.administrator.account
        )
        keyslots.save(desk.store_dir, keyslots.with_slot(slots, desk.store.key, slot))
    return row


def _slot(slots: keyslots.KeySlots, row: AccountRow, password: str) -> keyslots.Slot:
    how = passwords.calibrate() if not slots.slots else slots.slots[0].stretching
    return keyslots.make_slot(slots.store, row.id, row.login, row.name, password, how)


def change_password(desk: Desk, old: str, new: str) -> None:
    """The person at the desk changes the own password; the old one is asked."""
    login = desk.account.login
    check_password(desk.account.name, new)
    slots = keyslots.load(desk.store_dir)
    try:
        identity = keyslots.identity_of(slots, login, old)
    except Trouble:
        raise Refused("原密码不对，密码没有改。", field="old") from None
    how = passwords.calibrate()
    changed = keyslots.rewrapped(slots, login, identity, new, how)
    with desk.store.transaction() as transaction:
        transaction.append("password", desk.account.id, record=desk.account.id)
        keyslots.save(desk.store_dir, changed, forget=True)


def reset_password(desk: Desk, login: str, new: str, approval: Approval) -> None:
    """Somebody forgot the password: its owner types a new one, two others sign that it is so.

    The account gets a fresh identity; what the old password wrapped opens nothing any more.
    """
    _permit(desk, approval)
    row = desk.find_account(login)
    check_password(row.name, new)
    slots = keyslots.load(desk.store_dir)
    changed = keyslots.with_slot(slots, desk.store.key, _slot(slots, row, new))
    with desk.store.transaction() as transaction:
        transaction.append(
            "password_reset", approval.administrator.account, record=row.id,
            body={"by": list(_signed(approval))},
        )  # fmt: skip
        keyslots.save(desk.store_dir, changed, forget=True)
    attempts.forget(desk.store_dir, row.login)


def change_pin(desk: Desk, password: str, pin: str) -> None:
    """The person at the desk sets the own 签名码; the password is asked."""
    check_pin(desk.account.name, pin)
    signer = desk.signer_by_password(desk.account.login, password)
    with desk.store.transaction() as transaction:
        accounts.set_pin(transaction, signer.account, passwords.pin_hash(pin), signer.account)
    desk.forget_pin(signer.account)


def change_roles(desk: Desk, login: str, roles: str, approval: Approval) -> AccountRow:
    """Other roles for an account."""
    _permit(desk, approval)
    row = desk.find_account(login)
    check_change(desk, row, roles)
    changed = msgspec.structs.replace(row, roles=roles)
    with desk.store.transaction() as transaction:
        accounts.change_account(
            transaction, changed, "roles", approval.administrator.account, _signed(approval)
        )
    if row.id == desk.account.id:
        desk.account = changed
    return changed


def check_change(desk: Desk, row: AccountRow, roles: str) -> None:
    """Refuse roles that an account cannot get; asked before anybody signs for them."""
    check_roles(row.name, roles)
    _keep_somebody(desk, row, roles)


def check_dismissal(desk: Desk, row: AccountRow) -> None:
    """Refuse the end of an account that the house cannot do without."""
    _keep_somebody(desk, row, "")


def dismiss(desk: Desk, login: str, approval: Approval) -> None:
    """Somebody leaves: the account ends and the store gets a new key.

    Backups made before stay under the old key; whoever holds one of them and an old password
    can read it, so old backups of a dismissed person's time are to be kept locked away.
    """
    _permit(desk, approval)
    row = desk.find_account(login)
    if row.id in _signed(approval):
        raise Refused("不能停用正在签字的人自己的账号，请换人签字。")
    check_dismissal(desk, row)
    with desk.store.alone():
        with desk.store.transaction() as transaction:
            accounts.change_account(
                transaction, msgspec.structs.replace(row, active=False), "dismiss",
                approval.administrator.account, _signed(approval),
            )  # fmt: skip
        keys.rotate(desk.store, row.login)


def _keep_somebody(desk: Desk, leaving: AccountRow, roles: str) -> None:
    """Refuse what would leave the house without 院长 or 系统管理员."""
    others = "".join(a.roles for a in desk.accounts() if a.id != leaving.id)
    for role in "DS":
        if role in leaving.roles and role not in roles and role not in others:
            raise Refused(
                f"{leaving.name}是唯一的{permissions.names(role)}。请先给接任的人建好账号。",
                field="roles",
            )


def new_recovery_sheet(desk: Desk, words: list[str], approval: Approval) -> None:
    """Another recovery sheet, already printed and typed back; the old one opens nothing new."""
    _permit(desk, approval)
    with desk.store.alone():
        slots = keyslots.load(desk.store_dir)
        changed = keyslots.with_recovery(slots, desk.store.key, recovery.public_of(words))
        keyslots.save(desk.store_dir, changed, forget=True)
        with desk.store.transaction() as transaction:
            transaction.append(
                "recovery_sheet",
                approval.administrator.account,
                body={"by": list(_signed(approval))},
            )
        keys.rotate(desk.store)
