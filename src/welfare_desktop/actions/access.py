"""Opening a store: password in, desk out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from welfare_desktop.actions import keys, passing, people
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain.clock import Clock, SystemClock, minute_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security import attempts, keyslots, recovery
from welfare_desktop.store import accounts
from welfare_desktop.store.store import Store

PRACTICE = "practice"
#: Name of the mark in a folder whose store is still being made (`actions.setup`).
UNFINISHED = "setup-unfinished"
#: The clock may differ that much from the last entry before it is spoken of.
_BACK, _FORWARD = timedelta(minutes=2), timedelta(days=60)

_KEYS_PUT_BACK = "密钥文件丢失或损坏，这次是用上一份打开的。请现在备份一次，并检查这块硬盘。"


def store_exists(folder: Path) -> bool:
    """Whether a store lies in this folder."""
    return keyslots.kept(folder)


def logins(folder: Path) -> list[tuple[str, str]]:
    """``(login, name)`` of everybody who has an account here."""
    return [(slot.login, slot.name) for slot in keyslots.load(folder).slots]


def open_desk(folder: Path, login: str, password: str, clock: Clock | None = None) -> Desk:
    """Unlock, migrate, and sit down. `Trouble`: wrong password, no store, newer, second start."""
    clock = clock or SystemClock()
    slots = keyslots.load(folder)
    attempts.permit(folder, login, clock.now())
    try:
        found = keyslots.unlock(slots, login, password)
    except Trouble:
        attempts.failed(folder, login, clock.now())
        raise
    return _sat_down(folder, found, login, clock)


def open_by_sheet(
    folder: Path, sheet: str, login: str, password: str, clock: Clock | None = None
) -> Desk:
    """Unlock with the words of the recovery sheet and give an account this password."""
    people.check_password(login, password)
    found = recovery.unlock(keyslots.load(folder), recovery.read_words(sheet))
    return _sat_down(folder, found, login, clock or SystemClock(), password)


def _sat_down(
    folder: Path, found: keyslots.Keys, login: str, clock: Clock, by_sheet: str = ""
) -> Desk:
    store = keys.open_with(folder, found, clock)
    try:
        _sweep(folder)
        lost = keyslots.put_back(folder)
        if by_sheet:
            keys.password_by_sheet(store, login, by_sheet)
        desk = seat(store, login)
        (folder / UNFINISHED).unlink(missing_ok=True)
        keys.close_ways_in(store, accounts.all_accounts(store))
        _note_failures(desk)
        if _clock_fits(desk):
            # What a wrong clock would bring about waits until a person has looked at it.
            passing.catch_up(desk)
        if lost:
            desk.warnings.append(_KEYS_PUT_BACK)
        return desk
    except BaseException:
        store.close()
        raise


def _note_failures(desk: Desk) -> None:
    """Failed unlocks become entries: who was tried, how often, when last."""
    known = attempts.untold(desk.store_dir)
    if known:
        ids = {account.login: account.id for account in accounts.all_accounts(desk.store)}
        with desk.store.transaction() as transaction:
            for login, failures in sorted(known.items()):
                count = failures.count - failures.told
                body = {"account": ids.get(login, ""), "count": count, "last_at": failures.at}
                transaction.append("unlock_failed", desk.account.id, body=body)
    attempts.told(desk.store_dir, desk.account.login)


def _clock_fits(desk: Desk) -> bool:
    """A clock far from the last entry is told to the person and noted; entries keep their order."""
    last = desk.store.last_at()
    if last is None or last - _BACK <= desk.now() <= last + _FORWARD:
        return True
    with desk.store.transaction() as transaction:
        transaction.append("clock", desk.account.id, body={"last": minute_text(last)})
    way = "早于" if desk.now() < last else "远远晚于"
    desk.warnings.append(
        f"这台电脑的时钟是{desk.now():%Y-%m-%d %H:%M}，{way}最后一条记录{last:%Y-%m-%d %H:%M}。"
        "请先核对时钟，再录入。"
    )
    return False


def _sweep(folder: Path) -> None:
    """Throw away what a kill left half-written: packages, attachments."""
    for left in (*(folder / "outbox").glob("*.part"), *(folder / "attachments").glob("new-*")):
        left.unlink(missing_ok=True)


def seat(store: Store, login: str) -> Desk:
    """A desk for an account of an open store."""
    for account in accounts.all_accounts(store):
        if account.login == login and account.active:
            return Desk(store, account, store.meta(PRACTICE) == b"yes")
    raise Trouble("这个账号已停用。请联系系统管理员。")


def lift_veil(desk: Desk, login: str, pin: str) -> Signer:
    """Lift the veil by the PIN of a person on the staff; the store stays unlocked throughout.

    Whose PIN is locked types the login password in its place.
    """
    signer = (desk.signer_by_password if desk.pin_locked(login) else desk.signer)(login, pin)
    if not desk.record(signer.staff).in_force:
        raise Refused("这个账号的人员登记已作废，不能揭开遮屏。")
    return signer


def note_clock(desk: Desk, before: datetime, after: datetime) -> None:
    """The device's clock was set by more than two minutes: a journal entry (§4.2)."""
    body = {"from": minute_text(before), "to": minute_text(after)}
    with desk.store.transaction() as transaction:
        transaction.append("clock_set", desk.account.id, body=body)
