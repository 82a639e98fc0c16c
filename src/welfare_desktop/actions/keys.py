"""The store's key: opened by password or recovery sheet, changed when somebody leaves.

A change of key needs nobody else's password: the new key is sealed to the public keys that
remain, pending; the database takes it; the pending envelope becomes the envelope. A power cut
between any two of these steps leaves a store that opens, and the change is finished then.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from welfare_desktop.domain.clock import Clock
from welfare_desktop.domain.errors import Refused
from welfare_desktop.security import attempts, keyslots, passwords
from welfare_desktop.security.keyslots import Keys
from welfare_desktop.store import backup
from welfare_desktop.store.accounts import AccountRow, all_accounts
from welfare_desktop.store.store import Store, open_store


def open_with(folder: Path, keys: Keys, clock: Clock) -> Store:
    """Open a store and finish a change of key that was interrupted."""
    current = keys.current or keys.pending
    assert current is not None
    store = open_store(folder, current, clock, pending=keys.pending, before_upgrade=_backed_up)
    try:
        if keys.pending is not None:
            _finish(store, keys.pending)
    except BaseException:
        store.close()
        raise
    return store


def _backed_up(store: Store) -> None:
    """A verified backup of the store as the earlier version left it; the last two are kept."""
    folder = store.folder / "before-upgrade"
    backup.make(store, folder / f"{store.clock.now():%Y%m%d-%H%M%S}.backup", whole=False)
    for old in sorted(folder.glob("*.backup"))[:-2]:
        old.unlink()


def password_by_sheet(store: Store, login: str, password: str) -> None:
    """Whoever holds the recovery sheet gives an account this password; the old one opens nothing."""
    row = next((a for a in all_accounts(store) if a.login == login and a.active), None)
    if row is None:
        raise Refused(f"资料库里没有账号“{login}”。请核对账号名。", field="login")
    slots = keyslots.load(store.folder)
    slot = keyslots.make_slot(
        slots.store, row.id, row.login, row.name, password, passwords.calibrate()
    )
    keyslots.save(store.folder, keyslots.with_slot(slots, store.key, slot), forget=True)
    attempts.forget(store.folder, login)
    with store.transaction() as transaction:
        transaction.append("password_by_sheet", row.id, record=row.id)


def close_ways_in(store: Store, people: Sequence[AccountRow]) -> None:
    """Finish dismissals: an account that is not active any more must not have a slot."""
    gone = {account.login for account in people if not account.active}
    for slot in keyslots.load(store.folder).slots:
        if slot.login in gone:
            rotate(store, slot.login)


def rotate(store: Store, without: str = "") -> None:
    """Give the store a new key; the login ``without`` has no way in from now on."""
    fresh = secrets.token_bytes(32)
    slots = keyslots.load(store.folder)
    keyslots.save(store.folder, keyslots.with_pending(slots, fresh, without))
    _finish(store, fresh)


def _finish(store: Store, pending: bytes) -> None:
    if store.key == pending:
        # The change was committed, but its pages may still lie in the log, those before in the file.
        store.settle()
    else:
        store.rekey(pending)
    slots = keyslots.load(store.folder)
    keyslots.save(store.folder, keyslots.promoted(slots), forget=True)
