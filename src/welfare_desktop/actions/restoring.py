"""Bringing a house back from a backup: into an empty folder, or where no key file opens a store."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import backups, keys, people
from welfare_desktop.domain.clock import Clock, SystemClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security import keyslots, notes, recovery
from welfare_desktop.security.keyslots import Keys, KeySlots
from welfare_desktop.store import attachments, backup, database
from welfare_desktop.store.store import Store

RESTORED, KEYS_BACK = "restored", "keys_back"
_WHOLE = (
    "密钥文件已从备份取回，资料库里的内容一条不少。那次备份以后改过的密码变回原来的，"
    "新开的账号请系统管理员重设密码。"
)


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, and what may be missing: all that was entered after ``made_at``."""

    folder: str
    made_at: str
    last_entry_at: str
    attachments: int
    missing: list[str]
    sentence: str


class WayIn(msgspec.Struct, frozen=True):
    """Words of the recovery sheet, or login and password of an account of the backup.

    The sheet alone is enough. With a login and a password as well that account gets this password,
    for whoever has lost them all.
    """

    words: Sequence[str] = ()
    login: str = ""
    password: str = ""

    def keys(self, slots: KeySlots) -> Keys:
        """What it opens; `Trouble` if it does not."""
        if self.words:
            return recovery.unlock(slots, list(self.words))
        return keyslots.unlock(slots, self.login, self.password)

    def renew(self, store: Store) -> None:
        """Give the account its new password."""
        if self.words and self.login:
            keys.password_by_sheet(store, self.login, self.password)


def restore(path: Path, folder: Path, way: WayIn, clock: Clock | None = None) -> Restored:
    """Put a backup into an empty folder as a store with a device id of its own."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused("要恢复到的文件夹不是空的，不会覆盖。请换一个空文件夹。")
    _, found = _opened(path, way)
    return _unpacked(path, folder, way, found, clock or SystemClock())


def bring_back(path: Path, folder: Path, way: WayIn, clock: Clock | None = None) -> Restored:
    """Where a store lies that no key file opens: fetch the key file, or else all, from a backup.

    While the key is still the one of the backup nothing is lost. Otherwise the old folder is moved
    aside, untouched.
    """
    clock = clock or SystemClock()
    slots, found = _opened(path, way)
    key = found.current or found.pending
    if key is None or not database.fits(folder / database.FILE_NAME, key):
        return _unpacked(path, folder, way, found, clock)
    keyslots.save(folder, slots)
    store = keys.open_with(folder, found, clock)
    try:
        way.renew(store)
        with store.transaction() as transaction:
            transaction.append(KEYS_BACK, "", body={})
        last = store.last_at()
    finally:
        store.close()
    made_at = backup.verified(path).made_at
    return Restored(
        folder=str(folder), made_at=made_at, last_entry_at=last.isoformat() if last else "",
        attachments=0, missing=[], sentence=_WHOLE,
    )  # fmt: skip


def _opened(path: Path, way: WayIn) -> tuple[KeySlots, Keys]:
    """Key file of a backup and what opens it, before anything is touched."""
    if way.words and way.login:
        people.check_password(way.login, way.password)
    backup.verified(path)
    slots = backup.key_file(path)
    return slots, way.keys(slots)


def _unpacked(path: Path, folder: Path, way: WayIn, found: Keys, clock: Clock) -> Restored:
    told = backup.verified(path)
    with _taking_place(folder, clock.now()) as fresh:
        backup.unpack(path, fresh)
        missing = _fetch((path.parent, folder), fresh, told.attachments)
        store = keys.open_with(fresh, found, clock)
        try:
            way.renew(store)
            last = _become_another(store, told.made_at, len(missing))
            backups.elsewhere(store)
            notes.carry_over(folder, fresh, (store.meta("store_identity") or b"").decode())
        finally:
            store.close()
    return Restored(
        folder=str(folder), made_at=told.made_at, last_entry_at=last,
        attachments=len(told.attachments) - len(missing), missing=missing,
        sentence=_sentence(told.made_at, missing),
    )  # fmt: skip


@contextlib.contextmanager
def _taking_place(folder: Path, now: datetime) -> Iterator[Path]:
    """A folder that takes its place whole or not at all: half a store would look like one.

    What lay there before is moved aside.
    """
    fresh = folder.with_name(folder.name + ".restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        yield fresh
        if folder.exists() and any(folder.iterdir()):
            folder.replace(folder.with_name(f"{folder.name}-打不开-{now:%Y%m%d-%H%M%S}"))
        elif folder.exists():
            folder.rmdir()
        fresh.replace(folder)
    except OSError:
        raise Trouble("恢复没有做成：磁盘已满或写不进去。请换一块盘再试，备份没有动。") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _sentence(made_at: str, missing: list[str]) -> str:
    lost = f"有{len(missing)}份附件不在备份旁边，找到后再放回。" if missing else "附件齐全。"
    return f"已恢复到{made_at.replace('T', ' ')}的样子，之后录入的内容不在里面，请对照纸质记录补录。{lost}"


def _fetch(sources: Sequence[Path], folder: Path, wanted: list[str]) -> list[str]:
    """Copy the attachments that lie in these places; the digests of those that do not."""
    missing = []
    for digest in wanted:
        places = (attachments.place(source, digest) for source in sources)
        kept = next((p for p in places if attachments.is_whole(p, digest)), None)
        if kept is None:
            missing.append(digest)
            continue
        target = attachments.place(folder, digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
    return missing


def _become_another(store: Store, made_at: str, missing: int) -> str:
    """A device id of its own, or two different entries would one day share a number."""
    before = store.heads()
    store.become(uuid7().hex)
    with store.transaction() as transaction:
        body = {"made_at": made_at, "missing": missing, "heads": before}
        transaction.append(RESTORED, "", body=body)
    return max((head["at"] for head in before), default="")


def logins(path: Path) -> list[tuple[str, str]]:
    """``(login, name)`` of everybody whose password opens this backup."""
    backup.verified(path)
    return [(slot.login, slot.name) for slot in backup.key_file(path).slots]
