"""Opening a store: password in, desk out."""

from __future__ import annotations

from pathlib import Path

from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain.clock import Clock, SystemClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security import keyslots
from welfare_desktop.store import accounts
from welfare_desktop.store.store import Store, open_store

PRACTICE = "practice"


def store_exists(folder: Path) -> bool:
    """Whether a store lies in this folder."""
    return (folder / keyslots.FILE_NAME).exists()


def logins(folder: Path) -> list[tuple[str, str]]:
    """``(login, name)`` of everybody who has an account here."""
    return [(slot.login, slot.name) for slot in keyslots.load(folder).slots]


def open_desk(folder: Path, login: str, password: str, clock: Clock | None = None) -> Desk:
    """Unlock, migrate, and sit down. `Trouble`: wrong password, no store, newer, second start."""
    key = keyslots.unlock(keyslots.load(folder), login, password)
    store = open_store(folder, key, clock or SystemClock())
    try:
        _sweep(folder)
        return seat(store, login)
    except BaseException:
        store.close()
        raise


def _sweep(folder: Path) -> None:
    """Throw away what a kill left half-written: unfinished packages and attachments."""
    for left in (*(folder / "outbox").glob("*.part"), *(folder / "attachments").glob("new-*")):
        left.unlink(missing_ok=True)


def seat(store: Store, login: str) -> Desk:
    """A desk for an account of an open store."""
    for account in accounts.all_accounts(store):
        if account.login == login and account.active:
            return Desk(store, account, store.meta(PRACTICE) == b"yes")
    raise Trouble("这个账号已停用。请联系系统管理员。")


def lift_veil(desk: Desk, login: str, pin: str) -> Signer:
    """Lift the veil by the PIN of a person on the staff; the store stays unlocked throughout."""
    signer = desk.signer(login, pin)
    if not desk.record(signer.staff).in_force:
        raise Refused("这个账号的人员登记已作废，不能揭开遮屏。")
    return signer
